"""300 invented registers, each mangled in one way: nothing is lost, sums tie, every rejection is explained.

What is counted is checked against a second count below, which shares nothing with the product: it goes through the rows
of the register as they were before they were mangled, and counts days one by one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import holidays
import pytest
from python_calamine import CalamineWorkbook
from tests.mangles_refused import KINDS, mangle
from tests.registers import make_register
from tests.workbooks import write

from heard.access.policy import Actor
from heard.law.years import FinancialYear
from heard.record.actions.imports import import_register
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import make_plan
from heard.record.importing.workbook import read_workbook
from heard.record.models import Comment, Complaint, Compliment, ContextFigure, Event, LearningAction, OmbudsmanCase
from heard.record.queries.extract import latest_event
from heard.reporting.extract import draft, figures_in

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
OPERATOR = Actor("a test", "operator")
TABLES = {
    "Complaints": Complaint,
    "Compliments": Compliment,
    "Comments": Comment,
    "Ombudsman": OmbudsmanCase,
    "Learning": LearningAction,
    "Context": ContextFigure,
}
SEEDS = range(300)
EVERY = 10
"""One register in so many is imported into PostgreSQL as well, where it is there."""


def which(seed):
    """Return the way in which a seed's register is mangled, and the format it is written in where that can hold it."""
    kind = tuple(KINDS)[seed % len(KINDS)]
    case = mangle(make_register(seed), kind, seed)
    return kind, case, case.formats[seed // len(KINDS) % len(case.formats)]


def plan_of(path):
    return make_plan(read_workbook(path, 100_000), Mapping(), AT, by=OPERATOR)


PARAMETERS = [pytest.param(seed, marks=pytest.mark.database if seed % EVERY == 0 else ()) for seed in SEEDS]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", PARAMETERS)
def test_nothing_is_lost_and_everything_is_explained(seed, tmp_path):
    kind, case, ending = which(seed)
    what = f"seed {seed}, “{kind}”, {ending}"
    path = write(case.pages, tmp_path / f"register.{ending}")
    first = plan_of(path)
    import_register(first, by=OPERATOR, at=AT)
    check_counts(case, first, what)
    check_problems(case, first, what)
    check_register(case, first, what)
    check_figures(case, what)
    check_second_import(first, plan_of(path), what)


def check_counts(case, plan, what):
    """Every source row is in the plan once, and the rows that should be rejected are the ones that are."""
    assert [sheet.name for sheet in plan.sheets] == [page.name for page in case.pages], what
    for page, counts in zip(case.pages, plan.as_dict()["sheets"].values(), strict=True):
        rejected = len(page.rows) if page.refused else len(page.rejected)
        expected = {"rows": len(page.rows), "imported": len(page.rows) - rejected, "unchanged": 0, "rejected": rejected}
        assert counts == expected, f"{what}: {page.name}"


def check_problems(case, plan, what):
    """Each row that is rejected, and no other, has a problem that says so; every problem is a whole sentence."""
    told = {(p.sheet, p.row) for p in plan.problems if p.effect == "rejected"}
    rows = {(page.name, number) for page in case.pages if not page.refused for number in page.rejected}
    sheets = {(page.name, None) for page in case.pages if page.refused and page.rows}
    assert told == rows | sheets, what
    for problem in plan.problems:
        assert problem.sheet, f"{what}: {problem}"
        assert problem.problem.strip().endswith("."), f"{what}: {problem}"
        assert problem.fix.strip().endswith("."), f"{what}: {problem}"


def check_register(case, plan, what):
    """The register holds the records of the rows that were imported, and one event for each."""
    held = {name: table.objects.count() for name, table in TABLES.items()}
    assert held == {name: len(case.kept(name)) for name in TABLES}, what
    references = {reference.casefold() for reference in Complaint.objects.values_list("reference", flat=True)}
    assert references == {row["Reference"].casefold() for row in case.kept("Complaints")}, what
    assert Event.objects.filter(action__endswith=".imported").count() == plan.total("imported") + 1, what


def check_figures(case, what):
    year = FinancialYear(case.start)
    cut_off = latest_event(by=OPERATOR) or year.last_day
    with draft(year, cut_off, by=OPERATOR) as extract:
        figures = figures_in(extract.folder, year)
    found = {id: figure.value for id, figure in figures.items() if COUNTED_HERE.fullmatch(id)}
    assert found == count(case), what


def check_second_import(first, second, what):
    """The same file again changes nothing and says the same of what it rejects."""
    for once, again in zip(first.sheets, second.sheets, strict=True):
        counts = once.counts()
        expected = {**counts, "imported": 0, "unchanged": counts["imported"]}
        assert again.counts() == expected, f"{what}: {once.name}"
    told = [[p.as_dict() for p in plan.problems if p.effect == "rejected"] for plan in (first, second)]
    assert told[0] == told[1], what
    assert not second.new, what
    events = Event.objects.count()
    import_register(second, by=OPERATOR, at=AT)
    assert Event.objects.count() == events, what


COUNTED_HERE = re.compile(
    r"(all|statutory|corporate|send)\.(received|issues|service_areas|stage_[23]\.requested|stage_1\.(within_10|within_20|over_20)"
    r"|(stage_[12]\.outcome|issue|service_area|district|complainant)\.[a-z0-9-]+)"
    r"|overdue(\.reason\.[a-z0-9-]+)?|from_children|comments|compliments(\.service_areas|\.service_area\.[a-z0-9-]+)?"
    r"|ombudsman(\.decision\.[a-z0-9-]+)?|send\.(compliments|comments|ombudsman)"
)
"""The ids that the second count gives. It must give all of them, and no others."""

GROUPS = {
    "all": lambda row: True,
    "statutory": lambda row: row["Procedure"] == "Statutory",
    "corporate": lambda row: row["Procedure"] == "Corporate",
    "send": lambda row: row["SEND"] == "Yes",
}


@cache
def days_off():
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2016, 2027)))


def days_taken(row):
    """Count the working days from the day after receipt to the day of the answer, one by one."""
    day, taken = row["Date received"], 0
    while day < row["Stage 1 response sent or closed"]:
        day += timedelta(days=1)
        taken += day.weekday() < 5 and day not in days_off()
    return taken


def slug_of(words):
    """Write a label as an id has it: small letters and digits, one hyphen for whatever else stands between."""
    composed = unicodedata.normalize("NFC", words).lower()
    letters = [c if c in "abcdefghijklmnopqrstuvwxyz0123456789" else " " for c in composed]
    return "-".join("".join(letters).split())


def in_year(case, name):
    first, last = date(case.start, 4, 1), date(case.start + 1, 3, 31)
    return [row for row in case.kept(name) if first <= row["Date received"] <= last]


def tally(counts, id, rows, title):
    """Add a count for each different word in a column."""
    for row in rows:
        if row[title]:
            counts[f"{id}.{slug_of(row[title])}"] += 1


def count(case):
    """Count a register a second time."""
    counts = Counter()
    complaints = in_year(case, "Complaints")
    for group, belongs in GROUPS.items():
        count_group(counts, group, [row for row in complaints if belongs(row)])
    overdue = [row for row in complaints if row["Stage 1 response sent or closed"] and days_taken(row) > 20]
    counts["overdue"] = len(overdue)
    tally(counts, "overdue.reason", overdue, "Reason for delay")
    counts["from_children"] = sum(row["Complainant"] in ("Young person", "Child", "Care leaver") for row in complaints)
    for id in ("compliments", "comments", "ombudsman"):
        rows = in_year(case, id.capitalize())
        counts[id] = len(rows)
        counts[f"send.{id}"] = sum(row["SEND"] == "Yes" for row in rows)
    compliments = in_year(case, "Compliments")
    counts["compliments.service_areas"] = len({slug_of(row["Service area"]) for row in compliments} - {""})
    tally(counts, "compliments.service_area", compliments, "Service area")
    tally(counts, "ombudsman.decision", in_year(case, "Ombudsman"), "Decision")
    return dict(counts)


def count_group(counts, group, rows):
    closed = [days_taken(row) for row in rows if row["Stage 1 response sent or closed"]]
    counts[f"{group}.received"] = len(rows)
    counts[f"{group}.stage_1.within_10"] = sum(days <= 10 for days in closed)
    counts[f"{group}.stage_1.within_20"] = sum(days <= 20 for days in closed)
    counts[f"{group}.stage_1.over_20"] = sum(days > 20 for days in closed)
    for outcome in ("upheld", "partially-upheld", "not-upheld", "withdrawn"):
        counts[f"{group}.stage_1.outcome.{outcome}"] = 0
    issues = [issue for row in rows for issue in row["Issues"].split(";") if issue]
    counts[f"{group}.issues"] = len(issues)
    counts.update(f"{group}.issue.{slug_of(issue)}" for issue in issues)
    counts[f"{group}.service_areas"] = len({slug_of(row["Service area"]) for row in rows} - {""})
    for stage in (2, 3):
        counts[f"{group}.stage_{stage}.requested"] = sum(bool(row[f"Stage {stage} requested"]) for row in rows)
    for title, name in COLUMNS.items():
        tally(counts, f"{group}.{name}", rows, title)


COLUMNS = {
    "Stage 1 outcome": "stage_1.outcome",
    "Stage 2 outcome": "stage_2.outcome",
    "Service area": "service_area",
    "District": "district",
    "Complainant": "complainant",
}


class Published:
    """A workbook whose figures are known, as rows like those of a register that was made up."""

    start = 2022

    def __init__(self, path):
        self.book = CalamineWorkbook.from_path(str(path))

    def kept(self, name):
        headers, *rows = self.book.get_sheet_by_name(name).to_python()
        return [dict(zip(headers, row, strict=True)) for row in rows]


@pytest.mark.parametrize("council", ["dudley", "county"])
def test_the_second_count_gives_the_figures_that_are_known(council):
    """A second count that is wrong would prove nothing."""
    expected = json.loads((ROOT / f"tests/data/{council}-2022-23.expected.json").read_text())
    known = {id: value for id, value in expected.items() if COUNTED_HERE.fullmatch(id)}
    found = count(Published(ROOT / f"demonstration/{council}-2022-23.xlsx"))
    assert known.items() <= found.items()


def test_every_way_of_mangling_is_tried_in_every_format_that_holds_it():
    tried = {(kind, ending) for kind, _, ending in map(which, SEEDS)}
    wanted = {(kind, ending) for kind in KINDS for ending in mangle(make_register(0), kind, 0).formats}
    assert tried == wanted
