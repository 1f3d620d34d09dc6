"""How a clock ran: from which entry, until when it might run, and what answered it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from heard.law.calendars import Calendar, OutsideCalendarError
from heard.law.clocks import Deadline, deadline
from heard.law.procedures import Clock, Definition, Rules
from heard.law.selfcheck.checks import LONG, OWN, SHORT, STATUTORY, Timed
from heard.law.selfcheck.entries import DUE, Entry
from heard.law.timeline import pauses_of, starts
from heard.law.walking import Happening

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """What is judged: one run of a complaint from the day it was made, under one definition, as seen on the day `on`.

    `calendars` are the council's by name, for a clock that leaves its closure days out, and `as_known` those of an earlier
    day. Without them every day is one of `calendar`.
    """

    family: str
    entries: tuple[Entry, ...]
    on: date
    calendar: Calendar
    rules: Rules
    definition: Definition | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    as_known: Callable[[date], Mapping[str, Calendar]] | None = None

    def days(self, clock: Clock | None, ended: date | None) -> Calendar:
        """Return the calendar of a clock, as it was known on the day `ended` where that has come."""
        known = self.as_known(ended) if self.as_known and ended else self.calendars
        plain = known.get("england", self.calendar)
        if clock is None:
            return plain
        own = known.get(clock.calendar, plain)
        return known.get(f"{clock.calendar} with closures", own) if clock.excludes_closures else own

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
    Where it is disputed from when the days are counted, `other` is `hard` by the other reading, if that start has come, and
    `other_from` says what it counts from. `calendar` is the one by whose days it was counted.
    """

    check: Timed
    start: Entry
    started: date
    due: date
    hard: date
    likely_from: date | None
    answered: Entry | None
    calendar: Calendar = field(repr=False)
    clock: Clock | None = None
    extended: bool = False
    other: date | None = None
    other_from: str = ""

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
    days = case.days(clock, answered.first if answered and answered.last <= case.on else None)
    start, started, rest, other_from = _started(check, clock, start, case, days)
    told, paused = _told(clock, start, case), pauses_of(clock, _stops(clock, answered, case))
    plain = deadline(clock, started, days, pauses=paused, settings=case.settings)
    by = plain.target or plain.limit
    extended = bool(told and by and told.first <= by)
    found = deadline(clock, started, days, extended=extended, pauses=paused, settings=case.settings)
    due, hard = _ends(check, found, days)
    if due is None or hard is None:
        return None
    other = deadline(clock, rest, days, settings=case.settings) if rest else None
    other_hard = (other.limit or other.target) if other else None
    likely = _likely_from(check, hard, other_hard, disputed=bool(other_from), calendar=days)
    return Ran(
        check,
        start,
        started,
        due,
        hard,
        likely,
        answered,
        days,
        clock,
        extended,
        other=other_hard,
        other_from=other_from,
    )


def _given(check: Timed, start: Entry, answered: Entry | None, case: Case) -> Ran:
    """Return the clock of a date that was recorded as the last one."""
    days = case.days(None, answered.first if answered and answered.last <= case.on else None)
    likely = None if check.likely is None else days.add(start.last, check.likely) + DAY
    return Ran(check, start, start.last, start.last, start.last, likely, answered, days)


def _started(
    check: Timed, clock: Clock, start: Entry, case: Case, days: Calendar
) -> tuple[Entry, date, date | None, str]:
    """Return the entry and the day that a clock is counted from, the day of the other reading, and what that is.

    They are those of the timeline. Where it sees no start, since only a sign of one is recorded, that sign is the start.
    Whether stage 2 was begun at all (`from_target`) is counted from the request: until then there is no statement.
    """
    instead = clock.starts_on_instead
    definition = case.definition
    if definition is None or definition.clocks.get(clock.id) is not clock:
        return start, start.last, None, ""
    settings = {} if check.from_target else case.settings
    since = [Happening(one.last, one.event) for one in case.entries if one.last >= start.first]
    since.sort(key=lambda one: one.on)
    first, rest = starts(definition, clock, since, case.calendar.last, days, settings)
    if not instead or check.from_target:
        return start, first or start.last, None, ""
    chosen = settings.get("st2_clock_start") == instead
    if first is None:
        first, rest = (rest, start.last) if chosen and rest else (start.last, rest)
    counted = next((one for one in case.of((clock.starts_on, instead)) if one.last == first), start)
    if counted.event == instead and start.event == instead and rest in (None, first):
        return counted, first, None, ""  # nothing else is known that it could be counted from
    return counted, first, rest, "the request" if counted.event == instead else "the agreed statement"


def _stops(clock: Clock, answered: Entry | None, case: Case) -> list[Happening]:
    """Return what stopped a clock and let it go on, up to its answer, each as long as the dates allow."""
    found = [
        Happening(one.last if one.event == clock.resumes else one.first, one.event)
        for one in case.of((clock.pauses, clock.resumes))
        if answered is None or one.first <= answered.first
    ]
    return sorted(found, key=lambda one: one.on)


def _told(clock: Clock, start: Entry, case: Case) -> Entry | None:
    told = [one for one in case.of((clock.extended_by,)) if one.last >= start.first]
    return min(told, default=None)


def _ends(check: Timed, found: Deadline, calendar: Calendar) -> tuple[date | None, date | None]:
    """Return the last permitted day, and the last that there could have been. The limit counts, whatever the pauses."""
    if check.from_target:
        return found.target, found.target
    due = min((one for one in (found.due, found.limit) if one), default=None)
    hard = found.limit or found.target
    if check.later and hard:
        due = hard = calendar.add(hard, check.later)
    return due, hard


def _likely_from(check: Timed, hard: date, other: date | None, *, disputed: bool, calendar: Calendar) -> date | None:
    """Return the day from which a finding is likely; with a disputed start, when both readings agree or it is long over.

    Which reading the council has chosen changes nothing here: the Ombudsman has used both.
    """
    if check.likely is None:
        return None
    if not disputed:
        return calendar.add(hard, check.likely) + DAY
    if other is None:
        return calendar.add(hard, LONG) + DAY
    return min(calendar.add(min(hard, other), LONG) + DAY, calendar.add(max(hard, other), SHORT) + DAY)


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
