"""Every text that letters begin with, by the procedure that owes it; and what one says, for whoever changes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from heard.law.due import day_said
from heard.law.procedures import Definition
from heard.law.words import CORPORATE, STATUTORY
from heard.letters import fields, readability, required, samples, texts
from heard.record.models import Letter
from heard.record.queries.rules import here

READERS = dict(Letter.READERS)

FIRST = (STATUTORY, CORPORATE)
"""Procedures that the list begins with."""

SHARED = {
    "advocate": "How an advocate can help",
    "ombudsman": "How to reach the Ombudsman",
    "help": "How to reach us, and what help we give",
}
"""Block that letters share → what it is called."""


@dataclass(frozen=True)
class Entry:
    """One letter of the list: where its words lie, what it is called, and what the law says that it must contain."""

    folder: str
    rule: str
    title: str
    contains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """The letters of one procedure, or those that belong to none."""

    title: str
    entries: tuple[Entry, ...]


def groups(on: date) -> list[Group]:
    """Return the texts of every procedure, then the free letters and the blocks that letters share.

    The statutory and the corporate procedure come first. Procedures that use the same words for each letter are one group, and
    of one that has ended there is only what no other uses: complaints that began under it may still be open.
    """
    found: dict[frozenset[tuple[str, str]], list[Definition]] = {}
    for law in _procedures(on):
        found.setdefault(frozenset((one.folder, one.rule) for one in _entries(law)), []).append(law)
    listed, seen = [], set()
    for laws in found.values():
        entries = tuple(one for one in _entries(laws[0]) if laws[0].in_force(on) or (one.folder, one.rule) not in seen)
        seen |= {(one.folder, one.rule) for one in entries}
        if entries:
            listed.append(Group(_title(laws, entries[0].folder, on), entries))
    free = tuple(Entry(texts.ANY, rule, title) for rule, title in Letter.FREE)
    shared = tuple(Entry(texts.BLOCKS, name, title) for name, title in SHARED.items())
    return [*listed, Group("Letters that no procedure owes", free), Group("Parts that letters share", shared)]


def _procedures(on: date) -> list[Definition]:
    """Return the procedures that have letters and have begun, those that are in force first."""
    begun = [law for law in here().rules.all if law.letters and law.since <= on]
    return sorted(
        begun, key=lambda law: (not law.in_force(on), FIRST.index(law.procedure) if law.procedure in FIRST else 9)
    )


def _title(laws: Sequence[Definition], folder: str, on: date) -> str:
    law = next((one for one in laws if one.name == folder), laws[0])
    if law.until and law.until < on:
        return f"{law.title}, for complaints received until {day_said(law.until)}"
    return law.title + (f", and {len(laws) - 1} more like it" if len(laws) > 1 else "")


def _entries(law: Definition) -> Iterator[Entry]:
    for rule in law.letters.values():
        folder = _folder(law, rule.id)
        if folder:
            yield Entry(folder, rule.id, rule.title, rule.contains)


def _folder(law: Definition, rule: str) -> str:
    try:
        return texts.folder_of(law, rule, Letter.ADULT)
    except FileNotFoundError:
        return ""


def find(folder: str, rule: str, reader: str, on: date) -> Entry | None:
    """Return the letter whose words lie there, with what any procedure says of it on a day; None where there is none."""
    if reader not in READERS or (folder, rule, reader) not in shipped():
        return None
    same = [one for group in groups(on) for one in group.entries if (one.folder, one.rule) == (folder, rule)]
    contains = tuple(dict.fromkeys(phrase for one in same for phrase in one.contains))
    title = same[0].title if same else rule.replace("_", " ").capitalize()
    return Entry(folder, rule, title, contains)


@cache
def shipped() -> frozenset[tuple[str, str, str]]:
    """Return (folder, letter, reader) of every text that ships with Heard."""
    found = set()
    for folder in files("heard.letters").joinpath("texts").iterdir():
        for file in folder.iterdir() if folder.is_dir() else ():
            rule, _, reader = file.name.removesuffix(".txt").partition(".")
            found.add((folder.name, rule, reader))
    return frozenset(found)


@cache
def grade_of(folder: str, rule: str, reader: str) -> float:
    """Return the reading grade of Heard's own words."""
    return readability.grade(texts.shipped(folder, rule, reader))


@dataclass(frozen=True)
class Looked:
    """What a text says: its reading grade, each phrase of the law with whether it was found (None: only a person can tell),
    and itself with made-up values."""

    grade: str
    contains: tuple[tuple[str, bool | None], ...]
    preview: str


def look(entry: Entry, words: str, reader: str) -> Looked:
    """Look at a text with the blocks that letters share in their places."""
    blocks = {} if entry.folder == texts.BLOCKS else texts.blocks(reader)
    whole = fields.FIELD.sub(lambda found: blocks.get(found[1], found[0]), words)
    contains = tuple(required.looked_for(entry.contains, whole, reader))
    return Looked(readability.said(readability.grade(whole)), contains, fields.merged(whole, samples.VALUES))
