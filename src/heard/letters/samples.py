"""Shipped letters filled with invented values, to be looked at before they are about anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from heard.law.procedures import definitions
from heard.letters import fields, texts
from heard.letters.files.sheet import Sheet
from heard.letters.files.word import docx
from heard.letters.rendering import paper
from heard.record.models import Letter
from heard.record.queries.settings import face

COUNCIL, TEAM = "Sampleshire Council", "The Complaints Team"
CONTACT = ("The Council House, Sampleton", "01632 960 000", "complaints@sampleshire.example")
ADDRESS = ("Sam Sample", "1 Sample Street", "Sampleton", "ZZ1 1ZZ")
REFERENCE = "SAMPLE-2026-0001"

VALUES = {
    "recipient_name": "Sam Sample",
    "reference": REFERENCE,
    "today": "30 September 2026",
    "council": COUNCIL,
    "team": TEAM,
    "telephone": "01632 960 000",
    "email": "complaints@sampleshire.example",
    "received_on": "14 September 2026",
    "complainant_name": "Sam Sample",
    "child_name": "Robin Sample",
    "holder": "Olive Example",
    "answer_by": "28 September 2026",
    "new_date": "12 October 2026",
    "stage_2_by": "28 October 2026",
    "panel_by": "28 October 2026",
    "panel_meets_by": "11 November 2026",
    "withdrawn_on": "29 September 2026",
    "requested_on": "21 September 2026",
    "stage": "stage 1",
    "investigator": "Ivan Invented",
    "independent_person": "Pia Pretend",
    "advocacy_provider": "Sample Voices",
    "advocacy_contact": "01632 960 111",
    "points": "1. Nobody rang back when I asked.\n2. Two visits were missed.",
    "answers": "## Point 1\n\nYou said: Nobody rang back when I asked.\n\nWhat we found: Upheld.\n\n"
    "You asked us three times. Nobody wrote it down, so nobody rang you. That was wrong.",
    "recommendations": "## Recommendation 1\n\nWe accept it. Every message is now written down on the day. "
    "The team manager does that, from 1 October 2026.",
}
"""Field → an invented value. No person, place or number of them exists."""


def kinds() -> Iterator[tuple[str, str]]:
    """Yield (definition, letter) for every letter that ships, also those that no procedure owes."""
    seen: set[tuple[str, str]] = set()
    for law in definitions():
        for rule in law.letters:
            found = (texts.folder_of(law, rule, Letter.ADULT), rule)
            if found not in seen:
                seen.add(found)
                yield found
    for rule, _ in Letter.FREE:
        yield texts.ANY, rule


def filled(words: str, reader: str) -> str:
    """Return a text with the invented values, its shared blocks as they ship, and its gaps left as they are."""
    blocks = {name: fields.merged(texts.shipped(texts.BLOCKS, name, reader), VALUES) for name in fields.SHARED}
    return fields.merged(words, {**VALUES, **blocks})


def sheet(words: str, reader: str) -> Sheet:
    """Return a text as it would be printed for an invented person."""
    return Sheet(
        text=filled(words, reader),
        reference=REFERENCE,
        recipient=ADDRESS[0],
        address=ADDRESS,
        council=COUNCIL,
        team=TEAM,
        contact=CONTACT,
        on=date(2026, 9, 30),
    )


def on_own_paper(on: date) -> bytes:
    """Return an update to nobody as a Word file, in the council's house style where it has one."""
    shown = face()
    return docx(
        Sheet(
            text=filled(texts.current(texts.ANY, Letter.UPDATE, Letter.ADULT).words, Letter.ADULT),
            reference=REFERENCE,
            recipient=ADDRESS[0],
            address=ADDRESS,
            council=shown["council_name"],
            team=shown["complaints_team"],
            contact=tuple(part for part in (shown["telephone"], shown["email"]) if part),
            on=on,
            draft=True,
        ),
        paper(),
    )
