"""How the demonstration's people sign in: one password that every page shows, and codes that can be worked out.

Nothing here says who they are: `heard.demonstration` adds them, and a production start is refused where they exist.
"""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db.models import QuerySet

from heard.access.models import Person

PASSWORD = "only a demonstration"  # nosec B105: it opens invented cases only, and a page shows it
"""What everybody in the demonstration signs in with, followed by their code."""

CODE_SECONDS = 30


def people() -> QuerySet[Person]:
    """Return the demonstration's people, in the order in which they were added; nobody in a council's own register."""
    return Person.objects.filter(demonstration=True).order_by("pk")


def codes(at: datetime) -> list[tuple[Person, str]]:
    """Return each of them with the code that their app would show at that moment; a code lasts half a minute."""
    kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__demonstration=True)
    counter = int(at.timestamp()) // CODE_SECONDS
    return [
        (one.user, format_hotp_value(hotp_value(decrypt(one.data["secret"]), counter)))
        for one in kept.select_related("user").order_by("user")
    ]
