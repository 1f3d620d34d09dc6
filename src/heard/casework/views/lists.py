"""Teams and who is in them, districts and categories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework.forms import CategoryForm, DistrictForm, EndPostForm, EntryForm, PostForm, ReorganiseForm
from heard.casework.rendering import done, or_404, page
from heard.casework.words import KINDS
from heard.record.actions import lists as actions
from heard.record.actions import teams as team_actions
from heard.record.models import Team
from heard.record.queries import lists, people


@door("team", "list")
def teams(request: StaffRequest) -> HttpResponse:
    """Show every team, its service and who is in it."""
    after, before = request.GET.get("after", "")[:220], request.GET.get("before", "")[:220]
    shown = {"page": lists.teams(by=request.actor, after=after, before=before), "tab": "teams"}
    return page(request, "lists/teams.html", shown)


def _may_post(request: StaffRequest) -> bool:
    return bool(relations_allowing(request.actor.role, "team", "post"))


def _team(
    request: StaffRequest, team: Team, posting: PostForm | None = None, ending: EndPostForm | None = None
) -> HttpResponse:
    if posting is None and _may_post(request):
        posting = PostForm(found=people.who_can_be_posted(by=request.actor), initial={"since": request.actor.on})
    shown = {
        "team": team,
        "posts": lists.posts_in(team, by=request.actor),
        "posting": posting,
        "ending": ending,
        "on": request.actor.on,
    }
    return page(request, "lists/team.html", shown, posting, ending)


@door("team", "list")
def team(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one team."""
    with or_404():
        return _team(request, lists.team(pk, by=request.actor))


@door("team", "post", methods=("POST",))
def post(request: StaffRequest, pk: int) -> HttpResponse:
    """Add somebody to a team."""
    with or_404():
        found = lists.team(pk, by=request.actor)
    form = PostForm(request.POST, found=people.who_can_be_posted(by=request.actor))

    def act(data: dict[str, Any]) -> None:
        days = {"since": data["since"], "until": data["until"]}
        team_actions.post(data["person"], found, **days, by=request.actor, at=request.at)

    if form.carry_out(act):
        return done(request, f"{form.cleaned_data['person'].name} is in {found.name}.", "team", pk)
    return _team(request, found, posting=form)


@door("team", "post", methods=("POST",))
def end_post(request: StaffRequest, pk: int) -> HttpResponse:
    """End somebody's place in a team."""
    with or_404():
        found = lists.team(pk, by=request.actor)
    form = EndPostForm(request.POST)
    there = lists.posts_in(found, by=request.actor)
    posts = {one.pk: one for one in there if one.until is None or one.until > request.on}

    def act(data: dict[str, Any]) -> None:
        if data["post"] not in posts:
            raise ValueError("They are not in this team any more. Look at the page again.")
        team_actions.end_post(posts[data["post"]], on=data["on"], by=request.actor, at=request.at)

    if form.carry_out(act):
        return done(request, "Their last day in the team was noted.", "team", pk)
    return _team(request, found, ending=form)


@door("team", "reorganise", methods=("GET", "POST"))
def reorganise(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that a team got another name, or moved to another service."""
    with or_404():
        found = lists.team(pk, by=request.actor)
    form = ReorganiseForm(request.POST if request.method == "POST" else None, team=found)
    if request.method == "POST" and form.carry_out(
        lambda data: team_actions.reorganise(
            found, name=data["name"], service=data["service"], on=data["on"], by=request.actor, at=request.at
        )
    ):
        return done(request, f"{found.name} was reorganised.", "teams")
    return page(request, "lists/reorganise.html", {"team": found, "form": form}, form)


ENTRIES: dict[str, type[EntryForm]] = {"district": DistrictForm, "category": CategoryForm}


def _entries(kind: str) -> Callable[..., Any]:
    named, form_class = KINDS[kind], ENTRIES[kind]

    def shown(request: StaffRequest, form: EntryForm) -> HttpResponse:
        after, before = request.GET.get("after", "")[:220], request.GET.get("before", "")[:220]
        found = lists.entries(kind, by=request.actor, after=after, before=before)
        told = {"kind": kind, "named": named, "page": found, "form": form, "tab": named.place}
        return page(request, "lists/entries.html", told, form)

    @door(kind, "list")
    def entries(request: StaffRequest) -> HttpResponse:
        return shown(request, form_class())

    @door(kind, "change", methods=("POST",))
    def add(request: StaffRequest) -> HttpResponse:
        form = form_class(request.POST)
        if form.carry_out(lambda data: actions.add(kind, data["name"], by=request.actor, at=request.at)):
            return done(request, "It is on the list now.", named.place)
        return shown(request, form)

    @door(kind, "change", methods=("GET", "POST"))
    def rename(request: StaffRequest, pk: int) -> HttpResponse:
        with or_404():
            entry = lists.entry(kind, pk, by=request.actor)
        form = form_class(request.POST if request.method == "POST" else None, initial={"name": entry.name})
        if request.method == "POST" and form.carry_out(
            lambda data: actions.rename(entry, data["name"], by=request.actor, at=request.at)
        ):
            return done(request, "It has its new name.", named.place)
        return page(request, "lists/rename.html", {"named": named, "entry": entry, "form": form}, form)

    return {"list": entries, "add": add, "rename": rename}  # type: ignore[return-value]


DISTRICTS: Any = _entries("district")
CATEGORIES: Any = _entries("category")
