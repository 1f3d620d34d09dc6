"""The pages of signing in that do a little more than allauth's own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as two_step
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as app
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from heard.access import demonstration
from heard.access.models import Person
from heard.access.two_step import SECOND_STEP, forget, proved

TOTP = Authenticator.Type.TOTP


class SignIn(account.LoginView):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password. In the demonstration it lists who can sign in, and with what."""

    def get_context_data(self, **rest: Any) -> dict[str, Any]:
        return {**super().get_context_data(**rest), "demonstration": demonstration_people()}


class Code(two_step.AuthenticateView):  # type: ignore[misc]
    """The second step. In the demonstration it shows the code, since nobody has its people's telephones."""

    def get_context_data(self, **rest: Any) -> dict[str, Any]:
        return {**super().get_context_data(**rest), "demonstration": demonstration_code(self.stage.login.user)}


class SetUpApp(app.ActivateTOTPView):  # type: ignore[misc]
    """Setting up an authenticator app. The code that proves it is this session's second step."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if isinstance(person, Person) and is_mfa_enabled(person, [TOTP]) and not proved(request, person):
            return redirect(f"{reverse('mfa_reauthenticate')}?next=/")  # it was set up in another browser meanwhile
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **rest: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**rest)
        secret = found["form"].secret
        # Drawn by heard.access.adapters.qr_code from numbers alone: no text of anybody's is in it.
        picture = mark_safe(found["totp_svg"])  # nosec B308 B703
        groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return {**found, "picture": picture, "secret": groups}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, SECOND_STEP, type=TOTP.value, reauthenticated=True)
        return answer


class RemoveApp(app.DeactivateTOTPView):  # type: ignore[misc]
    """Taking an app away in order to set up another: until then, nothing else is open."""

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        person = self.request.user
        person.renew_sign_in()  # a session elsewhere, perhaps not theirs, was proved with the app that is gone
        update_session_auth_hash(self.request, person)
        forget(self.request, person)
        return redirect("mfa_activate_totp")


def demonstration_people() -> dict[str, Any]:
    """Return the demonstration's people and their password; nothing at a council's address, whatever the register holds.

    The page shows it only where the council's setting says that this is the demonstration.
    """
    if settings.HEARD_PRODUCTION:
        return {}
    people = list(demonstration.people().filter(is_active=True))
    return {"people": people, "password": demonstration.PASSWORD} if people else {}


def demonstration_code(person: Person) -> str:
    """Return the code that a demonstration person's app would show now; nothing for anybody else, and never in production."""
    if settings.HEARD_PRODUCTION or not person.demonstration:
        return ""
    return next((code for one, code in demonstration.codes(datetime.now(UTC)) if one == person), "")
