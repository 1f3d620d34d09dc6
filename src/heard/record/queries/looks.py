"""Who looked at what, and who did what: the history as a page, without the cases that its reader may not meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from heard.access.policy import Actor, require
from heard.record.models import Event, LearningAction, OmbudsmanCase
from heard.record.models.event import LOOKS
from heard.record.queries.pages import Order, Page, page
from heard.record.queries.people import names_of
from heard.record.relations import behind_walls

LATEST = Order("Latest first", "sequence", descending=True)
OF_COMPLAINTS = ("complaint", "document")
OF_CASES: dict[tuple[str, ...], type[OmbudsmanCase] | type[LearningAction]] = {
    ("ombudsman_case", "ombudsman-case"): OmbudsmanCase,
    ("learning_action", "learning-action"): LearningAction,
}
"""How events name a kind of case that can belong to a complaint → its table, whose references they carry."""


@dataclass(frozen=True)
class Line:
    """One event with the name of who did it."""

    pk: int
    sequence: int
    event: Event
    who: str


def _without_walled(found: QuerySet[Event], by: Actor) -> QuerySet[Event]:
    """Leave out what tells of a complaint that this actor is kept from, and of the cases that belong to it."""
    away = behind_walls(by).values("complaint")
    walled = Q(kind__in=OF_COMPLAINTS, reference__in=behind_walls(by).values("complaint__reference"))
    for kinds, model in OF_CASES.items():
        walled |= Q(kind__in=kinds, reference__in=model._default_manager.filter(complaint__in=away).values("reference"))
    return found.exclude(walled)


def listed(
    *, by: Actor, person: int | None = None, only_looks: bool = True, after: str = "", before: str = ""
) -> Page[Line]:
    """Return one page of the history, the latest first: of one person or of all. Raises NotAllowedError."""
    require(by, "event", "list")
    found = Event.objects.all()
    if person is not None:
        found = found.filter(actor=f"person {person}")
    if only_looks:
        found = found.filter(action__in=LOOKS)
    return page(_without_walled(found, by), LATEST, after=after, before=before, rows=_lines)


def _lines(found: QuerySet[Event]) -> Sequence[Line]:
    events = list(found)
    names = names_of(event.actor for event in events)
    return [Line(event.pk, event.sequence, event, names.get(event.actor, event.actor)) for event in events]
