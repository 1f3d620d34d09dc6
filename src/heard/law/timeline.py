"""From what happened to where a complaint stands: its stage, its deadlines, what is owed next, and what may be done.

What really happened can always be recorded. Where the procedure says otherwise the timeline says so in its warnings, and
counts it late where it was; it refuses nothing. Pages, the machine interface and the tests all ask `Timeline.offers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from heard.law.calendars import CALENDARS, Calendar, OutsideCalendarError
from heard.law.clocks import Deadline, Pause, deadline
from heard.law.procedures import Clock, Definition, EventRule, StageRule

State = Literal["in-target", "in-extension", "late", "open", "overdue", "stopped", "not-started", "unknown"]

RECORDERS = ("complaints-officer", "complaints-manager")
"""Who records what somebody outside Heard, or of another role, did. What is theirs to decide they do themselves."""


@dataclass(frozen=True)
class Happening:
    """One dated event. `person` is who did it, in whatever way the register tells people apart; empty if unknown."""

    on: date
    event: str
    person: str = ""


@dataclass(frozen=True)
class Reading:
    """A clock as it stands on a day.

    `taken` is how many working days lay between the start and the first answer, or the day looked at. `within_limit` says
    of what was late that it kept the limit, without an extension that counts. `other` is the deadline under the other
    reading of a disputed start. A clock that has no start yet has no deadline.
    """

    clock: Clock
    state: State
    deadline: Deadline | None = None
    met_on: date | None = None
    taken: int | None = None
    within_limit: bool = False
    other: Deadline | None = None
    warning: str = ""

    @property
    def due(self) -> date | None:
        return self.deadline.due if self.deadline else None

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
        found = []
        for rule in self.definition.events.values():
            if self.stage.id in rule.stages and not self._missing(rule) and (rule.again or not self._done(rule.id)):
                own = role in rule.by
                if own or (role in RECORDERS and not set(RECORDERS) & set(rule.by)):
                    found.append(Offer(rule, own))
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
        mine = [one for one in self.readings if event in one.clock.met_by and one.clock.kind == "deadline" and one.due]
        first = [one for one in mine if one.clock.met_by[0] == event]
        return next(iter(first or mine), None)

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


def read(
    definition: Definition,
    happened: Iterable[Happening],
    *,
    on: date,
    calendars: Mapping[str, Calendar] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Timeline:
    """Return where a complaint stands on the day `on` under its definition, from what had happened by then.

    `calendars` are those of the council by name, where it has holidays or closure days of its own. Events that the
    definition does not know are kept, and warned about.
    """
    ordered = tuple(sorted((one for one in happened if one.on <= on), key=lambda one: one.on))
    stages, warnings = _walk(definition, ordered)
    again = _started_again(definition, ordered)
    since, left = ordered[again:], stages[again:]
    stage = definition.stage_rules[stages[-1]] if stages else definition.first
    known = calendars or {name: make() for name, make in CALENDARS.items()}
    readings = []
    for clock in definition.clocks.values():
        found = reading(definition, clock, since, left, on, known, settings or {})
        if found:
            readings.append(found)
    warnings += [one.warning for one in readings if one.warning]
    return Timeline(definition, stage, ordered, on, tuple(readings), tuple(warnings), since)


def _started_again(definition: Definition, ordered: Sequence[Happening]) -> int:
    """Return the place of the last event that began everything anew, such as a complaint made again after proceedings."""
    received = definition.events.get("received")
    again = [
        place
        for place, one in enumerate(ordered)
        if received and received.to and (rule := definition.events.get(one.event))
        and rule.to == received.to and rule.id != "received"
    ]  # fmt: skip
    return again[-1] if again else 0


def _walk(definition: Definition, ordered: Sequence[Happening]) -> tuple[list[str], list[str]]:
    """Go through the events in order: the stage that each left it in, and a sentence for what was out of order."""
    stage, left, warnings = definition.first, list[str](), list[str]()
    done: dict[str, list[Happening]] = {}
    for one in ordered:
        rule = definition.events.get(one.event)
        if rule is None:
            warnings.append(f"{_day(one.on)}: this procedure has no event “{one.event}”.")
            left.append(stage.id)
            continue
        warnings += [f"{_day(one.on)}: {said}" for said in _out_of_order(definition, rule, one, stage, done)]
        if rule.to and _goes_on(definition, stage, rule):
            stage = definition.stage_rules[rule.to]
        done.setdefault(one.event, []).append(one)
        left.append(stage.id)
    return left, warnings


def _goes_on(definition: Definition, stage: StageRule, rule: EventRule) -> bool:
    """Answer whether an event moves the complaint. One out of order moves it forward, and never back or out of its end."""
    if stage.id in rule.stages:
        return True
    places = list(definition.stage_rules)
    return not stage.ends and places.index(rule.to) > places.index(stage.id)


def _out_of_order(
    definition: Definition, rule: EventRule, one: Happening, stage: StageRule, done: Mapping[str, Sequence[Happening]]
) -> Iterable[str]:
    """Yield what the procedure says against this event, a sentence each."""
    if not rule.stages:
        yield f"“{rule.says}”. {rule.guard}"
    elif stage.id not in rule.stages:
        yield f"“{rule.says}” does not belong to “{stage.title}”."
    elif rule.id in done and not rule.again and not _fresh(definition, rule, done):
        yield f"“{rule.says}” had happened already. The first one counts."
    for needed in rule.needs:
        if needed not in done:
            yield f"“{rule.says}” came before “{definition.events[needed].says}”."
    for other in rule.another_than if one.person else ():
        if any(before.person == one.person for before in done.get(other, ())):
            yield f"“{rule.says}” was by the person of “{definition.events[other].says}”. It must be somebody else."


def _fresh(definition: Definition, rule: EventRule, done: Mapping[str, Sequence[Happening]]) -> bool:
    """Answer whether everything began anew after this event's last time."""
    again = [
        one.on
        for event, ones in done.items()
        for one in ones
        if event != "received" and "received" in definition.events
        and definition.events[event].to == definition.events["received"].to and definition.events[event].to
    ]  # fmt: skip
    return bool(again) and max(again) >= max(one.on for one in done[rule.id])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


# Clocks


def reading(
    definition: Definition,
    clock: Clock,
    since: Sequence[Happening],
    left: Sequence[str],
    on: date,
    calendars: Mapping[str, Calendar],
    settings: Mapping[str, str],
) -> Reading | None:
    """Return how a clock stands on a day; None before it has started, and for one that nothing ends.

    `since` are the events since everything began, in order, and `left` the stage in which each left the complaint;
    without `left` a clock does not stop when its stage is left. `calendars` by name, and by “NAME with closures” for
    clocks that leave the council's closure days out.
    """
    if not clock.met_by or clock.backwards:
        return None
    calendar = calendars[clock.calendar]
    if clock.excludes_closures:
        calendar = calendars.get(f"{clock.calendar} with closures", calendar)
    try:
        start, other = starts(definition, clock, since, on, calendar, settings)
        if start is None:
            return None
        return _stands(clock, start, other, since, left, on, calendar, settings)
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

    A clock with `capped_by` starts on that clock's last day at the latest: a late acknowledgement buys no time.
    """
    first = _first(since, clock.starts_on)
    instead = _first(since, clock.starts_on_instead) if clock.starts_on_instead else None
    if instead and first and settings.get("st2_clock_start") == clock.starts_on_instead:
        return instead, first
    if clock.capped_by:
        cap = definition.clocks[clock.capped_by]
        came = _first(since, cap.starts_on)
        latest = deadline(cap, came, calendar).target if came else None
        if latest and ((first is None and on > latest) or (first is not None and first > latest)):
            return latest, None
    return first, instead


def _first(since: Sequence[Happening], event: str) -> date | None:
    """Return the day of an event since everything began: what began it anew counts as its receipt."""
    if event == "received" and since:
        return since[0].on
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
    clock: Clock,
    start: date,
    other: date | None,
    since: Sequence[Happening],
    left: Sequence[str],
    on: date,
    calendar: Calendar,
    settings: Mapping[str, str],
) -> Reading:
    pauses = pauses_of(clock, since)
    told = _first(since, clock.extended_by) if clock.extended_by else None
    plain = deadline(clock, start, calendar, pauses=pauses, settings=settings)
    by = plain.target or plain.limit
    counts = bool(told and by and told <= by)
    found = deadline(clock, start, calendar, extended=counts, pauses=pauses, settings=settings)
    warning = "" if counts or not told or not by or clock.kind != "deadline" else (
        f"The extension was told on {_day(told)}, after the target of {_day(by)}. It does not count."
    )  # fmt: skip
    met = next((one.on for one in since if one.event in clock.met_by and one.on >= start), None)
    ended = met or _stopped(clock, start, since, left)
    state = _state(found, met, ended, on)
    last = found.limit or found.target
    within = state in ("late", "overdue") and bool(last and (ended or on) <= last)
    taken = calendar.elapsed(start, ended or on) if start <= (ended or on) else 0
    rest = deadline(clock, other, calendar, pauses=pauses, settings=settings) if other else None
    return Reading(clock, state, found, met, taken, within, rest, warning)


def _state(found: Deadline, met: date | None, ended: date | None, on: date) -> State:
    """Return the state of a clock: met in its target, in an agreed extension or late; or open, overdue or stopped.

    Before an extension what is due is the target. A pause that is still open leaves nothing due but the limit.
    """
    due = found.due or found.limit
    if ended is None:
        if any(one.until is None for one in found.pauses) and not (found.limit and on > found.limit):
            return "stopped"
        return "overdue" if due and on > due else "open"
    if found.target and ended <= found.target and met:
        return "in-target"
    if due and ended > due:
        return "late"
    if met:
        return "in-extension" if found.extended else "in-target"
    return "stopped"


def _stopped(clock: Clock, start: date, since: Sequence[Happening], left: Sequence[str]) -> date | None:
    """Return the day on which the stage that the clock began in was left without the clock being met."""
    if not left:
        return None
    begun = (place for place, one in enumerate(since) if one.event == clock.starts_on)
    first = next(begun, 0 if clock.starts_on == "received" else None)
    if first is None:  # a clock that began by itself, since nobody acknowledged
        first = next((place for place, one in enumerate(since) if one.on >= start), len(since) - 1)
    return next((one.on for one, stage in zip(since[first:], left[first:], strict=True) if stage != left[first]), None)
