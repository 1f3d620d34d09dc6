"""Loading a demonstration council into a HEARD_HOME of its own: all of it or, where something stops it, nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.db import transaction

from heard.access.door import actor_of
from heard.access.models import Person
from heard.access.policy import Actor
from heard.demonstration import letters
from heard.demonstration.cases import Days, Teller, moment, tell
from heard.demonstration.people import add_people
from heard.demonstration.plan import BEGINS
from heard.demonstration.settings import Council
from heard.law.calendars import LONDON
from heard.record.actions.council_settings import change
from heard.record.importing.plan import Plan
from heard.record.queries.extract import years_with_cases
from heard.record.queries.settings import all_settings

OPERATOR = Actor("command line: demonstration", "operator")
WORKBOOKS = Path(__file__).resolve().parents[3] / "demonstration"
FIRST_DAY = date(2026, 11, 1)
"""Counted back from an earlier day, the cases would have begun before the rules that they are to show."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What a load did. `plan` is that of the workbook's import, None where the council was there already."""

    plan: Plan | None


def load(council: Council, today: date, say: Say) -> Loaded:
    """Load the council, or do nothing where it is there already, which costs two queries.

    Raises ValueError where the register is a council's own or another demonstration's, or where `today` is too early.
    """
    if _is_there(council):
        return Loaded(None)
    if today < FIRST_DAY:
        raise ValueError(
            f"This machine says that today is {today}. The demonstration counts its cases back from today, under rules "
            "that began in April 2026: set the clock first."
        )
    days = Days(today, BEGINS)
    begins = moment(days.back(BEGINS), 0)
    with transaction.atomic():
        say(f"Loading {council.settings['council_name']}")
        change(council.settings, by=OPERATOR, at=begins)
        plan = _import(council, begins)
        say("Adding its people and a current year of cases")
        people = add_people(council, since=days.back(BEGINS), by=OPERATOR, at=begins)
        teller = Teller(council, people, days)
        tell(teller)
        letters.tell(teller)
    _count(people["manager"], datetime.combine(today, time(0), LONDON), say)
    return Loaded(plan)


def _is_there(council: Council) -> bool:
    """Answer whether this very demonstration is loaded. Raises ValueError where something else is."""
    said = all_settings(by=OPERATOR)["demonstration"]
    people = Person.objects.filter(demonstration=True).exists()
    if said == council.settings["demonstration"]:
        return people
    if said:
        raise ValueError("This register is another demonstration's. Each needs a HEARD_HOME of its own.")
    if years_with_cases(by=OPERATOR) or Person.objects.exists():
        raise ValueError("This register holds a council's own cases. The demonstration needs a HEARD_HOME of its own.")
    return False


def _import(council: Council, at: datetime) -> Plan:
    from heard.record.actions.imports import import_register
    from heard.record.importing.mapping import Mapping
    from heard.record.importing.plan import read_and_plan

    plan = read_and_plan(WORKBOOKS / council.workbook, Mapping(), at, by=OPERATOR)
    import_register(plan, by=OPERATOR, at=at)
    return plan


def _count(manager: Person, at: datetime, say: Say) -> None:
    """Count the annual report of every year, so that nobody has to wait for it."""
    from heard.reporting.editions import count_edition

    for year in years_with_cases(by=OPERATOR):
        say(f"Counting the annual report for {year}")
        count_edition(year, by=actor_of(manager, at), at=at)
