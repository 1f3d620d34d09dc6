"""Compliments, comments, Ombudsman cases and learning actions: their lists, and one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q

from heard.access.policy import Actor
from heard.record.models import Comment
from heard.record.queries.pages import Order, Page, page
from heard.record.relations import seen

NEWEST = Order("Newest first", "received_on", descending=True)
BY_REFERENCE = Order("Reference", "reference", descending=True)


@dataclass(frozen=True)
class Step:
    """How a comment stands once this date of it is there, and no later one."""

    key: str
    words: str
    date: str = ""


NOT_ACKNOWLEDGED = Step("not-acknowledged", "Not acknowledged")
STEPS = (
    Step("replied", "Replied to", "replied_on"),
    Step("with-manager", "With the team manager", "sent_to_manager_on"),
    Step("acknowledged", "Acknowledged", "acknowledged_on"),
)
"""The dates of a comment, the last first."""


def stands(comment: Comment) -> Step:
    """Return how a comment stands."""
    return next((step for step in STEPS if getattr(comment, step.date)), NOT_ACKNOWLEDGED)


def _standing() -> Iterator[tuple[Step, Q]]:
    """Yield each way that a comment can stand, with the condition of standing so."""
    none_later = Q()
    for step in STEPS:
        yield step, none_later & Q(**{f"{step.date}__isnull": False})
        none_later &= Q(**{f"{step.date}__isnull": True})
    yield NOT_ACKNOWLEDGED, none_later


STATES: dict[str, dict[str, tuple[str, Q]]] = {
    "comment": {
        "waiting": ("Waiting for a reply", Q(replied_on=None)),
        **{step.key: (step.words, condition) for step, condition in reversed(list(_standing()))},
    },
}
"""Kind → what its list can be narrowed to, as (what people read, condition)."""


def listed(kind: str, state: str, *, by: Actor, after: str = "", before: str = "") -> Page[Any]:
    """Return one page of the cases of a kind that the actor may meet, in one of STATES or all, with two queries.

    Raises NotAllowedError.
    """
    found = seen(kind, "list", by=by)
    if state in STATES.get(kind, {}):
        found = found.filter(STATES[kind][state][1])
    if kind == "learning-action":
        return page(found, BY_REFERENCE, after=after, before=before)
    return page(found.select_related("team"), NEWEST, after=after, before=before)


def find(kind: str, pk: int, *, by: Actor) -> Any:
    """Return one case. Raises NotAllowedError, and ObjectDoesNotExist alike for what is not there and what this
    actor may not meet."""
    linked = ["complaint"] if kind in ("ombudsman-case", "learning-action") else []
    linked += [] if kind == "learning-action" else ["team"]
    found = seen(kind, "view", by=by).select_related(*linked).filter(pk=pk).first()
    if found is None:
        raise ObjectDoesNotExist
    return found
