"""What a complaint that is taken in consists of: its people, its points and its stage 1."""

from __future__ import annotations

from collections.abc import Sequence

from heard.law.words import FINDING_NOT_RECORDED
from heard.record.actions import checks
from heard.record.models import Category, Complaint, Element, Party, Stage

Points = Sequence[tuple[Category, str]]


def parties(complainant: str, name: str, child: str) -> list[tuple[str, str, str]]:
    """Return (capacity, description, name) of each person in the complaint."""
    who = checks.text(complainant, 100, "who made the complaint", needed=True)
    found = [("complainant", who, checks.text(name, 200, "the complainant's name"))]
    child = checks.text(child, 200, "the child's name")
    return [*found, ("child", "", child)] if child else found


def open_with(complaint: Complaint, points: Points, people: list[tuple[str, str, str]]) -> None:
    """Write who is in a complaint, its points and its stage 1. `complaints.receive` asked."""
    for capacity, description, name in people:
        Party.objects.create(complaint=complaint, capacity=capacity, description=description, name=name)
    for number, (category, text) in enumerate(points, 1):
        Element.objects.create(
            complaint=complaint,
            number=number,
            category=category,
            route=complaint.procedure,
            text=text,
            finding=FINDING_NOT_RECORDED,
        )
    Stage.objects.create(complaint=complaint, number=1)
