"""Sixty invented registers: no report on any of them contradicts itself. First, that the checker would notice."""

import random
from dataclasses import replace

import pytest
from tests.made_reports import import_file, report_of, set_up_demonstration
from tests.registers import make_register
from tests.report_checker import contradictions
from tests.workbooks import write

from heard.figures.report import CaseList, Chart, Paragraph, Report, Section, Series, Shown, Table
from heard.law.years import FinancialYear

SENTENCES = {
    "a share": ("52% (117 of 226) were upheld.", "53% (117 of 226) were upheld."),
    "half": ("50% (4 of 8) were upheld.", "40% (4 of 8) were upheld."),
    "a share with words between": ("1.2% of them led to one (234 of 19,448).", "1.3% of them led to one (234 of 19,448)."),
    "less than": ("Less than 1% (1 of 201) of them.", "0% (1 of 201) of them."),
    "less than more digits": ("1.2% (234 of 19,448) of them.", "Less than 1.2% (234 of 19,448) of them."),
    "more than": ("More than 99% (200 of 201) of them.", "100% (200 of 201) of them."),
    "a part of less": ("90% (9 of 10) of them.", "113% (9 of 8) of them."),
    "a change": (
        "226 corporate, 18 fewer than the 244 in 2021/22 (down 7%).",
        "226 corporate, 28 fewer than the 244 in 2021/22 (down 7%).",
    ),
    "its word": ("40 letters, 4 fewer than the 44 in 2021/22.", "40 letters, 4 more than the 44 in 2021/22."),
    "its way": (
        "40 letters, 4 fewer than the 44 in 2021/22 (down 9%).",
        "40 letters, 4 fewer than the 44 in 2021/22 (up 9%).",
    ),
    "its percentage": (
        "40 letters, 4 fewer than the 44 in 2021/22 (down 9%).",
        "40 letters, 4 fewer than the 44 in 2021/22 (down 10%).",
    ),
    "the change of a share": (
        "75% (6 of 8) were upheld, up from 37% (10 of 27) in 2021/22.",
        "75% (6 of 8) were upheld, down from 37% (10 of 27) in 2021/22.",
    ),
    "the same": (
        "50% (4 of 8), the same as the 50% (2 of 4) in 2021/22.",
        "50% (4 of 8), up from 50% (2 of 4) in 2021/22.",
    ),
    "much the same": (
        "33% (1 of 3), much the same as the 33% (33 of 100) in 2021/22.",
        "33% (1 of 3), the same as the 33% (33 of 100) in 2021/22.",
    ),
    "a trend": ("Statutory fell from 27 in 2021/22 to 8 in 2022/23.", "Statutory rose from 27 in 2021/22 to 8 in 2022/23."),
    "one": ("1 complaint was still open.", "1 complaints was still open."),
    "many": ("2 complaints were open.", "2 complaint were open."),
    "a share of nothing": ("Nothing was sent.", "0% (0 of 0) were sent."),
    "not applicable": ("It is nothing.", "It is not applicable."),
    "not set": ("Telephone: 01632 960 110.", "Telephone: [not yet set: telephone]."),
    "blanks": ("One. Two.", "One.  Two."),
}  # fmt: skip


def of(*blocks, **cases):
    lists = {id: CaseList(id, "", ("x",) * count) for id, count in cases.items()}
    return Report("Wexbridge", "Report", "", "2022/23", "", False, (Section("here", "Here", blocks),), lists)


@pytest.mark.parametrize("name", SENTENCES)
def test_the_checker_accepts_what_is_right(name):
    assert contradictions(of(Paragraph((SENTENCES[name][0],)))) == []


@pytest.mark.parametrize("name", SENTENCES)
def test_the_checker_finds_what_is_wrong(name):
    assert contradictions(of(Paragraph((SENTENCES[name][1],)))) != []


OUTCOMES = "50% (4 of 8) were one or the other: {} upheld and 3 partially upheld. 25% (2 of 8) were not upheld."
REST = "The other {} complaints make up the total of 8: {} withdrawn and 1 still open."
TOLD = {
    "right": ((1, 2, 1), True),
    "upheld and partially upheld do not make the two": ((2, 2, 1), False),
    "the others are not as many": ((1, 3, 2), False),
    "the parts of the others do not make them": ((1, 2, 2), False),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_checker_adds_up_outcomes(name):
    (upheld, others, withdrawn), right = TOLD[name]
    report = of(Paragraph((OUTCOMES.format(upheld),)), Paragraph((REST.format(others, withdrawn),)))
    assert (contradictions(report) == []) == right


def test_the_checker_misses_the_others_where_nobody_explains_them():
    assert contradictions(of(Paragraph((OUTCOMES.format(1),)))) != []


def rows(*cells):
    return tuple(tuple((cell,) for cell in row) for row in cells)


RIGHT = Table(
    "Complaints",
    ("Area", "2022/23", "Share"),
    rows(("A", "3", "75%"), ("B", "1", "25%"), ("Total", "4", "100%")),
    total=True,
)
TABLES = {
    "a total": replace(RIGHT, rows=rows(("A", "3", "60%"), ("B", "1", "20%"), ("Total", "5", "100%"))),
    "a share": replace(RIGHT, rows=rows(("A", "3", "75%"), ("B", "1", "33%"), ("Total", "4", "100%"))),
    "a column fewer": replace(RIGHT, rows=rows(("A", "4"), ("Total", "4", "100%"))),
    "last year's total": replace(
        RIGHT, columns=("Area", "2022/23", "Share", "2021/22"), rows=rows(("A", "4", "100%", "2"), ("Total", "4", "100%", "5"))
    ),
    "an explanation of another number": replace(
        RIGHT,
        rows=rows(("A", "3", "60%"), ("B", "1", "20%"), ("Total", "5", "100%")),
        note=("“Area” is not recorded for 2 of the 5.",),
    ),
}  # fmt: skip


def test_the_checker_accepts_a_table_that_adds_up():
    assert contradictions(of(RIGHT)) == []


def test_the_checker_accepts_a_table_that_says_why_it_does_not():
    table = replace(TABLES["a total"], note=("“Area” is not recorded for 1 of the 5.",))
    assert contradictions(of(table)) == []


@pytest.mark.parametrize("name", TABLES)
def test_the_checker_adds_up_tables(name):
    assert contradictions(of(TABLES[name])) != []


BARS = Chart("bars", "Complaints", "", ("A", "B"), (Series("2022/23", (3, 1)),), RIGHT)
PICTURES = {
    "another number": replace(BARS, series=(Series("2022/23", (3, 2)),)),
    "another name": replace(BARS, categories=("A", "C")),
    "a bar too many": replace(BARS, series=(Series("2022/23", (3, 1, 1)),)),
    "parts that do not make the whole": replace(
        BARS, kind="parts", categories=("2022/23",), series=(Series("A", (3,)), Series("B", (2,)))
    ),
    "another year": replace(
        BARS, kind="columns", table=Table("", ("Year", "Number"), rows(("A", "3"), ("D", "1"))), categories=("A", "B")
    ),
}


def test_the_checker_accepts_a_picture_of_its_table():
    assert contradictions(of(BARS)) == []


@pytest.mark.parametrize("name", PICTURES)
def test_the_checker_compares_pictures_with_their_tables(name):
    assert contradictions(of(PICTURES[name])) != []


FIGURES = {
    "right": ([("a", "2"), ("a", "2")], {"a": 2}, True),
    "two numbers": ([("a", "2"), ("a", "3")], {"a": 2}, False),
    "a list too short": ([("a", "2")], {"a": 1}, False),
    "no list": ([("a", "2")], {}, False),
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_checker_follows_a_figure_through_the_report(name):
    places, cases, right = FIGURES[name]
    report = of(*(Paragraph(("So many: ", Shown(*place))) for place in places), **cases)
    assert (contradictions(report) == []) == right


def small(register, dice):
    """Keep one to three complaints, and of each other sheet at most one row."""
    complaints = dice.sample(register.sheets["Complaints"], dice.randint(1, 3))
    others = {name: rows[: dice.randint(0, 1)] for name, rows in register.sheets.items() if name != "Context"}
    return replace(register, sheets={**register.sheets, **others, "Complaints": complaints})


EVERY = 4
"""One register in so many is imported into PostgreSQL as well, where it is there."""
SEEDS = [pytest.param(seed, marks=pytest.mark.database if seed % EVERY == 0 else ()) for seed in range(60)]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_a_report_never_contradicts_itself(seed, tmp_path):
    register = make_register(seed)
    if seed % 3 == 0:
        register = small(register, random.Random(seed))
    path = write(register.pages(), tmp_path / "register.xlsx")
    received = min(row["Date received"] for row in register.sheets["Complaints"])
    set_up_demonstration()
    import_file(path)
    seen = report_of(tmp_path, FinancialYear.of(received) if seed % 3 == 0 else FinancialYear(register.start))
    assert contradictions(seen.report) == []
