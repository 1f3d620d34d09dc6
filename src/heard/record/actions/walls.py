"""Keeping somebody away from a complaint: proposed, then confirmed or dismissed by another whom no wall keeps away.

A proposed wall holds at once: it is safer to keep the wrong person out for a day than to let the right one read on.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from heard.access.models import Person
from heard.access.policy import ANY, Actor, relations_allowing, signed_in
from heard.access.roles import SIGNS_IN
from heard.law.calendars import local_day
from heard.record.actions import history
from heard.record.actions.assignments import give_back, take_away
from heard.record.models import Complaint, Wall
from heard.record.relations import require_for, walls_of

NEXT = {
    Wall.PROPOSED: (Wall.CONFIRMED, Wall.DISMISSED),
    Wall.CONFIRMED: (Wall.LIFTED,),
}
"""The state of a wall → what it can be settled as."""


def may_become(wall: Wall, *, by: Actor) -> tuple[str, ...]:
    """Return what this actor may settle a wall as, nothing where somebody else must: what a page offers.

    Whether they may settle walls of this complaint at all, the access table says.
    """
    if wall.proposed_by_id == by.person:
        return ()
    return NEXT.get(wall.state, ())


def propose(complaint: Complaint, person: Person, *, by: Actor, at: datetime) -> Wall:
    """Say that somebody who signs in is complained about here. They are kept away from now on.

    Raises NotAllowedError, or ValueError where they are kept away already or nobody would be left to hold the complaint.
    """
    require_for(complaint, "name-person", by=by)
    return _build(complaint, person, Wall.NAMED, by, at)


def declare(complaint: Complaint, *, by: Actor, at: datetime) -> Wall:
    """Declare a conflict of interest of one's own: one is kept away from now on. Raises as `propose` does."""
    require_for(complaint, "declare-conflict", by=by)
    return _build(complaint, Person.objects.get(pk=signed_in(by)), Wall.CONFLICT, by, at)


def _build(complaint: Complaint, person: Person, relation: str, by: Actor, at: datetime) -> Wall:
    with transaction.atomic():
        history.lock()
        if walls_of(complaint).filter(person=person, relation=relation).exists():
            raise ValueError(f"{person.name} is kept away from this complaint already.")
        state = Wall.PROPOSED if relation == Wall.NAMED else Wall.CONFIRMED
        wall = Wall.objects.create(
            complaint=complaint,
            person=person,
            relation=relation,
            state=state,
            proposed_by_id=by.person,
            proposed_at=at,
        )
        _still_overseen(complaint, local_day(at))
        wall.ended_parts = take_away(complaint, person, on=local_day(at), by=by, at=at)
        wall.save(update_fields=["ended_parts"])
        _note("wall.proposed" if relation == Wall.NAMED else "wall.declared", wall, "", by, at)
    return wall


def _still_overseen(complaint: Complaint, on: date) -> None:
    """Raise ValueError unless somebody is left who may decide who is kept away, once this wall stands too."""
    roles = [role for role in SIGNS_IN if ANY in relations_allowing(role, "complaint", "settle-wall")]
    left = Person.objects.filter(role__in=roles).exclude(pk__in=walls_of(complaint).values("person"))
    if not any(person.may_sign_in(on) for person in left):
        raise ValueError(
            "Nobody would be left who may decide who is kept away from this complaint. Speak to the monitoring officer."
        )


def settle(wall: Wall, *, state: str, reason: str, by: Actor, at: datetime) -> None:
    """Confirm, dismiss or lift a wall. Whoever proposed it or stands behind one cannot: it takes two people.

    Raises NotAllowedError, or ValueError where somebody else was quicker or no reason is given.
    """
    require_for(wall.complaint, "settle-wall", by=by)
    reason = reason.strip()
    if not reason:
        raise ValueError("Say why, in a sentence.")
    if len(reason) > 2000:
        raise ValueError("The reason must be 2,000 characters or fewer.")
    if NEXT.get(wall.state) and not may_become(wall, by=by):
        raise ValueError("Somebody else must settle this, since you proposed it.")
    with transaction.atomic():
        history.lock()
        now = Wall.objects.select_for_update().get(pk=wall.pk)
        if state not in NEXT.get(now.state, ()):
            raise ValueError("Somebody else has settled this already. Look at the page again.")
        now.state, now.settled_by_id, now.settled_at = state, by.person, at
        now.save(update_fields=["state", "settled_by", "settled_at"])
        if state == Wall.DISMISSED:
            give_back(now.complaint, now.person, now.ended_parts, on=local_day(at), by=by, at=at)
        _note(f"wall.{state}", now, reason, by, at)


def _note(action: str, wall: Wall, reason: str, by: Actor, at: datetime) -> None:
    details = {"person": wall.person_id, "relation": wall.relation}
    payload = json.dumps({"reason": reason}, ensure_ascii=False) if reason else None
    history.append([history.Entry(action, "complaint", wall.complaint.reference, details, payload)], by=by, at=at)
