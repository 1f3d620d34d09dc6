"""Who is in a complaint, and where they can be written to."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor
from heard.law.words import CAPACITIES
from heard.record.actions import checks, history
from heard.record.mail import bare_address
from heard.record.models import Address, Complaint, Letter, Party
from heard.record.relations import require_for

LINES = 8
"""The most lines of a postal address."""


def add(
    complaint: Complaint,
    *,
    capacity: str,
    name: str,
    by: Actor,
    at: datetime,
    description: str = "",
    reader: str = "",
    large_print: bool = False,
) -> Party:
    """Record somebody's part in a complaint, also of those who are written to because of their office.

    Raises NotAllowedError, ValueError.
    """
    require_for(complaint, "record-people", by=by)
    if capacity not in CAPACITIES:
        raise ValueError("Choose the part that they play from the list.")
    fields = _fields(name, description, reader)
    with transaction.atomic():
        history.lock()
        party = Party.objects.create(complaint=complaint, capacity=capacity, large_print=large_print, **fields)
        _note("complaint.person-added", party, {"capacity": capacity}, fields, by, at)
    return party


def change(
    party: Party, *, name: str, description: str, reader: str, large_print: bool, by: Actor, at: datetime
) -> None:
    """Correct what is known of somebody, and how they read best. Raises NotAllowedError, ValueError."""
    require_for(party.complaint, "record-people", by=by)
    fields = _fields(name, description, reader)
    with transaction.atomic():
        history.lock()
        for field, value in {**fields, "large_print": large_print}.items():
            setattr(party, field, value)
        party.save()
        _note("complaint.person-changed", party, {"large_print": large_print}, fields, by, at)


def _fields(name: str, description: str, reader: str) -> dict[str, str]:
    if reader and reader not in dict(Letter.READERS):
        raise ValueError("Choose how they read best from the list.")
    return {
        "name": checks.text(name, 200, "their name", needed=True),
        "description": checks.text(description, 100, "who they are"),
        "reader": reader,
    }


def record_address(
    party: Party,
    *,
    kind: str,
    value: str,
    protected: bool,
    on: date,
    by: Actor,
    at: datetime,
    confirmed_how: str = "",
) -> Address:
    """Record where a party can be written to from a day on; what was there before ends. Nothing is overwritten.

    `confirmed_how` says how the party confirmed it, such as “read back on the telephone”; empty where they have not.
    Raises NotAllowedError, ValueError.
    """
    require_for(party.complaint, "record-people", by=by)
    checks.not_later(on, at)
    clean = check_address(kind, value)
    how = checks.text(confirmed_how, 200, "how it was confirmed")
    with transaction.atomic():
        history.lock()
        _end(party, kind, on)
        address = Address.objects.create(
            party=party,
            kind=kind,
            value=clean,
            protected=protected,
            since=on,
            confirmed_on=on if how else None,
            confirmed_how=how,
            recorded_by_id=by.person,
            recorded_at=at,
        )
        details = {"kind": kind, "protected": protected, "confirmed": bool(how), "on": on.isoformat()}
        _note("complaint.address-recorded", party, details, {"value": clean, "how": how}, by, at)
    return address


def end_address(party: Party, *, kind: str, on: date, by: Actor, at: datetime) -> None:
    """Record that a party can be written to there no more. Raises NotAllowedError, ValueError where there is none."""
    require_for(party.complaint, "record-people", by=by)
    checks.not_later(on, at)
    with transaction.atomic():
        history.lock()
        if not _end(party, kind, on):
            raise ValueError("There is no such address now. Look at the page again.")
        _note("complaint.address-ended", party, {"kind": kind, "on": on.isoformat()}, {}, by, at)


def _end(party: Party, kind: str, on: date) -> int:
    now = Address.objects.filter(party=party, kind=kind, until=None)
    for one in now:
        if one.since > on:
            raise ValueError("There is a later address already. Give today’s day.")
    return now.update(until=on)


def check_address(kind: str, value: str) -> str:
    """Return an address as it is kept. Raises ValueError with a sentence where it cannot be one."""
    if kind == Address.EMAIL:
        return bare_address(value.strip())
    if kind != Address.POST:
        raise ValueError("Choose e-mail or post.")
    lines = [" ".join(line.split()) for line in value.replace("\r\n", "\n").replace("\0", "").split("\n")]
    lines = [line for line in lines if line]
    if not lines or len(lines) > LINES or len("\n".join(lines)) > 500:
        raise ValueError(f"Enter the address, one part on each line, in up to {LINES} lines.")
    return "\n".join(lines)


def mark_sensitive(complaint: Complaint, sensitive: bool, *, by: Actor, at: datetime) -> None:
    """Say whether what leaves this complaint is approved by two people. Raises NotAllowedError."""
    require_for(complaint, "record-people", by=by)
    with transaction.atomic():
        history.lock()
        complaint.sensitive = sensitive
        complaint.save(update_fields=["sensitive"])
        entry = history.Entry("complaint.sensitive", "complaint", complaint.reference, {"sensitive": sensitive})
        history.append([entry], by=by, at=at)


def _note(
    action: str, party: Party, details: dict[str, object], personal: dict[str, str], by: Actor, at: datetime
) -> None:
    payload = json.dumps(personal, ensure_ascii=False) if personal else None
    told = {"party": party.pk, **details}
    history.append([history.Entry(action, "complaint", party.complaint.reference, told, payload)], by=by, at=at)
