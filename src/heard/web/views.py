"""The frame's own pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heard.web.colours import style_sheet
from heard.web.layout import council_of


@require_safe
def council_css(request: HttpRequest) -> HttpResponse:
    """Answer with the council's colours. Anybody may have them, so a browser keeps them for five minutes."""
    response = HttpResponse(style_sheet(council_of(request).colour), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response
