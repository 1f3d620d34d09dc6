"""What is known of earlier years: from their own frozen tables, from published reports, from the register.

In order of trust: `frozen`, the year's own frozen tables; `published`, entered from a report that was published;
`register`, counted from the register as it stood when this year's tables were made. A `part` of a year, such as a few
complaints of last March in a register that begins in April, is never compared with.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from heard.law.years import FinancialYear

TRUST = ("frozen", "published", "register")
PART = "part"
WHOLE_YEAR = ("all.received", "statutory.received", "corporate.received")
"""Where a published number of these is not what the register counts, the register does not hold that whole year."""

KINDS = ("compliments", "comments", "ombudsman", "learning")


def kind_of(id: str) -> str:
    """Return which of KINDS a figure counts, empty for one of complaints: “send.ombudsman” is of “ombudsman”."""
    return next((part for part in id.split(".")[:2] if part in KINDS), "")


SUMS = {
    "stage_1.upheld_or_partially_upheld": ("stage_1.outcome.upheld", "stage_1.outcome.partially-upheld"),
}
"""A figure without its group → the figures that it is the sum of."""


@dataclass(frozen=True)
class Earlier:
    """A figure in an earlier year; `other` is a second source that disagrees with the first."""

    value: int
    source: str
    other: tuple[int, str] | None = None


@dataclass(frozen=True)
class Context:
    """Everything that is known of other years.

    `covered` are the years that the register holds as a whole, `in_part` those of which it holds only some cases.
    """

    known: dict[tuple[str, str], Earlier]
    covered: frozenset[str]
    in_part: frozenset[str] = frozenset()

    def value(self, id: str, year: FinancialYear) -> int | None:
        """Return a figure in an earlier year, None where it is not known.

        Sums may stand for it: both procedures for `all.…`, the parts for a figure of SUMS. In a year that the register
        holds as a whole, what was not counted was nothing.
        """
        known = self.known.get((id, str(year)))
        if known is not None:
            return known.value
        if id.endswith("contacts"):  # the register does not count them
            return None
        group, _, rest = id.partition(".")
        if rest in SUMS:
            return self._sum([f"{group}.{part}" for part in SUMS[rest]], year)
        if group == "all" and rest != "service_areas":  # one service area may be in both procedures
            return self._sum([f"{one}.{rest}" for one in ("statutory", "corporate")], year)
        kind = kind_of(id)
        if kind and (kind, str(year)) not in self.known:
            return None
        return 0 if str(year) in self.covered else None

    def _sum(self, ids: list[str], year: FinancialYear) -> int | None:
        parts = [self.value(id, year) for id in ids]
        return None if any(part is None for part in parts) else sum(part or 0 for part in parts)


def earlier_years(connection: duckdb.DuckDBPyConnection) -> Context:
    """Return what the frozen table `context` knows, the most trusted source first, with one that disagrees."""
    rows = connection.execute("SELECT figure, year, value, source FROM context").fetchall()
    sources: dict[tuple[str, str], dict[str, int]] = {}
    for figure, year, value, source in rows:
        sources.setdefault((figure, year), {})[source] = _whole(value)
    covered = _covered(sources)
    known = {}
    for (figure, year), values in sorted(sources.items()):
        if year not in covered and not (figure in WHOLE_YEAR and "published" in values):
            values = {source: value for source, value in values.items() if source != "register"}
        ranked = [(values[source], source) for source in TRUST if source in values]
        if ranked:
            other = next((pair for pair in ranked[1:] if pair[0] != ranked[0][0]), None)
            known[figure, year] = Earlier(*ranked[0], other=other)
    partly = {year for (_, year), values in sources.items() if {PART, "register"} & values.keys()}
    return Context(known, covered, frozenset(partly - covered))


def _covered(sources: dict[tuple[str, str], dict[str, int]]) -> frozenset[str]:
    counted = {year for (_, year), values in sources.items() if {"frozen", "register"} & values.keys()}
    in_part = {
        year
        for (figure, year), values in sources.items()
        if figure in WHOLE_YEAR
        and "frozen" not in values
        and values.get("published", values.get("register")) != values.get("register")
    }
    return frozenset(counted - in_part)


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value())
