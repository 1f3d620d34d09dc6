"""Editions: what was counted is kept whole, read without counting, and noticed where it was changed."""

import json
import os
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.figure_pages import counted_once
from tests.made_extracts import MONDAY, freeze, one_of_each
from tests.made_reports import AT, OPERATOR, YEAR, complaint, import_rows

from heard.access.policy import Actor, NotAllowedError
from heard.access.roles import ROLES
from heard.figures.kinds import kind_behind
from heard.figures.measures import MEASURES
from heard.law.years import FinancialYear
from heard.record.actions.looks import looked
from heard.record.models import Comment, Event
from heard.record.models.event import LOOKS
from heard.record.queries import reports
from heard.reporting import editions
from heard.reporting.annual import CannotWriteError, write_report
from heard.reporting.extract import NoSuchYearError

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

MANAGER = Actor("a manager", "complaints-manager")
READER = Actor("a reader", "report-reader")
LATER = AT + timedelta(minutes=5)
FILES = (editions.BODY, editions.PLAIN, editions.WORD, editions.FIGURES, editions.CASES)


@pytest.fixture
def register(tmp_path):
    one_of_each(tmp_path, Learning=[{"Learning": "Practice", "Action": "Write sooner", "Completed": "Yes"}])


@pytest.fixture
def edition(register):
    with counted_once("one of each"):
        return editions.count_edition(YEAR, by=MANAGER, at=AT)


def read(edition, name):
    """Read one file of an edition in the way that a page does."""
    if name == editions.CASES:
        return edition.figure("all.received")
    reading = {
        editions.BODY: lambda: edition.body(links=True),
        editions.PLAIN: lambda: edition.body(links=False),
        editions.WORD: edition.word,
        editions.FIGURES: lambda: edition.figure("all.received"),
    }
    return reading[name]()


# Counting and reading


def test_a_year_that_was_not_counted_has_no_edition(register):
    assert editions.latest(YEAR, by=READER) is None


def test_what_was_counted_is_what_is_read(edition):
    assert editions.latest(YEAR, by=READER) == edition
    assert (edition.year, edition.draft, edition.counted_at) == (YEAR, True, AT)
    assert edition.cut_off == date(2023, 3, 6)


def test_reading_an_edition_asks_the_database_nothing(edition, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = editions.latest(YEAR, by=READER)
        assert found.figure("all.received").references == ("A1", "A2", "A3")
        assert [read(found, name) for name in FILES]


def test_an_edition_has_the_figures_and_the_cases_of_the_report_that_the_command_writes(edition, tmp_path):
    write_report(YEAR, tmp_path / "out", None, by=OPERATOR)
    figures = json.loads((tmp_path / "out" / "figures.json").read_text())["figures"]
    cases = json.loads((tmp_path / "out" / "cases.json").read_text())
    for figure in figures:
        kept = edition.figure(figure["id"])
        assert {name: figure[name] for name in ("label", "definition", "value", "denominator", "previous")} == {
            name: getattr(kept, name) for name in ("label", "definition", "value", "denominator", "previous")
        }
        assert kept.references == tuple(cases.get(figure["id"], ()))


def test_the_file_of_the_cases_is_json_with_a_line_for_each_figure(edition):
    text = (edition.folder / editions.CASES).read_text()
    cases, figures = json.loads(text), json.loads((edition.folder / editions.FIGURES).read_text())
    assert list(cases) == list(figures)
    assert len(text.splitlines()) == len(cases) + 2


def test_an_edition_lists_its_sections(edition):
    assert edition.contents[0][:2] == (1, "purpose")
    assert [anchor for _, anchor, _ in edition.contents if f'id="{anchor}"' not in edition.body(links=False)] == []


def test_a_figure_is_a_link_for_who_may_open_it_and_a_plain_number_for_others(edition):
    assert 'href="figures/all.received/"' in edition.body(links=True)
    assert "<a " not in edition.body(links=False)


def test_the_page_of_an_edition_has_no_style_of_its_own(edition):
    assert [word for word in (" style=", "<style", "<script", " onclick=") if word in edition.body(links=True)] == []


def test_the_word_document_holds_no_reference(edition):
    with zipfile.ZipFile(edition.folder / editions.WORD) as packed:
        text = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    known = json.loads((edition.folder / editions.CASES).read_text())
    references = {reference for id in known if kind_behind(id) != "service-area" for reference in known[id]}
    assert "open the report in Heard" in text
    assert [reference for reference in references if f">{reference}<" in text or f" {reference} " in text] == []


def test_no_figure_is_in_an_edition_that_was_not_counted(edition):
    assert edition.figure("all.recieved") is None


def test_a_year_of_nothing_cannot_be_counted(register):
    with pytest.raises(NoSuchYearError, match="nothing that was received in 2019/20"):
        editions.count_edition(FinancialYear(2019), by=MANAGER, at=AT)


# What a figure counts


def test_every_measure_counts_a_kind_of_thing():
    ids = [m.id.format(group=group) + (".x" if m.by else "") for m in MEASURES for group in m.groups()]
    assert [id for id in ids if not kind_behind(id)] == []


KINDS = {
    "all.received": "complaint",
    "all.received.of_contacts": "complaint",
    "send.stage_1.outcome.upheld": "complaint",
    "statutory.issues": "point",
    "all.issue.delay": "point",
    "corporate.service_areas": "service-area",
    "corporate.service_area.owls": "complaint",
    "compliments.service_areas": "service-area",
    "compliments.service_area.owls": "compliment",
    "comments.replied": "comment",
    "send.ombudsman.decision.upheld": "ombudsman-case",
    "learning.completed.yes": "learning-action",
    "contacts": "",
    "nothing.of.ours": "",
}


@pytest.mark.parametrize("id", KINDS)
def test_what_a_figure_counts(id):
    assert kind_behind(id) == KINDS[id]


# Who may


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("complaints-officer", "complaints-manager")])
def test_a_role_that_may_not_count_is_refused_and_nothing_is_written(register, home, role):
    with pytest.raises(NotAllowedError):
        editions.count_edition(YEAR, by=Actor("somebody", role), at=AT)
    assert not (home / "editions").exists()
    assert not Event.objects.filter(action="report.counted").exists()


def test_who_may_not_see_the_report_may_not_read_an_edition(edition):
    for ask in (editions.latest, editions.checked):
        with pytest.raises(NotAllowedError):
            ask(YEAR, by=Actor("somebody", "stranger"))
    with pytest.raises(NotAllowedError):
        editions.years(by=Actor("somebody", "stranger"))


def test_everybody_who_signs_in_may_read_an_edition(edition):
    assert {editions.checked(YEAR, by=Actor("x", role)).digest for role in ROLES if ROLES[role].signs_in} == {
        edition.digest
    }


def test_the_history_says_that_a_year_was_counted_and_from_what(edition):
    event = Event.objects.get(action="report.counted")
    assert (event.kind, event.reference, event.actor, event.at) == ("report", "2022/23", "a manager", AT)
    assert event.details == {"digest": edition.digest, "cut_off": "2023-03-06", "draft": True}


# Changed files


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_file_that_was_changed_is_refused(edition, name, how):
    path = edition.folder / name
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"A1", b"A7").replace(b"3", b"4"))
    with pytest.raises(editions.EditionChangedError, match="It has to be counted again"):
        read(editions.latest(YEAR, by=READER), name)


@pytest.mark.parametrize("content", [b"", b"../../elsewhere", b"0" * 64, b"\xff\xfe", None])
def test_a_pointer_that_leads_nowhere_is_refused(edition, home, content):
    path = home / "editions" / "2022-23" / "latest"
    path.write_bytes(edition.digest[:63].encode() if content is None else content)
    with pytest.raises(editions.EditionChangedError):
        editions.latest(YEAR, by=READER)


def test_a_manifest_that_was_changed_is_refused(edition):
    path = edition.folder / "manifest.json"
    path.write_text(path.read_text().replace('"draft": true', '"draft": false'))
    with pytest.raises(editions.EditionChangedError):
        editions.latest(YEAR, by=READER)


def test_an_edition_that_the_history_does_not_know_is_refused(edition, home):
    folder = home / "editions" / "2022-23"
    manifest = (edition.folder / "manifest.json").read_bytes().replace(b'"draft": true', b'"draft": false')
    digest = editions._hash(manifest)
    edition.folder.rename(folder / digest[:16])
    (folder / digest[:16] / "manifest.json").write_bytes(manifest)
    (folder / "latest").write_text(digest)
    assert not editions.latest(YEAR, by=READER).draft
    with pytest.raises(editions.EditionChangedError):
        editions.checked(YEAR, by=READER)


def test_a_spoilt_edition_can_be_counted_again(edition):
    (edition.folder / "manifest.json").unlink()
    editions.count_edition(YEAR, by=MANAGER, at=LATER)
    assert editions.checked(YEAR, by=READER).counted_at == LATER


# Counting again


def test_whoever_reads_an_edition_can_finish_while_another_takes_its_place(edition, tmp_path):
    reading = editions.latest(YEAR, by=READER)
    import_rows(tmp_path, Complaints=[complaint("B1", MONDAY)])
    editions.count_edition(YEAR, by=MANAGER, at=LATER)
    assert [bool(read(reading, name)) for name in FILES] == [True] * len(FILES)
    assert reading.figure("all.received").value == 3
    assert editions.latest(YEAR, by=READER).figure("all.received").value == 4


def test_an_edition_goes_an_hour_after_another_took_its_place(edition):
    os.utime(edition.folder, (0, 0))
    now = editions.count_edition(YEAR, by=MANAGER, at=LATER)
    assert not edition.folder.exists()
    assert sorted(path.name for path in now.folder.parent.iterdir()) == sorted(["latest", now.folder.name])


def test_what_was_left_by_a_run_that_was_cut_off_goes_too(edition):
    left = edition.folder.parent / ".making-before"
    left.mkdir()
    pointer = edition.folder.parent / ".making-pointer"
    pointer.write_text("x")
    for path in (left, pointer):
        os.utime(path, (0, 0))
    editions.count_edition(YEAR, by=MANAGER, at=LATER)
    assert not left.exists()
    assert not pointer.exists()


@pytest.mark.parametrize("step", ["render_word", "note_counted", "_put"])
def test_what_is_cut_off_half_way_leaves_the_edition_before(edition, monkeypatch, step):
    def full(*arguments, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editions, step, full)
    with pytest.raises(CannotWriteError, match="What was here before is still shown"):
        editions.count_edition(YEAR, by=MANAGER, at=LATER)
    assert editions.checked(YEAR, by=READER) == edition
    assert list(edition.folder.parent.glob(".making-*")) == []


def test_counting_again_without_a_change_gives_the_same_pages(edition):
    again = editions.count_edition(YEAR, by=MANAGER, at=LATER)
    assert again.files == edition.files
    assert again.digest != edition.digest


# Whether the register has changed since


def changed(edition):
    return reports.changed_since(edition.last_event, by=READER)


def test_nothing_has_changed_right_after_counting(edition):
    assert not changed(edition)


@pytest.mark.parametrize("action", LOOKS)
def test_a_look_changes_nothing(edition, action):
    looked(action, "complaint", "A1", by=MANAGER, at=AT)
    assert not changed(edition)


def test_counting_again_changes_nothing(edition):
    editions.count_edition(YEAR, by=MANAGER, at=LATER)
    assert not changed(edition)


def test_what_comes_into_the_register_is_a_change_whatever_was_looked_at_since(edition, tmp_path):
    import_rows(tmp_path, Complaints=[complaint("B1", MONDAY)])
    looked("complaint.viewed", "complaint", "A1", by=MANAGER, at=AT)
    assert changed(edition)
    assert not changed(editions.count_edition(YEAR, by=MANAGER, at=LATER))


def test_that_the_year_was_frozen_is_a_change(edition):
    freeze()
    assert changed(edition)


def test_one_question_tells_whether_anything_changed_however_long_the_history(edition, django_assert_num_queries):
    for _ in range(30):
        looked("complaint.viewed", "complaint", "A1", by=MANAGER, at=AT)
    with django_assert_num_queries(1):
        assert not changed(edition)


# A frozen year


def test_the_edition_of_a_frozen_year_is_of_its_frozen_tables(register, tmp_path):
    freeze()
    import_rows(tmp_path, Complaints=[complaint("B1", MONDAY)])
    edition = editions.count_edition(YEAR, by=MANAGER, at=AT)
    assert (edition.draft, edition.cut_off) == (False, date(2023, 3, 31))
    assert edition.figure("all.received").references == ("A1", "A2", "A3")
    assert "Restated figures" in edition.body(links=True)


# The years


def test_every_year_in_which_something_was_received_is_listed_newest_first(register, tmp_path):
    import_rows(
        tmp_path,
        Complaints=[complaint("C1", date(2019, 5, 1))],
        Comments=[{"Date received": date(2024, 3, 31), "Comment": "A question"}],
    )
    freeze()
    editions.count_edition(YEAR, by=MANAGER, at=AT)
    found = editions.years(by=READER)
    assert [(str(one.year), one.frozen, one.edition is not None) for one in found] == [
        ("2023/24", False, False),
        ("2022/23", True, True),
        ("2019/20", False, False),
    ]


def test_a_spoilt_edition_is_listed_as_one(edition):
    (edition.folder / "manifest.json").unlink()
    assert [(one.edition, one.spoilt) for one in editions.years(by=READER)] == [(None, True)]


def test_an_empty_register_has_no_year():
    assert editions.years(by=READER) == []


def test_the_years_take_as_many_questions_for_twenty_as_for_one(register):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            editions.years(by=READER)
        return len(captured)

    one = asked()
    for year in range(2003, 2022):
        Comment.objects.create(reference=f"COMMENT-{year}", received_on=date(year, 5, 4), send=False)
    assert len(editions.years(by=READER)) == 20
    assert asked() == one == 3


def test_a_figure_without_a_list_of_its_own_says_so(register, tmp_path):
    import_rows(tmp_path, Context=[{"Figure": "contacts", "Measure": "Contacts", "Year": "2022/23", "Value": 900}])
    edition = editions.count_edition(YEAR, by=MANAGER, at=AT)
    assert replace(edition.figure("contacts"), label="", definition="") == editions.EditionFigure(
        "contacts", "", "", 900, None, None, None, "", ()
    )
    assert edition.figure("all.received.of_contacts").references == ("A1", "A2", "A3")
