"""Keeping somebody away from a complaint: it holds at once, takes two people, and reaches lists, numbers and imports."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.casework import AT, comment, events, receive
from tests.people import actor, person, sign_in

from heard.access.models import Person
from heard.access.policy import NotAllowedError
from heard.record.actions import assignments, walls
from heard.record.models import Assignment, Event, Post, Wall
from heard.record.queries import listing
from heard.record.queries.home import waiting
from heard.record.relations import seen

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

TODAY = date(2026, 9, 30)
WHY = "The manager of the team told us so."


@pytest.fixture
def officer(world):
    return world.people["complaints-officer"]


def propose(complaint, one, world, by=None):
    return walls.propose(complaint, one, by=by or world.manager, at=AT)


def settle(wall, state, by, reason=WHY):
    walls.settle(wall, state=state, reason=reason, by=by, at=AT)


def meets(complaint, one):
    return seen("complaint", "list", by=actor(one)).filter(pk=complaint.pk).exists()


def holders(complaint):
    return [one.person for one in Assignment.objects.filter(complaint=complaint, part="holder", until=None)]


# Naming somebody


def test_whoever_is_named_is_kept_away_from_that_moment(complaint, officer, world):
    wall = propose(complaint, officer, world)
    assert (wall.state, meets(complaint, officer)) == (Wall.PROPOSED, False)


def test_whoever_is_named_loses_every_part(complaint, officer, world):
    for part in (Assignment.INVESTIGATING, Assignment.PANEL):
        assignments.assign(complaint, officer, part=part, on=TODAY, by=world.manager, at=AT)
    propose(complaint, officer, world)
    assert not Assignment.objects.filter(complaint=complaint, person=officer, until=None).exists()
    ended = [details for action, details in events(complaint.reference) if action == "complaint.part-ended"]
    assert sorted(one["part"] for one in ended) == ["holder", "investigating-officer", "panel-member"]


def test_nobody_elses_part_ends(complaint, officer, world):
    manager = world.people["complaints-manager"]
    assignments.assign(complaint, manager, part=Assignment.INVESTIGATING, on=TODAY, by=world.manager, at=AT)
    propose(complaint, officer, world)
    assert Assignment.objects.get(person=manager).until is None


FALLS_TO = {
    # who else there is → who holds it
    "the monitoring officer": ({"director", "complaints-manager", "monitoring-officer"}, "monitoring-officer"),
    "else the complaints manager": ({"director", "complaints-manager"}, "complaints-manager"),
    "else the director": ({"director"}, "director"),
}


@pytest.mark.parametrize("case", FALLS_TO)
@pytest.mark.parametrize("why_not", ["left", "their last day has passed", "behind a wall"])
def test_the_complaint_falls_to(complaint, officer, world, case, why_not):
    there, holds = FALLS_TO[case]
    world.people["director"] = person("director")
    for role in {"director", "complaints-manager", "monitoring-officer"} - there:
        gone = world.people[role]
        if why_not == "behind a wall":
            Wall.objects.create(
                complaint=complaint, person=gone, relation=Wall.CONFLICT, state="confirmed", proposed_at=AT
            )
        else:
            gone.is_active, gone.until = why_not != "left", date(2026, 9, 29)
            gone.save()
    propose(complaint, officer, world, by=world.officer)  # one may name oneself
    assert holders(complaint) == [world.people[holds]]


def test_where_nobody_is_left_to_hold_it_the_naming_is_refused_and_nothing_is_changed(complaint, officer, world):
    for role in ("complaints-manager", "monitoring-officer"):
        world.people[role].is_active = False
        world.people[role].save()
    before = Event.objects.count()
    with pytest.raises(ValueError, match="Nobody would be left who may decide who is kept away"):
        propose(complaint, officer, world, by=world.officer)
    assert (Wall.objects.count(), Event.objects.count()) == (0, before)
    assert (holders(complaint), meets(complaint, officer)) == ([officer], True)


def test_naming_somebody_twice_is_refused(complaint, officer, world):
    propose(complaint, officer, world)
    with pytest.raises(ValueError, match="Complaints-Officer is kept away from this complaint already"):
        propose(complaint, officer, world)
    assert Wall.objects.count() == 1


def test_naming_who_has_a_conflict_already_builds_a_second_wall_that_stands_alone(complaint, officer, world):
    conflict = walls.declare(complaint, by=world.officer, at=AT)
    propose(complaint, officer, world)
    assert holders(complaint) == [world.people["monitoring-officer"]]
    settle(conflict, Wall.LIFTED, world.manager)
    assert not meets(complaint, officer)


def test_naming_the_monitoring_officer_who_holds_it_gives_it_to_the_next(complaint, officer, world):
    propose(complaint, officer, world)
    propose(complaint, world.people["monitoring-officer"], world)
    assert holders(complaint) == [world.people["complaints-manager"]]


def test_whoever_is_kept_away_is_given_nothing_and_the_sentence_tells_of_no_wall(complaint, officer, world):
    propose(complaint, officer, world)
    with pytest.raises(ValueError, match="cannot be given this complaint") as refused:
        assignments.assign(complaint, officer, part="holder", on=TODAY, by=world.manager, at=AT)
    assert not re.search("wall|named|kept|conflict", str(refused.value))


def test_a_holder_gives_way_to_another_and_is_never_doubled(complaint, officer, world):
    manager = world.people["complaints-manager"]
    for one in (manager, manager, officer):
        assignments.assign(complaint, one, part="holder", on=TODAY, by=world.manager, at=AT)
    assert (holders(complaint), Assignment.objects.count()) == ([officer], 3)


# Settling it


def test_whoever_proposed_it_can_neither_confirm_nor_dismiss_it(complaint, officer, world):
    wall = propose(complaint, officer, world)
    for state in (Wall.CONFIRMED, Wall.DISMISSED):
        with pytest.raises(ValueError, match="Somebody else must settle this, since you proposed it"):
            settle(wall, state, world.manager)


@pytest.mark.parametrize("relation", [Wall.NAMED, Wall.CONFLICT])
def test_nobody_whom_a_wall_keeps_away_can_settle_another(complaint, officer, world, relation):
    director = person("director")
    Wall.objects.create(complaint=complaint, person=director, relation=relation, proposed_at=AT)
    wall = propose(complaint, officer, world)
    with pytest.raises(NotAllowedError):
        settle(wall, Wall.DISMISSED, actor(director))


@pytest.mark.parametrize("role", ["complaints-officer", "team-manager", "administrator", "auditor"])
def test_other_roles_settle_nothing(complaint, world, role):
    wall = propose(complaint, world.people["report-reader"], world)
    with pytest.raises(NotAllowedError):
        settle(wall, Wall.CONFIRMED, actor(person(role)))


OPENS = [((Wall.DISMISSED,), True), ((Wall.CONFIRMED,), False), ((Wall.CONFIRMED, Wall.LIFTED), True)]


@pytest.mark.parametrize(("states", "open_again"), OPENS, ids=["dismissed", "confirmed", "lifted"])
def test_a_wall_that_is_dismissed_or_lifted_opens_the_complaint_again(complaint, officer, world, states, open_again):
    wall, director = propose(complaint, officer, world), actor(person("director"))
    for state in states:
        settle(wall, state, director)
        wall.refresh_from_db()
    assert (wall.state, meets(complaint, officer)) == (states[-1], open_again)
    assert (wall.settled_by_id, wall.settled_at) == (director.person, AT)


def test_what_a_dismissed_naming_took_away_is_given_back(complaint, officer, world):
    settle(propose(complaint, officer, world), Wall.DISMISSED, actor(person("director")))
    assert holders(complaint) == [officer]


def test_what_a_confirmed_naming_took_away_is_not_given_back_when_it_is_lifted(complaint, officer, world):
    wall = propose(complaint, officer, world)
    settle(wall, Wall.CONFIRMED, actor(person("director")))
    wall.refresh_from_db()
    settle(wall, Wall.LIFTED, actor(person("director")))
    assert holders(complaint) == [world.people["monitoring-officer"]]


def test_whoever_named_somebody_neither_confirms_nor_lifts_it(complaint, officer, world):
    wall = propose(complaint, officer, world)
    with pytest.raises(ValueError, match="Somebody else must settle this"):
        settle(wall, Wall.CONFIRMED, world.manager)
    settle(wall, Wall.CONFIRMED, actor(person("director")))
    wall.refresh_from_db()
    with pytest.raises(ValueError, match="Somebody else must settle this"):
        settle(wall, Wall.LIFTED, world.manager)


def test_nobody_can_name_everybody_who_watches_over_them(complaint, officer, world):
    for role in ("complaints-manager", "director"):
        for one in Person.objects.filter(role=role):
            propose(complaint, one, world, by=world.officer)
    with pytest.raises(ValueError, match="Nobody would be left who may decide who is kept away"):
        propose(complaint, world.people["monitoring-officer"], world, by=world.officer)
    assert meets(complaint, world.people["monitoring-officer"])


def test_somebody_can_be_named_again_after_it_was_dismissed(complaint, officer, world):
    settle(propose(complaint, officer, world), Wall.DISMISSED, actor(person("director")))
    propose(complaint, officer, world)
    assert not meets(complaint, officer)


CANNOT = [
    (Wall.PROPOSED, Wall.LIFTED), (Wall.PROPOSED, Wall.PROPOSED), (Wall.PROPOSED, "nonsense"), (Wall.PROPOSED, ""),
    (Wall.CONFIRMED, Wall.DISMISSED), (Wall.CONFIRMED, Wall.CONFIRMED), (Wall.DISMISSED, Wall.CONFIRMED),
    (Wall.DISMISSED, Wall.LIFTED), (Wall.LIFTED, Wall.CONFIRMED), (Wall.LIFTED, Wall.LIFTED),
]  # fmt: skip


@pytest.mark.parametrize(("now", "asked"), CANNOT)
def test_a_wall_cannot_be_settled_as_what_does_not_follow(complaint, officer, world, now, asked):
    wall = propose(complaint, officer, world)
    Wall.objects.update(state=now)
    wall.refresh_from_db()
    with pytest.raises(ValueError, match="Somebody else has settled this already"):
        settle(wall, asked, actor(person("director")))


def test_of_two_who_settle_it_at_once_one_wins_and_the_other_is_told(complaint, officer, world):
    propose(complaint, officer, world)
    as_both_saw_it = [Wall.objects.get() for _ in range(2)]
    settle(as_both_saw_it[0], Wall.DISMISSED, actor(person("director")))
    with pytest.raises(ValueError, match="Somebody else has settled this already"):
        settle(as_both_saw_it[1], Wall.CONFIRMED, actor(person("monitoring-officer")))
    assert Wall.objects.get().state == Wall.DISMISSED


@pytest.mark.parametrize(("reason", "sentence"), [(" \n", "Say why"), ("x" * 2001, "2,000 characters or fewer")])
def test_settling_it_takes_a_reason(complaint, officer, world, reason, sentence):
    wall = propose(complaint, officer, world)
    with pytest.raises(ValueError, match=sentence):
        settle(wall, Wall.CONFIRMED, actor(person("director")), reason)


# A conflict of one's own


def test_a_conflict_that_is_declared_holds_at_once_and_needs_nobody_else(complaint, officer, world):
    wall = walls.declare(complaint, by=world.officer, at=AT)
    assert (wall.state, wall.relation, meets(complaint, officer)) == (Wall.CONFIRMED, Wall.CONFLICT, False)
    assert holders(complaint) == [world.people["monitoring-officer"]]


def test_only_somebody_else_can_lift_it(complaint, world):
    wall = walls.declare(complaint, by=world.manager, at=AT)
    with pytest.raises(NotAllowedError):
        settle(wall, Wall.LIFTED, world.manager)
    settle(wall, Wall.LIFTED, actor(person("director")))
    assert meets(complaint, world.people["complaints-manager"])


def test_it_cannot_be_declared_twice(complaint, world):
    walls.declare(complaint, by=world.officer, at=AT)
    with pytest.raises(NotAllowedError):
        walls.declare(complaint, by=world.officer, at=AT)


# The history


def test_the_history_has_each_step_with_who_and_no_name_or_reason(complaint, officer, world):
    director = actor(person("director"))
    wall = propose(complaint, officer, world)
    settle(wall, Wall.CONFIRMED, director)
    settle(Wall.objects.get(), Wall.LIFTED, director, "It was somebody else.")
    found = Event.objects.filter(action__startswith="wall.").order_by("sequence")
    who = {"person": officer.pk, "relation": "named-in-complaint"}
    assert [(event.action, event.actor, event.details) for event in found] == [
        ("wall.proposed", world.manager.name, who),
        ("wall.confirmed", director.name, who),
        ("wall.lifted", director.name, who),
    ]
    assert not hasattr(found[0], "payload")
    assert [json.loads(event.payload.body) for event in found[1:]] == [
        {"reason": WHY},
        {"reason": "It was somebody else."},
    ]


# Where it shows


def in_browser(one):
    return sign_in(Client(), one)


def test_the_pages_of_the_complaint_are_gone_for_whoever_is_named(complaint, officer, world):
    browser = in_browser(officer)
    assert browser.get(reverse("complaint", args=[complaint.pk])).status_code == 200
    propose(complaint, officer, world)
    for name in ("complaint", "timeline", "papers", "kept-away", "assign", "declare-conflict"):
        assert browser.get(reverse(name, args=[complaint.pk])).status_code == 404


def test_lists_numbers_and_searches_are_without_it(complaint, officer, world):
    other = {"account": "Late", "points": [(world.category, "Slow")], "complainant_name": "Jo", "child_name": "Kit"}
    receive(world, **other)
    by = actor(officer)
    assert (waiting(by=by, on=TODAY).counts["open"], listing.listed(listing.Choices(), by=by, on=TODAY).total) == (2, 2)
    propose(complaint, officer, world)
    found = waiting(by=by, on=TODAY)
    assert ({found.counts[name] for name in ("open", "overdue", "mine")}, len(found.urgent)) == ({1}, 1)
    for sort in listing.ORDER_TITLES:
        page = listing.listed(listing.Choices(sort=sort), by=by, on=TODAY)
        assert ([row.pk for row in page.rows].count(complaint.pk), page.total) == (0, 1)
    for text in (complaint.reference, "Sam Sample", "kettle", "boiled"):
        assert listing.listed(listing.Choices(), by=by, on=TODAY, text=text).total == 0


def test_a_team_manager_counts_the_comments_of_their_own_team_alone(world):
    comment(world)
    comment(world, team=None)
    manager = world.people["team-manager"]
    counted = [waiting(by=actor(one), on=TODAY).comments for one in (world.people["complaints-officer"], manager)]
    Post.objects.create(person=manager, team=world.team, since=date(2020, 1, 1))
    assert [*counted, waiting(by=actor(manager), on=TODAY).comments] == [2, 0, 1]


SHOWN_TO = {
    "director": True,
    "monitoring-officer": True,
    "complaints-manager": True,
    "complaints-officer": False,
    "team-manager": False,
    "auditor": False,
    "administrator": False,
}


@pytest.mark.parametrize("role", SHOWN_TO)
def test_a_wall_that_waits_is_on_the_home_page_of_who_may_settle_it(complaint, world, role):
    propose(complaint, world.people["report-reader"], world)
    said = f"{world.people['report-reader'].name}, in {complaint.reference}"
    assert (said in in_browser(person(role)).get("/").content.decode()) == SHOWN_TO[role]


def test_it_is_not_on_that_of_the_proposer_nor_of_who_is_named(complaint, world):
    director = person("director", name="Dana Director")
    propose(complaint, director, world)
    for one in (world.people["complaints-manager"], director):
        assert f"in {complaint.reference}</a>" not in in_browser(one).get("/").content.decode()
    other = in_browser(world.people["monitoring-officer"])
    assert f"Dana Director, in {complaint.reference}</a>" in other.get("/").content.decode()
    settle(Wall.objects.get(), Wall.CONFIRMED, actor(world.people["monitoring-officer"]))
    assert f"in {complaint.reference}</a>" not in other.get("/").content.decode()
