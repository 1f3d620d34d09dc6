"""The first page after signing in: what waits for this person."""

from __future__ import annotations

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.roles import ROLES
from heard.casework.forms import SearchForm
from heard.casework.navigation import navigation
from heard.casework.rendering import page
from heard.record.queries.complaints import SOON
from heard.record.queries.home import waiting


@door("home", "view")
def home(request: StaffRequest) -> HttpResponse:
    """Show the numbers that matter to this role, each with its list, and what is due soonest."""
    shown = {
        "waiting": waiting(by=request.actor, on=request.on),
        "soon": SOON,
        "search": SearchForm(),
        "what_for": ROLES[request.actor.role].what_for,
        "places": navigation(request)[1:],
    }
    return page(request, "home.html", shown)
