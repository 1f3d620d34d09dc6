"""What a definition of a procedure is made of: stages, events, clocks and letters, each as the files beside this one say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

Unit = Literal["working-days", "calendar-days", "weeks", "months", "years"]
Kind = Literal["deadline", "window", "right"]

CONFIDENCE = {
    "S": "read in a source",
    "G": "general knowledge: believed right, and the text itself was not read",
    "U": "uncertain or disputed: a setting",
}

KINDS = {
    "deadline": "Somebody must have done this by then.",
    "window": "Somebody may ask until then. A late request is weighed by whoever decides, never refused by itself.",
    "right": "A right begins then.",
}

CONVENTIONS = {
    "A": "The day of the event is day 0. The first working day after it is day 1.",
    "A2": "What comes in outside office hours or on a day that does not count is treated as received on the next "
    "working day, which is day 0.",
    "B": "The day of the event is day 1, if it is a day that counts.",
    "ACK": "Counted from the acknowledgement, which is day 0.",
    "SAR": "Whole months from the day of receipt to the same day of a later month, or to that month's last day.",
    "DPC": "Calendar days. The day after receipt is day 1, whatever day it is.",
}
"""The ways of counting that are in use. A council's policy may name another for its own procedures."""


@dataclass(frozen=True)
class Clock:
    """How long something may take, counted from the event `starts_on` until one of `met_by` has happened.

    `target` and `limit` are counts of `unit`, None where there is none; both are counted from the start. None of
    calendar days is the same day. `limit_extended`
    is the limit once an extension was given in time, where that is another. `capped_by` is the clock whose end is the
    latest start of this one. `number` is the stage that this clock times. `backwards` counts back from the event.
    `rolls` moves an end that is no working day to the next one. `owed_by` is the role that must act. `pauses` is the
    event that stops it, `resumes` the one that starts it again. `settings` are the ids of the doubts that change it.
    """

    id: str
    does: str
    starts_on: str
    source: str
    confidence: str
    rule: str
    unit: Unit = "working-days"
    target: int | None = None
    limit: int | None = None
    limit_extended: int | None = None
    kind: Kind = "deadline"
    convention: str = "A"
    calendar: str = "england"
    met_by: tuple[str, ...] = ()
    number: int = 0
    backwards: bool = False
    rolls: bool = False
    excludes_closures: bool = False
    owed_by: str = ""
    extended_by: str = ""
    pauses: str = ""
    resumes: str = ""
    starts_on_instead: str = ""
    capped_by: str = ""
    doubt: str = ""
    settings: tuple[str, ...] = ()

    @property
    def most(self) -> int:
        """The limit, or the target where there is no other: what a stage may take at the most."""
        return self.limit or self.target or 0


@dataclass(frozen=True)
class EventRule:
    """One event: in which stages it is the ordinary thing, where it leads, who may do it, and what must be before it.

    What really happened can be recorded whatever this says; `timeline` then says what was out of order. `again` may
    happen more than once. `another_than` names events whose person may not do this one. `letters` are owed with it, and
    `sent` is the event that happens when they were sent, which can be this one.
    """

    id: str
    says: str
    stages: tuple[str, ...]
    by: tuple[str, ...]
    to: str = ""
    needs: tuple[str, ...] = ()
    another_than: tuple[str, ...] = ()
    again: bool = False
    letters: tuple[str, ...] = ()
    sent: str = ""
    guard: str = ""
    source: str = ""


@dataclass(frozen=True)
class StageRule:
    """One stage, or state, of a procedure. `owes` are the events that are owed in it, in order; `ends` that it is over."""

    id: str
    title: str
    number: int = 0
    owes: tuple[str, ...] = ()
    ends: bool = False


@dataclass(frozen=True)
class LetterRule:
    """A letter that the procedure owes: what it must contain, to whom it goes, and where that is said."""

    id: str
    title: str
    contains: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True)
class Definition:
    """One procedure as it stood between two dates, both included; `until` is None while it is in force.

    `stages` are the clocks of its numbered stages: what a stage as a whole may take. `extends` is the definition that this one
    was written as a change of.
    """

    name: str
    procedure: str
    title: str
    since: date
    until: date | None
    note: str
    source: str
    confidence: str
    stage_rules: Mapping[str, StageRule] = field(default_factory=dict)
    events: Mapping[str, EventRule] = field(default_factory=dict)
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    letters: Mapping[str, LetterRule] = field(default_factory=dict)
    council: bool = False
    extends: str = ""

    def in_force(self, day: date) -> bool:
        """Answer whether a complaint received that day begins under this definition."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def stages(self) -> Mapping[int, Clock]:
        return MappingProxyType({clock.number: clock for clock in self.clocks.values() if clock.number})

    @property
    def first(self) -> StageRule:
        """The stage in which everything begins: the first of the file."""
        return next(iter(self.stage_rules.values()))
