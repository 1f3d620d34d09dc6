"""Tokens with which an application signs in to a mailbox of Microsoft 365 (OAuth 2.0, client credentials)."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from heard.letters.mail_settings import Mail
from heard.letters.sending.asking import ask
from heard.letters.sending.errors import NotNowError

SPARE = timedelta(minutes=5)
"""A token is not used in its last minutes: the server's clock may be ahead of ours."""

LONGEST = 24 * 60 * 60
WHO = "The service that gives out tokens"

_KEPT: dict[tuple[str, str, str], tuple[str, datetime]] = {}


def token(mail: Mail, now: datetime) -> str:
    """Return a token that is still good: the one of before, or a new one. Raises NotNowError."""
    kept = _KEPT.get(_name(mail))
    if kept is None or kept[1] <= now:
        kept = _KEPT[_name(mail)] = _new(mail, now)
    return kept[0]


def forget(mail: Mail) -> bool:
    """Forget the token, so that a new one is asked for; answer whether there was one."""
    return _KEPT.pop(_name(mail), None) is not None


def _name(mail: Mail) -> tuple[str, str, str]:
    return mail.token_url, mail.client, mail.scope


def _new(mail: Mail, now: datetime) -> tuple[str, datetime]:
    words = {
        "grant_type": "client_credentials",
        "client_id": mail.client,
        "client_secret": mail.secret,
        "scope": mail.scope,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    status, answer = ask("POST", mail.token_url, headers, urlencode(words).encode(), WHO)
    found, seconds = answer.get("access_token"), answer.get("expires_in")
    readable = isinstance(found, str) and found != "" and found.isascii() and found.isprintable()
    if status != 200 or not isinstance(found, str) or not readable:
        raise NotNowError(f"{WHO} gave none ({status}).")
    try:
        good_for = max(0, min(int(str(seconds)), LONGEST))
    except ValueError:
        good_for = 0
    return found, now + timedelta(seconds=good_for) - SPARE
