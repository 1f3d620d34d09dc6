"""Noting that a year's report was counted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor, require
from heard.law.years import FinancialYear
from heard.record.actions import history


def note_counted(year: FinancialYear, *, digest: str, cut_off: date, draft: bool, by: Actor, at: datetime) -> None:
    """Append that the year was counted; `digest` is that of the edition's manifest. Raises NotAllowedError."""
    require(by, "report", "count")
    details = {"digest": digest, "cut_off": cut_off.isoformat(), "draft": draft}
    with transaction.atomic():
        history.append([history.Entry("report.counted", "report", str(year), details)], by=by, at=at)
