"""The words that a report may use: compliments, and learning actions. Kept out of every extract."""

from __future__ import annotations

from collections.abc import Sequence

from heard.access.policy import Actor, require
from heard.law.years import FinancialYear
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


def learning(year: FinancialYear, *, by: Actor) -> list[tuple[str, str, str, str]]:
    """Return (kind, subject, action, completed) of each learning action of the year. Raises NotAllowedError."""
    require(by, "register", "report")
    rows = LearningAction.objects.filter(year=str(year)).order_by("reference")
    return list(rows.values_list("kind", "subject", "action", "completed"))
