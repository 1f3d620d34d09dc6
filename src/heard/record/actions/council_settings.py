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
from heard.record.actions import history, pictures
from heard.record.council import BY_KEY, read_values
from heard.record.files import write_whole
from heard.record.models import CouncilSetting


def change(typed: dict[str, str], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Set the settings for which something else was typed than they are; return those, read.

    Raises NotAllowedError, or SettingsError with a sentence for each key that is no setting or cannot be so.
    """
    require(by, "settings", "change")
    return _write(read_values(typed), by, at)


def _write(values: dict[str, Any], by: Actor, at: datetime) -> dict[str, Any]:
    with transaction.atomic():
        kept = dict(CouncilSetting.objects.filter(key__in=values).values_list("key", "value"))
        changes = {key: value for key, value in values.items() if value != kept.get(key, BY_KEY[key].default)}
        for key, value in changes.items():
            CouncilSetting.objects.update_or_create(key=key, defaults={"value": value})
        entries = [history.Entry("setting.changed", "setting", key, {}, json.dumps(changes[key])) for key in changes]
        if entries:
            history.append(entries, by=by, at=at)
    return changes


LARGEST_LOGO = 200_000


def logo_path(digest: str) -> Path:
    """Return where the picture of a logo lies."""
    return Path(settings.HEARD_HOME) / "logo" / digest


def set_logo(content: bytes, *, by: Actor, at: datetime) -> None:
    """Keep a PNG or JPEG as the council's logo; nothing in its place removes it. Raises NotAllowedError, ValueError."""
    require(by, "settings", "change")
    if len(content) > LARGEST_LOGO:
        raise ValueError("The logo must be smaller than 200 KB.")
    if content:
        pictures.check(content)
    digest = hashlib.sha256(content).hexdigest() if content else ""
    if digest:
        write_whole(logo_path(digest), [content])
    _write({"logo": digest}, by, at)
