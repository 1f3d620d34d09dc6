"""Why Heard refuses to start at a council's address: each a sentence about something that is not safe, or not ready."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils import timezone

from heard.web.address import SHORTEST_KEY

KNOWN_KEYS = ("django-insecure", "changeme", "change-me", "secret", "example")
FULL = 2  # SQLite's number for synchronous=FULL
KEEPERS = {"monitoring-officer": "monitoring officer", "administrator": "administrator"}


def refusals() -> list[str]:
    """Return why a production start is refused; nothing where it may go on. Reads the database."""
    return [*_from_the_settings(), *_from_the_database(timezone.localdate())]


def _from_the_settings() -> Iterator[str]:
    if not settings.ADDRESS.secure:
        yield "HEARD_ADDRESS must begin with https://: what families write may not travel in the open."
    if settings.DEBUG:
        yield "DEBUG must be off: it shows a case's words to whoever causes an error."
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < 8:
        yield f"HEARD_SECRET_KEY must be {SHORTEST_KEY} random characters or more."
    elif key.lower().startswith(KNOWN_KEYS):
        yield "HEARD_SECRET_KEY is an example that anybody could know. Make one of your own."
    if not settings.HEARD_MAIL.said:
        yield "HEARD_MAIL must say how letters leave: smtp or notify; or folder, where nobody is to be sent anything."


def _from_the_database(on: date) -> Iterator[str]:
    # Imported here: the models are ready only after Django's set-up.
    from heard.access.models import Person
    from heard.web.layout import read_council

    if connection.vendor == "sqlite" and _synchronous() < FULL:
        yield "SQLite must run with synchronous=FULL, or a power cut loses what was acknowledged."
    if read_council().demonstration:
        yield "This is the demonstration council. Start the council's own Heard with a HEARD_HOME of its own."
    people = list(Person.objects.filter(is_active=True))
    if any(person.demonstration for person in people):
        yield "People of the demonstration, whose password everybody knows, can sign in. Start with a HEARD_HOME of its own."
    held = {person.role for person in people if person.may_sign_in(on)}
    for role, title in KEEPERS.items():
        if role not in held:
            yield f"There is no active {title}. Add one, so that no complaint and no account is left without a keeper."


def _synchronous() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])
