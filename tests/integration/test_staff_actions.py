"""What is done about people, teams, lists and settings, on the pages: a mistake loses nothing that was typed."""

import json
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from tests.made_reports import AT
from tests.pages import actions_since, last_sequence, refused, text, typed
from tests.people import actor, person, sign_in

from heard.access.models import Person
from heard.record.actions import people as actions
from heard.record.models import Assignment, Complaint, CouncilSetting, Event

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

TODAY = timezone.localdate()
LONG = "x" * 201


@pytest.fixture
def administrator():
    return person("administrator", name="Ada Ministrator")


@pytest.fixture
def browser(administrator):
    return sign_in(Client(), administrator)


def holding(one, reference="C-1", outcome=""):
    complaint = Complaint.objects.create(
        reference=reference, received_on=date(2026, 6, 1), procedure="statutory", send=False
    )
    complaint.stages.create(number=1, outcome=outcome)
    Assignment.objects.create(complaint=complaint, person=one, part="holder", since=date(2026, 6, 1))
    return complaint


# Adding somebody

NEW = {"name": "Olive Example", "email": "olive@council.example", "role": "director", "until": ""}


def test_somebody_who_is_added_may_sign_in_once_they_have_a_password(browser):
    answer = browser.post("/people/add/", NEW | {"name": "  Olive   Example ", "email": " Olive@Council.EXAMPLE "})
    added = Person.objects.get(email="olive@council.example")
    assert answer["Location"] == f"/people/{added.pk}/"
    assert (added.name, added.role, added.has_usable_password()) == ("Olive Example", "director", False)
    event = Event.objects.get(action="person.added")
    assert (event.reference, event.details) == (f"person {added.pk}", {"role": "director"})
    assert json.loads(event.payload.body) == {"name": "Olive Example", "email": "olive@council.example"}


NOT_ADDED = {
    "no name": ({"name": " "}, "id_name", "Enter their name."),
    "a long name": ({"name": LONG}, "id_name", "Use 200 characters or fewer."),
    "no address": ({"email": ""}, "id_email", "Enter their e-mail address."),
    "no whole address": ({"email": "olive@"}, "id_email", "Enter an e-mail address like name@council.gov.uk."),
    "a long address": ({"email": f"{'o' * 250}@a.uk"}, "id_email", "Use 254 characters or fewer."),
    "no role": ({"role": ""}, "id_role", "Choose a role."),
    "an unknown role": ({"role": "king"}, "id_role", "Choose a role."),
    "a role that signs in nowhere": ({"role": "operator"}, "id_role", "Choose a role."),
    "a last day that is none": ({"until": "31/2/2027"}, "id_until", "Enter a real date, such as 27/3/2026."),
}


@pytest.mark.parametrize("case", NOT_ADDED)
def test_nobody_is_added_with(browser, case):
    changes, field, sentence = NOT_ADDED[case]
    answer = browser.post("/people/add/", NEW | changes)
    assert (field, sentence) in refused(answer)
    for name, value in (NEW | changes).items():
        if name != "role" or value == "director":
            assert typed(answer, name) == value
    assert Person.objects.count() == 1


def test_an_address_is_added_once_whatever_its_capitals(browser):
    browser.post("/people/add/", NEW)
    before = last_sequence()
    answer = browser.post("/people/add/", NEW | {"email": "OLIVE@council.Example", "name": "Another"})
    sentence = "Somebody with this e-mail address may sign in already. Find them in the list."
    assert refused(answer) == [("", sentence)]
    assert (typed(answer, "email"), typed(answer, "name")) == ("OLIVE@council.Example", "Another")
    assert (Person.objects.filter(name="Another").count(), actions_since(before)) == (0, [])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": f"{'o' * 250}@a.uk"}, "Enter an e-mail address"),
        ({"name": LONG}, "up to 200 characters"),
        ({"role": "operator"}, "There is no role “operator”"),
    ],
)
def test_the_action_looks_for_itself(administrator, changes, sentence):
    given = {name: value for name, value in (NEW | changes).items() if name != "until"}
    with pytest.raises(ValueError, match=sentence):
        actions.add(**given, by=actor(administrator), at=AT)


# The link to set a password


def made_link(browser, one):
    """Return the path of the link that the page shows."""
    page = text(browser.post(f"/people/{one.pk}/link/", {"person": one.pk}))
    return page.partition("http://testserver")[2].partition("<")[0]


NEW_PASSWORD = {"password1": "an otter in the rain", "password2": "an otter in the rain"}


def test_a_link_is_shown_once_and_works_once(browser):
    one = person("report-reader", name="Olive Example", email="olive@council.example")
    path = made_link(browser, one)
    assert path.startswith("/password/")
    assert path not in text(browser.get(f"/people/{one.pk}/"))
    theirs = Client()
    assert theirs.post(theirs.get(path)["Location"], NEW_PASSWORD)["Location"] == "/password/done/"
    assert "This link does not work" in text(Client().get(path))
    event = Event.objects.get(action="person.link-given")
    assert (event.details, "password" in event.payload.body) == ({}, False)


def test_a_new_link_ends_the_one_before_it_and_every_session(browser):
    one = person("report-reader")
    theirs = sign_in(Client(), one)
    first, second = made_link(browser, one), made_link(browser, one)
    assert "This link does not work" in text(Client().get(first))
    assert Client().get(second).status_code == 302
    assert theirs.get("/")["Location"] == "/sign-in/?next=/"


def test_an_administrator_makes_no_link_for_somebody_who_reads_cases(browser):
    one = person("complaints-manager")
    assert browser.post(f"/people/{one.pk}/link/", {"person": one.pk}).status_code == 403
    assert "the complaints manager or the monitoring officer makes the link" in text(browser.get(f"/people/{one.pk}/"))


@pytest.mark.parametrize("role", ["complaints-manager", "monitoring-officer"])
def test_whoever_reads_cases_makes_it_and_is_told_who_waits(role):
    one, maker = person("team-manager", name="Winnie Waits"), sign_in(Client(), person(role))
    assert "Winnie Waits, team manager" in text(maker.get("/"))
    assert made_link(maker, one).startswith("/password/")


def test_whoever_comes_to_read_cases_starts_again(browser):
    """Otherwise an administrator would set up an account for themselves and give it a role afterwards."""
    one = person("report-reader")
    one.set_password("an otter in the rain")
    one.save()
    theirs = sign_in(Client(), one)
    assert change(browser, one, role="complaints-officer").status_code == 302
    assert not Person.objects.get(pk=one.pk).has_usable_password()
    assert theirs.get("/complaints/")["Location"].startswith("/sign-in/")


def test_a_link_ends_with_the_persons_time(browser):
    one = person("report-reader")
    path = made_link(browser, one)
    end(browser, one)
    assert "This link does not work" in text(Client().get(path))
    assert refused(browser.post(f"/people/{one.pk}/link/", {"person": one.pk}))


# Changing somebody


def test_a_name_a_role_and_a_last_day_are_changed(browser):
    one = person("director")
    until = TODAY + timedelta(days=30)
    browser.post(f"/people/{one.pk}/change/", {"name": "New Name", "role": "auditor", "until": f"{until:%d/%m/%Y}"})
    one.refresh_from_db()
    assert (one.name, one.role, one.until) == ("New Name", "auditor", until)
    assert Event.objects.get(action="person.changed").details == {"role": "auditor", "until": until.isoformat()}


def change(browser, one, **changes):
    now = {"name": one.name, "role": one.role, "until": ""}
    return browser.post(f"/people/{one.pk}/change/", now | changes)


NOT_CHANGED = {
    "no name": ({"name": ""}, "id_name", "Enter their name."),
    "an unknown role": ({"role": "king"}, "id_role", "Choose a role."),
    "a last day that is none": ({"until": "soon"}, "id_until", "Enter a real date, such as 27/3/2026."),
}


@pytest.mark.parametrize("case", NOT_CHANGED)
def test_a_mistake_in_a_change_is_shown_and_keeps_what_was_typed(browser, case):
    changes, field, sentence = NOT_CHANGED[case]
    one = person("director")
    answer = change(browser, one, **changes)
    assert refused(answer) == [(field, sentence)]
    assert [typed(answer, name) for name, value in changes.items() if value != "king"] == [
        value for value in changes.values() if value != "king"
    ]
    assert Person.objects.filter(pk=one.pk, name=one.name, role="director", until=None).exists()


@pytest.mark.parametrize("changes", [{"role": "director"}, {"until": "1/1/2099"}], ids=["role", "last day"])
def test_nobody_changes_their_own_role_or_last_day(browser, administrator, changes):
    sentence = "You cannot change your own role or last day. Ask another administrator."
    assert refused(change(browser, administrator, **changes)) == [("", sentence)]
    assert change(browser, administrator, name="Another Name").status_code == 302


LAST = "is the only monitoring officer. Add another one first"


@pytest.mark.parametrize("changes", [{"role": "director"}, {"until": "1/1/2099"}], ids=["role", "last day"])
def test_the_last_monitoring_officer_stays_one(browser, changes):
    only = person("monitoring-officer")
    [(_, sentence)] = refused(change(browser, only, **changes))
    assert LAST in sentence
    person("monitoring-officer")
    assert change(browser, only, **changes).status_code == 302


STILL = "1 open complaint is still with Hilda Holder. Ask the complaints manager to give them to somebody else first."
YESTERDAY = f"{TODAY - timedelta(days=1):%d/%m/%Y}"


@pytest.mark.parametrize("changes", [{"role": "report-reader"}, {"role": "team-manager", "until": YESTERDAY}])
def test_whoever_holds_a_complaint_keeps_a_role_and_days_in_which_they_can(browser, changes):
    one = person("complaints-officer", name="Hilda Holder")
    holding(one)
    assert refused(change(browser, one, **changes)) == [("", STILL)]
    assert Person.objects.filter(pk=one.pk, role="complaints-officer", until=None).exists()


@pytest.mark.parametrize("changes", [{"role": "director"}, {"until": "1/1/2099"}], ids=["role", "a day to come"])
def test_whoever_holds_a_complaint_can_get_another_role_that_holds_one_or_a_last_day_to_come(browser, changes):
    one = person("complaints-officer")
    holding(one)
    assert change(browser, one, **changes).status_code == 302


# Ending somebody's time


def end(browser, one, sure="on"):
    return browser.post(f"/people/{one.pk}/end/", {"sure": sure} if sure else {})


def test_whoever_is_ended_is_out_at_their_next_click_and_their_past_stays(browser):
    one = person("director")
    theirs = sign_in(Client(), one)
    assert theirs.get("/").status_code == 200
    assert end(browser, one).status_code == 302
    assert theirs.get("/")["Location"] == "/sign-in/?next=/"
    assert Event.objects.get(action="person.ended").reference == f"person {one.pk}"
    assert "Cannot sign in any more" in text(browser.get(f"/people/{one.pk}/"))


def test_it_takes_a_tick(browser):
    one = person("director")
    assert refused(end(browser, one, sure="")) == [("id_sure", "Tick the box to end their time.")]
    assert Person.objects.get(pk=one.pk).is_active


@pytest.mark.parametrize(("count", "are"), [(1, "1 open complaint is"), (2, "2 open complaints are")])
def test_whoever_holds_complaints_cannot_be_ended(browser, count, are):
    one = person("complaints-officer", name="Hilda Holder")
    for number in range(count):
        holding(one, f"C-{number}")
    [(_, sentence)] = refused(end(browser, one))
    assert sentence.startswith(f"{are} still with Hilda Holder.")
    Assignment.objects.update(until=TODAY)
    assert end(browser, one).status_code == 302


def test_parts_in_closed_complaints_keep_nobody_and_end_with_them(browser):
    one = person("complaints-officer")
    complaint = holding(one, outcome="upheld")
    assert end(browser, one).status_code == 302
    assert Assignment.objects.get(complaint=complaint).until == TODAY
    assert Event.objects.filter(action="complaint.part-ended", reference="C-1").count() == 1


def test_somebody_who_lost_their_telephone_starts_again(browser):
    one = person("director")
    one.set_password("a telephone that is lost")
    one.save()
    Authenticator.objects.create(user=one, type=Authenticator.Type.TOTP, data={"secret": "x"})
    theirs = sign_in(Client(), one)
    answer = browser.post(f"/people/{one.pk}/start-again/", {"again": "on"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert not one.has_usable_password()
    assert not Authenticator.objects.filter(user=one).exists()
    assert theirs.get("/")["Location"] == "/sign-in/?next=/"
    assert Event.objects.get(action="person.starts-again").reference == f"person {one.pk}"


def test_nobody_lets_themselves_start_again(browser, administrator):
    answer = browser.post(f"/people/{administrator.pk}/start-again/", {"again": "on"})
    assert refused(answer) == [("id_again", "You cannot do this for yourself. Ask another administrator.")]


def test_nobody_ends_themselves(browser, administrator):
    assert refused(end(browser, administrator)) == [
        ("id_sure", "You cannot end your own time. Ask another administrator.")
    ]


def test_the_last_monitoring_officer_cannot_be_ended(browser):
    only, leaving = person("monitoring-officer"), person("monitoring-officer", until=TODAY)
    [(_, sentence)] = refused(end(browser, only))
    assert LAST in sentence
    assert end(browser, leaving).status_code == 302


# Settings


def settings_as_they_are(browser, **changes):
    """Return every field of the page as it stands, but for what is typed differently."""
    page = browser.get("/settings/")
    return {name: typed(page, name) for name in FIELDS} | changes


FIELDS = (
    "council_name", "directorate", "complaints_team", "telephone", "email", "address", "website", "advocacy_provider",
    "advocacy_contact", "learning_shared_with", "completed_by", "child_complainants", "abbreviations", "colour",
)  # fmt: skip


def kept():
    return dict(CouncilSetting.objects.values_list("key", "value"))


def test_only_what_was_typed_differently_is_changed(browser):
    answer = browser.post(
        "/settings/change/", settings_as_they_are(browser, council_name=" Fernmere  Council ", colour="#005A30")
    )
    assert answer.status_code == 302
    assert kept() == {"council_name": "Fernmere Council", "colour": "#005a30"}
    assert sorted(Event.objects.filter(action="setting.changed").values_list("reference", flat=True)) == [
        "colour",
        "council_name",
    ]


def test_saving_the_settings_as_they_are_changes_nothing(browser):
    browser.post("/settings/change/", settings_as_they_are(browser))
    assert (kept(), Event.objects.count()) == ({}, 0)


NOT_SET = {
    "a pale colour": ("colour", "#ffff00", "This colour is too pale to read on white. Choose a darker one."),
    "no colour": ("colour", "navy", "Write the colour as # and six digits or letters from a to f, such as #12436d."),
    "a colour with more": (
        "colour",
        "#12436d;}",
        "Write the colour as # and six digits or letters from a to f, such as",
    ),
    "bad pairs": ("abbreviations", "MASH; EDT: Team", "Write each as “SHORT: what it means”, with “;” between them."),
    "a long text": ("address", "x" * 301, "Use 300 characters or fewer."),
    "what cannot be seen": ("council_name", "Fern\u202emere", "This holds characters that cannot be seen."),
}


@pytest.mark.parametrize("case", NOT_SET)
def test_one_mistake_changes_no_setting_and_loses_nothing(browser, case):
    field, value, sentence = NOT_SET[case]
    answer = browser.post("/settings/change/", settings_as_they_are(browser, **{"telephone": "01999 1", field: value}))
    [(where, said)] = refused(answer)
    assert (where, said.startswith(sentence)) == (f"id_{field}", True)
    assert (typed(answer, field), typed(answer, "telephone")) == (value, "01999 1")
    assert (kept(), Event.objects.count()) == ({}, 0)


def test_two_mistakes_are_both_shown(browser):
    answer = browser.post("/settings/change/", settings_as_they_are(browser, colour="red", abbreviations="x"))
    assert [field for field, _ in refused(answer)] == ["id_abbreviations", "id_colour"]


def test_who_may_only_see_the_settings_sees_no_form(browser):
    officer = sign_in(Client(), person("complaints-officer"))
    assert 'name="council_name"' not in text(officer.get("/settings/"))
