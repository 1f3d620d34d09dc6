"""Work that comes round: what it is and when, and asking for each occurrence once however many workers look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from heard.law.calendars import LONDON
from heard.record.actions.jobs import enqueue
from heard.record.models import Schedule


@dataclass(frozen=True)
class Periodic:
    """A task and when it comes round: `every` so often, or each day `at` a time of day in England."""

    task: str
    every: timedelta = timedelta(0)
    at: time | None = None

    def first(self, now: datetime) -> datetime:
        """Return when it is due for the first time: at once, or when that time of day comes."""
        return now if self.at is None else self.after(now, now)

    def after(self, due: datetime, now: datetime) -> datetime:
        """Return the next time later than `now`. What was missed since `due` is not made up more than once."""
        if self.at is None:
            return due + self.every * ((now - due) // self.every + 1)
        day = now.astimezone(LONDON).date()
        for ahead in range(3):
            found = datetime.combine(day + timedelta(days=ahead), self.at, LONDON).astimezone(now.tzinfo)
            if found > now:
                return found
        raise ValueError("There is such a time on every day.")


PERIODIC = (
    Periodic("take-bounces", every=timedelta(minutes=5)),
    Periodic("ask-what-came", every=timedelta(hours=1)),
    Periodic("clear-expired", every=timedelta(hours=1)),
    Periodic("clear-old-jobs", at=time(3, 15)),
)


def enqueue_due(now: datetime, periodic: tuple[Periodic, ...] = PERIODIC) -> int:
    """Ask for the work that is due, and say when it is due next; return how much. One query where nothing is due.

    Whoever moves the time on first has asked for it: of several workers one does.
    """
    kept = dict(Schedule.objects.values_list("task", "next_at"))
    asked = 0
    for one in periodic:
        due = kept.get(one.task)
        if due is None:
            due = Schedule.objects.get_or_create(task=one.task, defaults={"next_at": one.first(now)})[0].next_at
        if due > (latest := one.after(now, now)):  # the clock was ahead when this was said
            Schedule.objects.filter(task=one.task, next_at=due).update(next_at=latest)
        if due > now:
            continue
        with transaction.atomic():
            moved = Schedule.objects.filter(task=one.task, next_at=due).update(next_at=one.after(due, now))
            if moved:
                asked += enqueue(one.task, at=now, key=one.task) is not None
    return asked
