"""Which procedure each point of a complaint falls under, who decided that, and every point that is not statutory."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from heard.access.policy import Actor
from heard.law.words import STATUTORY
from heard.law.years import FinancialYear
from heard.record.models import Element, RouteDecision
from heard.record.queries.one_complaint import Head
from heard.record.queries.pages import Order, Page, page
from heard.record.relations import seen

NEWEST = Order("Newest first", "received_on", descending=True)


def with_decisions(found: QuerySet[Element]) -> QuerySet[Any]:
    """Add to each point what its latest decision says; None where nobody has decided yet."""
    latest = RouteDecision.objects.filter(element=OuterRef("pk")).order_by("-pk")
    columns = {
        "decided_by": "decided_by__name",
        "decided_at": "decided_at",
        "failed_test": "failed_test",
        "decided_rule": "rule",
        "advised": "advised",
        "decided_why": "reason",
    }
    return found.annotate(**{name: Subquery(latest.values(column)[:1]) for name, column in columns.items()})


def point(head: Head, number: int) -> Any:
    """Return one point, to decide its procedure. Raises NotAllowedError, Element.DoesNotExist."""
    head.need("decide-route")
    return Element.objects.select_related("complaint", "category").get(complaint=head.complaint, number=number)


def decisions(head: Head, element: Element) -> list[RouteDecision]:
    """Return what was decided about a point, the latest first. Raises NotAllowedError."""
    head.need("view")
    return list(RouteDecision.objects.filter(element=element).select_related("decided_by").order_by("-pk"))


def diverted(year: FinancialYear | None, *, by: Actor, after: str = "", before: str = "") -> Page[Any]:
    """Return one page of the points that are not statutory, of complaints received in a year or in any, with two queries.

    Each has who decided, by which test and why, where somebody did. Raises NotAllowedError.
    """
    complaints = seen("complaint", "list", by=by)
    if year:
        complaints = complaints.filter(received_on__range=(year.first_day, year.last_day))
    found = Element.objects.exclude(route=STATUTORY).filter(complaint__in=complaints.order_by().values("pk"))
    found = found.select_related("category").annotate(
        reference=F("complaint__reference"), received_on=F("complaint__received_on")
    )
    return page(with_decisions(found), NEWEST, after=after, before=before)
