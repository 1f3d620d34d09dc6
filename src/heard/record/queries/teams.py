"""Finding a team."""

from __future__ import annotations

from heard.access.policy import Actor, require
from heard.law.words import slug
from heard.record.models import Team


def current_team(name: str, *, by: Actor) -> Team | None:
    """Return the team of that name that has not ended, or the last that had it. Raises NotAllowedError."""
    require(by, "team", "reorganise")
    found = list(Team.objects.filter(slug=slug(name)).select_related("service").order_by("id"))
    return next((team for team in found if team.ends_on is None), found[-1] if found else None)
