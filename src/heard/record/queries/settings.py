"""The council's settings, each with its default where the council has not made it."""

from __future__ import annotations

from typing import Any

from heard.access.policy import Actor, require
from heard.record.council import SETTINGS
from heard.record.models import CouncilSetting


def all_settings(*, by: Actor) -> dict[str, Any]:
    """Return key → value. Raises NotAllowedError."""
    require(by, "settings", "view")
    made = dict(CouncilSetting.objects.values_list("key", "value"))
    return {setting.key: made.get(setting.key, setting.default) for setting in SETTINGS}
