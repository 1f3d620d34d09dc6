"""How each kind of spreadsheet row becomes records. Used by `actions.imports` inside its transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.access.policy import Actor
from heard.law.words import FINDING_NOT_RECORDED, NOT_ANSWERED, slug
from heard.law.years import FinancialYear
from heard.record.actions import bulk
from heard.record.actions.history import Entry
from heard.record.importing.names import LISTS
from heard.record.importing.plan import Plan
from heard.record.models import (
    Category,
    Comment,
    Complaint,
    Compliment,
    ContextFigure,
    District,
    Element,
    LearningAction,
    OmbudsmanCase,
    Party,
    Stage,
    StageEvent,
    Team,
)
from heard.record.queries.imported import known_names

Values = dict[str, Any]


@dataclass
class Lists:
    """The council's own lists, so that “SEN team” and “SEN Team” are one. `names`: list → {slug: as written}."""

    names: dict[str, dict[str, str]]
    teams: dict[str, list[Team]]
    districts: dict[str, District]
    categories: dict[str, Category]

    @classmethod
    def load(cls, by: Actor) -> Lists:
        teams: dict[str, list[Team]] = {}
        for team in Team.objects.order_by("id"):
            teams.setdefault(team.slug, []).append(team)
        districts = {district.slug: district for district in District.objects.all()}
        categories = {category.slug: category for category in Category.objects.all()}
        return cls(known_names(by=by), teams, districts, categories)

    def add_new(self, plan: Plan) -> list[Entry]:
        """Add the names that the plan found to be new; return what the history says of it."""
        for name, found in plan.new.items():
            self.names[name] |= {slug(one): one for one in found}
        for name in plan.new.get("teams", ()):
            self.teams[slug(name)] = [Team.objects.create(name=name, slug=slug(name))]
        for name in plan.new.get("districts", ()):
            self.districts[slug(name)] = District.objects.create(name=name, slug=slug(name))
        for name in plan.new.get("categories", ()):
            self.categories[slug(name)] = Category.objects.create(name=name, slug=slug(name))
        return [
            Entry("list.extended", kind, "", {}, json.dumps({"name": name}, ensure_ascii=False))
            for kind, found in sorted(plan.new.items())
            for name in found
        ]

    def name(self, key: str, values: Values) -> str:
        """Return the name as the council writes it, empty where the cell was blank."""
        value = values.get(key)
        return self.names[LISTS[key]][slug(value)] if value else ""

    def team(self, values: Values) -> Team | None:
        """Return the team that had this name on the day of receipt, or the last that had it."""
        if not values.get("team"):
            return None
        on: date = values["received_on"]
        rows = self.teams[slug(values["team"])]
        fitting = [t for t in rows if (not t.starts_on or t.starts_on <= on) and (not t.ends_on or on <= t.ends_on)]
        return (fitting or rows)[-1]

    def district(self, values: Values) -> District | None:
        return self.districts[slug(values["district"])] if values.get("district") else None


def complaint_fields(values: Values, lists: Lists) -> dict[str, Any]:
    """Return the columns of the complaint itself."""
    team, district = lists.team(values), lists.district(values)
    return {
        "received_on": values["received_on"],
        "procedure": values["procedure"],
        "send": values.get("send", False),
        "channel": lists.name("channel", values),
        "district": district.pk if district else None,
        "team": team.pk if team else None,
        "delay_reason": lists.name("delay_reason", values),
        "advocate_offered": values.get("advocate_offered"),
    }


def categories_of(values: Values, lists: Lists) -> list[tuple[int, Category]]:
    """Return (number, category) of each point: one for each issue."""
    return [(number, lists.categories[slug(issue)]) for number, issue in enumerate(values.get("issues", ()), 1)]


STAGE_COLUMNS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("stage_1_closed", StageEvent.RESPONSE_SENT),),
    2: (("stage_2_requested", StageEvent.REQUESTED), ("stage_2_closed", StageEvent.RESPONSE_SENT)),
    3: (("stage_3_requested", StageEvent.REQUESTED), ("panel_held", StageEvent.PANEL_HELD)),
}
"""Stage → (column, the kind of event whose date it holds)."""


def stages_of(values: Values) -> list[tuple[int, str, list[tuple[str, date]]]]:
    """Return (number, outcome, dated events) of each stage that was reached. Every complaint has a stage 1."""
    found = []
    for number, columns in STAGE_COLUMNS.items():
        outcome = values.get(f"stage_{number}_outcome", "")
        events = [(kind, values[column]) for column, kind in columns if column in values]
        if outcome in NOT_ANSWERED:
            events = [(StageEvent.CLOSED if k == StageEvent.RESPONSE_SENT else k, on) for k, on in events]
        if number == 1 or outcome or events:
            found.append((number, outcome, events))
    return found


def write_complaints(rows: list[Values], lists: Lists) -> list[str]:
    """Write complaints with their parties, points, stages and dated events; return their references.

    The outcome of a stage is not copied down to the points: each finding stays “not recorded”.
    """
    references = [values["reference"] for values in rows]
    fields = [complaint_fields(values, lists) for values in rows]
    if not rows:
        return []
    bulk.insert(
        Complaint, ("reference", *fields[0]), ((ref, *f.values()) for ref, f in zip(references, fields, strict=True))
    )
    ids = dict(_new(Complaint, len(rows)).values_list("reference", "id"))
    written = [(ids[values["reference"]], values) for values in rows]
    bulk.insert(
        Party,
        ("complaint", "capacity", "description", "name"),
        ((id, "complainant", lists.name("complainant", v), "") for id, v in written if v.get("complainant")),
    )
    bulk.insert(
        Element,
        ("complaint", "number", "category", "route", "finding"),
        (
            (id, number, category.pk, values["procedure"], FINDING_NOT_RECORDED)
            for id, values in written
            for number, category in categories_of(values, lists)
        ),
    )
    _write_stages([(id, *stage) for id, values in written for stage in stages_of(values)])
    return references


def _write_stages(stages: list[tuple[int, int, str, list[tuple[str, date]]]]) -> None:
    bulk.insert(Stage, ("complaint", "number", "outcome"), (stage[:3] for stage in stages))
    ids = {
        (complaint, n): id for id, complaint, n in _new(Stage, len(stages)).values_list("id", "complaint_id", "number")
    }
    bulk.insert(
        StageEvent,
        ("stage", "kind", "on"),
        ((ids[complaint, n], kind, on) for complaint, n, _, events in stages for kind, on in events),
    )


def _new(model: Any, count: int) -> Any:
    """Return the records that were inserted last, in this transaction."""
    return model.objects.order_by("-id")[:count]


def number_references(model: Any, prefix: str, years: list[str]) -> list[str]:
    """Give records without a reference one of ours: prefix, year, and the next number, such as COMPLIMENT-2022-0001."""
    last: Counter[str] = Counter()
    for year in set(years):
        used = model.objects.filter(reference__startswith=f"{prefix}-{year}-").values_list("reference", flat=True)
        last[year] = max((int(reference.rpartition("-")[2]) for reference in used), default=0)
    references = []
    for year in years:
        last[year] += 1
        references.append(f"{prefix}-{year}-{last[year]:04d}")
    return references


def _years(rows: list[Values]) -> list[str]:
    return [str(FinancialYear.of(values["received_on"]).start) for values in rows]


def write_compliments(rows: list[Values], lists: Lists) -> list[str]:
    references = number_references(Compliment, "COMPLIMENT", _years(rows))
    bulk.insert(
        Compliment,
        (*SHARED, "source", "text"),
        (
            (*_shared(ref, v, lists), lists.name("source", v), v.get("text", ""))
            for ref, v in zip(references, rows, strict=True)
        ),
    )
    return references


SHARED = ("reference", "received_on", "team", "send")


def _shared(reference: str, values: Values, lists: Lists) -> tuple[Any, ...]:
    """Return the columns that compliments, comments and Ombudsman cases have alike."""
    team = lists.team(values)
    return reference, values["received_on"], team.pk if team else None, values.get("send", False)


def write_comments(rows: list[Values], lists: Lists) -> list[str]:
    references = number_references(Comment, "COMMENT", _years(rows))
    dates = ("acknowledged_on", "sent_to_manager_on", "replied_on")
    bulk.insert(
        Comment,
        (*SHARED, "text", *dates),
        (
            (*_shared(ref, v, lists), v.get("text", ""), *(v.get(name) for name in dates))
            for ref, v in zip(references, rows, strict=True)
        ),
    )
    return references


def write_ombudsman_cases(rows: list[Values], lists: Lists) -> list[str]:
    references = number_references(OmbudsmanCase, "OMBUDSMAN", _years(rows))
    bulk.insert(
        OmbudsmanCase,
        (*SHARED, "subject", "decision", "public_report"),
        (
            (*_shared(ref, v, lists), v.get("subject", "")[:300], lists.name("decision", v), v.get("public_report"))
            for ref, v in zip(references, rows, strict=True)
        ),
    )
    return references


def write_learning_actions(rows: list[Values], lists: Lists) -> list[str]:
    references = number_references(LearningAction, "LEARNING", [values["year"][:4] for values in rows])
    texts = ("learning_kind", "subject", "action", "completed")
    bulk.insert(
        LearningAction,
        ("reference", "year", "kind", "subject", "action", "completed"),
        ((ref, v["year"], *(v.get(name, "") for name in texts)) for ref, v in zip(references, rows, strict=True)),
    )
    return references


def write_context_figures(rows: list[Values], lists: Lists) -> list[str]:
    bulk.insert(
        ContextFigure,
        ("figure", "measure", "year", "value"),
        ((v["figure"], v.get("measure", "")[:300], v["year"], v["value"]) for v in rows),
    )
    return [f"{values['figure']} {values['year']}"[:64] for values in rows]


WRITERS: dict[str, Callable[[list[Values], Lists], list[str]]] = {
    "complaint": write_complaints,
    "compliment": write_compliments,
    "comment": write_comments,
    "ombudsman_case": write_ombudsman_cases,
    "learning_action": write_learning_actions,
    "context_figure": write_context_figures,
}
