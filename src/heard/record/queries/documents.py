"""Opening a paper of a complaint."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from heard.access.policy import Actor
from heard.record.models import Document
from heard.record.relations import seen


def place(digest: str) -> Path:
    """Return where the bytes with this hash lie. The same content lies there once, however many papers have it."""
    return Path(settings.HEARD_HOME) / "documents" / digest[:2] / digest


def opened(document_id: int, action: str = "view", *, by: Actor) -> tuple[Document, Path]:
    """Return a document that the actor may view, or have words taken out of, and where its bytes lie.

    Raises NotAllowedError; Document.DoesNotExist alike where there is none and where this actor may not meet it.
    """
    found: Document = seen("document", action, by=by).select_related("complaint").get(pk=document_id)
    return found, place(found.digest)
