"""One complaint as its pages show it. Each part asks for itself: names, words, papers and walls have rows of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

from heard.access.models import Person
from heard.access.policy import Actor, NotAllowedError, refusal, relations_allowing, require_some
from heard.access.roles import ROLES
from heard.law.calendars import local_day
from heard.law.timeline import Timeline, read
from heard.record.models import (
    Address,
    Assignment,
    Complaint,
    Document,
    Element,
    Event,
    Party,
    Stage,
    StageEvent,
    Wall,
)
from heard.record.models.event import LOOKS
from heard.record.models.stage import COMES_TO
from heard.record.queries import complaints
from heard.record.queries.people import names_of
from heard.record.queries.rules import here
from heard.record.relations import may, may_be_given, seen, walls_of

OFFERED = (
    "view-people", "view-words", "record", "assign", "name-person", "declare-conflict", "settle-wall", "see-looks",
    "decide-route", "record-people",
)  # fmt: skip
"""What a complaint's pages can offer, each by the access table."""


@dataclass(frozen=True)
class Head:
    """What stands at the top of each of a complaint's pages, for one reader, and what that reader may do there.

    Only `head` makes one, and it asks access. The other questions here are put to a head and look at what it allows.
    `sent` are the letters that left for the complainant, each as (its id in the procedure, day).
    """

    complaint: Complaint
    holder: str
    documents: int
    may: frozenset[str]
    by: Actor
    sent: tuple[tuple[str, date], ...] = ()

    def need(self, action: str) -> None:
        """Raise NotAllowedError unless the reader may do this to the complaint."""
        if action not in self.may:
            raise NotAllowedError(refusal(self.by.role, "complaint", action))


def head(pk: int, *, by: Actor) -> Head:
    """Return the head of a complaint, with one query. Raises NotAllowedError, Complaint.DoesNotExist."""
    return head_of(complaints.find(pk, by=by), by=by)


def head_of(complaint: Complaint, *, by: Actor) -> Head:
    """Return the head of a complaint that was found with what stands `complaints.at_the_top`. Raises NotAllowedError."""
    require_some(by, "complaint", "view")
    allowed = set(may(complaint, *OFFERED, through="view", by=by))
    if relations_allowing(by.role, "document", "view"):
        allowed.add("see-documents")
    allowed |= {f"letter-{act}" for act in ("view", "write", "approve") if relations_allowing(by.role, "letter", act)}
    counted: Any = complaint
    sent = complaints.sent(counted.letters_sent)
    return Head(complaint, counted.holder_name or "", counted.papers or 0, frozenset(allowed | {"view"}), by, sent)


def points(head: Head) -> QuerySet[Element]:
    """Return the points in order. Raises NotAllowedError."""
    head.need("view")
    return Element.objects.filter(complaint=head.complaint).select_related("category").order_by("number")


def parties(head: Head) -> list[Party]:
    """Return the people in a complaint. Raises NotAllowedError."""
    head.need("view-people")
    return list(Party.objects.filter(complaint=head.complaint).order_by("pk"))


def party(head: Head, pk: int) -> Party:
    """Return one person in a complaint, to be changed or written to. Raises NotAllowedError, Party.DoesNotExist."""
    head.need("record-people")
    found = Party.objects.get(pk=pk, complaint=head.complaint)
    found.complaint = head.complaint
    return found


def addresses(head: Head, party: Party) -> list[Address]:
    """Return every address of a person in a complaint, also those that ended, the latest first. Raises NotAllowedError."""
    head.need("record-people")
    return list(Address.objects.filter(party=party).order_by("-since", "-pk"))


def every_address(head: Head) -> list[str]:
    """Return every address that somebody in a complaint has or had. Raises NotAllowedError."""
    head.need("record-people")
    found = Address.objects.filter(party__complaint=head.complaint)
    return list(found.values_list("value", flat=True).distinct())


def assignments(head: Head) -> list[Assignment]:
    """Return everybody who has or had a part, those who have one first. Raises NotAllowedError."""
    head.need("view")
    found = Assignment.objects.filter(complaint=head.complaint).select_related("person")
    return sorted(found, key=lambda one: (one.until is not None, one.part, one.since, one.pk))


def documents(head: Head) -> list[Document]:
    """Return the papers, the latest first. Raises NotAllowedError."""
    return list(seen("document", "view", by=head.by).filter(complaint=head.complaint).order_by("-dated", "-pk"))


def walls(head: Head) -> list[Wall]:
    """Return the walls of a complaint, those that hold first. Raises NotAllowedError."""
    head.need("name-person")
    found = Wall.objects.filter(complaint=head.complaint).select_related("person", "proposed_by", "settled_by")
    return sorted(found, key=lambda wall: (wall.state not in Wall.HOLDS, wall.proposed_at, wall.pk))


def wall(head: Head, pk: int) -> Wall:
    """Return one wall of a complaint, to be settled. Raises NotAllowedError, Wall.DoesNotExist."""
    head.need("settle-wall")
    return Wall.objects.select_related("complaint").get(pk=pk, complaint=head.complaint)


def part(head: Head, pk: int) -> Assignment:
    """Return a part that somebody has now, to be ended. Raises NotAllowedError, Assignment.DoesNotExist."""
    head.need("assign")
    return Assignment.objects.select_related("complaint", "person").get(pk=pk, complaint=head.complaint, until=None)


def waiting_walls(*, by: Actor) -> QuerySet[Any]:
    """Return the walls that wait for this actor to confirm or dismiss them. Raises NotAllowedError."""
    open_to = seen("complaint", "settle-wall", by=by)
    return (
        Wall.objects.filter(state=Wall.PROPOSED, complaint__in=open_to.values("pk"))
        .exclude(proposed_by=by.person)
        .select_related("complaint", "person")
        .order_by("proposed_at", "pk")
    )


@dataclass(frozen=True)
class CameOfIt:
    """An Ombudsman case or learning action that belongs to a complaint, and what became of it ("" for nothing yet)."""

    kind: str
    pk: int
    reference: str
    became: str


BECAME = {"ombudsman-case": "decision", "learning-action": "completed"}
"""Kind of case that can belong to a complaint → the column that says what became of it."""


def came_of_it(head: Head) -> list[CameOfIt]:
    """Return what belongs to a complaint and its reader's role may see, with one query. Raises NotAllowedError."""
    head.need("view")
    found = [
        seen(kind, "list", by=head.by)
        .filter(complaint=head.complaint)
        .order_by()
        .values_list(Value(kind, CharField()), "pk", "reference", column)
        for kind, column in BECAME.items()
        if relations_allowing(head.by.role, kind, "list")
    ]
    rows = found[0].union(*found[1:], all=True) if found else []
    return [CameOfIt(*row) for row in sorted(rows)]


@dataclass(frozen=True)
class Happened:
    """One line of a complaint's timeline or of who looked.

    `day` is the day on which it happened, which can be before `event.at`, when it was recorded. What came from a
    spreadsheet has a stage event and no event of the history. `who` did it, `whom` it was about.
    """

    day: date
    event: Event | None
    stage_event: tuple[int, str] | None = None
    who: str = ""
    whom: str = ""


MOST_EVENTS = 500
TELLS_OF = {
    "complaint.acknowledged": StageEvent.ACKNOWLEDGED,
    "complaint.stage-requested": StageEvent.REQUESTED,
    "complaint.responded": StageEvent.RESPONSE_SENT,
    "complaint.closed": StageEvent.CLOSED,
    "complaint.panel-held": StageEvent.PANEL_HELD,
}
"""Action of the history → the kind of stage event that it tells of."""


def timeline(head: Head) -> list[Happened]:
    """Return what happened to a complaint, by the day on which it did, the latest first. Who only looked is left out.

    At most MOST_EVENTS events of the history are in it. Raises NotAllowedError.
    """
    head.need("view")
    found = Event.objects.filter(kind="complaint", reference=head.complaint.reference).exclude(action__in=LOOKS)
    lines = _named(found)
    events = [line.event for line in lines if line.event]
    told = {(event.details.get("stage"), TELLS_OF.get(event.action) or event.details.get("event")) for event in events}
    dated = StageEvent.objects.filter(stage__complaint=head.complaint).values_list("stage__number", "kind", "on")
    lines += [Happened(on, None, (number, kind)) for number, kind, on in dated if (number, kind) not in told]
    if not any(event.action == "complaint.received" for event in events):
        lines.append(Happened(head.complaint.received_on, None, (1, "received")))
    return sorted(lines, key=lambda line: (line.day, line.event.sequence if line.event else 0), reverse=True)


def law_timeline(head: Head, on: date, stages: Sequence[complaints.StageRow] | None = None) -> Timeline | None:
    """Return where a complaint stands on a day by its procedure; None where no rules were in force on its first day.

    What was finished is judged by the calendars that were known then. One query, beside the council's settings; none where
    its `stages` were read already, which do not say who did what. Raises NotAllowedError.
    """
    head.need("view")
    rules = here()
    law = rules.definition_or_none(head.complaint.procedure, head.complaint.received_on)
    if law is None:
        return None
    if stages is None:
        events = StageEvent.objects.filter(stage__complaint=head.complaint).order_by("on", "pk")
        rows: list[tuple[int, str, date, int | None]] = list(
            events.values_list("stage__number", "kind", "on", "person")
        )
    else:
        rows = [(stage.number, kind, day, None) for stage in stages for kind, day in stage.events]
    received, *found = complaints.happened(head.complaint, [row[:3] for row in rows])
    named = [replace(one, person=str(row[3] or "")) for one, row in zip(found, rows, strict=False)]
    named += found[len(rows) :]  # what the complaint itself says happened
    own = rules.calendars
    return read(law, [received, *named], on=on, calendars=own, settings=rules.settings, as_known=rules.as_known)


def outcomes(head: Head) -> dict[int, str]:
    """Return the stages that were reached, each with its outcome, "" while it is open. Raises NotAllowedError."""
    head.need("record")
    return dict(Stage.objects.filter(complaint=head.complaint).order_by("number").values_list("number", "outcome"))


def undated(head: Head) -> list[int]:
    """Return the stages that have an outcome and no day on which they came to it. Raises NotAllowedError."""
    head.need("view")
    ended = StageEvent.objects.filter(stage=OuterRef("pk"), kind__in=(*StageEvent.ENDING, *COMES_TO))
    found = Stage.objects.filter(~Exists(ended), complaint=head.complaint).exclude(outcome="")
    return list(found.order_by("number").values_list("number", flat=True))


def looks(head: Head) -> list[Happened]:
    """Return who opened a complaint and its papers, the latest first, at most MOST_EVENTS. Raises NotAllowedError."""
    head.need("see-looks")
    return _named(Event.objects.filter(kind="complaint", reference=head.complaint.reference, action__in=LOOKS))


def _named(found: QuerySet[Event]) -> list[Happened]:
    events = list(found.order_by("-sequence")[:MOST_EVENTS])
    about = {event.pk: f"person {event.details['person']}" for event in events if "person" in event.details}
    names = names_of([*(event.actor for event in events), *about.values()])
    return [
        Happened(
            _day_of(event),
            event,
            None,
            names.get(event.actor, event.actor),
            names.get(about.get(event.pk, ""), ""),
        )
        for event in events
    ]


def _day_of(event: Event) -> date:
    """Return the day that an event tells of: the one in its details, or the one on which it was recorded."""
    said = event.details.get("on") or event.details.get("received_on") or event.details.get("dated")
    return date.fromisoformat(said) if said else local_day(event.at)


def candidates(head: Head, on: date) -> list[Person]:
    """Return who may be given this complaint, by name. Raises NotAllowedError."""
    head.need("assign")
    away = walls_of(head.complaint).values("person")
    roles = [role for role in ROLES if may_be_given(role)]
    people = Person.objects.filter(role__in=roles, is_active=True).exclude(pk__in=away).order_by("name", "pk")
    return [person for person in people if person.may_sign_in(on)]


def nameable(head: Head) -> list[Person]:
    """Return everybody who signs in and could be complained about here, by name. Raises NotAllowedError."""
    head.need("name-person")
    return list(Person.objects.filter(is_active=True).order_by("name", "pk"))
