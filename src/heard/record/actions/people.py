"""Who may sign in: adding people, changing their role, ending their time, and giving a link to set a password."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction

from heard.access.models import Person
from heard.access.policy import Actor, require
from heard.access.roles import SIGNS_IN
from heard.access.two_step import forget_second_step
from heard.law.calendars import local_day
from heard.law.words import check_visible
from heard.record.actions import assignments, history
from heard.record.models import Assignment, Complaint
from heard.record.queries.complaints import is_open
from heard.record.relations import may_be_given, reads_cases

validate_length = MaxLengthValidator(254)
LAST_OF_ROLE = ("monitoring-officer",)
"""Roles of which somebody must be left: a complaint that nobody else may hold is theirs."""


def add(
    email: str,
    name: str,
    role: str,
    *,
    by: Actor,
    at: datetime,
    until: date | None = None,
    demonstration: bool = False,
) -> Person:
    """Add somebody who may sign in. They set their own password, by a link that works once.

    Raises NotAllowedError, or ValueError where the address, the name or the role cannot be used.
    """
    require(by, "person", "add")
    name = " ".join(name.split())
    _check(email, name, role)
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email.strip(), name, role, until=until, demonstration=demonstration)
            _note("person.added", person, {"role": role}, by, at)
    except IntegrityError:
        raise ValueError("Somebody with this e-mail address may sign in already. Find them in the list.") from None
    return person


def _check(email: str, name: str, role: str) -> None:
    try:
        validate_email(email.strip())
        validate_length(email.strip())
    except ValidationError:
        raise ValueError("Enter an e-mail address like name@council.gov.uk.") from None
    if not name or len(name) > 200:
        raise ValueError("Enter a name of up to 200 characters.")
    check_visible(name)
    if role not in SIGNS_IN:
        raise ValueError(f"There is no role “{role}”. Use one of: {', '.join(SIGNS_IN)}.")


def change(person: Person, *, name: str, role: str, until: date | None, by: Actor, at: datetime) -> None:
    """Give somebody another name, role or last day. Whoever must be left in a role cannot be taken out of it.

    Whoever comes to read cases starts again: their link is then made by somebody who reads cases already, so that an
    administrator alone opens nobody a case. Raises NotAllowedError, or ValueError, also where they have complaints that
    they could not have after the change.
    """
    require(by, "person", "change")
    name = " ".join(name.split())
    _check(person.email, name, role)
    if by.person == person.pk and (role != person.role or until != person.until):
        raise ValueError("You cannot change your own role or last day. Ask another administrator.")
    with transaction.atomic():
        history.lock()
        if until is not None or role != person.role:
            _somebody_left(person)
        if not may_be_given(role) or (until is not None and until < local_day(at)):
            _nothing_held(person, by, at)
        details = {"role": role, "until": until.isoformat() if until else None}
        reads_more = reads_cases(role) and not reads_cases(person.role)
        person.name, person.role, person.until = name, role, until
        person.save(update_fields=["name", "role", "until"])
        _note("person.changed", person, details, by, at)
        if reads_more:
            _take_ways_in_away(person)


def end(person: Person, *, by: Actor, at: datetime) -> None:
    """End somebody's time at once: they can do nothing more from their next click. Their past stays in the history.

    Raises NotAllowedError, ValueError where complaints are still with them or nobody would be left in their role.
    """
    require(by, "person", "change")
    if by.person == person.pk:
        raise ValueError("You cannot end your own time. Ask another administrator.")
    with transaction.atomic():
        history.lock()
        _somebody_left(person)
        _nothing_held(person, by, at)
        person.is_active = False
        person.save(update_fields=["is_active"])
        person.renew_sign_in()
        _note("person.ended", person, {}, by, at)


def _nothing_held(person: Person, by: Actor, at: datetime) -> None:
    """Raise ValueError while an open complaint is with somebody, in whatever part; their parts in closed ones end."""
    held = Assignment.objects.filter(person=person, until=None)
    still_open = held.filter(complaint__in=Complaint.objects.filter(is_open()).values("pk"))
    number = still_open.values("complaint").distinct().count()
    if number:
        raise ValueError(
            f"{number} open complaint{'s are' if number > 1 else ' is'} still with {person.name}. "
            "Ask the complaints manager to give them to somebody else first."
        )
    for one in held.select_related("complaint"):
        assignments.finish(one, on=local_day(at), by=by, at=at)


def _somebody_left(person: Person) -> None:
    if person.role not in LAST_OF_ROLE:
        return
    others = Person.objects.filter(role=person.role, is_active=True, until=None).exclude(pk=person.pk)
    if not others.exists():
        raise ValueError(
            f"{person.name} is the only {SIGNS_IN[person.role].lower()}. Add another one first: "
            "a complaint that nobody else may hold must have a holder."
        )


def right_to_link(person: Person) -> str:
    """Return the right that making this person's link takes: for whoever reads cases, that of one who reads them."""
    return "give-case-link" if reads_cases(person.role) else "give-link"


def note_link(person: Person, *, by: Actor, at: datetime) -> None:
    """Note that a link to set this person's password is being made, which ends their sessions and every older link.

    Raises NotAllowedError, or ValueError for whoever may not sign in any more.
    """
    require(by, "person", right_to_link(person))
    if not person.may_sign_in(local_day(at)):
        raise ValueError(f"{person.name} may not sign in any more.")
    with transaction.atomic():
        person.renew_sign_in()
        _note("person.link-given", person, {}, by, at)


def start_again(person: Person, *, by: Actor, at: datetime) -> None:
    """Take somebody's password and second step away, as when their telephone is lost: they set up both again.

    Whoever is signed in as them is out at the next click. Give them a new link. Raises NotAllowedError, ValueError.
    """
    require(by, "person", "start-again")
    if by.person == person.pk:
        raise ValueError("You cannot do this for yourself. Ask another administrator.")
    with transaction.atomic():
        _take_ways_in_away(person)
        _note("person.starts-again", person, {}, by, at)


def _take_ways_in_away(person: Person) -> None:
    person.set_unusable_password()
    person.save(update_fields=["password"])
    person.renew_sign_in()
    forget_second_step(person)


def _note(action: str, person: Person, details: dict[str, str | None], by: Actor, at: datetime) -> None:
    payload = json.dumps({"name": person.name, "email": person.email}, ensure_ascii=False)
    history.append([history.Entry(action, "person", f"person {person.pk}", details, payload)], by=by, at=at)
