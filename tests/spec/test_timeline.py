"""A statutory complaint from its receipt to the director's answer, step by step: what is owed next, by whom and by when.

Stage 1 is answered by the team, in 10 working days from receipt (SI 2006/1738 regulation 14). Stage 2 is an investigation in
which an independent person takes part, and is complete when both reports and the adjudication letter were sent, 25 working
days from the request (regulation 17). Stage 3 is a panel of three independent persons, which meets within 30 working days of
the request, reports within 5 of its meeting, and is answered by the director within 15 of the report (regulations 19 and
20). No step of these may be left out because of what came of the one before.
"""

import pytest
from tests.spec.test_working_days import day

from heard.access.roles import ROLES
from heard.law.procedures import definition
from heard.law.timeline import Happening, Timeline, read


def happenings(text: str) -> list[Happening]:
    """Read “received Mon 1 Jun 2026; stage_1_response Mon 15 Jun 2026 by Ann”."""
    found = []
    for one in text.split("; ") if text else []:
        event, _, rest = one.partition(" ")
        on, _, person = rest.partition(" by ")
        found.append(Happening(day(on), event, person))
    return found


def stands(procedure: str, text: str, on: str, **more) -> Timeline:
    """Return how a complaint stands on a day, under the rules of the day of its first event."""
    happened = happenings(text)
    return read(definition(procedure, happened[0].on), happened, on=day(on), **more)


WHOLE = [
    # what happened, on, the stage it is in then, owed next, by whom, by when
    ("received", "Mon 1 Jun 2026", "Stage 1: local resolution",
     "acknowledged", "complaints-officer", "Thu 4 Jun 2026"),
    ("acknowledged", "Tue 2 Jun 2026", "Stage 1: local resolution",
     "stage_1_response", "team-manager", "Mon 15 Jun 2026"),
    ("advocate_offered", "Tue 2 Jun 2026", "Stage 1: local resolution",
     "stage_1_response", "team-manager", "Mon 15 Jun 2026"),
    ("stage_1_response", "Fri 12 Jun 2026", "Stage 1 answered", "", "", ""),
    ("stage_2_requested", "Wed 1 Jul 2026", "Stage 2: investigation",
     "stage_2_acknowledged", "complaints-officer", "Mon 6 Jul 2026"),
    ("stage_2_acknowledged", "Thu 2 Jul 2026", "Stage 2: investigation",
     "statement_agreed", "complaints-officer", "Wed 15 Jul 2026"),
    ("statement_agreed", "Wed 8 Jul 2026", "Stage 2: investigation",
     "io_appointed", "complaints-manager", "Wed 15 Jul 2026"),
    ("io_appointed", "Thu 9 Jul 2026", "Stage 2: investigation",
     "ip_appointed", "complaints-manager", "Wed 15 Jul 2026"),
    ("ip_appointed", "Thu 9 Jul 2026", "Stage 2: investigation",
     "stage_2_report", "investigating-officer, complaints-officer, complaints-manager", ""),
    ("stage_2_report", "Mon 27 Jul 2026", "Stage 2: investigation",
     "ip_report", "independent-person, complaints-officer, complaints-manager", ""),
    ("ip_report", "Tue 28 Jul 2026", "Stage 2: investigation",
     "findings_adjudicated", "adjudicating-officer", ""),
    ("findings_adjudicated", "Fri 31 Jul 2026", "Stage 2: investigation",
     "recommendations_adjudicated", "adjudicating-officer", ""),
    ("recommendations_adjudicated", "Mon 3 Aug 2026", "Stage 2: investigation",
     "stage_2_response", "adjudicating-officer", "Wed 5 Aug 2026"),
    ("stage_2_response", "Tue 4 Aug 2026", "Stage 2 adjudicated", "", "", ""),
    ("stage_3_requested", "Tue 1 Sep 2026", "Stage 3: review panel",
     "stage_3_acknowledged", "complaints-officer", "Thu 3 Sep 2026"),
    ("stage_3_acknowledged", "Wed 2 Sep 2026", "Stage 3: review panel",
     "chair_appointed", "complaints-manager", "Tue 15 Sep 2026"),
    ("chair_appointed", "Mon 7 Sep 2026", "Stage 3: review panel", "panel_appointed", "complaints-manager", ""),
    ("panel_appointed", "Tue 8 Sep 2026", "Stage 3: review panel",
     "panel_submissions", "complaints-officer, complaints-manager", ""),
    ("panel_submissions", "Thu 10 Sep 2026", "Stage 3: review panel",
     "panel_papers_sent", "complaints-officer, complaints-manager", ""),
    ("panel_papers_sent", "Mon 14 Sep 2026", "Stage 3: review panel",
     "panel_held", "complaints-manager", "Tue 13 Oct 2026"),
    ("panel_held", "Wed 7 Oct 2026", "Stage 3: review panel", "panel_report", "panel-member", "Wed 14 Oct 2026"),
    ("panel_report", "Mon 12 Oct 2026", "Stage 3: review panel",
     "ip_consulted", "director, complaints-officer, complaints-manager", ""),
    ("ip_consulted", "Mon 19 Oct 2026", "Stage 3: review panel", "stage_3_response", "director", "Mon 2 Nov 2026"),
    ("stage_3_response", "Mon 2 Nov 2026", "Stage 3 answered", "", "", ""),
    ("closed", "Tue 1 Dec 2026", "Closed", "", "", ""),
]  # fmt: skip


def up_to(step: int) -> str:
    """Return the whole complaint's events up to one of them, each by a person of its own."""
    return "; ".join(f"{event} {on} by P{place}" for place, (event, on, *_) in enumerate(WHOLE[:step]))


@pytest.mark.parametrize("step", range(1, len(WHOLE) + 1), ids=[one[0] for one in WHOLE])
def test_a_whole_statutory_complaint_step_by_step(step):
    _, on, stage, event, by, due = WHOLE[step - 1]
    found = stands("statutory", up_to(step), on)
    following = found.owed[0] if found.owed else None
    assert (found.stage.title, found.warnings) == (stage, ())
    assert (following.event.id if following else "", ", ".join(following.by) if following else "") == (event, by)
    assert (following.on if following else None) == (day(due) if due else None)


def test_everything_in_the_whole_complaint_was_in_time():
    found = stands("statutory", up_to(len(WHOLE)), "Tue 1 Dec 2026")
    assert (found.missed, found.coming) == ((), ())
    assert {one.state for one in found.readings} == {"in-target"}


NOT_BEFORE = [
    # what is done, only after
    ("stage_2_report", "io_appointed"),
    ("ip_report", "ip_appointed"),
    ("findings_adjudicated", "stage_2_report"),
    ("findings_adjudicated", "ip_report"),
    ("recommendations_adjudicated", "findings_adjudicated"),
    ("stage_2_response", "recommendations_adjudicated"),
    ("panel_papers_sent", "chair_appointed"),
    ("panel_held", "chair_appointed"),
    ("panel_held", "panel_appointed"),
    ("panel_report", "panel_held"),
    ("ip_consulted", "panel_report"),
    ("stage_3_response", "panel_report"),
    ("stage_3_response", "ip_consulted"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "first"), NOT_BEFORE)
def test_the_order_of_stages_2_and_3(event, first):
    """What is not in order is offered to nobody. Where it happened all the same it is recorded, with a warning."""
    step = [one[0] for one in WHOLE].index(event)
    without = "; ".join(one for one in up_to(step).split("; ") if not one.startswith(first))
    found = stands("statutory", without, WHOLE[step][1])
    assert event not in {offer.event.id for role in ROLES for offer in found.offers(role)}
    happened = stands("statutory", f"{without}; {event} {WHOLE[step][1]}", WHOLE[step][1])
    rules = found.definition.events
    assert any(f"“{rules[event].says}” came before “{rules[first].says}”" in one for one in happened.warnings)


SOMEBODY_ELSE = [
    # what is done, not by the person of, which says
    ("findings_adjudicated", "stage_1_response", "the adjudicating officer did not answer stage 1"),
    ("findings_adjudicated", "stage_2_report", "nor investigate"),
    ("findings_adjudicated", "ip_report", "nor see to it that the investigation was fair"),
    ("recommendations_adjudicated", "stage_1_response", "the same of each recommendation"),
    ("chair_appointed", "stage_2_report", "the investigator does not chair the panel"),
    ("panel_appointed", "ip_report", "the independent person of stage 2 may not sit: regulation 19"),
    ("stage_3_response", "findings_adjudicated", "the director who answers the panel did not adjudicate"),
    ("stage_3_response", "recommendations_adjudicated", "nor answer the recommendations"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "earlier", "why"), SOMEBODY_ELSE)
def test_who_may_not_be_the_same_person(event, earlier, why):
    places = [one[0] for one in WHOLE]
    step = places.index(event)
    same = up_to(step + 1).replace(f"by P{step}", f"by P{places.index(earlier)}")
    found = stands("statutory", same, WHOLE[step][1])
    rules = found.definition.events
    assert [one.partition(": ")[2] for one in found.warnings] == [
        f"“{rules[event].says}” was by the person of “{rules[earlier].says}”. It must be somebody else."
    ], why


def test_a_person_who_is_not_recorded_is_not_taken_for_anybody():
    text = up_to(len(WHOLE))
    nobody = "; ".join(one.partition(" by ")[0] for one in text.split("; "))
    assert stands("statutory", nobody, "Tue 1 Dec 2026").warnings == ()


RIGHTS = [
    # once this has happened, this can be asked for, clock, until
    ("stage_1_response", "stage_2_requested", "ST2-REQ", "Fri 10 Jul 2026"),
    ("stage_2_response", "stage_3_requested", "ST3-REQ", "Wed 2 Sep 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("answered", "asked", "clock", "until"), RIGHTS)
def test_the_right_to_the_next_stage_whatever_the_answer_was(answered, asked, clock, until):
    """20 working days. A later request is weighed and not refused by itself: it stays on offer."""
    step = [one[0] for one in WHOLE].index(answered) + 1
    for on in (WHOLE[step - 1][1], until, "Tue 1 Dec 2026"):
        found = stands("statutory", up_to(step), on)
        assert found.reading(clock).due == day(until)
        assert asked in {offer.event.id for offer in found.offers("complaints-officer")}
        assert found.missed == ()


def test_the_officer_records_what_the_director_did_and_decides_nothing_for_them():
    found = stands("statutory", up_to(len(WHOLE) - 2), "Mon 19 Oct 2026")
    own = {role: {offer.event.id: offer.own for offer in found.offers(role)} for role in ROLES}
    assert own["director"]["stage_3_response"] is True
    assert own["complaints-officer"]["stage_3_response"] is False
    assert "stage_3_response" not in own["adjudicating-officer"]
