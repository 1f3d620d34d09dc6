"""Compliments, comments, Ombudsman cases and learning; then who may do what, and what the history holds of it all."""

import json
from datetime import date
from itertools import product

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
    add,
    answer,
    comment,
    events,
    receive,
)

from heard.access.door import actor_of
from heard.access.policy import Actor, NotAllowedError
from heard.record.actions import comments, complaints, compliments, learning_actions, ombudsman_cases, walls
from heard.record.models import Comment, Event
from heard.record.queries import cases

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("home")]


def test_the_filter_of_comments_finds_those_that_their_tag_says(world):
    dates = ("acknowledged_on", "sent_to_manager_on", "replied_on")
    for number, given in enumerate(product((MON_8, None), repeat=3)):
        values = dict(zip(dates, given, strict=True))
        Comment.objects.create(reference=f"C{number}", received_on=MON_1, send=False, **values)
    for key in ("not-acknowledged", "acknowledged", "with-manager", "replied"):
        found = cases.listed("comment", key, by=world.officer).rows
        assert {one.pk for one in found} == {one.pk for one in Comment.objects.all() if cases.stands(one).key == key}
        assert found
    assert cases.listed("comment", "waiting", by=world.officer).total == 4


# Compliments and comments


def test_a_compliment_is_recorded_as_it_was_received(world):
    made = compliments.receive(
        received_on=MON_1, text="Thank you,\nRobin", source="Parent", team=world.team, by=world.officer, at=AT
    )
    assert (made.reference, made.text, made.source) == ("COMPLIMENT-2026-0001", "Thank you,\nRobin", "Parent")
    assert events(made.reference) == [("compliment.received", {"received_on": "2026-06-01", "send": False})]


def test_a_comment_is_followed_to_its_reply(world):
    made = comment(world)
    comments.acknowledge(made, on=MON_1, by=world.officer, at=AT)
    comments.send_to_manager(made, on=TUE_2, by=world.officer, at=AT)
    comments.reply(made, on=MON_8, by=world.officer, at=AT)
    assert (made.acknowledged_on, made.sent_to_manager_on, made.replied_on) == (MON_1, TUE_2, MON_8)
    assert [action for action, _ in events("COMMENT-2026-0001")] == [
        "comment.received", "comment.acknowledged", "comment.sent-to-manager", "comment.replied",
    ]  # fmt: skip


def test_what_cannot_have_happened_to_a_comment_is_refused(world):
    made = comment(world)
    comments.reply(made, on=TUE_2, by=world.officer, at=AT)
    for on, sentence in ((FUTURE, "not come yet"), (date(2026, 5, 1), "it was received"), (WED_3, "replied already")):
        with pytest.raises(ValueError, match=sentence):
            comments.reply(made, on=on, by=world.officer, at=AT)


def test_nothing_said_is_no_comment_and_no_compliment(world):
    for action in (comments, compliments):
        with pytest.raises(ValueError, match=r"Enter what was said\."):
            action.receive(received_on=MON_1, text=" \n", by=world.officer, at=AT)


# The Ombudsman and learning


def test_an_ombudsman_case_has_the_complaints_team_and_is_decided_once(complaint, world):
    case = ombudsman_cases.receive(complaint, received_on=MON_8, subject="Robin's kettle", by=world.officer, at=AT)
    assert (case.reference, case.team, case.decision) == ("OMBUDSMAN-2026-0001", world.team, "Ongoing")
    ombudsman_cases.decide(case, "Upheld", on=MON_15, by=world.officer, at=AT)
    with pytest.raises(ValueError, match="was decided already"):
        ombudsman_cases.decide(case, "Not upheld", on=MON_15, by=world.officer, at=AT)
    assert events(complaint.reference)[-1][0] == "complaint.ombudsman-decided"


def test_a_promised_change_is_of_the_year_of_its_day_and_is_done_once(complaint, world):
    made = learning_actions.promise(complaint, "Teach the kettle manners.", on=MON_8, by=world.officer, at=AT)
    assert (made.reference, made.year, made.completed) == ("LEARNING-2026-0001", "2026/27", "Planned")
    learning_actions.complete(made, on=MON_15, by=world.officer, at=AT)
    with pytest.raises(ValueError, match="was done already"):
        learning_actions.complete(made, on=MON_15, by=world.officer, at=AT)


# Who may, and what the history holds


def everything(complaint, world, by):
    """Every action that somebody who may record can take, as (name, what does it)."""
    made = comment(world)
    return {
        "receive": lambda: receive(world, by=by),
        "acknowledge": lambda: complaints.acknowledge(complaint, on=TUE_2, by=by, at=AT),
        "respond": lambda: complaints.respond(complaint, 1, "upheld", on=MON_8, by=by, at=AT),
        "close": lambda: complaints.close(complaint, 1, "withdrawn", on=MON_8, by=by, at=AT),
        "request_stage": lambda: complaints.request_stage(complaint, 2, on=MON_15, by=by, at=AT),
        "hold_panel": lambda: complaints.hold_panel(complaint, on=MON_15, by=by, at=AT),
        "find": lambda: complaints.record_finding(complaint.elements.get(), "upheld", by=by, at=AT),
        "document": lambda: add(complaint, world, by=by),
        "compliment": lambda: compliments.receive(received_on=MON_1, text="Ta", by=by, at=AT),
        "comment": lambda: comments.receive(received_on=MON_1, text="Hm", by=by, at=AT),
        "comment acknowledged": lambda: comments.acknowledge(made, on=MON_1, by=by, at=AT),
        "comment sent": lambda: comments.send_to_manager(made, on=MON_1, by=by, at=AT),
        "comment replied": lambda: comments.reply(made, on=MON_1, by=by, at=AT),
        "ombudsman": lambda: ombudsman_cases.receive(complaint, received_on=MON_8, subject="K", by=by, at=AT),
        "learning": lambda: learning_actions.promise(complaint, "Kettle.", on=MON_8, by=by, at=AT),
    }


@pytest.mark.parametrize("role", ["team-manager", "report-reader", "operator"])
def test_other_roles_are_refused_everything_and_nothing_is_written(complaint, world, role):
    by = Actor("a test", "operator") if role == "operator" else actor_of(world.people[role], AT)
    actions = everything(complaint, world, by)
    before = Event.objects.count()
    for do in actions.values():
        with pytest.raises(NotAllowedError):
            do()
    assert Event.objects.count() == before


def test_a_wall_stops_an_officer_like_anybody_else(complaint, world):
    walls.declare(complaint, by=world.officer, at=AT)
    for name in ("acknowledge", "respond", "close", "request_stage", "find", "document", "ombudsman", "learning"):
        with pytest.raises(NotAllowedError):
            everything(complaint, world, world.officer)[name]()


def test_nothing_personal_is_in_an_event_outside_its_payload(complaint, world):
    complaints.acknowledge(complaint, on=TUE_2, by=world.officer, at=AT)
    answer(complaint, world, delay_reason="Robin was ill")
    complaints.record_finding(complaint.elements.get(), "upheld", by=world.officer, at=AT)
    add(complaint, world)
    comment(world)
    compliments.receive(received_on=MON_1, text="Thank you, Robin", source="Sam Sample", by=world.officer, at=AT)
    ombudsman_cases.receive(complaint, received_on=MON_8, subject="Robin's kettle", by=world.officer, at=AT)
    learning_actions.promise(complaint, "Ask Robin first.", on=MON_8, by=world.officer, at=AT)
    outside = json.dumps(list(Event.objects.values("actor", "action", "kind", "reference", "details")))
    inside = " ".join(event.payload.body for event in Event.objects.filter(payload__isnull=False))
    assert [word for word in (*NAMES, "Robin", "robin", "kettle") if word in outside] == []
    assert [word for word in NAMES if word not in inside] == []


def test_each_action_is_one_event(complaint, world):
    counts = {}
    actions = everything(complaint, world, world.officer)
    for name in ("acknowledge", "respond", "find", "document", "compliment", "comment", "ombudsman", "learning"):
        before = Event.objects.count()
        actions[name]()
        counts[name] = Event.objects.count() - before
    assert set(counts.values()) == {1}
