"""A frozen year does not move, and a change to its files or to what the register says of it is noticed."""

import hashlib
import json
import os
from datetime import date, timedelta

import pytest
from tests.made_extracts import MONDAY, figures, freeze, frozen_folder, one_of_each
from tests.made_reports import AT, OPERATOR, YEAR, complaint, import_rows, report_of

from heard.law.years import FinancialYear
from heard.record.models import FrozenYear
from heard.record.queries.years import FrozenYearChangedError
from heard.reporting import extract as extracts

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]


def test_a_year_is_frozen_to_its_end_at_least(tmp_path):
    one_of_each(tmp_path)
    assert freeze()[0].cut_off == date(2023, 3, 31)


FREEZE_REFUSED = {
    "a cut-off before the year ended": (date(2023, 3, 30), "is before 2022/23 ended. Give 31 March 2023 or later."),
    "a cut-off to come": (date(2099, 1, 1), "has not come yet. Give one up to today."),
}


@pytest.mark.parametrize("name", FREEZE_REFUSED)
def test_a_year_is_not_frozen_before_all_of_it_is_there(tmp_path, name):
    one_of_each(tmp_path)
    cut_off, said = FREEZE_REFUSED[name]
    with pytest.raises(extracts.NoSuchYearError, match=said):
        freeze(cut_off=cut_off)


def test_a_year_that_has_not_ended_is_not_frozen(tmp_path):
    with pytest.raises(extracts.NoSuchYearError, match=r"has not ended\. It can be frozen from 1 April"):
        freeze(FinancialYear.of(AT.date()))


def test_what_arrives_after_freezing_shows_as_a_restatement(tmp_path):
    one_of_each(tmp_path)
    freeze()
    import_rows(tmp_path, Complaints=[complaint("LATE", date(2023, 3, 20))])
    assert "all.received" in {r.figure.id for r in report_of(tmp_path / "out").made.restated}


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


def test_what_was_learned_after_freezing_is_not_in_the_frozen_report(tmp_path):
    one_of_each(tmp_path, Learning=[{"Learning": "Practice", "Action": "Write sooner"}])
    freeze()
    import_rows(tmp_path, Complaints=[complaint("B1", MONDAY)], Learning=[{"Action": "Write more plainly"}])
    section = next(s for s in report_of(tmp_path / "out").report.sections if s.anchor == "learning")
    assert "Write sooner" in str(section)
    assert "Write more plainly" not in str(section)


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


def test_what_a_run_left_that_was_cut_off_long_ago_is_cleared_up(tmp_path, home):
    one_of_each(tmp_path)
    left = home / "extracts" / ".making-before"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    freeze()
    assert not left.exists()


def test_a_year_that_the_history_knows_as_frozen_is_not_frozen_again(tmp_path):
    one_of_each(tmp_path)
    freeze()
    FrozenYear.objects.all().delete()
    with pytest.raises(FrozenYearChangedError, match="is not what the history says"):
        freeze()


def test_another_digest_in_the_register_is_noticed(tmp_path):
    one_of_each(tmp_path)
    freeze()
    FrozenYear.objects.update(digest="0" * 64)
    with pytest.raises(FrozenYearChangedError, match="is not what the history says"):
        figures()


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
    DAMAGE[name](frozen_folder(home))
    with pytest.raises(extracts.ExtractChangedError, match=r"Put the folder extracts/2022-23-.* back from your backup"):
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
    path = frozen_folder(home) / "complaints.parquet"
    before = figures()
    written = hashlib.sha256(path.read_bytes()).hexdigest()
    REBUILT[name](path)
    assert figures() == before
    assert hashlib.sha256(path.read_bytes()).hexdigest() == written


def test_the_manifest_says_what_is_in_the_folder(tmp_path, home):
    one_of_each(tmp_path)
    manifest = json.loads((frozen_folder(home) / "manifest.json").read_text())
    assert (manifest["year"], manifest["cut_off"], manifest["rows"]["complaints"]) == ("2022/23", "2023-03-31", 3)


LAST = YEAR.previous


def two_years(tmp_path):
    """Two complaints in 2021/22, one of them upheld, and three in 2022/23; the register begins in April 2021."""
    one_of_each(tmp_path)
    import_rows(
        tmp_path,
        Complaints=[
            complaint("B1", date(2021, 4, 12), closed=date(2021, 4, 19), outcome="Upheld", team="Owls"),
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
    row = complaint("B1", date(2021, 4, 12), closed=date(2021, 4, 19), outcome="Not upheld", team="Owls")
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
    _replace(frozen_folder(home, LAST) / "complaints.csv", b"Owls", b"Bats")
    with pytest.raises(extracts.ExtractChangedError, match="2021-22"):
        figures()


def test_no_year_is_in_another_years_tables(tmp_path):
    two_years(tmp_path)
    assert figures(LAST)["all.received"] == 2
