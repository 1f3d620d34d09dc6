"""The forms of letters: beginning one, its words, the papers with it, approving it, and what becomes of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from heard.casework.forms import CaseworkForm, choice, day, reason, text
from heard.law.words import OUTCOMES
from heard.record.models import Enclosure, Letter, Party

AS_THEY_READ_BEST = ("", "As they read best")
AS_THEY_CAN_BE_REACHED = ("", "By e-mail if they have an address for it, else by post, else handed over")


def listed(label: str, choices: Iterable[tuple[str, str]], missing: str, **more: Any) -> forms.ChoiceField:
    """Return a field to choose one of a fixed list."""
    messages = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=list(choices), error_messages=messages, **more)


def whom(party: Party) -> str:
    """Return somebody in a complaint as a list has them: their name, their part and who they are."""
    parts = [party.name or "No name recorded", party.get_capacity_display().lower(), party.description.lower()]
    return ", ".join(part for part in parts if part)


class WriteForm(CaseworkForm):
    """Begins a letter to one person."""

    access = ("letter", "write")
    rule = choice("Which letter?", "Choose which letter.")
    recipient = choice("To whom?", "Choose to whom it goes.")
    reader = listed(
        "Whose words?",
        (AS_THEY_READ_BEST, *Letter.READERS),
        "Choose for which reader it is written.",
        required=False,
        help_text="Each letter has words of its own for an adult, for a child, for an advocate, and in easy read.",
    )
    way = listed(
        "How does it go?",
        (AS_THEY_CAN_BE_REACHED, *Letter.WAYS),
        "Choose how it goes.",
        required=False,
        help_text="A protected address is never used.",
    )
    large_print = forms.BooleanField(
        label="Print it in large print",
        required=False,
        help_text="Whoever is recorded as wanting large print gets it anyway.",
    )

    def __init__(self, *args: Any, rules: Sequence[tuple[str, str]], parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in parties}
        self.fields["rule"].choices = [("", "Choose a letter"), *rules]  # type: ignore[attr-defined]
        people = [(key, whom(one)) for key, one in self.parties.items()]
        self.fields["recipient"].choices = [("", "Choose somebody"), *people]  # type: ignore[attr-defined]

    def clean_recipient(self) -> Party:
        return self.parties[self.cleaned_data["recipient"]]


class ChangeLetterForm(CaseworkForm):
    """The words of a letter, for whom they are written, and how it goes. `version` is the one that was read."""

    access = ("letter", "write")
    text = forms.CharField(
        label="The letter",
        max_length=50_000,
        help_text=(
            "A line that begins with # is the title, with ## a heading, with - one of a list, with 1. a numbered line. "
            "Leave an empty line between paragraphs. Write over each [gap in brackets]."
        ),
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        error_messages={"required": "Write the letter.", "max_length": "Use 50,000 characters or fewer."},
    )
    reader = listed("Written for", Letter.READERS, "Choose for which reader it is written.")
    way = listed("How it goes", Letter.WAYS, "Choose how it goes.")
    large_print = forms.BooleanField(label="Large print", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class DiscardForm(CaseworkForm):
    access = ("letter", "write")
    discard = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Press the button to throw the letter away."}
    )


class HandedForm(CaseworkForm):
    access = ("letter", "write")
    handed_on = day("On which day did it go?")


class TalkedForm(CaseworkForm):
    access = ("letter", "write")
    talked_on = day("On which day was it talked through?")


class EncloseForm(CaseworkForm):
    """Puts a paper or an earlier letter with a letter, or says why it is left out of the papers put together."""

    access = ("letter", "write")
    paper = choice("Which paper?", "Choose a paper.")
    left_out = forms.CharField(
        label="Why is it left out?",
        help_text="Leave this empty to put it with the letter. The index says what was left out, and why.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use 300 characters or fewer."},
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], bundle: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [("", "Choose a paper"), *papers]  # type: ignore[attr-defined]
        if not bundle:
            del self.fields["left_out"]


class TakeOutForm(CaseworkForm):
    access = ("letter", "write")
    enclosure = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Choose what to take out.", "invalid": "Choose one."}
    )


class ClearForm(CaseworkForm):
    access = ("letter", "approve")
    why = text("Why may it go to this person?", "Say why it may go to this person.", longest=300)


class ApproveForm(CaseworkForm):
    """Approves a letter as it is shown: each warning ticked, what is recorded chosen, and the digest of what was shown."""

    access = ("letter", "approve")
    ticked = forms.MultipleChoiceField(
        label="Tick each once you have looked",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "The warnings changed since you looked. Read them again, and tick each.",
        },
    )
    records = forms.ChoiceField(
        label="What is recorded when it leaves?",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose what is recorded from the list."},
    )
    outcome = choice("What did this stage come to?", "Choose what this stage came to.", required=False)
    why = reason(hint="A sentence or two, for what is recorded. It is kept in the history.")
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        warnings: Sequence[str],
        records: Sequence[tuple[str, str]] = (),
        outcomes: Mapping[str, Iterable[str]],
        reasons: Mapping[str, bool],
        **kwargs: Any,
    ) -> None:
        """Build it. `outcomes` are, for each event that can be recorded, those to choose from; `reasons` has those events
        that may have a reason, with whether they must."""
        super().__init__(*args, **kwargs)
        self.warnings, self.outcomes, self.reasons = tuple(warnings), outcomes, reasons
        self.fields["ticked"].choices = [(one, one) for one in warnings]  # type: ignore[attr-defined]
        self.fields["records"].choices = [*records, ("", "Nothing")]  # type: ignore[attr-defined]
        answers = dict.fromkeys(one for some in outcomes.values() for one in some)
        offered = [("", "Choose an outcome"), *((one, OUTCOMES[one]) for one in answers)]
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]
        self.fields["why"].required = False
        if not any(reasons.values()):
            self.fields["why"].label = "Why? (if there is something to say)"
        shown = {"ticked": warnings, "records": records, "outcome": answers, "why": reasons}
        for name, wanted in shown.items():
            if not wanted:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        recorded = given.get("records", "")
        if self.outcomes.get(recorded) and not given.get("outcome"):
            self.add_error("outcome", "Choose what this stage came to.")
        if self.reasons.get(recorded) and not given.get("why"):
            self.add_error("why", "Say why, in a sentence.")
        return given

    def clean_ticked(self) -> list[str]:
        found: list[str] = self.cleaned_data["ticked"]
        if any(one not in found for one in self.warnings):
            raise forms.ValidationError("Look at each warning, and tick it once you have.")
        return found


class SettleMessageForm(CaseworkForm):
    access = ("message", "settle")
    message = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Choose a message.", "invalid": "Choose a message."}
    )


def paper_choices(
    documents: Iterable[Any], letters: Iterable[tuple[Letter, str]], held: Iterable[Enclosure]
) -> list[Any]:
    """Return the papers and letters that are not with a letter yet, as (key, words)."""
    there = {("document", one.document_id) if one.document_id else ("letter", one.earlier_id) for one in held}
    found = [
        ("document", one.pk, one.title + (", holds facts of somebody else" * one.third_party)) for one in documents
    ]
    found += [("letter", one.pk, f"Letter: {title}, to {one.recipient.name}") for one, title in letters]
    return [(f"{kind}-{pk}", words) for kind, pk, words in found if (kind, pk) not in there]
