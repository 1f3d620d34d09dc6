"""The council's own words for its letters, version by version."""

from __future__ import annotations

from heard.access.policy import Actor, require
from heard.record.models import LetterText


def latest(*, by: Actor) -> dict[tuple[str, str, str], LetterText]:
    """Return (definition, letter, reader) → the council's latest version, which may say to use Heard's own words.

    Raises NotAllowedError.
    """
    require(by, "letter-text", "view")
    return {(one.definition, one.rule, one.reader): one for one in LetterText.objects.order_by("version")}


def versions(definition: str, rule: str, reader: str, *, by: Actor) -> list[LetterText]:
    """Return every version of a letter's words for one reader, with who made it, the latest first. Raises NotAllowedError."""
    require(by, "letter-text", "view")
    found = LetterText.objects.filter(definition=definition, rule=rule, reader=reader).select_related("made_by")
    return list(found.order_by("-version"))
