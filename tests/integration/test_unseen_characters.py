"""A name has nothing in it that cannot be seen: it would turn what is read around it, or look like another name."""

from datetime import date

import pytest
from tests.made_reports import AT
from tests.people import actor, person

from heard.law.words import visible
from heard.record.actions import council_settings, lists, people, saved_filters, teams
from heard.record.council import SettingsError
from heard.record.importing import values
from heard.record.models import Category, District, Event, SavedFilter, Team

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

UNSEEN = {
    "right to left": "\u202e",
    "an isolate": "\u2066",
    "no width": "\u200b",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\u00ad",
    "a bell": "\x07",
    "nothing": "\0",
    "a C1 control": "\x9b",
    "a tag": "\U000e0041",
}
SAID = "This holds characters that cannot be seen. Type it rather than pasting it."


def name_person(name, by):
    people.add("new@council.example", name, "director", by=by, at=AT)


def rename_person(name, by):
    people.change(person("director"), name=name, role="director", until=None, by=by, at=AT)


def add_to_list(name, by):
    lists.add("district", name, by=by, at=AT)


def rename_on_list(name, by):
    lists.rename(Category.objects.create(name="Delay", slug="delay"), name, by=by, at=AT)


def reorganise(name, by):
    team = Team.objects.create(name="Owls", slug="owls")
    teams.reorganise(team, name=name, service="", on=date(2024, 4, 1), by=by, at=AT)


def reorganise_service(name, by):
    team = Team.objects.create(name="Owls", slug="owls")
    teams.reorganise(team, name="Kites", service=name, on=date(2024, 4, 1), by=by, at=AT)


def save_filter(name, by):
    saved_filters.save(name, {"state": "open"}, by=by, at=AT)


def set_council(name, by):
    council_settings.change({"council_name": name}, by=by, at=AT)


NAMING = {
    name_person: "administrator",
    rename_person: "administrator",
    add_to_list: "administrator",
    rename_on_list: "administrator",
    reorganise: "administrator",
    reorganise_service: "administrator",
    save_filter: "complaints-officer",
    set_council: "administrator",
}


@pytest.mark.parametrize("case", UNSEEN)
@pytest.mark.parametrize("give", NAMING, ids=lambda give: give.__name__)
def test_what_cannot_be_seen_is_refused_wherever_a_name_is_given(give, case):
    by = actor(person(NAMING[give]))
    with pytest.raises(ValueError, match=SAID):
        give(f"North{UNSEEN[case]}East", by)
    assert not Event.objects.exists()
    assert not (District.objects.exists() or SavedFilter.objects.exists())


@pytest.mark.parametrize("give", NAMING, ids=lambda give: give.__name__)
@pytest.mark.parametrize("name", ["Ŵyn Éire O’Brien-Smith", "Noor نور‌ما", "Kşh क्‍ष"])
def test_letters_of_any_language_are_taken(give, name):
    give(name, actor(person(NAMING[give])))
    assert Event.objects.exists() or SavedFilter.objects.exists()


@pytest.mark.parametrize("case", UNSEEN)
def test_a_spreadsheet_loses_them_as_it_loses_stray_spaces(case):
    assert values.label(f" North{UNSEEN[case]}East{UNSEEN[case]} ") == visible("NorthEast")


@pytest.mark.parametrize(("key", "longest"), [("council_name", 200), ("address", 300), ("abbreviations", 5000)])
def test_a_setting_has_a_length(key, longest):
    by, start = actor(person("administrator")), "A: " if key == "abbreviations" else ""
    council_settings.change({key: start.ljust(longest, "x")}, by=by, at=AT)
    with pytest.raises(SettingsError, match=f"Use {longest:,} characters or fewer."):
        council_settings.change({key: start.ljust(longest + 1, "x")}, by=by, at=AT)
