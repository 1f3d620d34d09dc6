"""Handing a message to GOV.UK Notify, by its own interface of version 2.

The template of the service has two places for words, ((subject)) in its subject and ((body)) in its text, and
((link_to_file)) where a letter is attached: Notify gives a link to a file instead of the file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from heard.letters.mail_settings import Mail
from heard.letters.sending.asking import ask
from heard.letters.sending.building import ATTACHED, attached, checked
from heard.letters.sending.errors import CannotError, NotNowError, RefusedError
from heard.record.models import Message

WHO = "GOV.UK Notify"
LARGEST = 2_000_000
"""The most bytes of a file that Notify takes."""

KEPT = "26 weeks"
"""How long the link to a letter works."""

DELIVERED, GONE, AGAIN = "delivered", "permanent-failure", ("temporary-failure", "technical-failure")
"""Notify's words for how far a message has come; whatever else it says means that it is under way."""

SAYS_GONE = "GOV.UK Notify says that the address does not exist."


def deliver(message: Message, mail: Mail, now: datetime) -> None:
    """Hand the message over, unless Notify has it already from a try whose answer was lost.

    Raises NotNowError, RefusedError, CannotError.
    """
    checked(message)
    words = _words(message)
    if _has_it(message, mail):
        return
    asked = {
        "email_address": message.to,
        "template_id": mail.notify_template,
        "personalisation": words,
        "reference": message.message_id,
    }
    status, answer = _ask("POST", "/v2/notifications/email", mail, json.dumps(asked).encode())
    if status == 201:
        return
    if status == 400 and "email_address" in json.dumps(answer.get("errors", "")):
        raise RefusedError("GOV.UK Notify does not take the recipient's address (400).")
    raise NotNowError(f"GOV.UK Notify did not take it ({status}).")


def _words(message: Message) -> dict[str, Any]:
    """Return what fills the template. The place of the file is always filled: Notify refuses what leaves one out."""
    content = attached(message)
    if content is None:
        return {"subject": message.subject, "body": message.body, "link_to_file": ""}
    if len(content) > LARGEST:
        raise CannotError("The letter is larger than the 2 MB that GOV.UK Notify takes. Nothing was sent.")
    link = {
        "file": base64.b64encode(content).decode("ascii"),
        "filename": ATTACHED,
        "confirm_email_before_download": True,
        "retention_period": KEPT,
    }
    return {"subject": message.subject, "body": message.body, "link_to_file": link}


def _has_it(message: Message, mail: Mail) -> bool:
    """Answer whether Notify has this message and has not failed with it in a way that may pass."""
    states = _states(message, mail)
    if GONE in states:
        raise RefusedError(SAYS_GONE)
    return any(state not in AGAIN for state in states)


def _states(message: Message, mail: Mail) -> list[str]:
    """Return how far each message with this one's reference has come, in Notify's words; [] where it has none."""
    path = f"/v2/notifications?{urlencode({'reference': message.message_id})}"
    status, answer = _ask("GET", path, mail, None)
    found = answer.get("notifications")
    if status != 200 or not isinstance(found, list):
        raise NotNowError(f"GOV.UK Notify did not say whether it has it already ({status}).")
    ours = [one for one in found if isinstance(one, dict) and one.get("reference") == message.message_id]
    return [str(one.get("status")) for one in ours]


def came_to(message: Message, mail: Mail) -> tuple[bool, str]:
    """Return whether a message that Notify took was delivered, and else why not, "" while it is under way.

    What failed in a way that may pass has failed all the same: Notify itself tries for three days. Raises NotNowError.
    """
    states = _states(message, mail)
    if DELIVERED in states:
        return True, ""
    if GONE in states:
        return False, SAYS_GONE
    failed = bool(states) and all(state in AGAIN for state in states)
    return False, "GOV.UK Notify could not deliver it: a full mailbox, or a server that was away." if failed else ""


def _ask(method: str, path: str, mail: Mail, body: bytes | None) -> tuple[int, dict[str, Any]]:
    headers = {
        "Authorization": f"Bearer {_signed(mail)}",
        "Content-Type": "application/json",
        "User-Agent": "heard",
    }
    return ask(method, mail.notify_url + path, headers, body, WHO)


def _signed(mail: Mail) -> str:
    """Return a JSON web token (RFC 7519): who we are and when it is, signed with the service's secret.

    It is good for 30 seconds, so each question has its own: the time at which a job began is soon too long ago.
    """
    head = _packed(json.dumps({"typ": "JWT", "alg": "HS256"}).encode())
    claims = _packed(json.dumps({"iss": mail.notify_service, "iat": int(time.time())}).encode())
    signature = hmac.new(mail.notify_secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    return f"{head}.{claims}.{_packed(signature)}"


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
