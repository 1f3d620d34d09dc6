"""The work in the background as a page shows it, and the messages that did not arrive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from heard.access.policy import Actor, require
from heard.record.models import Job, Schedule
from heard.record.queries.pages import Order, Page, page

WAITING, RUNNING, FAILED, DONE = "waiting", "running", "failed", "done"
STATES = (WAITING, RUNNING, FAILED, DONE)

ORDERS = {
    WAITING: Order("Due first", "run_at"),
    RUNNING: Order("Due first", "run_at"),
    FAILED: Order("Latest first", "given_up_at", descending=True),
    DONE: Order("Latest first", "done_at", descending=True),
}
"""State → the order of its list."""

OLDEST = Order("Oldest first", "created_at")


def _in(state: str, now: datetime) -> Q:
    live = Q(done_at=None, given_up_at=None)
    return {
        WAITING: live & (Q(leased_until=None) | Q(leased_until__lte=now)),
        RUNNING: live & Q(leased_until__gt=now),
        FAILED: Q(done_at=None, given_up_at__isnull=False),
        DONE: Q(done_at__isnull=False),
    }[state]


def counts(*, by: Actor, now: datetime) -> dict[str, int]:
    """Return how many jobs are in each state, with one query. Raises NotAllowedError."""
    require(by, "job", "list")
    wanted: dict[str, Any] = {state: Count("pk", filter=_in(state, now)) for state in STATES}
    return dict(Job.objects.aggregate(**wanted))


def jobs(state: str, *, by: Actor, now: datetime, after: str = "", before: str = "") -> Page[Job]:
    """Return one page of the jobs in a state, one of STATES. Raises NotAllowedError, KeyError."""
    require(by, "job", "list")
    return page(Job.objects.filter(_in(state, now)), ORDERS[state], after=after, before=before)


def job(number: int, *, by: Actor) -> Job:
    """Return one job. Raises NotAllowedError, Job.DoesNotExist."""
    require(by, "job", "list")
    return Job.objects.get(pk=number)


def schedules(*, by: Actor) -> list[Schedule]:
    """Return what comes round and when it is due next, the soonest first. Raises NotAllowedError."""
    require(by, "job", "list")
    return list(Schedule.objects.order_by("next_at", "task"))
