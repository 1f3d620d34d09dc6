"""Asking for work to be done outside a request; and what a person does with work that failed.

Work is named here by its task and nothing more: `heard.jobs` has a function under each name.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from heard.access.policy import Actor, require
from heard.record.actions import checks, history
from heard.record.models import Job, Message


def enqueue(
    task: str, *, at: datetime, key: str = "", run_at: datetime | None = None, **arguments: int | str
) -> Job | None:
    """Write a job in the caller's transaction, so that the work is asked for where the rest was saved, and only there.

    It runs at `run_at`, or as soon as may be, with `arguments`: ids and nothing personal. Where a job with this `key` waits
    already, or runs, nothing is written and None returned. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Work is asked for in the transaction that makes it necessary.")
    made = Job(task=task, arguments=arguments, key=key, created_at=at, run_at=run_at or at)
    if not key:
        made.save()
        return made
    if Job.objects.filter(key=key, done_at=None, given_up_at=None).exists():
        return None
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody else asked at the same moment
        return None
    return made


def retry(job: Job, *, by: Actor, at: datetime) -> None:
    """Have work that was given up tried again, as often as new work. Raises NotAllowedError, ValueError.

    A message that it sends is under way again: should it be given up once more, somebody must look once more.
    """
    require(by, "job", "retry")
    changes: dict[str, Any] = {"given_up_at": None, "attempts": 0, "run_at": at, "failure": ""}
    try:
        with transaction.atomic():
            _change(job, changes, "job.retried", by, at)
            if job.task == "send-message":
                waiting = Message.objects.filter(pk=job.arguments.get("message"), sent_at=None, bounced_at=None)
                waiting.update(given_up_at=None, settled_at=None)
    except IntegrityError:
        raise ValueError("The same work waits already. Nothing was changed.") from None


def drop(job: Job, *, why: str, by: Actor, at: datetime) -> None:
    """Leave undone what was given up, so that it is on no list of work that failed. Raises NotAllowedError, ValueError."""
    require(by, "job", "retry")
    reason = checks.text(why, 300, "why it need not be done", needed=True)
    with transaction.atomic():
        payload = json.dumps({"why": reason}, ensure_ascii=False)
        _change(job, {"done_at": at, "failure": DROPPED}, "job.dropped", by, at, payload)


DROPPED = "Somebody said that it need not be done."


def _change(
    job: Job, changes: dict[str, Any], action: str, by: Actor, at: datetime, payload: str | None = None
) -> None:
    """Change a job that was given up and note it; inside the caller's transaction."""
    history.lock()
    if not Job.objects.filter(pk=job.pk, done_at=None, given_up_at__isnull=False).update(**changes):
        raise ValueError("This work is not given up any more. Load the page again.")
    entry = history.Entry(action, "job", str(job.pk), {"task": job.task, "attempts": job.attempts}, payload)
    history.append([entry], by=by, at=at)
    job.refresh_from_db()
