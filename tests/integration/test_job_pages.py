"""The page of the work in the background: what waits, runs, failed and was done, and trying again what was given up."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.casework import AT, last_event
from tests.pages import refused, text
from tests.people import person, sign_in

from heard.casework.words import TASKS
from heard.jobs import schedule, tasks, worker
from heard.record.models import Job, Schedule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HOUR = timedelta(hours=1)


@pytest.fixture
def today(monkeypatch):
    """Every page is opened on Wednesday 30 September 2026."""
    monkeypatch.setattr("heard.access.door.timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def administrator(client):
    return sign_in(client, person("administrator"))


def job(**fields):
    given = {"task": "send-message", "arguments": {"message": 1}, "created_at": AT - HOUR, "run_at": AT, **fields}
    return Job.objects.create(**given)


@pytest.fixture
def failed():
    return job(given_up_at=AT, attempts=8, failure="The mail server could not be reached.", key="send 1")


def test_every_task_has_words():
    assert worker
    assert set(TASKS) == {name for name in tasks.TASKS if "test" not in name} >= {one.task for one in schedule.PERIODIC}


def test_each_state_has_its_number_and_its_list(administrator, failed):
    job(task="clear-expired")
    job(leased_until=AT + HOUR)
    job(task="take-bounces", done_at=AT)
    page = text(administrator.get(reverse("jobs")))
    for tab in ("Failed (1)", "Waiting (1)", "Running (1)", "Done (1)"):
        assert tab in page
    assert "The mail server could not be reached." in page and "8 times" in page
    for state, what in (("waiting", "Clear what has expired"), ("done", "Look for e-mails that came back")):
        page = text(administrator.get(reverse("jobs"), {"state": state}))
        assert f"{what}, number" in page and "Try again" not in page


def test_nothing_says_so_and_so_does_a_worker_that_never_ran(administrator):
    page = text(administrator.get(reverse("jobs"), {"state": "no such"}))
    assert "Nothing waits." in page and "No worker has run yet." in page
    Schedule.objects.create(task="take-bounces", next_at=AT)
    page = text(administrator.get(reverse("jobs")))
    assert "Look for e-mails that came back: next on 30 September 2026 at 11:00" in page


def test_what_was_given_up_is_tried_again_once(administrator, failed):
    assert administrator.post(reverse("retry-job", args=[failed.pk]), {"again": "yes"}).status_code == 302
    failed.refresh_from_db()
    assert (failed.given_up_at, failed.attempts, failed.run_at) == (None, 0, AT)
    assert (last_event().action, last_event().payload if hasattr(last_event(), "payload") else None) == (
        "job.retried",
        None,
    )
    again = administrator.post(reverse("retry-job", args=[failed.pk]), {"again": "yes"})
    assert refused(again) == [("", "This work is not given up any more. Load the page again.")]


def test_it_is_not_tried_again_beside_the_same_work(administrator, failed):
    job(key="send 1")
    answer = administrator.post(reverse("retry-job", args=[failed.pk]), {"again": "yes"})
    assert refused(answer) == [("", "The same work waits already. Nothing was changed.")]


def test_it_is_left_undone_with_a_reason(administrator, failed):
    address = reverse("drop-job", args=[failed.pk])
    assert refused(administrator.post(address, {"why": " "})) == [("id_why", "Say why, in a sentence.")]
    assert administrator.post(address, {"why": "Posted instead."}).status_code == 302
    assert "Failed (0)" in text(administrator.get(reverse("jobs")))
    assert "Posted instead." in last_event().payload.body


@pytest.mark.parametrize("role", ["complaints-officer", "director", "auditor"])
def test_who_does_not_look_after_the_machinery_sees_none_of_it(client, failed, role):
    browser = sign_in(client, person(role))
    assert browser.get(reverse("jobs")).status_code == 403
    assert browser.post(reverse("retry-job", args=[failed.pk]), {"again": "yes"}).status_code == 403
    assert browser.get(reverse("drop-job", args=[failed.pk])).status_code == 403


def test_there_is_a_way_to_it_from_the_settings(administrator, failed):
    assert reverse("jobs") in text(administrator.get(reverse("settings")))
    assert administrator.get(reverse("drop-job", args=[failed.pk + 1])).status_code == 404
