"""Checking the history: every link of the chain, every payload against its commitment, and the noted head."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max

from heard.access.policy import Actor, require
from heard.record import chain
from heard.record.models import Event, EventPayload


@dataclass
class Verdict:
    """What `verify` found: how many events, the head of the chain, how many payloads were erased, what is wrong."""

    events: int = 0
    head: str = chain.START
    erased: int = 0
    faults: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {"events": self.events, "head": self.head, "erased_payloads": self.erased, "faults": self.faults}


def verify(*, by: Actor) -> Verdict:
    """Walk the whole chain, up to the event that is the last when this begins: others may go on writing meanwhile.

    Raises NotAllowedError, or chain.KeyMissingError where the key is gone.
    """
    require(by, "register", "verify")
    verdict = Verdict()
    key = chain.load_key(settings.HEARD_HOME, settings.HEARD_CHAIN_KEY, Event.objects.exists())
    noted = _noted_head(verdict)
    last = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
    payloads = _Payloads()  # opened after `last` is known, so that none of those events can lack its own
    absent: list[int] = []
    for event in Event.objects.filter(sequence__lte=last).order_by("sequence").iterator(chunk_size=5000):
        _check_link(verdict, key, event)
        found = payloads.at(event.sequence)
        if found and not event.commitment:
            verdict.faults.append(
                f"Event {event.sequence}: it has a personal part that it did not have when it was written."
            )
        if event.commitment:
            if found is None:
                absent.append(event.sequence)
            elif chain.commitment(*found) != event.commitment:
                verdict.faults.append(f"Event {event.sequence}: its personal part was changed.")
        if noted and noted[0] == event.sequence and noted[1] != event.hash:
            verdict.faults.append(f"Event {event.sequence}: it is not the one that was noted outside the database.")
        verdict.head = event.hash
        verdict.events = event.sequence
    verdict.faults += _missing_guards()
    orphans = EventPayload.objects.exclude(event_id__in=Event.objects.values("sequence")).count()
    if orphans:
        verdict.faults.append(f"There are {orphans} personal parts that belong to no event.")
    verdict.erased = len(absent)
    erasures = Event.objects.filter(action="payload.erased").values_list("details", flat=True)
    lawfully_erased = {sequence for details in erasures for sequence in details["sequences"]}
    unlawful = [sequence for sequence in absent if sequence not in lawfully_erased]
    verdict.faults += [f"Event {n}: its personal part is gone, and no erasure was recorded." for n in unlawful]
    if noted and noted[0] > verdict.events:
        verdict.faults.append(
            f"The history ends at event {verdict.events}, and event {noted[0]} was noted: its end is gone."
        )
    return verdict


def _check_link(verdict: Verdict, key: bytes, event: Event) -> None:
    if event.sequence != verdict.events + 1:
        verdict.faults.append(f"Event {verdict.events + 1} is missing: the next one is {event.sequence}.")
    if event.previous != verdict.head:
        verdict.faults.append(f"Event {event.sequence}: it does not follow the event before it.")
    if chain.link(key, event.previous, event.hashed_fields()) != event.hash:
        verdict.faults.append(f"Event {event.sequence}: it was changed after it was written.")


GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
NEEDED = ("heard_event_no_update", "heard_event_no_delete", "heard_payload_no_update")


def _missing_guards() -> list[str]:
    """Say which of the database's own refusals to change the history are not there any more."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    return [
        f"The database no longer refuses to change the history: {name} is gone." for name in NEEDED if name not in there
    ]


class _Payloads:
    """Walks the payloads beside the events, in the same order, without holding them all."""

    def __init__(self) -> None:
        rows = EventPayload.objects.order_by("event_id").values_list("event_id", "salt", "body")
        self._rows = rows.iterator(chunk_size=5000)
        self._next = next(self._rows, None)

    def at(self, sequence: int) -> tuple[str, str] | None:
        while self._next and self._next[0] < sequence:
            self._next = next(self._rows, None)
        return self._next[1:] if self._next and self._next[0] == sequence else None


def _noted_head(verdict: Verdict) -> tuple[int, str] | None:
    """Return the sequence and hash that were noted outside the database; a missing or spoilt note is a fault."""
    path = chain.anchor_path(settings.HEARD_HOME)
    if not path.exists():
        if Event.objects.exists():
            verdict.faults.append(
                "The note of the last event, chain.head, is missing: a lost end would not be noticed."
            )
        return None
    found = re.fullmatch(r"(\d{1,18}) ([0-9a-f]{64})\n?", path.read_text(encoding="ascii", errors="replace"))
    if found is None:
        verdict.faults.append("The note of the last event, chain.head, cannot be read: it was changed.")
        return None
    return int(found[1]), found[2]
