"""Work that comes round: once each time, however many workers look, and missed nights once."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from heard.jobs import schedule
from heard.jobs.schedule import Periodic, enqueue_due
from heard.jobs.worker import TASKS
from heard.record.models import Job, Schedule

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def rounds(*periodic, at):
    return [enqueue_due(one, periodic) for one in at]


def test_what_comes_round_is_asked_for_once_each_time():
    five = Periodic("clear-expired", every=timedelta(minutes=5))
    at = [NOW + minutes * MINUTE for minutes in (0, 1, 4, 5, 6)]
    assert rounds(five, at=at[:3]) == [1, 0, 0]
    Job.objects.all().delete()
    assert rounds(five, at=at[3:]) == [1, 0]


def test_of_two_workers_that_look_at_once_one_asks(monkeypatch):
    five = Periodic("clear-expired", every=timedelta(minutes=5))
    enqueue_due(NOW, (five,))
    Job.objects.all().delete()
    late = NOW + 5 * MINUTE
    stale = SimpleNamespace(values_list=lambda *names: [("clear-expired", NOW + 5 * MINUTE)])
    assert enqueue_due(late, (five,)) == 1
    Job.objects.all().delete()
    monkeypatch.setattr(
        schedule.Schedule, "objects", SimpleNamespace(values_list=stale.values_list, filter=Schedule.objects.filter)
    )
    assert enqueue_due(late, (five,)) == 0
    assert Job.objects.count() == 0


def test_work_that_waits_already_is_not_asked_for_twice():
    five = Periodic("clear-expired", every=timedelta(minutes=5))
    assert rounds(five, at=[NOW, NOW + 5 * MINUTE]) == [1, 0]


def test_missed_nights_are_made_up_once():
    nightly = Periodic("clear-old-jobs", at=time(3, 15))
    assert enqueue_due(NOW, (nightly,)) == 0
    assert Schedule.objects.get().next_at == datetime(2026, 11, 25, 3, 15, tzinfo=UTC)
    assert rounds(nightly, at=[NOW + timedelta(days=5), NOW + timedelta(days=5)]) == [1, 0]
    assert Schedule.objects.get().next_at == datetime(2026, 11, 30, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 6, 1, 12, tzinfo=UTC), datetime(2026, 6, 2, 2, 15, tzinfo=UTC)),  # summer time
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 2, 15, tzinfo=UTC)),  # it begins that night
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 3, 15, tzinfo=UTC)),  # and ends
        (datetime(2026, 11, 24, 3, 15, tzinfo=UTC), datetime(2026, 11, 25, 3, 15, tzinfo=UTC)),  # now is not later
    ],
)
def test_a_time_of_day_is_the_one_on_the_wall(now, due):
    assert Periodic("clear-old-jobs", at=time(3, 15)).after(now, now) == due


def test_old_jobs_are_cleared_and_failed_ones_stay():
    old, now = NOW - timedelta(days=91), {"task": "note", "created_at": NOW, "run_at": NOW}
    kept = [Job.objects.create(**now, given_up_at=old), Job.objects.create(**now, done_at=NOW - timedelta(days=89))]
    Job.objects.create(**now, done_at=old)
    TASKS["clear-old-jobs"].run(at=NOW)
    assert list(Job.objects.order_by("pk")) == kept
