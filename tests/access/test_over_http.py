"""The access table, cell by cell over real HTTP: every role, at every page, in every relation to the record.

What the table allows is answered; what it does not is 403, or 404 where even that the record is there must not show.
"""

import re
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.access.test_map import ROUTES
from tests.made_reports import WORKBOOKS
from tests.people import actor, person, sign_in
from tests.served import Browser, served

from heard.access.policy import WALLS, decide, relations_allowing
from heard.access.roles import SIGNS_IN
from heard.record.actions import uploads
from heard.record.models import (
    Address,
    Assignment,
    Category,
    Comment,
    Complaint,
    Compliment,
    District,
    Document,
    Element,
    Enclosure,
    Job,
    LearningAction,
    Letter,
    OmbudsmanCase,
    Party,
    Post,
    RouteDecision,
    Team,
    Wall,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

WORKBOOK = WORKBOOKS["dudley"].read_bytes()
TODAY = date.today()  # noqa: DTZ011 – the pages take the day from the clock, so posts must hold on it
AGO = TODAY - timedelta(days=30)
SITUATIONS = {
    "none": (),
    "own-team": ("own-team",),
    "assigned": ("assigned",),
    "formerly-assigned": ("formerly-assigned",),
    "named": ("own-team", "assigned", "named-in-complaint"),
    "conflict": ("own-team", "assigned", "declared-conflict"),
    "named-proposed": ("own-team", "named-in-complaint"),
}
"""Name → the relations in which everybody stands to the complaint of that name."""


@dataclass
class World:
    """One person of each role, and one complaint with all that belongs to it for each situation."""

    people: dict = field(default_factory=dict)
    complaints: dict = field(default_factory=dict)
    walls: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    documents: dict = field(default_factory=dict)
    parties: dict = field(default_factory=dict)
    letters: dict = field(default_factory=dict)
    enclosures: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    uploads: dict = field(default_factory=dict)


def make_world(at):
    world = World({role: person(role, name=f"Holder of {role}") for role in SIGNS_IN})
    somebody, proposer = person("team-manager", name="Somebody Else"), person("director", name="Another Proposer")
    own, other = (Team.objects.create(name=name, slug=name.lower()) for name in ("Ours", "Theirs"))
    for one in world.people.values():
        Post.objects.create(person=one, team=own, since=AGO)
    category = Category.objects.create(name="Delay", slug="delay")
    for name, relations in SITUATIONS.items():
        team = own if "own-team" in relations else other
        complaint = Complaint.objects.create(
            reference=f"CASE-{name.upper()}",
            received_on=AGO,
            procedure="statutory",
            send=False,
            team=team,
            account=f"WORDS-{name}",
        )
        complaint.stages.create(number=1)
        decided_point(complaint, category, proposer, name, at)
        world.complaints[name] = complaint
        world.documents[name] = Document.objects.create(
            complaint=complaint, title="Letter", file_name="a.txt", dated=AGO, size=1, digest="0" * 64, added_at=at
        )
        world.walls[name] = Wall.objects.create(
            complaint=complaint, person=somebody, relation=Wall.NAMED, proposed_by=proposer, proposed_at=at
        )
        world.parts[name] = Assignment.objects.create(
            complaint=complaint, person=proposer, part=Assignment.INDEPENDENT, since=AGO
        )
        written_to(world, complaint, name, at)
        for one in world.people.values():
            relate(complaint, one, relations, name, at)
        world.cases[name] = {
            "ombudsman-case": OmbudsmanCase.objects.create(
                reference=f"OMB-{name.upper()}", received_on=AGO, send=False, complaint=complaint, team=team
            ),
            "learning-action": LearningAction.objects.create(
                reference=f"LEARN-{name.upper()}", year="2022/23", action="Do it", complaint=complaint
            ),
        }
    for name, team in (("own-team", own), ("none", other)):
        shared = {"received_on": AGO, "send": False, "team": team}
        world.cases[name]["compliment"] = Compliment.objects.create(reference=f"COMPLI-{name.upper()}", **shared)
        world.cases[name]["comment"] = Comment.objects.create(reference=f"COMMENT-{name.upper()}", **shared)
    world.numbers = {
        "team": own.pk,
        "district": District.objects.create(name="North", slug="north").pk,
        "category": category.pk,
        "person": somebody.pk,
        "job": Job.objects.create(task="send-message", created_at=at, run_at=at, given_up_at=at).pk,
    }
    for role, one in world.people.items():
        if decide(role, "register", (), "import"):
            world.uploads[role] = uploads.keep("a.xlsx", [WORKBOOK], by=actor(one), at=at).pk
    return world


def written_to(world, complaint, name, at):
    """Give a complaint somebody with an address, and a letter to them with a paper."""
    world.parties[name] = Party.objects.create(complaint=complaint, capacity="complainant", name=f"NAME-{name}")
    Address.objects.create(
        party=world.parties[name], kind=Address.POST, value=f"WORDS-{name}", since=AGO, recorded_at=at
    )
    world.letters[name] = Letter.objects.create(
        complaint=complaint, recipient=world.parties[name], rule="update", reader="adult", way="post",
        text=f"# WORDS-{name}", written_at=at,
    )  # fmt: skip
    world.enclosures[name] = Enclosure.objects.create(
        letter=world.letters[name], document=world.documents[name], place=1
    )


def decided_point(complaint, category, person, name, at):
    """Give a complaint a point that somebody sent another way than the statutory procedure, for a reason of its own."""
    point = Element.objects.create(
        complaint=complaint, number=1, category=category, route="corporate", text=f"WORDS-{name}"
    )
    RouteDecision.objects.create(
        element=point, route="corporate", send=False, advised="corporate", rule="T43", failed_test="subject",
        reason=f"WORDS-{name}", doubtful=False, facts={}, decided_by=person, decided_at=at,
    )  # fmt: skip


def relate(complaint, one, relations, name, at):
    part = Assignment.INVESTIGATING
    if "assigned" in relations:
        Assignment.objects.create(complaint=complaint, person=one, part=part, since=AGO)
    if "formerly-assigned" in relations:
        Assignment.objects.create(complaint=complaint, person=one, part=part, since=AGO, until=TODAY)
    for wall in WALLS.intersection(relations):
        state = Wall.PROPOSED if name.endswith("proposed") else Wall.CONFIRMED
        Wall.objects.create(complaint=complaint, person=one, relation=wall, state=state, proposed_at=at)


CASES = ("compliment", "comment", "ombudsman-case", "learning-action")
OF_A_LETTER = {
    "letter", "change-letter", "discard-letter", "hand-letter", "talk-letter", "letter-papers", "take-out", "clear-paper",
    "approve-letter", "letter-file",
}  # fmt: skip
OF_A_COMPLAINT = {
    "complaint", "timeline", "papers", "paper", "looks", "assign", "kept-away", "name-person", "settle-wall",
    "declare-conflict", "end-part", "dates", "record", "self-check", "point-procedure",
    *OF_A_LETTER, "complaint-letters", "write-letter",
    "parties", "add-party", "mark-sensitive", "party", "record-address", "end-address",
    "add-paper", "redact",
}  # fmt: skip
NUMBERED = {
    "team": "team", "post": "team", "end-post": "team", "reorganise": "team", "rename-district": "district",
    "rename-category": "category", "person": "person", "change-person": "person", "end-person": "person",
    "give-link": "person", "start-again": "person", "retry-job": "job", "drop-job": "job",
}  # fmt: skip
OF_A_TEXT = {"letter-text", "change-letter-text"}
OF_A_YEAR = {"report", "count-report", "report-word", "figure"}
ALLOWED, REFUSED = {200, 302, 400, 409}, {403, 404}


def addresses(route, world, role):
    """Return every (situation, relations, address) to ask a route at."""
    name = route.name
    if name in OF_A_COMPLAINT:
        return [(s, SITUATIONS[s], reverse(name, args=arguments(name, world, s))) for s in SITUATIONS]
    if name in CASES:
        found = {situation: cases[name] for situation, cases in world.cases.items() if name in cases}
        return [(s, SITUATIONS[s], reverse(name, args=[case.pk])) for s, case in found.items()]
    words = []
    if name in NUMBERED:
        words = [world.numbers[NUMBERED[name]]]
    elif name in ("dry-run", "discard-upload"):
        words = [world.uploads.get(role, 0)]
    elif name in OF_A_TEXT:
        words = ["statutory", "acknowledgement", "adult"]
    elif name in OF_A_YEAR:
        words = ["2022-23", "all.received"] if name == "figure" else ["2022-23"]
    return [("", (), reverse(name, args=words))]


def arguments(name, world, situation):
    """Return the numbers in the address of a page of one complaint."""
    more = {
        "paper": world.documents, "redact": world.documents, "settle-wall": world.walls, "end-part": world.parts,
        "party": world.parties, "record-address": world.parties, "end-address": world.parties,
    }.get(name)  # fmt: skip
    if name in OF_A_LETTER:
        more = {"clear-paper": [world.enclosures[situation].pk], "letter-file": ["pdf"]}.get(name, [])
        return [world.complaints[situation].pk, world.letters[situation].pk, *more]
    if name == "point-procedure":
        return [world.complaints[situation].pk, 1]
    return [world.complaints[situation].pk, *([more[situation].pk] if more else [])]


def expected(route, role, situation, relations):
    """Return whether the table lets this role do what the route does to a record to which it stands so."""
    kind, action = route.callback.door
    if route.name in OF_A_COMPLAINT - {"paper"} and not decide(role, "complaint", relations, "view"):
        return False
    if route.name in ("learning-action", "ombudsman-case"):
        relations = tuple(WALLS.intersection(relations))
    if not situation:
        return bool(relations_allowing(role, kind, action))  # a list shows what there is to show, or that there is none
    return decide(role, kind, relations, action)


METHODS = ("GET", "POST", "HEAD", "OPTIONS", "DELETE")


def test_every_cell_is_as_the_table_says(capsys):
    world = make_world(timezone.now())
    routes = [route for route in ROUTES if hasattr(route.callback, "door")]
    cells, mismatches = 0, []
    with served() as where:
        for role, one in world.people.items():
            browser = Browser.of(where, one)
            for route in routes:
                for place, (situation, relations, address) in enumerate(addresses(route, world, role)):
                    for method in METHODS if place == 0 else METHODS[:2]:
                        status, body = browser.ask(method, address)
                        cells += 1
                        wrong = judge(route, role, situation, relations, method, status)
                        if wrong is None and status in REFUSED and f"WORDS-{situation}" in body:
                            wrong = "leaks what it refuses"
                        if wrong:
                            mismatches.append((role, route.name, situation, method, status, wrong))
    with capsys.disabled():
        sys.stdout.write(f"\naccess over HTTP: {cells:,} cells, {len(routes)} routes, {len(mismatches)} mismatches\n")
    assert not mismatches, mismatches[:40]
    assert cells > 3000


NOTHING_THERE = {"report", "report-word", "figure", "paper", "redact"}
"""Pages that say 404 to whoever may open them, since this test counts no report and keeps no bytes of a paper."""


def judge(route, role, situation, relations, method, status):
    """Return what is wrong with an answer, None where nothing is."""
    known = (*route.callback.methods, *(("HEAD",) if "GET" in route.callback.methods else ()))
    if method not in known:
        return None if status == 405 else "answers a method that it does not have"
    if expected(route, role, situation, relations):
        if status in ALLOWED or (status == 404 and route.name in NOTHING_THERE):
            return None
        return "refuses what the table allows"
    if status not in REFUSED:
        return "answers what the table refuses"
    if not relations_allowing(role, *route.callback.door) and status != 403:
        return "does not say that the role may not"
    return None


LISTS = {
    "complaint": "complaints",
    "compliment": "compliments",
    "comment": "comments",
    "ombudsman-case": "ombudsman-cases",
    "learning-action": "learning-actions",
}


def references(world, kind):
    """Return situation → reference of the record of that kind."""
    if kind == "complaint":
        return {situation: one.reference for situation, one in world.complaints.items()}
    return {situation: cases[kind].reference for situation, cases in world.cases.items() if kind in cases}


def may_meet(role, kind, situation):
    relations = SITUATIONS[situation]
    if kind in ("ombudsman-case", "learning-action"):
        relations = tuple(WALLS.intersection(relations))
    return decide(role, kind, relations, "list")


@pytest.mark.parametrize("role", SIGNS_IN)
def test_a_list_its_number_and_a_search_hold_exactly_what_the_table_lets_the_role_meet(client, role):
    world = make_world(timezone.now())
    sign_in(client, world.people[role])
    for kind, route in LISTS.items():
        if not relations_allowing(role, kind, "list"):
            continue
        met = {reference for s, reference in references(world, kind).items() if may_meet(role, kind, s)}
        body = client.get(reverse(route)).content.decode()
        assert {reference for reference in references(world, kind).values() if f">{reference}<" in body} == met
        assert re.search(rf'role="status">\s*{len(met)} ', body)


@pytest.mark.parametrize("role", [role for role in SIGNS_IN if relations_allowing(role, "complaint", "list")])
@pytest.mark.parametrize("words", ["CASE-", "NAME-", "WORDS-"])
def test_a_search_finds_only_what_the_role_may_read(client, role, words):
    world = make_world(timezone.now())
    sign_in(client, world.people[role])
    needs = {"CASE-": "list", "NAME-": "view-people", "WORDS-": "view-words"}[words]
    body = client.post(reverse("search"), {"text": words}, follow=True).content.decode()
    found = {s for s, one in world.complaints.items() if f">{one.reference}<" in body}
    assert found == {
        s
        for s, relations in SITUATIONS.items()
        if decide(role, "complaint", relations, needs) and decide(role, "complaint", relations, "list")
    }


def look_at_everything(world):
    """Let a director whom no wall keeps away open each record, so that the history has looks at all of them."""
    looker = sign_in(Client(), person("director", name="Dee Looker"))
    for complaint in world.complaints.values():
        assert looker.get(reverse("complaint", args=[complaint.pk])).status_code == 200
    for cases in world.cases.values():
        for kind in ("ombudsman-case", "learning-action"):
            if kind in cases:
                assert looker.get(reverse(kind, args=[cases[kind].pk])).status_code == 200


@pytest.mark.parametrize("role", SIGNS_IN)
def test_whoever_is_walled_off_meets_the_complaint_on_no_page(client, role):
    """The words, the names and the reference of a walled complaint are in no byte of any page that the role opens."""
    world = make_world(timezone.now())
    sign_in(client, world.people[role])
    walled = [s for s, relations in SITUATIONS.items() if WALLS.intersection(relations)]
    secrets = [f"{mark}{s}" for s in walled for mark in ("NAME-", "WORDS-")]
    secrets += [f"{mark}{s.upper()}" for s in walled for mark in ("CASE-", "OMB-", "LEARN-")]
    look_at_everything(world)
    seen = []
    for route in (route for route in ROUTES if hasattr(route.callback, "door")):
        for _, _, address in addresses(route, world, role):
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            seen += [(address, secret) for secret in secrets if secret.encode() in body]
    assert seen == []
