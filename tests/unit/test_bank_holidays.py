"""The bank holidays that ship with Heard, against two lists that other people keep."""

from datetime import date

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from heard.law.calendars import england


def ours(years) -> set[date]:
    return {day for day in england().holidays if day.year in years}


@pytest.mark.parametrize("year", range(2006, 2036))
def test_same_as_the_holidays_package(year):
    theirs = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < 5}
    assert ours([year]) == theirs


def test_same_as_the_list_that_the_government_publishes():
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    theirs = {holiday["date"] for holiday in published}
    years = {day.year for day in theirs}
    assert ours(years) == {day for day in theirs if day.weekday() < 5}


def test_the_published_list_reaches_at_least_2012_to_2027():
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    assert {holiday["date"].year for holiday in published} >= set(range(2012, 2028))


def test_no_holiday_is_on_a_weekend():
    assert [day for day in england().holidays if day.weekday() >= 5] == []


def test_every_year_has_at_least_eight():
    assert [year for year in range(2006, 2036) if len(ours([year])) < 8] == []
