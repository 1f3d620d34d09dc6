"""The fields that a letter's text may have, and what stands in their place where nothing is known: a gap for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping

FIELD = re.compile(r"\{\{ *([a-z_0-9]+) *\}\}")
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
GAP = re.compile(r"\[[^\[\]]*\]")

LINES = {
    "recipient_name": "the name of whoever gets the letter",
    "reference": "our reference",
    "today": "the day on which it is written",
    "council": "the council's name",
    "team": "the name of the team that runs complaints",
    "telephone": "the team's telephone number",
    "email": "the team's e-mail address",
    "received_on": "the day on which the complaint came in",
    "complainant_name": "the name of the complainant",
    "child_name": "the name of the child",
    "holder": "who deals with the complaint",
    "answer_by": "the day by which this stage should be answered",
    "new_date": "the new day, in an extension",
    "stage_2_by": "the last day to ask for stage 2",
    "panel_by": "the last day to ask for a review panel",
    "panel_meets_by": "the day by which the panel must meet",
    "withdrawn_on": "the day on which the complaint was withdrawn",
    "requested_on": "the day on which this stage was asked for",
    "stage": "the stage, such as “stage 1”",
    "investigator": "the name of the investigating officer",
    "independent_person": "the name of the independent person",
    "advocacy_provider": "who provides independent advocates",
    "advocacy_contact": "how to reach an advocate",
}
"""Field of one line → what it becomes, which is also what its gap asks for."""

BLOCKS = {
    "points": "what the complaint is about, point by point",
    "answers": "your answer to each point, with reasons",
    "recommendations": "the answer to each recommendation, with who will do what by when",
    "advocate": "how an advocate can help",
    "ombudsman": "how to reach the Ombudsman",
    "help": "how to reach us, and what help we can give",
}
"""Field that becomes several paragraphs → what it becomes."""

FIELDS: Mapping[str, str] = {**LINES, **BLOCKS}
SHARED = ("advocate", "ombudsman", "help")
"""Blocks that are texts themselves, one for each reader."""


def merged(text: str, values: Mapping[str, str]) -> str:
    """Return a text with each field replaced by its value, in one pass: a value is never read for fields again.

    A field without a value becomes a gap.
    """
    return FIELD.sub(lambda found: values.get(found[1]) or f"[{FIELDS.get(found[1], found[1])}]", text)


def check(text: str) -> None:
    """Raise ValueError with a sentence where a text has a field that there is not, or another thing in braces."""
    unknown = [name for name in FIELD.findall(text) if name not in FIELDS]
    if unknown:
        raise ValueError(f"There is no field “{unknown[0]}”. Use one of the list on this page.")
    if BRACES.search(FIELD.sub("", text)):
        raise ValueError("Write a field as two braces, its name and two braces, such as {{ reference }}. Nothing else.")
