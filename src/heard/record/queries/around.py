"""What the register holds around one letter, read at once for whoever looks it over: papers, people, addresses, points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Q, Subquery

from heard.record.models import Address, Element, Enclosure, Letter, Party, Wall
from heard.record.queries.joined import Joined

RECENT = 30
"""Calendar days for which an address counts as changed lately, and the page that approves a letter warns."""

KIND = {Letter.EMAIL: Address.EMAIL, Letter.EMAIL_TEXT: Address.EMAIL, Letter.POST: Address.POST}
"""How a letter goes → the kind of address that it needs; none where it is handed over."""


@dataclass
class Around:
    """Everything around a letter. `address` is where it goes; `earlier` are the values of those before it, of its kind.

    `protected` are the protected addresses of the whole register: they are read to stop a letter and are shown to nobody.
    `protected_now` are those that are so now, `protected_here` says that one of them is or was in this complaint, and
    `named` that somebody who works here is complained about in it.
    """

    enclosures: list[Enclosure]
    parties: list[Party] = field(default_factory=list)
    address: Address | None = None
    earlier: set[str] = field(default_factory=set)
    protected: set[str] = field(default_factory=set)
    protected_now: set[str] = field(default_factory=set)
    protected_here: bool = False
    named: bool = False
    points: list[int] = field(default_factory=list)

    def changed_lately(self, on: date) -> bool:
        """Answer whether the address took the place of another in the last RECENT days."""
        if self.address is None or self.address.since < on - timedelta(days=RECENT):
            return False
        return bool(self.earlier - {self.address.value})


def enclosures_of(letter: Letter) -> list[Enclosure]:
    """Return what goes with a letter and what is left out, in order, with one query. Whoever calls has found the letter."""
    found = list(
        Enclosure.objects.filter(letter=letter.pk)
        .select_related("document", "document__redacted_from", "earlier", "earlier__recipient")
        .order_by("place", "pk")
    )
    for one in found:
        one.letter = letter
    return found


ADDRESS = ("pk", "kind", "value", "protected", "since", "until", "confirmed_on", "confirmed_how")
PARTY = ("pk", "name", "capacity", "description", "complaint_id")


def around(letter: Letter) -> Around:
    """Return what is around a letter, with two queries. Whoever calls has found the letter by `letters.find`."""
    walls = Wall.objects.filter(complaint=letter.complaint_id, relation=Wall.NAMED, state__in=Wall.HOLDS)
    points = Element.objects.filter(complaint=letter.complaint_id).order_by().values("complaint")
    rows = (
        Party.objects.filter(Q(complaint=letter.complaint_id) | Q(addresses__protected=True))
        .annotate(named=Exists(walls), points=Subquery(points.annotate(all=Joined("number")).values("all")))
        .order_by("pk", "addresses__pk")
        .values_list(*PARTY, *(f"addresses__{name}" for name in ADDRESS), "named", "points")
    )
    found = Around(enclosures_of(letter))
    for row in rows:
        _take(found, letter, dict(zip(PARTY, row[:5], strict=True)), dict(zip(ADDRESS, row[5:13], strict=True)))
        found.named, found.points = row[13], sorted(int(one) for one in (row[14] or "").split(",") if one)
    return found


def _take(found: Around, letter: Letter, party: dict[str, Any], address: dict[str, Any]) -> None:
    here = party["complaint_id"] == letter.complaint_id
    if here and (not found.parties or found.parties[-1].pk != party["pk"]):
        found.parties.append(Party(**party))
    if address["pk"] is None:
        return
    now = address["until"] is None
    if address["protected"]:
        found.protected.add(address["value"])
        found.protected_here = found.protected_here or here
        if now:
            found.protected_now.add(address["value"])
    if party["pk"] != letter.recipient_id or address["kind"] != KIND.get(letter.way):
        return
    if not now:
        found.earlier.add(address["value"])
    elif not address["protected"]:
        found.address = Address(party_id=party["pk"], **address)
