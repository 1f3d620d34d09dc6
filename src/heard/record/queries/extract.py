"""The register as the tables of an extract: one financial year, followed to a cut-off date, without personal data.

What happened after the cut-off date is left out as though it had not happened yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from heard.access.policy import Actor, require
from heard.law import words
from heard.law.words import slug
from heard.law.years import FinancialYear
from heard.record.models import (
    Comment,
    Complaint,
    Compliment,
    ContextFigure,
    Element,
    LearningAction,
    OmbudsmanCase,
    Party,
    Stage,
    StageEvent,
    Team,
)
from heard.record.queries.rules import Here, here

Row = dict[str, Any]


def years_with_cases(*, by: Actor) -> list[FinancialYear]:
    """Return every financial year, oldest first, in which the register has a complaint, compliment, comment or case."""
    require(by, "register", "report")
    years: set[FinancialYear] = set()
    for model in (Complaint, Compliment, Comment, OmbudsmanCase):
        span = model._default_manager.aggregate(first=Min("received_on"), last=Max("received_on"))
        if span["first"] is None:
            continue
        for start in range(FinancialYear.of(span["first"]).start, FinancialYear.of(span["last"]).start + 1):
            year = FinancialYear(start)
            if model._default_manager.filter(received_on__range=(year.first_day, year.last_day)).exists():
                years.add(year)
    return sorted(years)


def begins(*, by: Actor) -> date | None:
    """Return the day on which the first thing in the register was received, None while it is empty."""
    require(by, "register", "report")
    models = (Complaint, Compliment, Comment, OmbudsmanCase)
    found = [model._default_manager.aggregate(first=Min("received_on"))["first"] for model in models]
    return min((day for day in found if day), default=None)


@contextmanager
def snapshot() -> Iterator[None]:
    """See the register as it is at one moment, whatever others write until the block ends."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def latest_event(*, by: Actor) -> date | None:
    """Return the date of the latest thing that happened in the register, None while it is empty."""
    require(by, "register", "report")
    columns: list[tuple[Any, str]] = [
        (Complaint, "received_on"),
        (StageEvent, "on"),
        (Compliment, "received_on"),
        (Comment, "received_on"),
        (Comment, "acknowledged_on"),
        (Comment, "sent_to_manager_on"),
        (Comment, "replied_on"),
        (OmbudsmanCase, "received_on"),
    ]
    found = [model.objects.aggregate(latest=Max(column))["latest"] for model, column in columns]
    return max((day for day in found if day), default=None)


def tables(year: FinancialYear, cut_off: date, child_words: Iterable[str], *, by: Actor) -> dict[str, list[Row]]:
    """Return the rows of each table, in the order of their references. Raises NotAllowedError."""
    require(by, "register", "report")
    last = min(year.last_day, cut_off)
    received = {"received_on__range": (year.first_day, last)}
    places = _places()
    complaints = _complaints(year, received, set(child_words), places)
    of_complaint = {row["reference"]: row for row in complaints}
    return {
        "complaints": complaints,
        "stages": _stages(received, cut_off, of_complaint),
        "elements": _elements(received, of_complaint),
        "compliments": _compliments(year, received, places),
        "comments": _comments(year, received, cut_off, places),
        "ombudsman": _ombudsman(year, received, places),
        "learning": _learning(year),
        "context": _published_context(),
    }


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """Sort here, not in the database: databases disagree about the order of letters."""
    return sorted(rows, key=lambda row: str(row["reference"]))


def _named(column: str, label: str | None) -> Row:
    return {column: label or None, f"{column}_slug": slug(label) if label else None}


def _places() -> dict[int | None, Row]:
    """Return, for each team, its name, its service, and the name it goes by today after every reorganisation."""
    teams = {team.id: team for team in Team.objects.select_related("service").order_by("id")}
    places: dict[int | None, Row] = {None: {}}
    for id, team in teams.items():
        service = team.service.name if team.service else None
        places[id] = {
            **_named("service_area", team.name),
            **_named("service", service),
            "service_area_now": _now(team, teams).name,
        }
    return places


def _now(team: Team, teams: dict[int, Team]) -> Team:
    """Return the team that has this one's work today: the last of its successors."""
    while team.succeeded_by_id:
        team = teams[team.succeeded_by_id]
    return team


def slugs_today(*, by: Actor) -> dict[str, str]:
    """Return, for each team that was reorganised, the slug of its name → that of its last successor's name."""
    require(by, "register", "report")
    teams = {team.id: team for team in Team.objects.order_by("id")}
    return {team.slug: _now(team, teams).slug for team in teams.values() if _now(team, teams).slug != team.slug}


def _complaints(year: FinancialYear, received: Row, child_words: set[str], places: dict[int | None, Row]) -> list[Row]:
    parties = Party.objects.filter(capacity="complainant", complaint__received_on__range=received["received_on__range"])
    complainants = dict(parties.order_by("-id").values_list("complaint_id", "description"))
    columns = ("id", "reference", "received_on", "procedure", "send", "channel", "team_id", "advocate_offered")
    found = Complaint.objects.filter(**received).values_list(*columns, "district__name", "delay_reason")
    rows = []
    for id, reference, on, procedure, send, channel, team, advocate, district, reason in found.iterator():
        complainant = complainants.get(id)
        rows.append({
            "reference": reference,
            "financial_year": str(year),
            "procedure": procedure,
            "send": int(send),
            "received_on": on,
            **_named("channel", channel),
            **_named("complainant", complainant),
            "from_child": int(slug(complainant or "") in child_words),
            **_named("district", district),
            **places[team],
            "advocate_offered": _one_or_nothing(advocate),
            "delay_reason": reason,
        })  # fmt: skip
    return _in_order(rows)


def _stages(received: Row, cut_off: date, of_complaint: dict[str, Row]) -> list[Row]:
    in_cohort = {"complaint__received_on__range": received["received_on__range"]}
    events: dict[int, dict[str, date]] = {}
    found = StageEvent.objects.filter(**{f"stage__{key}": value for key, value in in_cohort.items()})
    for stage, kind, on in found.order_by("-on").values_list("stage_id", "kind", "on").iterator():
        events.setdefault(stage, {})[kind] = on  # the first of a kind counts: re-opening overwrites nothing
    stages = Stage.objects.filter(**in_cohort).values_list("id", "complaint__reference", "number", "outcome")
    rows, rules = [], here()
    for id, reference, number, outcome in stages.iterator():
        row = _stage(of_complaint[reference], number, outcome, events.get(id, {}), cut_off, rules)
        if row:
            rows.append(row)
    return sorted(rows, key=lambda row: (str(row["reference"]), row["stage"]))


CARRIED = ("reference", "financial_year", "procedure", "send")
PLACED = ("service_area", "service_area_slug")


def _stage(
    complaint: Row, number: int, outcome: str, events: dict[str, date], cut_off: date, rules: Here
) -> Row | None:
    """Return a stage as it stood on the cut-off date, None where it had not been asked for by then."""
    started = complaint["received_on"] if number == 1 else events.get(StageEvent.REQUESTED)
    closed = next((events[kind] for kind in StageEvent.CLOSING if kind in events), None)
    if started and started > cut_off:
        return None
    if closed and closed > cut_off:
        if not started:
            return None
        closed, outcome = None, ""
    law = rules.definition_or_none(complaint["procedure"], complaint["received_on"])
    clock = law.stages.get(number) if law else None
    calendar = rules.calendar(clock, known=closed)
    return {
        **{key: complaint[key] for key in CARRIED},
        **{key: complaint.get(key) for key in PLACED},
        "stage": number,
        "started_on": started,
        "closed_on": closed,
        "working_days": calendar.elapsed(started, closed) if started and closed else None,
        "working_days_open": calendar.elapsed(started, cut_off) if started and not closed and not outcome else None,
        "target_working_days": clock.target if clock else None,
        "limit_working_days": clock.most if clock else None,
        "outcome": words.OUTCOMES[outcome] if outcome else None,
        "outcome_slug": outcome or None,
        "answered": int(closed is not None and outcome not in words.NOT_ANSWERED),
        **_named("delay_reason", complaint["delay_reason"] if number == 1 else None),
    }


def _elements(received: Row, of_complaint: dict[str, Row]) -> list[Row]:
    found = Element.objects.filter(complaint__received_on__range=received["received_on__range"])
    columns = ("complaint__reference", "number", "category__name", "route", "finding")
    rows = []
    for reference, number, category, route, finding in found.values_list(*columns).iterator():
        complaint = of_complaint[reference]
        rows.append({
            "reference": f"{reference} point {number}",
            "complaint": reference,
            **{key: complaint[key] for key in ("financial_year", "procedure", "send")},
            **_named("category", category),
            "route": route,
            "finding": finding,
        })  # fmt: skip
    return _in_order(rows)


def _shared(year: FinancialYear, row: Any, places: dict[int | None, Row]) -> Row:
    """Return the columns that compliments, comments and Ombudsman cases have alike."""
    return {
        "reference": row.reference,
        "financial_year": str(year),
        "send": int(row.send),
        "received_on": row.received_on,
        **places[row.team_id],
    }


def _compliments(year: FinancialYear, received: Row, places: dict[int | None, Row]) -> list[Row]:
    found = Compliment.objects.filter(**received).defer("text")
    known = {slug(source): source for source in words.COMPLIMENT_SOURCES}
    return _in_order(
        {**_shared(year, row, places), **_named("source", row.source and known.get(slug(row.source), "Other"))}
        for row in found
    )


def _comments(year: FinancialYear, received: Row, cut_off: date, places: dict[int | None, Row]) -> list[Row]:
    found = Comment.objects.filter(**received).defer("text")
    dates = ("acknowledged_on", "sent_to_manager_on", "replied_on")
    return _in_order(
        {**_shared(year, row, places), **{name: _by(getattr(row, name), cut_off) for name in dates}} for row in found
    )


def _one_or_nothing(answer: bool | None) -> int | None:
    return None if answer is None else int(answer)


def _by(day: date | None, cut_off: date) -> date | None:
    return day if day and day <= cut_off else None


def _ombudsman(year: FinancialYear, received: Row, places: dict[int | None, Row]) -> list[Row]:
    found = OmbudsmanCase.objects.filter(**received).defer("subject")
    return _in_order(
        {
            **_shared(year, row, places),
            **_named("decision", row.decision),
            "public_report": _one_or_nothing(row.public_report),
        }
        for row in found
    )


def _learning(year: FinancialYear) -> list[Row]:
    found = LearningAction.objects.filter(year=str(year)).defer("action")
    known = {slug(word): word for word in words.COMPLETED}
    return _in_order(
        {
            "reference": row.reference,
            "financial_year": str(year),
            **_named("completed", row.completed and known.get(slug(row.completed), "Other")),
        }
        for row in found
    )


def _published_context() -> list[Row]:
    """Return the numbers that the council entered: contacts, populations, and what earlier reports published."""
    found = ContextFigure.objects.order_by("figure", "year").values_list("figure", "year", "value")
    return [{"figure": figure, "year": year, "value": value, "source": "published"} for figure, year, value in found]
