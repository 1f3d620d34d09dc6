"""Giving a complaint to somebody. A complaint always has a holder: where nobody else may, the monitoring officer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from heard.access.models import Person
from heard.access.policy import Actor
from heard.access.roles import FALLBACK
from heard.record.actions import history
from heard.record.models import Assignment, Complaint
from heard.record.relations import may_be_given, require_for, walls_of

PARTS = dict(Assignment.PARTS)


def assign(complaint: Complaint, person: Person, *, part: str, on: date, by: Actor, at: datetime) -> Assignment:
    """Give somebody a part in a complaint; whoever held it before holds it no longer.

    Raises NotAllowedError, or ValueError where they may not have it: they left, they are kept away, or their role reads
    no complaint.
    """
    require_for(complaint, "assign", by=by)
    if part not in PARTS:
        raise ValueError(f"There is no part “{part}”. Use one of: {', '.join(PARTS)}.")
    with transaction.atomic():
        history.lock()
        _check(complaint, person, on)
        already = Assignment.objects.filter(complaint=complaint, person=person, part=part, until=None).first()
        if already:
            return already
        if part == Assignment.HOLDER:
            for before in Assignment.objects.filter(complaint=complaint, part=part, until=None):
                finish(before, on=on, by=by, at=at)
        return _give(complaint, person, part, on, by, at)


def _check(complaint: Complaint, person: Person, on: date) -> None:
    """Raise ValueError unless the person may have a part in this complaint. The sentence tells of no wall."""
    if not person.may_sign_in(on) or not may_be_given(person.role):
        raise ValueError(f"{person.name} cannot be given a complaint. Choose somebody else.")
    if walls_of(complaint).filter(person=person).exists():
        raise ValueError(f"{person.name} cannot be given this complaint. Choose somebody else.")


def end(assignment: Assignment, *, on: date, by: Actor, at: datetime) -> None:
    """End a part that somebody has. A holder's ends only when another takes over. Raises NotAllowedError, ValueError."""
    require_for(assignment.complaint, "assign", by=by)
    if assignment.part == Assignment.HOLDER:
        raise ValueError("A complaint always has a holder. Give it to somebody else instead.")
    with transaction.atomic():
        finish(assignment, on=on, by=by, at=at)


def finish(assignment: Assignment, *, on: date, by: Actor, at: datetime) -> None:
    """End a part inside the caller's transaction. Asked for by actions that asked access for their own act."""
    assignment.until = on
    assignment.save(update_fields=["until"])
    _note("complaint.part-ended", assignment.complaint, assignment.person, assignment.part, by, at)


def take_away(complaint: Complaint, person: Person, *, on: date, by: Actor, at: datetime) -> list[str]:
    """End every part of somebody whom a wall now keeps away, inside the caller's transaction; keep the complaint held.

    Return the parts that they had. Asked for by `walls` only, which asked access.
    """
    given = Assignment.objects.filter(complaint=complaint, until=None)
    held = given.filter(person=person)
    parts = list(held.order_by("part").values_list("part", flat=True))
    for part in parts:
        _note("complaint.part-ended", complaint, person, part, by, at)
    held.update(until=on)
    if not given.filter(part=Assignment.HOLDER).exists():
        _give(complaint, fallback(complaint, on), Assignment.HOLDER, on, by, at)
    return parts


def give_back(complaint: Complaint, person: Person, parts: list[str], *, on: date, by: Actor, at: datetime) -> None:
    """Give somebody the parts back that a wall took from them, now that it was dismissed, inside its transaction.

    Asked for by `walls` only, which asked access. Whoever may not have one any more gets none.
    """
    for part in parts:
        try:
            _check(complaint, person, on)
        except ValueError:
            return
        if part == Assignment.HOLDER:
            for before in Assignment.objects.filter(complaint=complaint, part=part, until=None):
                finish(before, on=on, by=by, at=at)
        _give(complaint, person, part, on, by, at)


def fallback(complaint: Complaint, on: date) -> Person:
    """Return who holds a complaint that nobody else may: the first of FALLBACK whom no wall keeps away.

    Raises ValueError where there is nobody, which stops whatever would have left the complaint without a holder.
    """
    kept_away = walls_of(complaint).values("person")
    people = list(Person.objects.filter(role__in=FALLBACK, is_active=True).exclude(pk__in=kept_away).order_by("pk"))
    able = [person for person in people if person.may_sign_in(on)]
    if not able:
        raise ValueError(
            "Nobody would be left who may hold this complaint. Ask the administrator to add a monitoring officer first."
        )
    return min(able, key=lambda person: (FALLBACK.index(person.role), person.pk))


def _give(complaint: Complaint, person: Person, part: str, on: date, by: Actor, at: datetime) -> Assignment:
    given = Assignment.objects.create(complaint=complaint, person=person, part=part, since=on)
    _note("complaint.assigned", complaint, person, part, by, at)
    return given


def _note(action: str, complaint: Complaint, person: Person, part: str, by: Actor, at: datetime) -> None:
    details = {"person": person.pk, "part": part}
    history.append([history.Entry(action, "complaint", complaint.reference, details)], by=by, at=at)
