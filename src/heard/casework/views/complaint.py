"""One complaint: its pages, and what may be done there about who has it and who is kept away."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase

from heard.access.door import StaffRequest, door
from heard.casework.forms import AssignForm, ConflictForm, EndPartForm, NameForm, SettleForm
from heard.casework.rendering import done, or_404, page, refused
from heard.casework.words import fact
from heard.law import letters
from heard.record.actions import assignments, walls
from heard.record.actions.looks import looked
from heard.record.models import Wall
from heard.record.queries import complaints, documents, one_complaint, routes
from heard.record.queries.one_complaint import Head


def opened(request: StaffRequest, pk: int, part: str) -> Head:
    """Return the head of a complaint, and note who looked and at which part of it.

    That it was asked for in vain is noted too, in the same way whether or not it is there.
    """
    try:
        with or_404():
            head = one_complaint.head(pk, by=request.actor)
    except Http404:
        refused(request, "complaint", pk)
        raise
    reference = head.complaint.reference
    looked("complaint.viewed", "complaint", reference, by=request.actor, at=request.at, details={"part": part})
    return head


def shown_with(request: StaffRequest, head: Head, tab: str, **more: Any) -> dict[str, Any]:
    return {"head": head, "complaint": head.complaint, "tab": tab, "on": request.on, **more}


@door("complaint", "view")
def complaint(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what a complaint is about, how it stands and who is in it."""
    head, on = opened(request, pk, "complaint"), request.on
    stages = complaints.stages_of([head.complaint], on)[pk]
    law = one_complaint.law_timeline(head, on, stages)
    shown = shown_with(
        request,
        head,
        "complaint",
        stages=stages,
        current=complaints.current(stages),
        points=list(routes.with_decisions(one_complaint.points(head))),
        parties=one_complaint.parties(head) if "view-people" in head.may else None,
        assignments=one_complaint.assignments(head),
        facts=_facts(head),
        law=law,
        owed=[one for one in letters.owed(law, head.sent) if one.since] if law and "letter-view" in head.may else [],
    )
    return page(request, "complaints/complaint.html", shown)


def _facts(head: Head) -> list[dict[str, Any]]:
    one = head.complaint
    return [
        fact("Team", one.team.name if one.team else ""),
        fact("Service", one.team.service.name if one.team and one.team.service else ""),
        fact("District", one.district.name if one.district else ""),
        fact("How it came in", one.channel),
        fact("Advocate offered", one.advocate_offered),
        fact("Reason for delay", one.delay_reason),
    ]


@door("complaint", "view")
def timeline(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what happened, the latest first."""
    head = opened(request, pk, "timeline")
    shown = shown_with(
        request,
        head,
        "timeline",
        happened=one_complaint.timeline(head),
        most=one_complaint.MOST_EVENTS,
        came_of_it=one_complaint.came_of_it(head),
    )
    return page(request, "complaints/timeline.html", shown)


@door("document", "view")
def papers(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the papers of a complaint."""
    head = opened(request, pk, "papers")
    shown = shown_with(request, head, "papers", documents=one_complaint.documents(head))
    return page(request, "complaints/papers.html", shown)


@door("document", "view")
def paper(request: StaffRequest, pk: int, document: int) -> HttpResponseBase:
    """Hand over one paper, to be saved and never to be shown as a page."""
    try:
        with or_404():
            found, path = documents.opened(document, by=request.actor)
        if found.complaint_id != pk or not path.exists():
            raise Http404("There is no such paper.")
    except Http404:
        refused(request, "document", document)
        raise
    details = {"document": found.pk}
    reference = found.complaint.reference
    looked("document.opened", "complaint", reference, by=request.actor, at=request.at, details=details)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@door("complaint", "see-looks")
def looks(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who opened this complaint."""
    head = opened(request, pk, "looks")
    shown = shown_with(request, head, "looks", happened=one_complaint.looks(head), most=one_complaint.MOST_EVENTS)
    return page(request, "complaints/looks.html", shown)


@door("complaint", "assign", methods=("GET", "POST"))
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the complaint to somebody."""
    head = opened(request, pk, "assign")
    found = one_complaint.candidates(head, request.on)
    posted = request.POST if request.method == "POST" else None
    form = AssignForm(posted, found=found, initial={"part": "holder"})

    def act(data: dict[str, Any]) -> None:
        given = {"part": data["part"], "on": request.on}
        assignments.assign(head.complaint, data["person"], **given, by=request.actor, at=request.at)

    if posted is not None and form.carry_out(act):
        part = assignments.PARTS[form.cleaned_data["part"]].lower()
        return done(request, f"{form.cleaned_data['person'].name} is its {part} now.", "complaint", pk)
    return page(request, "complaints/assign.html", shown_with(request, head, "complaint", form=form), form)


@door("complaint", "assign", methods=("POST",))
def end_part(request: StaffRequest, pk: int, part: int) -> HttpResponse:
    """End the part that somebody has in the complaint."""
    head = opened(request, pk, "assign")
    with or_404():
        given = one_complaint.part(head, part)
    form = EndPartForm(request.POST)
    if form.carry_out(lambda data: assignments.end(given, on=request.on, by=request.actor, at=request.at)):
        return done(request, f"{given.person.name} has that part no more.", "complaint", pk)
    found = one_complaint.candidates(head, request.on)
    shown = shown_with(request, head, "complaint", form=AssignForm(found=found, initial={"part": "holder"}))
    return page(request, "complaints/assign.html", shown, form)


@door("complaint", "name-person")
def kept_away(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who is kept away from the complaint, and let somebody be named."""
    return _kept_away(request, opened(request, pk, "kept-away"))


def _kept_away(
    request: StaffRequest, head: Head, naming: NameForm | None = None, settling: SettleForm | None = None, wall: int = 0
) -> HttpResponse:
    naming = naming or NameForm(found=one_complaint.nameable(head))
    shown = shown_with(
        request,
        head,
        "kept-away",
        walls=[(one, walls.may_become(one, by=request.actor)) for one in one_complaint.walls(head)],
        naming=naming,
        settling=settling,
        settled=wall,
    )
    return page(request, "complaints/kept_away.html", shown, naming, settling)


@door("complaint", "name-person", methods=("POST",))
def name_person(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that somebody who signs in is complained about here."""
    head = opened(request, pk, "kept-away")
    form = NameForm(request.POST, found=one_complaint.nameable(head))
    if form.carry_out(lambda data: walls.propose(head.complaint, data["person"], by=request.actor, at=request.at)):
        if form.cleaned_data["person"].pk == request.actor.person:
            return done(request, "You are kept away from that complaint now.", "home")
        return done(request, "They are kept away from now on. Somebody else must confirm it.", "kept-away", pk)
    return _kept_away(request, head, naming=form)


@door("complaint", "settle-wall", methods=("POST",))
def settle_wall(request: StaffRequest, pk: int, wall: int) -> HttpResponse:
    """Confirm, dismiss or lift what keeps somebody away."""
    head = opened(request, pk, "kept-away")
    with or_404():
        found = one_complaint.wall(head, wall)
    form = SettleForm(request.POST)
    if form.carry_out(
        lambda data: walls.settle(found, state=data["state"], reason=data["reason"], by=request.actor, at=request.at)
    ):
        said = {Wall.CONFIRMED: "confirmed", Wall.DISMISSED: "dismissed", Wall.LIFTED: "lifted"}
        return done(request, f"It was {said[form.cleaned_data['state']]}.", "kept-away", pk)
    return _kept_away(request, head, settling=form, wall=wall)


@door("complaint", "declare-conflict", methods=("GET", "POST"))
def declare_conflict(request: StaffRequest, pk: int) -> HttpResponse:
    """Declare a conflict of interest of one's own."""
    head = opened(request, pk, "conflict")
    head.need("declare-conflict")
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.carry_out(
        lambda data: walls.declare(head.complaint, by=request.actor, at=request.at)
    ):
        return done(request, "Thank you. You are kept away from that complaint from now on.", "home")
    return page(request, "complaints/conflict.html", shown_with(request, head, "complaint", form=form), form)
