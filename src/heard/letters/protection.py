"""Whether a text holds a protected address, however it is written: spaced out, broken over lines, with signs between its words.

Only letters and digits are compared, so that nothing can be put between them. That can stop a letter which holds an address
by chance only; it is safer than one that leaves.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from heard.letters.redaction import folded

LEAST = 6
"""Letters and digits that a part of an address must have to be looked for."""

LOOKS_LIKE = str.maketrans("авекмнорстухіјѕԁԛԝαορντι", "abekmhopctyxijsdqwaopvti")
"""Cyrillic and Greek letters that are printed like Latin ones."""

POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s{0,4}(\d[a-z]{2})\b")


def plain(text: str) -> str:
    """Return the letters and digits of a text alone, small, without accents, and Latin where they look so."""
    return "".join(letter for letter in folded(text).translate(LOOKS_LIKE) if letter.isalnum() and letter.isascii())


def telling(address: str) -> set[str]:
    """Return the parts of an address of which each alone tells it: an e-mail address, also with “at” written out, a postcode,
    the first line, and every other line with a number in it."""
    if "@" in address:
        return {plain(address), plain(address.replace("@", " at "))}
    lines = [line for line in address.split("\n") if line.strip()]
    parts = {plain(line) for place, line in enumerate(lines) if place == 0 or any(sign.isdigit() for sign in line)}
    parts |= {"".join(code) for code in POSTCODE.findall(folded(address))}
    return {part for part in parts if len(part) >= LEAST or (len(part) == LEAST - 1 and part[-3:-2].isdigit())}


def holds(text: str, parts: Collection[str]) -> bool:
    """Answer whether a text holds one of these parts of an address."""
    found = plain(text) if parts else ""
    return any(part in found for part in parts)
