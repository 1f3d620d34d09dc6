"""How each kind of spreadsheet row becomes records. Used by `actions.imports` inside its transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from heard.law.words import slug
from heard.law.years import FinancialYear
from heard.record.actions.history import Entry
from heard.record.importing.plan import LISTS, Plan
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
    def load(cls) -> Lists:
        teams: dict[str, list[Team]] = {}
        for team in Team.objects.order_by("id"):
            teams.setdefault(team.slug, []).append(team)
        districts = {district.slug: district for district in District.objects.all()}
        categories = {category.slug: category for category in Category.objects.all()}
        return cls(known_names(), teams, districts, categories)

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
        return [Entry("list.extended", kind, slug(name)) for kind, found in sorted(plan.new.items()) for name in found]

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
    return {
        "received_on": values["received_on"],
        "procedure": values["procedure"],
        "send": values.get("send", False),
        "channel": lists.name("channel", values),
        "district": lists.district(values),
        "team": lists.team(values),
        "delay_reason": lists.name("delay_reason", values),
        "advocate_offered": values.get("advocate_offered"),
    }


def parties_of(complaint: Complaint, values: Values, lists: Lists) -> list[Party]:
    if not values.get("complainant"):
        return []
    description = lists.name("complainant", values)
    return [Party(complaint=complaint, capacity="complainant", description=description)]


def elements_of(complaint: Complaint, values: Values, lists: Lists) -> list[Element]:
    """Return a point for each issue. The outcome of a stage is not copied down: each finding stays “not recorded”."""
    return [
        Element(complaint=complaint, number=number, category=lists.categories[slug(issue)], route=complaint.procedure)
        for number, issue in enumerate(values.get("issues", ()), 1)
    ]


STAGE_COLUMNS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("stage_1_closed", StageEvent.RESPONSE_SENT),),
    2: (("stage_2_requested", StageEvent.REQUESTED), ("stage_2_closed", StageEvent.RESPONSE_SENT)),
    3: (("stage_3_requested", StageEvent.REQUESTED), ("panel_held", StageEvent.PANEL_HELD)),
}
"""Stage → (column, the kind of event whose date it holds)."""


def stages_of(complaint: Complaint, values: Values) -> list[tuple[Stage, list[tuple[str, date]]]]:
    """Return each stage that was reached with its dated events. Every complaint has a stage 1."""
    found = []
    for number, columns in STAGE_COLUMNS.items():
        outcome = values.get(f"stage_{number}_outcome", "")
        events = [(kind, values[column]) for column, kind in columns if values.get(column)]
        if outcome == "withdrawn":
            events = [(StageEvent.CLOSED if k == StageEvent.RESPONSE_SENT else k, on) for k, on in events]
        if number == 1 or outcome or events:
            found.append((Stage(complaint=complaint, number=number, outcome=outcome), events))
    return found


def write_complaints(rows: list[Values], lists: Lists) -> list[str]:
    """Write complaints with their parties, points, stages and dated events; return their references."""
    complaints = [Complaint(reference=values["reference"], **complaint_fields(values, lists)) for values in rows]
    Complaint.objects.bulk_create(complaints)
    pairs = list(zip(complaints, rows, strict=True))
    Party.objects.bulk_create(chain.from_iterable(parties_of(c, values, lists) for c, values in pairs))
    Element.objects.bulk_create(chain.from_iterable(elements_of(c, values, lists) for c, values in pairs))
    stages = [stage for c, values in pairs for stage in stages_of(c, values)]
    Stage.objects.bulk_create([stage for stage, _ in stages])
    StageEvent.objects.bulk_create(StageEvent(stage=s, kind=kind, on=on) for s, events in stages for kind, on in events)
    return [complaint.reference for complaint in complaints]


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
    Compliment.objects.bulk_create(
        Compliment(
            reference=reference,
            received_on=values["received_on"],
            team=lists.team(values),
            send=values.get("send", False),
            source=lists.name("source", values),
            text=values.get("text", ""),
        )
        for reference, values in zip(references, rows, strict=True)
    )
    return references


def write_comments(rows: list[Values], lists: Lists) -> list[str]:
    references = number_references(Comment, "COMMENT", _years(rows))
    Comment.objects.bulk_create(
        Comment(
            reference=reference,
            received_on=values["received_on"],
            team=lists.team(values),
            send=values.get("send", False),
            text=values.get("text", ""),
            acknowledged_on=values.get("acknowledged_on"),
            sent_to_manager_on=values.get("sent_to_manager_on"),
            replied_on=values.get("replied_on"),
        )
        for reference, values in zip(references, rows, strict=True)
    )
    return references


def write_ombudsman_cases(rows: list[Values], lists: Lists) -> list[str]:
    references = number_references(OmbudsmanCase, "OMBUDSMAN", _years(rows))
    OmbudsmanCase.objects.bulk_create(
        OmbudsmanCase(
            reference=reference,
            received_on=values["received_on"],
            team=lists.team(values),
            send=values.get("send", False),
            subject=values.get("subject", "")[:300],
            decision=lists.name("decision", values),
        )
        for reference, values in zip(references, rows, strict=True)
    )
    return references


def write_learning_actions(rows: list[Values], lists: Lists) -> list[str]:
    references = number_references(LearningAction, "LEARNING", [values["year"][:4] for values in rows])
    LearningAction.objects.bulk_create(
        LearningAction(
            reference=reference,
            year=values["year"],
            kind=values.get("learning_kind", ""),
            subject=values.get("subject", ""),
            action=values["action"],
            completed=values.get("completed", ""),
        )
        for reference, values in zip(references, rows, strict=True)
    )
    return references


def write_context_figures(rows: list[Values], lists: Lists) -> list[str]:
    ContextFigure.objects.bulk_create(
        ContextFigure(
            figure=values["figure"],
            measure=values.get("measure", "")[:300],
            year=values["year"],
            value=Decimal(values["value"]),
        )
        for values in rows
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
