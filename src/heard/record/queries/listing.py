"""The list of complaints: what it can be narrowed by, in which orders it comes, and what a search looks through."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heard.access.policy import Actor, relations_allowing, require_some
from heard.law import words
from heard.law.calendars import OutsideCalendarError
from heard.law.years import FinancialYear
from heard.record.models import Category, Complaint, District, Element, Party, SavedFilter, Stage, Team
from heard.record.queries import complaints
from heard.record.queries.pages import SIZE, Order, Page, page, row_number
from heard.record.relations import seen

STATES = {
    "open": "Open",
    "overdue": "Overdue",
    "due-soon": f"Due within {complaints.SOON} working days",
    "not-acknowledged": "Not acknowledged",
    "closed": "Closed",
}
STAGES = {"1": "Stage 1", "2": "Stage 2", "3": "Stage 3"}
SEND = {"yes": "Yes", "no": "No"}
HELD_BY = {"me": "Me", "nobody": "Nobody"}
ORDERS = {
    "newest": Order("Newest first", "received_on", descending=True),
    "oldest": Order("Oldest first", "received_on"),
    "reference": Order("Reference", "reference"),
}
SOONEST = "due"
"""The order by what is due soonest. Due dates are not stored, so this one is made from the open complaints alone."""

ORDER_TITLES = {**{key: order.title for key, order in ORDERS.items()}, SOONEST: "Due soonest (open ones only)"}

CLOSED_LISTS: dict[str, Mapping[str, str]] = {
    "state": STATES,
    "procedure": words.PROCEDURES,
    "stage": STAGES,
    "outcome": words.OUTCOMES,
    "send": SEND,
    "held": HELD_BY,
    "sort": ORDER_TITLES,
}
"""What is narrowed by → the only values that it can have. The others are numbers of rows, and a year."""


@dataclass(frozen=True)
class Choices:
    """What the list is narrowed by, each as it stands in an address; "" for “any”. None of it is personal."""

    state: str = ""
    procedure: str = ""
    stage: str = ""
    outcome: str = ""
    team: str = ""
    district: str = ""
    category: str = ""
    year: str = ""
    send: str = ""
    held: str = ""
    sort: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Choices:
        """Read choices from an address. What is not a choice is passed over."""
        return cls(**{field.name: _choice(field.name, typed.get(field.name, "")) for field in fields(cls)})

    def made(self) -> dict[str, str]:
        """Return those that narrow or order the list."""
        return {name: value for name, value in asdict(self).items() if value}


def _choice(name: str, typed: Any) -> str:
    """Return a choice in its one spelling, "" for what is none."""
    value = str(typed)[:40].strip()
    if name in CLOSED_LISTS:
        return value if value in CLOSED_LISTS[name] else ""
    if name != "year":
        return value if row_number(value) is not None else ""
    try:
        return FinancialYear.parse(value).folder
    except ValueError:
        return ""


def state(choice: str, on: date) -> Q:
    """Return the complaints in one of STATES on that day: none where the calendar does not reach so far."""
    conditions = {
        "open": lambda: complaints.is_open(),
        "closed": lambda: ~complaints.is_open(),
        "overdue": lambda: complaints.late(on),
        "due-soon": lambda: complaints.due_soon(on),
        "not-acknowledged": lambda: complaints.waiting(on),
    }
    try:
        return conditions[choice]()
    except OutsideCalendarError:
        return Q(pk__in=[])


def _stage(choices: Choices) -> Q:
    """Return the complaints that reached a stage, an outcome, or a stage with an outcome."""
    found = Stage.objects.all()
    if choices.stage:
        found = found.filter(number=int(choices.stage))
    if choices.outcome:
        found = found.filter(outcome=choices.outcome)
    return Q(pk__in=found.values("complaint"))


def condition(choices: Choices, *, by: Actor, on: date) -> Q:
    """Return the condition that the choices stand for."""
    found = Q()
    if choices.state:
        found &= state(choices.state, on)
    if choices.procedure:
        found &= Q(procedure=choices.procedure)
    if choices.stage or choices.outcome:
        found &= _stage(choices)
    if choices.team:
        found &= Q(team=int(choices.team))
    if choices.district:
        found &= Q(district=int(choices.district))
    if choices.category:
        found &= Q(pk__in=Element.objects.filter(category=int(choices.category)).values("complaint"))
    if choices.year:
        year = FinancialYear.parse(choices.year)
        found &= Q(received_on__range=(year.first_day, year.last_day))
    if choices.send:
        found &= Q(send=choices.send == "yes")
    if choices.held:
        found &= complaints.held(choices.held, by=by)
    return found


def containing(text: str, *, by: Actor) -> Q:
    """Return the complaints that hold this text: in the reference, and in names and words where the actor may read them."""
    found = Q(reference__icontains=text)
    if relations_allowing(by.role, "complaint", "view-people"):
        named = Party.objects.filter(name__icontains=text).values("complaint")
        found |= Q(pk__in=seen("complaint", "view-people", by=by).filter(pk__in=named).values("pk"))
    if relations_allowing(by.role, "complaint", "view-words"):
        readable = seen("complaint", "view-words", by=by)
        points = Element.objects.filter(text__icontains=text).values("complaint")
        found |= Q(pk__in=readable.filter(Q(account__icontains=text) | Q(pk__in=points)).values("pk"))
    return found


def listed(
    choices: Choices,
    *,
    by: Actor,
    on: date,
    text: str = "",
    after: str = "",
    before: str = "",
    size: int = SIZE,
) -> Page[complaints.ComplaintRow]:
    """Return one page of the complaints that the actor may meet, as the choices narrow and order them.

    Raises NotAllowedError. Four queries, or five by what is due soonest, however many complaints there are.
    """
    found = seen("complaint", "list", by=by).filter(condition(choices, by=by, on=on))
    if text:
        found = found.filter(containing(text, by=by))
    if choices.sort == SOONEST:
        return _by_due(found.filter(complaints.is_open()), on, after, before, size)
    order = ORDERS.get(choices.sort, ORDERS["newest"])
    return page(found, order, after=after, before=before, size=size, rows=lambda wanted: complaints.rows(wanted, on))


def _by_due(found: QuerySet[Any], on: date, after: str, before: str, size: int) -> Page[complaints.ComplaintRow]:
    """Return a page by what is due soonest. Only open complaints are gone through, and only their dates."""
    all_open: list[Complaint] = list(found.only("received_on", "procedure", "advocate_offered"))
    stages = complaints.stages_of(all_open, on, within=found if len(all_open) > MOST_IN_A_LIST else None)
    keys = sorted(_due_key(one.pk, complaints.current(stages[one.pk])) for one in all_open)
    start, end = _place([_as_text(key) for key in keys], after, before, size)
    wanted = keys[start:end]
    rows = {row.pk: row for row in complaints.rows(Complaint.objects.filter(pk__in=[pk for _, pk in wanted]), on)}
    first, last = (_as_text(wanted[0]), _as_text(wanted[-1])) if wanted else ("", "")
    return Page([rows[pk] for _, pk in wanted], len(keys), first if start else "", last if end < len(keys) else "")


MOST_IN_A_LIST = 10_000
"""How many numbers one question may list: databases set limits to it, and are quick below this."""

DUE_KEY = re.compile(r"\d{4}-\d\d-\d\d~\d{18}", re.ASCII)


def _place(keys: list[str], after: str, before: str, size: int) -> tuple[int, int]:
    """Return where the page begins and ends among all keys: the first one where a key leads nowhere, as in `page`."""
    start = bisect_right(keys, after) if DUE_KEY.fullmatch(after) else 0
    if not after and DUE_KEY.fullmatch(before) and (end := bisect_left(keys, before)):
        return max(0, end - size), end
    start = start if start < len(keys) else 0
    return start, min(start + size, len(keys))


def _due_key(pk: int, stage: complaints.StageRow | None) -> tuple[str, int]:
    due = stage.due.next_date if stage else None
    return (due or date.max).isoformat(), pk


def _as_text(key: tuple[str, int]) -> str:
    return f"{key[0]}~{key[1]:018d}"


@dataclass(frozen=True)
class Offered:
    """What a reader can choose from, as (value, what people read)."""

    teams: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    saved: list[SavedFilter]


def offered(*, by: Actor) -> Offered:
    """Return the lists that the actor may choose from, with four queries at most. Raises NotAllowedError."""
    require_some(by, "complaint", "list")
    saved = SavedFilter.objects.filter(person=by.person or 0).order_by("name")
    return Offered(
        _names("team", Team, by), _names("district", District, by), _names("category", Category, by), list(saved)
    )


def _names(kind: str, model: type[Any], by: Actor) -> list[tuple[str, str]]:
    if not relations_allowing(by.role, kind, "list"):
        return []
    return [(str(pk), name) for pk, name in model.objects.order_by("name", "pk").values_list("pk", "name")]
