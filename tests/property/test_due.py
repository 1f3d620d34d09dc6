"""“Is it late?” as a comparison of dates: the frontier is exact, whatever the day and however long the clock."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from heard.law.calendars import england
from heard.law.due import due, late_if_started_by
from heard.law.procedures import definition
from heard.law.timeline import Happening

ON = st.dates(date(2007, 1, 1), date(2035, 6, 30))
DAYS = st.integers(1, 65)
ONE_DAY = timedelta(days=1)


def state(days: int, started: date, on: date) -> str:
    law = definition("statutory", date(2026, 1, 1))
    clock = replace(law.clocks["ST1"], target=days, limit=days)
    law = replace(law, clocks={**law.clocks, "ST1": clock})
    return due(law, 1, [Happening(started, "received")], closed=False, on=max(on, started)).state


@settings(deadline=None)
@given(DAYS, ON)
def test_a_start_on_the_frontier_is_late_and_the_next_days_is_not(days, on):
    frontier = late_if_started_by(days, on, england())
    assert (state(days, frontier, on), state(days, frontier + ONE_DAY, on)) == ("overdue", "in-target")


@settings(deadline=None)
@given(DAYS, ON, st.integers(-120, 120))
def test_a_stage_is_overdue_exactly_where_it_started_by_the_frontier(days, on, away):
    frontier = late_if_started_by(days, on, england())
    started = frontier + timedelta(days=away)
    assert (state(days, started, on) == "overdue") == (started <= frontier)


@settings(deadline=None)
@given(DAYS, ON)
def test_the_frontier_moves_on_with_the_day_and_back_with_a_longer_clock(days, on):
    frontier = late_if_started_by(days, on, england())
    assert late_if_started_by(days, on + ONE_DAY, england()) >= frontier
    assert late_if_started_by(days + 1, on, england()) <= frontier
    assert frontier < on
