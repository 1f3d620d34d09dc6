"""The pages for what went wrong. They say what happened and what to do, and need no database where it may be at fault."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import engines

PAGE = "_error.html"


def _answer(request: HttpRequest, status: int, title: str, *says: str) -> HttpResponse:
    """Render the plain page: no settings are read and nobody is looked up."""
    page = engines["jinja2"].env.get_template(PAGE)  # type: ignore[attr-defined]
    return HttpResponse(page.render(title=title, says=[line for line in says if line], status=status), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _answer(
        request,
        400,
        "This request could not be understood",
        "Go back, check the address and what you typed, and try again.",
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _answer(
        request,
        413,
        "What you sent is too large",
        "Nothing was changed. A spreadsheet may have up to 50 MB, a paper up to 20 MB, and a form up to 1 MB with all in it.",
        "Go back, make it smaller or split it, and send it again.",
    )


def no_length(request: HttpRequest) -> HttpResponse:
    return _answer(
        request,
        411,
        "Heard cannot take what you sent",
        "Nothing was changed. What was sent does not say how long it is, which every browser says.",
        "Send it from a page of Heard. If you did, tell the person who runs Heard that the proxy in front of it must "
        "take requests in whole.",
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say what was refused, in the words of whoever refused it, and whom to ask."""
    said = str(exception) if exception and str(exception) else "Your role does not let you do this."
    ask = "" if "Ask " in said else "If you need it for your work, ask the complaints manager."
    return _answer(request, 403, "You may not see or do this", said, ask)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(
        request,
        404,
        "There is no such page",
        "If you typed the address, check it. If you followed a link, the page may have moved, or you may not see it.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(
        request,
        500,
        "Something went wrong inside Heard",
        "Nothing was changed. Try again in a few minutes. If it happens again, tell the person who runs Heard "
        "what you were doing and at what time.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        "This page was open for too long",
        "Nothing was sent. Go back, copy anything long that you typed, load the page again, and send it again.",
        "If this happens every time, your browser may refuse cookies: Heard needs its own to keep you signed in.",
    )


def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(
        request,
        429,
        "Too many tries",
        "Wait five minutes, then try again. Ask the administrator if you need help sooner.",
    )
