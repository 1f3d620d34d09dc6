"""Taking a changed row of a spreadsheet into a record that is there already, once a person has accepted the change."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from heard.record.actions.import_rows import (
    Lists,
    Values,
    complaint_fields,
    elements_of,
    parties_of,
    stages_of,
)
from heard.record.models import Complaint, ContextFigure, Element, Party, Stage, StageEvent


def correct(kind: str, record: str, values: Values, lists: Lists) -> None:
    """Bring one record into line with the row. `record` is what the row became when it was first imported."""
    CORRECTIONS[kind](record, values, lists)


def _complaint(reference: str, values: Values, lists: Lists) -> None:
    Complaint.objects.filter(reference=reference).update(**complaint_fields(values, lists))
    complaint = Complaint.objects.get(reference=reference)
    complaint.parties.filter(capacity="complainant").delete()
    Party.objects.bulk_create(parties_of(complaint, values, lists))
    _elements(complaint, elements_of(complaint, values, lists))
    _stages(complaint, values)


def _elements(complaint: Complaint, wanted: list[Element]) -> None:
    """Replace the points only where they are about something else now: a finding stays with an unchanged point."""
    there: dict[int, Any] = {element.number: element for element in complaint.elements.all()}
    complaint.elements.exclude(number__in=[element.number for element in wanted]).delete()
    for element in wanted:
        old = there.get(element.number)
        if old is None or old.category_id != element.category_id:
            complaint.elements.filter(number=element.number).delete()
            element.save()
        elif old.route != element.route:
            old.route = element.route
            old.save(update_fields=["route"])


def _stages(complaint: Complaint, values: Values) -> None:
    wanted = stages_of(complaint, values)
    complaint.stages.exclude(number__in=[stage.number for stage, _ in wanted]).delete()
    for stage, events in wanted:
        kept, _ = Stage.objects.update_or_create(
            complaint=complaint, number=stage.number, defaults={"outcome": stage.outcome}
        )
        kept.events.all().delete()
        StageEvent.objects.bulk_create(StageEvent(stage=kept, kind=kind, on=on) for kind, on in events)


def _context_figure(record: str, values: Values, lists: Lists) -> None:
    ContextFigure.objects.filter(figure=values["figure"], year=values["year"]).update(
        value=Decimal(values["value"]), measure=values.get("measure", "")[:300]
    )


CORRECTIONS: dict[str, Callable[[str, Values, Lists], None]] = {
    "complaint": _complaint,
    "context_figure": _context_figure,
}
