"""A register that grows as one likes, and the address of every page of the staff in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from tests.made_reports import AT, YEAR
from tests.people import actor, person

from heard.access.models import Person
from heard.access.roles import SIGNS_IN
from heard.record.actions import documents, history, uploads
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
    Message,
    OmbudsmanCase,
    Party,
    Post,
    RouteDecision,
    SavedFilter,
    Stage,
    Team,
    Wall,
)

MONDAY = date(2022, 6, 6)


@dataclass
class World:
    """One person of every role, and one record of every kind that their pages open."""

    people: dict[str, Person]
    team: Team
    complaint: Complaint
    paper: Document
    party: Party
    letter: Letter
    enclosure: Enclosure
    numbers: dict[str, int]
    uploads: dict[str, int]
    _next: Iterator[int]

    def grow(self, number: int) -> None:
        """Add so many of everything; the world's own complaint and team get as many of all that belongs to one."""
        for n in (next(self._next) for _ in range(number)):
            team = Team.objects.create(name=f"Team {n}", slug=f"team-{n}")
            manager = person("team-manager", name=f"Manager {n}")
            for one in (team, self.team):
                Post.objects.create(person=manager, team=one, since=MONDAY)
            Job.objects.create(task="send-message", created_at=AT, run_at=AT, given_up_at=AT, failure="It broke.")
            District.objects.create(name=f"District {n}", slug=f"district-{n}")
            category = Category.objects.create(name=f"Category {n}", slug=f"category-{n}")
            shared: dict[str, Any] = {"received_on": MONDAY, "send": False, "team": self.team}
            case = Complaint.objects.create(reference=f"C-{n}", procedure="statutory", account="A kettle.", **shared)
            Stage.objects.create(complaint=case, number=1)
            Assignment.objects.create(
                complaint=case, person=self.people["complaints-manager"], part="holder", since=MONDAY
            )
            Compliment.objects.create(reference=f"COMPLIMENT-2022-{n}", text="Thanks.", **shared)
            Comment.objects.create(reference=f"COMMENT-2022-{n}", text="A question.", **shared)
            OmbudsmanCase.objects.create(reference=f"OMBUDSMAN-2022-{n}", complaint=case, **shared)
            LearningAction.objects.create(reference=f"LEARNING-2022-{n}", year="2022/23", action="Do.", complaint=case)
            self._grow_one(n, category, manager)

    def _grow_one(self, n: int, category: Category, manager: Person) -> None:
        """Add one of all that belongs to a complaint to the one whose pages are opened."""
        one = self.complaint
        for case, number in ((one, n), (Complaint.objects.get(reference=f"C-{n}"), 1)):
            point = Element.objects.create(complaint=case, number=number, category=category, route="corporate")
            decide(point, manager)
        decide(Element.objects.get(complaint=one, number=900), manager)
        advocate = Party.objects.create(complaint=one, capacity="advocate", name=f"Advocate {n}")
        for party, until in ((advocate, None), (self.party, MONDAY)):
            Address.objects.create(
                party=party, kind="email", value=f"a{n}@example.org", since=MONDAY, until=until, recorded_at=AT
            )
        Assignment.objects.create(complaint=one, person=manager, part="panel-member", since=MONDAY)
        write_letters(one, self.party, self.letter, n)
        Document.objects.create(
            complaint=one, title=f"Letter {n}", file_name="a.txt", dated=MONDAY, size=1, digest="0" * 64, added_at=AT
        )
        Wall.objects.create(complaint=one, person=person("report-reader"), relation=Wall.NAMED, proposed_at=AT)
        entries = [
            history.Entry(action, "complaint", one.reference, {"part": "complaint"})
            for action in ("complaint.viewed", "complaint.acknowledged")
        ]
        with transaction.atomic():
            history.append(entries, by=actor(manager), at=AT)


def write_letters(complaint: Complaint, to: Party, written: Letter, n: int) -> None:
    """Write a letter that waits for a second person, one that waits to be posted and goes with the one that is written,
    and one whose e-mail came back."""
    given: dict[str, Any] = {
        "complaint": complaint, "recipient": to, "rule": "update", "text": "# A letter\n\nA kettle.", "written_at": AT,
    }  # fmt: skip
    Letter.objects.create(reader="adult", way="post", approved_at=AT, approved_digest="0" * 64, **given)
    left = {"approved_at": AT, "approved_digest": "0" * 64, "released_at": AT, "file": "0" * 64}
    posted = Letter.objects.create(reader="child", way="post", **left, **given)
    Enclosure.objects.create(letter=written, earlier=posted, place=n + 1)
    mailed = Letter.objects.create(reader="adult", way="email", **left, **given)
    Message.objects.create(
        letter=mailed, message_id=f"{n}@heard.invalid", to="sam@example.org", subject="An update", body="A kettle.",
        created_at=AT, bounced_at=AT, failure="No such mailbox.",
    )  # fmt: skip


def decide(point: Element, by: Person) -> None:
    """Decide that a point is corporate."""
    RouteDecision.objects.create(
        element=point, route="corporate", send=False, advised="statutory", rule="T23", failed_test="person",
        reason="A kettle.", doubtful=True, facts={"complainant": "parent"}, decided_by=by, decided_at=AT,
    )  # fmt: skip


def make_world() -> World:
    """Make one of everything."""
    team = Team.objects.create(name="Owls", slug="owls")
    people = {role: person(role, name=f"The {role}") for role in SIGNS_IN}
    shared: dict[str, Any] = {"received_on": MONDAY, "send": False, "team": team}
    complaint = Complaint.objects.create(reference="OPENED", procedure="statutory", account="A kettle.", **shared)
    Stage.objects.create(complaint=complaint, number=1)
    first = Category.objects.create(name="Kettles", slug="kettles")
    Element.objects.create(complaint=complaint, number=900, category=first, route="statutory")
    for one in people.values():
        Post.objects.create(person=one, team=team, since=MONDAY)
        Assignment.objects.create(complaint=complaint, person=one, part="investigating-officer", since=MONDAY)
        SavedFilter.objects.create(person=one, name="Mine", choices={"state": "open"})
    paper = documents.add(
        complaint, title="A letter", file_name="a.txt", content=b"Dear council", dated=MONDAY,
        by=actor(people["complaints-manager"]), at=AT,
    )  # fmt: skip
    numbers = {
        "compliment": Compliment.objects.create(reference="COMPLIMENT-2022-0", text="Thanks.", **shared).pk,
        "comment": Comment.objects.create(reference="COMMENT-2022-0", text="A question.", **shared).pk,
        "ombudsman-case": OmbudsmanCase.objects.create(reference="OMBUDSMAN-2022-0", complaint=complaint, **shared).pk,
        "learning-action": LearningAction.objects.create(
            reference="LEARNING-2022-0", year="2022/23", action="Do.", complaint=complaint
        ).pk,
        "team": team.pk,
        "reorganise": team.pk,
        "rename-district": District.objects.create(name="North", slug="north").pk,
        "rename-category": Category.objects.create(name="Delay", slug="delay").pk,
        "person": people["director"].pk,
        "drop-job": Job.objects.create(task="send-message", created_at=AT, run_at=AT, given_up_at=AT).pk,
    }
    party = Party.objects.create(complaint=complaint, capacity="complainant", name="Sam Sample")
    Address.objects.create(party=party, kind="post", value="1 Kettle Row", since=MONDAY, recorded_at=AT)
    letter = Letter.objects.create(
        complaint=complaint, recipient=party, rule="stage_1_response", reader="adult", way="post", written_at=AT,
        text="# A letter\n\n## Point 900\n\nA kettle was mended for you.",
    )  # fmt: skip
    enclosure = Enclosure.objects.create(letter=letter, document=paper, place=1)
    return World(people, team, complaint, paper, party, letter, enclosure, numbers, {}, count(1))


def keep_uploads(world: World, workbook: bytes) -> None:
    """Give everybody who may import a workbook of their own to look at."""
    for role in ("complaints-officer", "complaints-manager"):
        world.uploads[role] = uploads.keep("a.xlsx", [workbook], by=actor(world.people[role]), at=AT).pk


def routes(patterns: Any = None) -> Iterator[URLPattern]:
    """Yield every address that stands behind a door and answers GET."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            yield from routes(pattern.url_patterns)
        elif "GET" in getattr(pattern.callback, "methods", ()):
            yield pattern


def pages(world: World, role: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of every page that somebody can get. One without its numbers is an error here."""
    for route in routes():
        name = str(route.name)
        wanted = route.pattern.converters
        if name == "dry-run":
            words: list[Any] = [world.uploads.get(role, 0)]
        elif "year" in wanted:
            words = [YEAR.folder, "all.received"] if name == "figure" else [YEAR.folder]
        elif "document" in wanted:
            words = [world.complaint.pk, world.paper.pk]
        elif "reader" in wanted:
            words = ["statutory", "acknowledgement", "adult"]
        elif "party" in wanted:
            words = [world.complaint.pk, world.party.pk]
        elif "letter" in wanted:
            more = {"enclosure": world.enclosure.pk, "kind": "pdf"}
            words = [world.complaint.pk, world.letter.pk, *(more[one] for one in more if one in wanted)]
        elif name == "point-procedure":
            words = [world.complaint.pk, 900]
        elif name in world.numbers:
            words = [world.numbers[name]]
        else:
            words = [world.complaint.pk] * len(wanted)
        yield name, reverse(name, args=words)


def get(browser: Client, address: str) -> Any:
    """Get a page and read it to its end, a file's too."""
    answer: Any = browser.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer
