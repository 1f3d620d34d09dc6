"""Uploads that wait for their uploader."""

from __future__ import annotations

from heard.access.policy import Actor, require
from heard.record.models import Upload


def mine(pk: int, *, by: Actor) -> Upload:
    """Return an upload of the actor's own. Raises NotAllowedError, Upload.DoesNotExist."""
    require(by, "register", "import")
    return Upload.objects.get(pk=pk, person=by.person or 0)


def is_mine(pk: int, *, by: Actor) -> bool:
    """Answer whether there is such an upload of the actor's own. Raises NotAllowedError."""
    require(by, "register", "import")
    return Upload.objects.filter(pk=pk, person=by.person or 0).exists()
