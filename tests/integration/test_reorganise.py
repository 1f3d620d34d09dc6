"""A reorganisation ends one team and opens the next: what was received stays where it was, and a trend follows."""

from datetime import UTC, date, datetime

import pytest
from tests.workbooks import Line, Page, write

from heard.access.policy import Actor, NotAllowedError
from heard.law.years import FinancialYear
from heard.record.actions.imports import import_register
from heard.record.actions.teams import reorganise
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import make_plan
from heard.record.importing.workbook import read_workbook
from heard.record.models import Complaint, Event, Service, Team
from heard.record.queries.extract import tables
from heard.record.queries.teams import current_team
from heard.reporting import extract as extracts

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AT = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
OPERATOR = Actor("a test", "operator")
HEADERS = ("Reference", "Date received", "Procedure", "Service area")
BEFORE, LAST, FIRST, AFTER = date(2022, 5, 2), date(2022, 8, 31), date(2022, 9, 1), date(2022, 12, 5)


@pytest.fixture
def receive(tmp_path):
    """Return how to import complaints received on these days for these teams: (reference, day, team)."""

    def receive(*rows):
        lines = [Line(list(HEADERS)), *(Line([ref, day, "Statutory", team]) for ref, day, team in rows)]
        path = write([Page("Complaints", "Complaints", lines)], tmp_path / "register.xlsx")
        plan = make_plan(read_workbook(path, 1000), Mapping(), AT, by=OPERATOR)
        import_register(plan, by=OPERATOR, at=AT)
        return plan

    return receive


def move(name="Marmalade House", to="Marmalade House", service="Sunny Services", on=FIRST):
    return reorganise(current_team(name, by=OPERATOR), name=to, service=service, on=on, by=OPERATOR, at=AT)


def extracted():
    """Return reference → (service area, service area now, service) of the year's complaints."""
    rows = tables(FinancialYear(2022), date(2024, 3, 31), (), by=OPERATOR)["complaints"]
    return {row["reference"]: (row["service_area"], row["service_area_now"], row["service"]) for row in rows}


def test_what_was_received_before_stays_with_the_old_team(receive):
    receive(("A", BEFORE, "Marmalade House"))
    old = Team.objects.get()
    move()
    assert Complaint.objects.get().team == old


def test_the_old_team_ends_the_day_before(receive):
    receive(("A", BEFORE, "Marmalade House"))
    new = move()
    assert (new.predecessors.get().ends_on, new.starts_on, new.ends_on) == (LAST, FIRST, None)


@pytest.mark.parametrize(("day", "to_the_new"), [(BEFORE, False), (LAST, False), (FIRST, True), (AFTER, True)])
def test_a_new_complaint_goes_to_the_team_of_that_name_on_the_day_of_receipt(receive, day, to_the_new):
    receive(("A", BEFORE, "Marmalade House"))
    new = move()
    receive(("B", day, "marmalade house"))
    assert Complaint.objects.get(reference="B").team == (new if to_the_new else new.predecessors.get())


def test_the_name_is_not_new_after_a_reorganisation(receive):
    receive(("A", BEFORE, "Marmalade House"))
    move()
    plan = receive(("B", AFTER, "Marmalade House"))
    assert plan.new == {}
    assert Team.objects.count() == 2


def test_an_old_name_in_a_late_row_is_the_team_that_had_it_last(receive):
    receive(("A", BEFORE, "Marmalade House"))
    new = move(to="Jam House")
    receive(("B", AFTER, "Marmalade House"))
    assert Complaint.objects.get(reference="B").team == new.predecessors.get()


def test_the_extract_keeps_the_old_name_and_says_what_it_is_called_now(receive):
    receive(("A", BEFORE, "Marmalade House"), ("B", BEFORE, "Owls"))
    move(to="Jam House")
    move("Jam House", to="Honey House", on=date(2023, 4, 3))
    assert extracted() == {"A": ("Marmalade House", "Honey House", None), "B": ("Owls", "Owls", None)}


def test_two_teams_become_one(receive):
    receive(("A", BEFORE, "Marmalade House"), ("B", BEFORE, "Owls"))
    assert move(to="Jam House") == move("Owls", to="Jam House")
    assert {now for _, now, _ in extracted().values()} == {"Jam House"}


def test_last_years_number_stands_under_the_name_that_the_team_has_today(receive):
    receive(("A", date(2022, 4, 4), "Marmalade House"), ("B", BEFORE, "Owls"))
    move(to="Jam House", on=date(2023, 4, 3))
    receive(
        ("A", date(2022, 4, 4), "Marmalade House"), ("B", BEFORE, "Owls"),
        ("C", date(2023, 5, 1), "Jam House"), ("D", date(2023, 5, 1), "Jam House"),
    )  # fmt: skip
    with extracts.draft(FinancialYear(2023), date(2024, 3, 31), by=OPERATOR) as extract:
        figures = extracts.figures_in(extract.folder, FinancialYear(2023))
    jam = figures["all.service_area.jam-house"]
    assert (jam.value, jam.previous) == (2, 1)


def test_a_service_ends_with_its_last_team(receive):
    receive(("A", BEFORE, "Marmalade House"))
    move()
    move(service="Cloudy Services", on=date(2023, 4, 3))
    ended = Service.objects.get(name="Sunny Services")
    assert (ended.starts_on, ended.ends_on) == (FIRST, date(2023, 4, 2))


def test_a_team_can_join_one_that_is_there_already(receive):
    receive(("A", BEFORE, "Marmalade House"), ("B", BEFORE, "Owls"))
    assert move(to="Owls") == Team.objects.get(name="Owls")
    assert Team.objects.filter(ends_on=None).count() == 1


def test_the_extract_has_the_service_that_the_team_was_in_then(receive):
    receive(("A", BEFORE, "Marmalade House"))
    move()
    receive(("A", BEFORE, "Marmalade House"), ("B", AFTER, "Marmalade House"))
    assert extracted() == {
        "A": ("Marmalade House", "Marmalade House", None),
        "B": ("Marmalade House", "Marmalade House", "Sunny Services"),
    }


def test_a_reorganisation_is_in_the_history(receive):
    receive(("A", BEFORE, "Marmalade House"))
    move(to="Jam House")
    event = Event.objects.get(action="team.reorganised")
    assert (event.reference, event.details) == (
        "Marmalade House",
        {"on": "2022-09-01", "successor": "Jam House", "service": "Sunny Services"},
    )


def test_a_team_that_ended_is_not_reorganised_again(receive):
    receive(("A", BEFORE, "Marmalade House"))
    new = move(to="Jam House")
    with pytest.raises(ValueError, match="Marmalade House ended on 2022-08-31"):
        reorganise(new.predecessors.get(), name="X", service="", on=AFTER, by=OPERATOR, at=AT)


def test_a_team_does_not_end_before_it_began(receive):
    receive(("A", BEFORE, "Marmalade House"))
    move()
    with pytest.raises(ValueError, match="Give a later day"):
        move(on=FIRST)


def test_another_role_may_not_reorganise(receive):
    receive(("A", BEFORE, "Marmalade House"))
    with pytest.raises(NotAllowedError):
        reorganise(Team.objects.get(), name="X", service="", on=FIRST, by=Actor("a test", "caseworker"), at=AT)
    assert Team.objects.get().ends_on is None
