"""What a measure is, and the portable SQL that it stands for.

The SQL keeps to COUNT, SUM(CASE …), GROUP BY and plain comparisons, so that the same text runs on DuckDB, PostgreSQL,
SQLite and Spark. One query gives a measure for all complaints, for each procedure and for SEND at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from heard.law.years import FinancialYear

GROUPS = {
    "all": "1 = 1",
    "statutory": "procedure = 'statutory'",
    "corporate": "procedure = 'corporate'",
    "send": "send = 1",
}
"""The groups of complaints: `all` is statutory and corporate together, `send` a part of it."""

GROUP_NAMES = {"all": "All", "statutory": "Statutory", "corporate": "Corporate", "send": "SEND"}


def in_sentence(group: str) -> str:
    """Return the group's name as it stands within a sentence: statutory, SEND; nothing for a measure without groups."""
    name = GROUP_NAMES.get(group, "")
    return name if name.isupper() else name.lower()


@dataclass(frozen=True)
class Measure:
    """What one family of figures counts.

    `id` and `label` may hold {group}; a measure that counts `by` a column gives a figure for each value, its slug at the
    end of the id and {name} in the label. `where` picks the rows, `of` is the id of the figure that the count is a share
    of, `lists` the column that names what was counted. `distinct` counts the different values of a column instead of
    rows. Slugs in `always` have a figure even where it is 0.
    """

    id: str
    label: str
    definition: str
    table: str
    where: str = "1 = 1"
    by: str = ""
    of: str = ""
    lists: str = "reference"
    distinct: str = ""
    always: dict[str, str] = field(default_factory=dict)

    @property
    def grouped(self) -> bool:
        return "{group}" in self.id

    def groups(self) -> dict[str, str]:
        return GROUPS if self.grouped else {"": "1 = 1"}

    def _rows(self, year: FinancialYear) -> str:
        named = f" AND {self.by}_slug IS NOT NULL" if self.by else ""
        return f"FROM {self.table} WHERE financial_year = '{year}' AND {self.where}{named}"

    def count_sql(self, year: FinancialYear) -> str:
        """Return the query of the counts: one column a group, one row a value of `by` (slug and name first)."""
        if self.distinct:
            counted = [f"COUNT(DISTINCT CASE WHEN {test} THEN {self.distinct}_slug END)" for test in self._tests()]
        else:
            counted = [f"SUM(CASE WHEN {test} THEN 1 ELSE 0 END)" for test in self._tests()]
        if not self.by:
            return f"SELECT {', '.join(counted)} {self._rows(year)}"
        columns = ", ".join([f"{self.by}_slug", f"MIN({self.by})", *counted])
        return f"SELECT {columns} {self._rows(year)} GROUP BY {self.by}_slug"

    def list_sql(self, year: FinancialYear) -> str:
        """Return the query of what was counted: slug (or nothing), its reference, and 1 for each group it is in."""
        marks = ", ".join(f"MAX(CASE WHEN {test} THEN 1 ELSE 0 END)" for test in self._tests())
        slug, name = (f"{self.by}_slug", self.lists) if self.by else ("''", self.lists)
        if self.distinct:
            rows = f"{self._rows(year)} AND {self.distinct}_slug IS NOT NULL"
            return f"SELECT '', MIN({self.distinct}), {marks} {rows} GROUP BY {self.distinct}_slug ORDER BY 2"
        keys = f"{slug}, {name}" if self.by else name
        return f"SELECT {slug}, {name}, {marks} {self._rows(year)} GROUP BY {keys} ORDER BY 1, 2"

    def _tests(self) -> list[str]:
        return list(self.groups().values())
