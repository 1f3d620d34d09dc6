"""Procedures as dated definitions: each file beside this one is a procedure over the dates it was in force.

A complaint keeps the rules that were in force when it was received. A number in a definition carries its source and
how sure we are of it: S read in a source, G general knowledge, U uncertain or disputed.

A council's own files are read on top of these (`Rules`): they override numbers and add procedures without any code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

from heard.law.procedures.model import CONFIDENCE, Clock, Definition, EventRule, LetterRule, StageRule
from heard.law.procedures.reading import DefinitionError, check_apart, read

__all__ = [
    "CONFIDENCE", "Clock", "Definition", "DefinitionError", "EventRule", "LetterRule", "Rules", "StageRule", "definition",
    "definitions", "read", "rules_with", "shipped",
]  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """Every definition that holds somewhere: those that ship with Heard, and a council's own, which go before them."""

    shipped: tuple[Definition, ...]
    council: tuple[Definition, ...] = ()

    @cached_property
    def all(self) -> tuple[Definition, ...]:
        """Every definition, by procedure and date."""
        return tuple(sorted((*self.council, *self.shipped), key=lambda one: (one.procedure, one.since, one.council)))

    def definition(self, procedure: str, received: date) -> Definition:
        """Return the rules that a complaint received on that day began under. Raises DefinitionError if there are none."""
        for candidate in (*self.council, *self.shipped):
            if candidate.procedure == procedure and candidate.in_force(received):
                return candidate
        raise DefinitionError(f"No definition of the {procedure} procedure was in force on {received}.")

    def clock(self, name: str, day: date | None = None) -> tuple[Definition, Clock]:
        """Return a clock by its id with its definition: the one in force on that day, or else the latest that has it.

        Of a clock that several procedures have, it is that of the procedure which ships with Heard. Raises
        DefinitionError where no definition has it.
        """
        having = [one for one in (*self.council, *self.shipped) if name in one.clocks]
        if not having:
            known = sorted({clock for one in self.all for clock in one.clocks})
            raise DefinitionError(f"There is no clock “{name}”. Use one of: {', '.join(known)}.")
        own = next((one.procedure for one in self.shipped if name in one.clocks), having[0].procedure)
        having = [one for one in having if one.procedure == own]
        holding = [one for one in having if day and one.in_force(day)]
        found = holding[0] if holding else max(having, key=lambda one: one.since)
        return found, found.clocks[name]


@cache
def _texts() -> Mapping[str, str]:
    folder = files("heard.law.procedures")
    named = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {name.removesuffix(".toml"): entry.read_text("utf-8") for name, entry in named}


@cache
def shipped() -> Rules:
    """Load and check every definition that ships with Heard. Raises DefinitionError."""
    texts = _texts()
    found = [read(f"{name}.toml", text, bases=texts) for name, text in texts.items()]
    check_apart(found)
    return Rules(tuple(sorted(found, key=lambda one: (one.procedure, one.since))))


def rules_with(texts: Mapping[str, str], roles: Iterable[str] = ()) -> Rules:
    """Return the shipped rules with a council's own on top: `texts` are file names and what is in them.

    A file may extend one that ships, and then says only what differs. Raises DefinitionError.
    """
    roles, bases = tuple(roles), _texts()
    found = [read(name, text, roles=roles, bases=bases, council=True) for name, text in sorted(texts.items())]
    check_apart(found)
    return Rules(shipped().shipped, tuple(found))


def definitions() -> tuple[Definition, ...]:
    """Return every definition that ships with Heard, by procedure, oldest first. Raises DefinitionError."""
    return shipped().shipped


def definition(procedure: str, received: date) -> Definition:
    """Return the shipped rules that a complaint received on that day began under. Raises DefinitionError."""
    return shipped().definition(procedure, received)
