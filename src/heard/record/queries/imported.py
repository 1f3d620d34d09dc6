"""What the register already holds of earlier spreadsheets, and the names on the council's own lists."""

from __future__ import annotations

from typing import Any

from heard.access.policy import Actor, require
from heard.law import words
from heard.record.models import Category, Complaint, Compliment, District, ImportedRow, OmbudsmanCase, Party, Team
from heard.record.relations import behind_walls


def rows_of(kind: str, *, by: Actor) -> dict[str, tuple[str, dict[str, Any] | None, str]]:
    """Return every imported row of a kind of sheet: key → (digest, its values where kept, what it became).

    Raises NotAllowedError, as all of these do.
    """
    require(by, "register", "import")
    rows = ImportedRow.objects.filter(sheet=kind).values_list("key", "digest", "values", "record")
    return {key: (digest, values, record) for key, digest, values, record in rows.iterator()}


def complaint_references(*, by: Actor) -> set[str]:
    """Return the reference of every complaint in the register, as a key compares them."""
    require(by, "register", "import")
    return {reference.casefold() for reference in Complaint.objects.values_list("reference", flat=True)}


def closed_references(*, by: Actor) -> set[str]:
    """Return the references of the complaints that a wall keeps from this actor, as a key compares them.

    What the register holds of those is not compared with a spreadsheet: the comparison would tell what it holds.
    """
    require(by, "register", "import")
    walled = behind_walls(by).values_list("complaint__reference", flat=True)
    return {reference.casefold() for reference in walled}


def known_names(*, by: Actor) -> dict[str, dict[str, str]]:
    """Return the council's own lists: name of the list → {slug: the name as it is written}."""
    require(by, "register", "import")
    parties = Party.objects.filter(capacity="complainant").values_list("description", flat=True)
    return {
        "teams": _by_slug(Team.objects.order_by("id").values_list("name", flat=True)),
        "districts": _by_slug(District.objects.values_list("name", flat=True)),
        "categories": _by_slug(Category.objects.values_list("name", flat=True)),
        "complainants": _by_slug([*words.COMPLAINANTS, *parties.distinct().order_by("description")]),
        "channels": _by_slug([*words.CHANNELS, *_distinct(Complaint, "channel")]),
        "reasons_for_delay": _by_slug([*words.DELAY_REASONS, *_distinct(Complaint, "delay_reason")]),
        "compliments_from": _by_slug([*words.COMPLIMENT_SOURCES, *_distinct(Compliment, "source")]),
        "ombudsman_decisions": _by_slug(_distinct(OmbudsmanCase, "decision")),
    }


def _distinct(model: Any, field: str) -> list[str]:
    return list(model.objects.order_by(field).values_list(field, flat=True).distinct())


def _by_slug(names: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(words.slug(name), name)
    return found
