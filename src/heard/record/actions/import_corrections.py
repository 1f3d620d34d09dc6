"""Taking a changed row of a spreadsheet into a record that is there already, once a person has accepted the change."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from heard.record.actions.import_rows import Lists, Values, categories_of, complaint_fields, stages_of
from heard.record.models import Complaint, ContextFigure, StageEvent


def correct(kind: str, record: str, values: Values, lists: Lists) -> None:
    """Bring one record into line with the row. `record` is what the row became when it was first imported."""
    CORRECTIONS[kind](record, values, lists)


def _complaint(reference: str, values: Values, lists: Lists) -> None:
    complaint = Complaint.objects.get(reference=reference)
    Complaint.objects.filter(pk=complaint.pk).update(**complaint_fields(values, lists))
    complaint.parties.filter(capacity="complainant").delete()
    if values.get("complainant"):
        complaint.parties.create(capacity="complainant", description=lists.name("complainant", values))
    _elements(complaint, values, lists)
    _stages(complaint, values)


def _elements(complaint: Complaint, values: Values, lists: Lists) -> None:
    """Replace the points only where they are about something else now: a finding stays with an unchanged point."""
    wanted = categories_of(values, lists)
    complaint.elements.exclude(number__in=[number for number, _ in wanted]).delete()
    for number, category in wanted:
        complaint.elements.filter(number=number).exclude(category=category).delete()
        complaint.elements.update_or_create(
            number=number, defaults={"category": category, "route": values["procedure"]}
        )


def _stages(complaint: Complaint, values: Values) -> None:
    wanted = stages_of(values)
    complaint.stages.exclude(number__in=[number for number, _, _ in wanted]).delete()
    for number, outcome, events in wanted:
        stage, _ = complaint.stages.update_or_create(number=number, defaults={"outcome": outcome})
        stage.events.exclude(kind=StageEvent.ACKNOWLEDGED).delete()  # no spreadsheet holds it
        for kind, on in events:
            stage.events.create(kind=kind, on=on)


def _context_figure(record: str, values: Values, lists: Lists) -> None:
    ContextFigure.objects.filter(figure=values["figure"], year=values["year"]).update(
        value=Decimal(values["value"]), measure=values.get("measure", "")[:300]
    )


CORRECTIONS: dict[str, Callable[[str, Values, Lists], None]] = {
    "complaint": _complaint,
    "context_figure": _context_figure,
}
