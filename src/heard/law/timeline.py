"""From what happened to where a complaint stands: its stage, its deadlines, what is owed next, and what may be done.

What really happened can always be recorded. Where the procedure says otherwise the timeline says so in its warnings, and
counts it late where it was; it refuses nothing. Pages, the machine interface and the tests all ask `Timeline.offers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from heard.law.calendars import CALENDARS, Calendar, OutsideCalendarError
from heard.law.clocks import Day, Deadline, Pause, days, deadline
from heard.law.procedures import Clock, Definition, EventRule, StageRule
from heard.law.walking import Happening, Walk, day_said

__all__ = [
    "RECORDERS", "Happening", "Offer", "Owed", "Reading", "State", "Timeline", "may_record", "pauses_of",
    "read", "reading", "starts",
]  # fmt: skip

State = Literal["in-target", "in-extension", "late", "open", "overdue", "stopped", "not-started", "unknown"]

RECORDERS = ("complaints-officer", "complaints-manager")
"""Who records what somebody outside Heard, or of another role, did. What is theirs to decide they do themselves."""

STANDS_IN = {"monitoring-officer": "complaints-manager"}
"""Role → the one in whose place it acts, where a complaint may be held by nobody else."""

Calendars = Mapping[str, Calendar]
AsKnown = Callable[[date], Calendars]
"""A day → the calendars by name as they were known on it."""


@dataclass(frozen=True)
class Reading:
    """A clock as it stands on a day.

    `taken` is how many working days lay between the start and the first answer, or the day looked at. `within_limit` says
    of what was late that it kept the limit, without an extension that counts. `other` is the deadline under the other
    reading of a disputed start. A clock that has no start yet has no deadline. `ended` is the day on which it was met or
    its stage was left; `calendar` the one by whose days it was counted.
    """

    clock: Clock
    state: State
    deadline: Deadline | None = None
    met_on: date | None = None
    taken: int | None = None
    within_limit: bool = False
    other: Deadline | None = None
    warning: str = ""
    ended: date | None = None
    calendar: Calendar | None = field(default=None, repr=False, compare=False)

    def days(self, settings: Mapping[str, str] | None = None) -> tuple[Day, ...]:
        """Return every day from the start to the last date, with its number or why it does not count."""
        return days(self.deadline, self.calendar, settings) if self.deadline and self.calendar else ()

    @property
    def due(self) -> date | None:
        """The day that counts. No pause moves it past the limit, and one that is still open leaves the limit."""
        dates = (self.deadline.due, self.deadline.limit) if self.deadline else ()
        return min((one for one in dates if one), default=None)

    @property
    def running(self) -> bool:
        return self.state in ("open", "overdue")


@dataclass(frozen=True)
class Offer:
    """Something that may be done now. `own` is false where the role only records what another did."""

    event: EventRule
    own: bool


@dataclass(frozen=True)
class Owed:
    """Something that is owed: by whom, and by when if a clock says so."""

    event: EventRule
    by: tuple[str, ...]
    on: date | None = None
    clock: Clock | None = None
    overdue: bool = False


@dataclass(frozen=True)
class Timeline:
    """Where a complaint stands on a day."""

    definition: Definition
    stage: StageRule
    happened: tuple[Happening, ...]
    on: date
    readings: tuple[Reading, ...]
    warnings: tuple[str, ...] = ()
    since: tuple[Happening, ...] = field(default=(), repr=False)

    def offers(self, role: str) -> tuple[Offer, ...]:
        """Return what this role may do next, in the order of the definition."""
        role, found = STANDS_IN.get(role, role), []
        for rule in self.definition.events.values():
            ordinary = (
                self.stage.id in rule.stages and not self._missing(rule) and (rule.again or not self._done(rule.id))
            )
            if ordinary and may_record(role, rule):
                found.append(Offer(rule, role in rule.by))
        return tuple(found)

    def _missing(self, rule: EventRule) -> list[str]:
        return [needed for needed in rule.needs if not self._done(needed)]

    def _done(self, event: str) -> bool:
        return any(one.event == event for one in self.since)

    @cached_property
    def owed(self) -> tuple[Owed, ...]:
        """What is owed in this stage, in the order in which it is owed; the first is next."""
        found = []
        for event in self.stage.owes:
            if not self._done(event):
                rule = self.definition.events[event]
                reading = self._reading_of(event)
                by = (reading.clock.owed_by,) if reading and reading.clock.owed_by else rule.by
                due = reading.due if reading else None
                found.append(Owed(rule, by, due, reading.clock if reading else None, bool(due and self.on > due)))
        return tuple(found)

    def _reading_of(self, event: str) -> Reading | None:
        """Return the clock that an event is the proper end of: what else ends it answers another question."""
        mine = (
            one for one in self.readings if one.clock.met_by[0] == event and one.clock.kind == "deadline" and one.due
        )
        return next(mine, None)

    def reading(self, clock: str) -> Reading | None:
        """Return how one clock stands, None where it has nothing to say yet."""
        return next((one for one in self.readings if one.clock.id == clock), None)

    @property
    def missed(self) -> tuple[Reading, ...]:
        return tuple(one for one in self.readings if one.clock.kind == "deadline" and one.state in ("late", "overdue"))

    @property
    def coming(self) -> tuple[Reading, ...]:
        """The deadlines that are still to come, soonest first."""
        ahead = [one for one in self.readings if one.clock.kind == "deadline" and one.state == "open" and one.due]
        return tuple(sorted(ahead, key=lambda one: one.due or self.on))


def may_record(role: str, rule: EventRule) -> bool:
    """Answer whether a role may record this event at any time: its own, or for another what is no recorder's to decide."""
    role = STANDS_IN.get(role, role)
    return role in rule.by or (role in RECORDERS and not set(RECORDERS) & set(rule.by))


def read(
    definition: Definition,
    happened: Iterable[Happening],
    *,
    on: date,
    calendars: Calendars | None = None,
    settings: Mapping[str, str] | None = None,
    as_known: AsKnown | None = None,
) -> Timeline:
    """Return where a complaint stands on the day `on` under its definition, from what had happened by then.

    `calendars` are those of the council by name, where it has holidays or closure days of its own, and `as_known` those of
    an earlier day: what was finished is judged by them. Events that the definition does not know are kept, and warned
    about.
    """
    walk = Walk(definition, [one for one in happened if one.on <= on])
    stage, since, left, warnings = walk.stage, walk.since, walk.left, list(walk.warnings)
    known = calendars or {name: make() for name, make in CALENDARS.items()}
    readings = []
    for clock in definition.clocks.values():
        found = reading(definition, clock, since, left, on, known, settings or {}, as_known)
        if found:
            readings.append(found)
    warnings += [one.warning for one in readings if one.warning]
    warnings += filter(None, (_used_early(definition, one, since) for one in readings))
    return Timeline(definition, stage, tuple(walk.ordered), on, tuple(readings), tuple(warnings), tuple(since))


# Clocks


def reading(
    definition: Definition,
    clock: Clock,
    since: Sequence[Happening],
    left: Sequence[str],
    on: date,
    calendars: Calendars,
    settings: Mapping[str, str],
    as_known: AsKnown | None = None,
) -> Reading | None:
    """Return how a clock stands on a day; None before it has started, and for one that nothing ends.

    `since` are the events since everything began, in order, and `left` the stage in which each left the complaint;
    without `left` a clock does not stop when its stage is left. `calendars` by name, and by “NAME with closures” for
    clocks that leave the council's closure days out. A clock that has ended is read by the calendars `as_known` then.
    """
    if not clock.met_by or clock.backwards:
        return None
    found = _read_by(definition, clock, since, left, on, clock_calendar(clock, calendars), settings)
    if found is None or found.ended is None or as_known is None:
        return found
    then = clock_calendar(clock, as_known(found.ended))
    return found if then is found.calendar else _read_by(definition, clock, since, left, on, then, settings)


def _used_early(definition: Definition, found: Reading, since: Sequence[Happening]) -> str:
    """Return a sentence for a right that was used before it began. The last of a right's `met_by` is its use."""
    if found.clock.kind != "right" or not found.deadline or not found.deadline.due:
        return ""
    use, begins = found.clock.met_by[-1], found.deadline.due
    used = _first(since, use)
    begun = definition.events[found.clock.starts_on].to
    leaves = {rule.id for rule in definition.events.values() if rule.to and rule.to != begun and rule.id != use}
    if used is None or used > begins or any(one.event in leaves and one.on <= used for one in since):
        return ""  # answered, agreed, stopped or closed before: that is another matter
    says = definition.events[use].says
    return f"“{says}” was on {day_said(used)}. Without an answer the right to it begins after {day_said(begins)}."


def clock_calendar(clock: Clock, calendars: Calendars) -> Calendar:
    """Return the calendar whose days a clock counts: one with the council's closure days, if it leaves those out."""
    plain = calendars[clock.calendar]
    return calendars.get(f"{clock.calendar} with closures", plain) if clock.excludes_closures else plain


def _read_by(
    definition: Definition,
    clock: Clock,
    since: Sequence[Happening],
    left: Sequence[str],
    on: date,
    calendar: Calendar,
    settings: Mapping[str, str],
) -> Reading | None:
    try:
        start, other = starts(definition, clock, since, on, calendar, settings)
        if start is None:
            return None
        return _stands(definition, clock, start, other, since, left, on, calendar, settings)
    except OutsideCalendarError as error:
        return Reading(clock, "unknown", warning=str(error))


def starts(
    definition: Definition,
    clock: Clock,
    since: Sequence[Happening],
    on: date,
    calendar: Calendar,
    settings: Mapping[str, str],
) -> tuple[date | None, date | None]:
    """Return the day a clock started, and the one of the other reading where its start is disputed.

    A clock with `capped_by` starts on that clock's last day at the latest: a late acknowledgement buys no time. What was
    done before the day that would start its clock is done: it is counted from the other day, or took none.
    """
    first = _first(since, clock.starts_on)
    done = min((one.on for one in since if one.event in clock.met_by), default=None)
    instead = _first(since, clock.starts_on_instead) if clock.starts_on_instead else None
    before = bool(instead and first and done and first <= done < instead)
    if instead and first and not before and settings.get("st2_clock_start") == clock.starts_on_instead:
        return instead, first
    if clock.capped_by:
        cap = definition.clocks[clock.capped_by]
        came = _first(since, cap.starts_on)
        latest = deadline(cap, came, calendar).target if came else None
        if latest and done and done <= latest and (first is None or done < first):
            return done, None
        if latest and ((first is None and on > latest) or (first is not None and first > latest)):
            return latest, None
    return first, instead


def _first(since: Sequence[Happening], event: str) -> date | None:
    """Return the day of an event since everything began."""
    return next((one.on for one in since if one.event == event), None)


def pauses_of(clock: Clock, since: Sequence[Happening]) -> tuple[Pause, ...]:
    """Return the pauses of a clock from its events: each goes from a stop to the next start."""
    found, stopped = [], None
    for one in since:
        if clock.pauses and one.event == clock.pauses and stopped is None:
            stopped = one.on
        elif clock.resumes and one.event == clock.resumes and stopped is not None:
            found.append(Pause(stopped, one.on))
            stopped = None
    return (*found, Pause(stopped)) if stopped else tuple(found)


def _stands(
    definition: Definition,
    clock: Clock,
    start: date,
    other: date | None,
    since: Sequence[Happening],
    left: Sequence[str],
    on: date,
    calendar: Calendar,
    settings: Mapping[str, str],
) -> Reading | None:
    met = _met(definition, clock, start, since)
    pauses = pauses_of(clock, [one for one in since if not met or one.on <= met])
    told = _first(since, clock.extended_by) if clock.extended_by else None
    plain = deadline(clock, start, calendar, pauses=pauses, settings=settings)
    by = plain.target or plain.limit
    counts = bool(told and by and told <= by)
    found = deadline(clock, start, calendar, extended=counts, pauses=pauses, settings=settings)
    warning = "" if counts or not told or not by or clock.kind != "deadline" else (
        f"The extension was told on {day_said(told)}, after the target of {day_said(by)}. It does not count."
    )  # fmt: skip
    ended = met or _stopped(definition, clock, since, left)
    if ended and ended < start and not met:
        return None
    state = _state(found, met, ended, on)
    last = found.limit or found.target
    within = state in ("late", "overdue") and bool(last and (ended or on) <= last)
    taken = calendar.elapsed(start, ended or on) if start <= (ended or on) else 0
    rest = deadline(clock, other, calendar, pauses=pauses, settings=settings) if other else None
    return Reading(clock, state, found, met, taken, within, rest, warning, ended, calendar)


def _state(found: Deadline, met: date | None, ended: date | None, on: date) -> State:
    """Return the state of a clock: met in its target, in an agreed extension or late; or open, overdue or stopped.

    Before an extension what is due is the target. A pause that is still open leaves nothing due but the limit.
    """
    due = min((one for one in (found.due, found.limit) if one), default=None)
    if ended is None:
        if any(one.until is None for one in found.pauses) and not (found.limit and on > found.limit):
            return "stopped"
        return "overdue" if due and on > due else "open"
    if due and ended > due:
        return "late"
    if met:
        return "in-extension" if found.extended and found.target and ended > found.target else "in-target"
    return "stopped"


def _met(definition: Definition, clock: Clock, start: date, since: Sequence[Happening]) -> date | None:
    """Return the day on which what a clock asks for was done. Before its start counts, unless it can start repeatedly."""
    days = [one.on for one in since if one.event in clock.met_by]
    after = [day for day in days if day >= start]
    return min(after if definition.events[clock.starts_on].again else days, default=None)


def _stopped(definition: Definition, clock: Clock, since: Sequence[Happening], left: Sequence[str]) -> date | None:
    """Return the day on which the stage that the clock began in was left without the clock being met.

    The stage of a clock that may begin by itself is that of the clock which caps it. Nothing begins after the end.
    """
    if not left:
        return None
    starts_on = definition.clocks[clock.capped_by].starts_on if clock.capped_by else clock.starts_on
    first = next((place for place, one in enumerate(since) if one.event == starts_on), 0)
    if definition.stage_rules[left[first]].ends:
        return since[first].on
    return next((one.on for one, stage in zip(since[first:], left[first:], strict=True) if stage != left[first]), None)
