"""What holds of the self-check for any timeline, on any day."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.law.calendars import england
from heard.law.clocks import deadline
from heard.law.procedures import shipped
from heard.law.selfcheck import FAMILIES, known_events, selfcheck
from heard.law.selfcheck.checks import TIMED

EVENTS = sorted(known_events(shipped()))
COMMON = sorted(
    {one for check in TIMED for one in (*check.starts, *check.ends, *check.stops)}
    | {"stage_1_extended", "stage_2_refused"}
)
DAYS = st.dates(date(2006, 1, 1), date(2035, 12, 31))
CLOSE = st.dates(date(2023, 1, 1), date(2026, 12, 31))
PROCEDURES = sorted({*FAMILIES, *(one.procedure for one in shipped().all)})


def entries(days):
    """Timelines of any known events, some of whose dates are months."""
    written = st.one_of(days.map(str), days.map(lambda one: str(one)[:7]), days)
    return st.lists(st.tuples(written, st.sampled_from(COMMON) | st.sampled_from(EVENTS)), max_size=14)


def check(procedure, timeline, on):
    return selfcheck(procedure, timeline, on=on, calendar=england())


@given(st.sampled_from(PROCEDURES), entries(DAYS), DAYS)
def test_it_never_fails_on_known_events_and_nothing_begins_after_the_day(procedure, timeline, on):
    found = check(procedure, timeline, on)
    assert all(one.since <= on for one in found.breaches)
    assert all(one.on > on for one in found.coming)
    assert all(one.until is None or one.until >= one.since for one in found.breaches)
    assert all(one.why.endswith(".") and one.remedy.endswith(".") and one.rule for one in found.breaches)


@given(st.sampled_from(sorted(FAMILIES)), entries(CLOSE), CLOSE, st.integers(0, 900))
def test_a_later_look_never_takes_back_a_breach_that_had_begun(procedure, timeline, on, later):
    before = {(one.fault, one.since) for one in check(procedure, timeline, on).breaches}
    after = {(one.fault, one.since) for one in check(procedure, timeline, on + timedelta(days=later)).breaches}
    assert before <= after


@given(st.sampled_from(sorted(FAMILIES)), entries(CLOSE), CLOSE, st.integers(0, 900))
def test_a_later_look_never_takes_back_a_likely_finding(procedure, timeline, on, later):
    before = {(one.fault, one.since) for one in check(procedure, timeline, on).breaches if one.finding_likely}
    ahead = check(procedure, timeline, on + timedelta(days=later))
    assert before <= {(one.fault, one.since) for one in ahead.breaches if one.finding_likely}


@given(st.sampled_from(PROCEDURES), entries(CLOSE), CLOSE, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(procedure, timeline, on, chance: random.Random):
    mixed = list(timeline)
    chance.shuffle(mixed)
    assert check(procedure, mixed, on) == check(procedure, timeline, on)


ANSWERED = [
    # what starts the clock, the clock, what answers it, the fault
    ("received", "ST1", "stage_1_response", "stage_1_delay"),
    ("stage_2_requested", "ST2", "stage_2_response", "stage_2_delay"),
    ("stage_2_requested", "ST2", "stage_2_response", "stage_2_not_done"),
    ("stage_3_requested", "ST3-MEET", "panel_held", "stage_3_refused"),
    ("panel_report", "ST3-RESP", "stage_3_response", "stage_3_delay"),
    ("ehc_request", "EHC-6", "ehc_plan_issued", "ehc_delay"),
]


@pytest.mark.parametrize(("starts", "clock", "answer", "fault"), ANSWERED)
@given(started=CLOSE, early=st.integers(0, 200), on=CLOSE)
def test_the_answer_in_time_removes_the_breach(starts, clock, answer, fault, started, early, on):
    due = deadline(shipped().clock(clock)[1], started, england()).target
    answered = max(started, due - timedelta(days=early))
    found = check("statutory", [(started, starts), (answered, answer)], max(on, answered))
    assert fault not in [one.fault for one in found.breaches]


@given(CLOSE)
def test_a_month_is_never_read_less_kindly_than_any_of_its_days(on):
    month = [("2024-03", "received"), ("2024-06", "stage_2_requested")]
    kind = {one.fault for one in check("statutory", month, on).breaches}
    for number in (1, 15, 30):
        days = [(date(2024, 3, number), "received"), (date(2024, 6, number), "stage_2_requested")]
        exact = {one.fault for one in check("statutory", days, on).breaches}
        assert kind <= exact
