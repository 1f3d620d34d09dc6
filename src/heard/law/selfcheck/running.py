"""How a clock ran: from which entry, until when it might run, and what answered it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from heard.law.calendars import Calendar, OutsideCalendarError
from heard.law.clocks import Deadline, Pause, deadline
from heard.law.procedures import Clock, Definition, Rules
from heard.law.selfcheck.checks import LONG, OWN, SHORT, STATUTORY, Timed
from heard.law.selfcheck.entries import DUE, Entry

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """What is judged: one run of a complaint from the day it was made, under one definition, as seen on the day `on`."""

    family: str
    entries: tuple[Entry, ...]
    on: date
    calendar: Calendar
    rules: Rules
    definition: Definition | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    def of(self, events: Iterable[str]) -> list[Entry]:
        """Return the entries of these events, in order."""
        wanted = frozenset(events)
        return [one for one in self.entries if one.event in wanted]

    def clock(self, name: str, day: date) -> Clock | None:
        """Return the clock of a stage's number, or of that id: of this definition, of any other, or of the self-check."""
        if name.isdigit():
            return self.definition.stages.get(int(name)) if self.definition else None
        if self.definition and name in self.definition.clocks:
            return self.definition.clocks[name]
        return OWN[name] if name in OWN else self.rules.clock(name, day)[1]


@dataclass(frozen=True)
class Ran:
    """A clock that ran. `due` is the last permitted day: the fault begins on the day after it, and is `likely` to be found
    from `likely_from`. `hard` is the last day that any extension could have given. `answered` is None while it is open.
    """

    check: Timed
    start: Entry
    started: date
    due: date
    hard: date
    likely_from: date | None
    answered: Entry | None
    clock: Clock | None = None
    extended: bool = False
    other: date | None = None

    @property
    def since(self) -> date:
        return self.due + DAY

    def breached(self, on: date) -> bool:
        return not self.check.warn_only and self.since <= (self.answered.first if self.answered else on)

    def likely(self, on: date) -> bool:
        end = self.answered.first if self.answered else on
        return self.likely_from is not None and self.likely_from <= end


def runs(check: Timed, case: Case) -> list[Ran]:
    """Return how the clock of a row ran in this case: once, or for each start; not at all where nothing started it."""
    found = []
    for start in _starts(check, case):
        try:
            ran = _ran(check, start, case)
        except OutsideCalendarError:  # its end is beyond the days that are known, so nothing can be late yet
            continue
        if ran and not _other_row(check, ran, case):
            found.append(ran)
    return found


def _starts(check: Timed, case: Case) -> list[Entry]:
    having = sorted(case.of(check.starts), key=lambda one: (one.last, one.first))
    return having if check.each else having[:1]


def _other_row(check: Timed, ran: Ran, case: Case) -> bool:
    """Answer whether this row does not apply, because nothing it needs has happened or another row speaks."""
    needed = [one for one in case.of(check.needs) if one.last >= ran.start.first]
    other = [
        one
        for one in case.of(check.unless)
        if one.last >= ran.start.first and (one.first <= ran.due or one.event in DUE)
    ]
    return bool(check.needs and not needed) or bool(other)


def _ran(check: Timed, start: Entry, case: Case) -> Ran | None:
    answers = [one for one in case.of((*check.ends, *check.stops)) if one.last >= start.first]
    answered = min(answers, default=None)
    if not check.clock:
        return _given(check, start, answered, case)
    clock = case.clock(check.clock, start.last)
    if clock is None:
        return None
    started = _started(check, clock, start, case)
    told, paused = _told(clock, start, case), pauses(clock, case.entries)
    plain = deadline(clock, started, case.calendar, pauses=paused, settings=case.settings)
    by = plain.target or plain.limit
    extended = bool(told and by and told.first <= by)
    found = deadline(clock, started, case.calendar, extended=extended, pauses=paused, settings=case.settings)
    due, hard = _ends(check, found, case.calendar)
    if due is None or hard is None:
        return None
    other = _other_hard(clock, start, case)
    likely = _likely_from(check, clock, start, hard, other, case.calendar)
    return Ran(check, start, started, due, hard, likely, answered, clock, extended, other)


def _given(check: Timed, start: Entry, answered: Entry | None, case: Case) -> Ran:
    """Return the clock of a date that was recorded as the last one."""
    likely = None if check.likely is None else case.calendar.add(start.last, check.likely) + DAY
    return Ran(check, start, start.last, start.last, start.last, likely, answered)


def _started(check: Timed, clock: Clock, start: Entry, case: Case) -> date:
    """Return the day a clock began. One that is capped begins on the other clock's last day at the latest."""
    if not clock.capped_by or not case.definition:
        return start.last
    cap = case.definition.clocks[clock.capped_by]
    came = min((one.last for one in case.of((cap.starts_on,))), default=None)
    begun = [one.last for one in case.of(check.starts) if one.event != cap.starts_on]
    latest = deadline(cap, came, case.calendar).target if came else None
    return min([*begun, *([latest] if latest else [])], default=start.last)


def _told(clock: Clock, start: Entry, case: Case) -> Entry | None:
    told = [one for one in case.of((clock.extended_by,)) if one.last >= start.first]
    return min(told, default=None)


def pauses(clock: Clock, entries: tuple[Entry, ...]) -> tuple[Pause, ...]:
    """Return the pauses of a clock: each from a stop to the next start, as long as the dates allow."""
    found: list[Pause] = []
    stopped: date | None = None
    for one in entries:
        if clock.pauses and one.event == clock.pauses and stopped is None:
            stopped = one.first
        elif clock.resumes and one.event == clock.resumes and stopped is not None:
            found.append(Pause(stopped, one.last))
            stopped = None
    return (*found, Pause(stopped)) if stopped else tuple(found)


def _ends(check: Timed, found: Deadline, calendar: Calendar) -> tuple[date | None, date | None]:
    """Return the last permitted day, and the last that there could have been. The limit counts, whatever the pauses."""
    if check.from_target:
        return found.target, found.target
    due = min((one for one in (found.due, found.limit) if one), default=None)
    hard = found.limit or found.target
    if check.later and hard:
        due = hard = calendar.add(hard, check.later)
    return due, hard


def _other_hard(clock: Clock, start: Entry, case: Case) -> date | None:
    """Return the limit under the other reading of a disputed start, None where that start has not come."""
    if not clock.starts_on_instead:
        return None
    agreed = min((one.last for one in case.of((clock.starts_on_instead,)) if one.last >= start.first), default=None)
    if agreed is None:
        return None
    found = deadline(clock, agreed, case.calendar, settings=case.settings)
    return found.limit or found.target


def _likely_from(
    check: Timed, clock: Clock, start: Entry, hard: date, other: date | None, calendar: Calendar
) -> date | None:
    """Return the day from which a finding is likely; with a disputed start, when both readings agree or it is long over."""
    if check.likely is None:
        return None
    if check.from_target or not clock.starts_on_instead or start.event == clock.starts_on_instead:
        return calendar.add(hard, check.likely) + DAY
    long = calendar.add(hard, LONG) + DAY
    return min(long, calendar.add(max(hard, other), SHORT) + DAY) if other else long


def split(entries: tuple[Entry, ...]) -> list[tuple[Entry, ...]]:
    """Cut a timeline where a complaint was made again after other proceedings: each part is a complaint from its start."""
    found, rest = [], entries
    for again in (one for one in entries if one.event == "resubmitted"):
        found.append(tuple(one for one in rest if one.first <= again.first))
        rest = tuple(one for one in rest if one.last >= again.first and one != again and one.event != "received")
        rest = tuple(sorted((replace(again, event="received"), *rest)))
    return [*found, rest]


def in_use(family: str, entries: tuple[Entry, ...], rules: Rules) -> Definition | None:
    """Return the definition that a complaint began under, None where its family has none that was in force."""
    came = next((one for one in entries if one.event == "received"), entries[0] if entries else None)
    name = {STATUTORY: "statutory", "corporate": "corporate"}.get(family)
    if not came or not name:
        return None
    holding = [one for one in (*rules.council, *rules.shipped) if one.procedure == name and one.in_force(came.last)]
    return holding[0] if holding else None
