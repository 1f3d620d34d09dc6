"""A small world for the tests of what is done to a case: people of a few roles, a team, a category, a complaint."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from heard.access.door import actor_of
from heard.access.models import Person
from heard.record.actions import comments, complaints, documents
from heard.record.models import Category, Event, Team

AT = datetime(2026, 9, 30, 10, 0, tzinfo=UTC)
MON_1, TUE_2, WED_3, MON_8, MON_15 = (date(2026, 6, day) for day in (1, 2, 3, 8, 15))
FUTURE = date(2026, 10, 1)
NAMES = ("Sam Sample", "Robin", "The kettle was rude to Robin.", "It boiled over.")
"""What is personal in the complaint below."""
PDF = b"%PDF-1.7 a short one"


def make_world():
    """Make people of five roles, a team and a category."""
    roles = ("complaints-officer", "complaints-manager", "team-manager", "monitoring-officer", "report-reader")
    people = {role: Person.objects.create_user(f"{role}@test.example", role.title(), role) for role in roles}
    return SimpleNamespace(
        people=people,
        team=Team.objects.create(name="Marmalade House", slug="marmalade-house"),
        category=Category.objects.create(name="Rudeness", slug="rudeness"),
        officer=actor_of(people["complaints-officer"], AT),
        manager=actor_of(people["complaints-manager"], AT),
        reader=actor_of(people["report-reader"], AT),
    )


def receive(world, by=None, **changes):
    values = {
        "received_on": MON_1,
        "procedure": "statutory",
        "account": NAMES[2],
        "points": [(world.category, NAMES[3])],
        "complainant": "Parent",
        "complainant_name": NAMES[0],
        "child_name": NAMES[1],
        "team": world.team,
    }
    return complaints.receive(**(values | changes), by=by or world.officer, at=AT)


def answer(complaint, world, number=1, on=MON_8, outcome="upheld", **more):
    complaints.respond(complaint, number, outcome, on=on, by=world.officer, at=AT, **more)


def add(complaint, world, by=None, **changes):
    values = {"title": "The letter from Robin", "file_name": "robin.pdf", "content": PDF, "dated": MON_1}
    return documents.add(complaint, **(values | changes), by=by or world.officer, at=AT)


def comment(world, **changes):
    values = {"received_on": MON_1, "text": "A kettle for Robin, please.", "team": world.team}
    return comments.receive(**(values | changes), by=world.officer, at=AT)


def events(reference):
    return [(event.action, event.details) for event in Event.objects.filter(reference=reference).order_by("sequence")]


def last_event():
    return Event.objects.order_by("-sequence").first()
