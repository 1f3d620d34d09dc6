"""What waits for somebody when they sign in: a few numbers, each with the list behind it, and the most urgent cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Func, IntegerField, QuerySet, Subquery

from heard.access.models import Person
from heard.access.policy import Actor, relations_allowing
from heard.access.roles import SIGNS_IN
from heard.record.queries import complaints, listing
from heard.record.queries.cases import STATES
from heard.record.queries.letters import TO_LOOK_AT, WAITS
from heard.record.queries.one_complaint import waiting_walls
from heard.record.relations import reads_cases, seen

MOST = 10


@dataclass(frozen=True)
class Waiting:
    """What waits. `counts` has one number for each state of the list of complaints; None where the role sees no case.
    `letters` has what letters wait for, and “failed” for messages that did not arrive: no more than the role may see.
    """

    counts: dict[str, int] | None
    urgent: list[complaints.ComplaintRow]
    comments: int | None
    letters: dict[str, int]
    walls: list[Any]
    links: list[Person]


def may_list(by: Actor, kind: str) -> bool:
    return bool(relations_allowing(by.role, kind, "list"))


def waiting(*, by: Actor, on: date) -> Waiting:
    """Return what waits for this actor on that day. Raises NotAllowedError never: what the role may not see is left out."""
    counts, urgent = _complaints(by, on) if may_list(by, "complaint") else (None, [])
    others = _others(by)
    comments = others.pop("comments", None)
    walls = list(waiting_walls(by=by)[:MOST]) if relations_allowing(by.role, "complaint", "settle-wall") else []
    return Waiting(counts, urgent, comments, others, walls, _links(by, on))


def _others(by: Actor) -> dict[str, int]:
    """Return how many comments, letters and messages wait, of those that the role may see, with one query."""
    found: dict[str, QuerySet[Any]] = {}
    if may_list(by, "comment"):
        found["comments"] = seen("comment", "list", by=by).filter(STATES["comment"]["waiting"][1])
    if relations_allowing(by.role, "letter", "view"):
        written = seen("letter", "view", by=by).filter(discarded_at=None)
        found |= {waits: written.filter(which) for waits, which in WAITS.items()}
    if may_list(by, "message"):
        found["failed"] = seen("message", "list", by=by).filter(TO_LOOK_AT)
    if not found:
        return {}
    numbers = {
        f"n_{name}": Subquery(some.order_by().annotate(n=Func("pk", function="COUNT")).values("n"), IntegerField())
        for name, some in found.items()
    }
    row = Person.objects.filter(pk=by.person or 0).values(**numbers).first() or dict.fromkeys(numbers, 0)
    return {name: row[f"n_{name}"] for name in found}


def _links(by: Actor, on: date) -> list[Person]:
    """Return those who wait for a link to set a password which this actor may make, because they read cases too."""
    if not relations_allowing(by.role, "person", "give-case-link"):
        return []
    roles = [role for role in SIGNS_IN if reads_cases(role)]
    without = Person.objects.filter(role__in=roles, is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return [person for person in without.order_by("name", "pk")[:MOST] if person.may_sign_in(on)]


def _complaints(by: Actor, on: date) -> tuple[dict[str, int], list[complaints.ComplaintRow]]:
    """Count each state of the open complaints in one query, and return those that are due soonest."""
    is_open = complaints.is_open()
    found = seen("complaint", "list", by=by).filter(is_open)
    counts = found.aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=listing.state("overdue", on)),
        due_soon=Count("pk", filter=listing.state("due-soon", on)),
        not_acknowledged=Count("pk", filter=listing.state("not-acknowledged", on)),
        mine=Count("pk", filter=complaints.held("me", by=by)),
        nobody=Count("pk", filter=complaints.held("nobody", by=by)),
    )
    choices = listing.Choices(state="open", sort=listing.SOONEST)
    if counts["mine"]:
        choices = listing.Choices(state="open", sort=listing.SOONEST, held="me")
    return counts, list(listing.listed(choices, by=by, on=on, size=MOST).rows)
