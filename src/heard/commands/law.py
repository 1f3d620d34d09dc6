"""The commands of the law: when something is due and why, and what each procedure asks for."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from heard.commands import law_said
from heard.commands.common import DONE, Result, say
from heard.law.calendars import LONDON, Calendar, projected_from
from heard.law.clocks import SETTINGS, Deadline, Pause, days, started_on
from heard.law.clocks import deadline as worked_out
from heard.law.procedures import Clock, Definition, DefinitionError, Rules

DATES = {
    "closed": "days on which the council is closed (2022-12-28,2022-12-29): they move clocks that leave them out",
    "holiday": "bank holidays proclaimed late (2022-09-19): they move every clock",
    "received": "the day it came in, for a clock that starts on its acknowledgement: a late one buys no time",
    "other_start": "the day of the other event, for a clock whose start is disputed: both are worked out",
}
"""Settings of one question that are days, on top of those that the rulebook leaves open (`clocks.SETTINGS`)."""


@dataclass
class Question:
    """What was asked: a clock from a day, under which settings, with which days that do not count."""

    definition: Definition
    clock: Clock
    calendar: Calendar
    started: date
    extended: bool
    pauses: tuple[Pause, ...]
    settings: Mapping[str, str]
    dates: Mapping[str, tuple[date, ...]]
    counted_from: date
    warnings: list[str] = field(default_factory=list)

    def deadline(self, started: date) -> Deadline:
        return worked_out(
            self.clock, started, self.calendar, extended=self.extended, pauses=self.pauses, settings=self.settings
        )


def deadline(options: argparse.Namespace) -> Result:
    """Say when a clock that started on a day is due, with every day counted or not. Raises ValueError for bad input."""
    asked = _question(options)
    found = asked.deadline(asked.counted_from)
    counted = days(found, asked.calendar, asked.settings)
    _warn(asked, found)
    result = {
        "clock": asked.clock.id,
        "from": asked.started,
        "target": found.target,
        "limit": found.limit,
        "days": [_day(one) for one in counted],
        "rule": f"{asked.clock.rule}: {law_said.rule(asked.clock, asked.definition)}",
        "source": asked.clock.source,
        "confidence": asked.clock.confidence,
        "in_force": asked.definition.in_force(asked.started),
        "due": found.due,
        "counted_from": asked.counted_from,
        "kind": asked.clock.kind,
        "unit": asked.clock.unit,
        "starts_on": asked.clock.starts_on,
        "convention": asked.settings.get("convention") or asked.clock.convention,
        "procedure": asked.definition.procedure,
        "definition": asked.definition.name,
        "extended": found.extended,
        "doubt": asked.clock.doubt,
        "target_without_pauses": found.target_unpaused,
        "limit_if_pauses_wait": found.limit_waiting,
        "other_reading": _other_reading(asked),
        "warnings": asked.warnings,
    }
    if not options.json:
        for line in law_said.deadline(asked.definition, found, counted, asked.started, result):
            say(line)
    return DONE, _plain(result)


def _question(options: argparse.Namespace) -> Question:
    rules, calendars, left_open = _here()
    choices, dates = read_settings(options.setting or ())
    settings = {**left_open, **choices}
    _, clock = rules.clock(options.clock)
    calendar = calendars[settings.get("calendar") or clock.calendar].also_closed(dates.get("holiday", ()))
    started = read_start(options.start, calendar, settings.get("convention") or clock.convention)
    calendar.is_working_day(started)  # refuses a day that the calendar does not know
    definition, clock = rules.clock(options.clock, started)
    if clock.excludes_closures:
        own = calendars[f"{settings.get('calendar') or clock.calendar} with closures"]
        calendar = own.also_closed(dates.get("holiday", ())).also_closed(dates.get("closed", ()), "council closed")
    pauses = tuple(_pause(one, calendar) for one in options.pause or ())
    asked = Question(definition, clock, calendar, started, bool(options.extended), pauses, settings, dates, started)
    asked.counted_from = _capped(asked)
    return asked


def _here() -> tuple[Rules, Mapping[str, Calendar], Mapping[str, str]]:
    """Return the council's rules, calendars, and answers to what the rulebook leaves open."""
    from heard.record.queries.rules import here

    found = here()
    return found.rules, found.calendars, found.settings


def read_start(text: str, calendar: Calendar, convention: str = "A") -> date:
    """Return the day in England that a date or a timestamp means; without an offset it is a time in England.

    Raises ValueError with a sentence.
    """
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text)
        return started_on(at if at.tzinfo else at.replace(tzinfo=LONDON), calendar, convention)
    except OverflowError:
        raise ValueError(f"“{text[:40]}” is too far from today for a calendar.") from None
    except ValueError as error:
        if error.__class__ is not ValueError:
            raise
        raise ValueError(
            f"“{text[:40]}” is neither a date such as 2022-12-22 nor a timestamp such as 2022-12-22T10:00:00+00:00."
        ) from None


def _date(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text[:40]}” in {what} is not a date. Write it like 2023-08-31.") from None


def _pause(text: str, calendar: Calendar) -> Pause:
    """Read START:END, with nothing after the colon for a clock that is still stopped."""
    since, colon, until = text.partition(":")
    if not colon:
        raise ValueError(f"Write the pause “{text[:40]}” as START:END, or START: while the clock is stopped.")
    pause = Pause(_date(since, "--pause"), _date(until, "--pause") if until.strip() else None)
    if pause.until and pause.until < pause.since:
        raise ValueError(f"The pause ends on {pause.until}, before it begins on {pause.since}.")
    for day in (pause.since, pause.until or pause.since):
        calendar.is_working_day(day)
    return pause


def read_settings(pairs: Iterable[str]) -> tuple[dict[str, str], dict[str, tuple[date, ...]]]:
    """Read NAME=VALUE pairs into what was chosen and what are days. Raises ValueError, which lists what is known."""
    choices: dict[str, str] = {}
    dates: dict[str, tuple[date, ...]] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            raise ValueError(f"Write “{pair[:40]}” as NAME=VALUE.")
        if name in DATES:
            found = tuple(_date(one, name) for one in value.split(","))
            if len(found) > 1 and name in ("received", "other_start"):
                raise ValueError(f"“{name}” is one day.")
            dates[name] = dates.get(name, ()) + found
        elif name in SETTINGS:
            if value not in SETTINGS[name][1]:
                raise ValueError(f"“{name}” must be one of {', '.join(SETTINGS[name][1])}.")
            choices[name] = value
        else:
            raise ValueError(f"There is no setting “{name[:40]}”. Use one of: {', '.join([*SETTINGS, *DATES])}.")
    return choices, dates


def _capped(asked: Question) -> date:
    """Return the day from which it is counted: the start, or the last day on which it should have started."""
    given = asked.dates.get("received")
    if not given:
        return asked.started
    received, clock = given[0], asked.clock
    if not clock.capped_by:
        asked.warnings.append(f"“received” changes nothing: {clock.id} has no latest start.")
        return asked.started
    if received > asked.started:
        raise ValueError(f"It was received on {received}, after the start on {asked.started}.")
    cap = asked.definition.clocks[clock.capped_by]
    latest = worked_out(cap, received, asked.calendar, settings=asked.settings).target
    return min(asked.started, latest) if latest else asked.started


def _warn(asked: Question, found: Deadline) -> None:
    """Add a sentence for each thing about this answer that whoever relies on it must know."""
    clock, definition, short = asked.clock, asked.definition, law_said.short
    own_days = clock.unit == "working-days"
    last = max(one for one in (asked.counted_from, found.target, found.limit, found.limit_waiting) if one)
    said = {
        f"These rules were not in force on {short(asked.started)}: they hold from {short(definition.since)}"
        + (f" to {short(definition.until)}." if definition.until else "."): not definition.in_force(asked.started),
        f"It is counted from {short(asked.counted_from)}, the latest day to acknowledge: a late acknowledgement buys no "
        "time.": asked.counted_from != asked.started,
        f"The rules give no ground to pause {clock.id}. It is worked out as asked.": bool(asked.pauses)
        and not clock.pauses,
        "A pause that ends on the day it began is none.": any(one.since == one.until for one in asked.pauses),
        "The pause began before the clock did: only the days after the start count.": any(
            one.since < asked.counted_from for one in asked.pauses
        ),
        "The paused target is after the limit, which does not wait. Work to the limit.": bool(
            found.target and found.limit and found.target > found.limit
        ),
        f"The rules give no extension of {clock.id}.": asked.extended and not clock.extended_by,
        f"{clock.id} counts closure days: the law makes no exception for them.": "closed" in asked.dates
        and own_days and not clock.excludes_closures,
        f"Closure days do not matter: {clock.id} counts every day.": "closed" in asked.dates and not own_days,
        f"A convention of working days changes nothing: {clock.id} counts {clock.unit}.": bool(
            asked.settings.get("convention")
        ) and not own_days,
        f"Bank holidays from {projected_from()} on are worked out by the ordinary rules: nothing is proclaimed yet, "
        "and they may change.": last.year >= projected_from(),
    }  # fmt: skip
    asked.warnings += [sentence for sentence, holds in said.items() if holds]


def _other_reading(asked: Question) -> dict[str, Any] | None:
    """Return the deadline from the other event, for a clock whose start is disputed; its dates where that day was given."""
    clock = asked.clock
    given = asked.dates.get("other_start")
    if not clock.starts_on_instead:
        if given:
            asked.warnings.append(f"“other_start” changes nothing: nobody disputes what starts {clock.id}.")
        return None
    instead = asked.settings.get("st2_clock_start") == clock.starts_on_instead
    event = clock.starts_on if instead else clock.starts_on_instead
    found = asked.deadline(given[0]) if given else None
    return {
        "starts_on": event,
        "says": asked.definition.events[event].says,
        "from": given[0] if given else None,
        "target": found.target if found else None,
        "limit": found.limit if found else None,
    }


def _day(one: Any) -> dict[str, Any]:
    reason = {"number": one.number} if one.counts else {"why": one.why}
    return {"date": one.date, "counts": one.counts, **reason}


def _plain(value: Any) -> Any:
    """Return a value with its dates as text, as JSON has them."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


# Procedures


def procedures_(options: argparse.Namespace) -> Result:
    """List every definition, or explain those of one name: a file, a procedure, a clock or a rule such as OT-12."""
    rules = _here()[0]
    if not options.name:
        if not options.json:
            for one in rules.all:
                say(law_said.listed(one))
        return DONE, {"procedures": [_plain(_summary(one)) for one in rules.all]}
    found = named(rules, options.name)
    if not options.json:
        for one in found:
            for line in law_said.explained(one):
                say(line)
    return DONE, {"procedures": [_plain({**_summary(one), **_whole(one)}) for one in found]}


def named(rules: Rules, name: str) -> list[Definition]:
    """Return the definitions of a file's name, else of a procedure, else of a clock or rule. Raises DefinitionError."""
    wanted = name.strip()
    rule = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])")
    tests = (
        lambda one: one.name == wanted.lower().removesuffix(".toml"),
        lambda one: one.procedure == wanted.lower(),
        lambda one: wanted.upper() in one.clocks,
        lambda one: bool(rule.search(" ".join([one.note, *(clock.rule for clock in one.clocks.values())]))),
    )
    for test in tests if wanted else ():
        found = [one for one in rules.all if test(one)]
        if found:
            return found
    known = ", ".join(dict.fromkeys(one.name for one in rules.all))
    raise DefinitionError(
        f"There is no procedure “{wanted[:40]}”. Use one of: {known}; or a clock or rule, such as ST1."
    )


def _summary(one: Definition) -> dict[str, Any]:
    return {
        "name": one.name,
        "procedure": one.procedure,
        "title": one.title,
        "since": one.since,
        "until": one.until,
        "what_for": one.note,
        "source": one.source,
        "confidence": one.confidence,
        "of_the_council": one.council,
        "clock_ids": list(one.clocks),
    }


def _whole(one: Definition) -> dict[str, Any]:
    return {
        "stages": [asdict(stage) for stage in one.stage_rules.values()],
        "events": [asdict(event) for event in one.events.values()],
        "clocks": [asdict(clock) for clock in one.clocks.values()],
        "letters": [asdict(letter) for letter in one.letters.values()],
    }
