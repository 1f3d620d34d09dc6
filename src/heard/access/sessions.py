"""How long somebody stays signed in: half an hour without doing anything, twelve hours in all."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from heard.access.two_step import is_public

BEGAN, SEEN = "began", "seen"
WRITE_AFTER = 60
"""Seconds after which the session says again when it was last used: not at every request, which would write each time."""


class Verdict(Enum):
    GOES_ON = "goes on"
    WRITE = "goes on, and says so"
    IDLE = "was not used"
    OVER = "is over"


ENDED = {
    Verdict.IDLE: "You were signed out, because nothing was done for half an hour.",
    Verdict.OVER: "You were signed out, because twelve hours had passed since you signed in.",
}


def begin(session: SessionBase, now: int) -> None:
    """Start both clocks at `now`, in seconds since 1970."""
    session[BEGAN] = session[SEEN] = now


def judge(began: object, seen: object, now: int) -> Verdict:
    """Say what becomes of a session that began and was last seen then. All three are seconds since 1970."""
    if not isinstance(began, int) or not isinstance(seen, int):
        return Verdict.WRITE
    if now - began >= settings.SESSION_COOKIE_AGE:
        return Verdict.OVER
    if now - seen >= settings.SESSION_IDLE_SECONDS:
        return Verdict.IDLE
    return Verdict.WRITE if now - seen >= WRITE_AFTER else Verdict.GOES_ON


class SessionLimits:
    """Ends a session whose time is up, before any page looks at who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_public(view) or SESSION_KEY not in request.session:
            return None
        session, now = request.session, int(time.time())
        verdict = judge(session.get(BEGAN), session.get(SEEN), now)
        if verdict in ENDED:
            session.flush()
            request.user = AnonymousUser()
            messages.info(request, ENDED[verdict])
            return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else "/")
        if verdict is Verdict.WRITE:
            session.setdefault(BEGAN, now)
            session[SEEN] = now
        return None
