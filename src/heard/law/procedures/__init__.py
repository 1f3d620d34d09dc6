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
from typing import Any


class DefinitionError(ValueError):
    """A definition is incomplete or contradicts another; the message names the file, the table and the key."""


@dataclass(frozen=True)
class StageClock:
    """How long one stage may take, in working days, counted from the event `starts_on`."""

    target: int
    limit: int
    starts_on: str
    source: str
    confidence: str


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
    found = [_read(entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    found.sort(key=lambda definition: (definition.procedure, definition.since))
    for earlier, later in zip(found, found[1:], strict=False):
        if earlier.procedure == later.procedure and (earlier.until is None or earlier.until >= later.since):
            raise DefinitionError(f"{later.procedure}: the definitions from {earlier.since} and {later.since} overlap.")
    return tuple(found)


def definition(procedure: str, received: date) -> Definition:
    """Return the rules that a complaint received on that day began under. Raises DefinitionError if there are none."""
    for candidate in definitions():
        if candidate.procedure == procedure and candidate.in_force(received):
            return candidate
    raise DefinitionError(f"No definition of the {procedure} procedure was in force on {received}.")


def _read(name: str, text: str) -> Definition:
    table = tomllib.loads(text)
    stages = {int(number): _clock(name, number, clock) for number, clock in _key(name, "", table, "stage").items()}
    return Definition(
        procedure=_key(name, "", table, "procedure"),
        title=_key(name, "", table, "title"),
        since=_key(name, "", table, "since"),
        until=table.get("until"),
        stages=stages,
        note=table.get("note", ""),
    )


def _clock(name: str, number: str, table: dict[str, Any]) -> StageClock:
    where = f"stage.{number}"
    clock = StageClock(**{key: _key(name, where, table, key) for key in StageClock.__dataclass_fields__})
    if not 0 < clock.target <= clock.limit:
        raise DefinitionError(f"{name} [{where}]: the target must be above 0 and not above the limit.")
    return clock


def _key(name: str, where: str, table: dict[str, Any], key: str) -> Any:
    if key not in table:
        raise DefinitionError(f"{name} [{where}]: “{key}” is missing.")
    return table[key]
