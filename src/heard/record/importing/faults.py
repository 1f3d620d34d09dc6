"""What calamine does not tell of an xlsx or ods: cells without a usable value, merged cells, days counted from 1904.

calamine reads a cell that shows an error, or whose formula was never worked out, as blank. A blank outcome means an open
complaint, so these cells must be found and named.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree  # nosec B405: sizes are bounded where the package is opened; expat resolves nothing

from heard.record.importing.problems import CannotImportError

Place = tuple[int, int]
"""(row, column), counted from 1 as the spreadsheet shows them."""


@dataclass
class Faults:
    """`broken` holds the cells of a sheet without a usable value, `merged` its merged ranges; each by sheet name.

    `merged` is empty where calamine tells. `from_1904` says that days are counted from 1904, as old Macintoshes did.
    """

    broken: dict[str, frozenset[Place]] = field(default_factory=dict)
    merged: dict[str, tuple[tuple[Place, Place], ...]] = field(default_factory=dict)
    from_1904: bool = False


def look_through(package: zipfile.ZipFile) -> Faults:
    """Look through the package of an xlsx or ods. Raises CannotImportError where calamine could not hold a sheet."""
    names = package.namelist()
    if "xl/workbook.xml" in names:
        faults = Faults(from_1904=_counts_from_1904(package))
        for name, part in _worksheet_parts(package).items():
            xml = package.read(part) if part in names else b""
            _check_reach(name, xml)
            faults.broken[name] = _broken_in_xlsx(xml)
        return faults
    return _look_through_ods(package.read("content.xml")) if "content.xml" in names else Faults()


MOST_CELLS = 20_000_000
FAR_ROW = re.compile(rb"r *= *[\"'](\d{6,7})[\"']")
FAR_CELL = re.compile(rb"r *= *[\"']([A-Z]{2,3})(\d+)[\"'][^>]*[^>/]>")


def _check_reach(name: str, xml: bytes) -> None:
    """Refuse a sheet with a value so far out that the block from the first cell to it would fill the memory.

    What the sheet says of its own size is not believed: it may be missing or wrong.
    """
    cells = [(int(row), _column_number(letters.decode())) for letters, row in FAR_CELL.findall(xml)]
    rows = [int(row) for row in FAR_ROW.findall(xml)]
    if not cells:  # within 26 columns, a sheet can have every row that a spreadsheet can
        return
    row, column = max([*rows, *(row for row, _ in cells)]), max(column for _, column in cells)
    if row * column > MOST_CELLS:
        raise CannotImportError(
            f"The sheet “{name}” reaches to row {row:,} and column {column:,}. "
            "Delete what stands far outside its table, save it and import that."
        )


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _worksheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return where in an xlsx package each sheet lies."""
    try:
        relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # nosec B314
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # nosec B314
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    return {
        sheet.get("name", ""): "xl/" + targets.get(sheet.get(RELATION), "").removeprefix("/xl/")
        for sheet in book.iter(f"{MAIN}sheet")
    }


MARKS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b'"e"', b"'e'")
"""A formula or an error, in whatever prefix, order or quotes a program writes its XML."""


def _broken_in_xlsx(xml: bytes) -> frozenset[Place]:
    """Find cells that show an error, or hold a formula whose result was never saved. An empty text is a result."""
    if not any(mark in xml for mark in MARKS):
        return frozenset()
    broken: set[Place] = set()
    row = column = 0
    for event, part in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):  # nosec B314
        tag = part.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(part.get("r") or row + 1), 0
        elif event == "end" and tag == "c":
            column = _column_number(re.sub(r"\d", "", part.get("r", ""))) or column + 1
            if _is_broken_in_xlsx(part):
                broken.add((row, column))
        elif event == "end" and tag == "row":
            part.clear()
    return frozenset(broken)


def _is_broken_in_xlsx(cell: ElementTree.Element) -> bool:
    inside = {part.tag.rpartition("}")[2]: part for part in cell}
    saved = inside.get("v")
    unsaved = "f" in inside and cell.get("t") != "str" and "is" not in inside and (saved is None or not saved.text)
    return unsaved or cell.get("t") == "e"


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _counts_from_1904(package: zipfile.ZipFile) -> bool:
    return re.search(rb'date1904="(1|true)"', package.read("xl/workbook.xml")) is not None


TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def _look_through_ods(xml: bytes) -> Faults:
    faults = Faults()
    if not any(mark in xml for mark in (b":formula=", b'"error"', b"-spanned=")):
        return faults
    name, row = "", 0
    for event, part in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):  # nosec B314
        if event == "start" and part.tag == f"{TABLE}table":
            name, row = part.get(f"{TABLE}name", ""), 0
            faults.broken[name], faults.merged[name] = frozenset(), ()
        elif event == "end" and part.tag == f"{TABLE}table-row":
            for column, cell in _cells(part):
                down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
                if down * across > 1:
                    faults.merged[name] += (((row + 1, column), (row + down, column + across - 1)),)
                if _is_broken(cell):
                    faults.broken[name] |= {(row + 1, column)}
            row += _number(part, "number-rows-repeated")
            part.clear()
    return faults


def _cells(row: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    column = 1
    for cell in row:
        yield column, cell
        column += _number(cell, "number-columns-repeated")


def _number(part: ElementTree.Element, name: str) -> int:
    return int(part.get(f"{TABLE}{name}", "1"))


def _is_broken(cell: ElementTree.Element) -> bool:
    unsaved = f"{TABLE}formula" in cell.attrib and f"{OFFICE}value-type" not in cell.attrib
    return unsaved or cell.get(f"{CALCEXT}value-type") == "error"
