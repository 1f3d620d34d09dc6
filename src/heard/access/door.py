"""The door of every page: who is at it, and whether the access table lets their role through.

A view stands behind `door(kind, action)`. It is given the actor, and whatever it does asks again for the record at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.utils import timezone

from heard.access.models import Person
from heard.access.policy import Actor, NotAllowedError, require_some
from heard.law.calendars import local_day

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request from somebody who signed in: who acts, when, and on which local day. The moment is taken once, here."""

    actor: Actor
    at: datetime
    on: date
    person: Person


View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def actor_of(person: Person, at: datetime) -> Actor:
    """Return who acts when this person does something at that moment."""
    return Actor(f"person {person.pk}", person.role, person.pk, local_day(at))


def _not_for_this(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """Answer somebody who loads an address that only takes a form, such as by pressing Enter in the address bar."""
    says = ["This address only takes a form.", "Go back to the page with the form, and send it from there."]
    shown = {"title": "There is no page to show here", "says": says, "status": 405}
    page = engines["jinja2"].env.get_template("_error.html").render(shown)  # type: ignore[attr-defined]
    return HttpResponse(page, status=405, headers={"Allow": ", ".join(methods)})


def door(kind: str, action: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View[P]], Callable[..., Any]]:
    """Let through who is signed in and whose role may do `action` to some record of this `kind`.

    Anybody else is sent to sign in, or met with a page that says whom to ask. A refusal deeper inside, over the record
    itself, becomes the same page. `methods` are the HTTP methods that the page answers.
    """

    def behind(view: View[P]) -> Callable[..., Any]:
        @wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            person = request.user
            if not isinstance(person, Person):
                return redirect_to_login(request.get_full_path())
            if request.method not in (*methods, *(("HEAD",) if "GET" in methods else ())):
                return _not_for_this(request, methods)
            at = timezone.now()
            staff = cast(StaffRequest, request)
            staff.at, staff.on, staff.person, staff.actor = at, local_day(at), person, actor_of(person, at)
            try:
                require_some(staff.actor, kind, action)
                return view(staff, *args, **kwargs)
            except NotAllowedError as refused:
                raise PermissionDenied(str(refused)) from refused

        opened.door = (kind, action)  # type: ignore[attr-defined]
        opened.methods = methods  # type: ignore[attr-defined]
        return opened

    return behind
