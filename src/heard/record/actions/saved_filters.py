"""A person's own saved filters of the list of complaints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from heard.access.policy import Actor, require_some, signed_in
from heard.law.words import check_visible
from heard.record.actions import history
from heard.record.models import SavedFilter

MOST = 20


def save(name: str, choices: Mapping[str, str], *, by: Actor, at: datetime) -> SavedFilter:
    """Keep these choices under a name; the same name again replaces them. Raises NotAllowedError, ValueError."""
    require_some(by, "complaint", "list")
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise ValueError("Enter a name for this filter, of up to 60 characters.")
    check_visible(name)
    if not choices:
        raise ValueError("Choose at least one filter first. There is nothing to save yet.")
    with transaction.atomic():
        history.lock()
        mine = SavedFilter.objects.filter(person=signed_in(by))
        if not mine.filter(name=name).exists() and mine.count() >= MOST:
            raise ValueError(f"You have {MOST} saved filters. Remove one first.")
        saved, _ = SavedFilter.objects.update_or_create(
            person_id=signed_in(by), name=name, defaults={"choices": dict(choices)}
        )
        _note("filter.saved", saved, by, at)
    return saved


def remove(pk: int, *, by: Actor, at: datetime) -> None:
    """Remove a filter of one's own; one of somebody else's is not there. Raises NotAllowedError, SavedFilter.DoesNotExist."""
    require_some(by, "complaint", "list")
    with transaction.atomic():
        saved = SavedFilter.objects.get(person=signed_in(by), pk=pk)
        _note("filter.removed", saved, by, at)
        saved.delete()


def _note(action: str, saved: SavedFilter, by: Actor, at: datetime) -> None:
    history.append([history.Entry(action, "saved-filter", f"filter {saved.pk}")], by=by, at=at)
