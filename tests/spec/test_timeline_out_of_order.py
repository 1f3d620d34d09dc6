"""What really happened can be recorded, whatever the procedure says. Then it is warned about, and counted.

An answer that was sent was sent, even where a step before it was left out: nothing is refused, no date is changed, and the
first one counts. A complaint goes forward with what happened and never back by an event out of order; once closed it stays
closed. What is done before the day that would start its clock is done.
"""

import pytest
from tests.spec.test_timeline import happenings, stands
from tests.spec.test_working_days import day

from heard.law.procedures import definition
from heard.law.timeline import read

ONE = "received Mon 1 Jun 2026"
TWO = f"{ONE}; stage_1_response Mon 15 Jun 2026; stage_2_requested Mon 6 Jul 2026"
CODE = "received Mon 1 Jun 2026"

WARNED = [
    # events, looked at on, stage it is in, words of the only warning
    (f"{ONE}; stage_2_response Mon 8 Jun 2026", "Tue 9 Jun 2026", "stage-2-answered", "does not belong to “Stage 1"),
    (f"{ONE}; panel_held Mon 8 Jun 2026; stage_1_response Tue 9 Jun 2026", "Tue 9 Jun 2026", "stage-1-answered",
     "“Review panel met” does not belong to “Stage 1: local resolution”."),
    (f"{ONE}; stage_1_response Mon 8 Jun 2026; stage_1_response Tue 9 Jun 2026", "Tue 9 Jun 2026", "stage-1-answered",
     "9 June 2026: “Stage 1 response sent” does not belong to “Stage 1 answered”."),
    (f"{ONE}; stage_1_extended Mon 8 Jun 2026; stage_1_extended Tue 9 Jun 2026", "Tue 9 Jun 2026", "stage-1",
     "had happened already. The first one counts."),
    (f"{TWO}; stage_2_refused Fri 10 Jul 2026", "Mon 13 Jul 2026", "stage-2", "There is no power to refuse stage 2"),
    (f"{TWO}; acknowledged Fri 10 Jul 2026", "Mon 13 Jul 2026", "stage-2", "“Acknowledged” does not belong"),
    (f"{ONE}; closed Mon 8 Jun 2026; stage_2_requested Tue 9 Jun 2026", "Wed 10 Jun 2026", "closed",
     "“Stage 2 asked for” does not belong to “Closed”."),
    (f"{ONE}; withdrawn Mon 8 Jun 2026; stage_1_response Tue 9 Jun 2026", "Wed 10 Jun 2026", "withdrawn",
     "“Stage 1 response sent” does not belong to “Withdrawn”."),
    (f"{ONE}; dreamt_of Tue 9 Jun 2026", "Wed 10 Jun 2026", "stage-1", "this procedure has no event “dreamt_of”."),
    (f"{ONE}; received Tue 9 Jun 2026", "Wed 10 Jun 2026", "stage-1", "“Received” does not belong to “Stage 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "stage", "words"), WARNED)
def test_what_is_out_of_order_is_recorded_and_warned_about(text, on, stage, words):
    found = stands("statutory", text, on)
    assert (found.stage.id, len(found.happened)) == (stage, len(happenings(text)))
    said = [one for one in found.warnings if " came before " not in one]
    assert len(said) == 1 and words in said[0]


COUNTED = [
    # procedure, events, looked at on, clock, how it stands, done on, working days taken, what makes it hard
    ("statutory", f"{TWO}; stage_2_response Fri 31 Jul 2026", "Mon 3 Aug 2026", "ST2", "in-target", "Fri 31 Jul 2026", 19,
     "no report was recorded before it, and it counts"),
    ("statutory", f"{TWO}; stage_2_response Mon 7 Sep 2026", "Mon 2 Nov 2026", "ST2", "late", "Mon 7 Sep 2026", 44,
     "past the target, with no extension"),
    ("statutory", f"{ONE}; stage_1_response Mon 8 Jun 2026; stage_1_response Mon 20 Jul 2026", "Tue 21 Jul 2026", "ST1",
     "in-target", "Mon 8 Jun 2026", 5, "a second answer never overwrites the first"),
    ("statutory", f"{ONE}; closed Mon 8 Jun 2026; stage_1_response Mon 20 Jul 2026", "Tue 21 Jul 2026", "ST1",
     "late", "Mon 20 Jul 2026", 35, "closed without an answer, and answered after all"),
    ("statutory", f"{ONE}; stage_1_response Mon 8 Jun 2026; io_appointed Tue 9 Jun 2026; stage_2_requested Wed 10 Jun 2026",
     "Mon 20 Jul 2026", "ST2-IO", "in-target", "Tue 9 Jun 2026", 0, "appointed before it was asked for"),
    ("statutory", f"{ONE}; stage_1_response Mon 15 Jun 2026; stage_1_paused Mon 22 Jun 2026", "Mon 20 Jul 2026", "ST1",
     "in-target", "Mon 15 Jun 2026", 10, "a pause after the answer moves nothing"),
    ("statutory", f"advocate_offered Fri 8 May 2026; {ONE}", "Mon 15 Jun 2026", "ST1", "open", "", 10,
     "what was before the receipt does not start the clock"),
    ("corporate", f"{CODE}; stage_1_response Wed 3 Jun 2026", "Mon 20 Jul 2026", "CC1", "in-target", "Wed 3 Jun 2026", 0,
     "answered at once, and never acknowledged"),
    ("corporate", f"{CODE}; stage_1_response Wed 3 Jun 2026; acknowledged Thu 4 Jun 2026", "Mon 20 Jul 2026", "CC1",
     "in-target", "Wed 3 Jun 2026", 0, "acknowledged after it was answered"),
]  # fmt: skip


@pytest.mark.parametrize(("procedure", "text", "on", "clock", "state", "met", "taken", "hard"), COUNTED)
def test_and_it_is_counted(procedure, text, on, clock, state, met, taken, hard):
    found = stands(procedure, text, on).reading(clock)
    assert (found.state, found.met_on, found.taken) == (state, day(met) if met else None, taken), hard


ENDED = [
    # procedure, events, looked at on, stage it is in, what makes it hard
    ("statutory", f"{ONE}; withdrawn Tue 9 Jun 2026", "Mon 20 Jul 2026", "withdrawn", "withdrawing ends every clock"),
    ("statutory", f"{ONE}; withdrawn Tue 9 Jun 2026; withdrawal_confirmed Wed 10 Jun 2026", "Mon 20 Jul 2026", "closed",
     "and is confirmed in writing"),
    ("statutory", f"{TWO}; withdrawn Tue 7 Jul 2026", "Wed 2 Dec 2026", "withdrawn", "withdrawn at stage 2"),
    ("statutory", f"{ONE}; stopped_for_proceedings Tue 9 Jun 2026", "Mon 20 Jul 2026", "stopped", "stopped: regulation 8"),
    ("statutory", f"{ONE}; not_accepted Tue 9 Jun 2026; refusal_sent Tue 9 Jun 2026", "Mon 20 Jul 2026", "closed",
     "not accepted"),
    ("statutory", f"{ONE}; closed Tue 9 Jun 2026; stage_2_requested Wed 10 Jun 2026", "Wed 2 Dec 2026", "closed",
     "nothing begins after the end"),
    ("statutory", f"{ONE}; closed Tue 9 Jun 2026; resubmitted Wed 1 Jul 2026", "Wed 2 Dec 2026", "closed",
     "made again without having been stopped: that is a new complaint"),
    ("corporate", f"{CODE}; withdrawn Wed 3 Jun 2026", "Mon 20 Jul 2026", "withdrawn", "withdrawn before it was acknowledged"),
    ("corporate", f"{CODE}; acknowledged Tue 2 Jun 2026; closed Wed 3 Jun 2026", "Mon 20 Jul 2026", "closed", "closed"),
]  # fmt: skip


@pytest.mark.parametrize(("procedure", "text", "on", "stage", "hard"), ENDED)
def test_what_has_ended_has_no_clock_that_runs(procedure, text, on, stage, hard):
    found = stands(procedure, text, on)
    assert found.stage.id == stage
    assert [one.clock.id for one in found.readings if one.running] == [], hard
    assert found.coming == (), hard


ONE_DAY = [
    # events, all of one day or not in the order they were recorded in
    "acknowledged Mon 1 Jun 2026; received Mon 1 Jun 2026",
    "stage_1_response Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; received Mon 1 Jun 2026",
    "withdrawal_confirmed Tue 2 Jun 2026; withdrawn Tue 2 Jun 2026; received Mon 1 Jun 2026",
    "closed Mon 8 Jun 2026; stage_1_response Mon 8 Jun 2026; received Mon 1 Jun 2026",
    "stage_2_requested Mon 8 Jun 2026; stage_1_response Mon 8 Jun 2026; received Mon 1 Jun 2026",
    "stage_3_requested Mon 8 Jun 2026; early_referral Mon 8 Jun 2026; stage_2_response Mon 8 Jun 2026; "
    "recommendations_adjudicated Mon 8 Jun 2026; findings_adjudicated Mon 8 Jun 2026; ip_report Mon 8 Jun 2026; "
    "stage_2_report Mon 8 Jun 2026; ip_appointed Mon 8 Jun 2026; io_appointed Mon 8 Jun 2026; "
    "stage_2_requested Mon 8 Jun 2026; stage_1_response Mon 8 Jun 2026; received Mon 1 Jun 2026",
    "stage_1_resumed Tue 9 Jun 2026; stage_1_paused Mon 8 Jun 2026; received Mon 1 Jun 2026",
]


@pytest.mark.parametrize("text", ONE_DAY)
def test_the_order_in_which_events_were_recorded_does_not_matter(text):
    """Events of one day are taken in the order that the procedure gives them."""
    happened = happenings(text)
    law = definition("statutory", day("Mon 1 Jun 2026"))
    one, other = (read(law, order, on=day("Mon 20 Jul 2026")) for order in (happened, happened[::-1]))
    assert one == other
    assert one.warnings == ()


def test_what_lies_ahead_has_not_happened_yet():
    found = stands("statutory", f"{ONE}; stage_1_response Mon 8 Jun 2026", "Fri 5 Jun 2026")
    assert (found.stage.id, [one.event for one in found.happened]) == ("stage-1", ["received"])
