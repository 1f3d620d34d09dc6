"""No page asks the database more often for a larger register, and none asks more than twelve times."""

import sys
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.figure_pages import count
from tests.made_pages import get, make_world, pages
from tests.people import sign_in

from heard.access.sessions import SEEN, WRITE_AFTER
from heard.reporting import editions

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

MOST = 12
ROLES = ("complaints-manager", "team-manager", "administrator")
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
NOT_HERE = ("dry-run",)
"""Reading a workbook again is measured with imports, in test_query_counts."""


def statements(browser, address):
    """Return the status of a page and how many statements it made, signing in included."""
    with CaptureQueriesContext(connection) as captured:
        answer = get(browser, address)
    made = [query["sql"] for query in captured if not query["sql"].lstrip().startswith(NOT_COUNTED)]
    return answer.status_code, len(made)


def age(browser):
    """Make the session say that it was last seen so long ago that the next page writes it."""
    session = browser.session
    session[SEEN] = int(time.time()) - WRITE_AFTER - 1
    session.save()


def measure(world):
    """Return (role, page, whether the session is written) → how many statements."""
    found = {}
    for role in ROLES:
        browser = sign_in(Client(), world.people[role])
        for name, address in pages(world, role):
            if name in NOT_HERE:
                continue
            status, number = statements(browser, address)
            if status == 403:
                continue
            assert status == 200, (role, name, status)
            found[role, name, False] = number
            age(browser)
            found[role, name, True] = statements(browser, address)[1]
    return found


def test_every_page_asks_as_often_for_200_of_everything_as_for_20(monkeypatch, capsys):
    monkeypatch.setattr(editions, "render_word", lambda report, lists: b"PK")  # drawing its pictures takes a second
    world = make_world()
    world.grow(20)
    count()
    few = measure(world)
    world.grow(180)
    count()
    many = measure(world)
    assert {page: (few[page], many[page]) for page in few if few[page] != many[page]} == {}
    (_, name, _), most = max(many.items(), key=lambda one: one[1])
    with capsys.disabled():
        sys.stdout.write(f"\nmost statements on a page: {most} ({name})\n")
    assert {page: number for page, number in many.items() if number > MOST} == {}
    assert len({name for _, name, _ in few}) > 30


def test_writing_the_session_is_one_statement_more():
    world = make_world()
    browser = sign_in(Client(), world.people["complaints-manager"])
    browser.get("/districts/")
    fresh = statements(browser, "/districts/")[1]
    age(browser)
    assert statements(browser, "/districts/")[1] == fresh + 1
