"""The forms of a complaint's papers: adding one, and making a copy of one with words taken out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from heard.casework.forms import CaseworkForm, day, text
from heard.letters.redacting import Wording
from heard.record.actions import checks
from heard.record.actions.documents import ALLOWED, LARGEST


class AddPaperForm(CaseworkForm):
    access = ("document", "add")
    paper = forms.FileField(
        label="Choose the paper",
        help_text=f"Up to {LARGEST // 1_000_000} MB, as one of these kinds: {', '.join(ALLOWED)}.",
        error_messages={
            "required": "Choose a paper to add.",
            "empty": "The file is empty. Save it again and choose the new one.",
            "missing": "Choose a paper to add.",
            "max_length": "The file's name is too long. Give it a shorter one.",
        },
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ALLOWED)}),
    )
    title = text(
        "What is it called?", "Say what it is called.", hint="Lists show this, and so does whoever it goes to."
    )
    dated = day("What date does it have?", "The day on which it was written. For example, 27/3/2026.")
    third_party = forms.BooleanField(
        label="It holds facts of somebody else than the complainant, or comes from another body",
        help_text="Then it goes to nobody until somebody has cleared it for that person.",
        required=False,
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        try:
            checks.not_later(dated, self.at)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return dated

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the whole is wrong with the file."""
        super().add_error(field or "paper", error)


class TakeOutForm(CaseworkForm):
    """Chooses the words to take out of a paper."""

    access = ("document", "redact")
    words = forms.MultipleChoiceField(
        label="Found by Heard",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "What was found has changed since. Choose again.",
            "invalid_list": "Choose again.",
        },
    )
    more = forms.CharField(
        label="More words to take out",
        help_text="One on each line, as they stand in the paper. Each is taken out wherever it is.",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Use 10,000 characters or fewer."},
    )
    step = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Sequence[Wording], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].choices = [(one.words, _label(one)) for one in found]  # type: ignore[attr-defined]

    def clean_more(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["more"].split("\n")]
        return [line for line in dict.fromkeys(lines) if line]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data["words"] and not data["more"]:
            field = "words" if self.fields["words"].choices else "more"  # type: ignore[attr-defined]
            self.add_error(field, "Choose what to take out, or write it.")
        return data


def _label(one: Wording) -> str:
    times = "" if one.times == 1 else f", {one.times} times"
    return f"“{one.words}” ({one.what}{times}{'' if one.sure else '; it may be an everyday word'})"


class KeepCopyForm(CaseworkForm):
    """Keeps the copy that was looked at. `seen` is a mark of its text."""

    access = ("document", "redact")
    title = text(
        "What is the copy called?", "Say what the copy is called.", hint="It may name nobody who was taken out."
    )
    clean_copy = forms.BooleanField(
        label="Nothing of anybody else is left in it",
        help_text="Leave it empty if you are not sure. The copy then goes to nobody until somebody has cleared it.",
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
