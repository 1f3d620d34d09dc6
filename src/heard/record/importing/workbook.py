"""Opening a workbook safely: every sheet as rows of cells, with what a spreadsheet hides made visible.

calamine reads the values; `importing.faults` and `importing.xls` find what it passes over.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from heard.record.importing.faults import Faults, look_through
from heard.record.importing.package import TORN, damaged, open_package
from heard.record.importing.problems import CannotImportError
from heard.record.importing.trial import survives
from heard.record.importing.xls import look_through_xls

Cell = Any
DAMAGE = (CalamineError, *TORN)
"""What the readers raise over a damaged file; zipfile's RuntimeError is a package that no spreadsheet program writes."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class RawSheet:
    """One sheet as it stands. `first_row` and `first_column` are where `rows` begins, counted from 1.

    `broken` holds (row, column) of cells without a usable value, `merged` the ((row, column), (row, column)) of merged
    ranges; all counted from 1 as the spreadsheet shows them.
    """

    name: str
    hidden: bool
    rows: list[list[Cell]]
    first_row: int
    first_column: int
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    broken: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class RawWorkbook:
    """A workbook: its name without folders, the hash of its bytes, its sheets, and whether its days count from 1904."""

    name: str
    digest: str
    sheets: tuple[RawSheet, ...]
    from_1904: bool


def read_workbook(
    path: Path, most_rows: int, progress: Callable[[str], None] = lambda text: None, *, name: str = ""
) -> RawWorkbook:
    """Read every worksheet of an xlsx, xls or ods file. `name` is what people call it, where the path's own is not it.

    Raises CannotImportError with one clear sentence where the file is missing, no workbook, damaged, protected by a
    password, or has a sheet of more than `most_rows` rows.
    """
    name = name or path.name
    content = _bytes_of(path, name)
    progress(f"Reading {name}")
    package = open_package(name, content)
    try:
        faults = look_through(package) if package else look_through_xls(content)
        if not package and not survives(content):
            raise CannotImportError(damaged(name))
        sheets = tuple(_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)), most_rows, faults, progress))
    except PasswordError:
        raise CannotImportError(_password(name)) from None
    except DAMAGE as error:
        raise CannotImportError(damaged(name)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # calamine gave up; its class cannot be imported
            raise CannotImportError(damaged(name)) from None
        raise
    return RawWorkbook(name, hashlib.sha256(content).hexdigest(), sheets, faults.from_1904)


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise CannotImportError(f"“{name}” is a folder. Give the workbook inside it.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise CannotImportError(f"There is no file “{name}”. Check the name and the folder.") from None
    except OSError:
        raise CannotImportError(f"“{name[:100]}” could not be opened. Check that you may read it.") from None
    if not content:
        raise CannotImportError(f"“{name}” is empty. Save the workbook again and import that.")
    if content.startswith(OLE_MAGIC) and ENCRYPTED in content:
        raise CannotImportError(_password(name))
    if not content.startswith((b"PK", OLE_MAGIC)):
        raise CannotImportError(f"“{name}” is not a workbook. Save it as .xlsx, .xls or .ods and import that.")
    return content


def _password(name: str) -> str:
    return f"“{name}” is protected by a password. Open it, take the password off, save it and import that."


def _sheets(
    workbook: CalamineWorkbook, most_rows: int, faults: Faults, progress: Callable[[str], None]
) -> Iterator[RawSheet]:
    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        if sheet.height > most_rows + 50:
            raise CannotImportError(
                f"The sheet “{about.name}” has {sheet.height:,} rows, and one import takes {most_rows:,}. "
                "Split it into years and import them one by one."
            )
        progress(f"Reading the sheet “{about.name}”: {sheet.height:,} rows")
        row, column = sheet.start or (0, 0)
        merged = tuple(((a + 1, b + 1), (c + 1, d + 1)) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
        yield RawSheet(
            name=sheet.name,
            hidden=about.visible is not SheetVisibleEnum.Visible,
            rows=sheet.to_python(),
            first_row=row + 1,
            first_column=column + 1,
            merged=merged or faults.merged.get(sheet.name, ()),
            broken=faults.broken.get(sheet.name, frozenset()),
        )
