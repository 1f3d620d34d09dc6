"""What a letter says before it is about anybody: Heard's own words, or the council's where it has written its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from heard.access.policy import Actor, require
from heard.law.procedures import Definition, definitions
from heard.letters import fields
from heard.record.actions import letter_texts
from heard.record.models import LetterText

ANY, BLOCKS = "any", "blocks"
"""Folders of what belongs to no definition: free letters, and the blocks that letters share."""


@dataclass(frozen=True)
class Text:
    """A text as it is used now. `folder` is the definition whose words they are; `version` 0 is Heard's own."""

    folder: str
    rule: str
    reader: str
    words: str
    version: int = 0


@cache
def shipped(folder: str, rule: str, reader: str) -> str:
    """Return Heard's own words. Raises FileNotFoundError where that folder has none."""
    words: str = files("heard.letters").joinpath("texts", folder, f"{rule}.{reader}.txt").read_text("utf-8")
    return words.strip()


def folder_of(law: Definition | None, rule: str, reader: str) -> str:
    """Return the folder that holds a letter's words: the definition's own, that of one which it extends, that of an earlier one
    of its procedure, or the free letters'. Raises FileNotFoundError where there are none.
    """
    texts = files("heard.letters").joinpath("texts")
    names: list[str] = [*(_below(law) if law else []), ANY]
    for name in names:
        if texts.joinpath(name, f"{rule}.{reader}.txt").is_file():
            return name
    raise FileNotFoundError(f"There are no words for the letter “{rule}”, written for {reader}.")


def _below(law: Definition) -> list[str]:
    """Return the names of a definition, of those that it extends, and of the earlier ones of its procedure, the latest first."""
    known, names = {one.name: one for one in definitions()}, [law.name]
    base = law.extends
    while base and base not in names:
        names.append(base)
        base = known[base].extends if base in known else ""
    before = [one for one in definitions() if one.procedure == law.procedure and one.since <= law.since]
    return names + [one.name for one in sorted(before, key=lambda one: one.since, reverse=True)]


def current(folder: str, rule: str, reader: str) -> Text:
    """Return the words that are used now: the council's latest, or Heard's own where it has none. One query.

    They are about nobody. Whoever uses them for a letter is asked there whether they may write it.
    """
    own = LetterText.objects.filter(definition=folder, rule=rule, reader=reader).order_by("-version").first()
    if own is None or not own.text:
        return Text(folder, rule, reader, shipped(folder, rule, reader), 0)
    return Text(folder, rule, reader, own.text, own.version)


def blocks(reader: str) -> dict[str, str]:
    """Return the shared blocks for a reader, with one query."""
    own: dict[str, str] = {}
    for one in LetterText.objects.filter(definition=BLOCKS, reader=reader).order_by("version"):
        own[one.rule] = one.text
    return {name: own.get(name) or shipped(BLOCKS, name, reader) for name in fields.SHARED}


def change(folder: str, rule: str, reader: str, words: str, why: str, *, by: Actor, at: datetime) -> None:
    """Keep the council's own words for a letter; nothing in their place goes back to Heard's own.

    Raises NotAllowedError, ValueError.
    """
    require(by, "letter-text", "change")
    shipped(folder, rule, reader)
    fields.check(words)
    if folder == BLOCKS and any(name in words for name in ("{{ points", "{{ answers", "{{ recommendations")):
        raise ValueError("A block that letters share holds no points or answers.")
    letter_texts.change(folder, rule, reader, words, why, by=by, at=at)
