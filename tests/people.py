"""People of every role, and a browser in which one of them is signed in."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from allauth.account.internal.flows import login
from django.test import Client
from tests.made_reports import AT

from heard.access.door import actor_of
from heard.access.models import Person
from heard.access.policy import Actor
from heard.access.sessions import begin
from heard.record.models import Complaint, Wall

_NUMBERS = count(1)


def person(role: str, **fields: Any) -> Person:
    """Make somebody of this role, with a name and an address that nobody else has."""
    number = next(_NUMBERS)
    given = {"name": f"Person {number}", "email": f"person{number}@council.example", **fields}
    return Person.objects.create_user(role=role, **given)


def actor(one: Person) -> Actor:
    """Return this person acting in a test."""
    return actor_of(one, AT)


def sign_in(client: Client, one: Person) -> Client:
    """Sign somebody in, as they are once they have given their password and the second step."""
    client.force_login(one)
    session, now = client.session, int(time.time())
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(one.pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": now},
        {"method": "mfa", "type": "totp", "at": now},
    ]
    begin(session, now)
    session.save()
    return client


def wall_off(one: Person, reference: str, relation: str = Wall.NAMED) -> Complaint:
    """Put a confirmed wall between somebody and a complaint."""
    complaint = Complaint.objects.get(reference=reference)
    Wall.objects.create(complaint=complaint, person=one, relation=relation, state=Wall.CONFIRMED, proposed_at=AT)
    return complaint
