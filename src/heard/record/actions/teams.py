"""Teams and services as they change: a reorganisation ends one team and names the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from heard.access.models import Person
from heard.access.policy import Actor, require
from heard.law.due import day_said
from heard.law.words import check_visible, slug
from heard.record.actions import history
from heard.record.models import Post, Service, Team

EARLIEST = date(1974, 4, 1)
"""The day on which the councils of today began (Local Government Act 1972)."""


def reorganise(team: Team, *, name: str, service: str, on: date, by: Actor, at: datetime) -> Team:
    """End the team the day before `on`; return its successor, which has the name and is in the service given.

    Where there is a team of that name already, it becomes the successor: that is how two teams become one. Complaints
    stay with the team that had them. Raises NotAllowedError, or ValueError where the team has ended or began later.
    """
    require(by, "team", "reorganise")
    if team.ends_on is not None:
        raise ValueError(f"{team.name} ended on {team.ends_on}. Reorganise the team that followed it.")
    if team.starts_on is not None and team.starts_on >= on:
        raise ValueError(f"{team.name} began on {team.starts_on}. Give a later day.")
    if on < EARLIEST:
        raise ValueError(f"{day_said(on)} is too long ago. Give a later day.")
    if not slug(name) or len(name) > 200 or len(service) > 200:
        raise ValueError("The new name needs a letter or a digit, and no more than 200 characters.")
    check_visible(name + service)
    with transaction.atomic():
        successor = Team.objects.filter(slug=slug(name), ends_on=None).exclude(pk=team.pk).first()
        if successor is None:
            if Team.objects.filter(slug=slug(name), starts_on=on).exists():
                raise ValueError(
                    f"There was a team “{name}” that began on that day. Choose another name or another day."
                )
            successor = Team.objects.create(name=name, slug=slug(name), service=_service(service, on), starts_on=on)
        team.ends_on, team.succeeded_by = on - timedelta(days=1), successor
        team.save(update_fields=["ends_on", "succeeded_by"])
        _end_if_empty(team.service, on)
        details = {"on": on.isoformat(), "successor": successor.name, "service": service}
        history.append([history.Entry("team.reorganised", "team", team.name, details)], by=by, at=at)
    return successor


def post(person: Person, team: Team, *, since: date, until: date | None = None, by: Actor, at: datetime) -> Post:
    """Post somebody to a team, from one day to another: its complaints are theirs to see.

    Raises NotAllowedError, or ValueError where they are in it already or the days are the wrong way round.
    """
    require(by, "team", "post")
    if until is not None and until < since:
        raise ValueError("The last day must not be before the first.")
    try:
        with transaction.atomic():
            made = Post.objects.create(person=person, team=team, since=since, until=until)
            _note_post("team.posted", made, by, at)
    except IntegrityError:
        raise ValueError(f"{person.name} is in {team.name} already.") from None
    return made


def end_post(post: Post, *, on: date, by: Actor, at: datetime) -> None:
    """End somebody's place in a team: `on` is their last day in it. Raises NotAllowedError, ValueError."""
    require(by, "team", "post")
    if on < post.since:
        raise ValueError("The last day must not be before the first.")
    with transaction.atomic():
        post.until = on
        post.save(update_fields=["until"])
        _note_post("team.post-ended", post, by, at)


def _note_post(action: str, post: Post, by: Actor, at: datetime) -> None:
    days = {"since": post.since.isoformat(), "until": post.until.isoformat() if post.until else None}
    details = {"person": post.person_id, **days}
    history.append([history.Entry(action, "team", post.team.name, details)], by=by, at=at)


def _service(name: str, on: date) -> Service | None:
    """Return the service of that name that has not ended, opening it on that day where there is none."""
    if not slug(name):
        return None
    there = Service.objects.filter(slug=slug(name), ends_on=None).first()
    return there or Service.objects.create(name=name, slug=slug(name), starts_on=on)


def _end_if_empty(service: Service | None, on: date) -> None:
    """End a service with its last team."""
    if service and not service.teams.filter(ends_on=None).exists():
        service.ends_on = on - timedelta(days=1)
        service.save(update_fields=["ends_on"])
