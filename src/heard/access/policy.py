"""Answers “may this role do this?” from table.csv, which a director can read and sign. Anything else is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ANY = "any"

WALLS = frozenset({"named-in-complaint", "declared-conflict"})
"""Relations that beat every role: whoever is complained about, or has a conflict, is refused whatever the table says."""


@dataclass(frozen=True)
class Actor:
    """Who is acting, and in which role. `name` goes into the history."""

    name: str
    role: str


class NotAllowedError(PermissionError):
    """The access table has no row that lets this role do this."""


@cache
def _rows() -> frozenset[tuple[str, str, str, str]]:
    text = files("heard.access").joinpath("table.csv").read_text(encoding="utf-8")
    return frozenset((r["role"], r["kind"], r["relation"], r["action"]) for r in csv.DictReader(text.splitlines()))


def decide(role: str, kind: str, relations: Iterable[str], action: str) -> bool:
    """Answer whether `role` may do `action` to a record of this `kind` with which it has these `relations`."""
    relations = tuple(relations)
    if WALLS.intersection(relations):
        return False
    return any((role, kind, relation, action) in _rows() for relation in (ANY, *relations))


def require(actor: Actor, kind: str, action: str, relations: Iterable[str] = ()) -> None:
    """Raise NotAllowedError, with a sentence that a person can act on, unless the table allows it."""
    if not decide(actor.role, kind, relations, action):
        raise NotAllowedError(f"The role “{actor.role}” may not {action} the {kind}. Ask the complaints manager.")
