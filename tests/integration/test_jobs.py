"""The queue: each job at least once, each effect once, whatever fails; and work that comes round, once an occurrence."""

import ast
import io
import logging
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from tests.casework import last_event
from tests.people import actor, person

from heard.access.policy import NotAllowedError
from heard.jobs import schedule, worker
from heard.jobs.schedule import PERIODIC, Periodic, enqueue_due
from heard.jobs.tasks import TASKS, LaterError, Task, task
from heard.jobs.worker import MOST, WAITS, Worker, take
from heard.record.actions import jobs as actions
from heard.record.models import Category, Job, Schedule
from heard.record.queries import jobs as queries
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


# Work that comes round


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


def test_old_jobs_are_cleared_and_failed_ones_stay(work):
    old, now = NOW - timedelta(days=91), {"task": "note", "created_at": NOW, "run_at": NOW}
    kept = [Job.objects.create(**now, given_up_at=old), Job.objects.create(**now, done_at=NOW - timedelta(days=89))]
    Job.objects.create(**now, done_at=old)
    TASKS["clear-old-jobs"].run(at=NOW)
    assert list(Job.objects.order_by("pk")) == kept


# What a person does with work that failed


@pytest.fixture
def given_up(doing):
    job = ask(key="tea")
    Job.objects.update(given_up_at=NOW, attempts=MOST, failure="It broke.")
    job.refresh_from_db()
    return job


@pytest.fixture
def administrator():
    return actor(person("administrator"))


def test_work_that_was_given_up_can_be_tried_again(given_up, administrator, work):
    actions.retry(given_up, by=administrator, at=NOW)
    assert (given_up.attempts, given_up.failure) == (0, "")
    assert (last_event().action, last_event().details) == ("job.retried", {"task": "note", "attempts": MOST})
    assert work.step()
    with pytest.raises(ValueError, match="not given up any more"):
        actions.retry(given_up, by=administrator, at=NOW)


def test_work_is_not_tried_again_beside_the_same_work(given_up, administrator):
    ask(key="tea")
    with pytest.raises(ValueError, match="waits already"):
        actions.retry(given_up, by=administrator, at=NOW)
    assert last_event() is None


def test_work_that_was_given_up_can_be_left_undone(given_up, administrator, work):
    with pytest.raises(ValueError, match="why it need not be done"):
        actions.drop(given_up, why=" ", by=administrator, at=NOW)
    actions.drop(given_up, why="The kettle is gone.", by=administrator, at=NOW)
    assert last_event().payload.body == '{"why": "The kettle is gone."}'
    assert queries.counts(by=administrator, now=NOW) == {"waiting": 0, "running": 0, "failed": 0, "done": 1}


def test_only_those_who_look_after_the_machinery_see_and_touch_it(given_up):
    officer = actor(person("complaints-officer"))
    for refused in (
        lambda: actions.retry(given_up, by=officer, at=NOW),
        lambda: actions.drop(given_up, why="no", by=officer, at=NOW),
        lambda: queries.jobs("failed", by=officer, now=NOW),
        lambda: queries.counts(by=officer, now=NOW),
        lambda: queries.job(given_up.pk, by=officer),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_the_lists_of_the_page(given_up, administrator, django_assert_num_queries):
    ask(slug="waits"), ask(slug="runs", run_at=NOW - MINUTE)
    take(NOW)
    done = ask(slug="done")
    Job.objects.filter(pk=done.pk).update(done_at=NOW)
    with django_assert_num_queries(1):
        assert queries.counts(by=administrator, now=NOW) == {"waiting": 1, "running": 1, "failed": 1, "done": 1}
    for state, slug in (("waiting", "waits"), ("running", "runs"), ("failed", "kettle"), ("done", "done")):
        found = queries.jobs(state, by=administrator, now=NOW)
        assert ([row.arguments["name"] for row in found.rows], found.total) == ([slug], 1)
    assert queries.job(done.pk, by=administrator) == done


def test_a_long_list_is_turned_by_key(administrator, monkeypatch):
    moments = [NOW + number * MINUTE for number in (0, 0, 1, 2)]
    rows = [Job.objects.create(task="note", created_at=NOW, run_at=at, done_at=at) for at in moments]
    monkeypatch.setattr(queries, "page", lambda *words, **more: page(*words, **more, size=2))
    first = queries.jobs("done", by=administrator, now=NOW)
    second = queries.jobs("done", by=administrator, now=NOW, after=first.after)
    assert [*first.rows, *second.rows] == rows[::-1]
    assert queries.jobs("done", by=administrator, now=NOW, before=second.before).rows == first.rows
    for key in ("x~1", "2026-11-24~1", "0001-01-01T00:00:00+14:00~1", "\0~1"):
        assert queries.jobs("done", by=administrator, now=NOW, after=key).rows == first.rows


page = queries.page


def test_jobs_are_taken_by_an_index():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        query, parameters = Job.objects.filter(worker.due(NOW)).order_by("run_at", "pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN {query}", parameters)
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "SEARCH" in plan and "SCAN" not in plan
