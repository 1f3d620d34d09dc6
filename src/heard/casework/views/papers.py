"""A complaint's papers: adding one, and making a copy of one with words taken out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from heard.access.door import StaffRequest, door
from heard.casework.forms import CaseworkForm
from heard.casework.paper_forms import AddPaperForm, KeepCopyForm, TakeOutForm
from heard.casework.rendering import done, or_404, page, refused
from heard.casework.views.complaint import opened, shown_with
from heard.letters import redacting
from heard.record.actions import documents as actions
from heard.record.actions.looks import looked
from heard.record.models import Document
from heard.record.queries import documents, one_complaint
from heard.record.queries.one_complaint import Head


@door("document", "add", methods=("GET", "POST"))
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a paper to a complaint."""
    head = opened(request, pk, "add-paper")
    form = AddPaperForm(request.POST, request.FILES, at=request.at) if request.method == "POST" else None

    def act(data: dict[str, Any]) -> None:
        file = data.pop("paper")
        given = {**data, "file_name": file.name, "content": file.read()}
        actions.add(head.complaint, **given, by=request.actor, at=request.at)

    if form and form.carry_out(act):
        return done(request, "The paper was added.", "papers", pk)
    form = form or AddPaperForm(at=request.at)
    return page(request, "complaints/paper_add.html", shown_with(request, head, "papers", form=form), form)


@door("document", "redact", methods=("GET", "POST"))
def redact(request: StaffRequest, pk: int, document: int) -> HttpResponse:
    """Choose the words to take out of a paper, look at what is left, and keep it as a paper of its own."""
    head, paper = _paper(request, pk, document)
    names = redacting.known(head)
    try:
        text = redacting.text_of(paper)
        found = redacting.wordings(text, names)
    except ValueError as error:
        return _shown(request, head, paper, text="", problem=str(error))
    if request.method != "POST":
        sure = [one.words for one in found if one.sure]
        return _shown(request, head, paper, text, names, form=TakeOutForm(found=found, initial={"words": sure}))
    form = TakeOutForm(request.POST, found=found)
    spans: list[tuple[int, int]] = []

    def choose(data: dict[str, Any]) -> None:
        try:
            spans.extend(redacting.places_of(text, names, data["words"], data["more"]))
        except ValueError as error:
            form.add_error("more", str(error))

    step = request.POST.get("step", "")
    if step == "choose" or not text or not form.carry_out(choose) or form.errors:
        again = TakeOutForm(found=found, initial=_sent(request)) if step == "choose" else form
        return _shown(request, head, paper, text, names, form=again)
    return _looked_at(request, head, paper, form, text, spans, keep=step == "keep")


def _paper(request: StaffRequest, pk: int, document: int) -> tuple[Head, Document]:
    """Return the paper and the head of its complaint, and note who looked; or that it was asked for in vain."""
    try:
        with or_404():
            found, path = documents.opened(document, "redact", by=request.actor)
            head = one_complaint.head(pk, by=request.actor)
        if found.complaint_id != pk or not path.exists():
            raise Http404("There is no such paper.")
    except Http404:
        refused(request, "document", document)
        raise
    details = {"document": found.pk}
    looked("document.opened", "complaint", head.complaint.reference, by=request.actor, at=request.at, details=details)
    return head, found


def _sent(request: StaffRequest) -> dict[str, Any]:
    return {"words": request.POST.getlist("words"), "more": request.POST.get("more", "")}


def _shown(
    request: StaffRequest,
    head: Head,
    paper: Document,
    text: str,
    names: dict[str, str] | None = None,
    form: CaseworkForm | None = None,
    problem: str = "",
) -> HttpResponse:
    """Show the paper's words with what was found in them, or why none can be shown."""
    found = redacting.places_found(text, names or {})
    more = {"paper": paper, "pieces": redacting.pieces(text, found), "problem": problem}
    more["form"] = form if text else None
    return page(request, "complaints/paper_redact.html", shown_with(request, head, "papers", **more), more["form"])


def _looked_at(
    request: StaffRequest,
    head: Head,
    paper: Document,
    form: TakeOutForm,
    text: str,
    spans: list[tuple[int, int]],
    *,
    keep: bool,
) -> HttpResponse:
    """Show what is left, or keep it once it was looked at."""
    left = redacting.taken_out(text, spans)
    gone = {" ".join(text[start:end].split()) for start, end in spans}
    called = f"{redacting.without(paper.title, gone)} (words taken out)"
    keeping = KeepCopyForm(request.POST) if keep else KeepCopyForm(initial={"title": called[-200:]})

    def act(data: dict[str, Any]) -> None:
        if data["seen"] != redacting.mark_of(left):
            raise ValueError("What is left of the paper is not what you looked at. Look at it again, below.")
        if redacting.without(data["title"], gone) != data["title"]:
            raise ValueError("The title holds words that were taken out of the paper. Write another title.")
        third_party = not data["clean_copy"]
        redacting.keep(head, paper, title=data["title"], text=left, third_party=third_party, at=request.at)

    if keep and keeping.carry_out(act):
        return done(request, "The copy was kept as a paper of its own.", "papers", head.complaint.pk)
    more = {"paper": paper, "left": left, "mark": redacting.mark_of(left), "chosen": _sent(request), "form": keeping}
    return page(request, "complaints/paper_left.html", shown_with(request, head, "papers", **more), keeping)
