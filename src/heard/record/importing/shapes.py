"""The sheets that an import knows and their columns: one table, read by everything else here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from heard.law.words import slug
from heard.record.importing import values as read


@dataclass(frozen=True)
class Column:
    """A column: the name its value has in the register, its title, other titles it is known by, and its reader."""

    key: str
    title: str
    read: Callable[..., Any]
    required: bool = False
    also: tuple[str, ...] = ()

    @property
    def is_date(self) -> bool:
        return self.read is read.day


@dataclass(frozen=True)
class Shape:
    """A kind of sheet. `identity` are the keys that name a row for good; without them its content does."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @cached_property
    def by_header(self) -> dict[str, Column]:
        return {slug(name): column for column in self.columns for name in (column.title, *column.also)}

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def title_of(self, key: str) -> str:
        return self.by_key[key].title


RECEIVED = Column("received_on", "Date received", read.day, True, ("Received", "Received on", "Date of receipt"))
TEAM = Column("team", "Service area", read.label, False, ("Team", "Service", "Service area/team"))
SEND = Column("send", "SEND", read.yes_or_no, False, ("SEN", "SEND marker", "SEND?"))

COMPLAINTS = Shape(
    kind="complaint",
    title="Complaints",
    also=("Complaint", "Complaints register", "Register"),
    identity=("reference",),
    columns=(
        Column("reference", "Reference", read.reference, True, ("Ref", "Ref no", "Reference number", "Complaint ref")),
        RECEIVED,
        Column("channel", "How received", read.short_label, False, ("Channel", "Method", "Contact method")),
        Column(
            "complainant", "Complainant", read.short_label, False, ("Complainant type", "Made by", "Who complained")
        ),
        Column("district", "District", read.label, False, ("Locality", "Area")),
        TEAM,
        Column("procedure", "Procedure", read.procedure, True, ("Complaint type", "Type of complaint")),
        SEND,
        Column("issues", "Issues", read.labels, False, ("Issue", "Issues raised", "Categories")),
        Column("stage_1_due", "Stage 1 due", read.day, False, ("Due date", "Response due", "Due")),
        Column(
            "stage_1_closed",
            "Stage 1 response sent or closed",
            read.day,
            False,
            ("Stage 1 response sent", "Stage 1 response", "Response sent", "Stage 1 closed", "Date closed"),
        ),
        Column("stage_1_outcome", "Stage 1 outcome", read.outcome, False, ("Outcome",)),
        Column("delay_reason", "Reason for delay", read.label, False, ("Delay reason", "Reason overdue")),
        Column("stage_2_requested", "Stage 2 requested", read.day, False, ("Stage 2 request",)),
        Column("stage_2_closed", "Stage 2 response sent", read.day, False, ("Stage 2 response", "Stage 2 closed")),
        Column("stage_2_outcome", "Stage 2 outcome", read.outcome),
        Column("stage_3_requested", "Stage 3 requested", read.day, False, ("Stage 3 request", "Panel requested")),
        Column("panel_held", "Panel held", read.day, False, ("Panel date", "Stage 3 panel held")),
        Column("stage_3_outcome", "Stage 3 outcome", read.outcome, False, ("Panel outcome",)),
        Column("advocate_offered", "Advocate offered", read.yes_or_no, False, ("Advocacy offered",)),
    ),
)

COMPLIMENTS = Shape(
    kind="compliment",
    title="Compliments",
    also=("Compliment",),
    columns=(
        RECEIVED,
        TEAM,
        SEND,
        Column("source", "From", read.short_label, False, ("Received from", "Source")),
        Column("text", "Compliment", read.free_text, False, ("Compliment text", "Compliment received")),
    ),
)

COMMENTS = Shape(
    kind="comment",
    title="Comments",
    also=("Comment", "Informal comments"),
    columns=(
        RECEIVED,
        TEAM,
        SEND,
        Column("text", "Comment", read.free_text, False, ("Comment text", "Comment received")),
        Column("acknowledged_on", "Acknowledged", read.day, False, ("Date acknowledged",)),
        Column("sent_to_manager_on", "Sent to team manager", read.day, False, ("Sent to manager",)),
        Column("replied_on", "Reply sent", read.day, False, ("Replied", "Response sent")),
    ),
)

OMBUDSMAN = Shape(
    kind="ombudsman_case",
    title="Ombudsman",
    also=("Ombudsman cases", "LGSCO", "LGO"),
    columns=(
        RECEIVED,
        TEAM,
        SEND,
        Column("subject", "Subject", read.free_text, False, ("About",)),
        Column("decision", "Decision", read.short_label, False, ("Ombudsman decision", "Outcome")),
        Column("public_report", "Public report", read.yes_or_no, False, ("Public interest report",)),
    ),
)

LEARNING = Shape(
    kind="learning_action",
    title="Learning",
    also=("Learning actions", "Learning from complaints"),
    columns=(
        Column("learning_kind", "Learning", read.short_label, False, ("Type of learning", "Learning type")),
        Column("subject", "Complaint", read.label, False, ("Complaint about",)),
        Column("action", "Action", read.free_text, True, ("Actions", "Action taken")),
        Column("completed", "Completed", read.short_label, False, ("Status", "Done")),
        Column("year", "Year", read.financial_year),
    ),
)

CONTEXT = Shape(
    kind="context_figure",
    title="Context",
    also=("Context figures",),
    identity=("figure", "year"),
    columns=(
        Column("figure", "Figure", read.figure_id, True, ("Figure id",)),
        Column("measure", "Measure", read.free_text, False, ("Description",)),
        Column("year", "Year", read.financial_year, True, ("Financial year",)),
        Column("value", "Value", read.number, True, ("Number",)),
    ),
)

SHAPES = (COMPLAINTS, COMPLIMENTS, COMMENTS, OMBUDSMAN, LEARNING, CONTEXT)
