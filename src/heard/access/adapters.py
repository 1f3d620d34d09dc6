"""How allauth behaves here: nobody signs up, no e-mail is sent, secrets are kept encrypted, and a person's time counts."""

from __future__ import annotations

import base64
import time
from datetime import date
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from heard.access.models import Person
from heard.access.sessions import begin

JUST_NOW = 5 * 60
"""Seconds within which whoever signed in need not prove again who they are."""

SAID = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "mfa/messages/recovery_codes_generated.txt": "These are new recovery codes. Older ones no longer work.",
}
"""What is said of allauth's own messages. The others say what the next page shows anyway."""


def today() -> date:
    return timezone.localdate()


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Knows people by e-mail address and password, on the days on which they may sign in.

    Django asks it again at every request: whoever is stopped, or whose time ends, is out at the next click.
    """

    def user_can_authenticate(self, user: Person) -> bool:
        return user.may_sign_in(today())

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """Return the person. Whoever may not sign in meets the same words as with a wrong password."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is None:
            self.unstash_authenticated_user()  # allauth keeps somebody inactive aside, and would let them go on
        return person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in and passwords."""

    error_messages = {  # noqa: RUF012 – as allauth has it
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Check the e-mail address and the password. Together they open no account here.",  # nosec B105
        "too_many_login_attempts": "There were too many tries. Wait five minutes, then try again.",
        "rate_limited": "There were too many tries. Wait five minutes, then try again.",
        "incorrect_password": "This is not your password. Check it and type it again.",  # nosec B105
        "enter_current_password": "This is not your present password. Check it and type it again.",  # nosec B105
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: a link to set a password is handed over by an administrator."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str = "",
    ) -> None:
        """Say what matters of what allauth says, to whoever is signed in."""
        text = message or SAID.get(message_template or "", "")
        if text and request.user.is_authenticated:  # a message to nobody in particular would need a session to wait in
            messages.add_message(request, level, text)

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin the session; or refuse whoever was stopped between the password and the code."""
        if not user.may_sign_in(today()):
            raise ImmediateHttpResponse(redirect("account_inactive"))
        super().login(request, user)
        begin(request.session, int(time.time()))

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Check the password of somebody who is signed in, within the limit of tries for their account."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **rest: Any) -> bool:
        records = get_authentication_records(context.request, context.request.user)
        return not any(time.time() - record["at"] < JUST_NOW for record in records)


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The codes of the second step."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not work. Wait for your app to show the next one, and type that.",
        "cannot_generate_recovery_codes": "Set up your authenticator app first.",
    }

    def encrypt(self, text: str) -> str:
        return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        return qr_code(url)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing."""


@cache
def _box(*keys: str) -> MultiFernet:
    """Return what closes and opens the secrets. The first key closes; an older one still opens."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"heard two-step secrets").derive(key.encode())


def qr_code(text: str) -> str:
    """Return a QR code as SVG that stands in a page without any style: one path, black on white."""
    import qrcode

    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows)
    return (
        f'<svg class="heard-qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
        f'aria-label="QR code for your authenticator app" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
    )
