"""The measures as a whole: named, defined, portable, and about columns that there are."""

import re

import duckdb
import pytest

from heard.figures.compute import BASES, compute
from heard.figures.measure import GROUPS
from heard.figures.measures import MEASURES
from heard.figures.schema import TABLES
from heard.law.years import FinancialYear

YEAR = FinancialYear.parse("2022/23")
EVERY = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)

FUNCTIONS = {"COUNT", "SUM", "MIN", "MAX"}
WORDS = {"SELECT", "FROM", "WHERE", "GROUP", "BY", "ORDER", "AND", "OR", "NOT", "IS", "NULL", "IN"} | {
    *("CASE", "WHEN", "THEN", "ELSE", "END", "DISTINCT")
}


def texts(measure):
    return measure.count_sql(YEAR), measure.list_sql(YEAR)


def without_values(sql):
    return re.sub(r"'[^']*'", "''", sql)


def names(sql):
    return set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", without_values(sql))) - WORDS - FUNCTIONS


@EVERY
def test_a_measure_has_a_label_that_begins_with_a_capital(measure):
    assert measure.label.replace("{Group}", "All")[0].isupper()


@EVERY
def test_a_definition_is_a_sentence(measure):
    assert re.fullmatch(r"[A-Z].{15,}\.", measure.definition)


@EVERY
def test_a_label_names_the_value_that_is_counted_by_and_only_then(measure):
    assert ("{name}" in measure.label) == bool(measure.by)


@EVERY
def test_the_label_of_a_measure_by_group_says_which_group(measure):
    assert bool(re.search(r"\{(Group|group_lower)\}", measure.label)) == measure.grouped


@EVERY
def test_a_share_is_of_a_figure_that_there_always_is(measure):
    always = {other.id.format(group=group) for other in MEASURES if not other.by for group in other.groups()}
    bases = {measure.of.format(group=group) for group in measure.groups()} - {""}
    assert bases <= always


@EVERY
def test_what_a_measure_counts_is_a_part_of_what_it_is_a_share_of(measure):
    base = next((other for other in MEASURES if other.id == measure.of), None)
    if base and base.table == measure.table:
        assert set(base.where.split(" AND ")) - {"1 = 1"} <= set(measure.where.split(" AND "))


@EVERY
def test_the_query_uses_only_the_functions_that_every_engine_has(measure):
    used = {name.upper() for sql in texts(measure) for name in re.findall(r"(\w+)\s*\(", without_values(sql))}
    assert used - WORDS <= FUNCTIONS


@EVERY
def test_the_query_holds_no_join_subquery_comment_cast_or_second_statement(measure):
    for sql in texts(measure):
        assert sql.count("SELECT") == 1
        assert not re.search(r"--|/\*|;|::|\|\||\"|`|\b(JOIN|UNION|OVER|LIMIT|HAVING|CAST|WITH)\b", sql)


@EVERY
def test_the_query_names_one_table_and_only_its_columns(measure):
    for sql in texts(measure):
        assert names(sql) - set(TABLES[measure.table]) == {measure.table}


def test_no_two_measures_have_the_same_id():
    ids = [measure.id.format(group=group) for measure in MEASURES for group in measure.groups()]
    assert len(ids) == len(set(ids))


def test_no_figure_of_a_list_can_have_the_id_of_another_measure():
    ids = {measure.id.format(group=group) for measure in MEASURES for group in measure.groups()}
    by = {measure.id.format(group=group) for measure in MEASURES if measure.by for group in measure.groups()}
    fixed = {id for id in ids if id.rpartition(".")[0] in by and not re.fullmatch(r".*_.*", id.rpartition(".")[2])}
    # A slug has no “_” in it, so an id whose last part has one cannot be that of a value in a list.
    assert fixed == {f"{group}.stage_1.answered.outcome" for group in GROUPS} & fixed


def test_all_is_both_procedures_and_every_measure_of_complaints_is_given_for_each_group():
    assert list(GROUPS) == ["all", "statutory", "corporate", "send"]


def year_of(complaints):
    """Return every figure of a year with these (reference, procedure, send, service area, days, outcome)."""
    connection = duckdb.connect()
    for table, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    for reference, procedure, send, area, days, outcome in complaints:
        common = {"reference": reference, "financial_year": "2022/23", "procedure": procedure, "send": send}
        place = {"service_area": area, "service_area_slug": area.lower()}
        stage = {"stage": 1, "working_days": days, "limit_working_days": 20, "answered": int(days is not None)}
        stage |= {"closed_on": "2022-06-01" if days is not None else None}
        stage |= {"outcome": outcome, "outcome_slug": outcome.lower() if outcome else None}
        put(connection, "complaints", {**common, **place, "from_child": 0})
        put(connection, "stages", {**common, **place, **stage})
    with connection:
        return compute(connection, YEAR)


def put(connection, table, row):
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


COMPLAINTS = [
    ("A", "statutory", 0, "Owls", 10, "Upheld"),
    ("B", "statutory", 1, "Teapots", 11, "Upheld"),
    ("C", "corporate", 1, "Teapots", 20, "Withdrawn"),
    ("D", "corporate", 0, "Teapots", 21, "Resolved"),
    ("E", "corporate", 0, "Owls", None, None),
]

COUNTS = {
    "all.received": (5, None),
    "statutory.received": (2, None),
    "send.received": (2, None),
    "all.stage_1.outcome.upheld": (2, 5),
    "all.stage_1.outcome.not-upheld": (0, 5),
    "all.stage_1.outcome.resolved": (1, 5),
    "statutory.stage_1.within_10": (1, 2),
    "all.stage_1.within_20": (3, 5),
    "all.stage_1.over_20": (1, 5),
    "all.stage_1.open": (1, 5),
    "all.service_areas": (2, None),
    "send.service_areas": (1, None),
    "corporate.service_area.teapots": (2, 3),
    "overdue": (1, 5),
    "compliments": (0, None),
    "ombudsman.public_reports": (0, 0),
}


@pytest.mark.parametrize("id", COUNTS)
def test_a_figure_and_what_it_is_a_share_of(id):
    figure = year_of(COMPLAINTS)[id]
    assert (figure.value, figure.denominator) == COUNTS[id]


def test_every_id_of_a_year_is_its_figures_own_and_no_label_is_used_twice():
    figures = year_of(COMPLAINTS)
    assert [figure.id for figure in figures.values()] == list(figures)
    assert len({figure.label for figure in figures.values()}) == len(figures)


def test_no_label_or_definition_holds_a_blank_that_was_not_filled():
    assert [f.id for f in year_of(COMPLAINTS).values() if "{" in f.label + f.definition] == []


def test_an_outcome_that_is_not_in_every_report_has_no_figure_where_it_did_not_happen():
    assert "statutory.stage_1.outcome.resolved" not in year_of(COMPLAINTS)


def test_a_year_with_nothing_in_it_has_its_figures_all_the_same():
    assert {figure.value for figure in year_of([]).values()} == {0}


def test_every_base_is_a_figure():
    assert set(BASES.values()) <= set(year_of([]))
