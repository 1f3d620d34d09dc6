"""Freezing a year: from then on its report's figures do not move."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor, require
from heard.law.years import FinancialYear
from heard.record.actions import history
from heard.record.models import FrozenYear
from heard.record.queries.years import frozen_before


def freeze(year: FinancialYear, *, cut_off: date, folder: str, digest: str, by: Actor, at: datetime) -> FrozenYear:
    """Note that the year's tables lie in `folder` and hash to `digest`.

    Raises NotAllowedError, or ValueError where the year is frozen already: a frozen year is never frozen again.
    """
    require(by, "register", "extract")
    with transaction.atomic():
        history.lock()
        if FrozenYear.objects.filter(year=str(year)).exists() or frozen_before(year):
            raise ValueError(f"{year} is frozen already.")
        frozen = FrozenYear.objects.create(year=str(year), cut_off=cut_off, frozen_at=at, folder=folder, digest=digest)
        details = {"cut_off": cut_off.isoformat(), "digest": digest}
        history.append([history.Entry("year.frozen", "year", str(year), details)], by=by, at=at)
    return frozen
