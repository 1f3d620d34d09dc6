"""The page that records what happened: what it offers, what it asks, what it says before and after."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from tests.casework import AT, receive
from tests.pages import problems, refused, text, typed
from tests.people import person, sign_in

from heard.access.policy import NotAllowedError
from heard.law.words import NOT_ANSWERED
from heard.record.actions import assignments, complaints, happenings
from heard.record.models import Assignment, Event, Stage, StageEvent
from heard.record.queries import one_complaint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "today")]

RECEIVED = date(2026, 6, 1)
STAGE_1 = [("acknowledged", date(2026, 6, 2)), ("stage_1_response", date(2026, 6, 8))]
STAGE_2 = [
    *STAGE_1, ("stage_2_requested", date(2026, 6, 15)), ("io_appointed", date(2026, 6, 16)),
    ("ip_appointed", date(2026, 6, 16)), ("stage_2_report", date(2026, 7, 1)), ("ip_report", date(2026, 7, 2)),
    ("findings_adjudicated", date(2026, 7, 6)), ("recommendations_adjudicated", date(2026, 7, 6)),
    ("stage_2_response", date(2026, 7, 8)),
]  # fmt: skip
STAGE_3 = [
    *STAGE_2, ("stage_3_requested", date(2026, 7, 10)), ("chair_appointed", date(2026, 7, 13)),
    ("panel_appointed", date(2026, 7, 14)), ("panel_papers_sent", date(2026, 7, 20)), ("panel_held", date(2026, 8, 10)),
    ("panel_report", date(2026, 8, 12)), ("ip_consulted", date(2026, 8, 13)), ("stage_3_response", date(2026, 8, 20)),
]  # fmt: skip
STATUTORY = {
    "received": [],
    "acknowledged": STAGE_1[:1],
    "stage 1 paused": [("stage_1_paused", date(2026, 6, 4))],
    "stage 1 answered": STAGE_1,
    "stage 2 asked for": STAGE_2[:3],
    "reports in": STAGE_2[:7],
    "stage 2 answered": STAGE_2,
    "panel asked for": STAGE_3[:11],
    "panel held": STAGE_3[:15],
    "stage 3 answered": STAGE_3,
    "withdrawn": [("withdrawn", date(2026, 6, 4))],
    "not accepted": [("not_accepted", date(2026, 6, 4))],
    "stopped": [*STAGE_2[:4], ("stopped_for_proceedings", date(2026, 6, 18))],
    "made again": [*STAGE_2[:4], ("stopped_for_proceedings", date(2026, 6, 18)), ("resubmitted", date(2026, 8, 3))],
    "closed": [("closed", date(2026, 6, 4))],
}
CORPORATE = {
    "received": [],
    "stage 1 answered": STAGE_1,
    "stage 2 answered": [
        *STAGE_2[:3],
        ("stage_2_acknowledged", date(2026, 6, 16)),
        ("stage_2_response", date(2026, 7, 8)),
    ],
    "withdrawn": [("withdrawn", date(2026, 6, 4))],
}
CASES = [("statutory", name) for name in STATUTORY] + [("corporate", name) for name in CORPORATE]
ROLES = ("complaints-officer", "complaints-manager", "monitoring-officer")
TODAY = AT.date()


@pytest.fixture
def today(monkeypatch):
    """Every page is opened on Wednesday 30 September 2026."""
    monkeypatch.setattr("heard.access.door.timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def manager(client, world):
    return sign_in(client, world.people["complaints-manager"])


def outcome_of(event, last_open=True):
    if event == "closed":
        return "not-pursued" if last_open else ""
    return "partially-upheld" if event.endswith("_response") else ""


def in_state(world, procedure, name):
    complaint = receive(world, procedure=procedure, received_on=RECEIVED)
    for event, on in (STATUTORY if procedure == "statutory" else CORPORATE)[name]:
        happenings.record(
            complaint, event, on=on, by=world.manager, at=AT, why="There is a reason.", outcome=outcome_of(event)
        )
    return complaint


def law_of(complaint, world):
    return one_complaint.law_timeline(one_complaint.head(complaint.pk, by=world.manager), TODAY)


def address(complaint):
    return reverse("record", args=[complaint.pk])


def chooser(page, id):
    """Return group → the events offered in a list of the page."""
    found = re.search(rf'<select[^>]*id="{id}".*?</select>', page, re.DOTALL)
    listed = found[0] if found else ""
    groups = re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', listed, re.DOTALL) or [("", listed)]
    return {name: [one for one in re.findall(r'<option value="([^"]*)"', group) if one] for name, group in groups}


# What is offered


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.database
@pytest.mark.parametrize(("procedure", "name"), CASES)
def test_the_page_offers_exactly_what_the_timeline_offers(client, world, procedure, name, role):
    complaint = in_state(world, procedure, name)
    offers = law_of(complaint, world).offers(role)
    page = text(sign_in(client, world.people.get(role) or person(role)).get(address(complaint)))
    wanted = {
        "Yours": [one.event.id for one in offers if one.own],
        "Record for somebody else": [one.event.id for one in offers if not one.own],
    }
    found = chooser(page, "id_event") if offers else {}
    assert found == {name: some for name, some in wanted.items() if some}


@pytest.mark.database
@pytest.mark.parametrize(("procedure", "name"), CASES)
def test_everything_that_is_offered_can_be_recorded_and_is_in_order(manager, world, procedure, name):
    complaint = in_state(world, procedure, name)
    law, open_ = law_of(complaint, world), Stage.objects.filter(complaint=complaint).order_by("number").last()
    for offer in law.offers("complaints-manager"):
        with transaction.atomic():
            sent = {"event": offer.event.id, "on": "30/9/2026", "why": "There is a reason."}
            sent["outcome"] = outcome_of(offer.event.id, not open_.outcome)
            answer = manager.post(address(complaint), sent)
            assert answer.status_code == 302, (offer.event.id, problems(answer))
            after = law_of(complaint, world)
            assert len(after.happened) == len(law.happened) + 1, offer.event.id
            late = [one for one in after.warnings if one not in law.warnings and "extension was told" not in one]
            assert late == [], offer.event.id
            transaction.set_rollback(True)


@pytest.mark.parametrize(("procedure", "name"), CASES)
def test_something_else_is_recorded_too_and_warned_about(manager, world, procedure, name):
    complaint = in_state(world, procedure, name)
    law, page = law_of(complaint, world), text(manager.get(address(complaint)))
    offered = {one.event.id for one in law.offers("complaints-manager")}
    others = chooser(page, "id_other" if offered else "id_event").get("", [])
    assert set(others) & offered == set()
    for event in others:
        with transaction.atomic():
            sent = {"event": event, "on": "30/9/2026", "why": "There is a reason.", "outcome": outcome_of(event)}
            answer = manager.post(address(complaint), sent, follow=True)
            assert answer.redirect_chain, (event, problems(answer))
            new = [one for one in law_of(complaint, world).warnings if one not in law.warnings]
            assert new, event
            assert all(one in text(answer) for one in new), event
            transaction.set_rollback(True)


def test_something_else_is_only_what_the_role_may_record(client, world):
    complaint = receive(world)
    page = text(sign_in(client, world.people["complaints-officer"]).get(address(complaint)))
    others = chooser(page, "id_other")[""]
    assert "io_appointed" not in others  # the complaints manager's to do
    assert "stage_3_response" not in others  # there is no stage 3 yet
    assert "findings_adjudicated" in others


# What is asked and said


def test_a_reason_is_asked_where_one_is_needed_and_what_was_typed_is_kept(manager, world):
    complaint = receive(world)
    answer = manager.post(address(complaint), {"event": "stage_1_extended", "on": "soon", "why": ""})
    assert refused(answer) == [
        ("id_on", "Enter a real date, such as 27/3/2026."),
        ("id_why", "Say why, in a sentence."),
    ]
    assert (typed(answer, "on"), typed(answer, "event")) == ("soon", "stage_1_extended")


def test_a_day_that_has_not_come_is_refused_with_a_sentence(manager, world):
    complaint = receive(world)
    answer = manager.post(address(complaint), {"event": "acknowledged", "on": "1/10/2026"})
    assert refused(answer) == [("id_on", "1 October 2026 has not come yet. Give today or an earlier day.")]
    assert typed(answer, "on") == "1/10/2026"


def test_a_response_asks_for_its_outcome_and_has_only_those_of_an_answer(manager, world):
    complaint = receive(world)
    page = text(manager.get(address(complaint), {"event": "stage_1_response"}))
    assert not any(f'<option value="{one}"' in page for one in NOT_ANSWERED)
    answer = manager.post(address(complaint), {"event": "stage_1_response", "on": "8/6/2026"})
    assert ("id_outcome", "Choose what it came to.") in refused(answer)
    sent = {"event": "stage_1_response", "on": "8/6/2026", "outcome": "upheld", "why": "Illness"}
    assert manager.post(address(complaint), sent).status_code == 302
    stage = complaint.stages.get()
    complaint.refresh_from_db()
    assert (stage.outcome, stage.events.get().kind, complaint.delay_reason) == ("upheld", "response_sent", "Illness")


@pytest.mark.parametrize("event", ["", "received", "moonrise"])
def test_what_is_not_on_the_list_cannot_be_chosen(manager, world, event):
    complaint = receive(world)
    for answer in (
        manager.get(address(complaint), {"event": event}),
        manager.post(address(complaint), {"event": event, "on": "8/6/2026"}),
    ):
        assert refused(answer) == [("id_event", "Choose what happened from the list.")]
    assert StageEvent.objects.count() == 0


def test_an_extension_says_its_new_date_and_until_when_it_counts(manager, world):
    complaint = receive(world, received_on=date(2026, 9, 21))
    page = text(manager.get(address(complaint), {"event": "stage_1_extended"}))
    assert "The new latest date is 19 October 2026." in page
    assert "told on or before 5 October 2026. 30 September 2026 is in time." in page
    late = receive(world, received_on=date(2026, 9, 1))
    page = text(manager.get(address(late), {"event": "stage_1_extended"}))
    assert "30 September 2026 is too late: it will be recorded, and it will not count." in page


def test_a_request_after_its_time_says_by_how_much_and_who_weighs_it(manager, world):
    complaint = in_state(world, "statutory", "stage 1 answered")
    page = text(manager.get(address(complaint), {"event": "stage_2_requested"}))
    assert "The time to ask ended on 6 July 2026. On 30 September 2026 this is late by 61 working days." in page
    assert "the complaints manager weighs it" in page


def test_after_saving_the_dates_are_shown_with_a_word_of_it_and_the_new_warning(manager, world):
    complaint = receive(world)
    sent = {"event": "stage_1_extended", "on": "30/9/2026", "why": "It is complex."}
    answer = manager.post(address(complaint), sent, follow=True)
    assert answer.redirect_chain == [(reverse("dates", args=[complaint.pk]), 302)]
    page = text(answer)
    assert "Recorded: told that stage 1 needs more time, and why." in page
    assert page.count("The extension was told on 30 September 2026, after the target of 15 June 2026.") > 1


def test_the_reason_is_in_the_erasable_part_of_the_history_alone(manager, world):
    complaint = receive(world)
    manager.post(address(complaint), {"event": "stage_1_extended", "on": "8/6/2026", "why": "Robin is ill."})
    event = Event.objects.filter(action="complaint.happened").get()
    assert event.details == {"stage": 1, "on": "2026-06-08", "event": "extended"}
    assert "Robin is ill." in event.payload.body


# Who may, and who did


def test_a_role_that_may_not_record_is_refused(client, world):
    complaint = receive(world)
    assert sign_in(client, world.people["team-manager"]).get(address(complaint)).status_code == 403
    with pytest.raises(NotAllowedError):
        happenings.record(complaint, "stage_1_extended", on=TODAY, by=world.officer, at=AT, why="Because.")


def give(complaint, part, *people):
    for one in people:
        Assignment.objects.create(complaint=complaint, person=one, part=part, since=RECEIVED)


def persons(*kinds):
    return [one.person for one in StageEvent.objects.filter(kind__in=kinds).select_related("person").order_by("pk")]


BY_PART = {
    "stage_2_report": Assignment.INVESTIGATING,
    "ip_report": Assignment.INDEPENDENT,
    "findings_adjudicated": Assignment.ADJUDICATING,
    "recommendations_adjudicated": Assignment.ADJUDICATING,
    "stage_2_response": Assignment.ADJUDICATING,
    "panel_report": Assignment.PANEL,
}


@pytest.mark.parametrize("event", BY_PART)
def test_whoever_has_the_part_is_who_did_it_where_another_records_it(world, event):
    complaint = in_state(world, "statutory", "panel asked for")
    StageEvent.objects.filter(kind=StageEvent.from_law(event), stage__number=2).delete()
    one = person("adjudicating-officer")
    give(complaint, BY_PART[event], one)
    happenings.record(complaint, event, on=TODAY, by=world.manager, at=AT, outcome="upheld")
    [last] = persons(StageEvent.from_law(event))[-1:]
    assert last == one


def test_nobody_is_said_to_have_done_what_several_have_the_part_for(world):
    complaint = in_state(world, "statutory", "stage 2 asked for")
    give(complaint, Assignment.INVESTIGATING, person("investigating-officer"), person("investigating-officer"))
    happenings.record(complaint, "stage_2_report", on=TODAY, by=world.manager, at=AT)
    assert persons("stage_2_report") == [None]


def test_whoever_records_what_is_theirs_alone_did_it_and_what_others_do_too_may_be_anybodys(world):
    complaint = in_state(world, "statutory", "stage 2 asked for")
    for event in ("io_appointed", "statement_agreed", "update_sent"):
        happenings.record(complaint, event, on=TODAY, by=world.manager, at=AT)
    assert persons("io_appointed", "statement_agreed", "update_sent") == [
        world.people["complaints-manager"], None, None,
    ]  # fmt: skip


def test_a_panel_has_a_person_for_each_member_and_its_chair_is_not_guessed(world):
    complaint, members = in_state(world, "statutory", "stage 2 answered"), [person("panel-member") for _ in range(3)]
    happenings.record(complaint, "stage_3_requested", on=TODAY, by=world.manager, at=AT)
    give(complaint, Assignment.PANEL, *members)
    for event in ("chair_appointed", "panel_appointed"):
        happenings.record(complaint, event, on=TODAY, by=world.manager, at=AT)
    assert (persons("chair_appointed"), persons("panel_appointed")) == ([None], members)
    assert Event.objects.filter(action="complaint.happened", details__event="panel_appointed").count() == 1


# Somebody else must do it


def test_whoever_answered_stage_1_and_adjudicates_is_warned_about(manager, world):
    complaint, one = receive(world, received_on=RECEIVED), person("team-manager")
    give(complaint, Assignment.ADJUDICATING, one)
    for event, on in STAGE_2[:7]:
        more = {"answered_by": one} if event == "stage_1_response" else {}
        happenings.record(complaint, event, on=on, by=world.manager, at=AT, outcome=outcome_of(event), **more)
    sent = {"event": "findings_adjudicated", "on": "30/9/2026", "why": ""}
    said = "“Each finding adjudicated” was by the person of “Stage 1 response sent”. It must be somebody else."
    assert said in text(manager.post(address(complaint), sent, follow=True))


def test_an_adjudicating_officer_who_answered_nothing_is_not_warned_about(world):
    complaint = in_state(world, "statutory", "reports in")
    give(complaint, Assignment.ADJUDICATING, person("adjudicating-officer"))
    happenings.record(complaint, "findings_adjudicated", on=TODAY, by=world.manager, at=AT)
    assert [one for one in law_of(complaint, world).warnings if "somebody else" in one] == []


def test_the_independent_person_of_stage_2_who_sits_on_the_panel_is_warned_about(manager, world):
    complaint, one = receive(world, received_on=RECEIVED), person("independent-person")
    give(complaint, Assignment.INDEPENDENT, one)
    for event, on in STAGE_3[:12]:
        happenings.record(complaint, event, on=on, by=world.manager, at=AT, outcome=outcome_of(event))
    give(complaint, Assignment.PANEL, person("panel-member"), one)
    sent = {"event": "panel_appointed", "on": "30/9/2026", "why": ""}
    said = "“Two more members appointed” was by the person of “Independent person's report received”."
    assert said in text(manager.post(address(complaint), sent, follow=True))


@pytest.mark.parametrize("role", ["adjudicating-officer", "team-manager", "director", "complaints-manager"])
def test_a_senior_officer_can_be_given_the_adjudication(world, role):
    given = assignments.assign(
        receive(world), person(role), part=Assignment.ADJUDICATING, on=TODAY, by=world.manager, at=AT
    )
    assert str(given) == "Adjudicating officer"


# A second time


def test_a_second_answer_can_be_chosen_and_a_stage_that_nobody_asked_for_can_be_asked_for(manager, world):
    others = chooser(text(manager.get(address(in_state(world, "statutory", "stage 1 answered")))), "id_other")[""]
    assert {"stage_1_response", "stage_3_requested"} <= set(others)


def test_a_stage_that_was_not_reached_keeps_its_events_to_itself(world):
    complaint = receive(world)
    with pytest.raises(ValueError, match="has not been at the stage of “Told that stage 2 needs more time"):
        complaints.happen(complaint, "stage_2_extended", on=TODAY, by=world.manager, at=AT, note="Because.")
