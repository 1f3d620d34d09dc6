"""The council's own lists: which names a workbook would add, and which of them deserve a second look first."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from heard.law.words import slug
from heard.record.importing.problems import Problem, Remark
from heard.record.importing.shapes import Shape

LISTS = {
    "team": "teams",
    "district": "districts",
    "issues": "categories",
    "complainant": "complainants",
    "channel": "channels",
    "delay_reason": "reasons_for_delay",
    "source": "compliments_from",
    "decision": "ombudsman_decisions",
}
"""Column → the name of its list in what an import reports."""

KINDS_OF_PEOPLE = ("complainant", "source", "delay_reason")
"""Columns that say what kind of person or reason it was, and into which somebody may type a person's name."""

MOST_COMPARED = 1000
"""Above so many known names, a new one is not compared with each: that would take longer than the import."""


class _Row(Protocol):
    @property
    def number(self) -> int: ...

    @property
    def values(self) -> dict[str, Any]: ...


def new_names(
    rows: Iterable[tuple[str, Shape, _Row]], known: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, list[str]], list[Problem]]:
    """Return the names that are not known yet, by list, and remarks on those that look like a slip or a person.

    `rows` are (sheet, its shape, row); `known` is list → {slug: name}.
    """
    new: dict[str, dict[str, str]] = {}
    remarks: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for sheet, shape, row in rows:
        for key, name in LISTS.items():
            value = row.values.get(key)
            for one in value if isinstance(value, list) else () if value is None else (value,):
                found = new.setdefault(name, {})
                if (name, one) in seen:
                    continue
                seen.add((name, one))
                there = known[name].get(slug(one)) or found.get(slug(one))
                found |= {} if there else {slug(one): one}
                remark = _same_id(shape, key, one, there) if there else _second_look(shape, key, one, known[name])
                remarks += [Problem.at(sheet, row.number, remark)] if remark else []
    return {name: sorted(found.values()) for name, found in new.items() if found}, remarks


def _same_id(shape: Shape, key: str, name: str, there: str) -> Remark | None:
    """Say that two names are counted as one where they differ in more than capitals and spaces."""
    if "".join(name.casefold().split()) == "".join(there.casefold().split()):
        return None
    fix = "If they are two different things, give one of them another name."
    return Remark(shape.title_of(key), name, f"This is counted together with “{there}”.", fix, "imported")


def _second_look(shape: Shape, key: str, name: str, known: Mapping[str, str]) -> Remark | None:
    near = _near(name, known)
    if near:
        fix = f"If it is a slip, correct it and import again, or map “{name}” to “{near}” in a mapping file."
        return Remark(shape.title_of(key), name, f"This name is new, and looks like “{near}”.", fix, "imported")
    if key in KINDS_OF_PEOPLE and re.search(r"\b[A-Z][a-z]+ [A-Z][a-z]+", name):
        fix = "If it is, correct it before a report is made: this column shows in reports."
        return Remark(shape.title_of(key), name, "This could be a person's name.", fix, "imported")
    return None


def _near(name: str, known: Mapping[str, str]) -> str | None:
    """Return a known name that this one is probably a slip for. Names that differ in a number are different names."""
    if len(known) > MOST_COMPARED:
        return None
    letters = "".join(c for c in name.lower() if c.isalpha())
    for old in known.values():
        same_number = [c for c in old if c.isdigit()] == [c for c in name if c.isdigit()]
        matcher = difflib.SequenceMatcher(None, letters, "".join(c for c in old.lower() if c.isalpha()))
        if same_number and matcher.real_quick_ratio() >= 0.9 and matcher.ratio() >= 0.9:
            return old
    return None
