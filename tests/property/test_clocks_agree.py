"""What holds of any clock from any day: both implementations agree, and no date does what a date may not do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import second_clock
from tests.second_clock import Asked

from heard.law.calendars import england, united_kingdom
from heard.law.clocks import Pause, days, deadline
from heard.law.procedures import shipped

BY_NAME = {name: clock for one in shipped().all for name, clock in one.clocks.items()}
WORKING = sorted(name for name, clock in BY_NAME.items() if clock.unit == "working-days")
FORWARDS = sorted(name for name, clock in BY_NAME.items() if not clock.backwards)
DAYS = st.dates(date(2006, 3, 1), date(2034, 6, 30))
GAPS = st.integers(0, 60)
CONVENTIONS = st.sampled_from(["A", "A2", "B"])
ONE_DAY = timedelta(days=1)
FEW = settings(deadline=None, max_examples=60)


def calendar_of(name):
    return united_kingdom() if BY_NAME[name].calendar == "united-kingdom" else england()


def ends(name, start, calendar=None, **given_):
    found = deadline(BY_NAME[name], start, calendar or calendar_of(name), **given_)
    return [one for one in (found.target, found.limit) if one]


@pytest.mark.parametrize("seed", range(4))
def test_both_implementations_agree(seed):
    counts, apart = second_clock.compared(seed, 5_000)
    assert apart[:3] == []
    assert counts["agree"] == counts["asked"] == 5_000
    assert min(counts.values()) > 500


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("ST1", {1: 11}), ("ST1", {2: 19}), ("FOI", {4: "ENG"}), ("SAR", {5: False}), ("ST3-PAPERS", {6: False})],
)
def test_a_clock_that_was_wrong_would_be_found(name, wrong, monkeypatch):
    row = tuple(wrong.get(place, value) for place, value in enumerate(second_clock.SHEET[name]))
    monkeypatch.setitem(second_clock.SHEET, name, row)
    _, apart = second_clock.compared(1, 3_000)
    assert {asked.clock for asked, _, _ in apart} == {name}


@FEW
@given(st.sampled_from(WORKING), DAYS, CONVENTIONS)
def test_nothing_of_working_days_is_due_on_a_day_that_does_not_count(name, start, convention):
    found = ends(name, start, settings={"convention": convention})
    assert all(calendar_of(name).is_working_day(day) for day in found)


@FEW
@given(st.sampled_from(["SAR", "DPC-ACK"]), DAYS)
def test_nothing_that_is_moved_on_is_due_on_a_day_that_does_not_count(name, start):
    assert all(england().is_working_day(day) for day in ends(name, start))


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(FORWARDS), DAYS, st.integers(-5, 120), CONVENTIONS)
def test_one_more_holiday_never_brings_a_date_forward(name, start, after, convention):
    one_more = calendar_of(name).also_closed([start + after * ONE_DAY])
    given_ = {"settings": {"convention": convention}}
    assert all(a <= b for a, b in zip(ends(name, start, **given_), ends(name, start, one_more, **given_), strict=True))


@settings(deadline=None, max_examples=25)
@given(DAYS, st.integers(-120, 5))
def test_one_more_holiday_never_gives_less_time_to_send_the_papers(start, before):
    one_more = england().also_closed([start + before * ONE_DAY])
    assert ends("ST3-PAPERS", start, one_more) <= ends("ST3-PAPERS", start)


@FEW
@given(st.sampled_from(FORWARDS), DAYS, GAPS)
def test_a_pause_of_no_length_changes_nothing(name, start, after):
    day = start + after * ONE_DAY
    clock, calendar = BY_NAME[name], calendar_of(name)
    assert deadline(clock, start, calendar, pauses=[Pause(day, day)]) == deadline(clock, start, calendar)


@FEW
@given(st.sampled_from(FORWARDS), DAYS, GAPS, GAPS)
def test_a_pause_never_brings_a_target_forward_and_never_moves_the_limit(name, start, after, length):
    pause = Pause(start + after * ONE_DAY, start + (after + length) * ONE_DAY)
    clock, calendar = BY_NAME[name], calendar_of(name)
    plain, paused = deadline(clock, start, calendar), deadline(clock, start, calendar, pauses=[pause])
    assert paused.limit == plain.limit
    assert plain.target is None or paused.target >= plain.target


@FEW
@given(st.sampled_from(sorted(BY_NAME)), DAYS, GAPS, CONVENTIONS)
def test_a_later_start_is_never_due_earlier(name, start, gap, convention):
    given_ = {"settings": {"convention": convention}}
    earlier, later = ends(name, start, **given_), ends(name, start + gap * ONE_DAY, **given_)
    assert all(a <= b for a, b in zip(earlier, later, strict=True))


@FEW
@given(st.dates(date(2007, 1, 1), date(2034, 6, 30)), st.integers(1, 120))
def test_counting_back_undoes_counting_forward(start, number):
    calendar = england()
    working = calendar.on_or_after(start)
    assert calendar.subtract(calendar.add(working, number), number) == working
    assert calendar.add(calendar.subtract(working, number), number) == working


@FEW
@given(st.sampled_from([name for name in WORKING if name in FORWARDS]), DAYS)
def test_the_days_taken_up_to_a_date_are_those_of_the_clock(name, start):
    clock, calendar = BY_NAME[name], calendar_of(name)
    found = deadline(clock, start, calendar)
    for end, number in ((found.target, clock.target), (found.limit, clock.limit)):
        assert end is None or calendar.elapsed(start, end) == number


@FEW
@given(st.sampled_from(WORKING), DAYS, CONVENTIONS)
def test_the_days_that_are_shown_end_on_the_number_of_the_clock(name, start, convention):
    clock, calendar, chosen = BY_NAME[name], calendar_of(name), {"convention": convention}
    found = deadline(clock, start, calendar, settings=chosen)
    shown = {one.date: one.number for one in days(found, calendar, chosen)}
    for end, number in ((found.target, clock.target), (found.limit, clock.limit)):
        assert end is None or shown[end] == number


@FEW
@given(st.sampled_from(sorted(BY_NAME)), DAYS, GAPS, GAPS)
def test_the_days_that_are_shown_follow_one_another_and_none_is_left_out(name, start, after, length):
    clock, calendar = BY_NAME[name], calendar_of(name)
    pause = Pause(start + after * ONE_DAY, start + (after + length) * ONE_DAY)
    shown = [one.date for one in days(deadline(clock, start, calendar, pauses=[pause]), calendar)]
    step = -ONE_DAY if clock.backwards else ONE_DAY
    assert shown == [start + place * step for place in range(len(shown))]


def test_the_second_implementation_knows_every_clock_of_the_sheet():
    sheet = {
        name: (row[1] if row[0] != "cd" else None, row[5], row[6], second_clock.CALENDARS[row[4]])
        for name, row in second_clock.SHEET.items()
    }
    in_months = {"years": 12}
    ours = {
        name: (
            clock.target and clock.target * in_months.get(clock.unit, 1)
            if clock.unit in ("working-days", "months", "years") else None,
            clock.rolls, clock.backwards, clock.calendar,
        )
        for name, clock in BY_NAME.items() if name in sheet
    }  # fmt: skip
    assert ours == sheet


def test_a_question_is_asked_again_with_what_was_changed():
    asked = Asked("ST1", date(2022, 12, 22))
    assert second_clock.answer(asked).due == date(2023, 1, 10)
    assert second_clock.answer(replace(asked, extended=True)).due == date(2023, 1, 24)
