"""Approving a letter for one person, as it is shown: to whom it goes, who else is in it, and what was looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from heard.access.door import StaffRequest, door
from heard.casework.letter_forms import ApproveForm
from heard.casework.rendering import done, page
from heard.casework.views.letters import law_of, letter_opened, with_letter
from heard.letters import checks, markup, release, rendering
from heard.letters.checks import Checked
from heard.record.actions import happenings
from heard.record.models import Letter
from heard.record.queries import letters as queries
from heard.record.queries.around import Around, around
from heard.record.queries.one_complaint import Head


@door("letter", "approve", methods=("GET", "POST"))
def approve_letter(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Show everything that a letter is, and let it be approved as it is shown."""
    head, found = letter_opened(request, pk, letter, "approve-letter", "approve")
    if found.released_at or found.discarded_at:
        return HttpResponseRedirect(reverse("letter", args=[pk, letter]))
    held = around(found)
    checked = _checked(found, head, held, request)
    form = _form(request, found, head, checked)
    left: list[bool] = []

    def act(data: dict[str, Any]) -> None:
        digest, ticked = data["digest"], data.get("ticked", ())
        if found.approved_at:
            release.second(found, head, digest=digest, ticked=ticked, at=request.at)
            left.append(True)
            return
        what = {name: data.get(name) or "" for name in ("records", "outcome", "why")}
        left.append(release.approve(found, head, digest=digest, ticked=ticked, at=request.at, **what))

    if form.is_bound and form.carry_out(act):
        said = (
            "Approved. The letter left." if left[0] else "Approved. A second person must look at it before it leaves."
        )
        return done(request, said, "letter", pk, letter)
    return _shown(request, head, found, held, checked, form)


def _checked(found: Letter, head: Head, held: Around, request: StaffRequest) -> Checked:
    """Look a letter over; a paper that cannot be read stops it."""
    try:
        return release.looked_over(found, head, on=request.on, held=held)
    except ValueError as error:
        return Checked(stops=[str(error)])


def _form(request: StaffRequest, found: Letter, head: Head, checked: Checked) -> ApproveForm:
    events = () if found.approved_at else release.can_record(found, head, on=request.on)
    law = law_of(head)
    says = [(one, law.events[one].says) for one in events] if law else []
    answers = {one: happenings.outcomes(one, (), found.stage) for one in events}
    return ApproveForm(
        request.POST if request.method == "POST" else None,
        warnings=checked.warnings,
        records=says,
        outcomes={one: listed for one, listed in answers.items() if listed},
        reasons={one: happenings.needs_reason(one) for one in events if happenings.takes_reason(one)},
        initial={"records": events[0] if events else ""},
    )


def _shown(
    request: StaffRequest, head: Head, found: Letter, held: Around, checked: Checked, form: ApproveForm
) -> HttpResponse:
    law = law_of(head)
    recorded = law.events[found.records].says if law and found.records in law.events else ""
    shown = with_letter(
        request,
        head,
        found,
        form=form,
        checked=checked,
        address=held.address,
        printed=rendering.printed_address(found, held.address),
        lately=held.changed_lately(request.on),
        why_second=queries.needs_second(found, held),
        recorded=recorded,
        own=found.approved_by_id == request.actor.person,
        digest=queries.digest_of(found, held.address, held.enclosures),
        blocks=markup.parse(found.text),
        email=rendering.cover(found),
        enclosures=[(one, checks.title_of(one), checks.is_of_somebody_else(one)) for one in held.enclosures],
    )
    return page(request, "letters/approve.html", shown, form)
