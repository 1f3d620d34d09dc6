"""The council's settings, each with its default where the council has not made it."""

from __future__ import annotations

from typing import Any

from heard.access.policy import Actor, require
from heard.record.council import BY_KEY, SETTINGS
from heard.record.models import CouncilSetting


def all_settings(*, by: Actor) -> dict[str, Any]:
    """Return key → value. Raises NotAllowedError."""
    require(by, "settings", "view")
    made = dict(CouncilSetting.objects.values_list("key", "value"))
    return {setting.key: made.get(setting.key, setting.default) for setting in SETTINGS}


FACE = ("council_name", "complaints_team", "telephone", "email", "colour", "logo", "demonstration")
"""What anybody may see of the settings, signed in or not: it stands on every page."""


def face() -> dict[str, Any]:
    """Return the settings that stand on every page, with one query. They are public: nobody is asked who they are."""
    made = dict(CouncilSetting.objects.filter(key__in=FACE).values_list("key", "value"))
    return {key: made.get(key, BY_KEY[key].default) for key in FACE}
