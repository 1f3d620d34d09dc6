"""Financial years: 1 April to 31 March."""

from datetime import date

import pytest

from heard.law.years import FinancialYear


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2022/23", 2022),
        ("2022-23", 2022),
        ("2022–23", 2022),
        ("2022/2023", 2022),
        (" 2022 / 23 ", 2022),
        ("1999/00", 1999),
        ("1999/2000", 1999),
        ("2009/10", 2009),
    ],
)
def test_read(typed, start):
    assert FinancialYear.parse(typed) == FinancialYear(start)


@pytest.mark.parametrize(
    "typed", ["", "2022", "22/23", "2022/24", "2022/22", "2022/2033", "2022/3", "2022/023", "next year", "0000/01"]
)
def test_what_is_not_a_year_gives_a_sentence_that_says_what_to_type(typed):
    with pytest.raises(ValueError, match=r"is not a financial year\. Write it like 2022/23\.$"):
        FinancialYear.parse(typed)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 3, 31), "2022/23"),  # a Friday, the last day
        (date(2023, 4, 1), "2023/24"),  # a Saturday, the first
        (date(2022, 12, 31), "2022/23"),
        (date(2023, 1, 1), "2022/23"),
        (date(2024, 2, 29), "2023/24"),
    ],
)
def test_the_year_a_day_falls_in(day, year):
    assert str(FinancialYear.of(day)) == year


def test_first_day():
    assert FinancialYear(2022).first_day == date(2022, 4, 1)


def test_last_day():
    assert FinancialYear(2022).last_day == date(2023, 3, 31)


def test_previous():
    assert FinancialYear(2022).previous == FinancialYear(2021)


@pytest.mark.parametrize(("start", "written"), [(2022, "2022/23"), (1999, "1999/00"), (2008, "2008/09")])
def test_written(start, written):
    assert str(FinancialYear(start)) == written


def test_what_is_written_can_be_read_back():
    assert [FinancialYear.parse(str(FinancialYear(start))).start for start in range(1990, 2040)] == [*range(1990, 2040)]


def test_folder_has_no_slash():
    assert FinancialYear(2022).folder == "2022-23"


def test_years_sort_by_time():
    assert sorted([FinancialYear(2023), FinancialYear(1999), FinancialYear(2022)])[0] == FinancialYear(1999)
