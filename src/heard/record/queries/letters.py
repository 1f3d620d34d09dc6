"""The letters of a complaint, what each holds as it would be approved, and who must approve it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from heard.access.policy import Actor
from heard.record.models import Address, Enclosure, Letter, Message, Party
from heard.record.queries import complaints, one_complaint
from heard.record.queries.around import KIND, Around, around, enclosures_of
from heard.record.queries.one_complaint import Head
from heard.record.relations import seen


def find(pk: int, action: str = "view", *, by: Actor) -> Letter:
    """Return one letter. Raises NotAllowedError, Letter.DoesNotExist."""
    whole = seen("letter", action, by=by).select_related(
        "complaint", "recipient", "address", "written_by", "approved_by", "seconded_by"
    )
    found: Letter = whole.get(pk=pk)
    return found


def opened(complaint: int, pk: int, action: str = "view", *, by: Actor) -> tuple[Head, Letter]:
    """Return the head of a complaint and one of its letters, with one query.

    Raises NotAllowedError; Letter.DoesNotExist alike where there is none and where this actor may not meet it.
    """
    found: Any = (
        seen("letter", action, by=by)
        .filter(complaint=complaint, complaint__in=_met(by))
        .select_related("recipient", "address", "written_by", "approved_by", "seconded_by")
        .select_related("complaint__team__service", "complaint__district")
        .annotate(**complaints.at_the_top("complaint"))
        .get(pk=pk)
    )
    whole: Any = found.complaint
    for name in complaints.at_the_top():
        setattr(whole, name, getattr(found, name))
    return one_complaint.head_of(whole, by=by), found


def _met(by: Actor) -> QuerySet[Any]:
    """Return the complaints that the actor may open: a letter is opened within one of them."""
    return seen("complaint", "view", by=by).order_by().values("pk")


def listed(head: Head) -> list[Letter]:
    """Return the letters of a complaint, the latest first, with those that were thrown away left out.

    Raises NotAllowedError.
    """
    found = seen("letter", "view", by=head.by).filter(complaint=head.complaint, discarded_at=None)
    whole = found.select_related("recipient", "approved_by", "seconded_by").prefetch_related("messages")
    return list(whole.order_by("-written_at", "-pk"))


def released(head: Head) -> list[Letter]:
    """Return the letters of a complaint that left, the latest first. Raises NotAllowedError."""
    found = seen("letter", "view", by=head.by).filter(complaint=head.complaint, released_at__isnull=False)
    return list(found.select_related("recipient").order_by("-released_at", "-pk"))


def enclosures(letter: Letter, *, by: Actor) -> list[Enclosure]:
    """Return what goes with a letter and what is left out, in order. Raises NotAllowedError, Letter.DoesNotExist."""
    seen("letter", "view", by=by).filter(pk=letter.pk).get()
    return enclosures_of(letter)


def addresses(parties: Sequence[Party]) -> dict[int, dict[str, Address]]:
    """Return party → kind → its address now. Whoever calls has asked who may meet them; with one query."""
    found: dict[int, dict[str, Address]] = {party.pk: {} for party in parties}
    for one in Address.objects.filter(party__in=[party.pk for party in parties], until=None):
        found[one.party_id][one.kind] = one
    return found


def address_for(letter: Letter) -> Address | None:
    """Return the address that a letter goes to by its way: its recipient's own of that kind now, never a protected one."""
    return Address.objects.filter(
        party=letter.recipient_id, kind=KIND.get(letter.way, ""), until=None, protected=False
    ).first()


def digest_of(letter: Letter, address: Address | None, enclosed: Iterable[Enclosure] | None = None) -> str:
    """Return the hash of everything that a letter would be: who approves, approves this and nothing else. `enclosed` are its
    enclosures, where they were read already.
    """
    held = [
        letter.pk,
        letter.version,
        letter.rule,
        letter.reader,
        letter.bundle,
        letter.way,
        letter.large_print,
        letter.text,
        [letter.records, letter.outcome, letter.why, letter.approved_by_id],
        letter.recipient_id,
        letter.recipient.name,
        letter.recipient.capacity,
        [address.pk, address.value] if address else None,
        [
            [one.place, one.left_out, one.document.digest if one.document else "", one.earlier_id, bool(one.cleared_at)]
            for one in (enclosures_of(letter) if enclosed is None else enclosed)
        ],
    ]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode()).hexdigest()


def needs_second(letter: Letter, held: Around | None = None) -> str:
    """Return why a second person must approve a letter, or nothing where one is enough. `held` is what is around it, where
    that was read already.
    """
    if letter.complaint.sensitive:
        return "This complaint is marked as sensitive."
    held = held or around(letter)
    if held.protected_here:
        return "Somebody in this complaint has a protected address, or had one."
    if held.named:
        return "Somebody who works here is named in this complaint."
    gone = [one for one in held.enclosures if not one.left_out]
    if any(one.cleared_at or _made_from_somebody_elses(one) for one in gone):
        return "A paper goes with it that holds facts of somebody else, or was made from one."
    return ""


def _made_from_somebody_elses(one: Enclosure) -> bool:
    return bool(one.document and one.document.redacted_from and one.document.redacted_from.third_party)


WAITS = {
    "second": Q(approved_at__isnull=False, released_at=None),
    "talk": Q(reader=Letter.CHILD, released_at__isnull=False, talked_on=None),
    "hand": Q(way__in=(Letter.POST, Letter.HAND), released_at__isnull=False, handed_on=None),
}
"""What a letter waits for → which letters do: a second person, to be talked through with a child, to be posted."""

TO_LOOK_AT = Q(settled_at=None) & (Q(bounced_at__isnull=False) | Q(given_up_at__isnull=False))
"""Messages that did not arrive and that nobody has dealt with."""


MOST = 200
"""How many of what waits a page lists at the most."""


def waiting_letters(waits: str, *, by: Actor) -> list[Letter]:
    """Return the letters that wait for one thing of WAITS, the oldest first, at most MOST. Raises NotAllowedError."""
    found = seen("letter", "view", by=by).filter(WAITS[waits], discarded_at=None)
    return list(found.select_related("complaint", "recipient", "approved_by").order_by("written_at", "pk")[:MOST])


def messages(letter: Letter, *, by: Actor) -> list[Message]:
    """Return what was sent for a letter, the latest first. Raises NotAllowedError."""
    found = seen("letter", "view", by=by).filter(pk=letter.pk)
    return list(Message.objects.filter(letter__in=found.values("pk")).order_by("-created_at", "-pk"))


def messages_to_look_at(*, by: Actor) -> list[Message]:
    """Return the messages that did not arrive, the oldest first, at most MOST. Raises NotAllowedError."""
    found = seen("message", "list", by=by).filter(TO_LOOK_AT)
    return list(found.select_related("letter__complaint", "letter__recipient").order_by("created_at", "pk")[:MOST])


def message_to_settle(pk: int, *, by: Actor) -> Message:
    """Return a message, to say that it was dealt with. Raises NotAllowedError, Message.DoesNotExist."""
    found: Message = seen("message", "settle", by=by).select_related("letter__complaint").get(pk=pk)
    return found
