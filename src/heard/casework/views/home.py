"""The first page after signing in: what waits for this person."""

from __future__ import annotations

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.roles import ROLES
from heard.casework.forms import SearchForm
from heard.casework.rendering import page
from heard.record.queries.home import waiting


@door("home", "view")
def home(request: StaffRequest) -> HttpResponse:
    """Show the numbers that matter to this role, each with its list, and what is due soonest."""
    assert request.actor.on is not None  # nosec B101: whoever signed in acts on a day
    found = waiting(by=request.actor, on=request.actor.on)
    shown = {"waiting": found, "search": SearchForm(), "what_for": ROLES[request.actor.role].what_for}
    return page(request, "home.html", shown)
