"""The queue: each job at least once, each effect once, whatever fails; and work that comes round, once an occurrence."""

import ast
import io
import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from heard.jobs import worker
from heard.jobs.schedule import PERIODIC, enqueue_due
from heard.jobs.tasks import TASKS, LaterError, Task, task
from heard.jobs.worker import MOST, WAITS, Worker, take
from heard.record.actions import jobs as actions
from heard.record.models import Category, Job, Schedule
from heard.web.logs import OneLine

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SRC = Path(__file__).parents[2] / "src"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """The time, which a test moves on."""

    def __init__(self):
        self.now = NOW
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def work(clock):
    """A worker without work that comes round."""
    return Worker(clock, clock.sleep, periodic=())


@pytest.fixture
def doing(monkeypatch):
    """Tasks that a test makes: “note” is done, “fail” fails, both after a row that is their effect."""
    monkeypatch.setattr("heard.jobs.tasks.TASKS", tasks := dict(TASKS))
    monkeypatch.setattr(worker, "TASKS", tasks)
    done = SimpleNamespace(tasks=tasks, tried=[], error=None, given_up=[])

    def effect(*, at, name):
        done.tried.append(at)
        Category.objects.create(name=name, slug=name)
        if done.error:
            raise done.error

    task("note")(effect)
    task("outside", outside=True)(effect)
    task("watched", given_up=lambda *, at, name: done.given_up.append(name))(effect)
    return done


def ask(name="note", slug="kettle", **more):
    return actions.enqueue(name, at=NOW, name=slug, **more)


def effects():
    return Category.objects.count()


# Asking for work


def test_work_is_asked_for_inside_a_transaction_only(monkeypatch):
    monkeypatch.setattr(actions, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match="in the transaction"):
        ask()


def test_work_with_a_key_waits_once_and_again_after_it_was_done(work, doing):
    assert ask(key="tea") is not None
    assert ask(key="tea") is None
    assert ask(key="coffee", slug="bean") is not None
    assert work.run_due() == 2
    assert ask(key="tea") is not None


def test_two_who_ask_for_the_same_work_at_one_moment_get_it_once(monkeypatch):
    ask(key="tea")
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda found: False)
    assert ask(key="tea") is None
    assert Job.objects.count() == 1


def test_every_task_that_is_asked_for_by_name_is_there():
    """`enqueue("name", …)` in any file of ours, and the work that comes round."""
    asked = {one.task for one in PERIODIC}
    for file in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", ""))
            if named == "enqueue" and node.args and isinstance(node.args[0], ast.Constant):
                asked.add(node.args[0].value)
    assert "send-message" in asked
    assert asked - set(TASKS) == set()


def test_a_task_has_the_shape_of_djangos_own(doing):
    assert isinstance(doing.tasks["note"], Task)
    assert doing.tasks["note"].enqueue(at=NOW, name="kettle").arguments == {"name": "kettle"}
    with pytest.raises(ValueError, match="two tasks"):
        task("note")(lambda: None)


# Doing it


def test_a_job_is_done_with_its_effect(work, doing):
    job = ask()
    assert work.step()
    job.refresh_from_db()
    assert (job.done_at, job.attempts, job.lease, effects()) == (NOW, 1, "", 1)
    assert not work.step()


def test_a_job_waits_for_its_time(work, doing, clock):
    ask(run_at=NOW + MINUTE)
    assert not work.step()
    clock.now += MINUTE
    assert work.step()


def test_what_was_to_be_done_at_once_is_due_though_the_clock_was_ahead(work, doing, clock):
    later = ask(run_at=NOW + 2 * MINUTE, slug="later")
    clock.now -= timedelta(days=1)
    ask()
    doing.error = LaterError("Not yet.")
    assert (work.run_due(), later.attempts) == (1, 0)
    assert not work.step()  # once tried, it waits for its time


def test_work_that_comes_round_does_not_wait_for_a_clock_that_was_ahead(clock):
    for day in (1, 0):
        clock.now = NOW + timedelta(days=day)
        enqueue_due(clock.now)
        Job.objects.update(done_at=clock.now)
    for one in Schedule.objects.all():
        assert one.next_at <= NOW + timedelta(days=1)
    assert Schedule.objects.get(task="take-bounces").next_at == NOW + 5 * MINUTE
    assert enqueue_due(NOW + 5 * MINUTE) == 1


def test_what_has_waited_longest_goes_first(work, doing):
    for minutes, slug in ((1, "second"), (2, "first"), (0, "third")):
        ask(slug=slug, run_at=NOW - minutes * MINUTE)
    work.run_due()
    assert list(Category.objects.order_by("pk").values_list("slug", flat=True)) == ["first", "second", "third"]


def test_a_job_that_fails_leaves_nothing_and_is_tried_again_ever_later(work, doing, clock):
    doing.error = ValueError("Robin's kettle")
    job = ask()
    for number, wait in enumerate(WAITS, start=1):
        assert work.step()
        job.refresh_from_db()
        assert (job.attempts, job.run_at, job.lease, effects()) == (number, clock.now + wait, "", 0)
        clock.now = job.run_at - timedelta(seconds=1)
        assert not work.step()
        clock.now = job.run_at
    assert work.step()
    job.refresh_from_db()
    assert (job.given_up_at, job.attempts, len(doing.tried)) == (clock.now, MOST, MOST)
    assert job.failure == "Something went wrong inside Heard (ValueError)."
    clock.now += timedelta(days=9)
    assert not work.step()


def test_it_is_tried_for_about_a_day():
    assert timedelta(hours=20) < sum(WAITS, timedelta()) < timedelta(hours=28)


def test_a_sentence_of_ours_is_kept_as_the_failure(work, doing):
    doing.error = LaterError("The mail server is busy.")
    job = ask("outside")
    work.step()
    job.refresh_from_db()
    assert (job.failure, effects()) == ("The mail server is busy.", 1)  # its effect is outside, and stays


def test_what_follows_from_giving_up_is_done_with_it(work, doing):
    doing.error = ValueError()
    Job.objects.filter(pk=ask("watched").pk).update(attempts=MOST - 1)
    work.step()
    assert doing.given_up == ["kettle"]


def test_a_job_is_given_up_though_what_follows_from_that_fails(work, doing):
    doing.tasks["broken"] = Task("broken", doing.tasks["note"].run, given_up=lambda **more: 1 / 0)
    doing.error = ValueError()
    job = ask("broken")
    Job.objects.update(attempts=MOST - 1)
    work.step()
    job.refresh_from_db()
    assert job.given_up_at == NOW


def test_work_of_another_version_waits_for_that_version(work):
    job = ask("not-yet-written")
    work.step()
    job.refresh_from_db()
    assert (job.failure, job.done_at, job.given_up_at) == (worker.UNKNOWN, None, None)


def test_the_log_says_where_it_failed_and_no_word_of_it(work, doing):
    [handler] = [one for one in logging.getLogger("heard").handlers if isinstance(one.formatter, OneLine)]
    written = io.StringIO()
    before = handler.setStream(written)
    try:
        doing.error = ValueError("Robin's kettle")
        ask()
        work.step()
    finally:
        handler.setStream(before)
    assert re.fullmatch(r"\S+Z ERROR - - - nobody ValueError jobs/worker.py:\d+\n", written.getvalue())


# A worker that is lost


def test_a_job_whose_worker_was_killed_is_done_when_the_lease_is_over(work, doing, clock):
    ask()
    assert take(clock.now).attempts == 1
    clock.now += timedelta(minutes=5) - timedelta(seconds=1)
    assert not work.step()
    clock.now += timedelta(seconds=1)
    assert work.step()
    assert (Job.objects.get().attempts, effects()) == (2, 1)


def test_a_job_that_kills_its_worker_each_time_is_given_up(work, doing, clock):
    job = ask("watched")
    for _ in range(MOST):
        take(clock.now)
        clock.now += timedelta(minutes=5)
    work.step()
    job.refresh_from_db()
    assert (job.given_up_at, job.failure, doing.tried, doing.given_up) == (clock.now, worker.STOPPED, [], ["kettle"])


def test_whoever_lost_the_lease_leaves_no_effect(work, doing, clock):
    def slow(*, at):
        Category.objects.create(name="late", slug="late")
        clock.now += timedelta(minutes=6)
        assert take(clock.now) is not None  # another worker has it by now

    doing.tasks["slow"] = Task("slow", slow)
    job = actions.enqueue("slow", at=NOW)
    assert work.step()
    job.refresh_from_db()
    assert (effects(), job.done_at) == (0, None)


def test_a_task_may_say_that_it_needs_longer(doing, clock):
    doing.tasks["long"] = Task("long", lambda: None, lease=timedelta(hours=1))
    actions.enqueue("long", at=NOW)
    assert take(clock.now).leased_until == NOW + timedelta(hours=1)


def test_the_alarm_is_set_for_the_lease_and_taken_away(doing, clock):
    rung = []
    ask()
    Worker(clock, clock.sleep, rung.append, ()).step()
    assert rung == [300, 0]


# The worker's round


def test_an_idle_worker_sleeps_and_stops_when_told(work, clock):
    work.run(lambda: len(clock.slept) == 3)
    assert clock.slept == [worker.IDLE] * 3


def test_a_worker_waits_for_a_database_that_is_away(work, clock, monkeypatch):
    def away(now):
        raise OperationalError("database is locked")

    monkeypatch.setattr(worker, "take", away)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    work.run(lambda: len(clock.slept) == 2)
    assert clock.slept == [worker.AFTER_TROUBLE] * 2


def test_an_empty_queue_costs_one_question(clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert take(clock.now) is None
