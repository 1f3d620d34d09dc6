"""Reading the council's settings once for each page, however many parts of it need them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from heard.record.queries.settings import remembered


class SettingsOnce:
    """Middleware: what is read of the settings while a page is made is kept until the page is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with remembered():
            return self.get_response(request)
