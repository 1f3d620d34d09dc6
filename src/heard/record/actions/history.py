"""Appending to the history, and the one thing that may be taken from it: a payload that the law says must go."""

from __future__ import annotations

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
from heard.record.models import Event, EventPayload

LOCK = 7_243_115
"""The number of the PostgreSQL lock under which the chain grows. SQLite has one writer at a time already."""


@dataclass(frozen=True)
class Entry:
    """What happened to one record. `details` must hold nothing personal; `payload` may, and can be erased."""

    action: str
    kind: str
    reference: str
    details: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] | None = None


def append(entries: Iterable[Entry], *, by: Actor, at: datetime) -> tuple[int, int]:
    """Append the entries inside the caller's transaction; return the first and last sequence number.

    Raises chain.KeyMissingError, or RuntimeError outside a transaction: an event may not outlive the rows it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("History is written in the transaction that it tells of.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Event.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = last or (0, chain.START)
    key = chain.load_key(settings.HEARD_HOME, settings.HEARD_CHAIN_KEY, last is not None)
    events, payloads, first = [], [], sequence + 1
    for entry in entries:
        sequence += 1
        event, payload = _make(key, sequence, previous, entry, by, at)
        previous = event.hash
        events.append(event)
        payloads.append(payload)
    Event.objects.bulk_create(events)
    EventPayload.objects.bulk_create([payload for payload in payloads if payload])
    transaction.on_commit(lambda: _anchor(sequence, previous))
    return first, sequence


def _make(
    key: bytes, sequence: int, previous: str, entry: Entry, by: Actor, at: datetime
) -> tuple[Event, EventPayload | None]:
    salt = commitment = body = ""
    if entry.payload is not None:
        salt = chain.new_salt()
        body = json.dumps(entry.payload, sort_keys=True, ensure_ascii=False, default=str)
        commitment = chain.commitment(salt, body)
    event = Event(
        sequence=sequence,
        at=at,
        actor=by.name,
        role=by.role,
        action=entry.action,
        kind=entry.kind,
        reference=entry.reference,
        details=entry.details,
        commitment=commitment,
        previous=previous,
    )
    event.hash = chain.link(key, previous, event.hashed_fields())
    return event, EventPayload(event=event, salt=salt, body=body) if entry.payload is not None else None


def _anchor(sequence: int, head: str) -> None:
    path = chain.anchor_path(settings.HEARD_HOME)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(f"{sequence} {head}\n", encoding="ascii")
    os.replace(fresh, path)


def erase_payloads(sequences: Sequence[int], *, reason: str, by: Actor, at: datetime) -> int:
    """Erase the personal part of these events for good and say so in the history; return how many were there.

    The events themselves stay, and the chain verifies. Raises NotAllowedError.
    """
    require(by, "event", "erase-personal-data")
    with transaction.atomic():
        erased, _ = EventPayload.objects.filter(event_id__in=sequences).delete()
        details = {"sequences": sorted(sequences), "reason": reason}
        append([Entry("payload.erased", "event", "", details)], by=by, at=at)
    return erased
