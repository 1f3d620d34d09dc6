"""Taking jobs one after the other and doing them, so that none is lost and none is marked as done that is not.

A job is leased for some minutes. Whoever holds the lease alone may mark it; where they are killed the lease runs out and
another takes the job. Every try counts when it begins, so that a job which kills its worker is given up as well.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import F, Q

from heard.jobs import ask_what_came, clear_expired, clear_old_jobs, send_message, take_bounces  # noqa: F401  # register
from heard.jobs.schedule import PERIODIC, Periodic, enqueue_due
from heard.jobs.tasks import LEASE, TASKS, LaterError, Task
from heard.record.models import Job

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 360, 360))
"""How long a job waits after each try that failed."""

MOST = len(WAITS) + 1
"""How often a job is tried, about a day in all, before a person must look."""

IDLE, AFTER_TROUBLE = 1.0, 5.0
"""Seconds between two looks at an empty queue, and after the database did not answer."""

STOPPED = "Whoever worked on this was stopped each time, and it is not known why."
UNKNOWN = "This version of Heard does not know this work."

log = logging.getLogger("heard.jobs")


class LeaseLostError(Exception):
    """Another worker has the job by now, so what this one did with it in the database must not stay."""


def ignore(seconds: float) -> None:
    """Do nothing. In a process of its own a worker is ended instead, when a job's lease is over."""


@dataclass(frozen=True)
class Worker:
    """Does jobs. `now` tells the time, `sleep` waits for so many seconds, `alarm` is told how long the next job may take
    and gets 0 when it is over."""

    now: Callable[[], datetime]
    sleep: Callable[[float], Any]
    alarm: Callable[[float], Any] = ignore
    periodic: tuple[Periodic, ...] = PERIODIC

    def run(self, stop: Callable[[], bool]) -> None:
        """Work until told to stop, which is asked between two jobs. A database that is away for a while is waited for."""
        while not stop():
            try:
                enqueue_due(self.now(), self.periodic)
                worked = self.step()
            except DatabaseError as error:
                log.error("The database did not answer.", exc_info=error)
                connections.close_all()
                self.sleep(AFTER_TROUBLE)
                continue
            if not worked:
                self.sleep(IDLE)

    def run_due(self) -> int:
        """Do what is due now and what follows from it at once; return how many jobs that were."""
        enqueue_due(self.now(), self.periodic)
        done = 0
        while self.step():
            done += 1
        return done

    def step(self) -> bool:
        """Do the job that has been due for longest. Answer whether there was one."""
        job = take(self.now())
        if job is None:
            return False
        self.alarm(_lease(job).total_seconds())
        try:
            self._do(job)
        finally:
            self.alarm(0)
        return True

    def _do(self, job: Job) -> None:
        if job.attempts > MOST:
            give_up(job, job.failure or STOPPED, self.now())
            return
        try:
            self._run(job, TASKS.get(job.task))
        except LeaseLostError:
            log.warning("A job took longer than its lease.")
        except LaterError as error:
            log.warning("A job is tried again later.", exc_info=error)
            put_off(job, str(error), self.now())
        except Exception as error:  # whatever it is, the next job must be done
            log.error("A job failed.", exc_info=error)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            put_off(job, f"Something went wrong inside Heard ({type(error).__name__}).", self.now())

    def _run(self, job: Job, task: Task | None) -> None:
        if task is None:
            raise LaterError(UNKNOWN)
        if task.outside:
            task.run(at=self.now(), **job.arguments)
            with transaction.atomic():
                mark(job, done_at=self.now(), failure="")
            return
        with transaction.atomic():
            task.run(at=self.now(), **job.arguments)
            mark(job, done_at=self.now(), failure="")


def _lease(job: Job) -> timedelta:
    return TASKS[job.task].lease if job.task in TASKS else LEASE


def due(now: datetime) -> Q:
    """Return which jobs wait to be done now: those whose time has come, and those whose worker was lost.

    What was to be done at once is due at once, also where whoever asked for it had a clock that was ahead.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    come = Q(run_at__lte=now) | Q(run_at__gt=now, run_at=F("created_at"), attempts=0)
    return Q(done_at=None, given_up_at=None) & come & free


def take(now: datetime) -> Job | None:
    """Lease the job that has been due for longest; None where none is. An empty queue is read and not locked."""
    waiting = Job.objects.filter(due(now)).order_by("run_at", "pk")
    if not waiting.exists():
        return None
    with transaction.atomic():
        job = waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
        if job is not None:
            job.lease, job.attempts = secrets.token_hex(16), job.attempts + 1
            job.leased_until = now + _lease(job)
            job.save(update_fields=["lease", "leased_until", "attempts"])
    return job


def mark(job: Job, **changes: Any) -> None:
    """Change a job whose lease still holds, and end the lease. Raises LeaseLostError where it is another's by now."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease, done_at=None, given_up_at=None)
    if not held.update(lease="", leased_until=None, **changes):
        raise LeaseLostError


def put_off(job: Job, failure: str, now: datetime) -> None:
    """Have a job tried again after a while, or give it up after the last try."""
    if job.attempts >= MOST:
        give_up(job, failure, now)
        return
    with transaction.atomic():
        _mark_if_held(job, run_at=now + WAITS[job.attempts - 1], failure=failure[:300])


def give_up(job: Job, failure: str, now: datetime) -> None:
    """Mark a job as one that a person must look at, with what its task does then, in one transaction."""
    task = TASKS.get(job.task)
    try:
        with transaction.atomic():
            if _mark_if_held(job, given_up_at=now, failure=failure[:300]) and task and task.given_up:
                task.given_up(at=now, **job.arguments)
    except DatabaseError:
        raise
    except Exception as error:  # the job would come back for ever
        log.error("What follows from giving up failed.", exc_info=error)
        with transaction.atomic():
            _mark_if_held(job, given_up_at=now, failure=failure[:300])


def _mark_if_held(job: Job, **changes: Any) -> bool:
    try:
        mark(job, **changes)
    except LeaseLostError:
        log.warning("A job took longer than its lease.")
        return False
    return True
