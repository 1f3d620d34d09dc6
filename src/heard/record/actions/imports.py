"""Carrying out the plan of an import: one bulk action, one transaction, one event in the history for each record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from heard.access.policy import Actor, require
from heard.record.actions import bulk, history
from heard.record.actions.import_corrections import correct
from heard.record.actions.import_rows import WRITERS, Lists
from heard.record.importing.plan import Plan, PlannedRow, PlannedSheet
from heard.record.importing.problems import CannotImportError
from heard.record.models import ImportedRow, Spreadsheet

CHANGED_MEANWHILE = "The register changed while this file was read. Nothing was imported; try again."
Progress = Callable[[str], None]


def import_register(plan: Plan, *, by: Actor, at: datetime, progress: Progress = lambda text: None) -> None:
    """Write everything that the plan holds, or nothing.

    Raises NotAllowedError; CannotImportError where the register changed since the plan was made.
    """
    require(by, "register", "import")
    if not plan.total("imported"):
        return
    try:
        with transaction.atomic():
            _carry_out(plan, by, at, progress)
    except IntegrityError:
        raise CannotImportError(CHANGED_MEANWHILE) from None


def _carry_out(plan: Plan, by: Actor, at: datetime, progress: Progress) -> None:
    history.lock()
    spreadsheet = Spreadsheet.objects.create(name=plan.workbook[:255], digest=plan.digest, imported_at=at)
    lists = Lists.load(by)
    entries = [_workbook_entry(plan), *lists.add_new(plan)]
    for sheet in plan.sheets:
        if sheet.shape is None or not sheet.planned:
            continue
        progress(f"Writing {len(sheet.planned):,} rows of “{sheet.name}”")
        entries += _write_sheet(sheet, spreadsheet, lists)
    progress("Writing the history")
    history.append(entries, by=by, at=at)


def _workbook_entry(plan: Plan) -> history.Entry:
    counts = {str(place): sheet.counts() for place, sheet in enumerate(plan.sheets, 1)}
    details = {"spreadsheet": plan.digest, "sheets": counts}
    return history.Entry(
        "register.imported", "register", plan.digest[:12], details, json.dumps({"file": plan.workbook})
    )


def _write_sheet(sheet: PlannedSheet, spreadsheet: Spreadsheet, lists: Lists) -> list[history.Entry]:
    assert sheet.shape is not None  # nosec B101: the caller skips sheets without one
    kind, keeps_values = sheet.shape.kind, bool(sheet.shape.identity)
    fresh = [row for row in sheet.planned if row.before is None]
    written = list(zip(fresh, WRITERS[kind]([row.values for row in fresh], lists), strict=True))
    bulk.insert(
        ImportedRow,
        ("sheet", "key", "digest", "values", "record", "spreadsheet"),
        (
            (kind, row.key, row.digest, row.text if keeps_values else None, reference, spreadsheet.pk)
            for row, reference in written
        ),
    )
    entries = [history.Entry(f"{kind}.imported", kind, ref, {"row": row.number}, row.text) for row, ref in written]
    return entries + [_correct_row(kind, row, spreadsheet, lists) for row in sheet.planned if row.before is not None]


def _correct_row(kind: str, row: PlannedRow, spreadsheet: Spreadsheet, lists: Lists) -> history.Entry:
    imported = ImportedRow.objects.get(sheet=kind, key=row.key)
    if imported.values != row.before:
        raise CannotImportError(CHANGED_MEANWHILE)
    correct(kind, imported.record, row.values, lists)
    after = json.loads(row.text)
    imported.digest, imported.values, imported.spreadsheet = row.digest, after, spreadsheet
    imported.save()
    payload = json.dumps({"before": row.before, "after": after}, sort_keys=True, ensure_ascii=False)
    return history.Entry(f"{kind}.corrected", kind, imported.record, {"row": row.number}, payload)
