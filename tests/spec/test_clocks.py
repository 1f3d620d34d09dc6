"""When each clock of the law is due, as tables: the parameter sheet of the rulebook, its edge cases, its conventions.

A working day's own rules are in test_working_days.py. Here a date comes from a clock: which event starts it, how many of
which unit it has, what a pause, an extension, a closure day or another way of counting does to it.
"""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.spec.test_working_days import day

from heard.law.calendars import Calendar, england, local_day, united_kingdom
from heard.law.clocks import Pause, calendar_of, corresponding, days, deadline, started_on
from heard.law.procedures import shipped

CALENDARS = {"england": england(), "united-kingdom": united_kingdom()}
CASES = json.loads((Path(__file__).parents[1] / "data" / "clock-cases.json").read_text("utf-8"))


def clock(name):
    return shipped().clock(name)[1]


def found(name, start, closed="", pauses="", extended=False, **settings):
    """Return a clock's deadline. `closed` and `pauses` name days, “;” between them; a pause is “from – to”."""
    one = clock(name)
    calendar = calendar_of(one, CALENDARS, settings)
    if one.excludes_closures:
        calendar = calendar.also_closed([day(text) for text in closed.split("; ") if text], "council closed")
    held = [Pause(*(day(text) if text else None for text in pair.split(" – "))) for pair in pauses.split("; ") if pair]
    return deadline(one, day(start), calendar, extended=extended, pauses=held, settings=settings)


def dates(name, start, **given):
    one = found(name, start, **given)
    return one.target, one.limit


# The parameter sheet

SHEET = [
    # clock, target, limit, unit, starts on, how sure
    ("ST1", 10, 20, "working-days", "received", "S"),
    ("ST1-ESC", None, 10, "working-days", "received", "G"),
    ("ST2-REQ", 20, None, "working-days", "stage_1_response", "S"),
    ("ST2", 25, 65, "working-days", "stage_2_requested", "U"),
    ("ST3-REQ", 20, None, "working-days", "stage_2_response", "G"),
    ("ST3-ACK", 2, None, "working-days", "stage_3_requested", "G"),
    ("ST3-CHAIR", 10, None, "working-days", "stage_3_requested", "G"),
    ("ST3-MEET", 30, 30, "working-days", "stage_3_requested", "S"),
    ("ST3-PAPERS", 10, None, "working-days", "panel_held", "G"),
    ("ST3-REPORT", 5, 5, "working-days", "panel_held", "S"),
    ("ST3-RESP", 15, 15, "working-days", "panel_report", "S"),
    ("ST-LIMIT", 1, None, "years", "received", "G"),
    ("ST-RESUB", 1, None, "years", "proceedings_ended", "G"),
    ("CC-ACK", 5, None, "working-days", "received", "S"),
    ("CC1", 10, 20, "working-days", "acknowledged", "S"),
    ("CC2-ACK", 5, None, "working-days", "stage_2_requested", "S"),
    ("CC2", 20, 40, "working-days", "stage_2_acknowledged", "S"),
    ("CC-LIMIT", 12, None, "months", "received", "S"),
    ("DUD1", 20, None, "working-days", "received", "U"),
    ("LGO-LIMIT", 12, None, "months", "became_aware", "S"),
    ("SAR", 1, 3, "months", "received", "S"),
    ("DPC-ACK", 30, None, "calendar-days", "received", "S"),
    ("FOI", 20, None, "working-days", "received", "G"),
    ("EHC-6", 6, None, "weeks", "ehc_requested", "S"),
    ("EHC-16", 16, None, "weeks", "ehc_requested", "S"),
    ("EHC-20", 20, None, "weeks", "ehc_requested", "S"),
    ("IRM-F", 28, None, "calendar-days", "determination_letter", "S"),
    ("IRM-A", 40, None, "working-days", "determination_letter", "S"),
]


@pytest.mark.parametrize(("name", "target", "limit", "unit", "starts_on", "confidence"), SHEET)
def test_the_parameter_sheet(name, target, limit, unit, starts_on, confidence):
    one = clock(name)
    assert (one.target, one.limit, one.unit, one.starts_on, one.confidence) == (
        target,
        limit,
        unit,
        starts_on,
        confidence,
    )


APART = [
    # clock, what sets it apart
    ("ST1-ESC", {"kind": "right", "limit_extended": 20, "extended_by": "stage_1_extended"}),
    ("ST2-REQ", {"kind": "window"}),
    ("ST2", {"starts_on_instead": "statement_agreed", "settings": ("st2_clock_start",)}),
    ("ST3-REQ", {"kind": "window"}),
    ("ST3-PAPERS", {"backwards": True}),
    ("ST1", {"excludes_closures": False, "convention": "A", "pauses": "stage_1_paused"}),
    ("CC1", {"excludes_closures": True, "convention": "ACK", "capped_by": "CC-ACK"}),
    ("CC2", {"excludes_closures": True, "convention": "ACK", "capped_by": "CC2-ACK"}),
    ("SAR", {"convention": "SAR", "rolls": True, "pauses": "clarification_asked"}),
    ("DPC-ACK", {"convention": "DPC", "rolls": True}),
    ("FOI", {"calendar": "united-kingdom"}),
    ("EHC-20", {"rolls": False}),
    ("ST-LIMIT", {"kind": "window", "rolls": False}),
    ("LGO-LIMIT", {"kind": "window"}),
]


@pytest.mark.parametrize(("name", "apart"), APART)
def test_what_sets_a_clock_apart(name, apart):
    assert {key: getattr(clock(name), key) for key in apart} == apart


# The edge cases

DUE = [
    # case, clock, start, target, limit, what makes it hard
    ("1", "ST1", "Thu 22 Dec 2022", "Tue 10 Jan 2023", "Tue 24 Jan 2023", "Christmas"),
    ("2", "DUD1", "Thu 22 Dec 2022", "Tue 24 Jan 2023", "", "a policy that counts from receipt"),
    ("2", "DUD1", "Fri 23 Dec 2022", "Wed 25 Jan 2023", "", "and one that counts from acknowledgement"),
    ("3", "ST1", "Sat 4 May 2024", "Mon 20 May 2024", "Tue 4 Jun 2024", "a Saturday: not deemed to come later"),
    ("3", "ST1", "Sun 5 May 2024", "Mon 20 May 2024", "Tue 4 Jun 2024", "a Sunday"),
    ("3", "ST1", "Mon 6 May 2024", "Mon 20 May 2024", "Tue 4 Jun 2024", "the bank holiday itself"),
    ("6", "ST1", "Fri 27 May 2022", "Tue 14 Jun 2022", "Tue 28 Jun 2022", "a holiday moved, another added"),
    ("7", "ST1", "Thu 8 Sep 2022", "Fri 23 Sep 2022", "Fri 7 Oct 2022", "the State Funeral"),
    ("8", "ST1", "Fri 28 Apr 2023", "Tue 16 May 2023", "Wed 31 May 2023", "three holidays in May"),
    ("9", "ST1", "Mon 18 Mar 2024", "Wed 3 Apr 2024", "Wed 17 Apr 2024", "Easter"),
    ("10", "ST1", "Mon 27 Mar 2023", "Wed 12 Apr 2023", "Wed 26 Apr 2023", "an extension counts from the first day"),
    ("11", "ST2-REQ", "Mon 22 May 2023", "Tue 20 Jun 2023", "", "asked on Wed 21 Jun: one day late"),
    ("11", "ST2-REQ", "Wed 24 May 2023", "Thu 22 Jun 2023", "", "the letter came by post: in time"),
    ("12", "ST2", "Mon 14 Nov 2022", "Mon 19 Dec 2022", "Thu 16 Feb 2023", "from the request; not 13 weeks"),
    ("12", "ST2", "Mon 12 Dec 2022", "Thu 19 Jan 2023", "Thu 16 Mar 2023", "from the agreed statement"),
    ("13", "ST3-ACK", "Mon 4 Dec 2023", "Wed 6 Dec 2023", "", "acknowledge the request for a panel"),
    ("13", "ST3-CHAIR", "Mon 4 Dec 2023", "Mon 18 Dec 2023", "", "appoint the chair"),
    ("13", "ST3-MEET", "Mon 4 Dec 2023", "Thu 18 Jan 2024", "Thu 18 Jan 2024", "working days, not calendar days"),
    ("13", "ST3-PAPERS", "Tue 16 Jan 2024", "Tue 2 Jan 2024", "", "counted back, the meeting's day left out"),
    ("13", "ST3-REPORT", "Tue 16 Jan 2024", "Tue 23 Jan 2024", "Tue 23 Jan 2024", "the panel's report"),
    ("13", "ST3-RESP", "Mon 22 Jan 2024", "Mon 12 Feb 2024", "Mon 12 Feb 2024", "from the day the report came"),
    ("14", "CC-ACK", "Wed 1 Apr 2026", "Fri 10 Apr 2026", "", "acknowledge, over Easter"),
    ("14", "CC1", "Thu 2 Apr 2026", "Mon 20 Apr 2026", "Tue 5 May 2026", "from the acknowledgement"),
    ("14", "CC1", "Fri 10 Apr 2026", "Fri 24 Apr 2026", "Mon 11 May 2026", "from the last day to acknowledge"),
    ("15", "CC-ACK", "Fri 18 Dec 2026", "Tue 29 Dec 2026", "", "Boxing Day on a Saturday"),
    ("15", "ST1", "Fri 18 Dec 2026", "Wed 6 Jan 2027", "Wed 20 Jan 2027", "Mon 28 Dec is its substitute"),
    ("15", "CC-ACK", "Thu 24 Dec 2026", "Tue 5 Jan 2027", "", "Christmas Eve"),
    ("15", "ST1", "Thu 24 Dec 2026", "Tue 12 Jan 2027", "Tue 26 Jan 2027", "Christmas Eve"),
    ("16", "CC-ACK", "Thu 23 Dec 2027", "Tue 4 Jan 2028", "", "two substitutes, and one for New Year"),
    ("16", "ST1", "Thu 23 Dec 2027", "Tue 11 Jan 2028", "Tue 25 Jan 2028", "two substitutes, and one for New Year"),
    ("17", "ST-LIMIT", "Tue 28 Feb 2023", "Wed 28 Feb 2024", "", "a year later, in a leap year"),
    ("17", "ST-LIMIT", "Thu 29 Feb 2024", "Fri 28 Feb 2025", "", "the 29th of a leap year"),
    ("17", "ST-LIMIT", "Mon 8 May 2023", "Wed 8 May 2024", "", "from a bank holiday, to the same day"),
    ("18", "ST-RESUB", "Fri 22 Sep 2023", "Sun 22 Sep 2024", "", "a year from the end; a Sunday is not moved"),
    ("18", "ST1", "Mon 8 Jan 2024", "Mon 22 Jan 2024", "Mon 5 Feb 2024", "made again: a fresh stage 1"),
    ("19", "ST2-REQ", "Thu 13 Jun 2024", "Thu 11 Jul 2024", "", "written again on Mon 1 Jul: in the window"),
    ("19", "ST2", "Mon 1 Jul 2024", "Mon 5 Aug 2024", "Tue 1 Oct 2024", "stage 2, not a re-opened stage 1"),
    ("20", "ST2", "Mon 6 Jan 2025", "Mon 10 Feb 2025", "Mon 7 Apr 2025", "asked by telephone"),
    ("20", "ST2", "Thu 16 Jan 2025", "Thu 20 Feb 2025", "Thu 17 Apr 2025", "from the agreed record; then Good Friday"),
    ("21", "ST1", "Thu 30 Mar 2023", "Mon 17 Apr 2023", "Tue 2 May 2023", "received in one year, due in the next"),
    ("22", "SAR", "Sat 31 Jan 2026", "Mon 2 Mar 2026", "Thu 30 Apr 2026", "shortened to Sat 28 Feb, then moved"),
    ("22", "SAR", "Wed 25 Nov 2026", "Tue 29 Dec 2026", "Thu 25 Feb 2027", "Christmas Day, a weekend, Mon 28 Dec"),
    ("22", "SAR", "Tue 3 Mar 2026", "Tue 7 Apr 2026", "Wed 3 Jun 2026", "Good Friday to Easter Monday"),
    ("23", "DPC-ACK", "Fri 27 Nov 2026", "Tue 29 Dec 2026", "", "Sun 27 Dec, moved past Mon 28"),
    ("24", "FOI", "Fri 27 Nov 2026", "Wed 30 Dec 2026", "", "St Andrew's Day"),
    ("24", "FOI", "Mon 10 Mar 2025", "Tue 8 Apr 2025", "", "St Patrick's Day"),
    ("25", "EHC-6", "Mon 1 Sep 2025", "Mon 13 Oct 2025", "", "weeks"),
    ("25", "EHC-16", "Mon 1 Sep 2025", "Mon 22 Dec 2025", "", "weeks"),
    ("25", "EHC-20", "Mon 1 Sep 2025", "Mon 19 Jan 2026", "", "Christmas stops no week"),
    ("25", "IRM-F", "Fri 5 Dec 2025", "Fri 2 Jan 2026", "", "calendar days for fostering"),
    ("25", "IRM-A", "Fri 5 Dec 2025", "Wed 4 Feb 2026", "", "working days for adoption"),
]


@pytest.mark.parametrize(("case", "name", "start", "target", "limit", "why"), DUE)
def test_a_clock_is_due(case, name, start, target, limit, why):
    assert dates(name, start) == (day(target), day(limit) if limit else None), f"case {case}: {why}"


CLOSED = "Wed 28 Dec 2022; Thu 29 Dec 2022; Fri 30 Dec 2022"
GIVEN = [
    # case, clock, start, what else is given, target, limit, what makes it hard
    ("1b", "ST1", "Thu 22 Dec 2022", {"closed": CLOSED}, "Tue 10 Jan 2023", "Tue 24 Jan 2023", "the law has no such days"),
    ("1b", "DUD1", "Thu 22 Dec 2022", {"closed": CLOSED}, "Fri 27 Jan 2023", "", "a policy may leave them out"),
    ("1", "ST1", "Thu 22 Dec 2022", {"convention": "B"}, "Mon 9 Jan 2023", "Mon 23 Jan 2023", "its own day is day 1"),
    ("3", "ST1", "Sat 4 May 2024", {"convention": "A2"}, "Tue 21 May 2024", "Wed 5 Jun 2024", "treated as Tue 7 May"),
    ("3", "ST1", "Mon 6 May 2024", {"convention": "A2"}, "Tue 21 May 2024", "Wed 5 Jun 2024", "treated as Tue 7 May"),
    ("3", "ST1", "Tue 7 May 2024", {"convention": "A2"}, "Tue 21 May 2024", "Wed 5 Jun 2024", "a working day is itself"),
    ("3", "ST1", "Sat 4 May 2024", {"convention": "B"}, "Mon 20 May 2024", "Tue 4 Jun 2024", "a Saturday is no day 1"),
    ("24", "FOI", "Fri 27 Nov 2026", {"calendar": "england"}, "Tue 29 Dec 2026", "", "with England's holidays"),
    ("24", "FOI", "Mon 10 Mar 2025", {"calendar": "england"}, "Mon 7 Apr 2025", "", "with England's holidays"),
    ("9", "ST1", "Mon 18 Mar 2024", {"pauses": "Thu 21 Mar 2024 – Mon 8 Apr 2024"}, "Thu 18 Apr 2024", "Wed 17 Apr 2024",
     "two days used, eight left after the pause; the limit does not wait"),
    ("9", "ST1", "Mon 18 Mar 2024", {"pauses": "Thu 21 Mar 2024 – Mon 8 Apr 2024", "advocate_pause": "limit_waits"},
     "Thu 18 Apr 2024", "Thu 2 May 2024", "the other reading, in which it does"),
    ("9", "ST1", "Mon 18 Mar 2024", {"pauses": "Thu 21 Mar 2024 – "}, "", "Wed 17 Apr 2024", "stopped still: the limit runs"),
    ("9", "ST1", "Mon 18 Mar 2024", {"pauses": "Thu 4 Apr 2024 – "}, "Wed 3 Apr 2024", "Wed 17 Apr 2024",
     "stopped after the target: it stands"),
    ("–", "ST1", "Mon 18 Mar 2024", {"pauses": "Thu 21 Mar 2024 – Thu 21 Mar 2024"}, "Wed 3 Apr 2024", "Wed 17 Apr 2024",
     "stopped and started on one day: no pause"),
    ("–", "ST1", "Mon 3 Jun 2024", {"pauses": "Thu 6 Jun 2024 – Tue 11 Jun 2024; Mon 10 Jun 2024 – Wed 12 Jun 2024"},
     "Mon 24 Jun 2024", "Mon 1 Jul 2024", "pauses that overlap count once: five working days, Thu 6 to Wed 12"),
    ("–", "SAR", "Wed 25 Nov 2026", {"pauses": "Tue 1 Dec 2026 – Thu 10 Dec 2026"}, "Mon 4 Jan 2027", "Thu 25 Feb 2027",
     "nine days later than Fri 25 Dec, which is Sun 3 Jan"),
    ("–", "ST1-ESC", "Mon 27 Mar 2023", {}, "", "Wed 12 Apr 2023", "the right begins at the end of the target"),
    ("–", "ST1-ESC", "Mon 27 Mar 2023", {"extended": True}, "", "Wed 26 Apr 2023", "or of the limit, after an extension"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "name", "start", "given", "target", "limit", "why"), GIVEN)
def test_what_else_moves_a_date(case, name, start, given, target, limit, why):
    expected = tuple(day(text) if text else None for text in (target, limit))
    assert dates(name, start, **given) == expected, f"case {case}: {why}"


def test_an_extension_makes_the_limit_due_and_moves_no_date():
    """Case 10: agreed on day 9, and counted from the first day all the same: not Tue 25 Apr 2023."""
    plain, extended = (found("ST1", "Mon 27 Mar 2023", extended=given) for given in (False, True))
    assert (plain.due, extended.due) == (day("Wed 12 Apr 2023"), day("Wed 26 Apr 2023"))
    assert (plain.target, plain.limit) == (extended.target, extended.limit)


def test_a_pause_shows_both_readings_and_works_to_the_earlier():
    """Case 9: the paused target is a day after the limit that does not wait."""
    one = found("ST1", "Mon 18 Mar 2024", pauses="Thu 21 Mar 2024 – Mon 8 Apr 2024")
    assert (one.target_unpaused, one.limit_waiting) == (day("Wed 3 Apr 2024"), day("Thu 2 May 2024"))
    assert one.due == day("Wed 17 Apr 2024")


RECEIVED = [
    # case, the moment, the convention, the day it is received on, what makes it hard
    ("4", "2024-05-03T17:40:00+01:00", "A", "Fri 3 May 2024", "office hours are not in the Regulations"),
    ("4", "2024-05-03T17:40:00+01:00", "A2", "Tue 7 May 2024", "after five on a Friday before a bank holiday"),
    ("4", "2024-05-03T16:59:59+01:00", "A2", "Fri 3 May 2024", "just before five"),
    ("5", "2022-06-07T23:30:00+00:00", "A", "Wed 8 Jun 2022", "half past midnight in London"),
    ("5", "2022-12-07T23:30:00+00:00", "A", "Wed 7 Dec 2022", "in winter it is the same day"),
]


@pytest.mark.parametrize(("case", "at", "convention", "received", "why"), RECEIVED)
def test_the_day_of_receipt_is_londons(case, at, convention, received, why):
    assert started_on(datetime.fromisoformat(at), england(), convention) == day(received), f"case {case}: {why}"


def test_a_holiday_proclaimed_late_moves_a_clock_that_is_open():
    """Case 7: received on Thu 8 Sep 2022, when nobody knew that Mon 19 Sep would be a holiday."""
    before = Calendar(england().holidays - {day("Mon 19 Sep 2022")}, 2006, 2035)
    after = before.also_closed([day("Mon 19 Sep 2022")])
    received = day("Thu 8 Sep 2022")
    moved = [deadline(clock("ST1"), received, calendar) for calendar in (before, after)]
    assert [one.target for one in moved] == [day("Thu 22 Sep 2022"), day("Fri 23 Sep 2022")]
    assert [one.limit for one in moved] == [day("Thu 6 Oct 2022"), day("Fri 7 Oct 2022")]


MONTHS = [
    ("Sat 31 Jan 2026", 1, "Sat 28 Feb 2026", "the month is shorter"),
    ("Wed 31 Jan 2024", 1, "Thu 29 Feb 2024", "and in a leap year a day less so"),
    ("Thu 31 Dec 2026", 2, "Sun 28 Feb 2027", "over the end of a year"),
    ("Tue 30 Jun 2026", 1, "Thu 30 Jul 2026", "the same day, not the last day"),
    ("Thu 29 Feb 2024", 12, "Fri 28 Feb 2025", "the 29th of a leap year"),
]


@pytest.mark.parametrize(("start", "later", "end", "why"), MONTHS)
def test_the_corresponding_day_of_a_later_month(start, later, end, why):
    assert corresponding(day(start), later) == day(end), why


# The same cases as data


def run(case):
    """Return what the engine gives for one of the rulebook's cases."""
    start, number = case["start"], case.get("n")
    calendar = CALENDARS["united-kingdom" if case.get("calendar") == "UK-any" else "england"]
    calendar = calendar.also_closed(date.fromisoformat(one) for one in case.get("extra_closed", ()))
    if case["fn"] == "add_wd_from_utc":
        return calendar.add(local_day(datetime.fromisoformat(start)), number)
    begun = date.fromisoformat(start)
    if case["fn"] == "add_wd_paused":
        return deadline(clock("ST1"), begun, calendar, pauses=[Pause(*map(date.fromisoformat, case["pause"]))]).target
    return {
        "add_wd": lambda: calendar.add(begun, number),
        "sub_wd": lambda: calendar.subtract(begun, number),
        "add_years": lambda: corresponding(begun, 12 * number),
        "sar_due": lambda: deadline(clock("SAR"), begun, calendar).target,
        "dpc_ack_due": lambda: deadline(clock("DPC-ACK"), begun, calendar).target,
        "elapsed_wd": lambda: calendar.elapsed(begun, date.fromisoformat(case["end"])),
    }[case["fn"]]()


def test_there_are_42_cases():
    assert len(CASES) == 42


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_of_the_rulebook(case):
    expected = case["expect"]
    assert run(case) == (expected if isinstance(expected, int) else date.fromisoformat(expected))


# Every day with why

WORKING = [
    # clock, start, given, a day, its number or why it has none
    ("ST1", "Thu 22 Dec 2022", {}, "Thu 22 Dec 2022", "day 0: the start"),
    ("ST1", "Thu 22 Dec 2022", {}, "Fri 23 Dec 2022", 1),
    ("ST1", "Thu 22 Dec 2022", {}, "Sat 24 Dec 2022", "Saturday"),
    ("ST1", "Thu 22 Dec 2022", {}, "Mon 26 Dec 2022", "bank holiday"),
    ("ST1", "Thu 22 Dec 2022", {}, "Tue 10 Jan 2023", 10),
    ("ST1", "Thu 22 Dec 2022", {}, "Tue 24 Jan 2023", 20),
    ("DUD1", "Thu 22 Dec 2022", {"closed": CLOSED}, "Thu 29 Dec 2022", "council closed"),
    ("FOI", "Mon 10 Mar 2025", {}, "Mon 17 Mar 2025", "bank holiday elsewhere in the United Kingdom"),
    ("ST1", "Mon 18 Mar 2024", {"pauses": "Thu 21 Mar 2024 – Mon 8 Apr 2024"}, "Mon 8 Apr 2024", "paused"),
    ("ST1", "Mon 18 Mar 2024", {"pauses": "Thu 21 Mar 2024 – Mon 8 Apr 2024"}, "Tue 9 Apr 2024", 3),
    ("ST3-PAPERS", "Tue 16 Jan 2024", {}, "Mon 15 Jan 2024", 1),
    ("ST3-PAPERS", "Tue 16 Jan 2024", {}, "Tue 2 Jan 2024", 10),
    ("DPC-ACK", "Fri 27 Nov 2026", {}, "Sat 28 Nov 2026", 1),
    ("DPC-ACK", "Fri 27 Nov 2026", {}, "Sun 27 Dec 2026", 30),
    ("DPC-ACK", "Fri 27 Nov 2026", {}, "Tue 29 Dec 2026", "the end is moved to the next working day"),
]


@pytest.mark.parametrize(("name", "start", "given", "on", "shown"), WORKING)
def test_every_day_has_its_number_or_why_it_has_none(name, start, given, on, shown):
    one = found(name, start, **given)
    calendar = CALENDARS[clock(name).calendar]
    if given.get("closed"):
        calendar = calendar.also_closed([day(text) for text in CLOSED.split("; ")], "council closed")
    lines = {line.date: line.number if line.counts else line.why for line in days(one, calendar)}
    assert lines[day(on)] == shown
