"""Compliments, comments, Ombudsman cases and learning actions: their lists, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet

from heard.access.policy import Actor
from heard.law.years import FinancialYear
from heard.record.queries.pages import Order, Page, page
from heard.record.relations import seen

KINDS_OF_CASES = ("compliment", "comment", "ombudsman-case", "learning-action")

NEWEST = Order("Newest first", "received_on", descending=True)
BY_REFERENCE = Order("Reference", "reference", descending=True)

STATES: dict[str, dict[str, tuple[str, Q]]] = {
    "comment": {
        "waiting": ("Waiting for a reply", Q(replied_on=None)),
        "not-acknowledged": ("Not acknowledged", Q(acknowledged_on=None, replied_on=None)),
        "replied": ("Replied to", Q(replied_on__isnull=False)),
    },
}
"""Kind → what its list can be narrowed to, as (what people read, condition)."""


def _narrowed(kind: str, found: QuerySet[Any], typed: Mapping[str, str]) -> QuerySet[Any]:
    state = STATES.get(kind, {}).get(typed.get("state", ""))
    if state:
        found = found.filter(state[1])
    team = typed.get("team", "")
    if team.isascii() and team.isdigit() and kind != "learning-action":
        found = found.filter(team=int(team[:17]))
    try:
        year = FinancialYear.parse(typed.get("year", ""))
    except ValueError:
        return found
    if kind == "learning-action":
        return found.filter(year=str(year))
    return found.filter(received_on__range=(year.first_day, year.last_day))


def listed(kind: str, typed: Mapping[str, str], *, by: Actor, after: str = "", before: str = "") -> Page[Any]:
    """Return one page of the cases of a kind that the actor may meet, with two queries. Raises NotAllowedError."""
    found = _narrowed(kind, seen(kind, "list", by=by), typed)
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
