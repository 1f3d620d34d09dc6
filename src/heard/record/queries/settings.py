"""The council's settings, each with its default where the council has not made it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from heard.access.policy import Actor, require
from heard.record.council import BY_KEY, SETTINGS
from heard.record.models import CouncilSetting

_REMEMBERED: ContextVar[dict[str, Any] | None] = ContextVar("settings", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Read the settings once until the block ends: one page asks for them in several places."""
    token = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(token)


def forget() -> None:
    """Read the settings again when they are asked for next: they were changed."""
    if _REMEMBERED.get() is not None:
        _REMEMBERED.set({})


_READ = "read"


def made() -> dict[str, Any]:
    """Return what the council set, key → value. What the pages and the rules need of it is asked about by their own."""
    kept = _REMEMBERED.get()
    if kept is None:
        return dict(CouncilSetting.objects.values_list("key", "value"))
    if _READ not in kept:
        kept[_READ] = dict(CouncilSetting.objects.values_list("key", "value"))
    found: dict[str, Any] = kept[_READ]
    return found


def all_settings(*, by: Actor) -> dict[str, Any]:
    """Return key → value. Raises NotAllowedError."""
    require(by, "settings", "view")
    kept = made()
    return {setting.key: kept.get(setting.key, setting.default) for setting in SETTINGS}


FACE = ("council_name", "complaints_team", "telephone", "email", "colour", "logo", "demonstration")
"""What anybody may see of the settings, signed in or not: it stands on every page."""


def face() -> dict[str, Any]:
    """Return the settings that stand on every page, with one query. They are public: nobody is asked who they are."""
    kept = made()
    return {key: kept.get(key, BY_KEY[key].default) for key in FACE}
