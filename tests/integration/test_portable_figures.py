"""The same text of SQL gives the same rows on every engine: DuckDB over Parquet, SQLite, and PostgreSQL."""

import csv
import datetime
import decimal
import shutil
import sqlite3

import pytest
from django.db import connection
from tests.made_reports import OPERATOR, WORKBOOKS, YEAR, import_file, thrown_away

from heard.figures.compute import open_tables
from heard.figures.measures import MEASURES
from heard.figures.schema import TABLES
from heard.reporting.extract import draft

pytestmark = [pytest.mark.database, pytest.mark.django_db]

WORDS = "VARCHAR"


@pytest.fixture(scope="module", params=WORKBOOKS)
def folder(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The draft extract of a demonstration workbook, kept for the tests of this file."""
    kept = tmp_path_factory.mktemp("extract") / request.param
    with thrown_away(django_db_blocker):
        import_file(WORKBOOKS[request.param])
        with draft(YEAR, datetime.date(2023, 12, 31), by=OPERATOR) as extract:
            shutil.copytree(extract.folder, kept)
    return kept


def rows_of(folder, table):
    """Return the rows of a table's CSV; an empty cell is nothing."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [[cell or None for cell in row] for row in list(csv.reader(file))[1:]]


def load(folder, execute, mark, collation):
    """Make the tables and fill them. Words are compared letter by letter, as DuckDB does."""
    for table, columns in TABLES.items():
        types = ", ".join(f"{name} {kind}{collation * (kind == WORDS)}" for name, kind in columns.items())
        execute(f"CREATE TEMPORARY TABLE {table} ({types})")
        marks = ", ".join([mark] * len(columns))
        for row in rows_of(folder, table):
            execute(f"INSERT INTO {table} VALUES ({marks})", row)


def plain(rows):
    """Return rows as every engine can give them: a sum may be a decimal on one and a whole number on another."""
    return [tuple(int(cell) if isinstance(cell, decimal.Decimal) else cell for cell in row) for row in rows]


def answers(run):
    """Return each measure's counts, in any order, and its list, in the order given."""
    found = {}
    for measure in MEASURES:
        found[measure.id, "count"] = sorted(plain(run(measure.count_sql(YEAR))), key=repr)
        found[measure.id, "list"] = plain(run(measure.list_sql(YEAR)))
    return found


@pytest.fixture(scope="module")
def from_duckdb(folder):
    with open_tables(folder) as duck:
        return answers(lambda sql: duck.execute(sql).fetchall())


def test_duckdb_counts_something_with_most_measures(from_duckdb):
    counted = [key for key, rows in from_duckdb.items() if key[1] == "list" and rows]
    assert len(counted) > len(MEASURES) * 0.7


def test_sqlite_gives_the_same_rows(folder, from_duckdb):
    lite = sqlite3.connect(":memory:")
    load(folder, lite.execute, "?", "")
    found = answers(lambda sql: lite.execute(sql).fetchall())
    lite.close()
    assert found == from_duckdb


def test_postgresql_gives_the_same_rows(folder, from_duckdb):
    if connection.vendor != "postgresql":
        pytest.skip("The database of this run is not PostgreSQL; the run on PostgreSQL makes this comparison.")
    with connection.cursor() as cursor:
        load(folder, cursor.execute, "%s", ' COLLATE "C"')

        def run(sql):
            cursor.execute(sql)
            return cursor.fetchall()

        found = answers(run)
    assert found == from_duckdb


def test_a_list_is_as_long_as_what_was_counted(from_duckdb):
    for measure in MEASURES:
        if measure.distinct or measure.by:
            continue
        counts, rows = from_duckdb[measure.id, "count"][0], from_duckdb[measure.id, "list"]
        assert [sum(marks) for marks in zip(*(row[2:] for row in rows), strict=True)] == list(counts) or not rows
