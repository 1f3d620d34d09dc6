"""When a stage is due, worked out from its dated events and the definition that the complaint began under.

Two dates are kept apart: the target, in which a stage should be done, and the limit, in which it must be. A stage is due
on its target until that has passed, then on its limit; past the limit it is overdue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from heard.law.calendars import Calendar, OutsideCalendarError
from heard.law.procedures import StageClock

State = Literal["closed", "no-clock", "not-started", "in-target", "past-target", "overdue"]

STARTS = {"received": "it was received", "requested": "it was asked for", "acknowledged": "it was acknowledged"}
"""The event that starts a clock → how a sentence says it."""


@dataclass(frozen=True)
class Due:
    """How a stage stands on a day. Dates are None where its clock has not started or nobody knows when it did.

    `days` are the working days left until the next of the two dates, or past the limit where it is overdue. A clock that
    starts on the acknowledgement has not started before it: `acknowledge_by` is then the day on which that is due, `days`
    those left until it, and `late` says that it has passed.
    """

    state: State
    started: date | None = None
    target: date | None = None
    limit: date | None = None
    days: int = 0
    explained: str = ""
    acknowledge_by: date | None = None
    late: bool = False

    @property
    def next_date(self) -> date | None:
        """The date that the stage is due on now: its target, or its limit once the target has passed; before it has
        started, the day by which it must be acknowledged."""
        if self.state == "not-started":
            return self.acknowledge_by
        return self.target if self.state == "in-target" else self.limit

    @property
    def said(self) -> str:
        """How it stands, in a few words that stand in a list."""
        days = f"{self.days} working day{'' if self.days == 1 else 's'}"
        if self.acknowledge_by:
            if self.late:
                return f"Acknowledgement overdue by {days}"
            return f"Acknowledge in {days}" if self.days else "Acknowledge today"
        return {
            "closed": "Closed",
            "no-clock": "No time limit",
            "not-started": "Not started",
            "in-target": f"Due in {days}" if self.days else "Due today",
            "past-target": f"Past its target, limit in {days}" if self.days else "Past its target, limit today",
            "overdue": f"Overdue by {days}",
        }[self.state]


def day_said(day: date) -> str:
    """Return a date as people read it: 7 August 2023."""
    return f"{day.day} {day:%B %Y}"


def due(
    clock: StageClock | None, events: Mapping[str, date], *, received: date, closed: bool, on: date, calendar: Calendar
) -> Due:
    """Return how a stage stands on the day `on`. `events` are the stage's own: kind → date.

    Days are working days of `calendar`; the day of the start is day 0. A date beyond the calendar counts as unknown.
    """
    if closed:
        return Due("closed")
    if clock is None:
        return Due("no-clock", explained="No rule that Heard knows gives this stage a time limit.")
    started = received if clock.starts_on == "received" else events.get(clock.starts_on)
    if started is None:
        return _unstarted(clock, events.get("requested", received), on, calendar)
    try:
        target, limit = calendar.add(started, clock.target), calendar.add(started, clock.limit)
        if on <= target:
            state: State = "in-target"
            days = calendar.elapsed(on, target)
        elif on <= limit:
            state, days = "past-target", calendar.elapsed(on, limit)
        else:
            # A weekend right after the limit counts as a day late: the limit has passed.
            state, days = "overdue", max(1, calendar.elapsed(limit, on))
    except OutsideCalendarError as error:
        return Due("no-clock", started, explained=str(error))
    return Due(state, started, target, limit, days, _explained(clock, started, target, limit))


def _unstarted(clock: StageClock, came: date, on: date, calendar: Calendar) -> Due:
    """Return how a stage stands whose clock has not started, and by when it must be acknowledged, if the rules say so."""
    explained = _not_started(clock)
    if not clock.acknowledge:
        return Due("not-started", explained=explained)
    try:
        by = calendar.add(came, clock.acknowledge)
        late = on > by
        days = max(1, calendar.elapsed(by, on)) if late else calendar.elapsed(on, by)
    except OutsideCalendarError:
        return Due("not-started", explained=explained)
    explained = (
        f"It must be acknowledged by {day_said(by)}, {clock.acknowledge} working days after it came in. {explained}"
    )
    return Due("not-started", days=days, explained=explained, acknowledge_by=by, late=late)


def _not_started(clock: StageClock) -> str:
    return (
        f"{clock.target} working days, counted from the day on which {STARTS[clock.starts_on]}. "
        "No such day is recorded yet."
    )


def _explained(clock: StageClock, started: date, target: date, limit: date) -> str:
    said = (
        f"{day_said(target)} is {clock.target} working days after {day_said(started)}, the day on which "
        f"{STARTS[clock.starts_on]}. Weekends and bank holidays in England are not counted."
    )
    if limit != target:
        said += f" It must be done by {day_said(limit)}, after {clock.limit} working days, with an extension."
    return said


@lru_cache(maxsize=1024)
def late_if_started_by(days: int, on: date, calendar: Calendar) -> date:
    """Return the last day on which a clock of so many working days must have started to have run out before `on`.

    This turns “is it late?” into a comparison of dates, which a database can count. Raises OutsideCalendarError.
    """
    start = on - timedelta(days=1)
    while calendar.add(start, days) >= on:
        start -= timedelta(days=1)
    return start
