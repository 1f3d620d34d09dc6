"""The self-check: would the Ombudsman find fault today?

A breach is a rule that was not kept. It begins on the day after the last permitted day, and ends when what was owed was
done. A finding is likely only where the breach is more than a short one: 20 working days past the last day that there could
be, or a refusal, or an Ombudsman's remedy that was not carried out. The days are those of the definitions: SI 2006/1738
regulations 14, 17, 19 and 20; the Ombudsman's Complaint Handling Code; the SEND Regulations 2014.
"""

import pytest
from tests.spec.test_working_days import day

from heard.law.calendars import england
from heard.law.selfcheck import FACTS, SelfCheck, selfcheck


def timeline(text) -> list[tuple]:
    """Read “received Mon 1 Jun 2026; stage_1_response 2026-07”: a day with its weekday, or a month."""
    read = []
    for one in text.split("; ") if text else []:
        event, _, when = one.partition(" ")
        read.append((when if "-" in when else day(when), event))
    return read


def check(procedure, text, on, **more) -> SelfCheck:
    return selfcheck(procedure, timeline(text), on=day(on), calendar=england(), **more)


def breaches(found: SelfCheck, fault: str) -> list[tuple]:
    return [(one.since, one.until, one.finding_likely) for one in found.breaches if one.fault == fault]


def expected(since, until, likely) -> list[tuple]:
    return [(day(since), day(until) if until else None, likely)] if since else []


ONE = "received Mon 1 Jun 2026"
TWO = f"{ONE}; stage_1_response Mon 15 Jun 2026; stage_2_requested Mon 6 Jul 2026"
BEGUN = f"{TWO}; io_appointed Wed 8 Jul 2026; ip_appointed Wed 8 Jul 2026"
THREE = "received Mon 1 Jun 2026; stage_2_requested Mon 6 Jul 2026; stage_2_response Mon 12 Oct 2026"
PANEL = f"{THREE}; stage_3_requested Mon 2 Nov 2026"

STATUTORY = [
    # timeline, looked at on, fault, since (None: not there), until, finding likely, what makes it hard
    (ONE, "Mon 15 Jun 2026", "stage_1_delay", None, None, None, "the last day of 10 is still in time"),
    (ONE, "Tue 16 Jun 2026", "stage_1_delay", "Tue 16 Jun 2026", None, False, "the day after is a breach, not a finding"),
    (ONE, "Mon 27 Jul 2026", "stage_1_delay", "Tue 16 Jun 2026", None, False, "20 days past the limit is short"),
    (ONE, "Tue 28 Jul 2026", "stage_1_delay", "Tue 16 Jun 2026", None, True, "and 21 is not"),
    (f"{ONE}; stage_1_response Mon 15 Jun 2026", "Tue 28 Jul 2026", "stage_1_delay", None, None, None, "answered in time"),
    (f"{ONE}; stage_1_response Tue 16 Jun 2026", "Tue 28 Jul 2026", "stage_1_delay", "Tue 16 Jun 2026",
     "Tue 16 Jun 2026", False, "a day late, and over"),
    (f"{ONE}; stage_1_extended Mon 15 Jun 2026", "Mon 29 Jun 2026", "stage_1_delay", None, None, None,
     "told on the last day that more time is needed: 20 days"),
    (f"{ONE}; stage_1_extended Mon 15 Jun 2026", "Tue 30 Jun 2026", "stage_1_delay", "Tue 30 Jun 2026", None, False,
     "and late from then"),
    (f"{ONE}; stage_1_extended Tue 16 Jun 2026", "Wed 17 Jun 2026", "stage_1_delay", "Tue 16 Jun 2026", None, False,
     "told a day too late: it buys nothing"),
    (f"{ONE}; stage_1_paused Wed 3 Jun 2026; stage_1_resumed Wed 10 Jun 2026", "Mon 22 Jun 2026", "stage_1_delay",
     None, None, None, "six days of a pause are not counted"),
    (f"{ONE}; stage_1_paused Wed 3 Jun 2026; stage_1_resumed Wed 10 Jun 2026", "Wed 24 Jun 2026", "stage_1_delay",
     "Wed 24 Jun 2026", None, False, "and the next day is late"),
    (f"{ONE}; stage_1_paused Wed 3 Jun 2026", "Mon 29 Jun 2026", "stage_1_delay", None, None, None, "still paused"),
    (f"{ONE}; stage_1_paused Wed 3 Jun 2026", "Tue 30 Jun 2026", "stage_1_delay", "Tue 30 Jun 2026", None, False,
     "but the limit of 20 runs through a pause"),
    (f"{ONE}; stage_1_paused Wed 3 Jun 2026", "Thu 2 Jul 2026", "stages_suspended", "Thu 2 Jul 2026", None, False,
     "a pause longer than the stage"),
    (f"{ONE}; withdrawn Fri 12 Jun 2026", "Tue 28 Jul 2026", "stage_1_delay", None, None, None, "withdrawn: nothing is owed"),
    (f"{ONE}; stopped_for_proceedings Fri 12 Jun 2026", "Tue 28 Jul 2026", "stage_1_delay", None, None, None, "stopped"),
    (f"{ONE}; stopped_for_proceedings Fri 12 Jun 2026; resubmitted Mon 6 Jul 2026", "Tue 21 Jul 2026", "stage_1_delay",
     "Tue 21 Jul 2026", None, False, "made again: 10 days from then"),
    (TWO, "Mon 10 Aug 2026", "stage_2_not_done", None, None, None, "25 days after the request nothing has begun"),
    (TWO, "Tue 11 Aug 2026", "stage_2_not_done", "Tue 11 Aug 2026", None, False, "a breach from the day after"),
    (TWO, "Wed 9 Sep 2026", "stage_2_not_done", "Tue 11 Aug 2026", None, True, "and likely 20 days on"),
    (f"{TWO}; io_appointed Mon 10 Aug 2026", "Wed 9 Sep 2026", "stage_2_not_done", None, None, None, "begun on the last day"),
    (f"{TWO}; io_appointed Mon 7 Sep 2026", "Wed 9 Sep 2026", "stage_2_not_done", "Tue 11 Aug 2026", "Mon 7 Sep 2026",
     False, "begun late, and over"),
    (TWO, "Wed 9 Sep 2026", "stage_2_delay", None, None, None, "what has not begun is not delayed"),
    (BEGUN, "Mon 10 Aug 2026", "stage_2_delay", None, None, None, "the last day of 25"),
    (BEGUN, "Tue 11 Aug 2026", "stage_2_delay", "Tue 11 Aug 2026", None, False, "nobody told them of more time"),
    (f"{BEGUN}; stage_2_extended Mon 10 Aug 2026", "Tue 6 Oct 2026", "stage_2_delay", None, None, None, "65 days"),
    (f"{BEGUN}; stage_2_extended Mon 10 Aug 2026", "Wed 7 Oct 2026", "stage_2_delay", "Wed 7 Oct 2026", None, False, "over"),
    (f"{BEGUN}; stage_2_extended Tue 11 Aug 2026", "Wed 12 Aug 2026", "stage_2_delay", "Tue 11 Aug 2026", None, False,
     "told too late"),
    (f"{BEGUN}; stage_2_response Mon 10 Aug 2026", "Wed 2 Dec 2026", "stage_2_delay", None, None, None, "in time"),
    (f"{TWO}; stage_2_refused Fri 10 Jul 2026", "Fri 10 Jul 2026", "stage_2_refused", "Fri 10 Jul 2026", None, True,
     "no power to refuse: likely at once"),
    (f"{TWO}; stage_2_refused Fri 10 Jul 2026; io_appointed Fri 17 Jul 2026", "Mon 20 Jul 2026", "stage_2_refused",
     "Fri 10 Jul 2026", "Fri 17 Jul 2026", True, "accepted after all"),
    (PANEL, "Mon 14 Dec 2026", "stage_3_delay", None, None, None, "the panel may meet on day 30"),
    (PANEL, "Tue 15 Dec 2026", "stage_3_delay", "Tue 15 Dec 2026", None, False, "not 20 days, as some decisions say"),
    (PANEL, "Fri 15 Jan 2027", "stage_3_delay", "Tue 15 Dec 2026", None, True, "more than 20 days over"),
    (f"{PANEL}; panel_held Mon 14 Dec 2026", "Mon 21 Dec 2026", "stage_3_delay", None, None, None, "report due on day 5"),
    (f"{PANEL}; panel_held Mon 14 Dec 2026", "Tue 22 Dec 2026", "stage_3_delay", "Tue 22 Dec 2026", None, False,
     "the panel's report is late"),
    (f"{PANEL}; panel_held Mon 14 Dec 2026; panel_report Mon 21 Dec 2026", "Thu 14 Jan 2027", "stage_3_delay", None,
     None, None, "the director has 15 days"),
    (f"{PANEL}; panel_held Mon 14 Dec 2026; panel_report Mon 21 Dec 2026", "Fri 15 Jan 2027", "stage_3_delay",
     "Fri 15 Jan 2027", None, False, "and is late on the next"),
    (f"{PANEL}; stage_3_refused Mon 9 Nov 2026", "Mon 9 Nov 2026", "stage_3_refused", "Mon 9 Nov 2026", None, True,
     "no power to refuse a panel"),
    (PANEL, "Thu 28 Jan 2027", "stage_3_refused", None, None, None, "60 days with no sign of a panel"),
    (PANEL, "Fri 29 Jan 2027", "stage_3_refused", "Fri 29 Jan 2027", None, True, "are as good as a refusal"),
    (f"{ONE}; closed Fri 12 Jun 2026", "Fri 12 Jun 2026", "complaint_closed_early", "Fri 12 Jun 2026", None, True,
     "closed without an answer"),
    (f"{ONE}; stage_1_response Fri 12 Jun 2026; closed Fri 12 Jun 2026", "Mon 15 Jun 2026", "complaint_closed_early",
     None, None, None, "closed after the answer"),
    (f"{ONE}; withdrawn Thu 11 Jun 2026; closed Fri 12 Jun 2026", "Mon 15 Jun 2026", "complaint_closed_early", None,
     None, None, "closed because they withdrew it"),
    (f"{TWO}; closed Fri 17 Jul 2026; stage_2_response Fri 24 Jul 2026", "Mon 27 Jul 2026", "complaint_closed_early",
     "Fri 17 Jul 2026", "Fri 24 Jul 2026", True, "answered after all"),
    (f"{THREE}; early_referral Mon 19 Oct 2026", "Mon 19 Oct 2026", "early_referral_without_criteria",
     "Mon 19 Oct 2026", None, False, "nobody says that the conditions were met"),
    (f"{ONE}; early_referral Mon 19 Oct 2026", "Mon 19 Oct 2026", "early_referral_without_criteria", "Mon 19 Oct 2026",
     None, True, "stage 2 was not even answered"),
    (ONE, "Mon 13 Jul 2026", "no_updates", None, None, None, "20 days without a word, counted from the last day"),
    (ONE, "Tue 14 Jul 2026", "no_updates", "Tue 14 Jul 2026", None, False, "one more"),
    (f"{ONE}; update_sent Mon 13 Jul 2026", "Tue 14 Jul 2026", "no_updates", None, None, None, "they heard"),
    (f"{ONE}; update_sent Tue 21 Jul 2026", "Wed 22 Jul 2026", "no_updates", "Tue 14 Jul 2026", "Tue 21 Jul 2026", False,
     "they heard too late"),
    (f"{ONE}; not_accepted Wed 3 Jun 2026", "Wed 17 Jun 2026", "refusal_reasons_wrong", None, None, None, "ten days"),
    (f"{ONE}; not_accepted Wed 3 Jun 2026", "Thu 18 Jun 2026", "refusal_reasons_wrong", "Thu 18 Jun 2026", None, False,
     "no letter says why it was refused"),
    ("stage_2_due Mon 10 Aug 2026", "Tue 11 Aug 2026", "stage_2_delay", "Tue 11 Aug 2026", None, False, "a recorded limit"),
    ("panel_due Mon 10 Aug 2026", "Mon 10 Aug 2026", "stage_3_delay", None, None, None, "a recorded limit, not over"),
    ("delay_started Mon 1 Jun 2026; delay_ended Wed 1 Jul 2026", "Wed 1 Jul 2026", "procedure_delay", "Tue 2 Jun 2026",
     "Wed 1 Jul 2026", True, "a recorded delay of 22 days, no stage stated"),
    ("delay_started Mon 1 Jun 2026; delay_ended Mon 29 Jun 2026", "Wed 1 Jul 2026", "procedure_delay",
     "Tue 2 Jun 2026", "Mon 29 Jun 2026", False, "20 days are short"),
]  # fmt: skip

OTHERS = [
    # procedure, timeline, looked at on, fault, since, until, likely, what makes it hard
    ("corporate", "received Wed 1 Apr 2026; acknowledged Fri 10 Apr 2026", "Fri 24 Apr 2026", "corporate_delay", None, None,
     None, "10 days from the acknowledgement"),
    ("corporate", "received Wed 1 Apr 2026; acknowledged Fri 10 Apr 2026", "Sat 25 Apr 2026", "corporate_delay",
     "Sat 25 Apr 2026", None, False, "a weekend right after it is late"),
    ("corporate", "received Wed 1 Apr 2026; acknowledged Fri 1 May 2026", "Sat 25 Apr 2026", "corporate_delay",
     "Sat 25 Apr 2026", None, False, "a late acknowledgement buys no time"),
    ("corporate", "received Wed 1 Apr 2026", "Wed 10 Jun 2026", "corporate_delay", "Sat 25 Apr 2026", None, True,
     "over by more than 20 days"),
    ("send", "received Wed 1 Apr 2026", "Sat 25 Apr 2026", "corporate_delay", "Sat 25 Apr 2026", None, False,
     "SEND complaints go that way"),
    ("corporate", "received Wed 1 Apr 2026; stage_2_requested Mon 1 Jun 2026; stage_2_refused Wed 3 Jun 2026",
     "Wed 3 Jun 2026", "stage_2_refused", "Wed 3 Jun 2026", None, True, "refused, and no letter gives a valid reason"),
    ("corporate", "received Wed 1 Apr 2026; stage_2_refused Wed 3 Jun 2026; refusal_sent Wed 3 Jun 2026",
     "Wed 3 Jun 2026", "stage_2_refused", None, None, None, "a letter gives one"),
    ("unknown", "received Mon 1 Jun 2026", "Mon 6 Jul 2026", "complaint_delay", None, None, None,
     "25 days: the longest first stage of any council"),
    ("unknown", "received Mon 1 Jun 2026", "Tue 7 Jul 2026", "complaint_delay", "Tue 7 Jul 2026", None, False, "one more"),
    ("none", "received Mon 1 Jun 2026", "Tue 4 Aug 2026", "complaint_delay", "Tue 7 Jul 2026", None, True, "nobody took it"),
    ("unknown", "received Mon 1 Jun 2026; panel_held Mon 8 Jun 2026", "Tue 16 Jun 2026", "stage_3_delay",
     "Tue 16 Jun 2026", None, False, "only the statutory procedure has a panel"),
    ("send", "ehc_request Mon 1 Sep 2025", "Mon 13 Oct 2025", "ehc_delay", None, None, None, "week 6 of an assessment"),
    ("send", "ehc_request Mon 1 Sep 2025", "Tue 14 Oct 2025", "ehc_delay", "Tue 14 Oct 2025", None, False,
     "no decision: seldom a finding by itself"),
    ("send", "ehc_request Mon 1 Sep 2025; assessment_decided Mon 13 Oct 2025", "Mon 19 Jan 2026", "ehc_delay", None, None,
     None, "week 20 of the plan"),
    ("send", "ehc_request Mon 1 Sep 2025; assessment_decided Mon 13 Oct 2025", "Tue 20 Jan 2026", "ehc_delay",
     "Tue 20 Jan 2026", None, False, "late by a day"),
    ("send", "ehc_request Mon 1 Sep 2025; assessment_decided Mon 13 Oct 2025", "Tue 17 Feb 2026", "ehc_delay",
     "Tue 20 Jan 2026", None, True, "late by more than a month"),
    ("statutory", "ehc_plan_due Mon 19 Jan 2026; ehc_plan_issued Mon 19 Jan 2026", "Tue 17 Feb 2026", "ehc_delay", None,
     None, None, "issued on the recorded day"),
    ("unknown", "ehc_decision_due Mon 19 Jan 2026; ehc_plan_issued Mon 2 Feb 2026", "Tue 17 Feb 2026", "ehc_delay",
     "Tue 20 Jan 2026", "Mon 2 Feb 2026", False, "late by ten days, and over"),
    ("send", "ehc_review_meeting Mon 1 Sep 2025; review_decided Mon 29 Sep 2025", "Tue 30 Sep 2025", "ehc_delay", None,
     None, None, "decided four weeks after the meeting"),
    ("statutory", "action_due Mon 1 Jun 2026", "Mon 1 Jun 2026", "recommendations_not_done", None, None, None, "the day"),
    ("statutory", "action_due Mon 1 Jun 2026", "Tue 2 Jun 2026", "recommendations_not_done", "Tue 2 Jun 2026", None,
     False, "the council's own promise, a day late"),
    ("statutory", "action_due Mon 1 Jun 2026", "Tue 30 Jun 2026", "recommendations_not_done", "Tue 2 Jun 2026", None,
     True, "a month late"),
    ("statutory", "ombudsman_decision Fri 1 May 2026; action_due Mon 1 Jun 2026", "Tue 2 Jun 2026",
     "ombudsman_remedy_not_done", "Tue 2 Jun 2026", None, True, "a promise to the Ombudsman: a fresh fault at once"),
    ("statutory", "ombudsman_decision Fri 1 May 2026; action_due Mon 1 Jun 2026; action_done Mon 1 Jun 2026",
     "Tue 2 Jun 2026", "ombudsman_remedy_not_done", None, None, None, "done on the day"),
    ("statutory", "ombudsman_decision Fri 1 May 2026; not_done_as_at Mon 1 Jun 2026", "Mon 1 Jun 2026",
     "ombudsman_remedy_not_done", "Mon 1 Jun 2026", None, True, "somebody recorded that it was still missing"),
    ("statutory", "not_done_as_at Mon 1 Jun 2026", "Mon 29 Jun 2026", "procedure_delay", "Mon 1 Jun 2026", None, False,
     "the same, and nobody knows what should have been done: 20 days are short"),
    ("corporate", "not_done_as_at Mon 1 Jun 2026; final_response Tue 30 Jun 2026", "Wed 1 Jul 2026", "corporate_delay",
     "Mon 1 Jun 2026", "Tue 30 Jun 2026", True, "21 are not"),
    ("statutory", f"{ONE}; not_done_as_at Mon 8 Jun 2026", "Mon 29 Jun 2026", "procedure_delay", None, None, None,
     "where a clock runs, the clock says since when it is late"),
    ("corporate", "earlier_ombudsman_decision Mon 1 Jun 2026", "Tue 1 Sep 2026", "ombudsman_remedy_not_done", None,
     None, None, "no date is recorded: three months are usual"),
    ("corporate", "earlier_ombudsman_decision Mon 1 Jun 2026", "Wed 2 Sep 2026", "ombudsman_remedy_not_done",
     "Wed 2 Sep 2026", None, False, "over"),
    ("corporate", "ombudsman_decision Mon 1 Jun 2026", "Wed 2 Sep 2026", "ombudsman_remedy_not_done", None, None, None,
     "a decision may ask for nothing: no promise is recorded"),
]  # fmt: skip

MONTHS = [
    ("received 2026-06", "Tue 14 Jul 2026", "stage_1_delay", None, None, None, "perhaps it came on 30 June: 10 days"),
    ("received 2026-06", "Wed 15 Jul 2026", "stage_1_delay", "Wed 15 Jul 2026", None, False, "late, whatever the day"),
    (f"{ONE}; stage_1_response 2026-06", "Tue 28 Jul 2026", "stage_1_delay", None, None, None, "perhaps on its 1st"),
    (f"{ONE}; stage_1_response 2026-07", "Fri 31 Jul 2026", "stage_1_delay", "Tue 16 Jun 2026", "Wed 1 Jul 2026", False,
     "late, whatever the day, and over by 1 July at the earliest"),
    (f"{ONE}; stage_1_extended 2026-06", "Tue 16 Jun 2026", "stage_1_delay", None, None, None, "perhaps told in time"),
]  # fmt: skip

IN_DISPUTE = [
    # statement agreed, looked at on, likely, what makes it hard. Asked for on Mon 6 Jul: the limit is Tue 6 Oct 2026
    ("", "Tue 1 Dec 2026", False, "not agreed: only one reading, and 40 days over"),
    ("", "Wed 2 Dec 2026", True, "not agreed, and long over: it no longer matters"),
    ("statement_agreed Wed 8 Jul 2026", "Thu 5 Nov 2026", False, "20 days past the later limit, Thu 8 Oct"),
    ("statement_agreed Wed 8 Jul 2026", "Fri 6 Nov 2026", True, "past by either reading"),
    ("statement_agreed Mon 7 Sep 2026", "Fri 6 Nov 2026", False, "agreed late: by that reading it is not due yet"),
    ("statement_agreed Mon 7 Sep 2026", "Wed 2 Dec 2026", True, "but the delay in agreeing counts when it is long"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "fault", "since", "until", "likely", "hard"), STATUTORY + MONTHS)
def test_the_statutory_procedure(text, on, fault, since, until, likely, hard):
    assert breaches(check("statutory", text, on), fault) == expected(since, until, likely), hard


@pytest.mark.parametrize(("procedure", "text", "on", "fault", "since", "until", "likely", "hard"), OTHERS)
def test_the_other_procedures(procedure, text, on, fault, since, until, likely, hard):
    assert breaches(check(procedure, text, on), fault) == expected(since, until, likely), hard


@pytest.mark.parametrize(("agreed", "on", "likely", "hard"), IN_DISPUTE)
def test_where_stage_2_begins_is_disputed_so_a_finding_needs_both_readings_or_a_long_delay(agreed, on, likely, hard):
    found = check("statutory", f"{BEGUN}; {agreed}" if agreed else BEGUN, on)
    assert breaches(found, "stage_2_delay") == expected("Tue 11 Aug 2026", None, likely), hard


def test_the_statutory_procedure_as_a_whole_may_take_as_long_as_its_stages_together():
    before, after = check("statutory", PANEL, "Fri 5 Feb 2027"), check("statutory", PANEL, "Sat 6 Feb 2027")
    assert breaches(before, "procedure_delay") == []
    assert breaches(after, "procedure_delay") == expected("Sat 6 Feb 2027", None, False)


@pytest.mark.parametrize("fact", FACTS)
def test_what_dates_cannot_show_a_person_can_say(fact):
    row = FACTS[fact]
    answered = f"{ONE}; stage_1_response Mon 8 Jun 2026"
    for value, faults in ((row.bad, [row.fault]), (not row.bad, []), (None, []), ("unknown", [])):
        found = check("statutory", answered, "Tue 9 Jun 2026", facts={fact: value})
        assert [one.fault for one in found.breaches] == faults


ROUTES = [
    # the procedure that was used, what is known, the fault, finding likely
    ("corporate", {"right_procedure": "statutory"}, "wrong_procedure", True),
    ("send", {"right_procedure": "statutory"}, "wrong_procedure", True),
    ("statutory", {"right_procedure": "corporate"}, "statutory_wrongly_used", False),
    ("statutory", {"right_procedure": "statutory"}, None, None),
    ("unknown", {"right_procedure": "statutory"}, None, None),
    ("corporate", {"complainant": "parent", "child_status": "in_need", "subject": ["section_17_support"]},
     "wrong_procedure", True),
    ("corporate", {"complainant": "parent", "child_status": "ehc_plan", "subject": ["ehc_plan_delay"]}, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("procedure", "facts", "fault", "likely"), ROUTES)
def test_the_wrong_procedure_is_what_a_person_or_triage_says(procedure, facts, fault, likely):
    found = check(procedure, ONE, "Tue 2 Jun 2026", facts=facts)
    assert [(one.fault, one.finding_likely) for one in found.breaches] == ([(fault, likely)] if fault else [])


COMING = [
    # timeline, looked at on, fault, from when, urgent, words that say what prevents it
    (ONE, "Wed 10 Jun 2026", "stage_1_delay", "Tue 16 Jun 2026", False, "by 15 June 2026."),
    (ONE, "Thu 11 Jun 2026", "stage_1_delay", "Tue 16 Jun 2026", True, "why more time is needed"),
    (f"{ONE}; stage_1_extended Thu 11 Jun 2026", "Fri 12 Jun 2026", "stage_1_delay", "Tue 30 Jun 2026", False, "by 29 June"),
    (ONE, "Tue 16 Jun 2026", "stage_1_delay", "Tue 28 Jul 2026", False, "now."),
    (ONE, "Tue 16 Jun 2026", "no_updates", "Tue 14 Jul 2026", False, "Write to them by 13 July 2026."),
    (TWO, "Fri 31 Jul 2026", "stage_2_not_done", "Tue 11 Aug 2026", False, "Begin stage 2 by 10 August 2026."),
    (BEGUN, "Mon 3 Aug 2026", "stage_2_delay", "Tue 11 Aug 2026", True, "why more time is needed"),
    (f"{TWO}; ip_appointed Wed 8 Jul 2026", "Mon 20 Jul 2026", "stage_2_delay", "Tue 11 Aug 2026", True,
     "Appoint an investigating officer now."),
    (f"{TWO}; io_appointed Wed 8 Jul 2026", "Mon 20 Jul 2026", "stage_2_delay", "Tue 11 Aug 2026", True,
     "Appoint an independent person now."),
    (BEGUN, "Mon 20 Jul 2026", "stage_2_delay", "Tue 11 Aug 2026", True, "Agree the statement of complaint now."),
    (PANEL, "Mon 16 Nov 2026", "stage_3_delay", "Tue 15 Dec 2026", True, "set the day of the panel now"),
    (f"{ONE}; ombudsman_decision Mon 1 Jun 2026; action_due Wed 1 Jul 2026", "Mon 29 Jun 2026",
     "ombudsman_remedy_not_done", "Thu 2 Jul 2026", True, "record that it was done, by 1 July 2026."),
    (f"{ONE}; ombudsman_decision Mon 1 Jun 2026", "Tue 2 Jun 2026", "ombudsman_remedy_not_done", "Thu 2 Jul 2026", False,
     "Record what was agreed"),
    ("ehc_request Mon 1 Sep 2025", "Mon 1 Dec 2025", "ehc_delay", "Tue 23 Dec 2025", False, "If there will be no plan"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "fault", "when", "urgent", "words"), COMING)
def test_what_is_about_to_happen_and_what_prevents_it(text, on, fault, when, urgent, words):
    coming = check("statutory", text, on).coming
    assert [
        one for one in coming if (one.fault, one.on, one.urgent) == (fault, day(when), urgent) and words in one.prevents
    ]


QUIET = [
    (f"{TWO}; ip_appointed Wed 8 Jul 2026", "Fri 17 Jul 2026", "nine days after the request nobody is urged"),
    (f"{BEGUN}; statement_agreed Mon 20 Jul 2026", "Mon 20 Jul 2026", "everybody is appointed and all is agreed"),
    (f"{PANEL}; chair_appointed Mon 9 Nov 2026", "Mon 16 Nov 2026", "the chair is appointed"),
]


@pytest.mark.parametrize(("text", "on", "hard"), QUIET)
def test_nobody_is_urged_before_there_is_cause(text, on, hard):
    assert not [one for one in check("statutory", text, on).coming if one.urgent], hard


def test_every_breach_says_why_in_a_sentence_with_its_dates():
    (late,) = check("statutory", ONE, "Tue 16 Jun 2026").breaches
    assert (late.rule, late.remedy) == (
        "S1-1, S1-2, S1-3, ST1",
        "Send the stage 1 answer now, say sorry for the delay, and tell them how to ask for stage 2.",
    )
    assert late.why == (
        "The complaint was received on 1 June 2026. “Send the stage 1 response” was due by 15 June 2026: 10 working days, "
        "and no extension was told in time. By 16 June 2026 it was not done, 1 working day late. It was still within the "
        "limit, 29 June 2026, so a finding is not likely."
    )


REFUSED = [
    # timeline, facts, what the sentence names
    ([{"date": "2026-06-01", "event": "recieved"}], None, "Entry 1 of the timeline: “recieved”"),
    (
        [("2026-06-01", "received"), ("1 June", "acknowledged")],
        None,
        "Entry 2 of the timeline (acknowledged): “1 June”",
    ),
    ([("2026-13", "received")], None, "“2026-13” is not a date"),
    ([("2026-02-30", "received")], None, "“2026-02-30” is not a date"),
    ([(20260601, "received")], None, "“20260601” is not a date"),
    ([("1999-01-01", "received")], None, "Entry 1 of the timeline (received): 1999-01-01 is outside the years"),
    (["received"], None, "Entry 1 of the timeline must have a “date” and an “event”."),
    ("received", None, "The timeline must be a list"),
    ([("2026-06-01", "received")] * 2001, None, "The timeline has 2,001 entries."),
    ([], {"next_step": False}, "“next_step” is not a fact"),
    ([], {"next_step_told": 0}, "The fact “next_step_told” must be true, false"),
    ([], {"right_procedure": "best"}, "The fact “right_procedure” must be one of"),
]


@pytest.mark.parametrize(("given", "facts", "words"), REFUSED)
def test_what_cannot_be_read_is_named_in_a_sentence(given, facts, words):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        selfcheck("statutory", given, on=day("Mon 1 Jun 2026"), calendar=england(), facts=facts)
    assert words in str(refused.value)


def test_a_procedure_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="“statuary” is not a procedure that is known here"):
        check("statuary", ONE, "Mon 1 Jun 2026")


def test_nothing_happened_so_nothing_is_wrong():
    assert check("statutory", "", "Mon 1 Jun 2026") == SelfCheck("statutory", day("Mon 1 Jun 2026"))
