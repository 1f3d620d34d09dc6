"""Work that failed, as a person meets it: the lists, trying again, and leaving it undone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.casework import last_event
from tests.messages import post
from tests.people import actor, person

from heard.access.policy import NotAllowedError
from heard.jobs import worker
from heard.jobs.tasks import SYSTEM
from heard.jobs.worker import MOST, take
from heard.record.actions import jobs as actions
from heard.record.actions import messages
from heard.record.models import Job, Message
from heard.record.queries import jobs as queries
from heard.record.queries.letters import TO_LOOK_AT

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ask(slug="kettle", **more):
    return actions.enqueue("note", at=NOW, name=slug, **more)


@pytest.fixture
def given_up():
    job = ask(key="tea")
    Job.objects.update(given_up_at=NOW, attempts=MOST, failure="It broke.")
    job.refresh_from_db()
    return job


@pytest.fixture
def administrator():
    return actor(person("administrator"))


def test_work_that_was_given_up_can_be_tried_again(given_up, administrator):
    actions.retry(given_up, by=administrator, at=NOW)
    assert (given_up.attempts, given_up.failure) == (0, "")
    assert (last_event().action, last_event().details) == ("job.retried", {"task": "note", "attempts": MOST})
    assert take(NOW) == given_up
    with pytest.raises(ValueError, match="not given up any more"):
        actions.retry(given_up, by=administrator, at=NOW)


def test_work_is_not_tried_again_beside_the_same_work(given_up, administrator):
    ask(key="tea")
    with pytest.raises(ValueError, match="waits already"):
        actions.retry(given_up, by=administrator, at=NOW)
    assert last_event() is None


def test_work_that_was_given_up_can_be_left_undone(given_up, administrator):
    with pytest.raises(ValueError, match="why it need not be done"):
        actions.drop(given_up, why=" ", by=administrator, at=NOW)
    actions.drop(given_up, why="The kettle is gone.", by=administrator, at=NOW)
    assert last_event().payload.body == '{"why": "The kettle is gone."}'
    assert queries.counts(by=administrator, now=NOW) == {"waiting": 0, "running": 0, "failed": 0, "done": 1}


def test_a_message_that_fails_after_somebody_dealt_with_it_is_shown_again(home, letter, administrator, world):
    def shown():
        return Message.objects.filter(TO_LOOK_AT).exists()

    message, job = post(letter), Job.objects.get()
    Job.objects.update(given_up_at=NOW)
    messages.given_up(message, "Nobody answered.", by=SYSTEM, at=NOW)
    messages.settled(message, by=world.officer, at=NOW)
    actions.retry(job, by=administrator, at=NOW)
    message.refresh_from_db()
    assert (message.given_up_at, message.settled_at, shown()) == (None, None, False)
    assert messages.given_up(message, "Nobody answered.", by=SYSTEM, at=NOW) and shown()
    messages.settled(message, by=world.officer, at=NOW)
    assert messages.bounced(message, "It came back.", by=SYSTEM, at=NOW) and shown()


def test_why_a_message_came_back_stays_whatever_is_noted_later(home):
    message = post()
    messages.bounced(message, "It came back.", by=SYSTEM, at=NOW)
    messages.failed(message, "Nobody answered.", at=NOW)
    messages.sent(message, by=SYSTEM, at=NOW)
    assert (message.sent_at, message.failure) == (NOW, "It came back.")


def test_only_those_who_look_after_the_machinery_see_and_touch_it(given_up):
    officer = actor(person("complaints-officer"))
    for refused in (
        lambda: actions.retry(given_up, by=officer, at=NOW),
        lambda: actions.drop(given_up, why="no", by=officer, at=NOW),
        lambda: queries.jobs("failed", by=officer, now=NOW),
        lambda: queries.counts(by=officer, now=NOW),
        lambda: queries.job(given_up.pk, by=officer),
        lambda: queries.schedules(by=officer),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_the_lists_of_the_page(given_up, administrator, django_assert_num_queries):
    ask("waits"), ask("runs", run_at=NOW - MINUTE)
    take(NOW)
    done = ask("done")
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
