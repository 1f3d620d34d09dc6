"""Registers loaded and reported on within one process: what the tests of figures and reports start from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import transaction
from tests.registers import HEADERS, Register
from tests.workbooks import write

from heard import demonstration
from heard.access.policy import Actor
from heard.figures.report import Report
from heard.law.years import FinancialYear
from heard.record.actions.council_settings import change
from heard.record.actions.imports import import_register
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import Plan, make_plan
from heard.record.importing.workbook import read_workbook
from heard.reporting import annual

ROOT = Path(__file__).resolve().parents[1]
WORKBOOKS = {name: ROOT / "demonstration" / f"{name}-2022-23.xlsx" for name in ("dudley", "county")}
EXPECTED = {name: ROOT / "tests" / "data" / f"{name}-2022-23.expected.json" for name in WORKBOOKS}
YEAR = FinancialYear.parse("2022/23")
OPERATOR = Actor("a test", "operator")
AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """A report as a value, and what was made beside it."""

    report: Report
    made: annual.Made


def import_file(path: Path, accept_changes: bool = False) -> Plan:
    """Import a workbook; return the plan that was carried out."""
    plan = make_plan(read_workbook(path, 100_000), Mapping(), AT, by=OPERATOR, accept_changes=accept_changes)
    import_register(plan, by=OPERATOR, at=AT)
    return plan


def import_rows(folder: Path, accept_changes: bool = False, **sheets: list[dict[str, Any]]) -> Plan:
    """Import rows of {header: value} by sheet; every row must be taken in."""
    full = {
        name: [dict.fromkeys(headers, "") | row for row in sheets.get(name, [])] for name, headers in HEADERS.items()
    }
    path = write(Register(2022, full).pages(), folder / "register.xlsx")
    plan = import_file(path, accept_changes)
    refused = [problem for problem in plan.problems if problem.effect == "rejected"]
    assert refused == []
    return plan


def complaint(reference: str, received: date, **values: Any) -> dict[str, Any]:
    """Return a complaint's row; `closed` and `outcome` are those of stage 1."""
    names = {
        "closed": "Stage 1 response sent or closed",
        "outcome": "Stage 1 outcome",
        "team": "Service area",
        "stage_2": "Stage 2 requested",
        "stage_2_closed": "Stage 2 response sent",
        "stage_2_outcome": "Stage 2 outcome",
        "stage_3": "Stage 3 requested",
        "reason": "Reason for delay",
        "send": "SEND",
    }
    row = {names.get(key, key.capitalize().replace("_", " ")): value for key, value in values.items()}
    return {"Reference": reference, "Date received": received, "Procedure": "Corporate", **row}


def set_up_demonstration() -> None:
    """Make the settings of the demonstration council."""
    change(demonstration.SETTINGS, by=OPERATOR, at=AT)


def report_of(folder: Path, year: FinancialYear = YEAR, cut_off: date | None = None) -> Seen:
    """Make the year's report and catch it as a value, before it is drawn."""
    caught: list[Report] = []
    with (
        mock.patch.object(annual, "render_html", side_effect=lambda report: caught.append(report) or ""),
        mock.patch.object(annual, "render_word", return_value=b""),
    ):
        made = annual.write_report(year, folder, cut_off, by=OPERATOR)
    return Seen(caught[0], made)


@contextmanager
def thrown_away(blocker: Any) -> Iterator[None]:
    """Give a register that is as it was when the block ends. `blocker` is pytest-django's django_db_blocker."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def demonstration_report(name: str, folder: Path, blocker: Any) -> Seen:
    """Return the report on one of the demonstration workbooks."""
    with thrown_away(blocker):
        set_up_demonstration()
        import_file(WORKBOOKS[name])
        return report_of(folder)
