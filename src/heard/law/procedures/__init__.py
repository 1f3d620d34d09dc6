"""Procedures as dated definitions: each file beside this one is a procedure over the dates it was in force.

A complaint keeps the rules that were in force when it was received. A number in a definition carries its source and
how sure we are of it: S read in a source, G general knowledge, U uncertain or disputed.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

CONFIDENCE = ("S", "G", "U")

_KINDS: dict[type, str] = {str: "text", int: "a whole number", date: "a date such as 2026-04-01", dict: "a table"}
_DEFINITION = {"procedure": str, "title": str, "since": date, "until": date, "note": str, "stage": dict}
_CLOCK = {
    "doubt": str,
    "acknowledge": int,
    "target": int,
    "limit": int,
    "starts_on": str,
    "source": str,
    "confidence": str,
}


class DefinitionError(ValueError):
    """A definition is incomplete or contradicts another; the message names the file, the table and the key."""


@dataclass(frozen=True)
class StageClock:
    """How long one stage may take, in working days, counted from the event `starts_on`.

    `acknowledge` is how many working days there are to acknowledge what came in, 0 where the rules set no number.
    `doubt` says in plain English what is uncertain; it is shown wherever the rule is explained.
    """

    target: int
    limit: int
    starts_on: str
    source: str
    confidence: str
    doubt: str = ""
    acknowledge: int = 0


@dataclass(frozen=True)
class Definition:
    """One procedure as it stood between two dates, both included; `until` is None while it is in force."""

    procedure: str
    title: str
    since: date
    until: date | None
    stages: dict[int, StageClock]
    note: str

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@cache
def definitions() -> tuple[Definition, ...]:
    """Load and check every definition that ships with Heard, oldest first. Raises DefinitionError."""
    folder = files("heard.law.procedures")
    found = [read(entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    found.sort(key=lambda definition: (definition.procedure, definition.since))
    for earlier, later in pairwise(found):
        if earlier.procedure == later.procedure and (earlier.until is None or earlier.until >= later.since):
            raise DefinitionError(f"{later.procedure}: the definitions from {earlier.since} and {later.since} overlap.")
    return tuple(found)


def definition(procedure: str, received: date) -> Definition:
    """Return the rules that a complaint received on that day began under. Raises DefinitionError if there are none."""
    for candidate in definitions():
        if candidate.procedure == procedure and candidate.in_force(received):
            return candidate
    raise DefinitionError(f"No definition of the {procedure} procedure was in force on {received}.")


def read(name: str, text: str) -> Definition:
    """Read one definition from the text of the file `name`. Raises DefinitionError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{name}: this is not TOML. {error}.") from error
    _check(name, "", table, _DEFINITION, optional=("until", "note"))
    stages = {number: _clock(name, number, table["stage"][number]) for number in table["stage"]}
    found = Definition(
        procedure=table["procedure"],
        title=table["title"],
        since=table["since"],
        until=table.get("until"),
        stages={int(number): clock for number, clock in stages.items()},
        note=table.get("note", ""),
    )
    if found.until and found.until < found.since:
        raise DefinitionError(f"{name}: “until” is before “since”.")
    return found


def _clock(name: str, number: str, table: dict[str, Any]) -> StageClock:
    where = f" [stage.{number}]"
    if number not in ("1", "2", "3"):
        raise DefinitionError(f"{name}{where}: a stage is 1, 2 or 3.")
    _check(name, where, table, _CLOCK, optional=("doubt", "acknowledge"))
    clock = StageClock(**table)
    if not 0 < clock.target <= clock.limit:
        raise DefinitionError(f"{name}{where}: “target” must be above 0 and not above “limit”.")
    if clock.acknowledge < 0 or (clock.acknowledge and clock.starts_on != "acknowledged"):
        raise DefinitionError(f"{name}{where}: “acknowledge” is for a clock that starts on the acknowledgement.")
    if clock.confidence not in CONFIDENCE:
        raise DefinitionError(f"{name}{where}: “confidence” must be one of {', '.join(CONFIDENCE)}.")
    if clock.confidence == "U" and not clock.doubt.strip():
        raise DefinitionError(f"{name}{where}: “confidence” is U, so “doubt” must say what is uncertain.")
    if not clock.source.strip():
        raise DefinitionError(f"{name}{where}: “source” is empty.")
    return clock


def _check(name: str, where: str, table: Any, wanted: dict[str, type], optional: tuple[str, ...] = ()) -> None:
    """Raise DefinitionError for a key that is missing, of the wrong kind, or unknown: a misspelt “until” has no end."""
    if not isinstance(table, dict):
        raise DefinitionError(f"{name}{where}: this must be a table.")
    for key, kind in wanted.items():
        if key not in table and key not in optional:
            raise DefinitionError(f"{name}{where}: “{key}” is missing.")
        if key in table and type(table[key]) is not kind:
            raise DefinitionError(f"{name}{where}: “{key}” must be {_KINDS[kind]}.")
    for key in table:
        if key not in wanted:
            raise DefinitionError(f"{name}{where}: “{key}” is not a key that is known here.")
