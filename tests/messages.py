"""Messages in the tests: writing one, sending it, and reading what arrived."""

import email
import hashlib
from datetime import UTC, datetime
from email.policy import default

from tests.casework import AT, events

from heard.jobs.tasks import SYSTEM
from heard.letters import sending
from heard.record.actions import messages as actions
from heard.record.files import write_whole
from heard.record.queries.documents import place

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SUBJECT = "An update from the council"
TO = "sam@example.org"
PDF = b"%PDF-1.7 the letter"
BODY = "Dear Sam\n\nWe are sorry about the kettle – it boiled over.\n"
SENDER = "complaints@council.example"


def post(letter=None, **changes):
    values = {"to": TO, "subject": SUBJECT, "body": BODY, "letter": letter}
    return actions.post(**(values | changes), by=SYSTEM, at=AT)


def attach(content=PDF):
    digest = hashlib.sha256(content).hexdigest()
    write_whole(place(digest), [content])
    return digest


def send(message, now=NOW):
    """Send a message; return the sentence where it must be tried again."""
    try:
        sending.send(message.pk, by=SYSTEM, now=now)
    except sending.NotNowError as error:
        return str(error)
    finally:
        message.refresh_from_db()
    return ""


def read(content):
    return email.message_from_bytes(content, policy=default)


def said(part):
    """Return a part's text, with the ends of lines that we use rather than those of mail."""
    return part.get_content().replace("\r\n", "\n")


def actions_of(complaint):
    return [action for action, _ in events(complaint.reference) if action.startswith("complaint.message")]
