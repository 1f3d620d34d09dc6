"""Who may sign in, in which role, and until when."""

from __future__ import annotations

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.invitations import link
from heard.access.models import Person
from heard.access.policy import relations_allowing, said_rows
from heard.access.roles import ROLES
from heard.casework.forms import AddPersonForm, ChangePersonForm, EndPersonForm, LinkForm, StartAgainForm
from heard.casework.rendering import done, or_404, page
from heard.record.actions import people as actions
from heard.record.queries import people as queries


@door("person", "list")
def people(request: StaffRequest) -> HttpResponse:
    """Show everybody who may or might sign in."""
    after, before = request.GET.get("after", "")[:220], request.GET.get("before", "")[:220]
    found = queries.listed(by=request.actor, after=after, before=before)
    return page(
        request, "people/list.html", {"page": found, "on": request.actor.on, "roles": ROLES, "rows": said_rows()}
    )


def _may(request: StaffRequest, action: str) -> bool:
    return bool(relations_allowing(request.actor.role, "person", action))


def _person(
    request: StaffRequest,
    person: Person,
    change: ChangePersonForm | None = None,
    end: EndPersonForm | None = None,
    again: StartAgainForm | None = None,
    given: str = "",
    links: LinkForm | None = None,
) -> HttpResponse:
    may_change = _may(request, "change")
    now = {"name": person.name, "role": person.role, "until": person.until}
    shown = {
        "found": person,
        "what_for": ROLES[person.role].what_for,
        "posts": queries.posts_of(person, by=request.actor),
        "change": (change or ChangePersonForm(initial=now)) if may_change else None,
        "end": (end or EndPersonForm()) if may_change and person.is_active else None,
        "again": (again or StartAgainForm()) if _may(request, "start-again") and person.is_active else None,
        "makes_link": _may(request, actions.right_to_link(person)) and person.may_sign_in(request.on),
        "reads_cases": actions.right_to_link(person) != "give-link",
        "link": given,
        "on": request.actor.on,
    }
    return page(request, "people/person.html", shown, change, end, again, links)


@door("person", "list")
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one person."""
    with or_404():
        return _person(request, queries.find(pk, by=request.actor))


@door("person", "add", methods=("GET", "POST"))
def add(request: StaffRequest) -> HttpResponse:
    """Add somebody who may sign in."""
    form = AddPersonForm(request.POST if request.method == "POST" else None)
    made: list[Person] = []
    if request.method == "POST" and form.carry_out(
        lambda data: made.append(actions.add(**data, by=request.actor, at=request.at))
    ):
        return done(request, f"{made[0].name} was added. Make a link for them to set a password.", "person", made[0].pk)
    return page(request, "people/add.html", {"form": form, "roles": ROLES}, form)


@door("person", "change", methods=("POST",))
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Give somebody another name, role or last day."""
    with or_404():
        found = queries.find(pk, by=request.actor)
    form = ChangePersonForm(request.POST)
    if form.carry_out(lambda data: actions.change(found, **data, by=request.actor, at=request.at)):
        return done(request, "The change was saved.", "person", pk)
    return _person(request, found, change=form)


@door("person", "change", methods=("POST",))
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End somebody's time at once."""
    with or_404():
        found = queries.find(pk, by=request.actor)
    form = EndPersonForm(request.POST)
    if form.carry_out(lambda data: actions.end(found, by=request.actor, at=request.at)):
        return done(request, f"{found.name} cannot sign in any more.", "person", pk)
    return _person(request, found, end=form)


@door("person", "give-link", methods=("POST",))
def give_link(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a link with which they set their own password. It is shown once, here."""
    with or_404():
        found = queries.find(pk, by=request.actor)
    form = LinkForm(request.POST)
    if form.carry_out(lambda data: actions.note_link(found, by=request.actor, at=request.at)):
        return _person(request, found, given=request.build_absolute_uri(link(found)))
    return _person(request, found, links=form)


@door("person", "start-again", methods=("POST",))
def start_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Take somebody's password and second step away, and give a link with which they set up both again."""
    with or_404():
        found = queries.find(pk, by=request.actor)
    form = StartAgainForm(request.POST)
    if form.carry_out(lambda data: actions.start_again(found, by=request.actor, at=request.at)):
        return done(request, f"{found.name} starts again. Make a new link for them.", "person", pk)
    return _person(request, found, again=form)
