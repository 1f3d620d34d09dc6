"""Teams and services as they change: a reorganisation ends one row and opens the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from heard.access.policy import Actor, require
from heard.law.words import slug
from heard.record.actions import history
from heard.record.models import Service, Team


def reorganise(team: Team, *, name: str, service: str, on: date, by: Actor, at: datetime) -> Team:
    """End the team the day before `on` and open its successor, under the name and service given; return that.

    Complaints stay with the team that had them, and a trend follows the successor. Raises NotAllowedError, or
    ValueError where the team has ended already or began later than that.
    """
    require(by, "team", "reorganise")
    if team.ends_on is not None:
        raise ValueError(f"{team.name} ended on {team.ends_on}. Reorganise the team that followed it.")
    if team.starts_on is not None and team.starts_on >= on:
        raise ValueError(f"{team.name} began on {team.starts_on}. Give a later day.")
    with transaction.atomic():
        team.ends_on = on - timedelta(days=1)
        team.save(update_fields=["ends_on"])
        parent = None
        if service:
            parent, _ = Service.objects.get_or_create(slug=slug(service), starts_on=None, defaults={"name": service})
        successor = Team.objects.create(name=name, slug=slug(name), service=parent, starts_on=on, succeeds=team)
        details = {"on": on.isoformat(), "successor": name, "service": service}
        history.append([history.Entry("team.reorganised", "team", team.name, details)], by=by, at=at)
    return successor
