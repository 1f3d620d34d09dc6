"""Which years are frozen."""

from __future__ import annotations

from heard.access.policy import Actor, require
from heard.law.years import FinancialYear
from heard.record.models import FrozenYear


def frozen(year: FinancialYear, *, by: Actor) -> FrozenYear | None:
    """Return the frozen year, None while it is not. Raises NotAllowedError."""
    require(by, "register", "report")
    return FrozenYear.objects.filter(year=str(year)).first()


def all_frozen(*, by: Actor) -> list[FrozenYear]:
    """Return every frozen year, oldest first. Raises NotAllowedError."""
    require(by, "register", "verify")
    return list(FrozenYear.objects.order_by("year"))
