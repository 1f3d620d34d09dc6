"""Who looks is noted, once and without a personal word; and looking changes nothing else, whatever one opens."""

import hashlib
import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.figure_pages import count, figure_address
from tests.made_pages import get, keep_uploads, make_world, pages, routes
from tests.made_reports import AT, OPERATOR, WORKBOOKS
from tests.people import person, sign_in

from heard.access.roles import SIGNS_IN
from heard.record.actions.looks import looked
from heard.record.models import Complaint, Event, Party, Wall
from heard.record.models.event import LOOKS
from heard.record.queries.history import verify
from heard.reporting import editions

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

CHANGED_BY_LOOKING = {"record_event", "record_eventpayload", "django_session"}
PERSONAL = ("Sam Sample", "A kettle.", "A letter", "Thanks.", "A question.", "a.txt", "@", "The director")


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(editions, "render_word", lambda report, lists: b"PK")  # drawing its pictures takes a second
    made = make_world()
    Party.objects.create(complaint=made.complaint, capacity="child", name="Sam Sample")
    count()
    return made


def noted(browser, address):
    """Return what a page appended to the history."""
    last = Event.objects.order_by("-sequence").first()
    get(browser, address)
    return list(Event.objects.filter(sequence__gt=last.sequence if last else 0).order_by("sequence"))


OPENING = {
    # page → action, kind, reference, details
    "complaint": ("complaint.viewed", "complaint", "OPENED", {"part": "complaint"}),
    "timeline": ("complaint.viewed", "complaint", "OPENED", {"part": "timeline"}),
    "papers": ("complaint.viewed", "complaint", "OPENED", {"part": "papers"}),
    "looks": ("complaint.viewed", "complaint", "OPENED", {"part": "looks"}),
    "dates": ("complaint.viewed", "complaint", "OPENED", {"part": "dates"}),
    "self-check": ("complaint.viewed", "complaint", "OPENED", {"part": "self-check"}),
    "kept-away": ("complaint.viewed", "complaint", "OPENED", {"part": "kept-away"}),
    "paper": ("document.opened", "complaint", "OPENED", {"document": None}),
    "complaint-letters": ("complaint.viewed", "complaint", "OPENED", {"part": "letters"}),
    "letter": ("complaint.viewed", "complaint", "OPENED", {"part": "letter"}),
    "letter-file": ("letter.opened", "complaint", "OPENED", {"letter": None, "file": "pdf"}),
    "compliment": ("compliment.viewed", "compliment", "COMPLIMENT-2022-0", {}),
    "comment": ("comment.viewed", "comment", "COMMENT-2022-0", {}),
    "ombudsman-case": ("ombudsman-case.viewed", "ombudsman-case", "OMBUDSMAN-2022-0", {}),
    "learning-action": ("learning-action.viewed", "learning-action", "LEARNING-2022-0", {}),
    "figure": ("figure.opened", "report", "2022/23", {"figure": "all.received", "shown": 1}),
}


@pytest.mark.parametrize("name", OPENING)
def test_opening_it_is_one_event_with_who_and_what(world, name):
    manager = world.people["complaints-manager"]
    [event] = noted(sign_in(Client(), manager), dict(pages(world, "complaints-manager"))[name])
    action, kind, reference, details = OPENING[name]
    known = {"document": world.paper.pk, "letter": world.letter.pk}
    wanted = {key: known[key] if value is None else value for key, value in details.items()}
    assert (event.action, event.kind, event.reference, event.details) == (action, kind, reference, wanted)
    assert (event.actor, event.role) == (f"person {manager.pk}", "complaints-manager")
    assert action in LOOKS


def test_every_page_of_one_record_is_among_them():
    of_one = {route.name for route in routes() if route.pattern.converters and route.callback.door[1] in LOOKED_AT}
    assert of_one - set(OPENING) == {"report", "letter-text"}  # neither holds a case: a report's figures do


LOOKED_AT = ("view", "open-figure", "see-looks", "name-person")


@pytest.mark.parametrize(
    "name", ["home", "complaints", "compliments", "comments", "report", "reports", "people", "teams"]
)
def test_a_list_or_a_report_is_no_look(world, name):
    browser = sign_in(Client(), world.people["complaints-manager"])
    assert noted(browser, dict(pages(world, "complaints-manager"))[name]) == []


def test_nothing_personal_is_noted_of_any_look(world):
    for role, one in world.people.items():
        browser = sign_in(Client(), one)
        for _, address in pages(world, role):
            get(browser, address)
    looks = Event.objects.filter(action__in=LOOKS)
    held = json.dumps(list(looks.values("actor", "role", "action", "kind", "reference", "details")))
    assert [word for word in PERSONAL if word in held] == []
    assert (looks.filter(payload__isnull=False).count(), looks.count() > 40) == (0, True)


def test_only_a_look_is_noted_as_one(world):
    with pytest.raises(ValueError, match=r"“complaint\.closed” is not a look"):
        looked("complaint.closed", "complaint", "OPENED", by=OPERATOR, at=AT)


# A complaint that is refused


@pytest.mark.parametrize(
    "name", ["complaint", "timeline", "papers", "looks", "kept-away", "assign", "declare-conflict"]
)
def test_a_complaint_that_is_walled_off_is_refused_like_one_that_is_not_there(world, name):
    manager = world.people["complaints-manager"]
    Wall.objects.create(complaint=world.complaint, person=manager, relation=Wall.NAMED, proposed_at=AT)
    browser, nowhere = sign_in(Client(), manager), world.complaint.pk + 1000
    answers, events = [], []
    for number in (world.complaint.pk, nowhere):
        address = reverse(name, args=[number])
        events += [(e.action, e.kind, e.reference, e.details == {"asked_for": number}) for e in noted(browser, address)]
        answers.append(browser.get(address))
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert events == [("complaint.refused", "complaint", "", True)] * 2


def test_so_is_one_of_another_team_and_a_paper_of_it(world):
    other = person("team-manager")
    browser, nowhere = sign_in(Client(), other), world.complaint.pk + 1000
    there = [
        browser.get(reverse(name, args=words))
        for number in (world.complaint.pk, nowhere)
        for name, words in (("complaint", [number]), ("paper", [number, world.paper.pk]))
    ]
    assert {answer.status_code for answer in there} == {404}
    assert len({answer.content for answer in there}) == 1


def test_a_paper_is_not_opened_through_another_complaint(world):
    other = Complaint.objects.create(reference="O", received_on=AT.date(), procedure="statutory", send=False)
    browser = sign_in(Client(), world.people["complaints-manager"])
    assert browser.get(reverse("paper", args=[other.pk, world.paper.pk])).status_code == 404
    assert not Event.objects.filter(action="document.opened").exists()


def test_whoever_looked_is_seen_on_the_page_for_it(world):
    get(sign_in(Client(), world.people["director"]), reverse("complaint", args=[world.complaint.pk]))
    page = sign_in(Client(), world.people["auditor"]).get(reverse("looks", args=[world.complaint.pk])).content.decode()
    assert "The director" in page and "Opened the complaint" in page


# Looking changes nothing


def tables():
    """Return table → (how many rows, a hash of all of them)."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            rows = sorted(map(repr, cursor.fetchall()))
            found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


@pytest.mark.parametrize("role", SIGNS_IN)
def test_no_page_that_one_gets_changes_anything_but_the_history_and_the_session(world, role):
    world.grow(3)
    keep_uploads(world, WORKBOOKS["dudley"].read_bytes())
    browser = sign_in(Client(), world.people[role])
    before, changed = tables(), {}
    for name, address in pages(world, role):
        answer = get(browser, address)
        assert answer.status_code in (200, 403, 404), name
        after = tables()
        differ = {table for table in after if after[table] != before.get(table)} - CHANGED_BY_LOOKING
        changed |= {name: differ} if differ else {}
        before = after
    assert changed == {}
    assert len(before) > 25


def test_the_history_is_whole_after_everybody_has_looked_at_everything(world):
    for role, one in world.people.items():
        browser = sign_in(Client(), one)
        for _, address in pages(world, role):
            get(browser, address)
    verdict = verify(by=OPERATOR)
    # A rolled-back test never reaches the end of a transaction, when the last event is noted outside the database.
    faults = [fault for fault in verdict.faults if "chain.head" not in fault]
    assert (faults, verdict.events, verdict.erased) == ([], Event.objects.count(), 0)


def test_a_look_is_part_of_the_chain(world):
    last = Event.objects.order_by("-sequence").first()
    [event] = noted(sign_in(Client(), world.people["auditor"]), reverse("complaint", args=[world.complaint.pk]))
    assert (event.previous, event.sequence) == (last.hash, last.sequence + 1)


def test_opening_a_figure_says_how_many_cases_were_shown(world):
    [event] = noted(sign_in(Client(), world.people["report-reader"]), figure_address("all.received"))
    assert event.details == {"figure": "all.received", "shown": 0}
