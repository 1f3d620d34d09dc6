"""Somebody who signs in, and the steps of doing so, for the tests of more than one file."""

import time
from html import unescape

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.test import Client

from heard.access.models import Person

PASSWORD = "four winds blow over"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN, CODE, SET_UP, START = "/sign-in/", "/sign-in/code/", "/account/two-step/app/", "/account/two-step/"


def somebody(**fields) -> Person:
    """Return a complaints officer who has a password and no second step."""
    person = Person.objects.create_user("olive@example.gov.uk", "Olive Example", "complaints-officer", **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person: Person) -> Person:
    """Give somebody an authenticator app and recovery codes."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    RecoveryCodes.activate(person)
    return person


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def password(client: Client, typed: str = PASSWORD, email: str = "olive@example.gov.uk", **more):
    return client.post(SIGN_IN, {"login": email, "password": typed, **more})


def sign_in(client: Client, **more):
    password(client, **more)
    return client.post(CODE, {"code": code()})


def is_in(client: Client) -> bool:
    return client.get(START).status_code == 200


def words(response) -> str:
    return unescape(response.content.decode())
