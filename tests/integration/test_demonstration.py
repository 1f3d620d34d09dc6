"""The demonstration council: the same at every load of a day, in every state that it promises, whatever day it is."""

import hashlib
import json
from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.test import TestCase
from tests.made_reports import thrown_away

from heard.access.demonstration import PASSWORD, codes
from heard.access.door import actor_of
from heard.access.models import Person
from heard.access.policy import Actor
from heard.access.roles import SIGNS_IN
from heard.demonstration import COUNCILS, load, plan
from heard.demonstration.people import PEOPLE
from heard.demonstration.plan import CASES
from heard.law.calendars import LONDON, england, local_day
from heard.law.words import CORPORATE, NOT_ANSWERED, STATUTORY
from heard.record.actions import people
from heard.record.models import (
    Comment,
    Complaint,
    Compliment,
    Document,
    Event,
    Job,
    LearningAction,
    Letter,
    Message,
    OmbudsmanCase,
    Party,
    StageEvent,
    Wall,
)
from heard.record.queries import complaints, history
from heard.record.queries.documents import opened

pytestmark = [pytest.mark.database]

TODAYS = {
    "a Tuesday": date(2026, 11, 24),
    "the first day of a financial year": date(2027, 4, 1),
    "29 February": date(2028, 2, 29),
    "Christmas Day": date(2026, 12, 25),
    "a Sunday": date(2026, 11, 29),
}
TUESDAY = TODAYS["a Tuesday"]
OPERATOR = Actor("a test", "operator")


def load_without_counting(patch, key, today, home):
    """Load a council, all but the count of its reports, and note the end of the history as a commit would."""
    home.mkdir(parents=True, exist_ok=True)
    patch.setattr("django.conf.settings.HEARD_HOME", home)
    patch.setattr(load, "_count", lambda *arguments: None)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return load.load(COUNCILS[key], today, lambda text: None)


@pytest.fixture(scope="module", params=TODAYS)
def loaded(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """What is in Wexbridge's register as it is loaded on one of these days, and how each case stands on it."""
    today, home = TODAYS[request.param], tmp_path_factory.mktemp("loaded") / "home"
    with pytest.MonkeyPatch.context() as patch, thrown_away(django_db_blocker):
        load_without_counting(patch, "dudley", today, home)
        return gathered(today)


def gathered(today):
    """Read everything that the tests ask about, so that one load serves them all."""
    this_year = {"received_on__gte": date(2026, 4, 1)}
    made = list(Complaint.objects.filter(**this_year).order_by("pk"))
    stages = complaints.stages_of(made, today)
    stories = {case.story.account: case.key for case in CASES}
    manager = actor_of(Person.objects.get(role="complaints-manager"), datetime.combine(today, time(9), LONDON))
    papers = [opened(pk, by=manager) for pk in Document.objects.values_list("pk", flat=True)]
    return SimpleNamespace(
        today=today,
        stages={stories[one.account]: stages[one.pk] for one in made},
        events=list(Event.objects.order_by("sequence").values("at", "kind", "details")),
        stage_days=set(StageEvent.objects.filter(stage__complaint__in=made).values_list("on", flat=True)),
        held={
            stories[one.account]: [
                (given.part, given.person.role)
                for given in one.assignments.filter(until=None).select_related("person").order_by("pk")
            ]
            for one in made
        },
        walls=sorted(Wall.objects.values_list("person__role", "relation", "state")),
        comments=sorted(
            (bool(c.acknowledged_on), bool(c.sent_to_manager_on), bool(c.replied_on))
            for c in Comment.objects.filter(**this_year)
        ),
        compliments=Compliment.objects.filter(**this_year).count(),
        learning=sorted(LearningAction.objects.filter(complaint__isnull=False).values_list("completed", flat=True)),
        ombudsman=list(OmbudsmanCase.objects.filter(**this_year).values_list("decision", flat=True)),
        papers=[(one.complaint_id, one.digest, hashlib.sha256(path.read_bytes()).hexdigest()) for one, path in papers],
        people=list(Person.objects.values_list("name", "role", "demonstration")),
        parties=list(Party.objects.exclude(name="").values_list("capacity", "name")),
        idle=[
            person.name
            for person in Person.objects.filter(role="team-manager")
            if not Complaint.objects.filter(team__posts__person=person, **this_year).exists()
        ],
    )


# Every state that is promised, whatever day it is


def response(stage):
    return dict(stage.events).get(StageEvent.RESPONSE_SENT)


def as_promised(case, stage, today):
    """Answer whether the last stage of a case stands as the plan says."""
    working = england().is_working_day(today)
    since = england().elapsed(response(stage), today) if response(stage) else None
    return {
        plan.IN_TARGET: stage.due.state == "in-target" and stage.due.days > 0,
        plan.DUE_TODAY: stage.due.state == "in-target" and stage.due.days == (0 if working else 1),
        plan.PAST_TARGET: stage.due.state == "past-target",
        plan.OVERDUE: stage.due.state == "overdue",
        plan.NOT_ACKNOWLEDGED: stage.due.state == "not-started",
        plan.MAY_ASK: stage.closed and since is not None and since <= 20,
        plan.ANSWERED: stage.closed and since is not None,
        plan.CLOSED: stage.closed and stage.outcome in NOT_ANSWERED,
        plan.PANEL_HELD: StageEvent.PANEL_HELD in dict(stage.events) and not stage.outcome,
    }[case.shows]


def test_each_case_stands_as_the_plan_says(loaded):
    assert set(loaded.stages) == {case.key for case in CASES}
    last = {case.key: loaded.stages[case.key][-1] for case in CASES}
    assert {
        case.key: last[case.key].due.said for case in CASES if not as_promised(case, last[case.key], loaded.today)
    } == {}


def test_only_the_last_stage_of_a_case_is_open(loaded):
    assert [key for key, stages in loaded.stages.items() if not all(stage.closed for stage in stages[:-1])] == []


def test_nothing_happens_today_or_later(loaded):
    assert max(local_day(event["at"]) for event in loaded.events) < loaded.today
    assert max(loaded.stage_days) < loaded.today


def test_the_history_is_in_the_order_of_time(loaded):
    times = [event["at"] for event in loaded.events]
    assert times == sorted(times)


def test_each_thing_is_recorded_on_the_day_on_which_it_happened(loaded):
    told = [
        (event["details"]["on"], local_day(event["at"]).isoformat())
        for event in loaded.events
        if "on" in event["details"]
    ]
    assert len(told) > 100
    assert [days for days in told if days[0] != days[1]] == []


def test_things_happen_on_working_days(loaded):
    assert [day for day in loaded.stage_days if not england().is_working_day(day)] == []


def test_every_complaint_is_held_by_one_person(loaded):
    assert {key: parts for key, parts in loaded.held.items() if [part for part, _ in parts].count("holder") != 1} == {}


def test_the_monitoring_officer_holds_the_case_in_which_its_officer_is_named(loaded):
    assert [key for key, parts in loaded.held.items() if ("holder", "monitoring-officer") in parts] == ["apology"]


def test_investigators_independent_people_and_panel_members_have_open_cases(loaded):
    parts = {part for key, given in loaded.held.items() if not loaded.stages[key][-1].closed for part, _ in given}
    assert parts == {"holder", "investigating-officer", "independent-person", "panel-member"}


def test_the_walls_are_one_confirmed_one_proposed_one_of_the_holder_and_one_conflict(loaded):
    assert loaded.walls == [
        ("complaints-officer", "declared-conflict", "confirmed"),
        ("complaints-officer", "named-in-complaint", "confirmed"),
        ("team-manager", "named-in-complaint", "confirmed"),
        ("team-manager", "named-in-complaint", "proposed"),
    ]


def test_comments_wait_in_each_way(loaded):
    nothing, acknowledged, sent, replied = (False, False, False), (True, False, False), (True, True, False), (True,) * 3
    assert loaded.comments == [nothing, nothing, acknowledged, sent, sent, replied]


def test_there_are_compliments_learning_and_open_ombudsman_cases(loaded):
    assert (loaded.compliments, loaded.ombudsman) == (7, ["Ongoing", "Ongoing"])
    assert loaded.learning == ["In progress", "Planned", "Yes", "Yes"]


def test_a_third_of_the_cases_have_papers_which_are_there(loaded):
    assert abs(len({complaint for complaint, _, _ in loaded.papers}) - len(CASES) / 3) <= 1
    assert [paper for paper in loaded.papers if paper[1] != paper[2]] == []


INVENTED = ("Example", "Invented", "Pretend", "Makebelieve", "Sample")


def test_every_name_is_obviously_invented(loaded):
    adults = [name for name, _, _ in loaded.people] + [name for part, name in loaded.parties if part == "complainant"]
    assert [name for name in adults if not name.endswith(INVENTED)] == []
    assert [name for part, name in loaded.parties if part == "child" and " " in name] == []


def test_there_is_somebody_in_every_role_that_signs_in(loaded):
    assert {role for _, role, _ in loaded.people} == set(SIGNS_IN)
    assert {demonstration for _, _, demonstration in loaded.people} == {True}


def test_each_team_manager_has_cases(loaded):
    assert loaded.idle == []


# What there is

PROMISED = {
    (STATUTORY, 1): {"in-target", "due-today", "past-target", "overdue", "may-ask", "answered", "closed"},
    (STATUTORY, 2): {"in-target", "past-target", "overdue", "may-ask", "answered", "closed"},
    (STATUTORY, 3): {"in-target", "overdue", "panel-held", "answered"},
    (CORPORATE, 1): {"not-acknowledged", "in-target", "due-today", "past-target", "overdue", "answered", "closed"},
    (CORPORATE, 2): {"not-acknowledged", "in-target", "past-target", "overdue", "answered"},
}


def test_every_stage_of_both_procedures_is_there_in_every_state():
    there = {}
    for case in CASES:
        number = 1 + sum(step.do == "request" for step in case.steps)
        there.setdefault((case.procedure, number), set()).add(case.shows)
    assert there == PROMISED


def test_there_are_about_45_cases_each_with_a_story_of_its_own():
    assert 40 <= len(CASES) <= 50
    assert len({case.story.account for case in CASES}) == len({case.story.name for case in CASES}) == len(CASES)


def test_send_is_there_in_every_state_of_its_first_stage():
    shown = {case.shows for case in CASES if case.send}
    assert shown >= {"in-target", "past-target", "overdue", "not-acknowledged", "answered"}


def test_children_complain_with_and_without_a_record_of_an_advocate():
    children = [case for case in CASES if case.story.who in ("Child", "Young person", "Care leaver")]
    assert {case.advocate for case in children} == {True, None}


@pytest.fixture
def loaded_once(monkeypatch, tmp_path, db):
    load_without_counting(monkeypatch, "dudley", TUESDAY, tmp_path / "home")


# People


def test_everybody_has_the_printed_password(loaded_once):
    assert len(PASSWORD) >= 12
    assert all(person.check_password(PASSWORD) for person in Person.objects.all()[:2])


AT_ONE = datetime(2026, 11, 24, 10, 0, 29, tzinfo=UTC)


def test_a_code_is_the_same_for_half_a_minute_and_another_for_each_person(loaded_once):
    now = codes(AT_ONE)
    assert len({code for _, code in now}) == len(PEOPLE)
    assert codes(AT_ONE.replace(second=0)) == now != codes(AT_ONE.replace(second=30))


def test_a_code_is_what_sign_in_expects(loaded_once):
    from allauth.mfa.models import Authenticator

    now = datetime.now(UTC)
    wanted = dict(codes(now))
    one = Authenticator.objects.select_related("user").first()
    assert one.wrap().validate_code(wanted[one.user]) or datetime.now(UTC).second // 30 != now.second // 30


# Loading


def ranks(model):
    return {pk: place for place, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))}


RANDOM = {"commitment", "previous", "hash", "salt", "password", "data", "digest_key", "message_id",
          "approved_digest"}  # fmt: skip
"""Columns that are made to be different each time, or of keys that may be."""

NAMED = {"person": Person, "document": Document, "letter": Letter, "message": Message, "to": Party, "party": Party}
"""What an event or a job calls a record that it is about → its table."""


def register():
    """Return the whole register as values, each key as its place in its table: a database may count on after a rollback."""
    models = [*apps.get_app_config("record").get_models(), Person]
    places = {model: ranks(model) for model in models}
    rows = {}
    for model in models:
        for row in model.objects.order_by("pk").values():
            for field in model._meta.concrete_fields:
                target = field.related_model or (model if field.primary_key else None)
                if target and row[field.attname] is not None:
                    row[field.attname] = places[target][row[field.attname]]
            if model is Event:
                row["actor"] = numbered(row["actor"], places[Person])
                row["reference"] = numbered(row["reference"], places[Person])
                row["details"] = placed(row["details"], places)
            if model is Job:
                row["arguments"] = placed(row["arguments"], places)
            rows.setdefault(model.__name__, []).append({k: v for k, v in row.items() if k not in RANDOM})
    return json.loads(json.dumps(rows, default=str))


def placed(told, places):
    """Return what an event or a job tells, each key as its place, without a hash that is made of keys."""
    known = {name: places[NAMED[name]][value] for name, value in told.items() if name in NAMED}
    return {name: value for name, value in told.items() if name != "digest"} | known


def numbered(said, places):
    start, _, key = said.partition(" ")
    return f"person {places[int(key)]}" if start == "person" else said


def papers(home):
    return {path.name: path.read_bytes() for path in (home / "documents").rglob("*") if path.is_file()}


@pytest.mark.parametrize("key", COUNCILS)
def test_two_loads_of_a_day_are_the_same_to_the_byte(key, tmp_path, monkeypatch, django_db_setup, django_db_blocker):
    found = []
    for name in ("one", "two"):
        with thrown_away(django_db_blocker):
            load_without_counting(monkeypatch, key, TUESDAY, tmp_path / name)
            found.append((register(), papers(tmp_path / name)))
    assert found[0][0] == found[1][0]
    assert found[0][1] == found[1][1] != {}


def test_the_history_is_whole(loaded_once):
    assert history.verify(by=OPERATOR).faults == []


def test_a_second_load_asks_twice_and_changes_nothing(loaded_once, django_assert_num_queries):
    before = register()
    with django_assert_num_queries(2):
        assert load.load(COUNCILS["dudley"], TUESDAY, lambda text: None).plan is None
    assert register() == before


def refused(council, today):
    with pytest.raises(ValueError) as refusal:
        load.load(COUNCILS[council], today, lambda text: None)
    return str(refusal.value)


def test_another_demonstration_needs_a_home_of_its_own(loaded_once):
    assert "another demonstration's" in refused("county", TUESDAY)


@pytest.mark.django_db
def test_a_register_with_people_of_its_own_is_refused(home):
    people.add("real@council.example", "A Person", "director", by=OPERATOR, at=datetime(2026, 11, 1, tzinfo=UTC))
    assert "holds a council's own cases" in refused("dudley", TUESDAY)


@pytest.mark.django_db
def test_a_clock_that_is_far_behind_is_refused(home):
    assert "set the clock first" in refused("dudley", date(2024, 2, 29))
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_load_that_is_stopped_leaves_nothing(home, monkeypatch):
    def stop(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(load, "tell", stop)
    with pytest.raises(KeyboardInterrupt):
        load.load(COUNCILS["dudley"], TUESDAY, lambda text: None)
    assert (Complaint.objects.count(), Person.objects.count(), Event.objects.count()) == (0, 0, 0)
