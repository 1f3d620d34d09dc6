"""One complaint as its pages show it. Each part asks for itself: names, words, papers and walls have rows of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from heard.access.models import Person
from heard.access.policy import Actor, NotAllowedError, refusal, relations_allowing
from heard.access.roles import ROLES
from heard.record.actions.looks import LOOKS
from heard.record.models import Assignment, Complaint, Document, Element, Event, Party, Wall
from heard.record.queries import complaints
from heard.record.queries.people import names_of
from heard.record.relations import may, seen

OFFERED = (
    "view-people", "view-words", "record", "assign", "name-person", "declare-conflict", "settle-wall", "see-looks",
)  # fmt: skip
"""What a complaint's pages can offer, each by the access table."""


@dataclass(frozen=True)
class Head:
    """What stands at the top of each of a complaint's pages, for one reader, and what that reader may do there.

    Only `head` makes one, and it asks access. The other questions here are put to a head and look at what it allows.
    """

    complaint: Complaint
    holder: str
    documents: int
    may: frozenset[str]
    by: Actor

    def need(self, action: str) -> None:
        """Raise NotAllowedError unless the reader may do this to the complaint."""
        if action not in self.may:
            raise NotAllowedError(refusal(self.by.role, "complaint", action))


def head(pk: int, *, by: Actor) -> Head:
    """Return the head of a complaint, with one query. Raises NotAllowedError, Complaint.DoesNotExist."""
    complaint = complaints.find(pk, by=by)
    allowed = set(may(complaint, *OFFERED, through="view", by=by))
    if relations_allowing(by.role, "document", "view"):
        allowed.add("see-documents")
    counted: Any = complaint
    return Head(complaint, counted.holder_name or "", counted.papers or 0, frozenset(allowed | {"view"}), by)


def points(head: Head) -> list[Element]:
    """Return the points in order. Raises NotAllowedError."""
    head.need("view")
    return list(Element.objects.filter(complaint=head.complaint).select_related("category").order_by("number"))


def parties(head: Head) -> list[Party]:
    """Return the people in a complaint. Raises NotAllowedError."""
    head.need("view-people")
    return list(Party.objects.filter(complaint=head.complaint).order_by("pk"))


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
class Happened:
    """One line of a complaint's timeline or of who looked."""

    event: Event
    who: str


MOST_EVENTS = 500


def timeline(head: Head) -> list[Happened]:
    """Return what was done to a complaint, the latest first; who only looked is left out. Raises NotAllowedError."""
    head.need("view")
    found = Event.objects.filter(kind="complaint", reference=head.complaint.reference).exclude(action__in=LOOKS)
    return _named(found)


def looks(head: Head) -> list[Happened]:
    """Return who opened a complaint and its papers, the latest first. Raises NotAllowedError."""
    head.need("see-looks")
    return _named(Event.objects.filter(kind="complaint", reference=head.complaint.reference, action__in=LOOKS))


def _named(found: QuerySet[Event]) -> list[Happened]:
    events = list(found.order_by("-sequence")[:MOST_EVENTS])
    names = names_of(event.actor for event in events)
    return [Happened(event, names.get(event.actor, event.actor)) for event in events]


def candidates(head: Head, on: date) -> list[Person]:
    """Return who may be given this complaint, by name. Raises NotAllowedError."""
    head.need("assign")
    away = Wall.objects.filter(complaint=head.complaint, state__in=Wall.HOLDS).values("person")
    roles = [role for role in ROLES if relations_allowing(role, "complaint", "view") & {"any", "assigned"}]
    people = Person.objects.filter(role__in=roles, is_active=True).exclude(pk__in=away).order_by("name", "pk")
    return [person for person in people if person.may_sign_in(on)]


def nameable(head: Head) -> list[Person]:
    """Return everybody who signs in and could be complained about here, by name. Raises NotAllowedError."""
    head.need("name-person")
    return list(Person.objects.filter(is_active=True).order_by("name", "pk"))
