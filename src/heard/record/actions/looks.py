"""Noting who looked: opening a case is an event of the history like any other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from heard.access.policy import Actor
from heard.record.actions import history
from heard.record.models.event import LOOKS


def looked(
    action: str, kind: str, reference: str, *, by: Actor, at: datetime, details: dict[str, Any] | None = None
) -> None:
    """Append that the actor opened a record, or was refused one. What may be opened was asked before: this only notes it.

    Raises ValueError for an action that is no look.
    """
    if action not in LOOKS:
        raise ValueError(f"“{action}” is not a look.")
    with transaction.atomic():
        history.append([history.Entry(action, kind, reference, details or {})], by=by, at=at)
