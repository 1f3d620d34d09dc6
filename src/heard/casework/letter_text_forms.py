"""The forms of the words that letters begin with, and of the Word file that they are put into."""

from __future__ import annotations

from typing import Any

from django import forms

from heard.casework.forms import CaseworkForm
from heard.letters import fields

SAVE, BACK = "save", "back"

HOUSE_FIELDS = {
    "letter": "the letter itself, on a line of its own",
    "reference": "our reference, at the foot of every page",
    "recipient": "the name of whoever gets it, at the foot of every page",
    "address": "the name and address for the window of the envelope",
    "today": "the day of the letter",
    "council": "the council’s name",
    "team": "the name of the complaints team",
}
"""Field of the council's Word file → what it becomes."""

NEEDED = ("letter", "reference", "recipient")
"""Fields that the council's Word file must have."""


class LetterTextForm(CaseworkForm):
    """Changes the words of a letter for one reader. `step` says which button was pressed, `version` which words were read."""

    access = ("letter-text", "change")
    words = forms.CharField(
        label="What the letter says",
        help_text="“# ” begins the title, “## ” a smaller heading, “- ” a bullet and “1. ” a numbered line. Leave an empty "
        "line between paragraphs. What only a person can know stands in [square brackets].",
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        error_messages={"max_length": "Use 50,000 characters or fewer."},
    )
    why = forms.CharField(
        label="Why is it changed?",
        help_text="Whoever reads the versions later sees this.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Use 300 characters or fewer."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Load the page again."})
    step = forms.ChoiceField(
        choices=((SAVE, "Save"), (BACK, "Go back")),
        widget=forms.HiddenInput,
        error_messages={"required": "Press one of the buttons.", "invalid_choice": "Press one of the buttons."},
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("step") == SAVE and not data.get("words", "").strip():
            self.add_error("words", "Enter the words, or go back to Heard’s own.")
        if data.get("step") == SAVE and data.get("words"):
            try:
                fields.check(data["words"])
            except ValueError as error:
                self.add_error("words", str(error))
        if "why" in data and not data["why"]:
            self.add_error("why", "Say why, in a sentence.")
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the whole is wrong with the words."""
        super().add_error(field or "words", error)


class HouseStyleForm(CaseworkForm):
    access = ("letter-text", "change")
    house_style = forms.FileField(
        label="A Word file",
        help_text="A .docx file, smaller than 2 MB.",
        error_messages={
            "required": "Choose a Word file.",
            "empty": "The file is empty. Save it again and choose the new one.",
            "missing": "Choose a Word file.",
            "max_length": "The file's name is too long. Give it a shorter one.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


class RemoveHouseStyleForm(CaseworkForm):
    access = ("letter-text", "change")
    remove = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Press the button to remove the file."}
    )
