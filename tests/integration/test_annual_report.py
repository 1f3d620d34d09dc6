"""The annual report as a value: every number is its figure's, opens to its cases, and contradicts no other."""

import json
from datetime import date

import pytest
from tests.made_reports import EXPECTED, WORKBOOKS, YEAR, complaint, demonstration_report, import_rows, report_of
from tests.made_reports import set_up_demonstration as set_up
from tests.report_checker import contradictions, lines, read, shown, tables

from heard import demonstration
from heard.figures.report import Bullets, Chart, Notice, Paragraph, Quotation, Section, Table
from heard.record.council import SETTINGS

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SECTIONS = [
    "purpose",
    "how-to-complain",
    "procedures",
    "headlines",
    "compliments",
    "statutory-activity",
    "statutory-outcomes",
    "statutory-timescales",
    "corporate-activity",
    "corporate-outcomes",
    "corporate-timescales",
    "later-stages",
    "delays",
    "people",
    "comments",
    "send",
    "ombudsman",
    "learning",
    "about-the-figures",
    "abbreviations",
    "completed-by",
]


@pytest.fixture(scope="module", params=WORKBOOKS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def seen(name, django_db_setup, django_db_blocker, tmp_path_factory):
    """The report on a demonstration workbook."""
    return demonstration_report(name, tmp_path_factory.mktemp("report"), django_db_blocker)


def section(report, anchor) -> Section:
    return next(one for one in report.sections if one.anchor == anchor)


def words(report, anchor=None):
    """Return what the report, or one section of it, says: each run of words a line, cells and all."""
    chosen = report.sections if anchor is None else [section(report, anchor)]
    cells = [cell for one in chosen for table in tables(one) for row in table.rows for cell in row]
    return "\n".join(read(line) for line in [*(line for one in chosen for line in lines(one)), *cells])


def test_every_expected_figure_has_its_value(name, seen):
    expected = json.loads(EXPECTED[name].read_text())
    found = {id: seen.made.figures[id].value for id in expected if id in seen.made.figures}
    assert found == expected


def test_every_figure_lists_as_many_cases_as_it_counts(seen):
    lists = seen.report.cases
    wrong = [id for id, f in seen.made.figures.items() if id != "contacts" and len(lists[id].references) != f.value]
    assert wrong == []


def test_no_case_is_listed_twice_behind_a_figure(seen):
    wrong = [id for id, cases in seen.report.cases.items() if len(set(cases.references)) != len(cases.references)]
    assert wrong == []


def test_every_number_shown_is_its_figures_own(seen):
    wrong = [s for s in shown(seen.report) if s.text != f"{seen.made.figures[s.figure].value:,}"]
    assert wrong == []


def test_the_report_shows_hundreds_of_figures(seen):
    assert len(list(shown(seen.report))) > 250


def test_the_report_does_not_contradict_itself(seen):
    assert contradictions(seen.report) == []


def test_the_sections_stand_in_their_order(seen):
    assert [one.anchor for one in seen.report.sections] == SECTIONS


def test_no_section_is_empty(seen):
    assert [one.anchor for one in seen.report.sections if not one.blocks or not any(map(full, one.blocks))] == []


def full(block):
    """Answer whether a block has anything in it."""
    if isinstance(block, Paragraph | Notice):
        return bool(read(block.line).strip())
    if isinstance(block, Bullets):
        return bool(block.items) and all(read(item).strip() for item in block.items)
    if isinstance(block, Table):
        return bool(block.rows)
    return bool(block.table.rows) if isinstance(block, Chart) else bool(block.text)


def test_no_block_is_empty(seen):
    assert [(one.anchor, block) for one in seen.report.sections for block in one.blocks if not full(block)] == []


def test_nothing_is_left_unset_in_the_demonstration(seen):
    assert "[not yet set" not in words(seen.report) + seen.report.council


def test_the_demonstration_says_that_it_is_one(seen):
    first = section(seen.report, "purpose").blocks[0]
    assert isinstance(first, Notice)
    assert read(first.line) == demonstration.SETTINGS["demonstration"]


def test_a_draft_says_so(seen):
    assert seen.report.draft
    assert "This is a draft" in words(seen.report, "about-the-figures")


def test_no_public_report_is_said_to_be_none(seen):
    assert "The register records no public report by the Ombudsman about the council this year (0)." in words(
        seen.report, "ombudsman"
    )


def test_compliments_are_quoted_and_none_of_them_twice(seen):
    quoted = [block.text for block in section(seen.report, "compliments").blocks if isinstance(block, Quotation)]
    assert 0 < len(quoted) == len(set(quoted)) <= 10


def test_every_abbreviation_that_is_explained_is_used(seen):
    explained = [read(item).partition(":")[0] for item in section(seen.report, "abbreviations").blocks[0].items]
    said = words(seen.report).replace(words(seen.report, "abbreviations"), "") + str(seen.made.figures)
    assert [short for short in explained if short not in said] == []


SAID = {
    "dudley": [
        "75% (6 of 8) were upheld or partially upheld at stage 1, up from 37% (10 of 27) in 2021/22",
        "1.2% of them led to a complaint (234 of 19,448), and 0.6% to a complaint that was upheld",
        "8 statutory, 19 fewer than the 27 in 2021/22 (down 70%)",
        "226 corporate, 18 fewer than the 244 in 2021/22 (down 7%)",
        "The other 14 complaints make up the total of 226: 14 withdrawn.",
    ],
    "county": [
        "78 statutory, 28 more than the 50 in 2021/22 (up 56%)",
        "The other 5 complaints make up the total of 78: 5 withdrawn.",
        "Of those that were sent an answer, 75% (55 of 73) had it within 20 working days.",
    ],
}


def test_what_the_published_reports_got_wrong_is_said_right(name, seen):
    assert [sentence for sentence in SAID[name] if sentence not in words(seen.report)] == []


# Small registers, each with something that a year of a large council hides.


@pytest.fixture
def report(db, tmp_path):
    """Make a report of rows by sheet, with the demonstration's settings unless told otherwise."""

    def make(settings=True, cut_off=None, **sheets):
        if settings:
            set_up()
        import_rows(tmp_path, **sheets)
        return report_of(tmp_path / "out", cut_off=cut_off).report

    return make


MAY = date(2022, 5, 3)
ONE = {
    "upheld": complaint("A1", MAY, closed=date(2022, 5, 9), outcome="Upheld", team="Owls", issues="Delay"),
    "withdrawn": complaint("A1", MAY, closed=date(2022, 5, 9), outcome="Withdrawn"),
    "open": complaint("A1", MAY),
    "late, without a reason": complaint("A1", MAY, closed=date(2022, 9, 9), outcome="Upheld", Procedure="Statutory"),
    "late, with a reason": complaint("A1", MAY, closed=date(2022, 9, 9), outcome="Not upheld", reason="Complex case"),
    "answered without an outcome": complaint("A1", MAY, closed=date(2022, 5, 9)),
    "an outcome without a date": complaint("A1", MAY, outcome="Upheld"),
    "a rare outcome": complaint("A1", MAY, closed=date(2022, 5, 9), outcome="Out of scope"),
    "SEND": complaint("A1", MAY, closed=date(2022, 5, 9), outcome="Upheld", send="Yes", team="Owls", issues="Delay"),
    "by a child": complaint("A1", MAY, closed=date(2022, 5, 9), outcome="Upheld", complainant="Child"),
}


@pytest.mark.parametrize("kind", ONE)
def test_a_year_of_one_complaint_reads_well(report, kind):
    assert contradictions(report(Complaints=[ONE[kind]])) == []


@pytest.mark.parametrize("kind", ONE)
def test_a_year_of_one_complaint_has_every_section(report, kind):
    made = report(Complaints=[ONE[kind]])
    assert [one.anchor for one in made.sections] == SECTIONS
    assert [(one.anchor, block) for one in made.sections for block in one.blocks if not full(block)] == []


OTHER_SHEETS = {
    "Compliments": {"Date received": MAY, "Compliment": "Thank you.", "Service area": "Owls"},
    "Comments": {"Date received": MAY, "Comment": "A question"},
    "Ombudsman": {"Date received": MAY, "Subject": "Delay"},
}


@pytest.mark.parametrize("sheet", OTHER_SHEETS)
def test_a_year_without_any_complaint_reads_well(report, sheet):
    assert contradictions(report(**{sheet: [OTHER_SHEETS[sheet]]})) == []


def test_a_setting_that_is_not_made_is_marked(report):
    made = report(settings=False, Complaints=[ONE["upheld"]])
    said = made.council + words(made)
    missing = [s.key for s in SETTINGS if s.default == "" and f"[not yet set: {s.key.replace('_', ' ')}]" not in said]
    # Without these a sentence or a picture is left out.
    assert missing == ["learning_shared_with", "logo", "house_style", "demonstration"]


def test_a_council_without_the_setting_does_not_claim_to_be_a_demonstration(report):
    assert "demonstration" not in words(report(settings=False, Complaints=[ONE["upheld"]]))


MIXED = [
    complaint("A1", MAY, closed=date(2022, 5, 9), outcome="Upheld"),
    complaint("A2", MAY, closed=date(2022, 5, 9), outcome="Partially upheld"),
    complaint("A3", MAY, closed=date(2022, 5, 9), outcome="Not upheld"),
    complaint("A4", MAY, closed=date(2022, 5, 9), outcome="Withdrawn"),
    complaint("A5", MAY, closed=date(2022, 5, 9), outcome="Inconclusive"),
    complaint("A6", MAY, closed=date(2022, 5, 9)),
    complaint("A7", MAY, closed=date(2022, 5, 10)),
    complaint("A8", MAY),
    complaint("A9", MAY, outcome="Not upheld"),
]


def test_the_other_complaints_are_explained_part_by_part(report):
    said = words(report(Complaints=MIXED), "corporate-outcomes")
    parts = "1 inconclusive, 1 withdrawn, 2 closed with no outcome recorded and 1 still open"
    assert f"The other 5 complaints make up the total of 9: {parts}." in said


def test_the_complaints_in_no_band_of_days_are_explained(report):
    said = words(report(Complaints=MIXED), "corporate-timescales")
    assert "0% (0 of 9) took longer. 1 complaint was still open." in said
    assert "No date of response is recorded for 1 complaint with an outcome." in said


def test_a_register_with_gaps_does_not_contradict_itself(report):
    assert contradictions(report(Complaints=MIXED)) == []


def test_a_service_area_that_is_blank_is_explained_where_the_rows_do_not_make_the_total(report):
    made = report(Complaints=[ONE["upheld"], complaint("A2", MAY), complaint("A3", MAY)])
    assert "“Service area” is not recorded for 2 of the 3" in words(made, "corporate-activity")


def test_what_was_only_in_last_years_register_is_explained_below_last_years_column(report):
    last = [
        complaint("B1", date(2021, 4, 6), closed=date(2021, 4, 13), outcome="Resolved"),
        complaint("B2", date(2021, 4, 6), closed=date(2021, 4, 13), outcome="Upheld"),
    ]
    made = report(Complaints=[ONE["upheld"], *last])
    said = "The rows for 2021/22 add up to 1, and its total is 2: the others have no row here."
    assert said in words(made, "corporate-outcomes")


def test_the_words_of_what_was_learned_bring_in_their_abbreviations(report):
    made = report(Complaints=[ONE["upheld"]], Learning=[{"Action": "MASH writes sooner", "Complaint": "Delay"}])
    assert [read(item).partition(":")[0] for item in section(made, "abbreviations").blocks[0].items] == ["MASH", "SEND"]


def test_a_corporate_complaint_at_a_panel_is_not_hidden(report):
    row = complaint(
        "A1", MAY, closed=date(2022, 5, 9), outcome="Upheld", stage_2=date(2022, 6, 6), stage_3=date(2022, 7, 4)
    )
    assert "100% (1 of 1) went to a stage 3 review panel" in words(report(Complaints=[row]), "later-stages")


def test_the_year_of_the_report_is_the_one_asked_for(seen):
    assert seen.report.year == str(YEAR)
