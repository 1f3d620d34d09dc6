"""The triage table as it ships (rules.toml), and what its rows may say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ROUTES = {
    "statutory": "Statutory procedure",
    "corporate": "Corporate procedure",
    "tribunal": "Appeal to a tribunal",
    "not_acceptable": "Not to be taken on, or not yet",
    "court": "For a court",
    "other": "Another way",
}
"""Where a point can go → how a person reads it; the first that any part of a point has is the one that leads."""

OTHER_ROUTES = {
    "anonymous": "record it without stages",
    "attach": "add it to the complaint that is open",
    "childrens-home": "the children's home",
    "comment": "a comment",
    "compliment": "a compliment",
    "conference": "the procedure for child protection meetings",
    "data-protection": "a data protection complaint",
    "foi": "a freedom of information request",
    "insurance": "insurers or lawyers",
    "irm": "the Independent Review Mechanism",
    "member-enquiry": "an enquiry by an MP or a councillor",
    "monitoring-officer": "the Monitoring Officer",
    "nhs": "the NHS",
    "other-authority": "another council",
    "police": "the police",
    "school": "the school",
    "school-appeal": "a school appeal panel",
    "service-request": "a request for a service",
    "signpost": "whoever can help",
    "subject-access": "a subject access request",
    "whistleblowing": "whistleblowing or escalation",
}

FAILED_TESTS = {
    "complaint": "It is not a complaint.",
    "ours": "It is not about this council.",
    "new": "The same complaint was or is being looked at.",
    "known": "Nobody knows who complains.",
    "person": "The person is not one who may use the statutory procedure.",
    "child": "The child is not one whom the statutory procedure covers.",
    "subject": "The matter is not one that the statutory procedure covers.",
    "authority": "The person they speak for has not agreed.",
    "time": "It came too late.",
    "proceedings": "Looking at it now would harm other proceedings.",
}
"""The test of the statutory procedure that a point failed → how the annual report's table says it."""


@dataclass(frozen=True)
class Row:
    """One row: its number, what must hold, and what it says. A flag has `do` and no route.

    A row that is `undecided` says where a point probably goes while a question of law about it is open.
    """

    id: str
    when: Mapping[str, tuple[str, ...]]
    reason: str
    source: str
    route: str = ""
    send: bool = False
    failed: str = ""
    other_route: str = ""
    undecided: bool = False
    do: str = ""


@dataclass(frozen=True)
class Table:
    """The rows asked of a whole point, those asked of each part, and the flags that run beside them."""

    gates: tuple[Row, ...]
    rows: tuple[Row, ...]
    flags: tuple[Row, ...]


@cache
def table() -> Table:
    """Return the triage table that ships with Heard."""
    written = tomllib.loads(files("heard.law.triage").joinpath("rules.toml").read_text("utf-8"))
    return Table(*(tuple(_row(one) for one in written[kind]) for kind in ("gate", "row", "flag")))


def _row(written: dict[str, Any]) -> Row:
    when = {name: tuple(answers) for name, answers in written.pop("when").items()}
    return Row(when=when, **written)
