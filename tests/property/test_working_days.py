"""What holds of working days whatever the dates are. The second implementation here walks day by day on purpose."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from heard.law.calendars import Calendar, england

DAYS = st.dates(date(2006, 1, 1), date(2034, 12, 31))
COUNTS = st.integers(0, 130)
GAPS = st.integers(0, 400)


def counts(day: date) -> bool:
    return day.isoweekday() not in (6, 7) and day not in england().holidays


def walk(start: date, working_days: int) -> date:
    day = start
    while working_days:
        day += timedelta(days=1)
        working_days -= counts(day)
    return day


def walked(start: date, end: date) -> int:
    return sum(counts(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


@settings(deadline=None)
@given(DAYS, COUNTS.filter(bool))
def test_nothing_falls_due_on_a_day_that_does_not_count(start, working_days):
    assert counts(england().add(start, working_days))


@settings(deadline=None)
@given(DAYS, COUNTS)
def test_the_days_taken_up_to_the_deadline_are_the_days_allowed(start, working_days):
    assert england().elapsed(start, england().add(start, working_days)) == working_days


@settings(deadline=None)
@given(DAYS, COUNTS)
def test_adding_agrees_with_walking_day_by_day(start, working_days):
    assert england().add(start, working_days) == walk(start, working_days)


@settings(deadline=None)
@given(DAYS, GAPS)
def test_days_taken_agree_with_walking_day_by_day(start, gap):
    end = start + timedelta(days=min(gap, (england().last - start).days))
    assert england().elapsed(start, end) == walked(start, end)


@settings(deadline=None)
@given(DAYS, COUNTS, st.integers(-5, 200))
def test_one_more_holiday_never_brings_a_date_forward(start, working_days, after):
    one_more = Calendar(england().holidays | {start + timedelta(days=after)}, 2006, 2035)
    assert one_more.add(start, working_days) >= england().add(start, working_days)


@settings(deadline=None)
@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_days_taken_add_up(days):
    first, middle, last = days
    calendar = england()
    assert calendar.elapsed(first, middle) + calendar.elapsed(middle, last) == calendar.elapsed(first, last)


@settings(deadline=None)
@given(DAYS, COUNTS)
def test_one_working_day_more_is_always_later(start, working_days):
    assert england().add(start, working_days + 1) > england().add(start, working_days)
