"""Changing the council's settings."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

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
