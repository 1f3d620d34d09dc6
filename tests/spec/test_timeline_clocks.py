"""More time, pauses, and what begins again: how each moves a date, and how it is counted.

An extension counts only if it was told on or before the target, and is measured from the first day, never from the day it
was told. What is answered after the target without one is late, even within the limit. A pause until there is an advocate
moves the target, and the limit runs on. A complaint that was stopped for other proceedings and is made again begins a fresh
stage 1; one that is “re-opened” is a request for stage 2.
"""

import pytest
from tests.spec.test_timeline import stands
from tests.spec.test_working_days import day

EASTER = "received Mon 27 Mar 2023"
TOLD = f"{EASTER}; stage_1_extended Tue 11 Apr 2023"
TOO_LATE = f"{EASTER}; stage_1_extended Thu 13 Apr 2023"
TWO = "received Mon 1 Jun 2026; stage_1_response Mon 15 Jun 2026; stage_2_requested Mon 6 Jul 2026"

EXTENDED = [
    # case, events, looked at on, clock, how it stands, due, within the limit without an extension, what makes it hard
    ("10", EASTER, "Wed 12 Apr 2023", "ST1", "open", "Wed 12 Apr 2023", False, "the last day of 10, over Easter"),
    ("10", EASTER, "Thu 13 Apr 2023", "ST1", "overdue", "Wed 12 Apr 2023", True, "nobody was told of more time"),
    ("10", EASTER, "Thu 27 Apr 2023", "ST1", "overdue", "Wed 12 Apr 2023", False, "and now the limit has passed too"),
    ("10", TOLD, "Thu 13 Apr 2023", "ST1", "open", "Wed 26 Apr 2023", False, "told on day 9: 20 days from the first day"),
    ("10", f"{TOLD}; stage_1_response Wed 12 Apr 2023", "Fri 28 Apr 2023", "ST1", "in-target", "Wed 26 Apr 2023", False,
     "the extension was not needed"),
    ("10", f"{TOLD}; stage_1_response Wed 26 Apr 2023", "Fri 28 Apr 2023", "ST1", "in-extension", "Wed 26 Apr 2023", False,
     "the last day of the extension"),
    ("10", f"{TOLD}; stage_1_response Thu 27 Apr 2023", "Fri 28 Apr 2023", "ST1", "late", "Wed 26 Apr 2023", False,
     "a day after it"),
    ("10", f"{EASTER}; stage_1_extended Wed 12 Apr 2023; stage_1_response Wed 26 Apr 2023", "Fri 28 Apr 2023", "ST1",
     "in-extension", "Wed 26 Apr 2023", False, "told on the last day of the target"),
    ("10", f"{TOO_LATE}; stage_1_response Mon 24 Apr 2023", "Fri 28 Apr 2023", "ST1", "late", "Wed 12 Apr 2023", True,
     "told late: within the limit, without an extension"),
    ("10", f"{EASTER}; stage_1_response Mon 24 Apr 2023", "Fri 28 Apr 2023", "ST1", "late", "Wed 12 Apr 2023", True,
     "never told: the same"),
    ("21", "received Thu 30 Mar 2023; stage_1_response Mon 17 Apr 2023", "Mon 17 Apr 2023", "ST1", "in-target",
     "Mon 17 Apr 2023", False, "over Easter and the end of the financial year"),
    ("", f"{TWO}; stage_2_extended Mon 10 Aug 2026", "Tue 6 Oct 2026", "ST2", "open", "Tue 6 Oct 2026", False,
     "stage 2: told on day 25, 65 from the request"),
    ("", f"{TWO}; stage_2_extended Tue 11 Aug 2026", "Wed 12 Aug 2026", "ST2", "overdue", "Mon 10 Aug 2026", True,
     "told on day 26"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "on", "clock", "state", "due", "within", "hard"), EXTENDED)
def test_an_extension(case, text, on, clock, state, due, within, hard):
    found = stands("statutory", text, on).reading(clock)
    assert (found.state, found.due, found.within_limit) == (state, day(due), within), hard


def test_an_extension_that_was_told_late_says_so():
    assert stands("statutory", TOO_LATE, "Thu 13 Apr 2023").warnings == (
        "The extension was told on 13 April 2023, after the target of 12 April 2023. It does not count.",
    )


PAUSED = "received Mon 18 Mar 2024; stage_1_paused Thu 21 Mar 2024"
RESUMED = f"{PAUSED}; stage_1_resumed Mon 8 Apr 2024"

PAUSES = [
    # case, events, looked at on, how it stands, target, limit, what makes it hard
    ("9", PAUSED, "Wed 3 Apr 2024", "stopped", "", "Wed 17 Apr 2024", "while it is paused only the limit has a date"),
    ("9", PAUSED, "Thu 18 Apr 2024", "overdue", "", "Wed 17 Apr 2024", "which runs through the pause"),
    ("9", RESUMED, "Mon 8 Apr 2024", "open", "Thu 18 Apr 2024", "Wed 17 Apr 2024", "2 days were used, and 8 are left"),
    ("9", RESUMED, "Thu 18 Apr 2024", "overdue", "Thu 18 Apr 2024", "Wed 17 Apr 2024", "the earlier one counts"),
    ("9", f"{RESUMED}; stage_1_response Wed 17 Apr 2024", "Fri 19 Apr 2024", "in-target", "Thu 18 Apr 2024",
     "Wed 17 Apr 2024", "answered on the limit"),
    ("9", f"{RESUMED}; stage_1_response Thu 18 Apr 2024", "Fri 19 Apr 2024", "late", "Thu 18 Apr 2024",
     "Wed 17 Apr 2024", "answered after it: whether it was in time is judged by the limit"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "on", "state", "target", "limit", "hard"), PAUSES)
def test_a_pause_until_there_is_an_advocate(case, text, on, state, target, limit, hard):
    found = stands("statutory", text, on).reading("ST1")
    dates = (found.deadline.target, found.deadline.limit)
    assert (found.state, dates) == (state, (day(target) if target else None, day(limit))), hard


def test_both_readings_of_a_pause_are_worked_out():
    """Case 9: where days of a pause do not count towards the 20, the limit is Thu 2 May."""
    found = stands("statutory", RESUMED, "Mon 8 Apr 2024").reading("ST1").deadline
    assert (found.target_unpaused, found.limit_waiting) == (day("Wed 3 Apr 2024"), day("Thu 2 May 2024"))
    waits = stands("statutory", RESUMED, "Thu 18 Apr 2024", settings={"advocate_pause": "limit_waits"}).reading("ST1")
    assert (waits.state, waits.deadline.limit) == ("open", day("Thu 2 May 2024"))


ESCALATED = [
    # events, looked at on, stage it is in, how stage 1 stands, right to ask for stage 2 from the end of, what makes it hard
    ("received Mon 1 Jun 2026", "Mon 15 Jun 2026", "stage-1", "open", "Mon 15 Jun 2026", "the last day of the target"),
    ("received Mon 1 Jun 2026; stage_1_extended Mon 8 Jun 2026", "Mon 15 Jun 2026", "stage-1", "open", "Mon 29 Jun 2026",
     "told in time of more time: the right begins at its end"),
    ("received Mon 1 Jun 2026; stage_1_extended Tue 16 Jun 2026", "Tue 16 Jun 2026", "stage-1", "overdue",
     "Mon 15 Jun 2026", "told too late: it began"),
    ("received Mon 1 Jun 2026; stage_2_requested Tue 16 Jun 2026", "Mon 20 Jul 2026", "stage-2", "late",
     "Mon 15 Jun 2026", "asked for without an answer once the target is over"),
    ("received Mon 1 Jun 2026; stage_2_requested Tue 16 Jun 2026; stage_1_response Fri 19 Jun 2026", "Mon 20 Jul 2026",
     "stage-2", "late", "Mon 15 Jun 2026", "the answer still comes, and is late"),
    ("received Mon 1 Jun 2026; stage_1_skipped Wed 3 Jun 2026; stage_2_requested Wed 3 Jun 2026", "Mon 20 Jul 2026",
     "stage-2", "stopped", "Mon 15 Jun 2026", "both sides agreed to skip stage 1: it is not late"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "stage", "state", "right", "hard"), ESCALATED)
def test_stage_2_without_an_answer_to_stage_1(text, on, stage, state, right, hard):
    found = stands("statutory", text, on)
    assert (found.stage.id, found.reading("ST1").state) == (stage, state), hard
    assert found.reading("ST1-ESC").due == day(right), hard


STOPPED = "received Mon 6 Feb 2023; acknowledged Tue 7 Feb 2023; stopped_for_proceedings Tue 14 Feb 2023"
ENDED = f"{STOPPED}; proceedings_ended Fri 22 Sep 2023"
AGAIN = f"{ENDED}; resubmitted Mon 8 Jan 2024"


def test_stopped_for_proceedings_and_made_again_is_a_fresh_stage_1():
    """Case 18: it is no going on with the five days that were left."""
    assert stands("statutory", ENDED, "Mon 1 Jan 2024").reading("ST-RESUB").due == day("Sun 22 Sep 2024")
    found = stands("statutory", AGAIN, "Mon 22 Jan 2024")
    stage_1 = found.reading("ST1")
    assert (found.stage.id, found.warnings, stage_1.state) == ("stage-1", (), "open")
    assert (stage_1.deadline.target, stage_1.deadline.limit) == (day("Mon 22 Jan 2024"), day("Mon 5 Feb 2024"))


def test_everything_of_stage_1_is_owed_again_after_it_was_made_again():
    found = stands("statutory", AGAIN, "Mon 8 Jan 2024")
    assert [one.event.id for one in found.owed] == ["acknowledged", "stage_1_response", "advocate_offered"]
    offered = {offer.event.id for offer in found.offers("complaints-officer")}
    assert {"acknowledged", "stage_1_response"} <= offered


REOPENED = "received Mon 3 Jun 2024; stage_1_response Thu 13 Jun 2024; stage_2_requested Mon 1 Jul 2024"


def test_a_complaint_that_is_re_opened_is_a_request_for_stage_2():
    """Case 19: stage 1 stays answered, in time, and never gets another date."""
    found = stands("statutory", REOPENED, "Mon 1 Jul 2024")
    one, window, two = (found.reading(clock) for clock in ("ST1", "ST2-REQ", "ST2"))
    assert (one.state, one.met_on, one.taken) == ("in-target", day("Thu 13 Jun 2024"), 8)
    assert (window.due, window.state) == (day("Thu 11 Jul 2024"), "in-target")
    assert (two.deadline.target, two.deadline.limit) == (day("Mon 5 Aug 2024"), day("Tue 1 Oct 2024"))


LATE_REQUEST = "received Mon 8 May 2023; acknowledged Tue 9 May 2023; stage_1_response Mon 22 May 2023"


def test_stage_2_asked_for_on_day_21_is_weighed_and_not_refused():
    """Case 11: the window closes on Tue 20 Jun. The request is late by a day, and it is taken all the same."""
    before = stands("statutory", LATE_REQUEST, "Wed 21 Jun 2023")
    assert before.reading("ST2-REQ").due == day("Tue 20 Jun 2023")
    assert "stage_2_requested" in {offer.event.id for offer in before.offers("complaints-manager")}
    after = stands("statutory", f"{LATE_REQUEST}; stage_2_requested Wed 21 Jun 2023", "Wed 21 Jun 2023")
    assert (after.stage.id, after.warnings, after.missed) == ("stage-2", (), ())
    assert after.reading("ST2-REQ").state == "late"


AGREED = {
    "12": "received Mon 3 Oct 2022; stage_1_response Mon 17 Oct 2022; stage_2_requested Mon 14 Nov 2022; "
    "statement_agreed Mon 12 Dec 2022",
    "20": "received Mon 2 Dec 2024; stage_1_response Mon 16 Dec 2024; stage_2_requested Mon 6 Jan 2025; "
    "statement_agreed Thu 16 Jan 2025",
}
"""Case → events. The second complaint was made by telephone, which is the best case for the later start (regulation 16)."""

START_OF_STAGE_2 = [
    # case, counted from, target, limit, target of the other reading, limit of the other reading
    ("12", "request", "Mon 19 Dec 2022", "Thu 16 Feb 2023", "Thu 19 Jan 2023", "Thu 16 Mar 2023"),
    ("12", "statement_agreed", "Thu 19 Jan 2023", "Thu 16 Mar 2023", "Mon 19 Dec 2022", "Thu 16 Feb 2023"),
    ("20", "request", "Mon 10 Feb 2025", "Mon 7 Apr 2025", "Thu 20 Feb 2025", "Thu 17 Apr 2025"),
    ("20", "statement_agreed", "Thu 20 Feb 2025", "Thu 17 Apr 2025", "Mon 10 Feb 2025", "Mon 7 Apr 2025"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "setting", "target", "limit", "other_target", "other_limit"), START_OF_STAGE_2)
def test_when_stage_2_begins_is_disputed_so_both_are_worked_out(
    case, setting, target, limit, other_target, other_limit
):
    """From the request, or from the day on which the statement of complaint was agreed: a setting. The first is usual."""
    on = AGREED[case].rpartition("statement_agreed ")[2]
    found = stands("statutory", AGREED[case], on, settings={"st2_clock_start": setting}).reading("ST2")
    assert (found.deadline.target, found.deadline.limit) == (day(target), day(limit))
    assert (found.other.target, found.other.limit) == (day(other_target), day(other_limit))
    if setting == "request":
        assert stands("statutory", AGREED[case], on).reading("ST2") == found


def test_a_statement_that_was_agreed_after_the_adjudication_starts_no_clock():
    text = f"{TWO}; stage_2_response Fri 31 Jul 2026; statement_agreed Mon 3 Aug 2026"
    found = stands("statutory", text, "Tue 4 Aug 2026", settings={"st2_clock_start": "statement_agreed"}).reading("ST2")
    assert (found.state, found.met_on, found.taken) == ("in-target", day("Fri 31 Jul 2026"), 19)


PANEL = "received Mon 2 Oct 2023; stage_1_response Mon 9 Oct 2023; stage_2_requested Mon 16 Oct 2023; " \
    "stage_2_response Mon 20 Nov 2023; stage_3_requested Mon 4 Dec 2023; panel_held Tue 16 Jan 2024; " \
    "panel_report Mon 22 Jan 2024"  # fmt: skip

PANEL_CLOCKS = [
    # case, clock, due
    ("13", "ST3-ACK", "Wed 6 Dec 2023"),
    ("13", "ST3-CHAIR", "Mon 18 Dec 2023"),
    ("13", "ST3-MEET", "Thu 18 Jan 2024"),
    ("13", "ST3-REPORT", "Tue 23 Jan 2024"),
    ("13", "ST3-RESP", "Mon 12 Feb 2024"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "clock", "due"), PANEL_CLOCKS)
def test_the_days_of_a_panel(case, clock, due):
    assert stands("statutory", PANEL, "Mon 22 Jan 2024").reading(clock).due == day(due)
