"""The frame's own pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heard.access.two_step import public
from heard.record.actions.council_settings import logo_path
from heard.record.actions.pictures import PNG
from heard.record.queries.settings import face
from heard.web.colours import style_sheet
from heard.web.layout import council_of


@public
@require_safe
def council_css(request: HttpRequest) -> HttpResponse:
    """Answer with the council's colours. Anybody may have them, so a browser keeps them for five minutes."""
    response = HttpResponse(style_sheet(council_of(request).colour), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response


@public
@require_safe
def council_logo(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer with the council's logo. Its address changes with the picture, so a browser may keep it."""
    if digest != face()["logo"] or not logo_path(digest).is_file():
        raise Http404("There is no such picture.")
    content = logo_path(digest).read_bytes()
    kind = "image/png" if content.startswith(PNG) else "image/jpeg"
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "public, max-age=86400"})
