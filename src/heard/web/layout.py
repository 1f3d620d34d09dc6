"""What every page shows around its own words: the council, who is signed in, and where they may go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from heard.access import door
from heard.access.policy import Actor
from heard.record.queries.settings import all_settings

SERVICE = "Heard"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LOGO = re.compile(r"/(?!/)[\w./-]+")
FRAME = Actor("the page's frame", "operator")
"""Reads the council's name and colours for a page that nobody need sign in to see."""


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
    kept = all_settings(by=FRAME)
    words = {key: str(kept.get(key) or "") for key in ("telephone", "email", "demonstration")}
    colour, logo = str(kept.get("colour") or ""), str(kept.get("logo") or "")
    return Council(
        name=str(kept["council_name"] or ""),
        team=str(kept["complaints_team"] or ""),
        colour=colour if COLOUR.fullmatch(colour) else "",
        logo=logo if LOGO.fullmatch(logo) else "",
        **words,
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every template what base.html shows. Nothing is read before a page asks for it."""
    return {
        "service": SERVICE,
        "council": SimpleLazyObject(lambda: council_of(request)),
        "person": SimpleLazyObject(lambda: _person(request)),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
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


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    links = getattr(door, "navigation", None)
    return links(request) if links and _person(request) else []
