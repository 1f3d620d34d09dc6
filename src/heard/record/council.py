"""The council's settings: what each is called, what it is for, and what it is until the council says otherwise.

A setting that ends in an empty text is “not yet set”: the report shows that in its place instead of guessing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heard.law import words


@dataclass(frozen=True)
class Setting:
    """One setting: its key, its default (whose type is its type), and what a person should type."""

    key: str
    default: str | list[str]
    label: str


SETTINGS = (
    Setting("council_name", "", "The council's name, as the report's cover gives it"),
    Setting("directorate", "Children’s Services", "The part of the council that the report is about"),
    Setting("complaints_team", "", "The name of the team that runs complaints"),
    Setting("telephone", "", "The telephone number for making a complaint, comment or compliment"),
    Setting("email", "", "The e-mail address for making a complaint, comment or compliment"),
    Setting("address", "", "The postal address for making a complaint, comment or compliment"),
    Setting("website", "", "The web page for making a complaint, comment or compliment"),
    Setting("advocacy_provider", "", "Who provides independent advocates for children and young people"),
    Setting("advocacy_contact", "", "How a child reaches the advocacy provider"),
    Setting("learning_shared_with", "", "Who is sent every complaint that was upheld or partially upheld"),
    Setting("completed_by", "", "Who completed the report"),
    Setting(
        "child_complainants",
        list(words.CHILD_COMPLAINANTS),
        "Which words in the Complainant column mean a child, a young person or a care leaver",
    ),
    Setting("demonstration", "", "Set by the demonstration council: what every report of it must say"),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}


def read_value(key: str, typed: str) -> Any:
    """Turn what was typed into the setting's value. Raises ValueError with a sentence for an unknown key."""
    if key not in BY_KEY:
        raise ValueError(f"There is no setting “{key}”. Use one of: {', '.join(sorted(BY_KEY))}.")
    if isinstance(BY_KEY[key].default, list):
        return [words.slug(part) for part in typed.split(",") if words.slug(part)]
    return " ".join(typed.split())
