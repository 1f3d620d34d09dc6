"""How somebody stands to the records of the register, and so which of them they may see.

`seen` is where every read of a case begins: the access table says through which relations the role may do something, and
the walls of each complaint take out what nobody behind them may meet, in lists and counts as much as on a page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from heard.access.policy import ANY, Actor, NotAllowedError, decide, refusal, relations_allowing, require_some
from heard.record.models import (
    Assignment,
    Comment,
    Complaint,
    Compliment,
    Document,
    LearningAction,
    Letter,
    Message,
    OmbudsmanCase,
    Post,
    Team,
    Wall,
)

KINDS: dict[str, type[Model]] = {
    "complaint": Complaint,
    "document": Document,
    "compliment": Compliment,
    "comment": Comment,
    "ombudsman-case": OmbudsmanCase,
    "learning-action": LearningAction,
    "letter": Letter,
    "message": Message,
}
"""What the access table calls a record → its table."""

TO_COMPLAINT = {
    "complaint": "",
    "document": "complaint__",
    "ombudsman-case": "complaint__",
    "learning-action": "complaint__",
    "letter": "complaint__",
    "message": "letter__complaint__",
}
"""Kinds that belong to a complaint → how their table reaches it. Its walls are theirs."""


def posted(by: Actor) -> Q:
    """Return the posts that the actor holds on their day."""
    if by.person is None or by.on is None:
        return Q(pk__in=[])
    return Q(person=by.person, since__lte=by.on) & (Q(until=None) | Q(until__gte=by.on))


REORGANISATIONS = 8
"""How many reorganisations of a team its complaints are followed through to whoever has its work now."""


def own_teams(by: Actor) -> QuerySet[Team]:
    """Return the teams that the actor is posted to, and those whose work they have since up to 8 reorganisations."""
    mine = Post.objects.filter(posted(by)).values("team")
    found = Q(pk__in=mine)
    for times in range(1, REORGANISATIONS + 1):
        found |= Q(**{f"{'__'.join(['succeeded_by'] * times)}__in": mine})
    return Team.objects.filter(found).order_by()


def _own_team(by: Actor, path: str) -> Q:
    return Q(**{f"{path}team__in": own_teams(by).values("pk")})


def _assigned(by: Actor, path: str) -> Q:
    given = Assignment.objects.filter(person=by.person or 0, until=None)
    return Q(**{f"{path}pk__in": given.values("complaint")})


def _formerly_assigned(by: Actor, path: str) -> Q:
    given = Assignment.objects.filter(person=by.person or 0, until__isnull=False)
    return Q(**{f"{path}pk__in": given.values("complaint")})


RELATION_QUERIES: dict[str, Callable[[Actor, str], Q]] = {
    "own-team": _own_team,
    "assigned": _assigned,
    "formerly-assigned": _formerly_assigned,
}
"""Relation → the records that stand in it, by the path from their table to the complaint."""

OF_ANY_KIND = ("own-team",)
"""Relations that also hold to what belongs to no complaint: it has a team of its own. A test holds the table to this."""


def reads_cases(role: str) -> bool:
    """Answer whether somebody of this role can open a complaint, all of them or some."""
    return bool(relations_allowing(role, "complaint", "view"))


def may_be_given(role: str) -> bool:
    """Answer whether somebody of this role may be given a complaint: they could read it then."""
    return bool(relations_allowing(role, "complaint", "view-words") & {ANY, "assigned"})


def walls_of(complaint: Complaint) -> QuerySet[Wall]:
    """Return the walls of a complaint that hold now."""
    return Wall.objects.filter(complaint=complaint, state__in=Wall.HOLDS).order_by()


def behind_walls(by: Actor) -> QuerySet[Wall]:
    """Return the walls that hold and keep this actor away."""
    return Wall.objects.filter(person=by.person or 0, state__in=Wall.HOLDS).order_by()


def seen(kind: str, action: str, *, by: Actor) -> QuerySet[Any]:
    """Return the records of a kind to which the actor may do this. Raises NotAllowedError where there can be none."""
    allowed = require_some(by, kind, action)
    path = TO_COMPLAINT.get(kind, "")
    found = KINDS[kind]._default_manager.all()
    if ANY not in allowed:
        reached = Q(pk__in=[])
        for relation in sorted(allowed):
            reached |= RELATION_QUERIES[relation](by, path)
        found = found.filter(reached)
    if by.person is not None and kind in TO_COMPLAINT:
        key = f"{path}pk" if path else "pk"
        found = found.exclude(Exists(behind_walls(by).filter(complaint=OuterRef(key))))
    return found


def relations(complaint: Complaint, *, by: Actor) -> frozenset[str]:
    """Return every relation in which the actor stands to one complaint, the walls included."""
    if by.person is None:
        return frozenset()
    one = Complaint.objects.filter(pk=complaint.pk)
    found = {name for name, query in RELATION_QUERIES.items() if one.filter(query(by, "")).exists()}
    walls = behind_walls(by).filter(complaint=complaint).values_list("relation", flat=True)
    return frozenset(found | set(walls))


def require_for(complaint: Complaint, action: str, *, by: Actor) -> None:
    """Raise NotAllowedError unless the actor may do this to this complaint. Every action on one asks here first."""
    if not seen("complaint", action, by=by).filter(pk=complaint.pk).exists():
        raise NotAllowedError(refusal(by.role, "complaint", action))


def may(complaint: Complaint, *actions: str, through: str = "view", by: Actor) -> frozenset[str]:
    """Return those of the actions that the actor may do to this complaint: what a page offers.

    The complaint was found by `seen` with the action `through`, so no wall stands before it. An action that the table
    allows by every relation through which it was found needs no question of the database.
    """
    found_by = relations_allowing(by.role, "complaint", through)
    held: frozenset[str] | None = None
    allowed = set()
    for action in actions:
        reached = relations_allowing(by.role, "complaint", action)
        if ANY in reached or (reached and reached >= found_by):
            allowed.add(action)
        elif reached:
            held = relations(complaint, by=by) if held is None else held
            if decide(by.role, "complaint", held, action):
                allowed.add(action)
    return frozenset(allowed)
