"""Messages as rows: written in the transaction of what causes them, and marked as they go, come back or fail.

What a message says to the world outside its encrypted text is fixed here: its subject is one of a few, none of which tells
anything, and it goes to one bare address.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When

from heard.access.policy import Actor, NotAllowedError, refusal
from heard.record.actions import history
from heard.record.actions.jobs import enqueue
from heard.record.mail import bare_address, is_one_line
from heard.record.models import Letter, Message
from heard.record.queries.settings import face
from heard.record.relations import seen

SUBJECTS = ("An update from {council}",)
"""Every subject that a message may have. None may say more: an e-mail's subject is read over shoulders and on lock screens."""

SOMEBODY = "the council"
LONGEST_SUBJECT = 200


def subjects() -> tuple[str, ...]:
    """Return the subjects that a message may have, with the council's name in them."""
    council = "".join(one for one in face()["council_name"] if is_one_line(one)) or SOMEBODY
    return tuple(one.format(council=council)[:LONGEST_SUBJECT] for one in SUBJECTS)


def post(
    *, to: str, subject: str, body: str, attached: str = "", letter: Letter | None, by: Actor, at: datetime
) -> Message:
    """Write a message and ask for it to be sent, inside the caller's transaction: who may do so was asked by the caller.

    `subject` is one of `subjects()`, `attached` the digest of a file in HEARD_HOME/documents or nothing. Raises ValueError
    with a sentence where the address or the subject cannot be, RuntimeError outside a transaction.
    """
    if subject not in subjects() or not is_one_line(subject):
        raise ValueError("A message has a subject that tells nothing. Nothing was sent.")
    if attached and not re.fullmatch(r"[0-9a-f]{64}", attached):
        raise ValueError("There is no such file to send. Nothing was sent.")
    if not body.strip():
        raise ValueError("Enter what the message says.")
    message = Message(
        letter=letter, message_id=_message_id(), to=bare_address(to), subject=subject, body=body, attached=attached
    )
    message.created_at = at
    message.save()
    enqueue("send-message", at=at, message=message.pk)
    _note("complaint.message-posted", message, {}, by, at)
    return message


def _message_id() -> str:
    """Return a name for a message that is nobody else's. It is written between < and > in the message itself."""
    return f"{secrets.token_hex(16)}@{settings.HEARD_MAIL.domain}"


def _unless_it_came_back(failure: str) -> Case:
    """Return a failure to be kept; where the message came back, why it did stays."""
    return Case(When(bounced_at=None, then=Value(failure)), default=F("failure"))


def sent(message: Message, *, by: Actor, at: datetime) -> bool:
    """Record that a server took the message; answer whether that was new."""
    changes = {"sent_at": at, "tried_at": at, "attempts": message.attempts + 1, "given_up_at": None}
    changes["failure"] = _unless_it_came_back("")
    return _mark(message, {"sent_at": None}, changes, "complaint.message-sent", by, at)


def failed(message: Message, failure: str, *, at: datetime) -> None:
    """Record that it could not be sent this time, with a sentence that holds no address. It is tried again."""
    changes = {"tried_at": at, "attempts": message.attempts + 1, "failure": _unless_it_came_back(failure[:300])}
    Message.objects.filter(pk=message.pk, sent_at=None).update(**changes)


def delivered(message: Message, *, by: Actor, at: datetime) -> bool:
    """Record that it reached its recipient's mailbox, where the way of sending can say so; answer whether that was new."""
    return _mark(message, {"delivered_at": None}, {"delivered_at": at}, "complaint.message-delivered", by, at)


def bounced(message: Message, failure: str, *, by: Actor, at: datetime) -> bool:
    """Record that it did not reach its recipient and will not; answer whether that was new.

    It may come before `sent`, where the server that took the message was quicker with its answer than we with our note. A
    message that somebody had dealt with is shown again.
    """
    changes = {"bounced_at": at, "failure": failure[:300], "settled_at": None}
    return _mark(message, {"bounced_at": None}, changes, "complaint.message-bounced", by, at)


def given_up(message: Message, failure: str, *, by: Actor, at: datetime) -> bool:
    """Record that trying ended without a server having taken it: somebody must look. Answer whether that was new."""
    changes = {"given_up_at": at, "failure": failure[:300], "settled_at": None}
    fits = {"sent_at": None, "given_up_at": None, "bounced_at": None}
    return _mark(message, fits, changes, "complaint.message-given-up", by, at)


def settled(message: Message, *, by: Actor, at: datetime) -> None:
    """Record that a person looked at a message that did not arrive, and dealt with it.

    Raises NotAllowedError, or ValueError where there is nothing to look at.
    """
    if not seen("message", "settle", by=by).filter(pk=message.pk).exists():
        raise NotAllowedError(refusal(by.role, "message", "settle"))
    if not (message.bounced_at or message.given_up_at):
        raise ValueError("Nothing says that this message did not arrive.")
    if not _mark(message, {"settled_at": None}, {"settled_at": at}, "complaint.message-settled", by, at):
        raise ValueError("Somebody has looked at this message already.")


def _mark(
    message: Message, fits: dict[str, None], changes: dict[str, Any], action: str, by: Actor, at: datetime
) -> bool:
    """Change the message where it is still as `fits` says, and note it, in one transaction."""
    with transaction.atomic():
        history.lock()
        if not Message.objects.filter(pk=message.pk, **fits).update(**changes):
            return False
        _note(action, message, {}, by, at)
    message.refresh_from_db()
    return True


def _note(action: str, message: Message, details: dict[str, Any], by: Actor, at: datetime) -> None:
    """Note it on the complaint that the message's letter belongs to. Addresses and failures stay out of the history."""
    told: dict[str, Any] = {"message": message.pk, **details}
    kind, reference = "message", str(message.pk)
    if message.letter is not None:
        told["letter"] = message.letter_id
        kind, reference = "complaint", message.letter.complaint.reference
    history.append([history.Entry(action, kind, reference, told)], by=by, at=at)
