"""The commands about people: adding the first ones before anybody can sign in, and listing who may."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from heard.commands.common import DONE, Result, operator, say


def person(options: argparse.Namespace) -> Result:
    """Add somebody who may sign in, and give out the link with which they set their password."""
    from django.conf import settings

    from heard.access.invitations import link
    from heard.record.actions import people as actions

    at = datetime.now(UTC)
    added = actions.add(options.email, options.name, options.role, by=operator(), at=at)
    actions.note_link(added, by=operator(), at=at)
    address = f"{_origin()}{link(added)}"
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    say(f"{added.name} may sign in as {added.email}, once they have set a password.")
    say(f"Give them this link. It works once, within {hours} hours: {address}")
    return DONE, {"email": added.email, "name": added.name, "role": added.role, "link": address}


def _origin() -> str:
    """Return where people reach Heard."""
    from django.conf import settings

    return str(settings.ADDRESS.origins[0]) if settings.HEARD_PRODUCTION else "http://127.0.0.1:8000"


def people(options: argparse.Namespace) -> Result:
    """List everybody who may sign in, or once could."""
    from heard.law.calendars import local_day
    from heard.record.queries.sign_ins import sign_ins

    today = local_day(datetime.now(UTC))
    found = [
        {
            "name": one.name,
            "email": one.email,
            "role": one.role,
            "may_sign_in": one.may_sign_in(today),
            "until": one.until.isoformat() if one.until else None,
        }
        for one in sign_ins(by=operator())
    ]
    for one in found:
        say(f"{one['role']}: {one['name']}, {one['email']}{'' if one['may_sign_in'] else ' (may not sign in)'}")
    if not found:
        say("Nobody may sign in yet. Add somebody: heard person add EMAIL --name NAME --role ROLE")
    return DONE, {"people": found}
