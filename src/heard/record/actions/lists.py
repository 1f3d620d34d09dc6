"""The council's own lists of districts and categories: adding a name and changing one."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from heard.access.policy import Actor, require
from heard.law.words import check_visible, slug
from heard.record.actions import history
from heard.record.kinds import LISTS
from heard.record.models import Category, District


def add(kind: str, name: str, *, by: Actor, at: datetime) -> District | Category:
    """Add a name to a list. Raises NotAllowedError, or ValueError where it is there already or is no name."""
    require(by, kind, "change")
    name = _name(name)
    try:
        with transaction.atomic():
            made = LISTS[kind].objects.create(name=name, slug=slug(name))
            _note("list.extended", kind, {"name": name}, by, at)
    except IntegrityError:
        raise ValueError(f"“{name}” is on the list already.") from None
    return made


def rename(entry: District | Category, name: str, *, by: Actor, at: datetime) -> None:
    """Give an entry another name, in every case that has it. Frozen years keep the old one. Raises as `add` does."""
    kind = "district" if isinstance(entry, District) else "category"
    require(by, kind, "change")
    name, was = _name(name), entry.name
    try:
        with transaction.atomic():
            entry.name, entry.slug = name, slug(name)
            entry.save(update_fields=["name", "slug"])
            _note("list.renamed", kind, {"name": name, "was": was}, by, at)
    except IntegrityError:
        entry.name, entry.slug = was, slug(was)  # as it still is: a page goes on to say whose name this was to be
        raise ValueError(f"“{name}” is on the list already.") from None


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not slug(name) or len(name) > 200:
        raise ValueError("Enter a name with a letter or a digit, of up to 200 characters.")
    return check_visible(name)


def _note(action: str, kind: str, payload: dict[str, str], by: Actor, at: datetime) -> None:
    entry = history.Entry(action, kind, "", {}, json.dumps(payload, ensure_ascii=False))
    history.append([entry], by=by, at=at)
