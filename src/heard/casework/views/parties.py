"""The people in a complaint: who they are, how they read best, and where they can be written to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.casework.forms import CaseworkForm
from heard.casework.party_forms import AddPartyForm, AddressForm, EndAddressForm, PartyForm, SensitiveForm
from heard.casework.rendering import done, or_404, page
from heard.casework.views.complaint import opened, shown_with
from heard.record.actions import parties as actions
from heard.record.models import Letter, Party
from heard.record.queries import letters, one_complaint
from heard.record.queries.one_complaint import Head

READERS = dict(Letter.READERS)


def _opened(request: StaffRequest, pk: int) -> Head:
    head = opened(request, pk, "people")
    head.need("record-people")
    return head


@door("complaint", "record-people")
def parties(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who is in a complaint and where each can be written to."""
    return _parties(request, _opened(request, pk))


def _parties(
    request: StaffRequest, head: Head, adding: AddPartyForm | None = None, marking: CaseworkForm | None = None
) -> HttpResponse:
    adding = adding or AddPartyForm()
    found = one_complaint.parties(head)
    more = {"parties": found, "addresses": letters.addresses(found), "readers": READERS, "adding": adding}
    return page(request, "complaints/parties.html", shown_with(request, head, "complaint", **more), adding, marking)


@door("complaint", "record-people", methods=("POST",))
def add_party(request: StaffRequest, pk: int) -> HttpResponse:
    """Add somebody to the complaint."""
    head = _opened(request, pk)
    form = AddPartyForm(request.POST)
    made: list[Party] = []
    if form.carry_out(lambda data: made.append(actions.add(head.complaint, **data, by=request.actor, at=request.at))):
        return done(request, "They were added. Say where they can be written to.", "party", pk, made[0].pk)
    return _parties(request, head, adding=form)


@door("complaint", "record-people", methods=("POST",))
def mark_sensitive(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that what leaves this complaint is approved by two people, or that one is enough."""
    head = _opened(request, pk)
    form = SensitiveForm(request.POST)
    if form.carry_out(
        lambda data: actions.mark_sensitive(head.complaint, data["sensitive"] == "yes", by=request.actor, at=request.at)
    ):
        said = "Two people approve what leaves this complaint." if head.complaint.sensitive else "The mark was removed."
        return done(request, said, "parties", pk)
    return _parties(request, head, marking=form)


@door("complaint", "record-people", methods=("GET", "POST"))
def party(request: StaffRequest, pk: int, party: int) -> HttpResponse:
    """Show one person in a complaint, and correct what is known of them."""
    head, found = _one(request, pk, party)
    if request.method != "POST":
        return _party(request, head, found)
    form = PartyForm(request.POST)
    if form.carry_out(lambda data: actions.change(found, **data, by=request.actor, at=request.at)):
        return done(request, "The change was saved.", "party", pk, party)
    return _party(request, head, found, form=form)


def _one(request: StaffRequest, pk: int, number: int) -> tuple[Head, Party]:
    head = _opened(request, pk)
    with or_404():
        return head, one_complaint.party(head, number)


def _party(
    request: StaffRequest,
    head: Head,
    found: Party,
    form: PartyForm | None = None,
    address: AddressForm | None = None,
    ending: CaseworkForm | None = None,
) -> HttpResponse:
    now = {name: getattr(found, name) for name in PartyForm.base_fields}
    form = form or PartyForm(initial=now)
    address = address or AddressForm(at=request.at, initial={"on": f"{request.on:%d/%m/%Y}"})
    every = one_complaint.addresses(head, found)
    more: dict[str, Any] = {
        "party": found,
        "now": [one for one in every if one.until is None],
        "earlier": [one for one in every if one.until is not None],
        "form": form,
        "address": address,
    }
    shown = shown_with(request, head, "complaint", **more)
    return page(request, "complaints/party.html", shown, form, address, ending)


@door("complaint", "record-people", methods=("POST",))
def record_address(request: StaffRequest, pk: int, party: int) -> HttpResponse:
    """Record where somebody can be written to; what was there before ends."""
    head, found = _one(request, pk, party)
    form = AddressForm(request.POST, at=request.at)
    if form.carry_out(lambda data: actions.record_address(found, **data, by=request.actor, at=request.at)):
        return done(request, "The address was recorded.", "party", pk, party)
    return _party(request, head, found, address=form)


@door("complaint", "record-people", methods=("POST",))
def end_address(request: StaffRequest, pk: int, party: int) -> HttpResponse:
    """Record that somebody cannot be written to at an address any more."""
    head, found = _one(request, pk, party)
    form = EndAddressForm(request.POST)
    if form.carry_out(
        lambda data: actions.end_address(found, kind=data["end"], on=request.on, by=request.actor, at=request.at)
    ):
        return done(request, "The address was ended.", "party", pk, party)
    return _party(request, head, found, ending=form)
