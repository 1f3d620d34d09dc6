"""Which letters are owed, and which are owed no more.

What happened owes its letter until the letter, or the event that its sending is, has happened: an acknowledgement after a
complaint came in, a confirmation after it was withdrawn (regulation 7). What is owed next in a stage, such as the response,
is itself a letter. Sending a letter to somebody else than the complainant pays no debt.
"""

import pytest
from tests.spec.test_timeline import stands
from tests.spec.test_working_days import day

from heard.law.letters import owed, records
from heard.law.procedures import definition, definitions

OWED = [
    # procedure, what happened, what was sent to the complainant, on, owed (since)
    ("statutory", "received Mon 1 Jun 2026", "", "Mon 1 Jun 2026",
     "acknowledgement Mon 1 Jun 2026; stage_1_response"),
    ("statutory", "received Mon 1 Jun 2026; acknowledged Tue 2 Jun 2026", "", "Wed 3 Jun 2026", "stage_1_response"),
    ("statutory", "received Mon 1 Jun 2026", "acknowledgement Tue 2 Jun 2026", "Wed 3 Jun 2026", "stage_1_response"),
    ("statutory", "received Mon 1 Jun 2026; stage_1_response Fri 12 Jun 2026", "", "Mon 15 Jun 2026",
     "acknowledgement Mon 1 Jun 2026"),
    ("statutory", "received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; withdrawn Wed 3 Jun 2026", "",
     "Thu 4 Jun 2026", "withdrawal Wed 3 Jun 2026"),
    ("statutory", "received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; withdrawn Wed 3 Jun 2026; "
     "withdrawal_confirmed Thu 4 Jun 2026", "", "Fri 5 Jun 2026", ""),
    ("statutory", "received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; stopped_for_proceedings Wed 3 Jun 2026", "",
     "Thu 4 Jun 2026", "stopped Wed 3 Jun 2026"),
    ("statutory", "received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; stopped_for_proceedings Wed 3 Jun 2026",
     "stopped Thu 4 Jun 2026", "Fri 5 Jun 2026", ""),
    # a letter of before does not pay what came after
    ("statutory", "received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; stopped_for_proceedings Wed 3 Jun 2026; "
     "proceedings_ended Mon 3 Aug 2026; resubmitted Tue 4 Aug 2026", "acknowledgement Mon 1 Jun 2026; stopped Wed 3 Jun 2026",
     "Tue 4 Aug 2026", "acknowledgement Tue 4 Aug 2026; stage_1_response"),
    ("statutory", "received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; stage_1_response Fri 12 Jun 2026; "
     "stage_2_requested Wed 1 Jul 2026", "", "Wed 1 Jul 2026", "stage_2_acknowledgement Wed 1 Jul 2026; adjudication"),
    # the extension is itself the letter: to have told is to have written
    ("statutory", "received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; stage_1_extended Wed 10 Jun 2026", "",
     "Thu 11 Jun 2026", "stage_1_response"),
    ("corporate", "received Mon 1 Jun 2026; acknowledged Tue 2 Jun 2026; stage_1_response Fri 12 Jun 2026; "
     "stage_2_requested Wed 1 Jul 2026", "acknowledgement Mon 1 Jun 2026", "Wed 1 Jul 2026",
     "acknowledgement Wed 1 Jul 2026; stage_2_response"),
]  # fmt: skip


@pytest.mark.parametrize(("procedure", "happened", "sent", "on", "expected"), OWED)
def test_what_is_owed(procedure, happened, sent, on, expected):
    gone = [(name, day(when)) for name, _, when in (one.partition(" ") for one in sent.split("; ") if one)]
    found = [
        f"{one.rule.id} {one.since:%a %-d %b %Y}" if one.since else one.rule.id
        for one in owed(stands(procedure, happened, on), gone)
    ]
    assert "; ".join(found) == expected


RECORDS = [
    # procedure, letter, stage, the events that sending it can be
    ("statutory", "acknowledgement", 1, ("acknowledged",)),
    ("statutory", "stage_2_acknowledgement", 2, ("stage_2_acknowledged",)),
    ("statutory", "adjudication", 2, ("stage_2_response",)),
    ("statutory", "withdrawal", 2, ("withdrawal_confirmed",)),
    ("statutory", "stopped", 1, ()),
    ("statutory", "panel_report", 3, ()),
    ("corporate", "acknowledgement", 1, ("acknowledged", "stage_2_acknowledged")),
    ("corporate", "acknowledgement", 2, ("stage_2_acknowledged", "acknowledged")),
    ("corporate", "extension", 2, ("stage_2_extended", "stage_1_extended")),
]


@pytest.mark.parametrize(("procedure", "letter", "stage", "expected"), RECORDS)
def test_what_sending_a_letter_is(procedure, letter, stage, expected):
    assert records(definition(procedure, day("Mon 1 Jun 2026")), letter, stage) == expected


def test_every_letter_of_every_procedure_is_owed_by_an_event():
    lonely = {
        f"{law.name}: {letter}"
        for law in definitions()
        for letter in law.letters
        if not any(letter in rule.letters for rule in law.events.values())
    }
    assert lonely == set()
