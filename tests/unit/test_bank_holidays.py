"""The bank holidays that ship with Heard, against two lists that other people keep."""

from datetime import date

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from heard.law.calendars import england, projected_from, united_kingdom

LATER = date(2026, 6, 15)
"""Scotland's one-off for the World Cup: proclaimed after the published list that the package carries."""


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


@pytest.mark.parametrize("year", range(2006, 2036))
def test_the_united_kingdoms_are_those_of_any_of_its_parts(year):
    parts = (holidays.country_holidays("GB", subdiv=part, years=year) for part in ("ENG", "WLS", "SCT", "NIR"))
    theirs = {day for part in parts for day in part if day.weekday() < 5}
    assert {day for day in united_kingdom().holidays if day.year == year} == theirs


def test_the_united_kingdoms_are_those_that_the_government_publishes():
    published = BankHolidays(use_cached_holidays=True)
    theirs = {
        holiday["date"] for part in BankHolidays.ALL_DIVISIONS for holiday in published.get_holidays(division=part)
    }
    years = {day.year for day in theirs}
    ours = {day for day in united_kingdom().holidays if day.year in years}
    assert ours - {LATER} == {day for day in theirs if day.weekday() < 5} - {LATER}


def test_a_holiday_of_another_part_says_so():
    assert united_kingdom().why_not(date(2026, 11, 30)) == "bank holiday elsewhere in the United Kingdom"
    assert united_kingdom().why_not(date(2026, 12, 25)) == "bank holiday"


def test_the_years_that_are_worked_out_and_not_proclaimed_begin_in_2029():
    assert projected_from() == 2029
