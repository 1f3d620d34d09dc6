"""The letters of a complaint, what each holds as it would be approved, and who must approve it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from heard.access.policy import Actor, relations_allowing
from heard.law.calendars import local_day
from heard.record.models import Address, Enclosure, Letter, Message, Party, Wall
from heard.record.queries.one_complaint import Head
from heard.record.relations import seen

RECENT = 30
"""Calendar days for which an address counts as changed lately, and the page that approves a letter warns."""


def find(pk: int, action: str = "view", *, by: Actor) -> Letter:
    """Return one letter. Raises NotAllowedError, Letter.DoesNotExist."""
    whole = seen("letter", action, by=by).select_related(
        "complaint", "recipient", "address", "written_by", "approved_by", "seconded_by"
    )
    found: Letter = whole.get(pk=pk)
    return found


def listed(head: Head) -> list[Letter]:
    """Return the letters of a complaint, the latest first, with those that were thrown away left out.

    Raises NotAllowedError.
    """
    found = seen("letter", "view", by=head.by).filter(complaint=head.complaint, discarded_at=None)
    whole = found.select_related("recipient", "approved_by", "seconded_by").prefetch_related("messages")
    return list(whole.order_by("-written_at", "-pk"))


def sent_of(head: Head) -> list[tuple[str, date]]:
    """Return the letters that went to the complainant, each as (rule, day). Raises NotAllowedError."""
    found = seen("letter", "view", by=head.by).filter(complaint=head.complaint, released_at__isnull=False)
    rows = found.filter(recipient__capacity="complainant").values_list("rule", "released_at")
    return [(rule, local_day(at)) for rule, at in rows]


def enclosures(letter: Letter, *, by: Actor) -> list[Enclosure]:
    """Return what goes with a letter and what is left out, in order. Raises NotAllowedError, Letter.DoesNotExist."""
    seen("letter", "view", by=by).filter(pk=letter.pk).get()
    return list(_enclosures(letter))


def _enclosures(letter: Letter) -> QuerySet[Enclosure]:
    found = Enclosure.objects.filter(letter=letter).select_related("document", "earlier", "earlier__recipient")
    return found.order_by("place", "pk")


def addresses(parties: Sequence[Party]) -> dict[int, dict[str, Address]]:
    """Return party → kind → its address now. Whoever calls has asked who may meet them; with one query."""
    found: dict[int, dict[str, Address]] = {party.pk: {} for party in parties}
    for one in Address.objects.filter(party__in=[party.pk for party in parties], until=None):
        found[one.party_id][one.kind] = one
    return found


def address_for(letter: Letter) -> Address | None:
    """Return the address that a letter goes to by its way: its recipient's own of that kind now, never a protected one."""
    kind = {Letter.EMAIL: Address.EMAIL, Letter.EMAIL_TEXT: Address.EMAIL, Letter.POST: Address.POST}.get(letter.way)
    return Address.objects.filter(party=letter.recipient_id, kind=kind or "", until=None, protected=False).first()


def changed_lately(address: Address, on: date) -> bool:
    """Answer whether an address took the place of another in the last RECENT days."""
    if address.since < on - timedelta(days=RECENT):
        return False
    earlier = Address.objects.filter(party=address.party_id, kind=address.kind, until__isnull=False)
    return earlier.exclude(value=address.value).exists()


def protected_values() -> list[str]:
    """Return every protected address of the register, of whatever complaint: none may be in anything that leaves.

    They are read to stop a letter and are shown to nobody.
    """
    return list(Address.objects.filter(protected=True).values_list("value", flat=True).distinct())


def digest_of(letter: Letter, address: Address | None) -> str:
    """Return the hash of everything that a letter would be: who approves, approves this and nothing else."""
    held = [
        letter.pk,
        letter.version,
        letter.rule,
        letter.reader,
        letter.bundle,
        letter.way,
        letter.large_print,
        letter.text,
        [letter.records, letter.outcome, letter.why],
        letter.recipient_id,
        letter.recipient.name,
        letter.recipient.capacity,
        [address.pk, address.value] if address else None,
        [
            [one.place, one.left_out, one.document.digest if one.document else "", one.earlier_id, bool(one.cleared_at)]
            for one in _enclosures(letter)
        ],
    ]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode()).hexdigest()


def needs_second(letter: Letter) -> str:
    """Return why a second person must approve a letter, or nothing where one is enough."""
    if letter.complaint.sensitive:
        return "This complaint is marked as sensitive."
    if Address.objects.filter(party__complaint=letter.complaint_id, protected=True, until=None).exists():
        return "Somebody in this complaint has a protected address."
    if Wall.objects.filter(complaint=letter.complaint_id, relation=Wall.NAMED, state__in=Wall.HOLDS).exists():
        return "Somebody who works here is named in this complaint."
    if Enclosure.objects.filter(letter=letter, cleared_at__isnull=False, left_out="").exists():
        return "A paper goes with it that holds facts of somebody else."
    return ""


def waiting(*, by: Actor) -> dict[str, int] | None:
    """Return how many letters wait for what; None where the role reads none. One query, and one for the messages."""
    if not relations_allowing(by.role, "letter", "view"):
        return None
    live = seen("letter", "view", by=by).filter(discarded_at=None)
    counts = live.aggregate(
        second=Count("pk", filter=WAITS["second"]),
        talk=Count("pk", filter=WAITS["talk"]),
        hand=Count("pk", filter=WAITS["hand"]),
    )
    failed = (
        seen("message", "list", by=by).filter(TO_LOOK_AT) if relations_allowing(by.role, "message", "list") else None
    )
    return {**counts, "failed": failed.count() if failed is not None else 0}


WAITS = {
    "second": Q(approved_at__isnull=False, released_at=None),
    "talk": Q(reader=Letter.CHILD, released_at__isnull=False, talked_on=None),
    "hand": Q(way__in=(Letter.POST, Letter.HAND), released_at__isnull=False, handed_on=None),
}
"""What a letter waits for → which letters do: a second person, to be talked through with a child, to be posted."""

TO_LOOK_AT = Q(settled_at=None) & (Q(bounced_at__isnull=False) | Q(given_up_at__isnull=False))
"""Messages that did not arrive and that nobody has dealt with."""


def waiting_letters(waits: str, *, by: Actor) -> list[Letter]:
    """Return the letters that wait for one thing of WAITS, the oldest first, at most 200. Raises NotAllowedError."""
    found = seen("letter", "view", by=by).filter(WAITS[waits], discarded_at=None)
    return list(found.select_related("complaint", "recipient", "approved_by").order_by("written_at", "pk")[:200])


def messages(letter: Letter, *, by: Actor) -> list[Message]:
    """Return what was sent for a letter, the latest first. Raises NotAllowedError."""
    found = seen("letter", "view", by=by).filter(pk=letter.pk)
    return list(Message.objects.filter(letter__in=found.values("pk")).order_by("-created_at", "-pk"))
