"""The forms of the people in a complaint: who they are, how they read best, and where they can be written to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from heard.casework.forms import CaseworkForm, day, text
from heard.law.words import CAPACITIES
from heard.record.actions import checks, parties
from heard.record.models import Address, Letter

AS_THEIR_PART = ("", "As fits their part in the complaint")


class PartyForm(CaseworkForm):
    """Says who somebody is and how they read best."""

    access = ("complaint", "record-people")
    name = text("Name", "Enter their name.", autocomplete="off", spellcheck="false")
    description = forms.CharField(
        label="Who they are to the child",
        help_text="For example, parent or foster carer. Leave it empty if it says nothing more than their part.",
        max_length=100,
        required=False,
        error_messages={"max_length": "Use 100 characters or fewer."},
    )
    reader = forms.ChoiceField(
        label="How do they read best?",
        help_text="Letters to them begin with words that were written for this reader.",
        choices=(AS_THEIR_PART, *Letter.READERS),
        required=False,
        error_messages={"invalid_choice": "Choose how they read best from the list."},
    )
    large_print = forms.BooleanField(label="Their letters are printed in large print", required=False)


class AddPartyForm(PartyForm):
    """Says the same, and which part they play."""

    capacity = forms.ChoiceField(
        label="What is their part?",
        choices=[("", "Choose a part"), *CAPACITIES.items()],
        error_messages={"required": "Choose their part.", "invalid_choice": "Choose their part from the list."},
    )
    field_order = ("capacity", "name", "description", "reader", "large_print")


class AddressForm(CaseworkForm):
    """Says where somebody can be written to from a day on."""

    access = ("complaint", "record-people")
    kind = forms.ChoiceField(
        label="What is it?",
        choices=((Address.EMAIL, "An e-mail address"), (Address.POST, "A postal address")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose e-mail or post.", "invalid_choice": "Choose e-mail or post."},
    )
    value = forms.CharField(
        label="The address",
        help_text="A postal address has one part on each line, without the name.",
        max_length=500,
        widget=forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the address.", "max_length": "Use 500 characters or fewer."},
    )
    protected = forms.BooleanField(
        label="It is protected: nobody outside this team may learn it",
        help_text="Heard prints it on no letter and sends nothing to it. A letter in which somebody typed it is stopped.",
        required=False,
    )
    on = day("From which day?", "The day from which they can be reached there. For example, 27/3/2026.")
    confirmed_how = forms.CharField(
        label="How did they confirm it?",
        help_text="For example, read back on the telephone. Leave it empty if they have not.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Use 200 characters or fewer."},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        try:
            checks.not_later(on, self.at)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "kind" in data and "value" in data:
            try:
                parties.check_address(data["kind"], data["value"])
            except ValueError as error:
                self.add_error("value", str(error))
        return data


class EndAddressForm(CaseworkForm):
    access = ("complaint", "record-people")
    end = forms.ChoiceField(
        choices=Address.KINDS,
        widget=forms.HiddenInput,
        error_messages={"required": "Press the button to end the address.", "invalid_choice": "Choose e-mail or post."},
    )


class SensitiveForm(CaseworkForm):
    access = ("complaint", "record-people")
    sensitive = forms.ChoiceField(
        choices=(("yes", "Yes"), ("no", "No")),
        widget=forms.HiddenInput,
        error_messages={"required": "Press one of the buttons.", "invalid_choice": "Press one of the buttons."},
    )
