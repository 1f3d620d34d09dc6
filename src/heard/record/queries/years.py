"""Which years are frozen: the register's own row, held against the event that the history has of it."""

from __future__ import annotations

from heard.access.policy import Actor, require
from heard.law.years import FinancialYear
from heard.record.models import Event, FrozenYear


class FrozenYearChangedError(Exception):
    """What the register says of a frozen year is not what the history says."""


def frozen(year: FinancialYear, *, by: Actor) -> FrozenYear | None:
    """Return the frozen year, None while it is not. Raises NotAllowedError, FrozenYearChangedError."""
    require(by, "register", "report")
    row = FrozenYear.objects.filter(year=str(year)).first()
    fault = _fault(str(year), row, _events().get(str(year)))
    if fault:
        raise FrozenYearChangedError(fault)
    return row


def frozen_before(year: FinancialYear) -> bool:
    """Answer whether the history says that the year was frozen, whatever became of the register's row."""
    return str(year) in _events()


def all_frozen(*, by: Actor) -> tuple[list[FrozenYear], list[str]]:
    """Return every frozen year, oldest first, and what is wrong with the register's rows. Raises NotAllowedError."""
    require(by, "register", "verify")
    rows = {row.year: row for row in FrozenYear.objects.order_by("year")}
    events = _events()
    faults = [_fault(year, rows.get(year), events.get(year)) for year in sorted({*rows, *events})]
    return list(rows.values()), [fault for fault in faults if fault]


def _events() -> dict[str, dict[str, str]]:
    found = Event.objects.filter(kind="year", action="year.frozen").order_by("-sequence")
    return dict(found.values_list("reference", "details"))


def _fault(year: str, row: FrozenYear | None, event: dict[str, str] | None) -> str:
    said = event and (event["digest"], event["cut_off"])
    there = row and (row.digest, row.cut_off.isoformat())
    if said == there:
        return ""
    return f"What the register says of the frozen year {year} is not what the history says. Put the database back."
