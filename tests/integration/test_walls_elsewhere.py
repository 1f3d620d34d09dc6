"""What a wall hides beyond the complaint's own pages: the dry run of an import, and the cases behind a figure."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.figure_pages import HIDDEN, count, figure_address, small_register
from tests.made_reports import AT, complaint, import_rows
from tests.people import actor, person, sign_in
from tests.registers import HEADERS, Register
from tests.workbooks import write

from heard.record.actions import uploads, walls
from heard.record.actions.imports import import_register
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import make_plan
from heard.record.importing.workbook import read_workbook
from heard.record.models import Complaint, Wall
from heard.reporting import editions

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

MONDAY, TUESDAY = date(2022, 6, 6), date(2022, 6, 7)
IN_THE_REGISTER = complaint("CANARY-1", MONDAY, team="Secret Kites", issues="Delay", reason="Complex case")
OTHER = complaint("OPEN-1", MONDAY, team="Owls", issues="Delay")


@pytest.fixture
def officer(tmp_path):
    """A complaints officer who is named in CANARY-1, which a spreadsheet brought in."""
    import_rows(tmp_path, Complaints=[IN_THE_REGISTER, OTHER])
    one = person("complaints-officer")
    walls.propose(Complaint.objects.get(reference="CANARY-1"), one, by=actor(person("complaints-manager")), at=AT)
    return one


@pytest.fixture
def workbook(tmp_path):
    """Return how to write a workbook of these complaints."""

    def made(*rows):
        full = {name: [] for name in HEADERS} | {
            "Complaints": [dict.fromkeys(HEADERS["Complaints"], "") | r for r in rows]
        }
        return write(Register(2022, full).pages(), tmp_path / "another.xlsx")

    return made


def plan_of(path, one, **options):
    return make_plan(read_workbook(path, 1000), Mapping(), AT, by=actor(one), **options)


NOT_CHANGED = "A complaint with this reference is in the register already, and an import cannot change it."
SAME = IN_THE_REGISTER
ROWS = {
    "as the register has it": SAME,
    "with another day": SAME | {"Date received": TUESDAY},
    "with another team": SAME | {"Service area": "Owls"},
    "closed": SAME | {"Stage 1 outcome": "Upheld", "Stage 1 response sent or closed": date(2022, 6, 20)},
    "in small letters": SAME | {"Reference": "canary-1"},
}


@pytest.mark.parametrize("accept", [False, True], ids=["changes shown", "changes accepted"])
@pytest.mark.parametrize("case", ROWS)
def test_a_row_about_it_gets_the_same_answer_whatever_the_register_has(officer, workbook, case, accept):
    plan = plan_of(workbook(ROWS[case], OTHER), officer, accept_changes=accept)
    said = [(one.problem, one.fix) for one in plan.problems if one.effect == "rejected"]
    assert said == [(NOT_CHANGED, "If the reference is right, ask the complaints manager. If not, correct it.")]
    assert plan.as_dict()["sheets"]["Complaints"] == {"rows": 2, "imported": 0, "unchanged": 1, "rejected": 1}


def test_so_does_a_complaint_that_no_spreadsheet_brought_in(officer, workbook):
    typed_in = Complaint.objects.create(reference="TYPED", received_on=MONDAY, procedure="corporate", send=False)
    Wall.objects.create(complaint=typed_in, person=officer, relation=Wall.CONFLICT, state="confirmed", proposed_at=AT)
    plan = plan_of(workbook(complaint("TYPED", MONDAY)), officer)
    assert [one.problem for one in plan.problems if one.effect == "rejected"] == [NOT_CHANGED]


def test_one_that_is_closed_and_one_that_was_typed_in_get_the_same_words(officer, workbook):
    """To the byte, in the plan and on the page, but for the references: or a dry run would tell who is complained about."""
    Complaint.objects.create(reference="TYPED-1", received_on=MONDAY, procedure="corporate", send=False)
    path = workbook(SAME, complaint("TYPED-1", MONDAY))
    closed, typed = (json.dumps(one.as_dict() | {"row": 0}).encode() for one in plan_of(path, officer).problems)
    assert closed.replace(b"CANARY-1", b"TYPED-1") == typed
    upload = uploads.keep("a.xlsx", [path.read_bytes()], by=actor(officer), at=AT)
    page = sign_in(Client(), officer).get(reverse("dry-run", args=[upload.pk])).content.decode()
    assert page.count(NOT_CHANGED) == 2


def test_whoever_is_walled_off_changes_nothing_of_it(officer, workbook):
    plan = plan_of(workbook(ROWS["with another team"], ROWS["closed"], OTHER), officer, accept_changes=True)
    import_register(plan, by=actor(officer), at=AT)
    one = Complaint.objects.get(reference="CANARY-1")
    assert (one.team.name, one.received_on, one.stages.get().outcome) == ("Secret Kites", MONDAY, "")


def test_another_importer_is_told_what_differs_and_may_change_it(officer, workbook):
    manager = person("complaints-manager")
    path = workbook(ROWS["with another team"])
    assert [one.problem for one in plan_of(path, manager).problems] == ["The register has “Secret Kites” here."]
    import_register(plan_of(path, manager, accept_changes=True), by=actor(manager), at=AT)
    assert Complaint.objects.get(reference="CANARY-1").team.name == "Owls"


def test_the_page_of_the_dry_run_holds_nothing_of_it(officer, workbook):
    upload = uploads.keep(
        "a.xlsx", [workbook(ROWS["closed"] | {"Service area": "Owls"}).read_bytes()], by=actor(officer), at=AT
    )
    page = sign_in(Client(), officer).get(reverse("dry-run", args=[upload.pk])).content.decode()
    assert NOT_CHANGED in page
    assert [word for word in ("Secret Kites", "Complex case", "The register has") if word in page] == []


def test_the_cases_behind_a_figure_are_without_it(tmp_path, monkeypatch):
    monkeypatch.setattr(editions, "render_word", lambda report, lists: b"PK")  # drawing its pictures takes a second
    small_register(tmp_path)
    count()
    one = person("director")
    browser, address = sign_in(Client(), one), figure_address("all.received")
    assert HIDDEN in browser.get(address).content.decode()
    walls.propose(Complaint.objects.get(reference=HIDDEN), one, by=actor(person("complaints-manager")), at=AT)
    page = browser.get(address).content.decode()
    assert (HIDDEN in page, "1 of these 4 complaints" in page) == (False, True)
