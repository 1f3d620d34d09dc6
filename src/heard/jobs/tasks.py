"""Work under its name. `@task("name")` makes a function one; the result has `.enqueue()`, in the shape of Django 6's tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from heard.access.policy import Actor
from heard.record.actions import jobs
from heard.record.models import Job

LEASE = timedelta(minutes=5)
"""How long a worker has for a job, unless its task says otherwise. Then another one takes it."""

SYSTEM = Actor("heard", "operator")
"""Who does the work, in the history."""

Work = Callable[..., None]


@dataclass(frozen=True)
class Task:
    """A function that a worker runs. `outside` says that its effect is not in the database, so that it does not run in the
    transaction that marks the job as done: it runs again where a worker is killed in between, and must bear that.
    `given_up` is called with the same arguments, in the transaction that marks the job as given up.
    """

    name: str
    run: Work
    outside: bool = False
    lease: timedelta = LEASE
    given_up: Work | None = None

    def enqueue(self, *, at: datetime, key: str = "", run_at: datetime | None = None, **arguments: Any) -> Job | None:
        """Ask for this work in the caller's transaction, as `record.actions.jobs.enqueue` does."""
        return jobs.enqueue(self.name, at=at, key=key, run_at=run_at, **arguments)


TASKS: dict[str, Task] = {}
"""Name → task, of every module that was imported. `heard.jobs.worker` imports all of them."""


class LaterError(Exception):
    """The work could not be done this time. The message is a sentence that holds nothing personal, and is kept."""


def task(
    name: str, *, outside: bool = False, lease: timedelta = LEASE, given_up: Work | None = None
) -> Callable[[Work], Task]:
    """Make a function a task. It is called with the arguments of the job and with `at`, the time at which it begins."""

    def register(function: Work) -> Task:
        if name in TASKS:
            raise ValueError(f"There are two tasks called “{name}”.")
        TASKS[name] = Task(name, function, outside, lease, given_up)
        return TASKS[name]

    return register
