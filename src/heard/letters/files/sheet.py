"""A letter ready to be made into a file: its words, who it is for, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from heard.letters.markup import Block, clean, parse, title

NO_LOGO = "The council’s logo cannot be read. Save the picture again and upload that in Settings."


@dataclass(frozen=True)
class Sheet:
    """One letter to one person.

    `recipient` is the name at the foot of every page. `address` is what is printed for the envelope's window: name and
    address, line by line; empty where none may be printed. `contact` is how to reach the team, line by line. `draft` says
    on every page that nobody has approved it yet.
    """

    text: str
    reference: str
    recipient: str
    address: tuple[str, ...]
    council: str
    team: str
    contact: tuple[str, ...]
    on: date
    logo: bytes = b""
    draft: bool = False


@dataclass(frozen=True)
class Words:
    """What is printed of a sheet, the same in every kind of file: each value one clean line."""

    title: str
    blocks: tuple[Block, ...]
    reference: str
    recipient: str
    address: tuple[str, ...]
    council: str
    team: str
    contact: tuple[str, ...]
    today: str

    @property
    def foot(self) -> str:
        """What stands at the foot of every page before the number of the page."""
        return " · ".join(word for word in (self.reference, self.recipient) if word)


def words(sheet: Sheet) -> Words:
    """Return what is printed of the sheet."""
    return Words(
        title=title(sheet.text),
        blocks=parse(sheet.text),
        reference=_line(sheet.reference),
        recipient=_line(sheet.recipient),
        address=_lines(sheet.address),
        council=_line(sheet.council),
        team=_line(sheet.team),
        contact=_lines(sheet.contact),
        today=f"{sheet.on.day} {sheet.on:%B %Y}",
    )


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in map(_line, texts) if line)
