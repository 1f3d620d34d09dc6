"""From a raw sheet to rows of values: finds the header row, knows the columns, reads each cell once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from heard.law.words import slug
from heard.record.importing.checks import check_row
from heard.record.importing.mapping import Mapping
from heard.record.importing.problems import Remark, shorten
from heard.record.importing.shapes import RECEIVED, SEND, SHAPES, TEAM, Column, Shape
from heard.record.importing.values import UnreadableError, day, listed
from heard.record.importing.workbook import RawSheet

LONGEST_CELL = 32_767
"""Characters. No spreadsheet program keeps more in a cell."""
TOO_LONG = f"This cell holds more than {LONGEST_CELL:,} characters, which no spreadsheet program keeps."

HEADER_WITHIN = 40
"""A header row is looked for this far down: above it there may be a title, a crest, a note."""


@dataclass(frozen=True)
class Row:
    """One row as it was read: its number in the spreadsheet, its values by key, and what is to be said about it."""

    number: int
    values: dict[str, Any]
    remarks: list[Remark]

    @property
    def rejected(self) -> bool:
        return any(remark.effect == "rejected" for remark in self.remarks)


@dataclass
class Sheet:
    """A sheet as it was read. `shape` is None where it could not be read; then `count` rows are refused together."""

    name: str
    shape: Shape | None = None
    rows: list[Row] = field(default_factory=list)
    remarks: list[tuple[int | None, Remark]] = field(default_factory=list)
    count: int = 0
    unknown: bool = False


@dataclass(frozen=True)
class Header:
    """Where the header row is and which column of the sheet holds what.

    `rather` is the kind of sheet that its columns speak for, where that is not the one that its name says.
    """

    shape: Shape
    place: int
    columns: dict[int, Column]
    unknown: dict[int, str]
    twice: tuple[str, ...]
    rather: str = ""

    @property
    def telling(self) -> bool:
        """Whether it names a column that not every kind of sheet may have, so that its kind is no guess."""
        return any(column not in (RECEIVED, TEAM, SEND) for column in self.columns.values())

    @property
    def missing(self) -> list[str]:
        have = {column.key for column in self.columns.values()}
        return [column.title for column in self.shape.columns if column.required and column.key not in have]


def read_sheet(raw: RawSheet, mapping: Mapping, today: date, from_1904: bool) -> Sheet:
    """Read one sheet. A sheet that cannot be read keeps its row count and says why in one remark."""
    header = find_header(raw, mapping)
    filled = [place for place, row in enumerate(raw.rows) if _filled(row)]
    refusal = _refusal(raw, header, len(filled))
    if refusal or header is None:
        count = len([p for p in filled if header is None or p > header.place])
        remarks: list[tuple[int | None, Remark]] = [(None, refusal)] if refusal and count else []
        return Sheet(raw.name, None, count=count, remarks=remarks, unknown=header is None and not raw.hidden)
    sheet = Sheet(raw.name, header.shape)
    sheet.remarks += [
        (raw.first_row + header.place, Remark(
            name, "", "Heard does not know this column.", "Its values were not taken in. A mapping file can rename it.",
            effect="imported",
        ))
        for name in header.unknown.values()
    ]  # fmt: skip
    reader = _RowReader(raw, header, mapping, today, from_1904)
    sheet.rows = [reader.read(place) for place in filled if place > header.place]
    sheet.count = len(sheet.rows)
    return sheet


def _filled(row: list[Any]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row)


def find_header(raw: RawSheet, mapping: Mapping) -> Header | None:
    """Find the row that names the most columns of a known kind of sheet, trusting the sheet's own name first."""
    named = mapping.sheets.get(slug(raw.name)) or next((s.kind for s in SHAPES if _is_called(s, raw.name)), None)
    best: tuple[tuple[bool, bool, int], Header] | None = None
    other: Header | None = None
    for place, row in enumerate(raw.rows[:HEADER_WITHIN]):
        for shape in SHAPES:
            header = _as_header(shape, place, row, mapping)
            if len(header.columns) < 2:
                continue
            if shape.kind != named and (named or header.missing or not header.telling):
                if not header.missing and (other is None or len(header.columns) > len(other.columns)):
                    other = header
                continue
            score = (shape.kind == named, not header.missing, len(header.columns))
            if best is None or score > best[0]:
                best = (score, header)
    if best and other and len(other.columns) >= 2 * len(best[1].columns):
        return replace(best[1], rather=other.shape.title)
    return best[1] if best else None


def _is_called(shape: Shape, name: str) -> bool:
    typed = slug(name)
    return any(typed == slug(title) for title in (shape.title, *shape.also))


def _as_header(shape: Shape, place: int, row: list[Any], mapping: Mapping) -> Header:
    columns: dict[int, Column] = {}
    unknown: dict[int, str] = {}
    taken: dict[str, str] = {}
    twice = []
    for position, cell in enumerate(row):
        typed = " ".join(str(cell).split()) if isinstance(cell, str) else ""
        if not typed:
            continue
        wanted = mapping.headers.get((shape.kind, slug(typed)), slug(typed))
        column = shape.by_header.get(wanted)
        if column is None:
            unknown[position] = typed
        elif column.key in taken:
            twice.append(f"{taken[column.key]}” and “{typed}")
        else:
            columns[position], taken[column.key] = column, typed
    return Header(shape, place, columns, unknown, tuple(twice))


def _refusal(raw: RawSheet, header: Header | None, filled: int) -> Remark | None:
    """Say why the sheet as a whole cannot be read, or None."""
    if header is None:
        return Remark(
            "",
            "",
            f"This sheet is not one that Heard knows, so its {filled} rows were not read.",
            "If it belongs in the register, name it in a mapping file; if not, there is nothing to do.",
        )
    if raw.hidden:
        return Remark(
            "",
            "",
            "This sheet is hidden, so it was not read.",
            "Show the sheet and check it, then import again; or delete it.",
        )
    if header.rather:
        return Remark(
            "", "", f"This sheet is called “{raw.name}”, but its columns are those of {header.rather}.",
            "Rename the sheet, or name it in a mapping file.",
        )  # fmt: skip
    if header.missing:
        return Remark(
            header.missing[0],
            "",
            f"This sheet has no column headed {listed(header.missing)}.",
            "Add the column, or name it in a mapping file.",
        )
    if header.twice:
        return Remark(
            "",
            "",
            f"Two columns mean the same: “{header.twice[0]}”.",
            "Rename or delete one of them.",
        )
    return None


class _RowReader:
    """Reads the rows of one sheet. Words repeat down a column, so each is worked out once."""

    def __init__(self, raw: RawSheet, header: Header, mapping: Mapping, today: date, from_1904: bool) -> None:
        self.raw, self.header, self.today = raw, header, today
        self.from_1904 = from_1904
        self.renamed = {key: word for key, word in mapping.values.items()}
        self.renamed_columns = {key for key, _ in mapping.values}
        self.known: dict[str, dict[Any, Any]] = {column.key: {} for column in header.columns.values()}
        self.merged = _merged_rows(raw, header)
        self.broken: dict[int, list[int]] = {}
        for row, column in raw.broken:
            self.broken.setdefault(row, []).append(column)
        self.required = [column for column in header.shape.columns if column.required]

    def read(self, place: int) -> Row:
        number = self.raw.first_row + place
        row = self.raw.rows[place]
        values: dict[str, Any] = {}
        remarks = [*self._unusable(number)]
        for position, column in self.header.columns.items():
            cell = row[position]
            if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
                continue
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                remarks.append(Remark(column.title, shorten(cell), TOO_LONG, "Shorten it."))
                continue
            try:
                values[column.key] = self._value(column, cell)
            except UnreadableError as error:
                remarks.append(Remark(column.title, shorten(cell), error.problem, error.fix))
        if not remarks:
            remarks += [
                Remark(column.title, "", f"There is no “{column.title}”.", "Fill it in.")
                for column in self.required
                if column.key not in values
            ]
        if not remarks:
            remarks += check_row(self.header.shape, values, self.today)
        return Row(number, values, remarks)

    def _value(self, column: Column, cell: Any) -> Any:
        known = self.known[column.key]
        try:
            return known[cell, type(cell)]
        except KeyError:
            pass
        wanted = cell
        if column.key in self.renamed_columns:
            wanted = self._renamed(column, cell)
        value = day(wanted, self.from_1904) if column.is_date else column.read(wanted)
        known[cell, type(cell)] = value
        return value

    def _renamed(self, column: Column, cell: Any) -> Any:
        """Apply the mapping file to a cell; in a list, to each part of it."""
        if column.key == "issues":
            parts = [part.strip() for part in str(cell).split(";")]
            return ";".join(self.renamed.get((column.key, part.casefold()), part) for part in parts)
        return self.renamed.get((column.key, str(cell).strip().casefold()), cell)

    def _unusable(self, number: int) -> list[Remark]:
        remarks = []
        for column in sorted(self.broken.get(number, ())):
            known = self.header.columns.get(column - self.raw.first_column)
            if known:
                remarks.append(
                    Remark(
                        known.title,
                        "",
                        "This cell holds a formula without a result, or an error such as #REF!.",
                        "Open the workbook in a spreadsheet program, mend the formula and save.",
                    )
                )
        if number in self.merged:
            remarks.append(
                Remark(
                    self.merged[number],
                    "",
                    "Cells are merged here, so it is not certain what this row says.",
                    "Unmerge the cells and fill each one in.",
                )
            )
        return remarks


def _merged_rows(raw: RawSheet, header: Header) -> dict[int, str]:
    """Return the data rows whose own value is hidden behind a merged range, with the title of the first such column."""
    header_row = raw.first_row + header.place
    hidden: dict[int, str] = {}
    for (top, left), (bottom, right) in raw.merged:
        for row in range(max(top, header_row + 1), bottom + 1):
            columns = range(left + (1 if row == top else 0), right + 1)
            titles = [
                header.columns[c - raw.first_column].title for c in columns if c - raw.first_column in header.columns
            ]
            if titles:
                hidden.setdefault(row, titles[0])
    return hidden
