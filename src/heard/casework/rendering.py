"""Answering a request: a page, a page with what is wrong in its form, or the next page with a word of what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from heard.access.door import StaffRequest
from heard.access.policy import relations_allowing
from heard.casework import clock_words, words
from heard.law.triage import ROUTES
from heard.law.words import OUTCOMES
from heard.record.actions.looks import looked

WORDS = {
    "say": words.say,
    "say_line": words.say_line,
    "outcomes": OUTCOMES,
    "findings": words.FINDINGS,
    "say_event": words.say_event,
    "role_titles": words.ROLE_TITLES,
    "clock_words": clock_words,
    "routes": ROUTES,
}
"""What every template may call things by."""


def page(request: StaffRequest, template: str, context: Mapping[str, Any], *forms: Any) -> HttpResponse:
    """Render a page. One whose form was sent and is wrong is answered with 400, and says what is wrong."""
    wrong = any(form is not None and form.is_bound and not form.is_valid() for form in forms)
    # A page that has one form calls it `form`, and that is among those whose errors it shows already.
    others = [form for form in forms if form is not None and form is not context.get("form")]
    shown = {**WORDS, "may": may(request), "forms": others, **context}
    return render(request, template, shown, status=400 if wrong else 200)


def may(request: StaffRequest) -> Any:
    """Return the question “may this reader do that to some record of the kind?”, for buttons and links."""
    return lambda kind, action: bool(relations_allowing(request.actor.role, kind, action))


def done(request: StaffRequest, said: str, name: str, *words: Any) -> HttpResponseRedirect:
    """Send on to a page with a word of what was done."""
    messages.success(request, said)
    return HttpResponseRedirect(reverse(name, args=words))


@contextmanager
def or_404() -> Iterator[None]:
    """Turn “there is none, or not for you” into the page that says only that nothing is here."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404("There is no such record.") from None


def refused(request: StaffRequest, kind: str, pk: int) -> None:
    """Note that a record was asked for in vain, in the same way whether or not it is there."""
    looked(f"{kind}.refused", kind, "", by=request.actor, at=request.at, details={"asked_for": pk})
