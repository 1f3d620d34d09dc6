"""The self-check itself: every row of the tables against a timeline, on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from heard.law.calendars import Calendar
from heard.law.procedures import Rules, shipped
from heard.law.selfcheck.checks import FAMILIES, OTHER, STATUTORY, STATUTORY_ONLY, TIMED
from heard.law.selfcheck.coming import coming_of
from heard.law.selfcheck.entries import DUE, EVENTS, Entry, read_entries
from heard.law.selfcheck.facts import shown
from heard.law.selfcheck.finding import Breach, Coming
from heard.law.selfcheck.running import Case, Ran, in_use, runs, split
from heard.law.selfcheck.shapes import actions, closed_early, early_referral, missing, steps, whole
from heard.law.selfcheck.silence import silences
from heard.law.selfcheck.wording import breach_of


@dataclass(frozen=True)
class SelfCheck:
    """What was found: breaches by the day they began, and what is coming by the day it would begin."""

    procedure: str
    on: date
    breaches: tuple[Breach, ...] = ()
    coming: tuple[Coming, ...] = ()

    @property
    def finding_likely(self) -> bool:
        """Whether the Ombudsman would probably find fault in any of it."""
        return any(one.finding_likely for one in self.breaches)

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults that would probably be found, without repetition, in order of time."""
        return tuple(dict.fromkeys(one.fault for one in self.breaches if one.finding_likely))


def known_events(rules: Rules) -> frozenset[str]:
    """Return every event that a timeline may name: those of published decisions and of every definition."""
    return EVENTS | {event for one in rules.all for event in one.events}


def selfcheck(
    procedure: str,
    timeline: Sequence[Mapping[str, Any] | Sequence[Any]],
    *,
    on: date,
    calendar: Calendar,
    rules: Rules | None = None,
    facts: Mapping[str, Any] | None = None,
    settings: Mapping[str, str] | None = None,
    calendars: Mapping[str, Calendar] | None = None,
    as_known: Callable[[date], Mapping[str, Calendar]] | None = None,
) -> SelfCheck:
    """Return the faults that a timeline shows on the day `on`, and those that are about to happen.

    `procedure` is one of `FAMILIES` or of the rules. An entry has a “date” (a day, or a month that is read kindly) and an
    “event”. Days are working days of `calendar`. `facts` are those of facts.py and of triage; `settings` those of clocks.
    `calendars` are a council's own by name, as `timeline.read` takes them, and `as_known` those of an earlier day: a clock
    is counted by its own, and one that has ended by those of the day it ended. What no clock counts is counted by `calendar`.
    Raises ValueError, in a sentence that names the entry or fact, for what is not known or is outside the calendar.
    Source: SI 2006/1738; the Ombudsman's published decisions (LG-1 to LG-9) and Code; each row names its own.
    """
    used = rules or shipped()
    family = _family(procedure, used)
    if not calendar.first <= on <= calendar.last:
        raise ValueError(f"{on} is outside the years known here ({calendar.first.year} to {calendar.last.year}).")
    entries = read_entries(timeline, known_events(used), calendar)
    if family == OTHER and any(one.event in STATUTORY_ONLY for one in entries):
        family = STATUTORY
    seen = tuple(one for one in entries if one.first <= on or one.event in DUE)
    everything = Case(
        family, seen, on, calendar, used, in_use(family, entries, used), settings or {}, calendars or {}, as_known
    )
    cases = [_run(everything, part, whole=entries) for part in split(seen)]
    judged = [(case, ran) for case in cases for ran in _judged(case, whole=False)]
    judged += [(everything, ran) for ran in _judged(everything, whole=True)]
    found = set(_breaches(everything, cases, judged))
    found |= set(_from_facts(procedure, facts or {}, everything))
    return SelfCheck(
        procedure,
        on,
        tuple(sorted(found, key=lambda one: (one.since, one.fault, one.rule, one.why))),
        coming_of(everything, cases, judged),
    )


def _family(procedure: object, rules: Rules) -> str:
    if isinstance(procedure, str) and procedure in FAMILIES:
        return FAMILIES[procedure]
    others = {one.procedure for one in rules.all}
    if isinstance(procedure, str) and procedure in others:
        return OTHER
    raise ValueError(
        f"“{str(procedure)[:40]}” is not a procedure that is known here. Use one of: {', '.join(FAMILIES)}."
    )


def _run(everything: Case, part: tuple[Entry, ...], whole: tuple[Entry, ...]) -> Case:
    """Return the case of one run. Where no rules of its family were in force, it is judged as one of nobody knows which."""
    known = whole if part and part == everything.entries else part
    definition = in_use(everything.family, known, everything.rules)
    family = everything.family if definition or not part else OTHER
    return replace(everything, family=family, entries=part, definition=definition)


def _judged(case: Case, *, whole: bool) -> Iterator[Ran]:
    for check in TIMED:
        if case.family in check.families and bool(check.stops) is not whole:
            yield from runs(check, case)


def _breaches(everything: Case, cases: list[Case], judged: list[tuple[Case, Ran]]) -> Iterator[Breach]:
    for case, ran in judged:
        if ran.breached(case.on):
            yield breach_of(ran, case)
    for case in cases:
        yield from steps(case)
        yield from closed_early(case)
        yield from whole(case)
        yield from silences(case, [ran for one, ran in judged if one is case])
    yield from actions(everything)
    yield from missing(everything)


def _from_facts(procedure: str, facts: Mapping[str, Any], case: Case) -> Iterator[Breach]:
    """Yield what a person said went wrong, from the day of the event that it was part of, or of the first entry."""
    came = next((one.last for one in case.entries if one.event == "received"), None)
    said = shown(procedure, facts, came)
    for one in said:
        day = next((entry.last for event in one.events for entry in case.of((event,))), None)
        first = day or min((entry.last for entry in case.entries if entry.first <= case.on), default=case.on)
        yield Breach(one.fault, min(first, case.on), one.rule, one.remedy, one.likely, one.why)
    yield from early_referral(case, facts, said=any(one.fault == "early_referral_without_criteria" for one in said))
