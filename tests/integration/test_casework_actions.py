"""What happens to a complaint: each action writes its rows and one event, and refuses what cannot have been."""

import json
from datetime import date

import pytest
from tests.casework import (
    AT,
    FUTURE,
    MON_1,
    MON_8,
    MON_15,
    NAMES,
    TUE_2,
    WED_3,
    answer,
    events,
    last_event,
    receive,
)

from heard.law.words import FINDING_NOT_RECORDED
from heard.record.actions import complaints
from heard.record.models import Assignment, Complaint, Element, Event, Party, StageEvent
from heard.record.queries import one_complaint

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("home")]


@pytest.fixture
def code_complaint(world):
    return receive(world, procedure="corporate")


# Receiving


def test_a_complaint_gets_the_next_reference_of_its_financial_year(world):
    received = [receive(world, received_on=day).reference for day in (date(2026, 3, 31), MON_1, MON_1)]
    assert received == ["COMPLAINT-2025-0001", "COMPLAINT-2026-0001", "COMPLAINT-2026-0002"]


def test_a_reference_of_the_councils_own_is_kept(world):
    assert receive(world, reference="  CSF-1 ").reference == "CSF-1"


def test_a_reference_like_ours_with_letters_in_it_does_not_stop_the_count(world):
    receive(world, reference="COMPLAINT-2026-old")
    assert receive(world).reference == "COMPLAINT-2026-0001"


def test_a_complaint_has_its_parties_its_points_and_stage_1(complaint):
    assert list(Party.objects.order_by("pk").values_list("capacity", "description", "name")) == [
        ("complainant", "Parent", NAMES[0]),
        ("child", "", NAMES[1]),
    ]
    assert list(Element.objects.values_list("number", "route", "text", "finding")) == [
        (1, "statutory", NAMES[3], FINDING_NOT_RECORDED)
    ]
    assert [stage.number for stage in complaint.stages.all()] == [1]


def test_whoever_takes_a_complaint_holds_it(world, complaint):
    [held] = Assignment.objects.filter(complaint=complaint)
    assert (held.person, held.part, held.until) == (world.people["complaints-officer"], Assignment.HOLDER, None)


def test_a_complaint_can_be_taken_for_somebody_else_to_hold(world):
    held = Assignment.objects.get(complaint=receive(world, holder=world.people["complaints-manager"]))
    assert held.person == world.people["complaints-manager"]


def test_the_history_has_the_complaint_and_its_holder(complaint):
    assert [action for action, _ in events(complaint.reference)] == ["complaint.received", "complaint.assigned"]


REFUSED = {
    "a day to come": ({"received_on": FUTURE}, "1 October 2026 has not come yet"),
    "no points": ({"points": []}, "add at least one point"),
    "an unknown procedure": ({"procedure": "chancery"}, "no procedure “chancery”"),
    "a day before any rules": ({"received_on": date(2001, 1, 1)}, "No definition of the statutory procedure"),
    "nobody who complains": ({"complainant": " "}, "Enter who made the complaint."),
    "a name too long": ({"child_name": "x" * 201}, "The child's name must be 200 characters or fewer."),
    "a reference too long": ({"reference": "x" * 65}, "The reference must be 64 characters"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_complaint_is_not_taken_with(world, name):
    changes, sentence = REFUSED[name]
    with pytest.raises(ValueError, match=sentence):
        receive(world, **changes)
    assert (Complaint.objects.count(), Event.objects.count()) == (0, 0)


def test_a_reference_is_never_used_twice(world):
    receive(world, reference="CSF-1")
    with pytest.raises(ValueError, match="“CSF-1” has been used already"):
        receive(world, reference="CSF-1")


# The stages


def test_an_acknowledgement_is_an_event_of_the_stage(complaint, world):
    complaints.acknowledge(complaint, on=TUE_2, by=world.officer, at=AT)
    assert list(StageEvent.objects.values_list("stage__number", "kind", "on")) == [(1, "acknowledged", TUE_2)]
    assert events(complaint.reference)[-1] == ("complaint.acknowledged", {"stage": 1, "on": "2026-06-02"})


def test_a_response_has_its_outcome_and_its_day(complaint, world):
    answer(complaint, world, delay_reason="Robin was ill")
    stage = complaint.stages.get()
    assert (stage.outcome, [(e.kind, e.on) for e in stage.events.all()]) == ("upheld", [("response_sent", MON_8)])
    assert Complaint.objects.get().delay_reason == "Robin was ill"
    assert events(complaint.reference)[-1][1] == {"stage": 1, "on": "2026-06-08", "outcome": "upheld"}
    assert json.loads(last_event().payload.body) == {"delay_reason": "Robin was ill"}


def test_a_withdrawn_complaint_is_closed_without_a_response(complaint, world):
    complaints.close(complaint, 1, "withdrawn", on=TUE_2, by=world.officer, at=AT)
    stage = complaint.stages.get()
    assert (stage.outcome, stage.events.get().kind) == ("withdrawn", "closed")


def test_all_three_stages_of_the_statutory_procedure(complaint, world):
    answer(complaint, world)
    complaints.request_stage(complaint, 2, on=MON_8, by=world.officer, at=AT)
    answer(complaint, world, 2, MON_15, "partially-upheld")
    complaints.request_stage(complaint, 3, on=MON_15, by=world.officer, at=AT)
    complaints.hold_panel(complaint, on=date(2026, 7, 1), by=world.officer, at=AT)
    answer(complaint, world, 3, date(2026, 7, 10), "not-upheld")
    found = StageEvent.objects.order_by("pk").values_list("stage__number", "kind")
    assert list(found) == [
        (1, "response_sent"), (2, "requested"), (2, "response_sent"), (3, "requested"), (3, "panel_held"),
        (3, "response_sent"),
    ]  # fmt: skip


def test_the_second_stage_of_the_code_is_acknowledged_on_its_own(code_complaint, world):
    complaints.acknowledge(code_complaint, on=TUE_2, by=world.officer, at=AT)
    answer(code_complaint, world)
    complaints.request_stage(code_complaint, 2, on=MON_8, by=world.officer, at=AT)
    complaints.acknowledge(code_complaint, on=MON_15, by=world.officer, at=AT)
    found = StageEvent.objects.filter(kind="acknowledged").order_by("on").values_list("stage__number", "on")
    assert list(found) == [(1, TUE_2), (2, MON_15)]


def test_what_was_forgotten_can_be_recorded_later(complaint, world):
    answer(complaint, world)
    complaints.acknowledge(complaint, on=TUE_2, by=world.officer, at=AT)
    assert StageEvent.objects.count() == 2


def ask(complaint, world, number, on):
    complaints.request_stage(complaint, number, on=on, by=world.officer, at=AT)


IMPOSSIBLE = {
    "acknowledged before it was received": (
        lambda c, w: complaints.acknowledge(c, on=date(2026, 5, 29), by=w.officer, at=AT),
        "29 May 2026 is before 1 June 2026, the day on which it was received",
    ),
    "acknowledged tomorrow": (lambda c, w: complaints.acknowledge(c, on=FUTURE, by=w.officer, at=AT), "not come yet"),
    "answered before it was received": (
        lambda c, w: answer(c, w, on=date(2026, 5, 29)),
        "29 May 2026 is before 1 June 2026, the day on which it was received",
    ),
    "stage 2 before it was received": (
        lambda c, w: ask(c, w, 2, date(2026, 5, 29)),
        "29 May 2026 is before 1 June 2026, the day on which it was received",
    ),
    "stage 2 tomorrow": (lambda c, w: ask(c, w, 2, FUTURE), "not come yet"),
    "answered with what is no answer": (lambda c, w: answer(c, w, outcome="withdrawn"), "is not the outcome of a resp"),
    "closed with an answer": (
        lambda c, w: complaints.close(c, 1, "upheld", on=TUE_2, by=w.officer, at=AT),
        "does not close a stage without a response",
    ),
    "answered at a stage that it was not at": (lambda c, w: answer(c, w, 2), "has not been at stage 2 yet"),
    "stage 4": (
        lambda c, w: ask(c, w, 4, MON_8),
        "has no stage 4 to ask for",
    ),
    "a panel without stage 3": (
        lambda c, w: complaints.hold_panel(c, on=MON_8, by=w.officer, at=AT),
        "has not been at stage 3 yet",
    ),
    "an unknown finding": (
        lambda c, w: complaints.record_finding(c.elements.get(), "shrugged", by=w.officer, at=AT),
        "There is no finding “shrugged”",
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_have_happened_is_refused(complaint, world, name):
    do, sentence = IMPOSSIBLE[name]
    with pytest.raises(ValueError, match=sentence):
        do(complaint, world)


def happen(complaint, world, event, on):
    complaints.happen(complaint, event, on=on, by=world.manager, at=AT)


def warnings_of(complaint, world):
    return one_complaint.law_timeline(one_complaint.head(complaint.pk, by=world.manager), AT.date()).warnings


OUT_OF_ORDER = {
    "acknowledged after it was answered": (
        lambda c, w: [answer(c, w, on=TUE_2), complaints.acknowledge(c, on=WED_3, by=w.officer, at=AT)],
        "3 June 2026: “Acknowledged” does not belong to “Stage 1 answered”.",
    ),
    "answered before it was acknowledged": (
        lambda c, w: [complaints.acknowledge(c, on=WED_3, by=w.officer, at=AT), answer(c, w, on=TUE_2)],
        "3 June 2026: “Acknowledged” does not belong to “Stage 1 answered”.",
    ),
    "answered twice": (
        lambda c, w: [answer(c, w), answer(c, w, on=MON_15)],
        "15 June 2026: “Stage 1 response sent” does not belong to “Stage 1 answered”.",
    ),
    "withdrawn after it was answered and closed": (
        lambda c, w: [
            answer(c, w), complaints.close_answered(c, 1, on=MON_8, by=w.officer, at=AT),
            happen(c, w, "withdrawn", MON_15),
        ],
        "15 June 2026: “Withdrawn by the complainant” does not belong to “Closed”.",
    ),
    "closed twice": (
        lambda c, w: [complaints.close(c, 1, "withdrawn", on=on, by=w.officer, at=AT) for on in (TUE_2, WED_3)],
        "3 June 2026: “Closed” does not belong to “Closed”.",
    ),
    "stage 2 before stage 1 was answered": (
        lambda c, w: [answer(c, w), ask(c, w, 2, TUE_2)],
        "8 June 2026: “Stage 1 response sent” does not belong to “Stage 2: investigation”.",
    ),
    "stage 2 twice": (
        lambda c, w: [answer(c, w), ask(c, w, 2, MON_8), ask(c, w, 2, MON_15)],
        "15 June 2026: “Stage 2 asked for” does not belong to “Stage 2: investigation”.",
    ),
    "stage 3 without stage 2": (
        lambda c, w: [answer(c, w), ask(c, w, 3, MON_15)],
        "15 June 2026: “Review panel asked for” does not belong to “Stage 1 answered”.",
    ),
    "an investigating officer before stage 2 was asked for": (
        lambda c, w: [answer(c, w), ask(c, w, 2, MON_15), happen(c, w, "io_appointed", MON_8)],
        "8 June 2026: “Investigating officer appointed” does not belong to “Stage 1 answered”.",
    ),
    "an investigating officer without stage 2": (
        lambda c, w: happen(c, w, "io_appointed", TUE_2),
        "2 June 2026: “Investigating officer appointed” does not belong to “Stage 1: local resolution”.",
    ),
    "a panel before it was asked for": (
        lambda c, w: [ask(c, w, 3, MON_15), complaints.hold_panel(c, on=MON_8, by=w.officer, at=AT)],
        "8 June 2026: “Review panel met” does not belong to “Stage 1: local resolution”.",
    ),
    "a panel twice": (
        lambda c, w: [ask(c, w, 3, TUE_2)] + [complaints.hold_panel(c, on=MON_8, by=w.officer, at=AT) for _ in range(2)],
        "8 June 2026: “Review panel met” had happened already. The first one counts.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OUT_OF_ORDER)
def test_what_happened_out_of_order_is_recorded_and_warned_about(complaint, world, name):
    do, sentence = OUT_OF_ORDER[name]
    do(complaint, world)
    assert sentence in warnings_of(complaint, world)


def test_stage_2_is_recorded_while_stage_1_is_open(complaint, world):
    ask(complaint, world, 2, TUE_2)
    assert [(stage.number, stage.outcome) for stage in complaint.stages.order_by("number")] == [(1, ""), (2, "")]


def test_several_acknowledgements_are_all_kept(complaint, world):
    for on in (WED_3, TUE_2):
        complaints.acknowledge(complaint, on=on, by=world.officer, at=AT)
    assert sorted(StageEvent.objects.values_list("kind", "on")) == [("acknowledged", TUE_2), ("acknowledged", WED_3)]


def test_a_second_answer_leaves_the_first_outcome_and_its_reason(complaint, world):
    answer(complaint, world, delay_reason="Robin was ill")
    answer(complaint, world, on=MON_15, outcome="not-upheld", delay_reason="The kettle broke")
    stage = complaint.stages.get()
    assert (stage.outcome, Complaint.objects.get().delay_reason) == ("upheld", "Robin was ill")
    assert [event.on for event in stage.events.order_by("on")] == [MON_8, MON_15]
    assert last_event().details["outcome"] == "not-upheld"
    assert json.loads(last_event().payload.body) == {"delay_reason": "The kettle broke"}


def test_asking_for_a_stage_again_leaves_its_outcome(complaint, world):
    ask(complaint, world, 2, TUE_2)
    answer(complaint, world, 2)
    ask(complaint, world, 2, MON_15)
    assert complaint.stages.get(number=2).outcome == "upheld"


def test_stage_3_opens_without_a_stage_2_that_nobody_asked_for(complaint, world):
    ask(complaint, world, 3, TUE_2)
    assert [stage.number for stage in complaint.stages.order_by("number")] == [1, 3]


def test_the_code_has_no_stage_3(code_complaint, world):
    answer(code_complaint, world)
    complaints.request_stage(code_complaint, 2, on=MON_8, by=world.officer, at=AT)
    answer(code_complaint, world, 2, MON_15)
    with pytest.raises(ValueError, match="has no stage 3 to ask for"):
        complaints.request_stage(code_complaint, 3, on=MON_15, by=world.officer, at=AT)


def test_a_finding_is_the_points_own_and_the_history_keeps_the_old_one(complaint, world):
    element = complaint.elements.get()
    complaints.record_finding(element, "upheld", by=world.officer, at=AT)
    complaints.record_finding(element, "not-upheld", by=world.officer, at=AT)
    assert (Element.objects.get().finding, complaint.stages.get().outcome) == ("not-upheld", "")
    found = [details for action, details in events(complaint.reference) if action == "complaint.point-found"]
    assert found[-1] == {"point": 1, "finding": "not-upheld", "was": "upheld"}


def test_an_acknowledgement_that_is_sent_twice_is_recorded_once(world):
    complaint = receive(world)
    complaints.acknowledge(complaint, on=TUE_2, by=world.officer, at=AT)
    with pytest.raises(ValueError, match="recorded already"):
        complaints.acknowledge(complaint, on=TUE_2, by=world.officer, at=AT)
    complaints.acknowledge(complaint, on=WED_3, by=world.officer, at=AT)
    assert StageEvent.objects.filter(kind=StageEvent.ACKNOWLEDGED).count() == 2
