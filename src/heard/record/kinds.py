"""Which table holds the records of a kind."""

from __future__ import annotations

from heard.record.models import Category, District

LISTS: dict[str, type[District] | type[Category]] = {"district": District, "category": Category}
"""Kind of list → its table. Teams are not here: they have dates, and `actions.teams` reorganises them."""
