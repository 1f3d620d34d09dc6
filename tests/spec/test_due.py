"""When a stage is due: on its target until that has passed, then on its limit; past the limit it is overdue.

Stage 1 of the statutory procedure has 10 working days, and 20 at the most (SI 2006/1738 regulation 14); stage 2 has 25 and
65 from the request (regulation 17); the panel of stage 3 meets within 30 (regulation 19). A corporate complaint that was
received from April 2026 has the days of the Ombudsman's Code, which are counted from the acknowledgement.
"""

import pytest
from tests.spec.test_working_days import day

from heard.law.calendars import england
from heard.law.due import Due, day_said, due
from heard.law.procedures import definition
from heard.law.timeline import Happening
from heard.record.models import StageEvent


def stands(procedure, number, received, events, on, closed=False) -> Due:
    """Return how a stage stands. `events` are written “requested Mon 1 Jun 2026”, and “” for none."""
    dated = [one.partition(" ") for one in events.split("; ") if one]
    happened = [Happening(day(on), StageEvent.in_law(number, kind)) for kind, _, on in dated]
    happened.append(Happening(day(received), "received"))
    return due(definition(procedure, day(received)), number, happened, closed=closed, on=day(on))


STATUTORY = [
    # received, on, how it stands, due on, what makes it hard
    ("Mon 1 Jun 2026", "Mon 1 Jun 2026", "Due in 10 working days", "Mon 15 Jun 2026", "the day itself is day 0"),
    ("Mon 1 Jun 2026", "Fri 12 Jun 2026", "Due in 1 working day", "Mon 15 Jun 2026", "a weekend lies between"),
    ("Mon 1 Jun 2026", "Sun 14 Jun 2026", "Due in 1 working day", "Mon 15 Jun 2026", "looked at on a Sunday"),
    ("Mon 1 Jun 2026", "Mon 15 Jun 2026", "Due today", "Mon 15 Jun 2026", "at the end of day 10"),
    ("Mon 1 Jun 2026", "Tue 16 Jun 2026", "Past its target, limit in 9 working days", "Mon 29 Jun 2026", "the day after"),
    ("Mon 1 Jun 2026", "Fri 26 Jun 2026", "Past its target, limit in 1 working day", "Mon 29 Jun 2026", "a Friday"),
    ("Mon 1 Jun 2026", "Mon 29 Jun 2026", "Past its target, limit today", "Mon 29 Jun 2026", "the last day there is"),
    ("Mon 1 Jun 2026", "Tue 30 Jun 2026", "Overdue by 1 working day", "Mon 29 Jun 2026", "one day late"),
    ("Mon 1 Jun 2026", "Mon 6 Jul 2026", "Overdue by 5 working days", "Mon 29 Jun 2026", "a week late"),
    ("Fri 5 Jun 2026", "Fri 3 Jul 2026", "Past its target, limit today", "Fri 3 Jul 2026", "the limit is a Friday"),
    ("Fri 5 Jun 2026", "Sat 4 Jul 2026", "Overdue by 1 working day", "Fri 3 Jul 2026", "the weekend after is late"),
    ("Fri 5 Jun 2026", "Sun 5 Jul 2026", "Overdue by 1 working day", "Fri 3 Jul 2026", "and no later on its Sunday"),
    ("Fri 5 Jun 2026", "Mon 6 Jul 2026", "Overdue by 1 working day", "Fri 3 Jul 2026", "nor on its Monday"),
    ("Sat 6 Jun 2026", "Sat 6 Jun 2026", "Due in 10 working days", "Fri 19 Jun 2026", "Monday is day 1 of a Saturday's"),
    ("Mon 14 Dec 2026", "Thu 24 Dec 2026", "Due in 2 working days", "Wed 30 Dec 2026", "Christmas and its Monday"),
    ("Mon 14 Dec 2026", "Fri 25 Dec 2026", "Due in 2 working days", "Wed 30 Dec 2026", "Christmas Day does not count"),
    ("Mon 14 Dec 2026", "Thu 31 Dec 2026", "Past its target, limit in 9 working days", "Thu 14 Jan 2027", "New Year"),
    ("Mon 14 Dec 2026", "Fri 15 Jan 2027", "Overdue by 1 working day", "Thu 14 Jan 2027", "three days were not counted"),
    ("Mon 22 Mar 2027", "Thu 25 Mar 2027", "Due in 7 working days", "Wed 7 Apr 2027", "before Good Friday"),
    ("Mon 22 Mar 2027", "Mon 29 Mar 2027", "Due in 7 working days", "Wed 7 Apr 2027", "Easter Monday: still seven"),
    ("Mon 22 Mar 2027", "Thu 8 Apr 2027", "Past its target, limit in 9 working days", "Wed 21 Apr 2027", "after Easter"),
]  # fmt: skip


@pytest.mark.parametrize(("received", "on", "said", "next_date", "hard"), STATUTORY)
def test_stage_1_of_the_statutory_procedure(received, on, said, next_date, hard):
    found = stands("statutory", 1, received, "", on)
    assert (found.said, found.next_date) == (said, day(next_date)), hard


OTHERS = [
    # procedure, stage, received, events, on, how it stands, due on, what makes it hard
    ("statutory", 2, "Mon 1 Jun 2026", "requested Mon 6 Jul 2026", "Mon 10 Aug 2026", "Due today", "Mon 10 Aug 2026",
     "25 days from the request, not from receipt"),
    ("statutory", 2, "Mon 1 Jun 2026", "requested Mon 6 Jul 2026", "Tue 11 Aug 2026",
     "Past its target, limit in 39 working days", "Tue 6 Oct 2026", "65 days, over the holiday of Mon 31 Aug"),
    ("statutory", 2, "Mon 1 Jun 2026", "requested Mon 6 Jul 2026", "Wed 7 Oct 2026", "Overdue by 1 working day",
     "Tue 6 Oct 2026", "the limit has passed"),
    ("statutory", 2, "Mon 1 Jun 2026", "", "Wed 7 Oct 2026", "Not started", None, "nobody knows when it was asked for"),
    ("statutory", 3, "Mon 1 Jun 2026", "requested Mon 2 Nov 2026", "Mon 14 Dec 2026", "Due today", "Mon 14 Dec 2026",
     "30 days; the target is the limit"),
    ("statutory", 3, "Mon 1 Jun 2026", "requested Mon 2 Nov 2026", "Tue 15 Dec 2026", "Overdue by 1 working day",
     "Mon 14 Dec 2026", "so it goes straight to overdue"),
    ("corporate", 1, "Tue 31 Mar 2026", "", "Wed 29 Apr 2026", "Due in 1 working day", "Thu 30 Apr 2026",
     "received on the last day of the older rules: 20 days from receipt, over Easter"),
    ("corporate", 1, "Wed 1 Apr 2026", "", "Thu 9 Apr 2026", "Acknowledge in 1 working day", "Fri 10 Apr 2026",
     "received on the first day of the Code: 5 days to acknowledge it, over Easter"),
    ("corporate", 1, "Wed 1 Apr 2026", "", "Fri 10 Apr 2026", "Acknowledge today", "Fri 10 Apr 2026", "the last of them"),
    ("corporate", 1, "Wed 1 Apr 2026", "", "Sat 11 Apr 2026", "Acknowledgement overdue by 1 working day",
     "Fri 10 Apr 2026", "a weekend right after it is a day late"),
    ("corporate", 1, "Wed 1 Apr 2026", "", "Wed 29 Apr 2026", "Acknowledgement overdue by 13 working days",
     "Fri 10 Apr 2026", "and nobody acknowledged it"),
    ("corporate", 1, "Wed 1 Apr 2026", "acknowledged Fri 10 Apr 2026", "Fri 24 Apr 2026", "Due today",
     "Fri 24 Apr 2026", "10 days from the acknowledgement"),
    ("corporate", 1, "Wed 1 Apr 2026", "acknowledged Fri 10 Apr 2026", "Mon 11 May 2026",
     "Past its target, limit today", "Mon 11 May 2026", "20, over the holiday of Mon 4 May"),
    ("corporate", 2, "Wed 1 Apr 2026", "requested Mon 1 Jun 2026", "Tue 30 Jun 2026",
     "Acknowledgement overdue by 16 working days", "Mon 8 Jun 2026", "the Code's stage 2 does not start on the request"),
    ("corporate", 2, "Wed 1 Apr 2026", "requested Mon 1 Jun 2026; acknowledged Wed 3 Jun 2026", "Wed 1 Jul 2026",
     "Due today", "Wed 1 Jul 2026", "but on its acknowledgement"),
    ("corporate", 3, "Wed 1 Apr 2026", "requested Mon 1 Jun 2026", "Wed 1 Jul 2026", "No time limit", None,
     "no rule knows a third stage"),
    ("statutory", 1, "Mon 3 Dec 2035", "", "Tue 4 Dec 2035", "No time limit", None,
     "its limit lies beyond the bank holidays that are known"),
    ("statutory", 1, "Mon 5 Nov 2035", "", "Tue 1 Jan 2036", "No time limit", None, "and so does the day itself"),
]  # fmt: skip


@pytest.mark.parametrize(("procedure", "number", "received", "events", "on", "said", "next_date", "hard"), OTHERS)
def test_the_other_clocks(procedure, number, received, events, on, said, next_date, hard):
    found = stands(procedure, number, received, events, on)
    assert (found.said, found.next_date) == (said, day(next_date) if next_date else None), hard


@pytest.mark.parametrize("on", ["Mon 1 Jun 2026", "Mon 15 Jun 2026", "Tue 30 Jun 2026"])
def test_a_closed_stage_is_closed_whatever_the_day(on):
    found = stands("statutory", 1, "Mon 1 Jun 2026", "", on, closed=True)
    assert (found.said, found.next_date, found.explained) == ("Closed", None, "")


STATES = [
    ("Mon 15 Jun 2026", "in-target"),
    ("Tue 16 Jun 2026", "past-target"),
    ("Mon 29 Jun 2026", "past-target"),
    ("Tue 30 Jun 2026", "overdue"),
]


@pytest.mark.parametrize(("on", "state"), STATES)
def test_the_target_and_the_limit_stay_whatever_the_state(on, state):
    found = stands("statutory", 1, "Mon 1 Jun 2026", "", on)
    assert found.state == state
    assert (found.started, found.target, found.limit) == tuple(
        map(day, ("Mon 1 Jun 2026", "Mon 15 Jun 2026", "Mon 29 Jun 2026"))
    )


def test_a_bank_holiday_that_is_proclaimed_late_moves_the_date():
    law, received = definition("statutory", day("Mon 1 Jun 2026")), Happening(day("Mon 1 Jun 2026"), "received")
    one_more = {"england": england().also_closed([day("Fri 12 Jun 2026")])}
    found = due(law, 1, [received], closed=False, on=day("Mon 1 Jun 2026"), calendars=one_more)
    assert found.target == day("Tue 16 Jun 2026")


EXPLAINED = {
    "from receipt": (
        ("statutory", 1, "Mon 1 Jun 2026", "", "Mon 1 Jun 2026"),
        "15 June 2026 is 10 working days after 1 June 2026, the day on which it was received. Weekends and bank holidays "
        "in England are not counted. It must be done by 29 June 2026, after 20 working days, with an extension.",
    ),
    "where the target is the limit": (
        ("statutory", 3, "Mon 1 Jun 2026", "requested Mon 2 Nov 2026", "Mon 2 Nov 2026"),
        "14 December 2026 is 30 working days after 2 November 2026, the day on which it was asked for. Weekends and bank "
        "holidays in England are not counted.",
    ),
    "before it started": (
        ("corporate", 1, "Wed 1 Apr 2026", "", "Wed 29 Apr 2026"),
        "It must be acknowledged by 10 April 2026, 5 working days after it came in. 10 working days, counted from the day "
        "on which it was acknowledged. No such day is recorded yet.",
    ),
    "where no rule is known": (
        ("corporate", 3, "Wed 1 Apr 2026", "", "Wed 29 Apr 2026"),
        "No rule that Heard knows gives this stage a time limit.",
    ),
    "beyond the calendar": (
        ("statutory", 1, "Mon 3 Dec 2035", "", "Tue 4 Dec 2035"),
        "20 working days after 2035-12-03 runs past 2035.",
    ),
}


@pytest.mark.parametrize("case", EXPLAINED)
def test_a_date_says_how_it_was_counted(case):
    asked, sentence = EXPLAINED[case]
    assert stands(*asked).explained == sentence


def test_a_date_is_read_as_people_read_it():
    assert day_said(day("Mon 7 Aug 2023")) == "7 August 2023"
