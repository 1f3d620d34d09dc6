"""Working days in England: how a deadline is counted.

The day a complaint arrives is day 0, whatever the hour and whatever the day. The first working day after it is day 1.
A thing is due at the end of day N. A working day is a day that is not a Saturday, a Sunday, Christmas Day, Good Friday
or a bank holiday in England (SI 2006/1738 regulation 2).
"""

from datetime import date, datetime

import pytest

from heard.law.calendars import Calendar, OutsideCalendarError, england


def day(text: str) -> date:
    """Read “Thu 22 Dec 2022” and refuse a weekday that is not that date's."""
    found = datetime.strptime(text, "%a %d %b %Y").date()  # noqa: DTZ007 – a date has no time zone
    assert found.strftime("%a") == text[:3], f"{text} is a {found:%A}"
    return found


DUE = [
    # case, day 0, working days, due, what makes it hard
    ("1", "Thu 22 Dec 2022", 10, "Tue 10 Jan 2023", "skips 24 to 27 December and 31 December to 2 January"),
    ("1", "Thu 22 Dec 2022", 20, "Tue 24 Jan 2023", "the limit of the same complaint"),
    ("3", "Sat 4 May 2024", 10, "Mon 20 May 2024", "arrived on the Saturday of a bank-holiday weekend"),
    ("3", "Sun 5 May 2024", 10, "Mon 20 May 2024", "arrived on the Sunday: the same day"),
    ("3", "Mon 6 May 2024", 10, "Mon 20 May 2024", "arrived on the bank holiday itself: the same day"),
    ("3", "Sat 4 May 2024", 20, "Tue 4 Jun 2024", "the limit also skips Mon 27 May"),
    ("3", "Mon 6 May 2024", 20, "Tue 4 Jun 2024", "the limit, from the bank holiday"),
    ("4", "Fri 3 May 2024", 10, "Mon 20 May 2024", "arrived after office hours on the Friday before"),
    ("6", "Fri 27 May 2022", 10, "Tue 14 Jun 2022", "the spring holiday was moved and another added"),
    ("6", "Fri 27 May 2022", 20, "Tue 28 Jun 2022", "the limit of the same complaint"),
    ("7", "Thu 8 Sep 2022", 10, "Fri 23 Sep 2022", "the State Funeral on Mon 19 Sep"),
    ("7", "Thu 8 Sep 2022", 20, "Fri 7 Oct 2022", "the limit of the same complaint"),
    ("8", "Fri 28 Apr 2023", 10, "Tue 16 May 2023", "1 and 8 May"),
    ("8", "Fri 28 Apr 2023", 20, "Wed 31 May 2023", "1, 8 and 29 May"),
    ("15", "Fri 18 Dec 2026", 5, "Tue 29 Dec 2026", "Boxing Day is a Saturday: Mon 28 Dec is its substitute"),
    ("15", "Fri 18 Dec 2026", 10, "Wed 6 Jan 2027", "and New Year's Day"),
    ("15", "Fri 18 Dec 2026", 20, "Wed 20 Jan 2027", "the limit of the same complaint"),
    ("15", "Thu 24 Dec 2026", 5, "Tue 5 Jan 2027", "arrived on Christmas Eve"),
    ("15", "Thu 24 Dec 2026", 10, "Tue 12 Jan 2027", "arrived on Christmas Eve"),
    ("16", "Thu 23 Dec 2027", 5, "Tue 4 Jan 2028", "two substitutes, and another for New Year"),
    ("16", "Thu 23 Dec 2027", 10, "Tue 11 Jan 2028", "two substitutes, and another for New Year"),
    ("16", "Thu 23 Dec 2027", 20, "Tue 25 Jan 2028", "the limit of the same complaint"),
    ("21", "Thu 30 Mar 2023", 10, "Mon 17 Apr 2023", "received in one financial year, due in the next"),
]


@pytest.mark.parametrize(("case", "start", "working_days", "due", "why"), DUE)
def test_due_at_the_end_of_day_n(case, start, working_days, due, why):
    assert england().add(day(start), working_days) == day(due), f"case {case}: {why}"


ELAPSED = [
    # case, day 0, the last day counted, working days
    ("9", "Mon 18 Mar 2024", "Wed 20 Mar 2024", 2, "the 19th and the 20th"),
    ("12", "Mon 14 Nov 2022", "Mon 13 Feb 2023", 62, "13 weeks over Christmas are not 65 working days"),
    ("18", "Mon 6 Feb 2023", "Mon 13 Feb 2023", 5, "one working week"),
    ("19", "Mon 3 Jun 2024", "Thu 13 Jun 2024", 8, "the answer's day counts, the complaint's does not"),
    ("21", "Thu 30 Mar 2023", "Mon 17 Apr 2023", 10, "in time on the last day"),
    ("26", "Fri 31 Mar 2023", "Mon 3 Apr 2023", 1, "over a weekend"),
    ("26", "Fri 31 Mar 2023", "Fri 31 Mar 2023", 0, "answered on the day it came"),
    ("26", "Sat 1 Apr 2023", "Sun 2 Apr 2023", 0, "came and was answered on one weekend"),
    ("26", "Mon 3 Apr 2023", "Fri 31 Mar 2023", 0, "never negative, even where the dates are the wrong way round"),
]


@pytest.mark.parametrize(("case", "start", "end", "working_days", "why"), ELAPSED)
def test_days_taken(case, start, end, working_days, why):
    assert england().elapsed(day(start), day(end)) == working_days, f"case {case}: {why}"


COUNTS = [
    ("Fri 23 Dec 2022", True, "the last working day before Christmas"),
    ("Sat 24 Dec 2022", False, "a Saturday"),
    ("Sun 25 Dec 2022", False, "a Sunday"),
    ("Tue 27 Dec 2022", False, "the substitute for Christmas Day"),
    ("Wed 28 Dec 2022", True, "a council may shut, but the Regulations still count the day"),
    ("Fri 7 Apr 2023", False, "Good Friday"),
    ("Mon 10 Apr 2023", False, "Easter Monday"),
    ("Mon 8 May 2023", False, "the Coronation"),
    ("Mon 30 May 2022", True, "the spring holiday was moved away from it"),
    ("Mon 17 Mar 2025", True, "St Patrick's Day is no holiday in England"),
]


@pytest.mark.parametrize(("text", "counts", "why"), COUNTS)
def test_which_days_count(text, counts, why):
    assert england().is_working_day(day(text)) is counts, why


@pytest.mark.parametrize(
    ("year", "working_days"),
    [(2021, 253), (2022, 250), (2023, 251), (2024, 254), (2025, 253), (2026, 253), (2027, 253), (2028, 252)],
)
def test_working_days_in_a_year(year, working_days):
    assert england().working_days_in(year) == working_days


@pytest.mark.parametrize("start", ["Thu 22 Dec 2022", "Sat 24 Dec 2022", "Mon 26 Dec 2022"])
def test_no_working_days_after_day_0_is_day_0_itself(start):
    assert england().add(day(start), 0) == day(start)


@pytest.mark.parametrize("start", ["Fri 23 Dec 2022", "Sat 24 Dec 2022", "Sun 25 Dec 2022", "Tue 27 Dec 2022"])
def test_day_1_is_the_first_working_day_after_day_0(start):
    assert england().add(day(start), 1) == day("Wed 28 Dec 2022")


def test_a_holiday_proclaimed_late_moves_the_deadline():
    """Case 7: received on Thu 8 Sep 2022, when nobody knew that Mon 19 Sep would be a holiday."""
    as_it_was = Calendar(england().holidays - {day("Mon 19 Sep 2022")}, 2006, 2035)
    assert as_it_was.add(day("Thu 8 Sep 2022"), 10) == day("Thu 22 Sep 2022")


def test_a_calendar_made_by_formula_would_be_a_day_early_in_june_2022():
    """Case 6: by formula the spring holiday is the last Monday in May, and there is no other."""
    moved = {day("Thu 2 Jun 2022"), day("Fri 3 Jun 2022")}
    by_formula = Calendar((england().holidays - moved) | {day("Mon 30 May 2022")}, 2006, 2035)
    assert by_formula.add(day("Fri 27 May 2022"), 10) == day("Mon 13 Jun 2022")


OUTSIDE = [
    ("Sat 31 Dec 2005", "Mon 2 Jan 2006"),
    ("Mon 31 Dec 2035", "Tue 1 Jan 2036"),
]


@pytest.mark.parametrize("outside", ["Sat 31 Dec 2005", "Tue 1 Jan 2036"])
def test_a_day_outside_the_years_that_are_known_is_refused(outside):
    with pytest.raises(OutsideCalendarError, match=r"2006 to 2035"):
        england().is_working_day(day(outside))


@pytest.mark.parametrize("working_days", [0, 1, 10])
@pytest.mark.parametrize("outside", ["Sat 31 Dec 2005", "Tue 1 Jan 2036"])
def test_counting_from_a_day_outside_the_years_that_are_known_is_refused(outside, working_days):
    with pytest.raises(OutsideCalendarError, match=r"2006 to 2035"):
        england().add(day(outside), working_days)


def test_a_deadline_beyond_the_years_that_are_known_is_refused():
    with pytest.raises(OutsideCalendarError, match="runs past 2035"):
        england().add(day("Thu 20 Dec 2035"), 10)


def test_the_last_working_day_that_is_known_can_still_be_due():
    assert england().add(day("Fri 28 Dec 2035"), 1) == day("Mon 31 Dec 2035")


@pytest.mark.parametrize(("start", "end"), OUTSIDE)
def test_days_taken_across_the_edge_of_the_years_that_are_known_are_refused(start, end):
    with pytest.raises(OutsideCalendarError):
        england().elapsed(day(start), day(end))


@pytest.mark.parametrize("year", [2005, 2036])
def test_the_working_days_of_a_year_that_is_not_known_are_refused(year):
    with pytest.raises(OutsideCalendarError):
        england().working_days_in(year)


def test_counting_backwards_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        england().add(day("Thu 22 Dec 2022"), -1)
