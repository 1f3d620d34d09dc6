"""How letters leave this installation, read from the environment by the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from heard.record.mail import bare_address

FOLDER, SMTP, NOTIFY = "folder", "smtp", "notify"
NOBODY = "heard@heard.invalid"
"""Who a message is from where nobody said, and none leaves the machine."""
TOKENS = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
SCOPE = "https://outlook.office365.com/.default"
NOTIFY_URL = "https://api.notifications.service.gov.uk"
NOTIFY_KEY = re.compile(r"(?:.*-)?([0-9a-f-]{36})-([0-9a-f-]{36})")


@dataclass(frozen=True)
class Mail:
    """How letters leave. What is secret does not show where this is printed. `said` is false for the default."""

    way: str = FOLDER
    said: bool = False
    sender: str = NOBODY
    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: Path | None = None
    token_url: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    scope: str = SCOPE
    notify_service: str = ""
    notify_secret: str = field(default="", repr=False)
    notify_template: str = ""
    notify_url: str = NOTIFY_URL

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def read_mail(environment: Mapping[str, str]) -> Mail:
    """Read HEARD_MAIL and what belongs to it. Raises ImproperlyConfigured with a sentence."""
    way = environment.get("HEARD_MAIL", "")
    if way not in ("", FOLDER, SMTP, NOTIFY):
        raise ImproperlyConfigured(f"HEARD_MAIL must be {FOLDER}, {SMTP} or {NOTIFY}.")
    sender = _sender(environment.get("HEARD_MAIL_FROM", ""), way == SMTP)
    if way == SMTP:
        return _smtp(environment, sender)
    if way == NOTIFY:
        return _notify(environment, sender)
    return Mail(said=bool(way), sender=sender)


def _sender(typed: str, needed: bool) -> str:
    if not typed:
        if needed:
            raise ImproperlyConfigured("HEARD_MAIL_FROM must be the address that letters are sent from.")
        return NOBODY
    try:
        return bare_address(typed)
    except ValueError as error:
        raise ImproperlyConfigured(f"HEARD_MAIL_FROM: {error}") from None


def _smtp(environment: Mapping[str, str], sender: str) -> Mail:
    def given(name: str, default: str = "") -> str:
        return environment.get(f"HEARD_SMTP_{name}", "") or default

    host, security = given("HOST"), given("SECURITY", "starttls")
    if not host or not host.isprintable() or " " in host:
        raise ImproperlyConfigured("HEARD_SMTP_HOST must be the name of the mail server.")
    if security not in PORTS:
        raise ImproperlyConfigured(f"HEARD_SMTP_SECURITY must be one of: {', '.join(PORTS)}.")
    if security == "none" and host not in LOCAL:
        raise ImproperlyConfigured("HEARD_SMTP_SECURITY may be none only for a mail server on this machine.")
    port = given("PORT", PORTS[security])
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise ImproperlyConfigured("HEARD_SMTP_PORT must be a number up to 65535.")
    certificates = Path(given("CERTIFICATES")) if given("CERTIFICATES") else None
    if certificates and not certificates.is_file():
        raise ImproperlyConfigured("HEARD_SMTP_CERTIFICATES must be a file with the certificates to trust.")
    signs_in = _sign_in(given, sender)
    return Mail(SMTP, True, sender, host, int(port), security, certificates=certificates, **signs_in)


def _sign_in(given: Callable[..., str], sender: str) -> dict[str, str]:
    """Read how we sign in to the mail server: with a password, as an application of Microsoft 365, or not at all."""
    tenant, client, secret = given("TENANT"), given("CLIENT"), given("SECRET")
    token_url = given("TOKEN_URL", TOKENS.format(tenant=tenant) if tenant else "")
    if not bool(client) == bool(secret) == bool(token_url):
        raise ImproperlyConfigured("HEARD_SMTP_TENANT, HEARD_SMTP_CLIENT and HEARD_SMTP_SECRET belong together.")
    if token_url:
        _check_url(token_url, "HEARD_SMTP_TOKEN_URL")
    user, password = given("USER", sender if client else ""), given("PASSWORD")
    if password and client:
        raise ImproperlyConfigured("Give HEARD_SMTP_PASSWORD or HEARD_SMTP_CLIENT, not both.")
    if bool(user) != bool(password or client):
        raise ImproperlyConfigured("HEARD_SMTP_USER and HEARD_SMTP_PASSWORD belong together.")
    found = {"user": user, "password": password, "token_url": token_url, "client": client, "secret": secret}
    return {**found, "scope": given("SCOPE", SCOPE)}


PORTS = {"starttls": "587", "tls": "465", "none": "25"}
"""HEARD_SMTP_SECURITY → the port that is usual for it."""

LOCAL = ("localhost", "127.0.0.1", "::1")


def _notify(environment: Mapping[str, str], sender: str) -> Mail:
    key = NOTIFY_KEY.fullmatch(environment.get("HEARD_NOTIFY_KEY", ""))
    template = environment.get("HEARD_NOTIFY_TEMPLATE", "")
    if key is None:
        raise ImproperlyConfigured("HEARD_NOTIFY_KEY must be the whole of a key that GOV.UK Notify made.")
    if not re.fullmatch(r"[0-9a-f-]{36}", template):
        raise ImproperlyConfigured("HEARD_NOTIFY_TEMPLATE must be the ID of an e-mail template of GOV.UK Notify.")
    url = environment.get("HEARD_NOTIFY_URL", "") or NOTIFY_URL
    _check_url(url, "HEARD_NOTIFY_URL")
    return Mail(
        NOTIFY,
        True,
        sender,
        notify_service=key[1],
        notify_secret=key[2],
        notify_template=template,
        notify_url=url.rstrip("/"),
    )


def _check_url(typed: str, name: str) -> None:
    """A secret is sent there: over https, or on this machine alone."""
    try:
        parts = urlsplit(typed)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL)):
        raise ImproperlyConfigured(f"{name} must begin with https://.")
