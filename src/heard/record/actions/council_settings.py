"""Changing the council's settings."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from heard.access.policy import Actor, require
from heard.record.actions import history
from heard.record.council import BY_KEY
from heard.record.models import CouncilSetting


def change(changes: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Set these settings. Raises NotAllowedError, or ValueError for a key that does not exist."""
    require(by, "settings", "change")
    unknown = sorted(set(changes) - set(BY_KEY))
    if unknown:
        raise ValueError(f"There is no setting “{unknown[0]}”.")
    with transaction.atomic():
        for key, value in changes.items():
            CouncilSetting.objects.update_or_create(key=key, defaults={"value": value})
        entries = [history.Entry("setting.changed", "setting", key, {}, json.dumps(changes[key])) for key in changes]
        history.append(entries, by=by, at=at)


LARGEST_LOGO = 200_000
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def logo_path(digest: str) -> Path:
    """Return where the picture of a logo lies."""
    return Path(settings.HEARD_HOME) / "logo" / digest


def set_logo(content: bytes, *, by: Actor, at: datetime) -> None:
    """Keep a PNG or JPEG as the council's logo; nothing in its place removes it. Raises NotAllowedError, ValueError."""
    require(by, "settings", "change")
    if content and not content.startswith((PNG, JPEG)):
        raise ValueError("The logo must be a PNG or JPEG picture.")
    if len(content) > LARGEST_LOGO:
        raise ValueError("The logo must be smaller than 200 KB.")
    digest = hashlib.sha256(content).hexdigest() if content else ""
    if digest:
        path = logo_path(digest)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(path)
    change({"logo": digest}, by=by, at=at)
