"""The other procedures run on the same few rules: the corporate stages, the Ombudsman's Code, a comment, and rules to come.

Under the Code a stage is counted from its acknowledgement, and from the last day for that at the latest: a late
acknowledgement buys no time. A complaint keeps the rules of the day it was received, whatever is in force when it is answered.
A comment is no complaint, and is chased to a reply all the same. A new procedure is a new file, and no new code.
"""

import pytest
from tests.spec.test_timeline import happenings, stands
from tests.spec.test_working_days import day

from heard.access.roles import ROLES
from heard.law.procedures import rules_with
from heard.law.timeline import read

CODE = "received Wed 1 Apr 2026"
CODE_TWO = (
    f"{CODE}; acknowledged Thu 2 Apr 2026; stage_1_response Mon 20 Apr 2026 by Ann; stage_2_requested Tue 5 May 2026"
)
OLD = "received Tue 31 Mar 2026"

CORPORATE = [
    # case, events, looked at on, clock, how it stands, due, limit, what makes it hard
    ("14", CODE, "Fri 10 Apr 2026", "CC-ACK", "open", "Fri 10 Apr 2026", "", "acknowledge within 5 days, over Easter"),
    ("14", CODE, "Sat 11 Apr 2026", "CC-ACK", "overdue", "Fri 10 Apr 2026", "", "the day after"),
    ("14", f"{CODE}; acknowledged Thu 2 Apr 2026", "Fri 10 Apr 2026", "CC1", "open", "Mon 20 Apr 2026", "Tue 5 May 2026",
     "acknowledged on the next day: 10 days from then"),
    ("14", f"{CODE}; acknowledged Fri 10 Apr 2026", "Fri 10 Apr 2026", "CC1", "open", "Fri 24 Apr 2026",
     "Mon 11 May 2026", "acknowledged on the last day"),
    ("14", f"{CODE}; acknowledged Thu 30 Apr 2026", "Thu 30 Apr 2026", "CC1", "overdue", "Fri 24 Apr 2026",
     "Mon 11 May 2026", "acknowledged weeks late: it buys no time"),
    ("14", CODE, "Mon 13 Apr 2026", "CC1", "open", "Fri 24 Apr 2026", "Mon 11 May 2026",
     "never acknowledged: it starts by itself"),
    ("14", f"{CODE}; acknowledged Thu 2 Apr 2026; stage_1_extended Mon 20 Apr 2026", "Tue 21 Apr 2026", "CC1", "open",
     "Tue 5 May 2026", "Tue 5 May 2026", "told in time of 10 more"),
    ("", CODE_TWO, "Tue 5 May 2026", "CC2-ACK", "open", "Tue 12 May 2026", "", "stage 2 is acknowledged within 5 days"),
    ("", f"{CODE_TWO}; stage_2_acknowledged Wed 6 May 2026", "Wed 6 May 2026", "CC2", "open", "Thu 4 Jun 2026",
     "Thu 2 Jul 2026", "20 days from that, over Mon 25 May"),
    ("", f"{CODE_TWO}; stage_2_acknowledged Mon 1 Jun 2026", "Mon 1 Jun 2026", "CC2", "open", "Wed 10 Jun 2026",
     "Wed 8 Jul 2026", "and from the last day to acknowledge at the latest"),
    ("2", "received Thu 22 Dec 2022; acknowledged Fri 23 Dec 2022", "Tue 24 Jan 2023", "DUD1", "open", "Tue 24 Jan 2023",
     "", "before the Code: 20 days from receipt, over Christmas"),
    ("", f"{OLD}; acknowledged Fri 10 Apr 2026", "Thu 30 Apr 2026", "DUD1", "open", "Thu 30 Apr 2026", "",
     "received on the last day of the older rules, and keeps them"),
    ("", f"{OLD}; stage_1_response Thu 30 Apr 2026; stage_2_requested Fri 1 May 2026", "Wed 3 Jun 2026", "DUD2", "overdue",
     "Tue 2 Jun 2026", "", "at stage 2 as well"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "on", "clock", "state", "due", "limit", "hard"), CORPORATE)
def test_the_corporate_stages(case, text, on, clock, state, due, limit, hard):
    found = stands("corporate", text, on).reading(clock)
    assert (found.state, found.due, found.deadline.limit) == (state, day(due), day(limit) if limit else None), hard


STEPS = [
    # what happened, on, the stage it is in then, what is owed then
    ("received", "Wed 1 Apr 2026", "Stage 1", "acknowledged, stage_1_response"),
    ("acknowledged", "Thu 2 Apr 2026", "Stage 1", "stage_1_response"),
    ("stage_1_response", "Mon 20 Apr 2026", "Stage 1 answered", ""),
    ("stage_2_requested", "Tue 5 May 2026", "Stage 2: review", "stage_2_acknowledged, stage_2_response"),
    ("stage_2_acknowledged", "Wed 6 May 2026", "Stage 2: review", "stage_2_response"),
    ("stage_2_response", "Thu 4 Jun 2026", "Stage 2 answered", ""),
    ("closed", "Mon 6 Jul 2026", "Closed", ""),
]


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1), ids=[one[0] for one in STEPS])
def test_a_whole_corporate_complaint_step_by_step(step):
    _, on, stage, owed = STEPS[step - 1]
    found = stands("corporate", "; ".join(f"{event} {when}" for event, when, *_ in STEPS[:step]), on)
    assert (found.stage.title, ", ".join(one.event.id for one in found.owed)) == (stage, owed)
    assert (found.warnings, found.missed) == ((), ())


def test_somebody_else_decides_at_stage_2_of_a_corporate_complaint():
    answered = f"{CODE_TWO}; stage_2_acknowledged Wed 6 May 2026; stage_2_response Thu 4 Jun 2026"
    assert stands("corporate", f"{answered} by Ben", "Thu 4 Jun 2026").warnings == ()
    (warning,) = stands("corporate", f"{answered} by Ann", "Thu 4 Jun 2026").warnings
    assert "was by the person of “Stage 1 response sent”" in warning


COMMENT = [
    # events, looked at on, the stage it is in, what is owed, overdue, what makes it hard
    ("received Mon 1 Jun 2026", "Mon 1 Jun 2026", "Waiting for a reply", "acknowledged, sent_to_team_manager, reply_sent",
     "", "recorded, acknowledged and sent on"),
    ("received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; sent_to_team_manager Tue 2 Jun 2026", "Mon 15 Jun 2026",
     "Waiting for a reply", "reply_sent", "", "the reply is the team manager's, on day 10"),
    ("received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; sent_to_team_manager Tue 2 Jun 2026", "Tue 16 Jun 2026",
     "Waiting for a reply", "reply_sent", "reply_sent", "and then it is chased"),
    ("received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; sent_to_team_manager Tue 2 Jun 2026; "
     "reply_chased Tue 16 Jun 2026; reply_chased Tue 23 Jun 2026", "Tue 23 Jun 2026", "Waiting for a reply", "reply_sent",
     "reply_sent", "and again: chasing is no reply"),
    ("received Mon 1 Jun 2026; acknowledged Mon 1 Jun 2026; sent_to_team_manager Tue 2 Jun 2026; "
     "reply_chased Tue 16 Jun 2026; reply_sent Thu 18 Jun 2026", "Fri 19 Jun 2026", "Answered", "", "", "until there is one"),
    ("received Mon 1 Jun 2026; taken_as_complaint Wed 3 Jun 2026", "Tue 16 Jun 2026", "Closed", "", "",
     "it was a complaint after all: nothing is owed here any more"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "stage", "owed", "overdue", "hard"), COMMENT)
def test_a_comment_is_chased_to_a_reply(text, on, stage, owed, overdue, hard):
    found = stands("comment", text, on)
    assert (found.stage.title, found.warnings) == (stage, ())
    assert ", ".join(one.event.id for one in found.owed) == owed, hard
    assert ", ".join(one.event.id for one in found.owed if one.overdue) == overdue, hard


INVENTED = """
extends = "statutory"
procedure = "statutory"
title = "An invented procedure of 2027"
since = 2027-04-01
source = "An invention, to show that the law is data"
confidence = "U"

[stages.stage-1]
owes = ["acknowledged", "family_met", "stage_1_response"]

[events.family_met]
says = "Met the family"
stages = ["stage-1"]
by = ["team-manager"]

[events.stage_1_response]
needs = ["family_met"]

[clocks.ST1]
target = 15
limit = 15
"""

TO_COME = [
    # received, title of its rules, owed at stage 1, due, what makes it hard
    ("Wed 31 Mar 2027", "Children Act 1989 Representations Procedure (England) Regulations 2006",
     "acknowledged, stage_1_response, advocate_offered", "Wed 14 Apr 2027", "the last day of today's rules: 10 days"),
    ("Thu 1 Apr 2027", "An invented procedure of 2027", "acknowledged, family_met, stage_1_response", "Thu 22 Apr 2027",
     "the first day of the invented ones: 15"),
]  # fmt: skip


@pytest.mark.parametrize(("received", "title", "owed", "due", "hard"), TO_COME)
def test_a_procedure_to_come_stands_beside_todays(received, title, owed, due, hard):
    """The invented file holds a new step and another number of days, and everything else is as it was."""
    law = rules_with({"statutory-2027.toml": INVENTED}, ROLES).definition("statutory", day(received))
    found = read(law, happenings(f"received {received}"), on=day(received))
    assert law.title == title
    assert ", ".join(one.event.id for one in found.owed) == owed
    assert found.reading("ST1").due == day(due), hard


def test_the_new_step_is_asked_for_before_the_answer():
    law = rules_with({"statutory-2027.toml": INVENTED}, ROLES).definition("statutory", day("Thu 1 Apr 2027"))
    before = read(law, happenings("received Thu 1 Apr 2027"), on=day("Fri 2 Apr 2027"))
    after = read(law, happenings("received Thu 1 Apr 2027; family_met Tue 6 Apr 2027"), on=day("Tue 6 Apr 2027"))
    offered = [{offer.event.id for offer in found.offers("team-manager")} for found in (before, after)]
    assert offered == [{"family_met"}, {"stage_1_response"}]
