"""What every page shows around its own words: the council, who is signed in, and where they may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from heard.access.two_step import proved
from heard.casework.navigation import navigation
from heard.record.queries.settings import face

SERVICE = "Heard"


@dataclass(frozen=True)
class Council:
    """What a page's frame says of the council. An empty text is not yet set."""

    name: str = ""
    team: str = ""
    telephone: str = ""
    email: str = ""
    colour: str = ""
    logo: str = ""
    demonstration: str = ""


def read_council() -> Council:
    """Read it from the council's settings, in one query."""
    kept = {key: str(value or "") for key, value in face().items()}
    return Council(
        name=kept["council_name"],
        team=kept["complaints_team"],
        telephone=kept["telephone"],
        email=kept["email"],
        colour=kept["colour"],
        logo=reverse("council_logo", args=[kept["logo"]]) if kept["logo"] else "",
        demonstration=kept["demonstration"],
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every template what base.html shows. Nothing is read before a page asks for it."""
    return {
        "service": SERVICE,
        "council": SimpleLazyObject(lambda: council_of(request)),
        "person": SimpleLazyObject(lambda: _person(request)),
        "navigation": SimpleLazyObject(lambda: navigation(request) if _inside(request) else []),
    }


def council_of(request: HttpRequest) -> Council:
    """Return the council, read once for each request."""
    found = getattr(request, "_council", None)
    if not isinstance(found, Council):
        found = read_council()
        request._council = found  # type: ignore[attr-defined]
    return found


def _person(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else False


def _inside(request: HttpRequest) -> bool:
    """Answer whether somebody is signed in who has proved their second step: before it, no link leads anywhere."""
    person = _person(request)
    return bool(person) and proved(request, person)
