"""Recording a comment and following it to a reply: acknowledged, sent to the team manager, replied to."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor, require
from heard.record.actions import checks, history
from heard.record.actions.references import next_reference
from heard.record.models import Comment, Team


def receive(
    *, received_on: date, text: str, by: Actor, at: datetime, team: Team | None = None, send: bool = False
) -> Comment:
    """Record a comment as it was received. Raises NotAllowedError, ValueError."""
    require(by, "comment", "create")
    checks.not_later(received_on, at)
    written = checks.words(text, "what was said", needed=True)
    with transaction.atomic():
        history.lock()
        reference = next_reference(Comment, "COMMENT", received_on)
        comment = Comment.objects.create(
            reference=reference, received_on=received_on, team=team, send=send, text=written
        )
        payload = json.dumps({"text": written, "team": team.name if team else ""}, ensure_ascii=False)
        details = {"received_on": received_on.isoformat(), "send": send}
        history.append([history.Entry("comment.received", "comment", reference, details, payload)], by=by, at=at)
    return comment


def acknowledge(comment: Comment, *, on: date, by: Actor, at: datetime) -> None:
    """Record that whoever commented was told that it came in. Raises NotAllowedError, ValueError."""
    _record(comment, "acknowledged_on", "acknowledged", on, by, at)


def send_to_manager(comment: Comment, *, on: date, by: Actor, at: datetime) -> None:
    """Record that the comment went to the manager of its team. Raises NotAllowedError, ValueError."""
    _record(comment, "sent_to_manager_on", "sent-to-manager", on, by, at)


def reply(comment: Comment, *, on: date, by: Actor, at: datetime) -> None:
    """Record that a reply was sent, which ends it. Raises NotAllowedError, ValueError."""
    _record(comment, "replied_on", "replied", on, by, at)


def _record(comment: Comment, field: str, action: str, on: date, by: Actor, at: datetime) -> None:
    require(by, "comment", "record")
    checks.not_later(on, at)
    checks.not_before(on, comment.received_on, "it was received")
    with transaction.atomic():
        history.lock()
        comment.refresh_from_db(fields=["acknowledged_on", "sent_to_manager_on", "replied_on"])
        if getattr(comment, field) is not None:
            raise ValueError(f"{comment.reference} was {action.replace('-', ' ')} already.")
        setattr(comment, field, on)
        comment.save(update_fields=[field])
        entry = history.Entry(f"comment.{action}", "comment", comment.reference, {"on": on.isoformat()})
        history.append([entry], by=by, at=at)
