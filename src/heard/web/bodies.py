"""How much may be sent. Asked before anything reads it: what is read is held in memory or put on the disk."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from heard.record.actions import council_settings, documents, uploads
from heard.web import errors

MOST = 1_000_000
"""Bytes of what is sent to any page; to a page that takes a file, beside the file itself."""

FILES = {
    "import": uploads.LARGEST,
    "add-paper": documents.LARGEST,
    "change-house-style": council_settings.LARGEST_HOUSE_STYLE,
}
"""Page that takes a large file → the most bytes of it."""


class BodyLimit:
    """Answers what is too large, or does not say how large it is, before any of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The server would hand a body in chunks on without its length, and Django would take it for none.
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return errors.no_length(request)
        if _length(request) > _most(request.path_info):
            return errors.too_large(request)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    if not (said.isascii() and said.isdigit()) or len(said) > 15:
        raise SuspiciousOperation("The length of what was sent cannot be read.")
    return int(said)


def _most(path: str) -> int:
    try:
        return MOST + FILES.get(resolve(path).view_name, 0)
    except Resolver404:
        return MOST
