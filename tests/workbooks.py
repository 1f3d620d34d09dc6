"""Pages of cells, and how to write them as xlsx, xls or ods: what a spreadsheet program would have saved."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

FORMATS = ("xlsx", "xls", "ods")


@dataclass(frozen=True)
class Formula:
    """A formula and the result that was saved with it: None where none was, "" where it gave an empty text."""

    text: str
    result: str | float | None = None


@dataclass(frozen=True)
class Fault:
    """A cell that shows an error."""

    shown: str = "#REF!"


@dataclass(eq=False)
class Line:
    """One row of a page. `source` is what the register should hold of it once it is in; `rejected` if it must not be."""

    cells: list[Any]
    source: dict[str, Any] | None = None
    rejected: bool = False

    @property
    def blank(self) -> bool:
        return not any(str(cell).strip() for cell in self.cells if cell is not None)


@dataclass
class Page:
    """A sheet. `header` is the place of its header row, None without one; `kind` is the sheet that its rows belong to.

    `merges` are (line, first column, last line, last column), places from 0. A page that is `refused` is not read at all.
    """

    name: str
    kind: str
    lines: list[Line]
    header: int | None = 0
    merges: list[tuple[Line, int, Line, int]] = field(default_factory=list)
    hidden: bool = False
    refused: bool = False

    @property
    def rows(self) -> list[Line]:
        """The rows that are not blank below the header: each must be imported, unchanged or rejected."""
        below = self.lines if self.header is None else self.lines[self.header + 1 :]
        return [line for line in below if not line.blank]

    @property
    def rejected(self) -> set[int]:
        """The numbers, as the spreadsheet shows them, of the rows that must be rejected."""
        return {place for place, line in enumerate(self.lines, 1) if line.rejected}

    def span(self, merge: tuple[Line, int, Line, int]) -> tuple[int, int, int, int]:
        """Return a merge as first row, first column, last row, last column, all from 0."""
        first, left, last, right = merge
        return self.lines.index(first), left, self.lines.index(last), right


def write(pages: list[Page], path: Path) -> Path:
    """Write the pages in the format that the file's name ends in."""
    {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods}[path.suffix[1:]](pages, path)
    return path


def write_xlsx(pages: list[Page], path: Path, **options: Any) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, **options})
    day, moment = (book.add_format({"num_format": text}) for text in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
    for number, page in enumerate(pages):
        sheet = book.add_worksheet(page.name)
        for top, left, bottom, right in map(page.span, page.merges):
            sheet.merge_range(top, left, bottom, right, "")
        covered = covered_cells(page)
        for row, column, cell in filled(page):
            if (row, column) in covered:
                continue
            if isinstance(cell, Formula):
                sheet.write_formula(row, column, cell.text, None, RESULTS.get(cell.result, cell.result))
            elif isinstance(cell, Fault):
                sheet.write_formula(row, column, "=1+#REF!", None, cell.shown)
            elif isinstance(cell, date):
                sheet.write_datetime(row, column, cell, moment if isinstance(cell, datetime) else day)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            else:
                sheet.write(row, column, cell)
        if page.hidden:
            sheet.hide()
            book.worksheets()[number - 1].activate()
    book.close()
    _empty_results(path)


EMPTY_RESULT = "(an empty text)"
RESULTS = {None: "", "": EMPTY_RESULT}


def _empty_results(path: Path) -> None:
    """Write a result that is an empty text as Excel does; xlsxwriter cannot tell it from no result."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if any(EMPTY_RESULT.encode() in part for part in parts.values()):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts.items():
                package.writestr(name, part.replace(EMPTY_RESULT.encode(), b""))


def write_xls(pages: list[Page], path: Path) -> None:
    book = xlwt.Workbook()
    day, moment = (xlwt.easyxf(num_format_str=text) for text in ("DD/MM/YYYY", "DD/MM/YYYY HH:MM"))
    for page in pages:
        sheet = book.add_sheet(page.name, cell_overwrite_ok=True)
        covered = covered_cells(page)
        for row, column, cell in filled(page):
            if (row, column) in covered:
                continue
            if isinstance(cell, Formula):
                sheet.write(row, column, xlwt.Formula(cell.text.removeprefix("=")))
            elif isinstance(cell, Fault):
                sheet.row(row).set_cell_error(column, cell.shown)
            elif isinstance(cell, date):
                sheet.write(row, column, cell, moment if isinstance(cell, datetime) else day)
            else:
                sheet.write(row, column, cell)
        for top, left, bottom, right in map(page.span, page.merges):
            sheet.merge(top, bottom, left, right)
        sheet.visibility = int(page.hidden)
    book.active_sheet = next(place for place, page in enumerate(pages) if not page.hidden)
    book.save(str(path))


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:{address}"'
    for name, address in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
)
HIDDEN_STYLE = ' table:style-name="hidden"'
HIDDEN = (
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def write_ods(pages: list[Page], path: Path) -> None:
    tables = "".join(
        f"<table:table table:name={quoteattr(page.name)}{HIDDEN_STYLE if page.hidden else ''}>"
        f"{_ods_rows(page)}</table:table>"
        for page in pages
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr(
            "content.xml", f"<office:document-content {NAMESPACES}>{HIDDEN}{body}</office:document-content>"
        )


def _ods_rows(page: Page) -> str:
    covered = covered_cells(page)
    spans = {
        (top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in map(page.span, page.merges)
    }
    return "".join(
        "<table:table-row>"
        + "".join(
            "<table:covered-table-cell/>" if (row, column) in covered else _ods_cell(cell, spans.get((row, column)))
            for column, cell in enumerate(line.cells)
        )
        + "</table:table-row>"
        for row, line in enumerate(page.lines)
    )


def _ods_cell(cell: Any, span: tuple[int, int] | None) -> str:
    attributes, shown = _ods_value(cell)
    if span:
        attributes += f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in shown.split("\n")) if shown else ""
    return f"<table:table-cell{attributes}>{paragraphs}</table:table-cell>"


def _ods_value(cell: Any) -> tuple[str, str]:
    """Return the attributes of a cell and the text that it shows."""
    if isinstance(cell, Formula):
        attributes, shown = _ods_value(cell.result)
        if cell.result == "":
            attributes = ' office:value-type="string" office:string-value=""'
        return f" table:formula={quoteattr('of:' + cell.text)}{attributes}", shown
    if isinstance(cell, Fault):
        value = ' office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f' table:formula="of:=1+[.#REF!]"{value}', cell.shown
    if isinstance(cell, date):
        return f' office:value-type="date" office:date-value="{cell.isoformat()}"', cell.strftime("%d/%m/%Y")
    if isinstance(cell, int | float):
        return f' office:value-type="float" office:value="{cell}"', str(cell)
    return (' office:value-type="string"', cell) if cell else ("", "")


def filled(page: Page) -> list[tuple[int, int, Any]]:
    """Return row, column and cell, from 0, of each cell that holds something."""
    return [
        (row, column, cell)
        for row, line in enumerate(page.lines)
        for column, cell in enumerate(line.cells)
        if cell is not None and cell != ""
    ]


def covered_cells(page: Page) -> set[tuple[int, int]]:
    """Return the cells that a merge hides: all of its range but the first."""
    return {
        (row, column)
        for top, left, bottom, right in map(page.span, page.merges)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
