"""What a row must be free of before it may enter the register: dates in the wrong order, stages that cannot be.

A contradiction rejects the row. A gap, such as an outcome without its date, is remarked on and taken in: the complaint
must not be lost from the count because somebody forgot a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from heard.law.calendars import england
from heard.record.importing.problems import Remark
from heard.record.importing.shapes import Shape
from heard.record.queries.rules import council_rules

Values = dict[str, Any]
EARLIEST = date(2006, 9, 1)
"""The Representations Regulations 2006 came into force on 1 September 2006: nothing here is older."""

MAY_BE_LATER_THAN_TODAY = {"stage_1_due"}

ORDER = {
    "complaint": (
        ("stage_1_closed", "received_on"),
        ("stage_2_requested", "received_on"),
        ("stage_2_closed", "stage_2_requested"),
        ("stage_3_requested", "stage_2_requested"),
        ("stage_3_requested", "received_on"),
        ("panel_held", "stage_3_requested"),
        ("stage_2_closed", "received_on"),
        ("panel_held", "received_on"),
    ),
    "comment": (
        ("acknowledged_on", "received_on"),
        ("sent_to_manager_on", "received_on"),
        ("replied_on", "received_on"),
    ),
}
"""(what comes later, what comes first), for each kind of sheet."""

LATER_STAGES = {
    2: ("stage_2_requested", "stage_2_closed", "stage_2_outcome"),
    3: ("stage_3_requested", "panel_held", "stage_3_outcome"),
}


def check_row(shape: Shape, values: Values, today: date) -> list[Remark]:
    """Return everything that is wrong or odd about the row, in the order of its columns."""
    remarks = list(_dates_in_range(shape, values, today))
    if not any(remark.effect == "rejected" for remark in remarks):
        remarks += _dates_in_order(shape, values)
    for check in CHECKS.get(shape.kind, ()):
        remarks += check(shape, values)
    return remarks


def _remark(shape: Shape, values: Values, key: str, problem: str, fix: str, **more: Any) -> Remark:
    value = values.get(key)
    return Remark(shape.title_of(key), "" if value is None else said(value), problem, fix, **more)


def said(value: Any) -> str:
    """Return a value as a person would type it."""
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "; ".join(value) if isinstance(value, list) else str(value)


def _dates_in_range(shape: Shape, values: Values, today: date) -> Iterator[Remark]:
    for column in shape.columns:
        value = values.get(column.key)
        if not column.is_date or value is None:
            continue
        latest = england().last if column.key in MAY_BE_LATER_THAN_TODAY else today
        if value > latest:
            yield _remark(
                shape, values, column.key, "This date has not come yet.", "Look up the right year and type it."
            )
        elif value < EARLIEST:
            fix = "Look up the right year and type it. Heard takes in what was received from September 2006."
            yield _remark(shape, values, column.key, "This date is too long ago.", fix)


def _dates_in_order(shape: Shape, values: Values) -> Iterator[Remark]:
    said_already = set()
    for later, first in ORDER.get(shape.kind, ()):
        if values.get(later) and values.get(first) and values[later] < values[first] and later not in said_already:
            said_already.add(later)
            problem = f"This is before “{shape.title_of(first)}”, {said(values[first])}."
            yield _remark(shape, values, later, problem, "Look up both dates and correct the wrong one.")


def _withdrawn(shape: Shape, values: Values) -> Iterator[Remark]:
    """A complaint that was withdrawn at one stage cannot have a later one."""
    for stage, later in ((1, 2), (1, 3), (2, 3)):
        key = next((key for key in LATER_STAGES[later] if values.get(key)), None)
        if values.get(f"stage_{stage}_outcome") == "withdrawn" and key:
            problem = f"The complaint was withdrawn at stage {stage}, yet it has a stage {later}."
            fix = f"Correct the stage {stage} outcome, or clear the later stage."
            yield _remark(shape, values, key, problem, fix)


def _gaps(shape: Shape, values: Values) -> Iterator[Remark]:
    pairs = [
        ("stage_1_outcome", "stage_1_closed"),
        ("stage_2_outcome", "stage_2_closed"),
        ("stage_3_outcome", "panel_held"),
        ("stage_2_closed", "stage_2_requested"),
        ("panel_held", "stage_3_requested"),
    ]
    for has, lacks in [*pairs, *((date_key, result) for result, date_key in pairs[:3])]:
        if values.get(has) and not values.get(lacks):
            problem = f"There is “{shape.title_of(has)}” but no “{shape.title_of(lacks)}”."
            fix = "The row was taken in as it is. Fill the gap when you know it."
            yield _remark(shape, values, lacks, problem, fix, effect="imported")


def _due_date(shape: Shape, values: Values) -> Iterator[Remark]:
    """Compare the sheet's stage 1 due date with the one that the procedure gives; the sheet's is never kept."""
    due = values.get("stage_1_due")
    if due is None or not values.get("procedure") or not values.get("received_on"):
        return
    if not EARLIEST <= values["received_on"] <= england().last:
        return
    law = council_rules().definition(values["procedure"], values["received_on"])
    clock = law.stages[1]
    if clock.target is None or clock.starts_on != "received":
        return
    ours = england().add(values["received_on"], clock.target)
    if due != ours:
        problem = f"Heard works out {said(ours)}: {clock.target} working days after receipt."
        fix = "Nothing to do: the due date in the sheet is not kept. Check it if letters gave that date."
        yield _remark(shape, values, "stage_1_due", problem, fix, effect="imported")


def _corporate_panel(shape: Shape, values: Values) -> Iterator[Remark]:
    key = next((key for key in LATER_STAGES[3] if values.get(key)), None)
    if values.get("procedure") == "corporate" and key:
        problem = "A corporate complaint has no stage 3: a review panel is for statutory ones."
        fix = "The row was taken in as it is. Check the procedure and the stage."
        yield _remark(shape, values, key, problem, fix, effect="imported")


CHECKS: dict[str, tuple[Callable[[Shape, Values], Iterator[Remark]], ...]] = {
    "complaint": (_withdrawn, _gaps, _corporate_panel, _due_date)
}
