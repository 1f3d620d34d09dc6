"""What stands in the navigation of every page: what the reader's role may open, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from heard.access.models import Person
from heard.access.policy import relations_allowing


@dataclass(frozen=True)
class Place:
    """One entry: its words, the name of its address, and the right that opens it."""

    text: str
    name: str
    kind: str
    action: str


PLACES = (
    Place("Complaints", "complaints", "complaint", "list"),
    Place("Letters", "letters", "letter", "view"),
    Place("Comments", "comments", "comment", "list"),
    Place("Compliments", "compliments", "compliment", "list"),
    Place("Ombudsman", "ombudsman-cases", "ombudsman-case", "list"),
    Place("Learning", "learning-actions", "learning-action", "list"),
    Place("Reports", "reports", "report", "view"),
    Place("Import", "import", "register", "import"),
    Place("People", "people", "person", "list"),
    Place("Teams", "teams", "team", "list"),
    Place("Settings", "settings", "settings", "view"),
    Place("Who looked", "history", "event", "list"),
)


def navigation(request: HttpRequest) -> list[dict[str, str | bool]]:
    """Return the entries for whoever is signed in, with the one that they are at marked."""
    person = request.user
    if not isinstance(person, Person):
        return []
    places = [place for place in PLACES if relations_allowing(person.role, place.kind, place.action)]
    entries: list[dict[str, str | bool]] = [{"text": "Home", "href": reverse("home"), "current": request.path == "/"}]
    for place in places:
        href = reverse(place.name)
        entries.append({"text": place.text, "href": href, "current": request.path.startswith(href)})
    return entries
