"""The plan of an import: set each row against the register and say what would be new, unchanged, changed or refused.

`rows = imported + unchanged + rejected` on every sheet. A row whose reference is known with other values is a change:
it is shown, and counted as rejected unless changes are accepted.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from heard.law.words import slug
from heard.law.years import FinancialYear
from heard.record.importing.checks import said
from heard.record.importing.mapping import Mapping
from heard.record.importing.problems import CannotImportError, Problem, Remark, shorten
from heard.record.importing.reading import Row, Sheet, read_sheet
from heard.record.importing.shapes import SHAPES, Shape
from heard.record.importing.values import listed
from heard.record.importing.workbook import RawWorkbook
from heard.record.queries import imported

NEVER_KEPT = {"stage_1_due"}
"""Read only to be compared: a deadline is worked out, never stored."""

LISTS = {
    "team": "teams",
    "district": "districts",
    "issues": "categories",
    "complainant": "complainants",
    "channel": "channels",
    "delay_reason": "reasons_for_delay",
    "source": "compliments_from",
    "decision": "ombudsman_decisions",
}
"""The council's own lists: column → the name of the list in what an import reports."""


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
    name: str
    shape: Shape | None
    rows: int = 0
    unchanged: int = 0
    rejected: int = 0
    planned: list[PlannedRow] = field(default_factory=list)

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


def make_plan(
    workbook: RawWorkbook,
    mapping: Mapping,
    at: datetime,
    accept_changes: bool = False,
    progress: Callable[[str], None] = lambda text: None,
) -> Plan:
    """Work out what importing this workbook at this moment would do. Raises CannotImportError where no sheet is known."""
    today = at.astimezone(ZoneInfo("Europe/London")).date()
    sheets = [read_sheet(raw, mapping, today, workbook.from_1904) for raw in workbook.sheets]
    if not any(sheet.shape for sheet in sheets):
        known = ", ".join(shape.title for shape in SHAPES)
        why = next((remark.problem for sheet in sheets for _, remark in sheet.remarks), "")
        raise CannotImportError(
            f"“{workbook.name}” has no sheet that Heard knows. Name the sheets {known}, each with its headers, "
            f"or use a mapping file. {why}".strip()
        )
    plan = Plan(workbook.name, workbook.digest)
    for shape in (None, *SHAPES):
        same_kind = [sheet for sheet in sheets if sheet.shape is shape]
        progress(f"Checking {sum(s.count for s in same_kind):,} rows of {shape.title}" if shape and same_kind else "")
        plan.sheets += _plan_sheets(plan, shape, same_kind, accept_changes, _year_of(sheets))
    order = [sheet.name for sheet in workbook.sheets]
    plan.sheets.sort(key=lambda sheet: order.index(sheet.name))
    plan.new = _new_names(plan)
    plan.problems.sort(key=lambda problem: (order.index(problem.sheet), problem.row or 0))
    return plan


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


def _plan_sheets(
    plan: Plan, shape: Shape | None, sheets: list[Sheet], accept_changes: bool, year: str
) -> Iterator[PlannedSheet]:
    """Plan all sheets of one kind together: their keys must not clash."""
    known = imported.rows_of(shape.kind) if shape and sheets else {}
    taken = imported.references_of(shape.kind) if shape and shape.kind == "complaint" and sheets else set()
    seen: dict[str, tuple[str, int]] = {}
    twins: Counter[str] = Counter()
    for sheet in sheets:
        planned = PlannedSheet(sheet.name, shape, rows=sheet.count)
        plan.problems += [Problem.at(sheet.name, number, remark) for number, remark in sheet.remarks]
        if shape is None:
            planned.rejected = sheet.count
            yield planned
            continue
        for row in sheet.rows:
            remarks = list(row.remarks)
            if not row.rejected:
                remarks += _place(shape, row, planned, known, taken, seen, twins, accept_changes, year, sheet.name)
            planned.rejected += any(remark.effect == "rejected" for remark in remarks)
            plan.problems += [Problem.at(sheet.name, row.number, remark) for remark in remarks]
        plan.problems += _gone(sheet, shape, planned, known, twins)
        yield planned


def _place(
    shape: Shape,
    row: Row,
    planned: PlannedSheet,
    known: dict[str, tuple[str, dict[str, Any] | None]],
    taken: set[str],
    seen: dict[str, tuple[str, int]],
    twins: Counter[str],
    accept_changes: bool,
    year: str,
    sheet: str,
) -> list[Remark]:
    """Put a sound row where it belongs: planned, unchanged, or refused with the remarks that are returned."""
    values = {key: value for key, value in row.values.items() if key not in NEVER_KEPT}
    if shape.kind == "learning_action" and not values.get("year"):
        if not year:
            return [Remark("Year", "", "It is not clear which year's report this belongs to.", "Add a column “Year”.")]
        values["year"] = year
    text = canonical(values)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if not shape.identity:
        twins[digest] += 1
        key = f"{digest}:{twins[digest]}"
        if key in known:
            planned.unchanged += 1
        else:
            planned.planned.append(PlannedRow(row.number, key, digest, text, values))
        return []
    key = identity_of(shape, values)
    if key in seen:
        return [_twice(shape, values, *seen[key])]
    seen[key] = (sheet, row.number)
    if key in taken and key not in known:
        problem = "A complaint with this reference is in the register already, and not from a spreadsheet."
        return [
            Remark("Reference", values["reference"], problem, "Change it in the register, or correct the reference.")
        ]
    if key not in known:
        planned.planned.append(PlannedRow(row.number, key, digest, text, values))
        return []
    if known[key][0] == digest:
        planned.unchanged += 1
        return []
    before = known[key][1] or {}
    if accept_changes:
        planned.planned.append(PlannedRow(row.number, key, digest, text, values, before))
    return list(_changes(shape, before, values, accept_changes))


def identity_of(shape: Shape, values: dict[str, Any]) -> str:
    """Return the key of a row that names itself; a long one is hashed so that it fits."""
    key = " ".join(str(values[name]) for name in shape.identity).casefold()
    return key if len(key) <= 80 else hashlib.sha256(key.encode()).hexdigest()


def canonical(values: dict[str, Any]) -> str:
    """Return a row's values as JSON: the same text for the same values in whatever order or format they came."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)


def _twice(shape: Shape, values: dict[str, Any], sheet: str, number: int) -> Remark:
    keys = [shape.title_of(key) for key in shape.identity]
    value = " ".join(str(values[key]) for key in shape.identity)
    problem = f"The same {listed(keys)} is on row {number} of “{sheet}”, which was read first."
    return Remark(keys[0], value, problem, "Give this row its own, or delete it if it is a copy.")


def _changes(shape: Shape, before: dict[str, Any], values: dict[str, Any], accepted: bool) -> Iterator[Remark]:
    now = json.loads(json.dumps(values, default=str))
    for column in shape.columns:
        old, new = before.get(column.key), now.get(column.key)
        if old == new:
            continue
        was = f"“{shorten(said(old))}”" if old is not None else "blank"
        if accepted:
            fix, effect = "Nothing to do: the register was changed, and its history keeps the old value.", "imported"
        else:
            fix, effect = "The register was left as it is. Import with --accept-changes to take the file's.", "rejected"
        shown = "" if values.get(column.key) is None else shorten(said(values[column.key]))
        yield Remark(column.title, shown, f"The register has {was} here.", fix, effect)  # type: ignore[arg-type]


def _gone(
    sheet: Sheet, shape: Shape, planned: PlannedSheet, known: dict[str, Any], twins: Counter[str]
) -> list[Problem]:
    """Where a row without a reference was edited, it comes in as new beside its old self: say so."""
    if shape.identity or not planned.unchanged or not planned.planned:
        return []
    gone = sum(1 for key in known if int(key.rpartition(":")[2]) > twins[key.rpartition(":")[0]])
    if not gone:
        return []
    problem = f"{gone} of the rows that were imported before are not in this file, and {len(planned.planned)} are new."
    fix = "If a row was corrected, it is now in the register twice: remove the old one."
    return [Problem.at(sheet.name, None, Remark("", "", problem, fix, "imported"))]


def _new_names(plan: Plan) -> dict[str, list[str]]:
    """List the names that the register does not hold yet, and remark on one that looks like a slip for a known one."""
    known = imported.known_names()
    new: dict[str, dict[str, str]] = {}
    for sheet in plan.sheets:
        for row in sheet.planned:
            for key, name in LISTS.items():
                value = row.values.get(key)
                if value is None:
                    continue
                for one in value if isinstance(value, list) else (value,):
                    if slug(one) not in known[name]:
                        if slug(one) not in new.setdefault(name, {}) and (near := _near(one, known[name])):
                            plan.problems.append(_looks_like(sheet, row, key, one, near))
                        new[name].setdefault(slug(one), one)
    return {name: sorted(found.values()) for name, found in new.items()}


def _near(name: str, known: dict[str, str]) -> str | None:
    """Return a known name that this one is probably a slip for. Names that differ in a number are different names."""
    letters = "".join(c for c in name.lower() if c.isalpha())
    for old in known.values():
        same_number = [c for c in old if c.isdigit()] == [c for c in name if c.isdigit()]
        old_letters = "".join(c for c in old.lower() if c.isalpha())
        if same_number and difflib.SequenceMatcher(None, letters, old_letters).ratio() >= 0.9:
            return old
    return None


def _looks_like(sheet: PlannedSheet, row: PlannedRow, key: str, name: str, near: str) -> Problem:
    title = sheet.shape.title_of(key) if sheet.shape else ""
    fix = f"If it is a slip, correct it and import again, or map “{name}” to “{near}” in a mapping file."
    remark = Remark(title, name, f"This name is new, and looks like “{near}”.", fix, "imported")
    return Problem.at(sheet.name, row.number, remark)
