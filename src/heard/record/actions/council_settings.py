"""Changing the council's settings."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from heard.access.policy import Actor, require
from heard.law.calendars import local_day
from heard.record.actions import history, pictures
from heard.record.council import BY_KEY, read_values
from heard.record.files import write_whole
from heard.record.models import Complaint, CouncilSetting
from heard.record.queries.complaints import is_open, stages_of
from heard.record.queries.settings import forget


def change(typed: dict[str, str], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Set the settings for which something else was typed than they are; return those, read.

    Raises NotAllowedError, or SettingsError with a sentence for each key that is no setting or cannot be so.
    """
    require(by, "settings", "change")
    return _write(read_values(typed), by, at)


def _write(values: dict[str, Any], by: Actor, at: datetime) -> dict[str, Any]:
    with transaction.atomic():
        kept = dict(CouncilSetting.objects.filter(key__in=values).values_list("key", "value"))
        values = {key: _entered(key, value, kept.get(key, []), at) for key, value in values.items()}
        changes = {key: value for key, value in values.items() if value != kept.get(key, BY_KEY[key].default)}
        before = _due_dates(at) if MOVES_DATES & set(changes) else {}
        for key, value in changes.items():
            CouncilSetting.objects.update_or_create(key=key, defaults={"value": value})
        forget()
        entries = [history.Entry("setting.changed", "setting", key, {}, json.dumps(changes[key])) for key in changes]
        entries += _moved(before, _due_dates(at)) if before else []
        if entries:
            history.append(entries, by=by, at=at)
    return changes


def _entered(key: str, value: Any, kept: Any, at: datetime) -> Any:
    """Return days with the day on which each was entered: one that was there already keeps its own."""
    if BY_KEY[key].kind != "days":
        return value
    known = {one["day"]: one["entered_on"] for one in kept}
    return [{**one, "entered_on": known.get(one["day"], local_day(at).isoformat())} for one in value]


MOVES_DATES = {"holidays", "closure_days", "st2_clock_start", "advocate_pause"}
"""Settings that can move the dates of open complaints. Nothing that is finished moves."""

Dates = dict[tuple[str, int], tuple[date | None, date | None, date | None]]


def _due_dates(at: datetime) -> Dates:
    """Return (reference, stage) → target, limit and last day to acknowledge of every open stage, with three queries."""
    found = list(Complaint.objects.filter(is_open()).order_by("pk"))
    stages = stages_of(found, local_day(at), Complaint.objects.filter(is_open()))
    return {
        (one.reference, row.number): (row.due.target, row.due.limit, row.due.acknowledge_by)
        for one in found
        for row in stages[one.pk]
        if not row.closed
    }


def _moved(before: Dates, after: Dates) -> list[history.Entry]:
    """Return an entry of the history for each stage whose dates are others than before."""
    entries = []
    for key, dates in after.items():
        was = before.get(key, dates)
        if was != dates:
            names = ("target_was", "limit_was", "acknowledge_by_was", "target", "limit", "acknowledge_by")
            told = {name: day.isoformat() for name, day in zip(names, (*was, *dates), strict=True) if day}
            entries.append(history.Entry("complaint.dates-moved", "complaint", key[0], {"stage": key[1], **told}))
    return entries


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


LARGEST_HOUSE_STYLE = 2_000_000


def house_style_path(digest: str) -> Path:
    """Return where the Word file lies into which letters are put."""
    return Path(settings.HEARD_HOME) / "house-style" / digest


def set_house_style(content: bytes, *, by: Actor, at: datetime) -> None:
    """Keep a Word file, which `letters.files.house_style.check` has cleaned, for letters; nothing in its place removes it.

    Raises NotAllowedError, ValueError.
    """
    require(by, "letter-text", "change")
    if len(content) > LARGEST_HOUSE_STYLE:
        raise ValueError("The Word file must be smaller than 2 MB.")
    digest = hashlib.sha256(content).hexdigest() if content else ""
    if digest:
        write_whole(house_style_path(digest), [content])
    _write({"house_style": digest}, by, at)
