"""The frozen extract: what is in it and what never is, that it does not move, and that a change to it is noticed."""

import hashlib
import json
import re
from datetime import date, timedelta

import pytest
from tests.made_reports import AT, OPERATOR, YEAR, complaint, import_rows, report_of

from heard.access.policy import Actor, NotAllowedError
from heard.figures.schema import TABLES
from heard.law.years import FinancialYear
from heard.record.actions.council_settings import change
from heard.record.models import Compliment, FrozenYear
from heard.reporting import extract as extracts
from heard.reporting.annual import write_report

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MONDAY = date(2022, 6, 6)
NOBODY = Actor("somebody", "caseworker")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A home of its own for each test: an extract is a folder on the disk."""
    settings.HEARD_HOME = tmp_path / "home"
    settings.HEARD_HOME.mkdir()
    return settings.HEARD_HOME


def freeze(year=YEAR, cut_off=None):
    return extracts.freeze(year, cut_off, by=OPERATOR, at=AT)


def figures(year=YEAR, cut_off=None):
    """Return the figures of the year as a report would count them, as id → value."""
    with extracts.opened(year, cut_off, by=OPERATOR) as extract:
        return {id: f.value for id, f in extracts.figures_in(extract.folder, year).items()}


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
    freeze()
    with extracts.open_tables(home / "extracts" / "2022-23") as tables:
        found = [str(tables.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES]
    assert "Owls" in "".join(found)
    assert not re.search("canary|finch", "".join(found), re.IGNORECASE)


def one_of_each(tmp_path, **more):
    import_rows(
        tmp_path,
        Complaints=[
            complaint("A1", MONDAY, closed=MONDAY + timedelta(days=7), outcome="Upheld", team="Owls", issues="Delay; Tone"),
            complaint("A2", date(2022, 7, 4), closed=date(2022, 8, 22), outcome="Not upheld", team="Teapots",
                      stage_2=date(2022, 9, 5), stage_2_closed=date(2022, 11, 7), stage_2_outcome="Upheld",
                      reason="Complex case"),
            complaint("A3", date(2023, 3, 6), team="Owls", complainant="Young person"),
        ],
        Compliments=[{"Date received": date(2022, 12, 5), "Service area": "Owls", "Compliment": "Thank you."}],
        Comments=[{"Date received": MONDAY, "Comment": "A question", "Acknowledged": MONDAY, "Reply sent": date(2022, 6, 20)}],
        **more,
    )  # fmt: skip


def test_the_same_register_gives_the_same_bytes(tmp_path):
    one_of_each(tmp_path)
    assert csv_files(date(2023, 4, 3)) == csv_files(date(2023, 4, 3))


def test_the_cut_off_is_the_latest_event_unless_another_is_given(tmp_path):
    one_of_each(tmp_path)
    assert freeze()[0].cut_off == date(2023, 3, 6)


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


def correct(tmp_path):
    """Answer the third complaint, give the second another outcome, and move the first to a new team."""
    import_rows(
        tmp_path,
        accept_changes=True,
        Complaints=[
            complaint("A1", MONDAY, closed=MONDAY + timedelta(days=7), outcome="Upheld", team="Lanterns", issues="Delay; Tone"),
        ],
    )  # fmt: skip


MOVED = {
    **{f"{group}.service_area.owls": (2, 1) for group in ("all", "corporate")},
    **{f"{group}.service_area.lanterns": (0, 1) for group in ("all", "corporate")},
    **{f"{group}.service_areas": (2, 3) for group in ("all", "corporate")},
}


def test_a_frozen_year_does_not_move_when_the_register_is_corrected(tmp_path):
    one_of_each(tmp_path)
    freeze()
    before = figures()
    correct(tmp_path)
    assert figures() == before


def test_a_correction_after_freezing_is_listed_figure_by_figure_and_nothing_else_is(tmp_path):
    one_of_each(tmp_path)
    freeze()
    correct(tmp_path)
    restated = report_of(tmp_path / "out").made.restated
    assert {r.figure.id: (r.figure.value, r.now) for r in restated} == MOVED


def test_the_report_shows_the_correction_beside_the_frozen_figure(tmp_path):
    one_of_each(tmp_path)
    freeze()
    correct(tmp_path)
    about = next(s for s in report_of(tmp_path / "out").report.sections if s.anchor == "about-the-figures")
    table = next(block for block in about.blocks if getattr(block, "caption", "") == "Restated figures")
    assert (("All complaints about: Owls",), ("2",), ("1",)) in table.rows


def test_nothing_is_restated_where_nothing_was_corrected(tmp_path):
    one_of_each(tmp_path)
    freeze()
    assert report_of(tmp_path / "out").made.restated == ()


def test_what_was_learned_after_freezing_is_said_to_be_new(tmp_path):
    one_of_each(tmp_path, Learning=[{"Learning": "Practice", "Action": "Write sooner"}])
    freeze()
    import_rows(tmp_path, Complaints=[complaint("B1", MONDAY)], Learning=[{"Action": "Write more plainly"}])
    section = next(s for s in report_of(tmp_path / "out").report.sections if s.anchor == "learning")
    lines = [getattr(block, "line", ()) for block in section.blocks]
    assert ("Of those below, 1 was added after the year was frozen.",) in lines


def test_a_draft_sees_the_correction(tmp_path):
    one_of_each(tmp_path)
    correct(tmp_path)
    assert figures()["all.service_area.lanterns"] == 1


def test_another_cut_off_than_the_frozen_one_gives_a_draft(tmp_path):
    one_of_each(tmp_path)
    freeze()
    with extracts.opened(YEAR, date(2022, 12, 31), by=OPERATOR) as extract:
        assert extract.draft


def test_freezing_again_changes_nothing(tmp_path, home):
    one_of_each(tmp_path)
    first, new = freeze()
    before = {path: path.read_bytes() for path in home.rglob("*.*") if path.is_file()}
    correct(tmp_path)
    second, again = freeze(cut_off=date(2023, 12, 31))
    assert (new, again, second) == (True, False, first)
    assert FrozenYear.objects.count() == 1
    assert {path: path.read_bytes() for path in home.rglob("*.*") if path.is_file()} == before


def test_what_a_run_that_was_cut_off_left_behind_is_written_anew(tmp_path, home):
    one_of_each(tmp_path)
    left = home / "extracts" / "2022-23"
    left.mkdir(parents=True)
    (left / "complaints.csv").write_text("half a file")
    freeze()
    assert figures()["all.received"] == 3


DAMAGE = {
    "a changed cell": lambda folder: _replace(folder / "complaints.csv", b"Owls", b"Bats"),
    "a row fewer": lambda folder: _replace(folder / "compliments.csv", b"\n2", b"\n"),
    "a missing table": lambda folder: (folder / "context.csv").unlink(),
    "a missing manifest": lambda folder: (folder / "manifest.json").unlink(),
    "a manifest that is not JSON": lambda folder: (folder / "manifest.json").write_text("{"),
    "no folder at all": lambda folder: folder.rename(folder.with_name("elsewhere")),
}


def _replace(path, old, new):
    content = path.read_bytes()
    path.write_bytes(content.replace(old, new, 1) if old in content else content + b"\n")


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("work", [figures, freeze], ids=["reporting", "freezing again"])
def test_a_frozen_year_that_somebody_changed_is_refused(tmp_path, home, name, work):
    one_of_each(tmp_path)
    freeze()
    DAMAGE[name](home / "extracts" / "2022-23")
    with pytest.raises(extracts.ExtractChangedError, match="Put the folder extracts/2022-23 back from your backup"):
        work()


REBUILT = {
    "removed": lambda path: path.unlink(),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "of another year": lambda path: path.write_bytes(path.with_name("compliments.parquet").read_bytes()),
    "no Parquet": lambda path: path.write_bytes(b"nothing of the kind"),
}


@pytest.mark.parametrize("name", REBUILT)
def test_a_parquet_file_that_is_not_the_one_that_was_written_is_made_again(tmp_path, home, name):
    one_of_each(tmp_path)
    freeze()
    before = figures()
    path = home / "extracts" / "2022-23" / "complaints.parquet"
    written = hashlib.sha256(path.read_bytes()).hexdigest()
    REBUILT[name](path)
    assert figures() == before
    assert hashlib.sha256(path.read_bytes()).hexdigest() == written


def test_the_manifest_says_what_is_in_the_folder(tmp_path, home):
    one_of_each(tmp_path)
    freeze()
    manifest = json.loads((home / "extracts" / "2022-23" / "manifest.json").read_text())
    assert (manifest["year"], manifest["cut_off"], manifest["rows"]["complaints"]) == ("2022/23", "2023-03-06", 3)


LAST = YEAR.previous


def two_years(tmp_path):
    """Two complaints in 2021/22, one of them upheld, and three in 2022/23."""
    one_of_each(tmp_path)
    import_rows(
        tmp_path,
        Complaints=[
            complaint("B1", date(2021, 6, 7), closed=date(2021, 6, 14), outcome="Upheld", team="Owls"),
            complaint("B2", date(2021, 7, 5), closed=date(2021, 7, 12), outcome="Not upheld", team="Bats"),
        ],
    )


def previous(id):
    with extracts.opened(YEAR, None, by=OPERATOR) as extract:
        return extracts.figures_in(extract.folder, YEAR)[id].previous


def test_last_year_is_counted_from_the_register_while_it_is_not_frozen(tmp_path):
    two_years(tmp_path)
    assert previous("corporate.stage_1.outcome.upheld") == 1


def move_last_year(tmp_path):
    row = complaint("B1", date(2021, 6, 7), closed=date(2021, 6, 14), outcome="Not upheld", team="Owls")
    import_rows(tmp_path, accept_changes=True, Complaints=[row])


def test_last_year_is_corrected_with_the_register_while_it_is_not_frozen(tmp_path):
    two_years(tmp_path)
    move_last_year(tmp_path)
    assert previous("corporate.stage_1.outcome.upheld") == 0


def test_last_year_comes_from_its_own_frozen_tables_and_not_from_the_register(tmp_path):
    two_years(tmp_path)
    freeze(LAST)
    move_last_year(tmp_path)
    assert previous("corporate.stage_1.outcome.upheld") == 1


def test_what_was_not_in_last_years_frozen_tables_was_nothing(tmp_path):
    two_years(tmp_path)
    freeze(LAST)
    assert previous("comments") == 0


def test_a_changed_frozen_year_stops_the_next_years_report_too(tmp_path, home):
    two_years(tmp_path)
    freeze(LAST)
    _replace(home / "extracts" / "2021-22" / "complaints.csv", b"Owls", b"Bats")
    with pytest.raises(extracts.ExtractChangedError, match="2021-22"):
        figures()


def test_no_year_is_in_another_years_tables(tmp_path):
    two_years(tmp_path)
    assert figures(LAST)["all.received"] == 2


NO_SUCH_YEAR = {
    "a year before": (FinancialYear(2019), None, "nothing that was received in 2019/20. It has 2022/23."),
    "a year after": (FinancialYear(2024), None, "nothing that was received in 2024/25. It has 2022/23."),
    "a cut-off before the year": (YEAR, date(2022, 3, 31), "The cut-off date is before 2022/23 began"),
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
    change({"child_complainants": ["parent"]}, by=OPERATOR, at=AT)
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
