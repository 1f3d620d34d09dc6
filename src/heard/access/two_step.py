"""Nobody does anything with a password alone: the second step is set up first, and proved in every session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from heard.access.models import Person

SECOND_STEP = "mfa"
WITHOUT = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_activate_totp",
        "mfa_reauthenticate",
    }
)
"""The pages that somebody who is signed in may see before their second step."""

V = TypeVar("V", bound=Callable[..., Any])


def public(view: V) -> V:
    """Mark a view that needs nobody to be signed in: it is served without looking at the session."""
    view.public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any]) -> bool:
    return getattr(view, "public", False) is True


def proved(request: HttpRequest, person: Person | AnonymousUser) -> bool:
    """Answer whether this session holds the person's second step. It asks the session only, not the database."""
    return any(record.get("method") == SECOND_STEP for record in get_authentication_records(request, person))


def forget(request: HttpRequest, person: Person) -> None:
    """Take the second step out of this session, once the person has none any more."""
    records = get_authentication_records(request, person)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if one.get("method") != SECOND_STEP]


def forget_second_step(person: Person) -> None:
    """Remove a person's authenticator app and recovery codes: they set up new ones when they next sign in."""
    Authenticator.objects.filter(user=person).delete()


class RequireTwoStep:
    """Sends whoever has not proved a second step to set it up. Nothing else of Heard is open to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_public(view) or not request.user.is_authenticated or proved(request, request.user):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if name in WITHOUT else redirect("mfa_activate_totp")
