"""The cases behind a figure, as far as this person may see them.

A figure stands as it was counted; which of its cases somebody is shown depends on who they are. What is counted as not
shown is everything that they may not list, together with what has left the register since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, Subquery, Value, When

from heard.access.policy import Actor, NotAllowedError, require
from heard.law import words
from heard.law.years import FinancialYear
from heard.record.models import Stage
from heard.record.relations import seen

PAGE = 100
POINT, SERVICE_AREA = "point", "service-area"
Cell = str | date | None


@dataclass(frozen=True)
class Row:
    """One case. `page` is the name of the page that it opens, and `pk` its number there; no page where it may not be.

    `cells` stand in the order of the list's columns.
    """

    reference: str
    page: str
    pk: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class List:
    """One page of a list: `shown` is how many of its cases this person may see in all, and `not_shown` the others.

    `start` is how many of them come before this page; `before` and `after` are where the pages before and after it begin,
    None where there is none.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    shown: int
    not_shown: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class _Kind:
    """How a kind of case is found and shown. `record` is whose page it opens: that of a point is its complaint's."""

    record: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    cells: Callable[[dict[str, Any]], tuple[Cell, ...]]
    of_year: Callable[[FinancialYear], Q]
    points: bool = False


def _received(year: FinancialYear) -> Q:
    return Q(received_on__range=(year.first_day, year.last_day))


def _complaint(row: dict[str, Any]) -> tuple[Cell, ...]:
    outcome = words.OUTCOMES.get(row["outcome"] or "")
    return row["received_on"], words.PROCEDURES[row["procedure"]], row["team__name"], outcome


def _point(row: dict[str, Any]) -> tuple[Cell, ...]:
    procedure = words.PROCEDURES[row["procedure"]]
    return row["received_on"], procedure, row["elements__category__name"], row["team__name"]


def _compliment(row: dict[str, Any]) -> tuple[Cell, ...]:
    return row["received_on"], row["team__name"], _yes_or_no(row["send"])


def _comment(row: dict[str, Any]) -> tuple[Cell, ...]:
    return row["received_on"], row["team__name"], row["acknowledged_on"], row["replied_on"]


def _ombudsman_case(row: dict[str, Any]) -> tuple[Cell, ...]:
    return row["received_on"], row["team__name"], row["decision"]


def _learning_action(row: dict[str, Any]) -> tuple[Cell, ...]:
    known = {words.slug(word): word for word in words.COMPLETED}
    return (row["completed"] and known.get(words.slug(row["completed"]), "Other"),)


def _yes_or_no(answer: bool) -> str:
    return "Yes" if answer else "No"


KINDS = {
    "complaint": _Kind(
        "complaint",
        ("Reference", "Received", "Procedure", "Service area", "Outcome at stage 1"),
        ("reference", "received_on", "procedure", "team__name", "outcome"),
        _complaint,
        _received,
    ),
    POINT: _Kind(
        "complaint",
        ("Point", "Received", "Procedure", "About", "Service area"),
        ("reference", "received_on", "procedure", "team__name", "elements__number", "elements__category__name"),
        _point,
        _received,
        points=True,
    ),
    "compliment": _Kind(
        "compliment",
        ("Reference", "Received", "Service area", "SEND"),
        ("reference", "received_on", "team__name", "send"),
        _compliment,
        _received,
    ),
    "comment": _Kind(
        "comment",
        ("Reference", "Received", "Service area", "Acknowledged", "Reply sent"),
        ("reference", "received_on", "team__name", "acknowledged_on", "replied_on"),
        _comment,
        _received,
    ),
    "ombudsman-case": _Kind(
        "ombudsman-case",
        ("Reference", "Received", "Service area", "Decision"),
        ("reference", "received_on", "team__name", "decision"),
        _ombudsman_case,
        _received,
    ),
    "learning-action": _Kind(
        "learning-action",
        ("Reference", "Completed"),
        ("reference", "completed"),
        _learning_action,
        lambda year: Q(year=str(year)),
    ),
}


def cases(
    kind: str, references: Sequence[str], year: FinancialYear, *, by: Actor, after: int = 0, size: int = PAGE
) -> List:
    """Return the page of a figure's list that begins after `after` rows, of what this person may see. Two queries.

    `kind` is what the figure counts (`figures.kinds`), `references` what it counted, in the order of the list. An
    `after` beyond the end gives the first page. Raises NotAllowedError.
    """
    require(by, "report", "open-figure")
    if kind == SERVICE_AREA:
        return _names(references, after, size)
    of = KINDS[kind]
    visible = _visible(of, year, by)
    mine = [reference for reference in references if _record(of, reference) in visible]
    start, before, following = _turns(len(mine), after, size)
    rows = _listed(of, mine[start : start + size], visible, by)
    return List(of.columns, rows, start, len(mine), len(references) - len(mine), before, following)


def _turns(count: int, after: int, size: int) -> tuple[int, int | None, int | None]:
    """Return where the page begins, and where those before and after it do."""
    start = after if 0 <= after < count else 0
    return start, max(start - size, 0) if start else None, start + size if start + size < count else None


def _names(names: Sequence[str], after: int, size: int) -> List:
    """Return service areas, which the report names to all its readers."""
    start, before, following = _turns(len(names), after, size)
    rows = tuple(Row(name, "", 0, ()) for name in names[start : start + size])
    return List(("Service area",), rows, start, len(names), 0, before, following)


def _may(of: _Kind, action: str, by: Actor) -> QuerySet[Any] | None:
    """Return the records whose page is opened and to which the actor may do this; None where there can be none."""
    try:
        return seen(of.record, action, by=by).order_by()
    except NotAllowedError:
        return None


def _visible(of: _Kind, year: FinancialYear, by: Actor) -> dict[str, int]:
    """Return reference → key of every record of the year that the actor may list. A point is seen with its complaint."""
    listed = _may(of, "list", by)
    return {} if listed is None else dict(listed.filter(of.of_year(year)).values_list("reference", "pk"))


def _record(of: _Kind, reference: str) -> str:
    """Return the reference of the record whose page is opened: a point's is its complaint."""
    return reference.rpartition(" point ")[0] if of.points else reference


def _listed(of: _Kind, page: Sequence[str], visible: dict[str, int], by: Actor) -> tuple[Row, ...]:
    """Return the lines of one page. What the actor may not list any more is left out."""
    keys = [visible[_record(of, reference)] for reference in page]
    details = _details(of, set(keys), by)
    records = {row["pk"]: row for row in details}
    named = {_named(of, row): row for row in details}
    return tuple(
        _row(of, reference, named.get(reference) or _without_point(records[key]))
        for reference, key in zip(page, keys, strict=True)
        if key in records
    )


def _details(of: _Kind, keys: set[int], by: Actor) -> list[dict[str, Any]]:
    """Return what the list says of these records, asking again whether the actor may list them."""
    listed, viewed = _may(of, "list", by), _may(of, "view", by)
    if listed is None or not keys:
        return []
    may_view = Q(pk__in=viewed.values("pk")) if viewed is not None else Q(pk__in=[])
    stages = Stage.objects.filter(complaint=OuterRef("pk"), number=1).values("outcome")
    more = {"outcome": Subquery(stages)} if "outcome" in of.fields else {}
    found = listed.filter(pk__in=keys).annotate(
        may_view=Case(When(may_view, then=Value(True)), default=Value(False), output_field=BooleanField()), **more
    )
    return list(found.values("pk", "may_view", *of.fields))


def _named(of: _Kind, row: dict[str, Any]) -> str:
    return f"{row['reference']} point {row['elements__number']}" if of.points else row["reference"]


def _without_point(row: dict[str, Any]) -> dict[str, Any]:
    """Return what is still known of a point that has left its complaint since it was counted."""
    return {**row, "elements__category__name": None}


def _row(of: _Kind, reference: str, row: dict[str, Any]) -> Row:
    opens = row["may_view"]
    return Row(reference, of.record if opens else "", row["pk"] if opens else 0, of.cells(row))
