"""The form of the facts that triage asks about a point, and the one with which a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from heard.casework import fact_words
from heard.casework.fact_words import FIRST, GROUPS, SEEN, SUBJECTS, VALUES, question
from heard.casework.forms import CaseworkForm, reason
from heard.law.triage import FACTS, FAILED_TESTS, ROUTES
from heard.law.triage.facts import MOST_MONTHS

YES_NO = (("", "Not known"), ("yes", "Yes"), ("no", "No"))
WRONG = "Choose one from the list."


def _listed(name: str) -> forms.Field:
    choices = (("", "Not known"), *VALUES[name].items()) if name in VALUES else YES_NO
    return forms.ChoiceField(
        label=question(name), choices=choices, required=False, error_messages={"invalid_choice": WRONG}
    )


def _boxes(label: str, choices: Mapping[str, str], hint: str = "") -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": WRONG, "invalid_list": WRONG},
    )


def _months() -> forms.Field:
    wrong = "Enter a whole number of months, such as 3."
    return forms.IntegerField(
        label="How many months after the last of these things did the complaint come?",
        help_text="Whole months. Leave it empty if nobody knows.",
        required=False,
        min_value=0,
        max_value=MOST_MONTHS,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _fields() -> dict[str, Any]:
    found: dict[str, Any] = {name: _listed(name) for name in FIRST if name in VALUES}
    found["subject"] = _boxes(question("subject"), SUBJECTS, "Choose all that apply.")
    found["months_since_events"] = _months()
    found |= {name: _listed(name) for names in GROUPS.values() for name in names}
    found["whose"] = _listed("whose")
    found["seen"] = _boxes("Is any of these so?", {name: said for name, (said, _) in SEEN.items()})
    return found


FactsForm = cast(
    type[CaseworkForm],
    type("FactsForm", (CaseworkForm,), {"access": ("complaint", "decide-route"), "__module__": __name__, **_fields()}),
)
"""A form with a field for every fact of triage; those that a reader would see are boxes of one field, `seen`."""


def facts_of(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed as the facts of triage: only what is known."""
    known: dict[str, Any] = {}
    for name in FACTS:
        value = cleaned.get(name)
        if value not in (None, "", []):
            known[name] = {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value
    return known | {name: SEEN[name][1] for name in cleaned.get("seen", ())}


def as_typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as the form shows them, which `facts_of` reads as those facts again."""
    typed = {
        name: {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        for name, value in facts.items()
        if name not in SEEN
    }
    return typed | {"seen": [name for name, (_, ticked) in SEEN.items() if facts.get(name) is ticked]}


def asked(questions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of the questions that the advice asks, beside those that every point is asked."""
    names = (name for group in GROUPS.values() for name in group)
    return tuple(name for name in names if fact_words.question(name) in questions)


class DecideRouteForm(CaseworkForm):
    """Decides which way a point goes. `advised` is the advice that was read; `step` says which button was pressed."""

    access = ("complaint", "decide-route")
    route = forms.ChoiceField(
        label="Which way does this point go?",
        choices=list(ROUTES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which way it goes.", "invalid_choice": "Choose which way it goes."},
    )
    failed_test = forms.ChoiceField(
        label="If it is not statutory: which test did it fail?",
        choices=[("", "It is statutory"), *FAILED_TESTS.items()],
        required=False,
        error_messages={"invalid_choice": "Choose the test that it failed."},
    )
    send = forms.BooleanField(label="It is about special educational needs or disabilities", required=False)
    reason = reason(hint="The council may have to show this to the Ombudsman.")
    advised = forms.CharField(required=False, widget=forms.HiddenInput)
    step = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("route", "statutory") != "statutory" and not data.get("failed_test"):
            self.add_error("failed_test", "Choose the test that it failed.")
        return data
