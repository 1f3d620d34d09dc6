"""Turning long lists into pages by key: the next page begins after the last row of this one, however deep it lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
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
        read: Any = value
        if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
            return Q()
        if self.column.endswith("_on"):
            try:
                read = date.fromisoformat(value)
            except ValueError:
                return Q()
        how = "lt" if self.descending != backwards else "gt"
        return Q(**{f"{self.column}__{how}": read}) | Q(**{self.column: read, f"pk__{how}": int(pk)})

    def key(self, row: Any) -> str:
        value = getattr(row, self.column)
        return f"{value.isoformat() if isinstance(value, date) else value}~{row.pk}"


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
    """
    backwards = bool(before) and not after
    edge = order.beyond(before if backwards else after, backwards) if (after or before) else Q()
    wanted = found.filter(edge).order_by(*order.by(backwards))[: size + 1]
    got = list(rows(wanted))
    more, got = len(got) > size, got[:size]
    if backwards:
        got.reverse()
    first, last = (order.key(got[0]), order.key(got[-1])) if got else ("", "")
    earlier, later = (more, True) if backwards else (bool(after) and bool(edge), more)
    return Page(got, found.count(), first if earlier else "", last if later else "")
