"""Teams, districts and categories on their pages: a mistake is said where it was made, and loses nothing that was typed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.pages import actions_since, last_sequence, refused, text, typed
from tests.people import actor, person, sign_in

from heard.access.policy import Actor
from heard.record.models import Category, Complaint, District, Event, Post, Service, Team
from heard.record.relations import seen

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LONG = "x" * 201


def said(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@pytest.fixture
def browser():
    return sign_in(Client(), person("complaints-manager"))


@pytest.fixture
def owls():
    return Team.objects.create(name="Owls", slug="owls")


@pytest.fixture
def tom():
    return person("team-manager", name="Tom Manager")


# Posting somebody to a team


def post(browser, team, **changes):
    return browser.post(f"/teams/{team.pk}/post/", {"person": "", "since": said(TODAY), "until": ""} | changes)


def meets(one, on):
    return seen("complaint", "list", by=Actor(actor(one).name, one.role, one.pk, on)).exists()


def test_whoever_is_posted_meets_the_complaints_of_the_team_on_the_days_of_their_post(browser, owls, tom):
    Complaint.objects.create(reference="C-1", received_on=YESTERDAY, procedure="statutory", send=False, team=owls)
    answer = post(browser, owls, person=tom.pk, until=said(TOMORROW))
    assert "Tom Manager is in Owls." in text(browser.get(answer["Location"]))
    days = (YESTERDAY, TODAY, TOMORROW, TOMORROW + timedelta(days=1))
    assert [meets(tom, on) for on in days] == [False, True, True, False]
    assert Event.objects.get(action="team.posted").details["person"] == tom.pk


NOT_POSTED = {
    "nobody": ({}, "id_person", "Choose somebody from the list."),
    "no day": ({"since": ""}, "id_since", "Enter a date."),
    "a day that is none": ({"since": "31/6/2026"}, "id_since", "Enter a real date, such as 27/3/2026."),
    "a last day that is none": ({"until": "never"}, "id_until", "Enter a real date, such as 27/3/2026."),
    "the days the wrong way round": ({"until": said(YESTERDAY)}, "", "The last day must not be before the first."),
}


@pytest.mark.parametrize("case", NOT_POSTED)
def test_nobody_is_posted_with(browser, owls, tom, case):
    changes, field, sentence = NOT_POSTED[case]
    given = changes if case == "nobody" else {"person": str(tom.pk)} | changes
    answer = post(browser, owls, **given)
    assert refused(answer) == [(field, sentence)]
    assert {name: typed(answer, name) for name in given} == given
    assert Post.objects.count() == 0


def test_nobody_is_in_a_team_twice_at_a_time(browser, owls, tom):
    post(browser, owls, person=tom.pk)
    assert refused(post(browser, owls, person=tom.pk)) == [("", "Tom Manager is in Owls already.")]
    assert (Post.objects.count(), Event.objects.filter(action="team.posted").count()) == (1, 1)


def test_only_team_managers_who_may_sign_in_can_be_chosen(browser, owls):
    for one in (person("director"), person("team-manager", is_active=False)):
        assert refused(post(browser, owls, person=one.pk)) == [("id_person", "Choose somebody from the list.")]


def end_post(browser, team, one, on=TODAY):
    return browser.post(f"/teams/{team.pk}/end-post/", {"post": one.pk, "on": said(on)})


def test_a_post_ends_with_its_last_day(browser, owls, tom):
    Complaint.objects.create(reference="C-1", received_on=YESTERDAY, procedure="statutory", send=False, team=owls)
    one = Post.objects.create(team=owls, person=tom, since=YESTERDAY)
    assert end_post(browser, owls, one).status_code == 302
    assert [meets(tom, on) for on in (TODAY, TOMORROW)] == [True, False]
    assert post(browser, owls, person=tom.pk, since=said(TOMORROW)).status_code == 302


def test_a_post_does_not_end_before_it_began(browser, owls, tom):
    one = Post.objects.create(team=owls, person=tom, since=TODAY)
    assert refused(end_post(browser, owls, one, YESTERDAY)) == [("id_on", "The last day must not be before the first.")]
    assert Post.objects.get().until is None


def test_a_post_ends_once_and_in_its_own_team(browser, owls, tom):
    one = Post.objects.create(team=owls, person=tom, since=YESTERDAY)
    other = Team.objects.create(name="Kites", slug="kites")
    gone = [("id_on", "They are not in this team any more. Look at the page again.")]
    assert refused(end_post(browser, other, one)) == gone
    end_post(browser, owls, one, YESTERDAY)
    assert refused(end_post(browser, owls, one)) == gone
    assert Post.objects.get().until == YESTERDAY


# Reorganising


def reorganise(browser, team, **changes):
    return browser.post(f"/teams/{team.pk}/reorganise/", {"name": "Kites", "service": "", "on": said(TODAY)} | changes)


def test_a_team_becomes_another_in_another_service(browser, owls):
    assert reorganise(browser, owls, service="Sunny Services")["Location"] == "/teams/"
    owls.refresh_from_db()
    assert (owls.ends_on, owls.succeeded_by.name) == (YESTERDAY, "Kites")
    assert owls.succeeded_by.service == Service.objects.get(name="Sunny Services")


def test_a_team_becomes_one_that_is_there(browser, owls):
    kites = Team.objects.create(name="Kites", slug="kites")
    reorganise(browser, owls, name="KITES")
    owls.refresh_from_db()
    assert (owls.succeeded_by, Team.objects.count()) == (kites, 2)


NOT_REORGANISED = {
    "no name": ({"name": ""}, "id_name", "Enter the name that the team will have."),
    "a name of no letters": (
        {"name": "…!?"},
        "",
        "The new name needs a letter or a digit, and no more than 200 characters.",
    ),
    "a long name": ({"name": LONG}, "id_name", "Use 200 characters or fewer."),
    "a long service": ({"service": LONG}, "id_service", "Use 200 characters or fewer."),
    "no day": ({"on": ""}, "id_on", "Enter a date."),
    "a day that is none": ({"on": "30 February 2026"}, "id_on", "Enter a real date, such as 27/3/2026."),
    "a day before there were councils": ({"on": "01/01/0001"}, "", "1 January 1 is too long ago. Give a later day."),
}


@pytest.mark.parametrize("case", NOT_REORGANISED)
def test_a_team_is_not_reorganised_with(browser, owls, case):
    changes, field, sentence = NOT_REORGANISED[case]
    before = last_sequence()
    answer = reorganise(browser, owls, **changes)
    assert refused(answer) == [(field, sentence)]
    assert {name: typed(answer, name) for name in changes} == changes
    assert (Team.objects.get().ends_on, actions_since(before)) == (None, [])


def test_a_team_is_not_reorganised_before_it_began_nor_after_it_ended(browser, owls):
    reorganise(browser, owls)
    kites = Team.objects.get(name="Kites")
    [(_, sentence)] = refused(reorganise(browser, kites, name="Lanterns"))
    assert sentence.endswith("Give a later day.")
    [(_, sentence)] = refused(reorganise(browser, owls, name="Lanterns"))
    assert sentence.endswith("Reorganise the team that followed it.")


def test_two_teams_of_one_name_cannot_begin_on_one_day(browser, owls):
    Team.objects.create(name="Kites", slug="kites", starts_on=TODAY, ends_on=TODAY)
    [(_, sentence)] = refused(reorganise(browser, owls))
    assert sentence == "There was a team “Kites” that began on that day. Choose another name or another day."
    assert Team.objects.get(name="Owls").ends_on is None


# Districts and categories

LISTS = {"districts": (District, "rename-district"), "categories": (Category, "rename-category")}


@pytest.fixture(params=LISTS)
def place(request):
    """Where a list is, with North and South on it."""
    for name in ("North", "South"):
        LISTS[request.param][0].objects.create(name=name, slug=name.lower())
    return request.param


def names(place):
    return sorted(LISTS[place][0].objects.values_list("name", flat=True))


def test_a_name_is_added_to_a_list(browser, place):
    assert browser.post(f"/{place}/add/", {"name": "  East   End "})["Location"] == f"/{place}/"
    assert names(place) == ["East End", "North", "South"]


WRONG_NAMES = {
    "nothing": ("", "id_name", "Enter a name."),
    "a long name": (LONG, "id_name", "Use 200 characters or fewer."),
    "punctuation only": ("…?!", "id_name", "Enter a name with a letter or a digit, of up to 200 characters."),
    "a name that is there": ("North", "id_name", "“North” is on the list already."),
    "one that differs in capitals": ("NORTH", "id_name", "“NORTH” is on the list already."),
    "one that differs in punctuation": ("North!", "id_name", "“North!” is on the list already."),
}


@pytest.mark.parametrize("case", WRONG_NAMES)
def test_what_cannot_be_added_is_kept_in_the_field(browser, place, case):
    value, field, sentence = WRONG_NAMES[case]
    before = last_sequence()
    answer = browser.post(f"/{place}/add/", {"name": value})
    assert refused(answer) == [(field, sentence)]
    assert (typed(answer, "name"), names(place), actions_since(before)) == (value, ["North", "South"], [])


@pytest.mark.parametrize("case", WRONG_NAMES)
def test_what_cannot_be_a_new_name_is_kept_under_the_heading_of_the_old_one(browser, place, case):
    value, field, sentence = WRONG_NAMES[case]
    south = LISTS[place][0].objects.get(name="South")
    answer = browser.post(f"/{place}/{south.pk}/", {"name": value})
    assert refused(answer) == [(field, sentence)]
    assert (typed(answer, "name"), names(place)) == (value, ["North", "South"])
    assert "Another name for South</h1>" in text(answer)


def test_an_entry_gets_another_name_and_the_history_has_both(browser, place):
    south = LISTS[place][0].objects.get(name="South")
    browser.post(f"/{place}/{south.pk}/", {"name": "The South"})
    event = Event.objects.get(action="list.renamed")
    assert (names(place), event.details) == (["North", "The South"], {})
    assert '"was": "South"' in event.payload.body


def test_an_entry_may_get_its_own_name_in_other_letters(browser, place):
    south = LISTS[place][0].objects.get(name="South")
    assert browser.post(f"/{place}/{south.pk}/", {"name": "SOUTH"}).status_code == 302
    assert names(place) == ["North", "SOUTH"]
