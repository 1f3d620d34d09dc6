"""The number of queries does not grow with the number of rows: nothing asks the database once a row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.made_extracts import MONDAY, YEAR
from tests.made_reports import OPERATOR, complaint, import_rows

from heard.record.queries import extract as register

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]


def queries(work):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return len(captured)


def rows(start, count):
    return {
        "Complaints": [
            complaint(f"A{n}", MONDAY, closed=MONDAY, outcome="Upheld") for n in range(start, start + count)
        ],
        "Compliments": [
            {"Date received": "6/6/2022", "Compliment": f"Thanks {n}"} for n in range(start, start + count)
        ],
    }


@pytest.fixture
def seeded(tmp_path):
    """A register with every name on its lists, so that later imports add rows only."""
    import_rows(tmp_path, **rows(0, 2))


def test_an_import_asks_as_often_for_200_rows_as_for_20(seeded, tmp_path):
    few = queries(lambda: import_rows(tmp_path, **rows(100, 20)))
    many = queries(lambda: import_rows(tmp_path, **rows(1000, 200)))
    assert many == few


def test_an_extract_asks_as_often_for_200_rows_as_for_20(seeded, tmp_path):
    def tables():
        register.tables(YEAR, YEAR.last_day, (), by=OPERATOR)

    import_rows(tmp_path, **rows(100, 20))
    few = queries(tables)
    import_rows(tmp_path, **rows(1000, 200))
    assert queries(tables) == few
