"""The frozen extract: what is in it and what never is, that it does not move, and that a change to it is noticed."""

import re
from datetime import date, timedelta

import pytest
from tests.made_extracts import MONDAY, figures, freeze, frozen_folder, one_of_each
from tests.made_reports import AT, OPERATOR, YEAR, complaint, import_rows

from heard.access.policy import Actor, NotAllowedError
from heard.figures.schema import TABLES
from heard.law.years import FinancialYear
from heard.record.actions.council_settings import change
from heard.record.models import Compliment, FrozenYear
from heard.reporting import extract as extracts
from heard.reporting.annual import write_report

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

NOBODY = Actor("somebody", "caseworker")


def csv_files(cut_off):
    with extracts.draft(YEAR, cut_off, by=OPERATOR) as extract:
        return {path.name: path.read_bytes() for path in extract.folder.glob("*.csv")}


FREE_TEXT = {
    "Compliments": {"Date received": MONDAY, "Service area": "Owls", "Compliment": "Thank you Canaryone Finch"},
    "Comments": {"Date received": MONDAY, "Service area": "Owls", "Comment": "May I see Canarytwo Finch on Sundays?"},
    "Ombudsman": {"Date received": MONDAY, "Service area": "Owls", "Subject": "Canarythree Finch was not heard"},
    "Learning": {"Learning": "Practice", "Complaint": "Canaryfour Finch", "Action": "Canaryfive was written to"},
    "Context": {"Figure": "contacts", "Measure": "Contacts", "Year": "2022/23", "Value": 900},
}


@pytest.fixture
def canaries(tmp_path):
    import_rows(
        tmp_path,
        Complaints=[complaint("A1", MONDAY, closed=MONDAY + timedelta(days=9), outcome="Upheld", team="Owls")],
        **{sheet: [row] for sheet, row in FREE_TEXT.items()},
    )


def test_nothing_that_somebody_wrote_is_in_any_file_of_the_extract(canaries, home):
    freeze()
    files = [path for path in home.joinpath("extracts").rglob("*") if path.is_file()]
    assert len(files) == 2 * len(TABLES) + 1
    assert [path.name for path in files if re.search(rb"canary|finch", path.read_bytes(), re.IGNORECASE)] == []


def test_the_words_that_are_looked_for_above_are_in_the_register(canaries):
    assert Compliment.objects.filter(text__contains="Canaryone").exists()


def test_parquet_is_searched_as_it_is_read(canaries, home):
    with extracts.open_tables(frozen_folder(home)) as tables:
        found = [str(tables.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES]
    assert "Owls" in "".join(found)
    assert not re.search("canary|finch", "".join(found), re.IGNORECASE)


def test_the_same_register_gives_the_same_bytes(tmp_path):
    one_of_each(tmp_path)
    assert csv_files(date(2023, 4, 3)) == csv_files(date(2023, 4, 3))


def test_the_cut_off_is_the_latest_event_unless_another_is_given(tmp_path):
    one_of_each(tmp_path)
    with extracts.opened(YEAR, None, by=OPERATOR) as extract:
        assert extract.cut_off == date(2023, 3, 6)


BY_CUT_OFF = {
    "the day after the first was received": (
        date(2022, 6, 7),
        {"all.received": 1, "all.stage_1.open": 1, "all.stage_1.within_10": 0, "all.stage_1.outcome.upheld": 0},
    ),
    "the day before the first was answered": (date(2022, 6, 12), {"all.stage_1.open": 1, "all.stage_1.answered": 0}),
    "the day on which the first was answered": (
        date(2022, 6, 13),
        {"all.stage_1.open": 0, "all.stage_1.answered": 1, "all.stage_1.outcome.upheld": 1},
    ),
    "the day before the comment was replied to": (date(2022, 6, 19), {"comments.replied": 0, "comments.acknowledged": 1}),
    "the day on which the comment was replied to": (date(2022, 6, 20), {"comments.replied": 1}),
    "the day before the second was received": (date(2022, 7, 3), {"all.received": 1, "all.issues": 2}),
    "while the second is open beyond the limit": (
        date(2022, 8, 21),
        {"all.received": 2, "overdue": 0, "all.stage_1.over_20": 0, "all.stage_1.open": 1},
    ),
    "the day on which the second was answered": (date(2022, 8, 22), {"overdue": 1, "overdue.reason.complex-case": 1}),
    "the day before stage 2 was asked for": (date(2022, 9, 4), {"all.stage_2.requested": 0}),
    "while stage 2 goes on": (date(2022, 9, 5), {"all.stage_2.requested": 1, "all.stage_2.outcome.upheld": 0}),
    "after stage 2 was answered": (date(2022, 11, 7), {"all.stage_2.requested": 1, "all.stage_2.outcome.upheld": 1}),
    "the day before the compliment": (date(2022, 12, 4), {"compliments": 0}),
    "the day of the compliment": (date(2022, 12, 5), {"compliments": 1, "from_children": 0}),
    "the end": (date(2023, 3, 31), {"all.received": 3, "from_children": 1, "all.stage_1.open": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_CUT_OFF)
def test_what_happened_after_the_cut_off_has_not_happened(tmp_path, name):
    cut_off, expected = BY_CUT_OFF[name]
    one_of_each(tmp_path)
    found = figures(cut_off=cut_off)
    assert {id: found.get(id, 0) for id in expected} == expected


NO_SUCH_YEAR = {
    "a year before": (FinancialYear(2019), None, "nothing that was received in 2019/20. It has 2022/23."),
    "a year after": (FinancialYear(2024), None, "nothing that was received in 2024/25. It has 2022/23."),
    "a cut-off before the year": (YEAR, date(2022, 3, 31), "The cut-off date.* is before 2022/23 (began|ended)"),
}


@pytest.mark.parametrize("name", NO_SUCH_YEAR)
@pytest.mark.parametrize("work", [figures, freeze], ids=["reporting", "freezing"])
def test_a_year_with_nothing_in_it_is_refused_with_a_sentence(tmp_path, name, work):
    year, cut_off, said = NO_SUCH_YEAR[name]
    one_of_each(tmp_path)
    with pytest.raises(extracts.NoSuchYearError, match=said):
        work(year, cut_off)


def test_an_empty_register_says_that_it_is_empty():
    with pytest.raises(extracts.NoSuchYearError, match="It is empty: import a register first"):
        figures()


def test_nothing_is_left_behind_where_a_year_could_not_be_frozen(tmp_path, home):
    one_of_each(tmp_path)
    with pytest.raises(extracts.NoSuchYearError):
        freeze(FinancialYear(2019))
    assert list(home.glob("extracts/*")) == []
    assert FrozenYear.objects.count() == 0


def test_the_words_that_mean_a_child_are_a_setting(tmp_path):
    one_of_each(tmp_path)
    change({"child_complainants": "parent"}, by=OPERATOR, at=AT)
    assert figures()["from_children"] == 0


REFUSED = {
    "freezing": lambda: extracts.freeze(YEAR, None, by=NOBODY, at=AT),
    "a draft": lambda: extracts.opened(YEAR, None, by=NOBODY).__enter__(),
    "the report": lambda: write_report(YEAR, extracts.extracts_home(), None, by=NOBODY),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_role_that_the_access_table_does_not_name_is_refused(tmp_path, home, name):
    one_of_each(tmp_path)
    with pytest.raises(NotAllowedError):
        REFUSED[name]()
    assert not (home / "extracts").exists()
