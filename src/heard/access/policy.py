"""Answers “may this role do this?” from table.csv, which a director can read and sign. Anything else is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from heard.access.roles import ROLES

ANY = "any"

RELATIONS = {
    ANY: "however they stand to the record",
    "own-team": "it is about a team that they are posted to",
    "assigned": "it is given to them",
    "formerly-assigned": "it was given to them once",
    "named-in-complaint": "they are complained about",
    "declared-conflict": "they declared a conflict of interest",
}
"""How somebody can stand to a record. `record.relations` works out which hold."""

WALLS = frozenset({"named-in-complaint", "declared-conflict"})
"""Relations that beat every role: whoever is complained about, or has a conflict, is refused whatever the table says."""


@dataclass(frozen=True)
class Actor:
    """Who is acting, in which role, and on which local day. `name` goes into the history.

    `person` is the key of whoever signed in, None at the command line. Relations hold on the day `on`; without one only
    rows of the table that hold for any record count.
    """

    name: str
    role: str
    person: int | None = None
    on: date | None = None


class NotAllowedError(PermissionError):
    """The access table has no row that lets this role do this."""


@cache
def rows() -> frozenset[tuple[str, str, str, str]]:
    """Return the table as (role, kind, relation, action)."""
    text = files("heard.access").joinpath("table.csv").read_text(encoding="utf-8")
    return frozenset((r["role"], r["kind"], r["relation"], r["action"]) for r in csv.DictReader(text.splitlines()))


@cache
def said_rows() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return role → its rows as a page shows them: what it may do, when (empty for always), and why."""
    text = files("heard.access").joinpath("table.csv").read_text(encoding="utf-8")
    said: dict[str, list[tuple[str, str, str]]] = {}
    for r in csv.DictReader(text.splitlines()):
        when = "" if r["relation"] == ANY else RELATIONS[r["relation"]]
        said.setdefault(r["role"], []).append((rights()[r["kind"], r["action"]], when, r["why"]))
    return {role: tuple(found) for role, found in said.items()}


@cache
def relations_allowing(role: str, kind: str, action: str) -> frozenset[str]:
    """Return the relations through which the role may do this; `any` among them means every record, walls apart."""
    return frozenset(relation for r, k, relation, a in rows() if (r, k, a) == (role, kind, action))


def decide(role: str, kind: str, relations: Iterable[str], action: str) -> bool:
    """Answer whether `role` may do `action` to a record of this `kind` with which it has these `relations`."""
    relations = tuple(relations)
    if WALLS.intersection(relations):
        return False
    return bool(relations_allowing(role, kind, action).intersection((ANY, *relations)))


def require(actor: Actor, kind: str, action: str, relations: Iterable[str] = ()) -> None:
    """Raise NotAllowedError, with a sentence that a person can act on, unless the table allows it."""
    if not decide(actor.role, kind, relations, action):
        raise NotAllowedError(refusal(actor.role, kind, action))


def require_some(actor: Actor, kind: str, action: str) -> frozenset[str]:
    """Return the relations through which the actor may do this. Raises NotAllowedError where there is none."""
    allowed = relations_allowing(actor.role, kind, action)
    if not allowed:
        raise NotAllowedError(refusal(actor.role, kind, action))
    return allowed


def signed_in(actor: Actor) -> int:
    """Return the key of the person who acts. Raises NotAllowedError at the command line, where nobody signed in."""
    if actor.person is None:
        raise NotAllowedError("Only somebody who signed in can do this. Use the pages for it.")
    return actor.person


@cache
def rights() -> dict[tuple[str, str], str]:
    """Return (kind, action) → what it lets somebody do, as a sentence says it (rights.csv)."""
    text = files("heard.access").joinpath("rights.csv").read_text(encoding="utf-8")
    return {(r["kind"], r["action"]): r["words"] for r in csv.DictReader(text.splitlines())}


def refusal(role: str, kind: str, action: str) -> str:
    """Return the sentence that says what was refused and whom to ask: the first two roles that may do it."""
    title = ROLES[role].title if role in ROLES else role
    said = f"The role “{title}” may not {rights().get((kind, action), 'do this')}."
    able = [one.title for slug, one in ROLES.items() if one.signs_in and relations_allowing(slug, kind, action)]
    return f"{said} Ask {' or '.join(f'the {name[0].lower()}{name[1:]}' for name in able[:2])}." if able else said
