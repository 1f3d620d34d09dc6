"""Deadlines worked out from the day on which a clock starts: target, limit, pauses, and every day with why it counts.

Nothing here is stored: a holiday that is proclaimed late, or a rule that changes, moves the dates of the next look.
Two dates are kept apart: the target, by which a thing should be done, and the limit, by which it must be. A pause moves
the target; the limit is counted from the first day, whatever the pauses, unless the setting says otherwise.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from heard.law.calendars import LONDON, Calendar
from heard.law.procedures import Clock

OFFICE_CLOSES = time(17)
"""From when on something is “out of hours” for a policy that treats it as received on the next working day."""

SETTINGS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "st2_clock_start": (
        "request",
        ("request", "statement_agreed"),
        "Which day starts stage 2: the request, or the day on which the statement of complaint was agreed",
    ),
    "advocate_pause": (
        "limit_runs",
        ("limit_runs", "limit_waits"),
        "Whether days of a pause for an advocate count towards the 20 working days of stage 1 (they do: limit_runs)",
    ),
    "convention": ("", ("A", "A2", "B"), "How days are counted, in place of what the clock says"),
    "calendar": (
        "",
        ("england", "united-kingdom"),
        "Which bank holidays do not count, in place of what the clock says",
    ),
}
"""What the rulebook leaves open: name → (default, what it can be, what it decides). An empty default is the clock's own."""


@dataclass(frozen=True)
class Pause:
    """A clock stopped on `since` and started again on `until`, None while it is stopped.

    Of working days, neither the day of the stop nor that of the start counts. A clock of calendar days, weeks or months
    ends later by the days from the one to the other. A pause that ends on the day it began, or before, is none.
    """

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or (day <= self.until and self.since < self.until))


@dataclass(frozen=True)
class Deadline:
    """When something is due, and must be done at the latest. A date is None where there is none or a pause is still open.

    `due` is the date that counts: the target, or the limit after an extension and where a pause took the target past it.
    `target_unpaused` and `limit_waiting` are the other reading of each where there were pauses.
    """

    clock: Clock
    started: date
    target: date | None
    limit: date | None
    extended: bool = False
    pauses: tuple[Pause, ...] = ()
    target_unpaused: date | None = None
    limit_waiting: date | None = None

    @property
    def due(self) -> date | None:
        limit_counts = self.extended or self.target is None or (self.limit is not None and self.target > self.limit)
        return self.limit if self.limit and limit_counts else self.target


def deadline(
    clock: Clock,
    started: date,
    calendar: Calendar,
    *,
    extended: bool = False,
    pauses: Sequence[Pause] = (),
    settings: Mapping[str, str] | None = None,
) -> Deadline:
    """Return the deadline of a clock that started on that day. Raises OutsideCalendarError beyond the calendar.

    `started` is a day in England (`started_on` turns a moment into one). The days are those of `calendar`, which is the
    council's where the clock leaves closure days out.
    """
    chosen = settings or {}
    convention = chosen.get("convention") or clock.convention
    plain = _plain(clock, started, calendar, convention, extended)
    held = joined(pauses) if pauses else ()
    if not held:
        return plain
    waits = chosen.get("advocate_pause", "limit_runs") == "limit_waits"
    target = _ends(clock, clock.target, started, calendar, convention, held)
    waiting = _ends(clock, _limit(clock, extended), started, calendar, convention, held)
    limit = waiting if waits else plain.limit
    return Deadline(clock, started, target, limit, extended, held, plain.target, waiting)


def joined(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Return pauses in order of date, those that overlap as one, and none that ends on the day it began or before."""
    found: list[Pause] = []
    for one in sorted(pauses, key=lambda each: each.since):
        last = found[-1] if found else None
        if one.until is not None and one.until <= one.since:
            continue
        if last is None or (last.until is not None and last.until < one.since):
            found.append(one)
        elif last.until is not None:
            found[-1] = Pause(last.since, one.until and max(last.until, one.until))
    return tuple(found)


@lru_cache(maxsize=65_536)
def _plain(clock: Clock, started: date, calendar: Calendar, convention: str, extended: bool) -> Deadline:
    target = _ends(clock, clock.target, started, calendar, convention, ())
    return Deadline(
        clock, started, target, _ends(clock, _limit(clock, extended), started, calendar, convention, ()), extended
    )


def _limit(clock: Clock, extended: bool) -> int | None:
    return clock.limit_extended if extended and clock.limit_extended else clock.limit


def _ends(
    clock: Clock, count: int | None, started: date, calendar: Calendar, convention: str, pauses: tuple[Pause, ...]
) -> date | None:
    """Return the last day of `count` units, None where there is no count or a pause has no end yet before it."""
    if count is None:
        return None
    if clock.unit == "working-days":
        if clock.backwards:  # the day counted back from is day 0, whatever the way of counting days that follow one
            return calendar.subtract(started, count)
        return _counted(day_0(started, calendar, convention), count, calendar, pauses)
    end = _moved(started, count, clock.unit)
    for pause in pauses:
        if pause.since <= end and pause.until is None:
            return None
        if pause.since <= end and pause.until:
            end += max(timedelta(0), pause.until - max(pause.since, started))
    return calendar.on_or_after(end) if clock.rolls else end


def _counted(first: date, count: int, calendar: Calendar, pauses: tuple[Pause, ...]) -> date | None:
    """Return the day on which the count is full. Days in a pause are skipped; one that is open skips all that follow."""
    end = calendar.add(first, count)
    if not pauses:
        return end
    left, day = count, first
    while left:
        day = calendar.add(day, 1)
        stopped = [one for one in pauses if one.holds(day)]
        if any(one.until is None for one in stopped):
            return None
        left -= not stopped
    return day


def day_0(started: date, calendar: Calendar, convention: str) -> date:
    """Return the day from which working days are counted, by a way of counting of `procedures.model.CONVENTIONS`."""
    if convention == "A2":
        return calendar.on_or_after(started)
    return started - timedelta(days=1) if convention == "B" and calendar.is_working_day(started) else started


def started_on(at: datetime, calendar: Calendar, convention: str = "A") -> date:
    """Return the day in England at that moment; under A2, what comes after the office closed is the next working day's."""
    local = at.astimezone(LONDON)
    late = convention == "A2" and local.time() >= OFFICE_CLOSES
    return calendar.on_or_after(local.date() + timedelta(days=1)) if late else local.date()


def _moved(start: date, count: int, unit: str) -> date:
    if unit == "calendar-days":
        return start + timedelta(days=count)
    if unit == "weeks":
        return start + timedelta(weeks=count)
    return corresponding(start, count if unit == "months" else 12 * count)


def corresponding(start: date, later: int) -> date:
    """Return the same day of the month so many months later, or that month's last day where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + later, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def calendar_of(clock: Clock, base: Mapping[str, Calendar], settings: Mapping[str, str] | None = None) -> Calendar:
    """Return the calendar whose days a clock counts, of those by name in `base`."""
    return base[(settings or {}).get("calendar") or clock.calendar]


# The working, day by day


MOVED = "the end is moved to the next working day"


@dataclass(frozen=True)
class Day:
    """One day of the working: `number` where it counts, `why` it does not where it does not."""

    date: date
    number: int | None = None
    why: str = ""

    @property
    def counts(self) -> bool:
        return self.number is not None


def days(found: Deadline, calendar: Calendar, settings: Mapping[str, str] | None = None) -> tuple[Day, ...]:
    """Return every day from the start to the later of target and limit, with its number or why it does not count.

    The numbers are those of the target's count, whose days in a pause do not count. Without any date, up to the first
    pause that has no end.
    """
    clock, convention = found.clock, (settings or {}).get("convention") or found.clock.convention
    ends = [one for one in (found.target, found.limit, found.target_unpaused) if one]
    if clock.backwards and ends:
        return _backwards(found.started, min(ends), calendar)
    last = max(ends, default=max((one.since for one in found.pauses), default=found.started))
    if clock.unit != "working-days":
        return _calendar_days(found, last, calendar)
    return _working_days(found, day_0(found.started, calendar, convention), last, calendar)


def _working_days(found: Deadline, first: date, last: date, calendar: Calendar) -> tuple[Day, ...]:
    """Return the days from the start on, where `first` is day 0: the start, the next working day, or the day before."""
    lines, number, day = [], 0, found.started
    while day <= last or day <= first:
        why = calendar.why_not(day)
        if day == first:
            why = "day 0: " + ("treated as received" if day > found.started else "the start")
        elif day < first:
            why = why or "before it is treated as received"
        elif any(one.holds(day) for one in found.pauses):
            why = "paused"
        number += not why
        lines.append(Day(day, None if why else number, why))
        day += timedelta(days=1)
    return tuple(lines)


def _backwards(start: date, first: date, calendar: Calendar) -> tuple[Day, ...]:
    lines, number, day = [Day(start, None, "day 0: counted back from here")], 0, start
    while day > first:
        day -= timedelta(days=1)
        why = calendar.why_not(day)
        number += not why
        lines.append(Day(day, None if why else number, why))
    return tuple(lines)


def _calendar_days(found: Deadline, last: date, calendar: Calendar) -> tuple[Day, ...]:
    """Return the days of a clock that counts every day; those after its own end are there because the end was moved."""
    clock = replace(found.clock, rolls=False)
    counts = [count for count in (clock.target, clock.limit) if count is not None]
    ends = [_ends(clock, count, found.started, calendar, clock.convention, found.pauses) for count in counts]
    own = max((one for one in ends if one), default=last)
    lines, day, number = [Day(found.started, None, "day 0: the start")], found.started, 0
    while day < last:
        day += timedelta(days=1)
        stopped = any(one.since < day and (one.until is None or day <= one.until) for one in found.pauses)
        why = "paused" if stopped else MOVED if day > own else ""
        number += not why
        lines.append(Day(day, None if why else number, why))
    return tuple(lines)
