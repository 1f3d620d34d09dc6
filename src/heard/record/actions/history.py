"""Appending to the history, and the one thing that may be taken from it: a payload that the law says must go."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from heard.access.policy import Actor, require
from heard.record import chain
from heard.record.actions import bulk
from heard.record.models import Event, EventPayload

LOCK = 7_243_115
"""The number of the PostgreSQL lock under which the chain grows. SQLite has one writer at a time already."""


@dataclass(frozen=True)
class Entry:
    """What happened to one record. `details` must hold nothing personal; `payload` may, as JSON, and can be erased."""

    action: str
    kind: str
    reference: str
    details: dict[str, Any] = field(default_factory=dict)
    payload: str | None = None


def lock() -> None:
    """Wait until no other transaction is writing the history, and keep others waiting until this one ends.

    A bulk write takes this first of all, so that the newest rows of a table are its own.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def append(entries: Iterable[Entry], *, by: Actor, at: datetime) -> tuple[int, int]:
    """Append the entries inside the caller's transaction; return the first and last sequence number.

    Raises chain.KeyMissingError, or RuntimeError outside a transaction: an event may not outlive the rows it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("History is written in the transaction that it tells of.")
    lock()
    sequence, previous, key = _head()
    events, payloads, first, when = [], [], sequence + 1, chain.moment(at)
    for entry in entries:
        sequence += 1
        salt = chain.new_salt() if entry.payload is not None else ""
        fields = {
            "sequence": sequence,
            "at": when,
            "actor": by.name,
            "role": by.role,
            "action": entry.action,
            "kind": entry.kind,
            "reference": entry.reference,
            "details": entry.details,
            "commitment": "" if entry.payload is None else chain.commitment(salt, entry.payload),
        }
        link = chain.link(key, previous, fields)
        row = {**fields, "at": at, "details": json.dumps(entry.details), "previous": previous, "hash": link}
        events.append([row[name] for name in COLUMNS])
        previous = link
        if entry.payload is not None:
            payloads.append((sequence, salt, entry.payload))
    bulk.insert(Event, COLUMNS, events)
    if payloads:
        bulk.insert(EventPayload, ("event", "salt", "body"), payloads)
    transaction.on_commit(lambda: _anchor(sequence, previous))
    return first, sequence


def _head() -> tuple[int, str, bytes]:
    """Return the last sequence number and hash, and the key. Raises chain.KeyMissingError where nothing can be appended."""
    last = Event.objects.order_by("-sequence").first()
    key = chain.load_key(settings.HEARD_HOME, settings.HEARD_CHAIN_KEY, last is not None)
    if last is None:
        return 0, chain.START, key
    if chain.link(key, last.previous, last.hashed_fields()) != last.hash:
        raise chain.KeyMissingError(
            "The key of the history is not the one that its last event was made with, or that event was changed. "
            "Run “heard verify”. Nothing was changed."
        )
    return last.sequence, last.hash, key


def can_be_written() -> None:
    """Raise chain.KeyMissingError where no event could be appended: asked before something is done that cannot be undone."""
    _head()


COLUMNS = (
    "sequence", "at", "actor", "role", "action", "kind", "reference", "details", "commitment", "previous", "hash",
)  # fmt: skip


def _anchor(sequence: int, head: str) -> None:
    """Note the head outside the database. The rows are saved by now: a note that cannot be written must not undo that,
    and `verify` takes one that is behind as it is."""
    path = chain.anchor_path(settings.HEARD_HOME)
    fresh = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(f"{sequence} {head}\n", encoding="ascii")
        fresh.replace(path)


def erase_payloads(sequences: Sequence[int], *, reason: str, by: Actor, at: datetime) -> int:
    """Erase the personal part of these events for good and say so in the history; return how many were there.

    The events themselves stay, and the chain verifies. Raises NotAllowedError.
    """
    require(by, "event", "erase-personal-data")
    with transaction.atomic():
        erased, _ = EventPayload.objects.filter(event_id__in=sequences).delete()
        details = {"sequences": sorted(sequences)}
        append([Entry("payload.erased", "event", "", details, json.dumps({"reason": reason}))], by=by, at=at)
    return erased
