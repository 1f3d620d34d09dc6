"""The self-check and the Dates page count the same days.

Both read the same clocks. What the council has chosen where the law is disputed (from when stage 2 is counted), its closure
days, and what was known when something was answered hold in both. Otherwise one page would say late and another open.
"""

import pytest
from tests.spec.test_selfcheck import BEGUN, PANEL, TWO, check, timeline
from tests.spec.test_timeline import stands
from tests.spec.test_working_days import day

from heard.law.calendars import england
from heard.law.procedures import shipped
from heard.law.selfcheck import read_entries
from heard.law.selfcheck.checking import known_events
from heard.law.selfcheck.checks import TIMED
from heard.law.selfcheck.running import Case, in_use, runs

AGREED = {"st2_clock_start": "statement_agreed"}
CLOSED = day("Tue 14 Apr 2026")
OWN = {"england": england(), "england with closures": england().also_closed([CLOSED], "council closed")}
CODE = "received Wed 1 Apr 2026; acknowledged Wed 8 Apr 2026"

HISTORIES = [
    # procedure, timeline, looked at on, settings, what makes it hard
    ("statutory", "received Mon 1 Jun 2026", "Tue 16 Jun 2026", {}, "stage 1 from the receipt"),
    ("statutory", TWO, "Tue 11 Aug 2026", AGREED, "no statement yet: from the request, whatever the setting says"),
    ("statutory", f"{BEGUN}; statement_agreed Mon 20 Jul 2026", "Tue 11 Aug 2026", {}, "from the request"),
    ("statutory", f"{BEGUN}; statement_agreed Mon 20 Jul 2026", "Tue 11 Aug 2026", AGREED, "from the agreed statement"),
    ("statutory", f"{BEGUN}; stage_2_response Fri 17 Jul 2026; statement_agreed Mon 20 Jul 2026", "Tue 11 Aug 2026",
     AGREED, "answered before it was agreed: from the request"),
    ("statutory", "received Mon 1 Jun 2026; io_appointed Wed 1 Jul 2026; stage_2_requested Mon 6 Jul 2026",
     "Tue 11 Aug 2026", {}, "appointed before anybody asked: still from the request"),
    ("statutory", f"{PANEL}; panel_held Mon 7 Dec 2026; panel_report Fri 11 Dec 2026", "Mon 4 Jan 2027", {}, "stage 3"),
    ("statutory", "received Mon 1 Jun 2026; stopped_for_proceedings Fri 12 Jun 2026; proceedings_ended Wed 1 Jul 2026; "
     "resubmitted Mon 6 Jul 2026", "Tue 21 Jul 2026", {}, "made again"),
    ("corporate", CODE, "Fri 24 Apr 2026", {}, "from the acknowledgement"),
    ("corporate", "received Wed 1 Apr 2026; acknowledged Fri 1 May 2026", "Tue 5 May 2026", {}, "acknowledged late"),
    ("corporate", "received Wed 1 Apr 2026", "Tue 5 May 2026", {}, "never acknowledged"),
    ("corporate", f"{CODE}; stage_1_response Mon 20 Apr 2026; stage_2_requested Fri 1 May 2026; "
     "stage_2_acknowledged Tue 5 May 2026", "Mon 1 Jun 2026", {}, "stage 2, from its own acknowledgement"),
]  # fmt: skip


def ran(procedure, text, on, settings):
    """Return how each clock of the definition ran, as the self-check sees the last time that the complaint was made."""
    rules, calendar = shipped(), england()
    entries = read_entries(timeline(text), known_events(rules), calendar)
    definition = in_use(procedure, entries, rules)
    again = max((one.last for one in entries if one.event == "resubmitted"), default=None)
    if again:
        kept = [(one.last, "received" if one.event == "resubmitted" else one.event) for one in entries]
        entries = read_entries([one for one in kept if one[0] >= again], known_events(rules), calendar)
    case = Case(procedure, entries, day(on), calendar, rules, definition, settings, OWN)
    checks = [one for one in TIMED if procedure in one.families and not one.from_target and not one.later]
    found = [one for check in checks for one in runs(check, case)]
    return {one.clock.id: one for one in found if one.clock and one.clock.id in definition.clocks}


@pytest.mark.parametrize(("procedure", "text", "on", "settings", "hard"), HISTORIES)
def test_a_clock_starts_on_the_same_day_in_both(procedure, text, on, settings, hard):
    page = stands(procedure, text, on, settings=settings, calendars={**OWN, "united-kingdom": england()})
    found = {name: one for name, one in ran(procedure, text, on, settings).items() if page.reading(name)}
    assert found, "some clock runs in each of these histories"
    for name, one in found.items():
        reading = page.reading(name)
        assert (one.started, one.due) == (reading.deadline.started, reading.due), hard
        assert one.breached(day(on)) == (reading.state in ("late", "overdue")), hard


LATE_STATEMENT = f"{BEGUN}; statement_agreed Mon 3 Aug 2026"


def test_the_other_reading_of_the_start_of_stage_2_is_still_shown():
    """Nothing is late yet for a council that counts from the agreed statement. It is told when the request would have it so."""
    found = check("statutory", LATE_STATEMENT, "Tue 11 Aug 2026", settings=AGREED)
    assert "stage_2_delay" not in [one.fault for one in found.breaches]
    (coming,) = [one for one in found.coming if one.fault == "stage_2_delay"]
    assert coming.why.startswith("The statement of complaint was agreed on 3 August 2026.")
    assert coming.why.endswith("Counted from the request the last day was 6 October 2026.")


def test_what_the_council_chose_does_not_move_the_day_on_which_a_finding_is_likely():
    """The Ombudsman has counted both ways. So both last days must be over by 20 working days, or the earlier by 40."""
    for on, likely in (("Wed 2 Dec 2026", True), ("Tue 1 Dec 2026", False)):
        for settings in ({}, AGREED):
            found = check("statutory", LATE_STATEMENT, on, settings=settings)
            assert [one.finding_likely for one in found.breaches if one.fault == "stage_2_delay"] == [likely]


def test_a_closure_day_is_left_out_where_the_clock_leaves_it_out():
    plain, own = (check("corporate", CODE, "Thu 23 Apr 2026", **more) for more in ({}, {"calendars": OWN}))
    assert [one.fault for one in plain.breaches] == ["corporate_delay"]
    assert own.breaches == ()


def test_what_was_answered_before_a_closure_day_was_entered_keeps_its_dates():
    late = f"{CODE}; stage_1_response Thu 23 Apr 2026"
    before = check("corporate", late, "Fri 1 May 2026", calendars=OWN, as_known=lambda known: {"england": england()})
    after = check("corporate", late, "Fri 1 May 2026", calendars=OWN, as_known=lambda known: OWN)
    assert ([one.fault for one in before.breaches], after.breaches) == (["corporate_delay"], ())
