"""Who looked at what, and who did what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.casework.rendering import page
from heard.record.queries import looks
from heard.record.queries.pages import row_number
from heard.record.queries.people import everybody


@door("event", "list")
def history(request: StaffRequest) -> HttpResponse:
    """Show the history, the latest first: only looks, or all that was done."""
    person = row_number(request.GET.get("person", ""))
    everything = request.GET.get("show") == "all"
    found = looks.listed(
        by=request.actor,
        person=person,
        only_looks=not everything,
        after=request.GET.get("after", "")[:40],
        before=request.GET.get("before", "")[:40],
    )
    kept = {"person": str(person)} if person else {}
    shown = {
        "page": found,
        "people": everybody(by=request.actor),
        "person_chosen": str(person or ""),
        "everything": everything,
        "query": urlencode(kept | ({"show": "all"} if everything else {})),
    }
    return page(request, "history.html", shown)
