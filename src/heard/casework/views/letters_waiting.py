"""What waits among the letters of every complaint: a second person, the post, a talk with a child, what did not arrive."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework import letter_words
from heard.casework.letter_forms import SettleMessageForm
from heard.casework.rendering import done, or_404, page
from heard.record.actions import messages as actions
from heard.record.queries import letters as queries


@door("letter", "view")
def letters(request: StaffRequest) -> HttpResponse:
    """Show the letters that wait for something, and the messages that did not arrive."""
    shows = relations_allowing(request.actor.role, "message", "list")
    shown = {
        "waits": {waits: queries.waiting_letters(waits, by=request.actor) for waits in queries.WAITS},
        "failed": queries.messages_to_look_at(by=request.actor) if shows else [],
        "words": letter_words,
        "most": queries.MOST,
    }
    return page(request, "letters/waiting.html", shown)


@door("message", "settle", methods=("POST",))
def settle_message(request: StaffRequest) -> HttpResponse:
    """Say that a message that did not arrive was dealt with."""
    form = SettleMessageForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose the message that was dealt with.")
        return HttpResponseRedirect(reverse("letters"))
    with or_404():
        found = queries.message_to_settle(form.cleaned_data["message"], by=request.actor)
    if form.carry_out(lambda data: actions.settled(found, by=request.actor, at=request.at)):
        return done(request, "Noted: somebody dealt with it.", "letters")
    messages.error(request, str(next(iter(form.errors.values()))[0]))
    return HttpResponseRedirect(reverse("letters"))
