"""The people of a demonstration council, one for each role that signs in. Every name is obviously invented.

They share one password and their sign-in codes can be printed: a production start refuses a register that has them.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from heard.access.demonstration import PASSWORD
from heard.access.door import actor_of
from heard.access.models import Person
from heard.access.policy import Actor
from heard.demonstration.settings import Council
from heard.record.actions import people, teams
from heard.record.models import Team


@dataclass(frozen=True)
class Invented:
    """Somebody who signs in. `key` stands before the @ of their address; `teams` are those that they manage."""

    key: str
    name: str
    role: str
    teams: tuple[str, ...] = ()


PEOPLE = (
    Invented("administrator", "Adam Example", "administrator"),
    Invented("officer", "Olive Example", "complaints-officer"),
    Invented("officer2", "Oscar Invented", "complaints-officer"),
    Invented("manager", "Martha Pretend", "complaints-manager"),
    Invented("care", "Tariq Sample", "team-manager", ("care", "leaving care")),
    Invented("send", "Teresa Makebelieve", "team-manager", ("send", "plans")),
    Invented("assessment", "Tom Invented", "team-manager", ("assessment", "front door")),
    Invented("fostering", "Tilda Pretend", "team-manager", ("fostering", "disability")),
    Invented("director", "Diana Sample", "director"),
    Invented("investigator", "Ivan Makebelieve", "investigating-officer"),
    Invented("independent", "Ines Example", "independent-person"),
    Invented("adjudicator", "Ada Pretend", "adjudicating-officer"),
    Invented("panel", "Pavel Invented", "panel-member"),
    Invented("councillor", "Rita Pretend", "report-reader"),
    Invented("monitoring", "Morgan Sample", "monitoring-officer"),
    Invented("governance", "Audrey Makebelieve", "auditor"),
)


def address(council: Council, key: str) -> str:
    return f"{key}@{council.domain}"


def add_people(council: Council, *, since: date, by: Actor, at: datetime) -> dict[str, Person]:
    """Add everybody and put the team managers into their teams; return key → person."""
    password = make_password(PASSWORD)  # once for all of them: making one is slow on purpose
    found = {}
    for one in PEOPLE:
        person = people.add(address(council, one.key), one.name, one.role, by=by, at=at, demonstration=True)
        person.password = password
        person.save(update_fields=["password"])
        _set_up_codes(person, at)
        found[one.key] = person
    administrator = actor_of(found["administrator"], at)
    for one in PEOPLE:
        for team in one.teams:
            row = Team.objects.get(name=council.teams[team], ends_on=None)
            teams.post(found[one.key], row, since=since, by=administrator, at=at)
    return found


def secret_of(email: str) -> str:
    """Return the secret of somebody's sign-in codes, the same at every load, as authenticator apps write it."""
    digest = hashlib.sha256(f"heard demonstration {email}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()


def _set_up_codes(person: Person, at: datetime) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import encrypt

    secret = {"secret": encrypt(secret_of(person.email))}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=secret, created_at=at)
