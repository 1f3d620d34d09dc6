"""A register of complaints in every state that there is, and the same complaints as plain values to count again by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, product

from heard.access.models import Person
from heard.law.calendars import england
from heard.law.due import Due, due
from heard.law.procedures import definition
from heard.law.timeline import Happening
from heard.record.models import Assignment, Category, Complaint, District, Element, Stage, StageEvent, Team

Events = tuple[tuple[str, int], ...]
ACK, ASKED, SENT = ("acknowledged", 3), ("requested", 20), ("response_sent", 12)
SHAPES: dict[str, tuple[tuple[int, str, Events], ...]] = {
    "new": ((1, "", ()),),
    "acknowledged": ((1, "", (ACK,)),),
    "answered": ((1, "upheld", (ACK, SENT)),),
    "answered without a date": ((1, "not-upheld", ()),),
    "a date without an outcome": ((1, "", (SENT,)),),
    "withdrawn": ((1, "withdrawn", (("closed", 5),)),),
    "at stage 2": ((1, "upheld", (ACK, SENT)), (2, "", (ASKED,))),
    "at stage 2, acknowledged": ((1, "upheld", (SENT,)), (2, "", (ASKED, ("acknowledged", 24)))),
    "at stage 2, asked for on an unknown day": ((1, "not-upheld", (SENT,)), (2, "", ())),
    "at stage 2, stage 1 left open": ((1, "", (ACK,)), (2, "", (ASKED,))),
    "answered at stage 2": ((1, "upheld", (SENT,)), (2, "partially-upheld", (ASKED, ("response_sent", 60)))),
    "at stage 3": ((1, "upheld", (SENT,)), (2, "not-upheld", (ASKED, ("response_sent", 60))), (3, "", (("requested", 70),))),
    "stopped for proceedings": ((1, "", (ACK, ("stopped_for_proceedings", 6))),),
    "made again": ((1, "", (ACK, ("stopped_for_proceedings", 6), ("proceedings_ended", 30), ("resubmitted", 40))),),
    "stage 1 skipped": ((1, "", (ACK, ("stage_1_skipped", 4))),),
    "paused": ((1, "", (ACK, ("paused", 5), ("resumed", 9))),),
    "paused still": ((1, "", (ACK, ("paused", 5))),),
    "its panel held": ((1, "upheld", (SENT,)), (2, "upheld", ()), (3, "", (("requested", 70), ("panel_held", 100)))),
}  # fmt: skip
"""Name → its stages: number, outcome, and what happened how many days after it was received."""

RECEIVED = (
    date(2025, 12, 19),  # a Friday before Christmas
    date(2026, 3, 2),  # a Monday
    date(2026, 3, 31),  # a Tuesday, the last day before the Ombudsman's Code
    date(2026, 4, 1),  # a Wednesday, its first
    date(2026, 5, 2),  # a Saturday before a bank holiday
    date(2026, 6, 1),  # a Monday
    date(2026, 6, 15),  # a Monday
    date(2026, 6, 15),  # level with the one before
    date(2026, 6, 26),  # a Friday
)
ODD = ("CS/2026~7", "~", "O'Brien 1", "100% “late”", "Zoë_1", 'a"b', "  x", "../etc", "ÉTÉ-2", "-1", "0", "\\", "#?&=")
"""References that councils have, or might: each is as good as any other."""


@dataclass
class Made:
    """One complaint as plain values."""

    reference: str
    received: date
    procedure: str
    send: bool
    team: int | None
    district: int | None
    category: int
    holder: int | None
    stages: tuple[tuple[int, str, dict[str, date]], ...]
    pk: int = 0

    def due(self, on: date) -> Due:
        """Return how its last stage stands, as the law says."""
        number, outcome, events = self.stages[-1]
        closed = bool(outcome) or any(kind in StageEvent.ENDING for kind in events)
        happened = [
            Happening(day, StageEvent.in_law(of, kind)) for of, _, dated in self.stages for kind, day in dated.items()
        ]
        happened.append(Happening(self.received, "received"))
        return due(definition(self.procedure, self.received), number, happened, closed=closed, on=on)

    def state(self, on: date) -> set[str]:
        """Return every state of the list that it is in on that day."""
        stands = self.due(on)
        if stands.state == "closed":
            return {"closed"}
        found = {"open"} | ({"overdue"} if stands.state == "overdue" else set())
        if stands.next_date and on <= stands.next_date <= england().add(on, 5):
            found.add("due-soon")
        return found | ({"not-acknowledged"} if self.not_acknowledged(on) else set())

    def not_acknowledged(self, on: date) -> bool:
        number, _, events = self.stages[-1]
        clock = definition(self.procedure, self.received).stages.get(number)
        starts = clock is not None and clock.starts_on.endswith("acknowledged")
        return starts and "acknowledged" not in events and self.received <= on


@dataclass
class Register:
    """What was made, with the rows of the lists that it uses."""

    complaints: list[Made] = field(default_factory=list)
    teams: list[int] = field(default_factory=list)
    districts: list[int] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)


def make_register(holders: tuple[Person, ...]) -> Register:
    """Put one complaint of every shape on every day into the register: 162 of them."""
    register = Register(
        teams=[Team.objects.create(name=name, slug=name.lower()).pk for name in ("Owls", "Teapots", "Kites")],
        districts=[District.objects.create(name=name, slug=name.lower()).pk for name in ("North", "South")],
        categories=[Category.objects.create(name=name, slug=name.lower()).pk for name in ("Delay", "Tone")],
    )
    register.complaints = list(_planned(register, [*(one.pk for one in holders), None]))
    for one in register.complaints:
        put(one)
    return register


def _planned(register: Register, holders: list[int | None]) -> Iterator[Made]:
    teams, districts = cycle([*register.teams, None]), cycle([*register.districts, None])
    references, held = iter(ODD), cycle(holders)
    for place, (received, stages) in enumerate(product(RECEIVED, SHAPES.values())):
        yield Made(
            reference=(next(references, "") if place % 9 == 0 else "") or f"C-{place * 37 % 1000:03d}",
            received=received,
            procedure=("statutory", "corporate")[(place + place // len(SHAPES)) % 2],
            send=place % 5 == 0,
            team=next(teams),
            district=next(districts),
            category=register.categories[place % 2],
            holder=next(held),
            stages=tuple((n, outcome, _dated(received, events)) for n, outcome, events in stages),
        )


def _dated(received: date, events: Events) -> dict[str, date]:
    return {kind: received + timedelta(days=days) for kind, days in events}


def put(one: Made) -> Complaint:
    """Put one complaint into the register."""
    complaint = Complaint.objects.create(
        reference=one.reference,
        received_on=one.received,
        procedure=one.procedure,
        send=one.send,
        team_id=one.team,
        district_id=one.district,
    )
    one.pk = complaint.pk
    Element.objects.create(
        complaint=complaint, number=1, category_id=one.category, route=one.procedure, finding="not-recorded"
    )
    if one.holder:
        Assignment.objects.create(complaint=complaint, person_id=one.holder, part="holder", since=one.received)
    put_stages(complaint, one.stages)
    return complaint


def put_stages(complaint: Complaint, stages: tuple[tuple[int, str, Mapping[str, date]], ...]) -> None:
    for number, outcome, events in stages:
        stage = Stage.objects.create(complaint=complaint, number=number, outcome=outcome)
        for kind, on in events.items():
            StageEvent.objects.create(stage=stage, kind=kind, on=on)
