"""The parts of a point of complaint, by what each is about: the law may send each part of one point another way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from heard.law.triage.facts import MANNER

PART_OF = {
    "section_47_enquiry": "enquiry",
    "child_protection_conference": "conference",
    "foster_carer_approval": "approval",
    "ehc_plan_content": "appeal",
    "ehc_plan_delay": "send",
    "ehc_provision": "send",
    "court_matter": "court",
    "court_report": "court",
    "police_matter": "police",
    "data_accuracy": "data",
    "data_breach": "data",
    "subject_access": "data",
}
"""Subject → the part it belongs to. Every other subject is social care: a function of rules WHAT-1, WHAT-2, WHAT-4 or WHAT-5."""

STANDS_ALONE = ("data", "court", "police")
"""Parts that say nothing of a service: how people acted beside them is a complaint of its own."""

PROTECTION = ("safeguarding_response", "child_protection_plan", "domestic_abuse", *MANNER)
"""Subjects that, for a child in child protection, may be about the enquiry or the meeting and nothing else (DIS-10)."""


class Reader:
    """The known facts of a point, and a note of which facts were looked for: no other fact can change the answer."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known
        self.missing: set[str] = set()

    def get(self, name: str) -> Any:
        """Return the fact, or None where it is not known, which is noted."""
        if name not in self.known:
            self.missing.add(name)
        return self.known.get(name)

    def answer(self, name: str) -> Literal["yes", "no", "unknown"]:
        """Return a fact that is true or false as a word."""
        value = self.get(name)
        return "unknown" if value is None else "yes" if value else "no"


@dataclass(frozen=True)
class Part:
    """One part of a point: its kind, and the subjects it is about."""

    kind: str
    subject: tuple[str, ...]


def split(facts: Reader) -> list[Part]:
    """Return the parts of a point. Order of subjects does not matter; there is always at least one part."""
    subject = facts.get("subject") or ("social_work_unspecified",)
    if subject == ("social_work_unspecified",):
        facts.missing.add("subject")  # it says no more than that nobody knows
    kinds: dict[str, list[str]] = {}
    manner = [label for label in subject if label in MANNER]
    for label in subject:
        if label not in MANNER:
            kinds.setdefault(_kind(label, facts), []).append(label)
    if facts.get("personal_data_misuse"):
        kinds.setdefault("data", [])
    if manner and not set(kinds) - set(STANDS_ALONE):
        kinds.setdefault("send" if facts.get("child_status") == "ehc_plan" else "social", []).extend(manner)
    _join_social(kinds, manner, facts)
    return [Part(kind, tuple(sorted(labels))) for kind, labels in sorted(kinds.items())]


def _kind(label: str, facts: Reader) -> str:
    if label == "adoption_process" and facts.get("complainant") == "adopter":
        return "approval" if facts.get("irm_reviewable") else "social"
    if label == "section_47_enquiry" and facts.answer("protection_only") == "no":
        return "social"  # decisions go both ways where help to the family is part of it (DIS-10)
    if label in ("foster_carer_payment", "allegation_against_carer") and facts.get("complainant") == "foster_carer":
        # Rule OT-11: an allowance may be statutory; being accused is the carer's own affair, unless the child is touched.
        touched = facts.answer("affects_child")
        own = touched == "no" or (touched == "unknown" and label == "allegation_against_carer")
        return "carer" if own else "social"
    return PART_OF.get(label, "social")


def _join_social(kinds: dict[str, list[str]], manner: list[str], facts: Reader) -> None:
    """Move social care to another part, or bring it in, where a fact says so."""
    if kinds.keys() & {"send", "appeal"} and facts.get("social_care_element"):
        kinds.setdefault("social", [])  # rule SE-12
    social = kinds.get("social")
    if social is None:
        return
    if "court_report" in kinds.get("court", ()) and facts.get("proceedings") == "family_court":
        # Rule OT-5: while the court weighs a report, a point that turns on it cannot be cut in two by anyone else.
        if not facts.get("apart_from_court"):
            kinds["court"] += kinds.pop("social")
        return
    if set(social) <= set(PROTECTION) and _in_protection(social, facts) and facts.get("protection_only"):
        plan = "child_protection_plan" in social
        kinds.setdefault("conference" if plan else "enquiry", []).extend(kinds.pop("social"))


def _in_protection(social: list[str], facts: Reader) -> bool:
    return "child_protection_plan" in social or facts.get("child_status") == "child_protection"
