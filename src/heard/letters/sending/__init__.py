"""Sending a message that is in the register, at least once and under one Message-ID, to its one recipient.

The way is the installation's (`settings.HEARD_MAIL`): a folder of this machine, a mail server, or GOV.UK Notify. A message is
marked as sent once a server has taken it. Where Heard is killed in between it is sent again, under the same Message-ID and with
the same body.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from heard.access.policy import Actor
from heard.letters.mail_settings import FOLDER, NOTIFY, SMTP, Mail
from heard.letters.sending import folder, notify, smtp
from heard.letters.sending.errors import CannotError, NotNowError, RefusedError
from heard.record.actions import history, messages
from heard.record.models import Address, Message

__all__ = ["CannotError", "NotNowError", "RefusedError", "ask_what_came", "give_up", "send"]

WAYS: dict[str, Callable[[Message, Mail, datetime], None]] = {
    FOLDER: folder.deliver,
    SMTP: smtp.deliver,
    NOTIFY: notify.deliver,
}
"""HEARD_MAIL → what hands a message over. Each raises one of the three errors, or a server has taken the message."""


PROTECTED = "The address was protected before the message left. Nothing was sent to it."


def send(message_id: int, *, by: Actor, now: datetime) -> None:
    """Send the message with this number unless it was sent or came back already, and record what became of it.

    Raises NotNowError where it is worth trying again; that it was tried is recorded by then. Raises chain.KeyMissingError,
    before anything leaves, where nothing can be recorded.
    """
    message = Message.objects.select_related("letter__complaint").filter(pk=message_id).first()
    if message is None or message.sent_at or message.bounced_at:
        return
    history.can_be_written()  # or it would be sent, not noted, and sent again
    mail: Mail = settings.HEARD_MAIL
    try:
        if Address.objects.filter(value__iexact=message.to, protected=True, until=None).exists():
            raise CannotError(PROTECTED)
        WAYS[mail.way](message, mail, now)
    except NotNowError as error:
        messages.failed(message, str(error), at=now)
        raise
    except RefusedError as error:
        messages.bounced(message, str(error), by=by, at=now)
    except CannotError as error:
        messages.given_up(message, str(error), by=by, at=now)
    else:
        messages.sent(message, by=by, at=now)


def give_up(message_id: int, *, by: Actor, at: datetime) -> None:
    """Record that a message was tried often enough, with what was wrong the last time."""
    message = Message.objects.select_related("letter__complaint").filter(pk=message_id).first()
    if message is not None:
        messages.given_up(message, message.failure or "It could not be sent.", by=by, at=at)


ASKED_FOR = timedelta(days=7)
"""How long after it was sent we ask what became of a message. Notify itself tries for three days."""

MOST_ASKED = 500

ASKING = 20 * 60
"""Seconds after which no further question is begun: a Notify that answers slowly or not at all is asked another time."""


def ask_what_came(*, by: Actor, now: datetime) -> int:
    """Ask GOV.UK Notify, where it is our way, what became of what it took, and record it; return how many were asked about.

    Of other ways nothing can be asked: what does not arrive comes back. Raises NotNowError, once all were asked about, where
    one or another was not answered for.
    """
    mail: Mail = settings.HEARD_MAIL
    if mail.way != NOTIFY:
        return 0
    under_way = Message.objects.filter(sent_at__gt=now - ASKED_FOR, delivered_at=None, bounced_at=None)
    asked = list(under_way.select_related("letter__complaint").order_by("sent_at", "pk")[:MOST_ASKED])
    until, trouble = time.monotonic() + ASKING, None
    for message in asked:
        if time.monotonic() > until:
            break
        try:
            arrived, failure = notify.came_to(message, mail)
        except NotNowError as error:
            trouble = trouble or error
            continue
        if arrived:
            messages.delivered(message, by=by, at=now)
        elif failure:
            messages.bounced(message, failure, by=by, at=now)
    if trouble:
        raise trouble
    return len(asked)
