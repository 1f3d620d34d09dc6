"""What to say before an event is recorded: the date that an extension would give, and how late a request is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from heard.law.clocks import deadline
from heard.law.procedures import EventRule
from heard.law.timeline import Reading, Timeline
from heard.law.walking import day_said


def told_before(law: Timeline, rule: EventRule, on: date, settings: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return what whoever records this event on that day should know, a sentence each."""
    said = []
    for one in law.readings:
        if one.clock.kind == "deadline" and one.clock.extended_by == rule.id:
            said += list(_extension(one, on, settings))
        if one.clock.kind == "window" and rule.id in one.clock.met_by:
            said += list(_late(one, on))
    return tuple(said)


def _extension(one: Reading, on: date, settings: Mapping[str, str] | None) -> Iterator[str]:
    """Say the latest date after an extension, and by which day it must be told to count."""
    if one.deadline is None or one.calendar is None:
        return
    by = one.deadline.target or one.deadline.limit
    given = deadline(
        one.clock, one.deadline.started, one.calendar, extended=True, pauses=one.deadline.pauses, settings=settings
    )
    if given.limit:
        yield f"The new latest date is {day_said(given.limit)}."
    if by:
        late = on > by
        yield (
            f"It counts only if they were told on or before {day_said(by)}. "
            f"{day_said(on)} is {'too late: it will be recorded, and it will not count' if late else 'in time'}."
        )


def _late(one: Reading, on: date) -> Iterator[str]:
    """Say by how much a request comes after its time."""
    if one.due is None or one.calendar is None or on <= one.due:
        return
    days = max(1, one.calendar.elapsed(one.due, on))
    yield (
        f"The time to ask ended on {day_said(one.due)}. On {day_said(on)} this is late by {days} working "
        f"day{'' if days == 1 else 's'}. It is not refused by itself: the complaints manager weighs it."
    )
