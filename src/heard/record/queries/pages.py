"""Turning long lists into pages by key: the next page begins after the last row of this one, however deep it lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

SIZE = 50
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, how many there are in all, and the keys of the pages on either side ("" for none)."""

    rows: Sequence[Row]
    total: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Order:
    """An order of a list: by one column, then by the row's number so that no two rows are level."""

    title: str
    column: str
    descending: bool = False

    def by(self, backwards: bool = False) -> tuple[str, str]:
        sign = "-" if self.descending != backwards else ""
        return f"{sign}{self.column}", f"{sign}pk"

    def beyond(self, key: str, backwards: bool = False) -> Q:
        """Return the condition of lying beyond the row with this key. A key that cannot be read is passed over."""
        value, _, pk = key.rpartition("~")
        try:
            read, number = self._read(value), _number(pk)
        except ValueError:
            return Q()
        how = "lt" if self.descending != backwards else "gt"
        return Q(**{f"{self.column}__{how}": read}) | Q(**{self.column: read, f"pk__{how}": number})

    def _read(self, value: str) -> Any:
        """Return the column's value out of a key. Raises ValueError for what the column cannot hold."""
        if self.column.endswith("_on"):
            return date.fromisoformat(value)
        if self.column.endswith("_at"):
            return _moment(value)
        if self.column == "sequence":
            return _number(value)
        if "\0" in value:
            raise ValueError("No text of the register holds this.")
        return value

    def key(self, row: Any) -> str:
        value = getattr(row, self.column)
        return f"{value.isoformat() if isinstance(value, date) else value}~{row.pk}"


def row_number(typed: str) -> int | None:
    """Return the number of a row as it stands in an address, None for what cannot be one."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else None


def _moment(typed: str) -> datetime:
    at = datetime.fromisoformat(typed)
    if at.utcoffset() is None or not 1900 < at.year < 9000:
        raise ValueError("The register has no such moment.")
    return at


def _number(typed: str) -> int:
    number = row_number(typed)
    if number is None:
        raise ValueError("This is not the number of a row.")
    return number


def page(
    found: QuerySet[Any],
    order: Order,
    *,
    after: str = "",
    before: str = "",
    size: int = SIZE,
    rows: Callable[[QuerySet[Any]], Sequence[Any]] = list,
) -> Page[Any]:
    """Return one page of a list, with one query for the count and those that `rows` makes for the rows themselves.

    `after` and `before` are keys of an earlier page. Rows of whatever `rows` returns have the order's column and `pk`.
    Where a key cannot be read, or nothing is left beyond it, this is the first page.
    """
    backwards = bool(before) and not after
    edge = order.beyond(before if backwards else after, backwards) if (after or before) else Q()
    backwards = backwards and bool(edge)
    wanted = found.filter(edge).order_by(*order.by(backwards))[: size + 1]
    got = list(rows(wanted))
    if edge and not got:
        return page(found, order, size=size, rows=rows)
    more, got = len(got) > size, got[:size]
    if backwards:
        got.reverse()
    first, last = (order.key(got[0]), order.key(got[-1])) if got else ("", "")
    earlier, later = (more, True) if backwards else (bool(after) and bool(edge), more)
    return Page(got, found.count(), first if earlier else "", last if later else "")
