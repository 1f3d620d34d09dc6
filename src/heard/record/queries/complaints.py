"""The list of complaints and one complaint, as far as this person may see them.

Due dates are worked out for the rows of one page. Whether a stage is late is turned into a comparison of dates
(`law.due.late_if_started_by`), so that the database counts and picks, however many complaints there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from heard.access.policy import Actor
from heard.access.roles import FALLBACK
from heard.law.calendars import england
from heard.law.due import Due, due, late_if_started_by
from heard.law.procedures import Definition, DefinitionError, StageClock, definition, definitions
from heard.record.models import Assignment, Complaint, Document, Stage, StageEvent
from heard.record.relations import seen

SOON = 5
"""Working days ahead within which a stage counts as due soon."""


@dataclass(frozen=True)
class StageRow:
    """One stage of a complaint and how it stands on a day."""

    number: int
    outcome: str
    events: tuple[tuple[str, date], ...]
    closed: bool
    due: Due
    clock: StageClock | None


@dataclass(frozen=True)
class ComplaintRow:
    """A complaint as a list shows it. `stage` is the one that it is in, or the last that it was in."""

    pk: int
    reference: str
    received_on: date
    procedure: str
    send: bool
    team: str
    district: str
    holder: str
    stage: StageRow | None

    @property
    def said(self) -> str:
        return self.stage.due.said if self.stage else "No stage recorded"


def is_open(*which: Q) -> Q:
    """Return the complaints whose last stage has no outcome and no closing event: few, so the database finds them first."""
    closing = StageEvent.objects.filter(stage=OuterRef("pk"), kind__in=StageEvent.CLOSING)
    later = Stage.objects.filter(complaint=OuterRef("complaint"), number__gt=OuterRef("number"))
    unanswered = Stage.objects.filter(*which, ~Exists(closing), ~Exists(later), outcome="").order_by()
    return Q(pk__in=unanswered.values("complaint"))


def held(choice: str, *, by: Actor) -> Q:
    """Return the complaints that the actor holds (“me”), or that nobody was given (“nobody”).

    What nobody was given, or somebody who may not sign in any more, is the monitoring officer's until somebody is given
    it, so both are theirs.
    """
    given = Assignment.objects.filter(part=Assignment.HOLDER, until=None, person__is_active=True)
    given = given.exclude(person__until__lt=by.on) if by.on else given
    nobody = ~Q(pk__in=given.values("complaint"))
    if choice == "nobody":
        return nobody
    mine = Q(pk__in=given.filter(person=by.person or 0).values("complaint"))
    return mine | nobody if by.role == FALLBACK[0] else mine


def _clocks() -> Iterable[tuple[Definition, int, StageClock]]:
    return ((one, number, clock) for one in definitions() for number, clock in one.stages.items())


def started_between(first: date | None, last: date, number: int, clock: StageClock, one: Definition) -> Q:
    """Return the complaints under one definition with this stage open whose clock started within those days."""
    under = Q(procedure=one.procedure, received_on__gte=one.since)
    if one.until:
        under &= Q(received_on__lte=one.until)
    days = {"__lte": last} | ({"__gt": first} if first else {})
    if clock.starts_on == "received":
        started = Q(**{f"received_on{how}": day for how, day in days.items()})
        return under & started & is_open(Q(number=number))
    event = StageEvent.objects.filter(stage=OuterRef("pk"), kind=clock.starts_on)
    event = event.filter(**{f"on{how}": day for how, day in days.items()})
    return under & is_open(Q(Exists(event), number=number))


def late(on: date) -> Q:
    """Return the complaints with an open stage that is past its limit on that day."""
    found = Q(pk__in=[])
    for one, number, clock in _clocks():
        found |= started_between(None, late_if_started_by(clock.limit, on, england()), number, clock, one)
    return found


def due_soon(on: date) -> Q:
    """Return the complaints with an open stage whose target or limit falls on that day or within SOON working days."""
    calendar, found = england(), Q(pk__in=[])
    ahead = calendar.add(on, SOON)
    after = date.fromordinal(ahead.toordinal() + 1)
    for one, number, clock in _clocks():
        for days in {clock.target, clock.limit}:
            passed, to_come = late_if_started_by(days, on, calendar), late_if_started_by(days, after, calendar)
            found |= started_between(passed, to_come, number, clock, one)
    return found


def waiting(on: date) -> Q:
    """Return the open complaints that nobody has acknowledged, where a clock starts on that."""
    acknowledged = StageEvent.objects.filter(stage=OuterRef("pk"), kind=StageEvent.ACKNOWLEDGED)
    found = Q(pk__in=[])
    for one, number, clock in _clocks():
        if clock.starts_on == StageEvent.ACKNOWLEDGED:
            under = Q(procedure=one.procedure, received_on__gte=one.since, received_on__lte=one.until or on)
            found |= under & is_open(Q(~Exists(acknowledged), number=number))
    return found


def clock_of(procedure: str, received: date, number: int) -> StageClock | None:
    """Return the clock of a stage under the rules that the complaint began under, None where there is none."""
    try:
        return definition(procedure, received).stages.get(number)
    except DefinitionError:
        return None


def stages_of(
    complaints: Sequence[Complaint], on: date, within: QuerySet[Any] | None = None
) -> dict[int, list[StageRow]]:
    """Return the stages of each of these complaints in order, with one query.

    Where they may be more than a database takes in one list, `within` are the same complaints as a query.
    """
    by_pk = {complaint.pk: complaint for complaint in complaints}
    wanted: Any = by_pk if within is None else within.order_by().values("pk")
    found = Stage.objects.filter(complaint__in=wanted).order_by("complaint", "number", "events__on", "events__pk")
    gathered: dict[tuple[int, int], tuple[str, list[tuple[str, date]]]] = {}
    for pk, number, outcome, kind, day in found.values_list(
        "complaint", "number", "outcome", "events__kind", "events__on"
    ):
        events = gathered.setdefault((pk, number), (outcome, []))[1]
        if kind:
            events.append((kind, day))
    rows: dict[int, list[StageRow]] = {pk: [] for pk in by_pk}
    for (pk, number), (outcome, events) in gathered.items():
        if pk in rows:  # one that came in between the two queries is for the next time
            rows[pk].append(_stage(by_pk[pk], number, outcome, events, on))
    return rows


def _stage(complaint: Complaint, number: int, outcome: str, events: list[tuple[str, date]], on: date) -> StageRow:
    clock = clock_of(complaint.procedure, complaint.received_on, number)
    closed = bool(outcome) or any(kind in StageEvent.CLOSING for kind, _ in events)
    stands = due(clock, dict(events), received=complaint.received_on, closed=closed, on=on, calendar=england())
    return StageRow(number, outcome, tuple(events), closed, stands, clock)


def current(stages: Sequence[StageRow]) -> StageRow | None:
    """Return the stage that a complaint is in: the last that it reached. An earlier one that was left open is passed."""
    return stages[-1] if stages else None


HOLDER = Assignment.objects.filter(complaint=OuterRef("pk"), part=Assignment.HOLDER, until=None)


def rows(complaints: QuerySet[Any], on: date) -> list[ComplaintRow]:
    """Return complaints as a list shows them, in the order given, with two queries."""
    named = complaints.annotate(
        team_name=F("team__name"),
        district_name=F("district__name"),
        holder_name=Subquery(HOLDER.values("person__name")),
    )
    found = list(named.only("reference", "received_on", "procedure", "send"))
    stages = stages_of(found, on)
    return [
        ComplaintRow(
            one.pk,
            one.reference,
            one.received_on,
            one.procedure,
            one.send,
            one.team_name or "",
            one.district_name or "",
            one.holder_name or "",
            current(stages[one.pk]),
        )
        for one in found
    ]


def find(pk: int, action: str = "view", *, by: Actor) -> Complaint:
    """Return one complaint that the actor may do this to. Raises NotAllowedError; Complaint.DoesNotExist alike where
    there is none and where this actor may not meet it."""
    papers = Document.objects.filter(complaint=OuterRef("pk")).order_by().values("complaint").annotate(n=Count("pk"))
    found: Complaint = (
        seen("complaint", action, by=by)
        .select_related("team__service", "district")
        .annotate(holder_name=Subquery(HOLDER.values("person__name")), papers=Subquery(papers.values("n")))
        .get(pk=pk)
    )
    return found
