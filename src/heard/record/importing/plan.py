"""The plan of an import: set each row against the register and say what would be new, unchanged, changed or refused.

`rows = imported + unchanged + rejected` on every sheet. A row whose reference is known with other values is a change:
it is shown, and counted as rejected unless changes are accepted.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from heard.access.policy import Actor
from heard.law.calendars import local_day
from heard.law.words import OUTCOMES, PROCEDURES
from heard.law.years import FinancialYear
from heard.record.importing.checks import said
from heard.record.importing.mapping import Mapping
from heard.record.importing.names import LISTS, new_names
from heard.record.importing.problems import CannotImportError, Effect, Problem, Remark, shorten
from heard.record.importing.reading import Row, Sheet, read_sheet
from heard.record.importing.shapes import SHAPES, Column, Shape
from heard.record.importing.values import listed, outcome, procedure
from heard.record.importing.workbook import RawWorkbook, read_workbook
from heard.record.queries import imported

NEVER_KEPT = {"stage_1_due"}
"""Read only to be compared: a deadline is worked out, never stored."""


@dataclass(frozen=True)
class PlannedRow:
    """A row that will enter the register, or change what is there; `before` are the values it had.

    `text` is its values in one canonical form: it is hashed, kept, and goes into the history as it is.
    """

    number: int
    key: str
    digest: str
    text: str
    values: dict[str, Any]
    before: dict[str, Any] | None = None


@dataclass
class PlannedSheet:
    """A sheet and what would become of its rows.

    `changed` are those that the register has with other values: imported where changes are accepted, else rejected.
    `unknown` says that it is no sheet of a register at all.
    """

    name: str
    shape: Shape | None
    rows: int = 0
    unchanged: int = 0
    rejected: int = 0
    changed: int = 0
    planned: list[PlannedRow] = field(default_factory=list)
    unknown: bool = False

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "imported": len(self.planned),
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }


@dataclass
class Plan:
    """Everything an import would do. `new` are the names that would be added to the council's own lists."""

    workbook: str
    digest: str
    sheets: list[PlannedSheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new: dict[str, list[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "sheets": {sheet.name: sheet.counts() for sheet in self.sheets},
            "problems": [problem.as_dict() for problem in self.problems],
            "new": {name: self.new.get(name, []) for name in sorted(LISTS.values())},
        }

    def total(self, count: str) -> int:
        return sum(sheet.counts()[count] for sheet in self.sheets)

    @property
    def changed(self) -> int:
        return sum(sheet.changed for sheet in self.sheets)


Progress = Callable[[str], None]


def read_and_plan(
    path: Path,
    mapping: Mapping,
    at: datetime,
    *,
    by: Actor,
    accept_changes: bool = False,
    name: str = "",
    progress: Progress = lambda text: None,
) -> Plan:
    """Read the workbook at `path`, which people call `name`, and plan its import. Raises CannotImportError, NotAllowedError."""
    workbook = read_workbook(path, settings.HEARD_IMPORT_MAX_ROWS, progress, name=name)
    return make_plan(workbook, mapping, at, by=by, accept_changes=accept_changes, progress=progress)


def make_plan(
    workbook: RawWorkbook,
    mapping: Mapping,
    at: datetime,
    *,
    by: Actor,
    accept_changes: bool = False,
    progress: Progress = lambda text: None,
) -> Plan:
    """Work out what importing this workbook at this moment would do.

    Raises CannotImportError where no sheet is known, NotAllowedError.
    """
    today = local_day(at)
    sheets = [read_sheet(raw, mapping, today, workbook.from_1904) for raw in workbook.sheets]
    if not any(sheet.shape for sheet in sheets):
        raise CannotImportError(_no_sheet(workbook, sheets))
    plan, year = Plan(workbook.name, workbook.digest), _year_of(sheets)
    for sheet in sheets:
        if sheet.shape is None:
            plan.sheets.append(PlannedSheet(sheet.name, None, sheet.count, rejected=sheet.count, unknown=sheet.unknown))
    for shape in SHAPES:
        same_kind = [sheet for sheet in sheets if sheet.shape is shape]
        if same_kind:
            progress(f"Checking {sum(sheet.count for sheet in same_kind):,} rows of {shape.title}")
            placing = Placing(shape, accept_changes, year, by)
            placed = [placing.place(sheet, plan.problems) for sheet in same_kind]
            plan.sheets += placed
            plan.problems += placing.gone(placed)
    plan.problems += [Problem.at(sheet.name, number, remark) for sheet in sheets for number, remark in sheet.remarks]
    rows = ((sheet.name, sheet.shape, row) for sheet in plan.sheets if sheet.shape for row in sheet.planned)
    plan.new, remarks = new_names(rows, imported.known_names(by=by))
    order = [sheet.name for sheet in workbook.sheets]
    plan.sheets.sort(key=lambda sheet: order.index(sheet.name))
    plan.problems = sorted(plan.problems + remarks, key=lambda p: (order.index(p.sheet), p.row or 0))
    return plan


def _no_sheet(workbook: RawWorkbook, sheets: list[Sheet]) -> str:
    known = ", ".join(shape.title for shape in SHAPES)
    why = next((remark.problem for sheet in sheets for _, remark in sheet.remarks), "")
    return (
        f"“{workbook.name}” has no sheet that Heard knows. Name the sheets {known}, each with its headers, "
        f"or use a mapping file. {why}".strip()
    )


def _year_of(sheets: list[Sheet]) -> str:
    """Return the year that most of the workbook's complaints fall in: its learning actions belong to that report."""
    received = [
        row.values["received_on"]
        for sheet in sheets
        for row in sheet.rows
        if sheet.shape and sheet.shape.kind == "complaint" and not row.rejected
    ]
    years = Counter(str(FinancialYear.of(day)) for day in received)
    return min(years, key=lambda year: (-years[year], year)) if years else ""


class Placing:
    """Sets the rows of one kind of sheet against the register, and against each other: their keys must not clash."""

    def __init__(self, shape: Shape, accept_changes: bool, year: str, by: Actor) -> None:
        self.shape, self.accept_changes, self.year = shape, accept_changes, year
        self.known = imported.rows_of(shape.kind, by=by)
        self.taken = imported.complaint_references(by=by) if shape.kind == "complaint" else set()
        self.closed = imported.closed_references(by=by) if shape.kind == "complaint" else set()
        self.seen: dict[str, tuple[str, int]] = {}
        self.twins: Counter[str] = Counter()

    def place(self, sheet: Sheet, problems: list[Problem]) -> PlannedSheet:
        """Return what would become of every row of the sheet; what there is to say goes to `problems`."""
        planned = PlannedSheet(sheet.name, self.shape, sheet.count)
        for row in sheet.rows:
            remarks = row.remarks if row.rejected else [*row.remarks, *self._row(row, sheet.name, planned)]
            planned.rejected += any(remark.effect == "rejected" for remark in remarks)
            problems += [Problem.at(sheet.name, row.number, remark) for remark in remarks]
        return planned

    def _row(self, row: Row, sheet: str, planned: PlannedSheet) -> list[Remark]:
        """Put a sound row where it belongs: planned, unchanged, or refused with the remarks that are returned."""
        values = {key: value for key, value in row.values.items() if key not in NEVER_KEPT}
        text = canonical(values)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if self.shape.identity:
            return self._with_identity(
                PlannedRow(row.number, identity_of(self.shape, values), digest, text, values), sheet, planned
            )
        self.twins[digest] += 1
        key = f"{digest}:{self.twins[digest]}"
        if key in self.known:
            planned.unchanged += 1
            return []
        if self.shape.kind == "learning_action" and not values.get("year"):
            if not self.year:
                problem = "It is not clear which year's report this belongs to."
                return [Remark("Year", "", problem, "Add a column “Year”.")]
            values["year"] = self.year  # not a part of the key: the same row is the same in a later year's workbook
        planned.planned.append(PlannedRow(row.number, key, digest, text, values))
        return []

    def _with_identity(self, row: PlannedRow, sheet: str, planned: PlannedSheet) -> list[Remark]:
        if row.key in self.seen:
            return [_twice(self.shape, row.values, *self.seen[row.key])]
        self.seen[row.key] = (sheet, row.number)
        if self.closed and row.values["reference"].casefold() in self.closed:
            return [_not_changed(row)]
        if row.key not in self.known:
            if row.key in self.taken:
                return [_not_changed(row)]
            planned.planned.append(row)
            return []
        digest, before, _ = self.known[row.key]
        if digest == row.digest:
            planned.unchanged += 1
            return []
        planned.changed += 1
        if self.accept_changes:
            planned.planned.append(replace(row, before=before or {}))
        return list(_changes(self.shape, before or {}, row.values, self.accept_changes))

    def gone(self, sheets: list[PlannedSheet]) -> list[Problem]:
        """Where a row without a reference was edited, it comes in as new beside its old self: say so.

        To be asked once every sheet of the kind is placed: a row may have moved to another of them.
        """
        new = [(sheet.name, row) for sheet in sheets for row in sheet.planned]
        if self.shape.identity or not new:
            return []
        years = {_report_year(row.values) for _, row in new}
        gone = [
            record
            for key, (_, _, record) in self.known.items()
            if int(key.rpartition(":")[2]) > self.twins[key.rpartition(":")[0]] and record.split("-")[1] in years
        ]
        if not gone:
            return []
        named = ", ".join(sorted(gone)[:5]) + (f" and {len(gone) - 5} more" if len(gone) > 5 else "")
        are_new = "1 row is new" if len(new) == 1 else f"{len(new)} rows are new"
        problem = f"{are_new}, and rows imported before are not in this file: {named}."
        fix = "If a row was corrected, it is in the register twice: take the old one out with “heard remove REFERENCE”."
        return [Problem.at(new[0][0], None, Remark("", "", problem, fix, "imported"))]


def _report_year(values: dict[str, Any]) -> str:
    """Return the first year of the financial year that a row without a reference counts in, as its reference has it."""
    return str(values["year"][:4] if "year" in values else FinancialYear.of(values["received_on"]).start)


def identity_of(shape: Shape, values: dict[str, Any]) -> str:
    """Return the key of a row that names itself; a long one is hashed so that it fits."""
    key = " ".join(str(values[name]) for name in shape.identity).casefold()
    return key if len(key) <= 80 else hashlib.sha256(key.encode()).hexdigest()


def canonical(values: dict[str, Any]) -> str:
    """Return a row's values as JSON: the same text for the same values in whatever order or format they came."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)


def _not_changed(row: PlannedRow) -> Remark:
    """Refuse a row about a complaint that was typed in, or that the importer may not know of: nobody is told which."""
    problem = "A complaint with this reference is in the register already, and an import cannot change it."
    fix = "If the reference is right, ask the complaints manager. If not, correct it."
    return Remark("Reference", row.values["reference"], problem, fix)


def _twice(shape: Shape, values: dict[str, Any], sheet: str, number: int) -> Remark:
    keys = [shape.title_of(key) for key in shape.identity]
    value = " ".join(str(values[key]) for key in shape.identity)
    problem = f"The same {listed(keys)} is on row {number} of “{sheet}”, which was read first."
    return Remark(keys[0], value, problem, "Give this row its own, or delete it if it is a copy.")


def _changes(shape: Shape, before: dict[str, Any], values: dict[str, Any], accepted: bool) -> Iterator[Remark]:
    now = json.loads(json.dumps(values, default=str))
    effect: Effect = "imported" if accepted else "rejected"
    fix = "The register was left as it is. Accept changed rows (--accept-changes) to take the file's."
    if accepted:
        fix = "The file's value is taken; the history keeps the old one."
    for column in shape.columns:
        old, new = before.get(column.key), now.get(column.key)
        if old != new:
            was = "nothing" if old is None else f"“{_typed(column, old)}”"
            shown = "" if new is None else _typed(column, new)
            yield Remark(column.title, shown, f"The register has {was} here.", fix, effect)


def _typed(column: Column, kept: Any) -> str:
    """Return a value as it is kept in the way that people type it: a day, a word of a closed list."""
    if column.is_date:
        kept = date.fromisoformat(kept)
    elif column.read in (outcome, procedure):
        kept = {**OUTCOMES, **PROCEDURES}[kept]
    return shorten(said(kept))
