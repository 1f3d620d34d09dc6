"""How a stage stands, in the few words and the one date that a list has room for. `timeline` has all of it.

A stage is due on its target until that has passed, then on its limit; past the limit it is overdue. A review panel's
stage goes on after the panel met: its report is due, and then the director's response.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from heard.law.calendars import CALENDARS, Calendar, OutsideCalendarError
from heard.law.clocks import deadline
from heard.law.procedures import Clock, Definition
from heard.law.timeline import Happening, Reading, clock_calendar, reading
from heard.law.walking import Walk, day_said

__all__ = ["Due", "chain", "day_said", "due", "late_if_started_by"]

State = Literal["closed", "no-clock", "not-started", "in-target", "past-target", "paused", "stopped", "overdue"]


STARTS = {"received": "it was received", "requested": "it was asked for", "acknowledged": "it was acknowledged"}
"""How an event that starts a clock ends → how a sentence says it."""


@dataclass(frozen=True)
class Due:
    """How a stage stands on a day. Dates are None where its clock has not started or nobody knows when it did.

    `days` are the working days left until the next of the two dates, or past the limit where it is overdue. A clock that
    starts on the acknowledgement has not started before it: `acknowledge_by` is then the day on which that is due, `days`
    those left until it, and `late` says that it has passed. `clock` is the one that is running.
    """

    state: State
    started: date | None = None
    target: date | None = None
    limit: date | None = None
    days: int = 0
    explained: str = ""
    acknowledge_by: date | None = None
    late: bool = False
    extended: bool = False
    clock: Clock | None = None

    @property
    def next_date(self) -> date | None:
        """The date that the stage is due on now: its target, or its limit once the target has passed or a pause moved
        it; before it has started, the day by which it must be acknowledged."""
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
        left = f"limit in {days}" if self.days else "limit today"
        return {
            "closed": "Closed",
            "no-clock": "No time limit",
            "not-started": "Not started",
            "in-target": f"Due in {days}" if self.days else "Due today",
            "past-target": f"{'In an agreed extension' if self.extended else 'Past its target'}, {left}",
            "paused": f"Paused, {left}",
            "stopped": "Stopped",
            "overdue": f"Overdue by {days}",
        }[self.state]


def due(
    definition: Definition | None,
    number: int,
    happened: Sequence[Happening],
    *,
    closed: bool,
    on: date,
    calendars: Mapping[str, Calendar] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Due:
    """Return how stage `number` stands on the day `on`. `happened` are the complaint's events, its receipt among them.

    Days are working days; the day of the start is day 0. A date beyond the calendar counts as unknown.
    """
    if closed:
        return Due("closed")
    clocks = chain(definition, number) if definition else ()
    if not clocks or definition is None:
        return Due("no-clock", explained="No rule that Heard knows gives this stage a time limit.")
    known = calendars or {name: make() for name, make in CALENDARS.items()}
    walk = Walk(definition, happened)
    found = [reading(definition, clock, walk.since, walk.left, on, known, settings or {}) for clock in clocks]
    running = [one for one in found if one]
    stands = _due(running[-1], on, known) if running else None
    if stands and (stands.state == "overdue" or not clocks[0].capped_by or _acknowledged(clocks[0], walk.since)):
        return stands
    return _unstarted(definition, clocks[0], walk.since, on, known, stands)


def _acknowledged(clock: Clock, happened: Sequence[Happening]) -> bool:
    return any(one.event == clock.starts_on for one in happened)


def chain(definition: Definition, number: int) -> tuple[Clock, ...]:
    """Return the clocks of a stage that run one after the other: its own, and for a panel its report and its response."""
    own = definition.stages.get(number)
    stages = {stage.id for stage in definition.stage_rules.values() if stage.number == number}
    after = tuple(
        clock
        for clock in definition.clocks.values()
        if clock.kind == "deadline" and clock.limit and not clock.number and own and clock.starts_on != own.starts_on
        and stages & set(definition.events[clock.starts_on].stages)
    )  # fmt: skip
    return (own, *after) if own else ()


def _due(found: Reading, on: date, calendars: Mapping[str, Calendar]) -> Due:
    clock, dates = found.clock, found.deadline
    if dates is None:
        return Due("no-clock", explained=found.warning, clock=clock)
    if found.ended and not found.met_on:
        return Due("stopped", dates.started, explained="Its clock was stopped: nothing is due by a day.", clock=clock)
    calendar = clock_calendar(clock, calendars)
    target, limit = dates.target, dates.limit or dates.target
    if limit is None:
        return Due("no-clock", dates.started, clock=clock)
    explained = _explained(found, limit, calendar is not calendars[clock.calendar])
    try:
        if on > limit:
            # A weekend right after the limit counts as a day late: the limit has passed.
            state: State = "overdue"
            days = max(1, calendar.elapsed(limit, on))
        elif dates.pauses:
            state, days = "paused", calendar.elapsed(on, limit)
        elif target and on <= target:
            state, days = "in-target", calendar.elapsed(on, target)
        else:
            state, days = "past-target", calendar.elapsed(on, limit)
    except OutsideCalendarError as error:
        return Due("no-clock", dates.started, explained=str(error), clock=clock)
    return Due(state, dates.started, target, limit, days, explained, extended=dates.extended, clock=clock)


def _unstarted(
    definition: Definition,
    clock: Clock,
    happened: Sequence[Happening],
    on: date,
    calendars: Mapping[str, Calendar],
    counted: Due | None,
) -> Due:
    """Return how a stage stands whose clock has not started, and by when it must be acknowledged, if the rules say so.

    Once the last day for that has passed, the clock runs from it: `counted` is how it stands by that.
    """
    explained = f"{clock.target} working days, counted from {_day_of(clock)}. No such day is recorded yet."
    first = definition.clocks.get(clock.capped_by)
    came = next((one.on for one in happened if first and one.event == first.starts_on), None)
    if first is None or came is None:
        return Due("not-started", explained=explained, clock=clock)
    calendar = clock_calendar(first, calendars)
    try:
        by = deadline(first, came, calendar).target
        if by is None:
            return Due("not-started", explained=explained, clock=clock)
        late = on > by
        days = max(1, calendar.elapsed(by, on)) if late else calendar.elapsed(on, by)
    except OutsideCalendarError:
        return Due("not-started", explained=explained, clock=clock)
    explained = f"It must be acknowledged by {day_said(by)}, {first.target} working days after it came in. {explained}"
    dates = (counted.started, counted.target, counted.limit) if counted else (None, None, None)
    return Due("not-started", *dates, days, explained, acknowledge_by=by, late=late, clock=clock)


def _day_of(clock: Clock) -> str:
    ended = next((said for end, said in STARTS.items() if clock.starts_on.endswith(end)), "")
    return f"the day on which {ended}" if ended else f"the day of “{clock.starts_on.replace('_', ' ')}”"


def _explained(found: Reading, limit: date, closures: bool) -> str:
    clock, dates = found.clock, found.deadline
    if dates is None or dates.target is None:
        return f"{clock.does}. It must be done by {day_said(limit)}. A pause has no end yet."
    left_out = "Weekends, bank holidays in England and days on which the council is closed" if closures else (
        "Weekends and bank holidays in England"
    )  # fmt: skip
    said = (
        f"{day_said(dates.target)} is {clock.target} working days after {day_said(dates.started)}, {_day_of(clock)}. "
        f"{left_out} are not counted."
    )
    if dates.pauses:
        said += " Days in a pause are not counted towards this date."
    if limit != dates.target:
        said += f" It must be done by {day_said(limit)}, after {clock.limit} working days, with an extension."
    if found.other and found.other.limit and found.other.target:
        said += (
            f" Counted from the other day that is possible, {day_said(found.other.started)}, these would be "
            f"{day_said(found.other.target)} and {day_said(found.other.limit)}."
        )
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
