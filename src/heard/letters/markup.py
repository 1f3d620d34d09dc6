"""The little markup of letters: a title, smaller headings, bullets, numbered lines and paragraphs. Nothing else is markup."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["title", "heading", "paragraph", "bullet", "number"]

_WIDTH = 76
_HEADING = re.compile(r"(#{1,2}) +(\S.*)")
_BULLET = re.compile(r"- +(\S.*)")
_NUMBER = re.compile(r"(\d{1,3})\. +(\S.*)")
# A bracket that somebody half deleted is a gap too: nobody has decided what should stand there.
_GAP = re.compile(r"\[[^\]]*\]?|\]")
# What turns the direction of a line, or marks one that no longer has any use, can make a line read as something else.
_UNSEEN = re.compile("[\u00ad\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]")
_SAME = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u201b": "‘", "\u2028": "\n", "\u2029": "\n\n", "\t": " ", "\v": "\n"}
)


@dataclass(frozen=True)
class Block:
    """One piece of a letter. `number` is the number that a numbered line was written with, and 0 for anything else."""

    kind: Kind
    text: str
    number: int = 0


def clean(text: str) -> str:
    """Return the same words without what cannot be seen: control characters, marks that turn the direction of writing.

    Letters with accents are put together, so that they look the same whichever way they were typed.
    """
    shown = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(_SAME))
    return unicodedata.normalize(
        "NFC", "".join(c for c in shown if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    )


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in order. Lines that follow each other are one paragraph, or one item."""
    blocks: list[Block] = []
    open_block = False
    for line in (one.strip() for one in clean(text).split("\n")):
        started = _started(line, blocks, open_block)
        if started is not None:
            blocks.append(started)
        elif line and open_block:
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {line}")
        elif line:
            blocks.append(Block("paragraph", line))
        open_block = bool(line) and blocks[-1].kind not in ("title", "heading")
    return tuple(blocks)


def _started(line: str, blocks: list[Block], open_block: bool) -> Block | None:
    """Return the block that this line starts by its mark, or None."""
    if found := _HEADING.fullmatch(line):
        first = not any(block.kind in ("title", "heading") for block in blocks)
        return Block("title" if first and found[1] == "#" else "heading", found[2])
    if found := _BULLET.fullmatch(line):
        return Block("bullet", found[1])
    if found := _NUMBER.fullmatch(line):
        # Within a paragraph a line may well begin with "12." because the words before it fell on the line above.
        within = open_block and blocks[-1].kind == "paragraph"
        if not within or found[1] == "1":
            return Block("number", found[2], int(found[1]))
    return None


def title(text: str) -> str:
    """Return the letter's title, or "Letter" where it has none."""
    return next((block.text for block in parse(text) if block.kind == "title"), "Letter")


def plain(text: str) -> str:
    """Return the letter as the text of an e-mail: wrapped lines, nothing lost, nothing but the marks of lists added."""
    lines: list[str] = []
    before: Kind | None = None
    for block in parse(text):
        if before is not None and not (block.kind == before and block.kind in ("bullet", "number")):
            lines.append("")
        mark = {"bullet": "- ", "number": f"{block.number}. "}.get(block.kind, "")
        lines += _wrapped(block.text, mark)
        before = block.kind
    return "\n".join(lines) + "\n" if lines else ""


def _wrapped(text: str, mark: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def gaps(text: str) -> list[str]:
    """Return what a person must still write, in order, in its square brackets."""
    return [gap for block in parse(text) for gap in _GAP.findall(block.text)]
