"""The words that a report may use: compliments, and learning actions. Kept out of every extract."""

from __future__ import annotations

from collections.abc import Sequence

from heard.access.policy import Actor, require
from heard.record.models import Compliment, LearningAction

BATCH = 500


def compliments(references: Sequence[str], *, by: Actor) -> dict[str, str]:
    """Return reference → words, for those compliments that have any. Raises NotAllowedError."""
    require(by, "register", "report")
    found: dict[str, str] = {}
    for start in range(0, len(references), BATCH):
        rows = Compliment.objects.filter(reference__in=references[start : start + BATCH]).exclude(text="")
        found |= dict(rows.values_list("reference", "text"))
    return found


def learning(references: Sequence[str], *, by: Actor) -> list[tuple[str, str, str, str]]:
    """Return (kind, subject, action, completed) of each of these learning actions. Raises NotAllowedError."""
    require(by, "register", "report")
    found: list[tuple[str, str, str, str]] = []
    for start in range(0, len(references), BATCH):
        rows = LearningAction.objects.filter(reference__in=references[start : start + BATCH]).order_by("reference")
        found += rows.values_list("kind", "subject", "action", "completed")
    return found
