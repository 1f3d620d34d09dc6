"""The list of complaints and one complaint, as far as this person may see them.

Due dates are worked out for the rows of one page. Whether a stage is late is turned into a comparison of dates
(`law.due.late_if_started_by`), so that the database counts and picks, however many complaints there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from heard.access.policy import Actor
from heard.access.roles import FALLBACK
from heard.law import words
from heard.law.calendars import local_day
from heard.law.due import Due, chain, due, late_if_started_by
from heard.law.procedures import Clock, Definition, Rules
from heard.law.timeline import Happening
from heard.record.models import Assignment, Complaint, Document, Letter, Message, Stage, StageEvent
from heard.record.queries.joined import Joined
from heard.record.queries.rules import Here, here
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
    clock: Clock | None


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
    """Return the complaints whose last stage has no outcome and no ending event: few, so the database finds them first.

    A review panel that met ends nothing: its report and the director's response are still owed.
    """
    ending = StageEvent.objects.filter(stage=OuterRef("pk"), kind__in=StageEvent.ENDING)
    later = Stage.objects.filter(complaint=OuterRef("complaint"), number__gt=OuterRef("number"))
    unanswered = Stage.objects.filter(*which, ~Exists(ending), ~Exists(later), outcome="").order_by()
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


@dataclass(frozen=True)
class Timed:
    """One clock of a stage, over the days of receipt on which its definition holds. `after` are the clocks that follow."""

    procedure: str
    since: date
    until: date | None
    definition: Definition
    number: int
    clock: Clock
    after: tuple[Clock, ...]

    @property
    def under(self) -> Q:
        """The complaints that began under this definition."""
        found = Q(procedure=self.procedure, received_on__gte=self.since)
        return found & Q(received_on__lte=self.until) if self.until else found

    @property
    def cap(self) -> Clock | None:
        return self.definition.clocks.get(self.clock.capped_by)


def timed(rules: Rules) -> Iterable[Timed]:
    """Yield the clocks of every stage of the procedures of complaints, one for each span of days of receipt."""
    for procedure in words.PROCEDURES:
        own = [one for one in rules.all if one.procedure == procedure]
        bounds = sorted({one.since for one in own} | {one.until + DAY for one in own if one.until})
        for since, after in zip_longest(bounds, bounds[1:]):
            found = next((one for one in (*rules.council, *rules.shipped) if one in own and one.in_force(since)), None)
            for number in found.stages if found else ():
                clocks = chain(found, number) if found else ()
                for place, clock in enumerate(clocks):
                    if found:
                        until = after - DAY if after else None
                        yield Timed(procedure, since, until, found, number, clock, clocks[place + 1 :])


DAY = timedelta(days=1)


def _on(kind: str, first: date | None, last: date) -> Exists:
    """Answer of a stage whether it had an event of this kind after `first` and not after `last`."""
    event = StageEvent.objects.filter(stage=OuterRef("pk"), kind=kind, on__lte=last)
    return Exists(event.filter(on__gt=first) if first else event)


def _had(*kinds: str) -> Exists:
    return Exists(StageEvent.objects.filter(stage=OuterRef("pk"), kind__in=kinds))


def _running(one: Timed) -> Q:
    """Return the stages in which this clock can run: not passed to a later clock, skipped, or stopped for proceedings."""
    found, events = Q(number=one.number), one.definition.events
    if "stage_1_skipped" in events:
        found &= Q(~_had("stage_1_skipped"))
    if RESUBMITTED in events:
        found &= Q(~_had("stopped_for_proceedings")) | Q(_had(RESUBMITTED))
    if one.after:
        found &= Q(~_had(*(StageEvent.from_law(later.starts_on) for later in one.after)))
    return found


RESUBMITTED = "resubmitted"
"""A complaint that is made again after proceedings begins stage 1 afresh on that day."""


def started_between(first: date | None, last: date, one: Timed, here: Here, unacknowledged: bool = False) -> Q:
    """Return the complaints with this stage open and this clock of it running, which started within those days.

    A clock that starts on the acknowledgement starts on the last day for it at the latest; those that nobody acknowledged
    are among them only if asked for.
    """
    clock = one.clock
    kind = StageEvent.from_law(clock.starts_on)
    which = _running(one)
    if clock.starts_on == "received":
        if RESUBMITTED not in one.definition.events:
            return one.under & _received(first, last) & is_open(which)
        again = is_open(which & Q(_on(RESUBMITTED, first, last)))
        return one.under & ((_received(first, last) & is_open(which & Q(~_had(RESUBMITTED)))) | again)
    started = Q(_on(kind, first, last))
    if clock.starts_on_instead and here.settings.get("st2_clock_start") == clock.starts_on_instead:
        instead = StageEvent.from_law(clock.starts_on_instead)
        started = Q(_on(instead, first, last)) | (Q(~_had(instead)) & started)
    if one.cap is None:
        return one.under & is_open(which & started)
    calendar, days = here.calendar(one.cap), one.cap.target or 0
    before = late_if_started_by(days, first + DAY, calendar) if first else None
    cap = (before, late_if_started_by(days, last + DAY, calendar))
    if one.cap.starts_on == "received":
        both = one.under & _received(before, date.max) & is_open(which & started)
        late = Q(_on(kind, first, date.max)) | Q(~_had(kind)) if unacknowledged else Q(_on(kind, first, date.max))
        return both | (one.under & _received(*cap) & is_open(which & late))
    asked = StageEvent.from_law(one.cap.starts_on)
    both = Q(_on(asked, before, date.max)) & started
    late = Q(_on(kind, first, date.max)) | Q(~_had(kind)) if unacknowledged else Q(_on(kind, first, date.max))
    return one.under & is_open(which & (both | (Q(_on(asked, *cap)) & late)))


def _received(first: date | None, last: date) -> Q:
    found = Q(received_on__lte=last)
    return found & Q(received_on__gt=first) if first else found


def late(on: date) -> Q:
    """Return the complaints with an open stage that is past its limit on that day."""
    found, rules = Q(pk__in=[]), here()
    for one in timed(rules.rules):
        calendar = rules.calendar(one.clock)
        found |= started_between(
            None, late_if_started_by(one.clock.most, on, calendar), one, rules, unacknowledged=True
        )
    return _but_paused(found, on, rules, lambda due: due.state == "overdue")


def _but_paused(found: Q, on: date, rules: Here, fits: Callable[[Due], bool]) -> Q:
    """Put those that were paused, which are few, by what the law says of each: where the limit waits for a pause too."""
    if rules.settings.get("advocate_pause") != "limit_waits":
        return found
    open_ones = Complaint.objects.filter(is_open(Q(_had(StageEvent.PAUSED))))
    paused = list(open_ones.only("received_on", "procedure", "advocate_offered"))
    stages = stages_of(paused, on)
    fitting = [one.pk for one in paused if (stage := current(stages[one.pk])) and fits(stage.due)]
    return (found & ~Q(pk__in=[one.pk for one in paused])) | Q(pk__in=fitting)


def due_soon(on: date) -> Q:
    """Return the complaints with an open stage whose target or limit falls on that day or within SOON working days.

    A pause moves the target and not the limit: a stage that was paused is here by its limit alone.
    """
    found, rules = Q(pk__in=[]), here()
    for one in timed(rules.rules):
        calendar = rules.calendar(one.clock)
        after = calendar.add(on, SOON) + DAY
        for days in sorted({one.clock.target or one.clock.most, one.clock.most}):
            passed, to_come = late_if_started_by(days, on, calendar), late_if_started_by(days, after, calendar)
            soon = started_between(passed, to_come, one, rules)
            if one.clock.pauses and days != one.clock.most:
                paused = Stage.objects.filter(events__kind=StageEvent.PAUSED, number=one.number)
                soon &= ~Q(pk__in=paused.values("complaint"))
            found |= soon
        if one.cap:
            found |= _to_acknowledge(one, on, rules)
    last = rules.calendar().add(on, SOON)
    return _but_paused(found, on, rules, lambda due: bool(due.next_date and on <= due.next_date <= last))


def _to_acknowledge(one: Timed, on: date, rules: Here) -> Q:
    """Return the complaints whose acknowledgement is due on that day or within SOON working days."""
    if one.cap is None:
        return Q(pk__in=[])
    calendar, days = rules.calendar(one.cap), one.cap.target or 0
    after = calendar.add(on, SOON) + DAY
    came = late_if_started_by(days, on, calendar), late_if_started_by(days, after, calendar)
    which = _running(one) & Q(~_had(StageEvent.from_law(one.clock.starts_on)))
    if one.cap.starts_on == "received":
        return one.under & _received(*came) & is_open(which)
    return one.under & is_open(which & Q(_on(StageEvent.from_law(one.cap.starts_on), *came)))


def waiting(on: date) -> Q:
    """Return the open complaints that nobody has acknowledged, where a clock starts on that."""
    found = Q(pk__in=[])
    for one in timed(here().rules):
        if one.cap:
            under = one.under if one.until else one.under & Q(received_on__lte=on)
            acknowledged = _had(StageEvent.from_law(one.clock.starts_on))
            found |= under & is_open(_running(one) & Q(~acknowledged))
    return found


def happened(complaint: Complaint, events: Iterable[tuple[int, str, date]]) -> list[Happening]:
    """Return what happened to a complaint as the law reads it: its receipt, and each (stage, kind, day) of its stages."""
    found = [Happening(on, StageEvent.in_law(number, kind)) for number, kind, on in events]
    if complaint.advocate_offered:
        found.append(Happening(complaint.received_on, "advocate_offered"))
    return [Happening(complaint.received_on, "received"), *found]


def stages_of(
    complaints: Sequence[Complaint], on: date, within: QuerySet[Any] | None = None
) -> dict[int, list[StageRow]]:
    """Return the stages of each of these complaints in order, with one query.

    Where they may be more than a database takes in one list, `within` are the same complaints as a query.
    """
    by_pk = {complaint.pk: complaint for complaint in complaints}
    wanted: Any = by_pk if within is None else within.order_by().values("pk")
    found = Stage.objects.filter(complaint__in=wanted).order_by("complaint", "number", "events__on", "events__pk")
    gathered: dict[int, dict[int, tuple[str, list[tuple[str, date]]]]] = {pk: {} for pk in by_pk}
    for pk, number, outcome, kind, day in found.values_list(
        "complaint", "number", "outcome", "events__kind", "events__on"
    ):
        if pk in gathered:  # one that came in between the two queries is for the next time
            events = gathered[pk].setdefault(number, (outcome, []))[1]
            if kind:
                events.append((kind, day))
    rules = here()
    return {pk: _stages(by_pk[pk], stages, on, rules) for pk, stages in gathered.items()}


def _stages(
    complaint: Complaint, stages: Mapping[int, tuple[str, list[tuple[str, date]]]], on: date, rules: Here
) -> list[StageRow]:
    law = rules.definition_or_none(complaint.procedure, complaint.received_on)
    events = happened(complaint, ((number, *one) for number, (_, ones) in stages.items() for one in ones))
    rows = []
    for number, (outcome, ones) in stages.items():
        closed = bool(outcome) or any(kind in StageEvent.ENDING for kind, _ in ones)
        stands = due(law, number, events, closed=closed, on=on, calendars=rules.calendars, settings=rules.settings)
        rows.append(StageRow(number, outcome, tuple(ones), closed, stands, law.stages.get(number) if law else None))
    return rows


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
    found = list(named.only("reference", "received_on", "procedure", "send", "advocate_offered"))
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
    found: Complaint = (
        seen("complaint", action, by=by).select_related("team__service", "district").annotate(**at_the_top()).get(pk=pk)
    )
    return found


ANSWERED = ("complainant", "representative")
"""Capacities of those to whom the council answers: the complainant, or whoever it accepted as complaining for them."""

_CAME_BACK = Message.objects.filter(letter=OuterRef("pk"), delivered_at=None).filter(
    Q(bounced_at__isnull=False) | Q(given_up_at__isnull=False)
)
ARRIVES = Q(handed_on__isnull=False) | (Q(way__in=(Letter.EMAIL, Letter.EMAIL_TEXT)) & ~Exists(_CAME_BACK))
"""Letters that were posted or handed over, or went by e-mail and did not come back: those that pay what is owed."""


def at_the_top(key: str = "pk") -> dict[str, Subquery]:
    """Return what a complaint's pages say at their top and that is not of its own row. `key` leads to the complaint."""
    papers = Document.objects.filter(complaint=OuterRef(key)).order_by().values("complaint").annotate(n=Count("pk"))
    holder = Assignment.objects.filter(complaint=OuterRef(key), part=Assignment.HOLDER, until=None)
    left = Letter.objects.filter(
        ARRIVES, complaint=OuterRef(key), recipient__capacity__in=ANSWERED, released_at__isnull=False
    )
    each = Concat("rule", Value("@"), Cast("released_at", CharField()))
    sent = left.order_by().values("complaint").annotate(all=Joined(each))
    return {
        "holder_name": Subquery(holder.values("person__name")[:1]),
        "papers": Subquery(papers.values("n")),
        "letters_sent": Subquery(sent.values("all")),
    }


def sent(joined: str | None) -> tuple[tuple[str, date], ...]:
    """Return the letters of `at_the_top` that left for the complainant, each as (rule, day)."""
    parts = [one.partition("@") for one in (joined or "").split(",") if one]
    moments = [(rule, datetime.fromisoformat(at)) for rule, _, at in parts]
    return tuple((rule, local_day(at if at.tzinfo else at.replace(tzinfo=UTC))) for rule, at in moments)
