"""What the commands of the law tell a person: a deadline as a colleague would explain it, and a procedure in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from heard.access.roles import ROLES
from heard.law.clocks import MOVED, Day, Deadline
from heard.law.procedures import CONFIDENCE, Clock, Definition
from heard.law.procedures.model import CONVENTIONS, KINDS

UNITS = {
    "working-days": "working day",
    "calendar-days": "calendar day",
    "weeks": "week",
    "months": "month",
    "years": "year",
}
MOST_WEEKENDS = 6
"""More weekends than these are counted, not listed."""


def count(number: int, unit: str) -> str:
    return f"{number} {UNITS[unit]}{'' if number == 1 else 's'}"


def day_said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def short(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def rule(clock: Clock, definition: Definition) -> str:
    """Return what a clock asks for, with its numbers and the event it is counted from."""
    event, way = definition.events[clock.starts_on].says, "before" if clock.backwards else "from"
    numbers = [count(clock.target, clock.unit) if clock.target else ""]
    if clock.target == 0:
        numbers = ["the same day"]
    if clock.limit and clock.limit != clock.target:
        numbers.append(f"at most {clock.limit}" if clock.target else count(clock.limit, clock.unit))
    if clock.limit_extended:
        numbers.append(f"{clock.limit_extended} with an extension")
    return f"{clock.does}: {', '.join(one for one in numbers if one)} {way} “{event}”"


# A deadline


def deadline(
    definition: Definition, found: Deadline, counted: Sequence[Day], started: date, result: Mapping[str, Any]
) -> Iterable[str]:
    """Yield the explanation of a deadline, a line each."""
    clock = found.clock
    yield f"{clock.id}, {definition.title}"
    yield f"{clock.does}. {KINDS[clock.kind]}"
    event = definition.events[_event(clock, result)].says
    yield f"Counted {'back ' if clock.backwards else ''}from {day_said(found.started)}: “{event}”.{_how(result)}"
    yield from _dates(found)
    yield from _skipped(clock, counted)
    yield from _readings(result)
    yield from result["warnings"]
    if clock.doubt:
        yield f"In doubt: {clock.doubt}"
    yield f"Rule {clock.rule}. Source: {clock.source} ({CONFIDENCE[clock.confidence]})."


def _event(clock: Clock, result: Mapping[str, Any]) -> str:
    other = result["other_reading"]
    instead = other is not None and other["starts_on"] == clock.starts_on
    return clock.starts_on_instead if instead else clock.starts_on


def _how(result: Mapping[str, Any]) -> str:
    return f" {CONVENTIONS[result['convention']]}" if result["unit"] == "working-days" else ""


def _dates(found: Deadline) -> Iterable[str]:
    clock = found.clock
    if clock.kind == "right":
        opens = clock.limit_extended if found.extended and clock.limit_extended else clock.limit
        if found.limit and opens:
            yield f"The right begins at the end of {day_said(found.limit)}, after {count(opens, clock.unit)}."
        return
    if found.target and clock.target is not None:
        yield f"{_name(clock)}: {day_said(found.target)}, {_reckoned(clock, clock.target)}."
    elif found.pauses and clock.target:
        yield f"{_name(clock)}: none while the clock is stopped."
    if found.limit and clock.limit:
        agreed = " It is due then, after the extension." if found.extended else ""
        yield f"Limit: {day_said(found.limit)}, {_reckoned(clock, clock.limit)}.{agreed}"
    if found.target_unpaused and found.target_unpaused != found.target:
        yield f"Without the pause the target would be {day_said(found.target_unpaused)}."
    if found.limit_waiting and found.limit_waiting != found.limit:
        yield f"If days of the pause did not count towards the limit, it would be {day_said(found.limit_waiting)}."


def _name(clock: Clock) -> str:
    return "Last day to ask" if clock.kind == "window" else "Target"


def _reckoned(clock: Clock, number: int) -> str:
    if number == 0:
        return "the same day"
    return f"{count(number, clock.unit)} {'before' if clock.backwards else 'on'}"


def _readings(result: Mapping[str, Any]) -> Iterable[str]:
    other = result["other_reading"]
    if other and other["from"]:
        dates = " and ".join(day_said(other[name]) for name in ("target", "limit") if other[name])
        yield f"The other reading counts from “{other['says']}”, {day_said(other['from'])}: {dates}."
    elif other:
        yield f"The other reading counts from “{other['says']}”: give that day as --setting other_start=DATE for both."


def _skipped(clock: Clock, counted: Sequence[Day]) -> Iterable[str]:
    """Yield which days were not counted and why, those that lie together in one."""
    left_out = sorted((one for one in counted if not one.counts and not one.why.startswith(("day 0", MOVED))), key=_on)
    runs = list(_runs(left_out))
    weekends = [run for run in runs if _weekend(run[0])]
    said = [_run(run) for run in runs if len(weekends) <= MOST_WEEKENDS or run not in weekends]
    if len(weekends) > MOST_WEEKENDS:
        said.insert(0, f"{sum(map(len, weekends))} Saturdays and Sundays")
    if said:
        yield f"Not counted: {'; '.join(said)}."
    elif clock.unit != "working-days" and len(counted) > 1:
        yield "Every day counts, whatever day it is."
    if clock.rolls:
        yield "An end on a day that is no working day moves to the next working day."


def _on(one: Day) -> date:
    return one.date


def _weekend(one: Day) -> bool:
    return one.why in ("Saturday", "Sunday")


def _runs(left_out: Sequence[Day]) -> Iterable[list[Day]]:
    """Yield the days that follow one another and are left out for one reason."""
    placed = [
        (one.date - timedelta(days=place), "weekend" if _weekend(one) else one.why, one)
        for place, one in enumerate(left_out)
    ]
    for _, run in groupby(placed, key=lambda each: each[:2]):
        yield [one for _, _, one in run]


def _run(run: Sequence[Day]) -> str:
    first, last = run[0].date, run[-1].date
    why = "" if _weekend(run[0]) else f", {run[0].why}"
    if len(run) == 1:
        return f"{_short(first)}{why}"
    begins = f"{first:%a} {first.day}" if first.month == last.month and len(run) == 2 else _short(first)
    return f"{begins} {'and' if len(run) == 2 else 'to'} {_short(last)}{why}"


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B}"


# Procedures


def listed(one: Definition) -> str:
    """Return a definition as one line of the list."""
    return f"{one.name:27} {one.title} ({_in_force(one)}). {one.note}"


def _in_force(one: Definition) -> str:
    return f"since {one.since}" + (f", until {one.until}" if one.until else "") + (", the council's own" * one.council)


def explained(one: Definition) -> Iterable[str]:
    """Yield the whole of a definition in words, a line each."""
    yield f"{one.title} ({one.name}), {_in_force(one)}"
    yield f"Source: {one.source} ({CONFIDENCE[one.confidence]})"
    yield one.note
    yield "Stages"
    for stage in one.stage_rules.values():
        owed = "; ".join(one.events[event].says for event in stage.owes)
        yield f"  {stage.title}" + (f". Owed: {owed}" if owed else "")
    yield "What can happen"
    yield from (f"  {line}" for event in one.events.values() for line in _event_lines(one, event.id))
    if one.clocks:
        yield "Clocks"
    for clock in one.clocks.values():
        yield f"  {clock.id} {rule(clock, one)}. {clock.rule}. {clock.source} ({CONFIDENCE[clock.confidence]})"
        yield f"    In doubt: {clock.doubt}" if clock.doubt else ""
    if one.letters:
        yield "Letters"
    for letter in one.letters.values():
        yield f"  {letter.title}: {'; '.join(letter.contains)}. {letter.source} ({CONFIDENCE[letter.confidence]})"


def _event_lines(one: Definition, name: str) -> Iterable[str]:
    event = one.events[name]
    stages = ", ".join(one.stage_rules[stage].title for stage in event.stages) or "no stage"
    leads = f" → {one.stage_rules[event.to].title}" if event.to else ""
    yield f"{event.says} [{stages}{leads}]. By: {', '.join(_role(role) for role in event.by)}"
    after = ", ".join(one.events[needed].says for needed in event.needs)
    other = ", ".join(one.events[each].says for each in event.another_than)
    letters = ", ".join(one.letters[letter].title for letter in event.letters)
    for said, value in (
        ("Needs first", after), ("By somebody else than", other), ("Letter", letters),
        ("Note", event.guard), ("Source", event.source),
    ):  # fmt: skip
        if value:
            yield f"  {said}: {value}"


def _role(slug: str) -> str:
    return ROLES[slug].title if slug in ROLES else slug
