"""Importing a register into the database: what is written, what is never overwritten, and what a failure leaves."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.workbooks import Line, Page, write

from heard.access.policy import Actor, NotAllowedError
from heard.figures.compute import compute, lists, open_tables
from heard.law.years import FinancialYear
from heard.record.actions import history
from heard.record.actions.imports import import_register
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import make_plan
from heard.record.importing.workbook import read_workbook
from heard.record.models import (
    Category,
    Comment,
    Complaint,
    Compliment,
    ContextFigure,
    Element,
    Event,
    EventPayload,
    ImportedRow,
    LearningAction,
    OmbudsmanCase,
    Party,
    Spreadsheet,
    Stage,
    StageEvent,
    Team,
)
from heard.reporting.extract import opened

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ROOT = Path(__file__).parents[2]
AT = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
OPERATOR = Actor("a test", "operator")
TABLES = (Complaint, Compliment, Comment, OmbudsmanCase, LearningAction, ContextFigure)
HEADERS = ("Reference", "Date received", "Procedure", "Complainant", "Service area", "Issues", "Stage 1 outcome")


def plan_of(path, mapping=None, **options):
    return make_plan(read_workbook(path, 100_000), mapping or Mapping(), AT, by=OPERATOR, **options)


def register(path, *rows, headers=HEADERS, sheet="Complaints"):
    """Write a register of these rows and return what importing it would do."""
    return write([Page(sheet, sheet, [Line(list(row)) for row in (headers, *rows)])], path)


def import_rows(path, *rows, accept_changes=False, by=OPERATOR):
    plan = plan_of(register(path, *rows), accept_changes=accept_changes)
    import_register(plan, by=by, at=AT)
    return plan


def row(reference="FBL-1", received=date(2022, 5, 2), **changes):
    """Return a sound complaint; `changes` are by column, in small letters with underscores."""
    values = {
        "procedure": "Statutory",
        "complainant": "Parent",
        "service_area": "Marmalade House",
        "issues": "Delay; Tone",
        "stage_1_outcome": "Upheld",
    } | changes
    return [reference, received, *values.values()]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "register.xlsx"


@pytest.fixture(params=["dudley", "county"])
def council(request):
    return request.param


@pytest.fixture
def counted(council):
    """Return the figures of the workbook and the list behind each."""
    import_register(plan_of(ROOT / f"demonstration/{council}-2022-23.xlsx"), by=OPERATOR, at=AT)
    year = FinancialYear(2022)
    with opened(year, None, by=OPERATOR) as extract, open_tables(extract.folder) as tables:
        figures = compute(tables, year)
        return figures, lists(tables, year, figures)


def test_every_figure_that_is_known_is_right(council, counted):
    expected = json.loads((ROOT / f"tests/data/{council}-2022-23.expected.json").read_text())
    figures, _ = counted
    assert {id: figures[id].value if id in figures else None for id in expected} == expected


def test_every_list_is_as_long_as_its_figure(council, counted):
    figures, cases = counted
    assert {id: len(found) for id, found in cases.items()} == {id: figures[id].value for id in cases}


def test_no_list_names_a_case_twice(council, counted):
    _, cases = counted
    assert [id for id, found in cases.items() if len(set(found)) < len(found)] == []


def test_nothing_is_rejected(council):
    assert plan_of(ROOT / f"demonstration/{council}-2022-23.xlsx").total("rejected") == 0


def test_the_same_file_again_changes_nothing(council):
    first = plan_of(ROOT / f"demonstration/{council}-2022-23.xlsx")
    import_register(first, by=OPERATOR, at=AT)
    again = plan_of(ROOT / f"demonstration/{council}-2022-23.xlsx")
    assert (again.total("imported"), again.total("unchanged")) == (0, first.total("imported"))


def test_a_complaint_with_its_parts(path):
    import_rows(path, row())
    found = Complaint.objects.get()
    assert (found.reference, found.received_on, found.procedure, found.team.name) == (
        "FBL-1",
        date(2022, 5, 2),
        "statutory",
        "Marmalade House",
    )


def test_a_point_for_each_issue(path):
    import_rows(path, row())
    assert list(Element.objects.values_list("number", "category__name")) == [(1, "Delay"), (2, "Tone")]


def test_the_outcome_belongs_to_the_stage(path):
    import_rows(path, row())
    assert list(Stage.objects.values_list("number", "outcome")) == [(1, "upheld")]


def test_no_point_takes_the_outcome_of_the_stage_as_its_finding(path):
    import_rows(path, row())
    assert set(Element.objects.values_list("finding", flat=True)) == {"not-recorded"}


def test_a_withdrawn_complaint_was_closed_and_sent_no_response(path):
    headers = ("Reference", "Date received", "Procedure", "Date closed", "Outcome")
    sheet = register(path, ["A", date(2022, 5, 2), "Corporate", date(2022, 5, 9), "Withdrawn"], headers=headers)
    import_register(plan_of(sheet), by=OPERATOR, at=AT)
    assert list(StageEvent.objects.values_list("kind", "on")) == [("closed", date(2022, 5, 9))]


def test_the_due_date_of_the_sheet_is_compared_and_not_kept(path):
    headers = ("Reference", "Date received", "Procedure", "Stage 1 due")
    plan = plan_of(register(path, ["A", date(2022, 5, 27), "Statutory", date(2022, 6, 10)], headers=headers))
    import_register(plan, by=OPERATOR, at=AT)
    told = [(p.column, p.value, p.problem.split(":")[0], p.effect) for p in plan.problems]
    assert told == [("Stage 1 due", "10/6/2022", "Heard works out 14/6/2022", "imported")]
    assert StageEvent.objects.count() == 0


def test_one_event_for_each_record_and_one_for_the_workbook():
    import_register(plan_of(ROOT / "demonstration/dudley-2022-23.xlsx"), by=OPERATOR, at=AT)
    events = Event.objects.filter(action__endswith=".imported").exclude(action="register.imported")
    assert events.count() == sum(table.objects.count() for table in TABLES) == ImportedRow.objects.count()
    assert Event.objects.filter(action="register.imported").count() == Spreadsheet.objects.count() == 1


def test_the_event_of_a_complaint_names_it_and_who_imported_it(path):
    import_rows(path, row())
    event = Event.objects.get(action="complaint.imported")
    assert (event.kind, event.reference, event.actor, event.role) == ("complaint", "FBL-1", "a test", "operator")


def test_no_words_of_the_sheet_are_in_what_cannot_be_erased(path):
    import_rows(path, row())
    event = Event.objects.get(action="complaint.imported")
    assert event.details == {"row": 2}


def test_new_names_are_listed_before_they_are_made(path):
    plan = plan_of(register(path, row()))
    assert (plan.new["teams"], plan.new["categories"]) == (["Marmalade House"], ["Delay", "Tone"])
    assert Team.objects.count() == Category.objects.count() == 0


def test_new_names_are_made_by_the_import(path):
    import_rows(path, row())
    assert list(Category.objects.order_by("name").values_list("name", "slug")) == [
        ("Delay", "delay"),
        ("Tone", "tone"),
    ]


@pytest.mark.parametrize("typed", ["MARMALADE HOUSE", "marmalade house", " Marmalade   House ", "Marmalade-House."])
def test_a_known_name_in_another_case_or_spacing_is_no_new_name(path, typed):
    import_rows(path, row())
    plan = import_rows(path, row("FBL-2", service_area=typed))
    assert "teams" not in plan.new
    assert list(Team.objects.values_list("name", flat=True)) == ["Marmalade House"]


def test_two_spellings_in_one_file_are_one_name(path):
    import_rows(path, row(), row("FBL-2", service_area="MARMALADE HOUSE"))
    assert Team.objects.count() == 1


def test_a_complainant_takes_the_spelling_that_is_known(path):
    import_rows(path, row(complainant="young PERSON"))
    assert Party.objects.get().description == "Young person"


def test_a_new_name_that_looks_like_a_known_one_is_remarked_on(path):
    import_rows(path, row())
    plan = plan_of(register(path, row("FBL-2", service_area="Marmelade House")))
    told = [(p.column, p.value, p.problem, p.effect) for p in plan.problems if "looks like" in p.problem]
    assert told == [
        ("Service area", "Marmelade House", "This name is new, and looks like “Marmalade House”.", "imported")
    ]


def test_a_changed_row_is_shown_with_both_values(path):
    import_rows(path, row())
    plan = import_rows(path, row(stage_1_outcome="Not upheld"))
    told = [(p.row, p.column, p.value, p.problem) for p in plan.problems if p.effect == "rejected"]
    assert told == [(2, "Stage 1 outcome", "Not upheld", "The register has “Upheld” here.")]


def test_a_changed_day_is_shown_as_people_type_it(path):
    import_rows(path, row(received=date(2022, 5, 2)))
    plan = import_rows(path, row(received=date(2022, 5, 3)))
    told = [(p.column, p.value, p.problem) for p in plan.problems if p.effect == "rejected"]
    assert told == [("Date received", "3/5/2022", "The register has “2/5/2022” here.")]


def test_a_changed_row_is_rejected(path):
    import_rows(path, row())
    counts = import_rows(path, row(stage_1_outcome="Not upheld"), row("FBL-2")).as_dict()["sheets"]["Complaints"]
    assert counts == {"rows": 2, "imported": 1, "unchanged": 0, "rejected": 1}


def test_a_changed_row_does_not_overwrite(path):
    import_rows(path, row())
    import_rows(path, row(stage_1_outcome="Not upheld"))
    assert Stage.objects.get().outcome == "upheld"


def test_an_accepted_change_is_written(path):
    import_rows(path, row())
    import_rows(path, row(stage_1_outcome="Not upheld", complainant="Child"), accept_changes=True)
    assert (Stage.objects.get().outcome, Party.objects.get().description) == ("not-upheld", "Child")


def test_an_accepted_change_keeps_the_old_value_in_the_history(path):
    import_rows(path, row())
    import_rows(path, row(stage_1_outcome="Not upheld"), accept_changes=True)
    payload = json.loads(EventPayload.objects.get(event__action="complaint.corrected").body)
    assert (payload["before"]["stage_1_outcome"], payload["after"]["stage_1_outcome"]) == ("upheld", "not-upheld")


def test_an_accepted_change_is_unchanged_the_next_time(path):
    import_rows(path, row())
    import_rows(path, row(stage_1_outcome="Not upheld"), accept_changes=True)
    assert import_rows(path, row(stage_1_outcome="Not upheld")).total("unchanged") == 1


def test_an_accepted_change_keeps_the_finding_of_a_point_that_did_not_change(path):
    import_rows(path, row())
    Element.objects.filter(number=1).update(finding="upheld")
    import_rows(path, row(issues="Delay; Transport"), accept_changes=True)
    found = Element.objects.order_by("number").values_list("category__name", "finding")
    assert list(found) == [("Delay", "upheld"), ("Transport", "not-recorded")]


def test_a_value_that_was_cleared_is_shown_as_a_change(path):
    import_rows(path, row())
    plan = import_rows(path, row(stage_1_outcome=""))
    assert [(p.column, p.value) for p in plan.problems] == [("Stage 1 outcome", "")]


def test_a_context_figure_that_changed_is_shown_and_can_be_accepted(path):
    headers = ("Figure", "Year", "Value")
    for value, accept in ((100, False), (120, False), (130, True)):
        sheet = register(path, ["contacts", "2022/23", value], headers=headers, sheet="Context")
        import_register(plan_of(sheet, accept_changes=accept), by=OPERATOR, at=AT)
        found = ContextFigure.objects.get().value
        assert found == (130 if accept else 100)


def test_a_reference_that_did_not_come_from_a_spreadsheet_is_not_taken_over(path):
    Complaint.objects.create(reference="fbl-1", received_on=date(2022, 5, 2), procedure="statutory", send=False)
    plan = import_rows(path, row())
    assert (plan.total("rejected"), Complaint.objects.count()) == (1, 1)


def test_a_mapping_renames_sheet_header_and_word(path):
    headers = ("Case no", "Date received", "Procedure", "Stage 1 outcome")
    sheet = register(path, ["A", date(2022, 5, 2), "Corporate", "U/H"], headers=headers, sheet="Log")
    mapping = Mapping(
        {"log": "complaint"}, {("complaint", "case-no"): "reference"}, {("stage_1_outcome", "u/h"): "Upheld"}
    )
    import_register(plan_of(sheet, mapping), by=OPERATOR, at=AT)
    assert (Complaint.objects.get().reference, Stage.objects.get().outcome) == ("A", "upheld")


def test_a_word_in_a_list_is_renamed_by_itself(path):
    mapping = Mapping(values={("issues", "d1"): "Delay"})
    import_register(plan_of(register(path, row(issues="D1; Tone")), mapping), by=OPERATOR, at=AT)
    assert list(Category.objects.order_by("name").values_list("name", flat=True)) == ["Delay", "Tone"]


def test_another_role_may_not_import(path):
    with pytest.raises(NotAllowedError):
        import_rows(path, row(), by=Actor("a test", "caseworker"))
    assert [t for t in (*TABLES, Team, Category, Event, Spreadsheet, ImportedRow) if t.objects.exists()] == []


def test_another_role_may_not_see_what_an_import_would_do(path):
    with pytest.raises(NotAllowedError):
        make_plan(read_workbook(register(path, row()), 1000), Mapping(), AT, by=Actor("a test", "caseworker"))


def test_a_failure_half_way_leaves_nothing(path, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(history, "append", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        import_rows(path, row())
    assert [t for t in (*TABLES, Team, Category, Event, Spreadsheet, ImportedRow) if t.objects.exists()] == []


def test_a_bad_row_does_not_cost_a_good_one(path):
    plan = import_rows(path, row(stage_1_outcome="Uphled"), row("FBL-2"))
    assert (plan.total("rejected"), Complaint.objects.get().reference) == (1, "FBL-2")


def test_planning_writes_nothing(path):
    plan_of(register(path, row()))
    assert [t for t in (*TABLES, Team, Category, Event) if t.objects.exists()] == []


THANKS_HEADERS = ("Date received", "Service area", "Compliment")
THANKS = (date(2022, 5, 2), "Marmalade House", "Thank you")


def import_compliments(path, *rows):
    plan = plan_of(register(path, *rows, headers=THANKS_HEADERS, sheet="Compliments"))
    import_register(plan, by=OPERATOR, at=AT)
    return plan


def test_the_same_words_twice_are_two_compliments(path):
    import_compliments(path, THANKS, THANKS)
    assert Compliment.objects.count() == 2


def test_a_third_of_the_same_words_is_the_only_new_one(path):
    import_compliments(path, THANKS, THANKS)
    plan = import_compliments(path, THANKS, THANKS, THANKS)
    assert (plan.total("imported"), plan.total("unchanged")) == (1, 2)


def test_they_are_numbered_by_the_year_they_came_in(path):
    import_compliments(path, THANKS, (date(2023, 5, 2), "", "Thanks"), THANKS)
    assert list(Compliment.objects.order_by("reference").values_list("reference", flat=True)) == [
        "COMPLIMENT-2022-0001",
        "COMPLIMENT-2022-0002",
        "COMPLIMENT-2023-0001",
    ]


def test_a_new_row_on_one_of_two_sheets_is_not_taken_for_an_edited_one(path):
    def both(*first):
        names = (("Compliments", [THANKS, *first]), ("Compliment", [(date(2022, 6, 1), "", "Kind")]))
        write([Page(name, "", [Line(list(r)) for r in (THANKS_HEADERS, *rows)]) for name, rows in names], path)
        return plan_of(path)

    import_register(both(), by=OPERATOR, at=AT)
    plan = both((date(2022, 7, 1), "", "New"))
    assert (plan.total("imported"), plan.total("unchanged"), plan.problems) == (1, 2, [])


def test_an_edited_row_comes_in_beside_its_old_self_and_is_remarked_on(path):
    import_compliments(path, THANKS, (date(2022, 6, 1), "", "Kind"))
    plan = import_compliments(path, THANKS, (date(2022, 6, 1), "", "Very kind"))
    assert [(p.row, p.problem, p.effect) for p in plan.problems] == [
        (None, "1 row is new, and rows imported before are not in this file: COMPLIMENT-2022-0002.", "imported")
    ]
