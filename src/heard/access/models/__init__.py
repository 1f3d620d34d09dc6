"""The tables of those who sign in."""

from heard.access.models.cached_value import CachedValue
from heard.access.models.person import Person

__all__ = ["CachedValue", "Person"]
