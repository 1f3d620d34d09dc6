"""Invented registers: six sheets shaped like a council's, the same for the same seed, as plain Python values."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.workbooks import Line, Page

Row = dict[str, Any]

HEADERS = {
    "Complaints": (
        "Reference",
        "Date received",
        "How received",
        "Complainant",
        "District",
        "Service area",
        "Procedure",
        "SEND",
        "Issues",
        "Stage 1 due",
        "Stage 1 response sent or closed",
        "Stage 1 outcome",
        "Reason for delay",
        "Stage 2 requested",
        "Stage 2 response sent",
        "Stage 2 outcome",
        "Stage 3 requested",
        "Panel held",
        "Stage 3 outcome",
        "Advocate offered",
    ),
    "Compliments": ("Date received", "Service area", "SEND", "From", "Compliment"),
    "Comments": (
        "Date received",
        "Service area",
        "SEND",
        "Comment",
        "Acknowledged",
        "Sent to team manager",
        "Reply sent",
    ),
    "Ombudsman": ("Date received", "Service area", "SEND", "Subject", "Decision"),
    "Learning": ("Learning", "Complaint", "Action", "Completed"),
    "Context": ("Figure", "Measure", "Year", "Value"),
}

TEAMS = ("Rainbow Team 1", "Rainbow Team 2", "Marmalade House", "Owls (16plus)", "Teapot Duty Desk", "SEN Lanterns")
ISSUES = ("Delay/Service", "Tone of a letter", "Decision", "Contact arrangements", "Inaccurate report", "Transport")
DISTRICTS = ("North Fable", "South Fable", "Isle of Muffin")
COMPLAINANTS = (
    "Parent",
    "Grandparent",
    "Young person",
    "Child",
    "Care leaver",
    "Foster carer",
    "Advocate",
    "Neighbour",
)
CHANNELS = ("Email", "Web form", "Telephone", "Letter", "Carrier pigeon")
REASONS = ("Staff absence", "Complex case", "Court hearings", "Flooded office")
USUAL_OUTCOMES = ("Upheld", "Partially upheld", "Not upheld")
RARE_OUTCOMES = ("Inconclusive", "Resolved", "Not pursued", "Out of scope")
DECISIONS = ("Upheld", "Not upheld", "Ongoing", "Closed after initial enquiries")
ENGLISH = ("Thank you for the kind words.", "The letter was clear; the wait was not.", "Please ring first.")


@dataclass(frozen=True)
class Register:
    """A register of one financial year that begins on 1 April of `start`: sheet → rows of header → value or ""."""

    start: int
    sheets: dict[str, list[Row]]

    def pages(self) -> list[Page]:
        """Return the register as a council would have saved it: one page a sheet, the headers in the first row."""
        return [
            Page(
                name,
                name,
                [Line(list(headers)), *(Line([row[title] for title in headers], row) for row in self.sheets[name])],
            )
            for name, headers in HEADERS.items()
        ]


def make_register(seed: int) -> Register:
    """Make a register of 5 to 60 complaints; which columns a council uses differs from seed to seed."""
    dice = random.Random(seed)
    start = dice.choice((2018, 2020, 2021, 2022, 2023))
    uses = {name: dice.random() < 0.7 for name in ("districts", "send", "advocates", "due")}
    later = dice.choice((0.0, 0.15, 0.4))
    count = dice.randint(5, 60)
    complaints = [_complaint(dice, start, number, uses, later) for number in range(1, count + 1)]
    if dice.random() < 0.2:  # some of its complaints came in the year before or after
        for row in complaints[: count // 6]:
            _move(row, dice.choice((-365, 365)))
    sheets = {
        "Complaints": complaints,
        "Compliments": [_compliment(dice, start, uses) for _ in range(dice.randint(1, 20))],
        "Comments": [_comment(dice, start, uses) for _ in range(dice.randint(1, 8))],
        "Ombudsman": [_ombudsman(dice, start, uses) for _ in range(dice.randint(1, 6))],
        "Learning": [_learning(dice, number) for number in range(1, dice.randint(2, 5))],
        "Context": _context(dice, start),
    }
    return Register(start, sheets)


def _day(dice: random.Random, start: int) -> date:
    return date(start, 4, 1) + timedelta(days=dice.randrange(365))


def _yes_no(dice: random.Random, used: bool, chance: float = 0.3) -> str:
    if not used or dice.random() < 0.1:
        return ""
    return "Yes" if dice.random() < chance else "No"


def _complaint(dice: random.Random, start: int, number: int, uses: dict[str, bool], later: float) -> Row:
    row = dict.fromkeys(HEADERS["Complaints"], "")
    received = _day(dice, start)
    row |= {
        "Reference": f"FBL-{start % 100}-{number:04}",
        "Date received": received,
        "How received": dice.choice((*CHANNELS, "")),
        "Complainant": dice.choice((*COMPLAINANTS, "")),
        "District": dice.choice((*DISTRICTS, "")) if uses["districts"] else "",
        "Service area": dice.choice((*TEAMS, "")),
        "Procedure": dice.choice(("Statutory", "Corporate")),
        "SEND": _yes_no(dice, uses["send"]),
        "Issues": "; ".join(dice.sample(ISSUES, dice.choice((0, 1, 1, 1, 2, 3)))),
        "Stage 1 due": received + timedelta(days=14) if uses["due"] else "",
        "Advocate offered": _yes_no(dice, uses["advocates"]),
    }
    if dice.random() < 0.12:
        return row  # still open
    days = dice.choice((0, 3, 9, 12, 13, 14, 15, 16, 20, 26, 27, 28, 29, 30, 31, 45, 80))
    row["Stage 1 response sent or closed"] = closed = received + timedelta(days=days)
    row["Stage 1 outcome"] = dice.choice((*USUAL_OUTCOMES * 3, "Withdrawn", dice.choice(RARE_OUTCOMES)))
    if days > 28:
        row["Reason for delay"] = dice.choice((*REASONS, ""))
    if row["Stage 1 outcome"] != "Withdrawn" and dice.random() < later:
        _later_stages(dice, row, closed)
    return row


def _later_stages(dice: random.Random, row: Row, closed: date) -> None:
    row["Stage 2 requested"] = asked = closed + timedelta(days=dice.randint(0, 28))
    if dice.random() < 0.3:
        return
    row["Stage 2 response sent"] = answered = asked + timedelta(days=dice.randint(5, 90))
    row["Stage 2 outcome"] = dice.choice(USUAL_OUTCOMES)
    if dice.random() < 0.5:
        row["Stage 3 requested"] = answered + timedelta(days=dice.randint(0, 20))
        row["Panel held"] = row["Stage 3 requested"] + timedelta(days=dice.randint(5, 40))
        row["Stage 3 outcome"] = dice.choice(USUAL_OUTCOMES)


def _move(row: Row, days: int) -> None:
    """Move a complaint with everything that happened in it."""
    row |= {title: value + timedelta(days=days) for title, value in row.items() if isinstance(value, date)}


def _compliment(dice: random.Random, start: int, uses: dict[str, bool]) -> Row:
    return {
        "Date received": _day(dice, start),
        "Service area": dice.choice((*TEAMS, "")),
        "SEND": _yes_no(dice, uses["send"]),
        "From": dice.choice(("Parent", "Colleague", "")),
        "Compliment": dice.choice((*ENGLISH, "")),
    }


def _comment(dice: random.Random, start: int, uses: dict[str, bool]) -> Row:
    received = _day(dice, start)
    steps = [received + timedelta(days=days) for days in sorted(dice.sample(range(30), 3))]
    known = dice.choice((0, 1, 2, 3, 3))
    return {
        "Date received": received,
        "Service area": dice.choice(TEAMS),
        "SEND": _yes_no(dice, uses["send"]),
        "Comment": dice.choice(ENGLISH),
        "Acknowledged": steps[0] if known > 0 else "",
        "Sent to team manager": steps[1] if known > 1 else "",
        "Reply sent": steps[2] if known > 2 else "",
    }


def _ombudsman(dice: random.Random, start: int, uses: dict[str, bool]) -> Row:
    return {
        "Date received": _day(dice, start),
        "Service area": dice.choice(TEAMS),
        "SEND": _yes_no(dice, uses["send"]),
        "Subject": dice.choice(("Delay", "Assessment", "")),
        "Decision": dice.choice(DECISIONS),
    }


def _learning(dice: random.Random, number: int) -> Row:
    return {
        "Learning": dice.choice(("Training", "Practice", "")),
        "Complaint": dice.choice(ISSUES),
        "Action": f"Change number {number} to how letters are written",
        "Completed": dice.choice(("Yes", "Ongoing", "")),
    }


def _context(dice: random.Random, start: int) -> list[Row]:
    known = [
        ("contacts", start),
        ("contacts", start - 1),
        ("statutory.received", start - 1),
        ("compliments", start - 2),
    ]
    return [
        {
            "Figure": figure,
            "Measure": f"What an earlier report said of {figure}",
            "Year": f"{year}/{(year + 1) % 100:02}",
            "Value": dice.randint(1, 30_000),
        }
        for figure, year in known[: dice.randint(1, len(known))]
    ]
