"""The papers that go with a letter: putting them with it, leaving them out with a reason, and clearing what is of others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from heard.access.door import StaffRequest, door
from heard.casework.letter_forms import ClearForm, EncloseForm, TakeOutForm, paper_choices
from heard.casework.rendering import done, page
from heard.casework.views.letters import law_of, letter_opened, with_letter
from heard.letters import checks, writing
from heard.record.actions import letters as actions
from heard.record.models import Enclosure, Letter
from heard.record.queries import letters as queries
from heard.record.queries import one_complaint
from heard.record.queries.one_complaint import Head


@door("letter", "write", methods=("GET", "POST"))
def letter_papers(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Show what goes with a letter, and put something with it."""
    head, found = letter_opened(request, pk, letter, "letter-papers", "write")
    if found.released_at or found.discarded_at:
        return HttpResponseRedirect(reverse("letter", args=[pk, letter]))
    held = queries.enclosures(found, by=request.actor)
    form = EncloseForm(
        request.POST if request.method == "POST" else None,
        papers=_choices(head, found, held),
        bundle=bool(found.bundle),
    )

    def act(data: dict[str, Any]) -> None:
        kind, _, key = data["paper"].partition("-")
        why = data.get("left_out", "").strip()
        actions.enclose(found, kind, int(key), left_out=why, out=bool(why), by=request.actor, at=request.at)

    if form.is_bound and form.carry_out(act):
        said = (
            "The index says that it is left out." if form.cleaned_data.get("left_out") else "It goes with the letter."
        )
        return done(request, said, "letter-papers", pk, letter)
    shown = with_letter(
        request,
        head,
        found,
        form=form,
        enclosures=[(one, checks.title_of(one), checks.is_of_somebody_else(one)) for one in held],
    )
    return page(request, "letters/papers.html", shown, form)


def _choices(head: Head, found: Letter, held: list[Enclosure]) -> list[Any]:
    law = law_of(head)
    gone = [(one, writing.title(one, law)) for one in queries.released(head) if one.pk != found.pk]
    papers = one_complaint.documents(head) if "see-documents" in head.may else []
    return paper_choices(papers, gone, held)


@door("letter", "write", methods=("POST",))
def take_out(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Take something from a letter that has not left."""
    _, found = letter_opened(request, pk, letter, "letter-papers", "write")
    form = TakeOutForm(request.POST)
    if form.carry_out(lambda data: actions.take_out(found, data["enclosure"], by=request.actor, at=request.at)):
        return done(request, "It is not with the letter any more.", "letter-papers", pk, letter)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return HttpResponseRedirect(reverse("letter-papers", args=[pk, letter]))


@door("letter", "approve", methods=("GET", "POST"))
def clear_paper(request: StaffRequest, pk: int, letter: int, enclosure: int) -> HttpResponse:
    """Say why what holds facts of somebody else may go to this letter's recipient."""
    head, found = letter_opened(request, pk, letter, "letter-papers", "approve")
    held = queries.enclosures(found, by=request.actor)
    one = next((one for one in held if one.pk == enclosure and not one.left_out), None)
    if one is None:
        raise Http404("There is no such paper with this letter.")
    form = ClearForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.carry_out(
        lambda data: actions.clear(found, enclosure, data["why"], by=request.actor, at=request.at)
    ):
        return done(request, "It may go to this person.", "approve-letter", pk, letter)
    shown = with_letter(request, head, found, form=form, enclosure=one, paper=checks.title_of(one))
    return page(request, "letters/clear.html", shown, form)
