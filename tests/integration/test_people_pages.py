"""Who is in a complaint and where they can be written to: added, corrected, protected, and unseen elsewhere."""

import json
from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.casework import AT, events, last_event, receive
from tests.pages import refused, text, typed
from tests.people import person, sign_in, wall_off

from heard.record.models import Address, Event, Party

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "today")]

POSTAL = "12 Kettle Row\nMarmalade\nMA1 2DE"
ADDRESS = {"kind": "email", "value": "sam@example.org", "on": "1/9/2026", "confirmed_how": "read back on the telephone"}


@pytest.fixture
def today(monkeypatch):
    """Every page is opened on Wednesday 30 September 2026."""
    monkeypatch.setattr("heard.access.door.timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def officer(client, world):
    return sign_in(client, world.people["complaints-officer"])


@pytest.fixture
def sam(complaint):
    return complaint.parties.get(name="Sam Sample")


def at(name, complaint, *more):
    return reverse(name, args=[complaint.pk, *(one.pk for one in more)])


def test_the_page_shows_everybody_and_says_where_nothing_is_recorded(officer, complaint):
    page = text(officer.get(at("parties", complaint)))
    assert "Complainant: Sam Sample" in page and "Child concerned: Robin" in page
    assert page.count("Not recorded") == 4
    assert "<title>People in " + complaint.reference in page.replace("\n", "")
    assert at("parties", complaint) in text(officer.get(at("complaint", complaint)))


def test_somebody_is_added_with_the_way_they_read_best(officer, complaint):
    sent = {"capacity": "advocate", "name": "Ada Vocate", "description": "", "reader": "easy-read", "large_print": "on"}
    answer = officer.post(at("add-party", complaint), sent)
    ada = Party.objects.get(name="Ada Vocate")
    assert answer.headers["Location"] == at("party", complaint, ada)
    assert (ada.capacity, ada.reader, ada.large_print) == ("advocate", "easy-read", True)
    assert "Easy read, in large print" in text(officer.get(at("parties", complaint)))
    assert events(complaint.reference)[-2] == ("complaint.person-added", {"party": ada.pk, "capacity": "advocate"})


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(officer, complaint):
    answer = officer.post(at("add-party", complaint), {"capacity": "", "name": "", "description": "An aunt"})
    assert refused(answer) == [("id_capacity", "Choose their part."), ("id_name", "Enter their name.")]
    assert typed(answer, "description") == "An aunt"
    assert complaint.parties.count() == 2


def test_what_is_known_of_somebody_is_corrected(officer, complaint, sam):
    assert typed(officer.get(at("party", complaint, sam)), "name") == "Sam Sample"
    officer.post(at("party", complaint, sam), {"name": "Sam Samples", "description": "Foster carer", "reader": "adult"})
    sam.refresh_from_db()
    assert (sam.name, sam.description, sam.reader, sam.large_print) == ("Sam Samples", "Foster carer", "adult", False)


def test_an_address_takes_the_place_of_the_one_before_which_is_kept(officer, complaint, sam):
    officer.post(at("record-address", complaint, sam), {**ADDRESS, "value": "old@example.org", "confirmed_how": ""})
    officer.post(at("record-address", complaint, sam), {**ADDRESS, "on": "30/9/2026"})
    page = text(officer.get(at("party", complaint, sam)))
    assert "Earlier addresses (1)" in page and "old@example.org" in page
    assert "Confirmed on 30 September 2026: read back on the telephone." in page
    assert Address.objects.get(until=None).value == "sam@example.org"


def test_a_protected_address_says_so_wherever_it_is_shown(officer, complaint, sam):
    officer.post(at("record-address", complaint, sam), {**ADDRESS, "kind": "post", "value": POSTAL, "protected": "on"})
    for name, more in (("parties", ()), ("party", (sam,))):
        assert "Protected</strong> Never printed, never used." in text(officer.get(at(name, complaint, *more)))
    for name in ("complaint", "timeline", "dates"):
        page = text(officer.get(at(name, complaint)))
        assert "Kettle Row" not in page and "MA1 2DE" not in page


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": ""}, ("id_kind", "Choose e-mail or post.")),
        ({"value": "Sam <sam@example.org>"},
         ("id_value", "Enter one e-mail address and nothing else: no name, no second address, no spaces.")),
        ({"value": ""}, ("id_value", "Enter the address.")),
        ({"kind": "post", "value": "\n".join("abcdefghi")},
         ("id_value", "Enter the address, one part on each line, in up to 8 lines.")),
        ({"on": "1/10/2026"}, ("id_on", "1 October 2026 has not come yet. Give today or an earlier day.")),
        ({"on": "31/9/2026"}, ("id_on", "Enter a real date, such as 27/3/2026.")),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_one_is_refused_at_its_field(officer, complaint, sam, change, problem):
    answer = officer.post(at("record-address", complaint, sam), {**ADDRESS, **change})
    assert refused(answer) == [problem]
    assert typed(answer, "confirmed_how") == "read back on the telephone"
    assert not Address.objects.exists()


def test_an_address_is_not_put_before_the_one_that_is_there(officer, complaint, sam):
    officer.post(at("record-address", complaint, sam), ADDRESS)
    answer = officer.post(at("record-address", complaint, sam), {**ADDRESS, "on": "31/8/2026"})
    assert refused(answer) == [("", "There is a later address already. Give today’s day.")]


def test_an_address_is_ended_once(officer, complaint, sam):
    officer.post(at("record-address", complaint, sam), ADDRESS)
    assert officer.post(at("end-address", complaint, sam), {"end": "email"}).status_code == 302
    assert Address.objects.get().until == AT.date()
    again = officer.post(at("end-address", complaint, sam), {"end": "email"})
    assert refused(again) == [("", "There is no such address now. Look at the page again.")]


def test_a_complaint_is_marked_as_sensitive_and_the_mark_is_taken_away(officer, complaint):
    for sent, now in (("yes", True), ("no", False)):
        officer.post(at("mark-sensitive", complaint), {"sensitive": sent})
        complaint.refresh_from_db()
        assert complaint.sensitive is now


def test_the_history_holds_names_and_addresses_only_where_they_can_be_erased(officer, complaint, sam):
    officer.post(at("party", complaint, sam), {"name": "Sam Samples", "description": "", "reader": ""})
    officer.post(at("record-address", complaint, sam), ADDRESS)
    held = json.dumps(list(Event.objects.values("action", "reference", "details")))
    assert [word for word in ("Samples", "sam@", "telephone") if word in held] == []
    assert "sam@example.org" in last_event().payload.body


def test_nobody_reaches_a_person_through_another_complaint_or_from_behind_a_wall(officer, world, complaint, sam):
    other = receive(world)
    for name in ("party", "record-address", "end-address"):
        assert officer.post(at(name, other, sam), ADDRESS).status_code == 404
    wall_off(world.people["complaints-officer"], complaint.reference)
    assert officer.get(at("parties", complaint)).status_code == 404
    assert not Address.objects.exists()


@pytest.mark.parametrize("role", ["auditor", "team-manager", "report-reader"])
def test_a_role_that_does_not_write_to_families_sees_no_address(client, complaint, sam, role):
    browser = sign_in(client, person(role))
    assert browser.get(at("parties", complaint)).status_code == 403
    assert browser.get(at("party", complaint, sam)).status_code == 403
