"""What our font can print, and what becomes of the rest: a picture is named in words, a foreign script stops with a sentence."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

import font_source_sans_pro

from heard.letters.markup import clean

_FONT = "SourceSansPro-Regular.ttf"
_WORD_BULLETS = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "✓", "\uf0a8": "□", "\uf0fe": "☒"}
)
"""Word writes the bullets of its lists as letters of its own symbol fonts."""


@cache
def printable() -> frozenset[str]:
    """Return every character that the font has a shape for: those of its table `cmap`, format 4 (OpenType, cmap)."""
    font = (Path(font_source_sans_pro.font_directory) / _FONT).read_bytes()
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + font[5] * 16, 16)}
    start = tables[b"cmap"]
    for at in range(start + 4, start + 4 + 8 * struct.unpack_from(">H", font, start + 2)[0], 8):
        table = start + struct.unpack_from(">I", font, at + 4)[0]
        if struct.unpack_from(">H", font, table)[0] == 4:
            return frozenset(_format_4(font, table))
    raise ValueError(f"The font {_FONT} has no table of its characters that Heard can read.")


def _format_4(font: bytes, table: int) -> set[str]:
    double = struct.unpack_from(">H", font, table + 6)[0]
    found = set()
    for place in range(table + 14, table + 14 + double, 2):
        end, start, delta, offset = (
            struct.unpack_from(">H", font, place + skipped)[0]
            for skipped in (0, double + 2, 2 * double + 2, 3 * double + 2)
        )
        for code in range(start, min(end, 0xFFFE) + 1):
            shape = code
            if offset:
                shape = struct.unpack_from(">H", font, place + 3 * double + 2 + offset + 2 * (code - start))[0]
            if shape and (shape + delta) & 0xFFFF:
                found.add(chr(code))
    return found


def fit_to_print(text: str, what: str) -> str:
    """Return the text as it can be printed.

    A symbol that the font does not have, such as a smiling face, is named in words. Raises ValueError, which begins with
    `what`, where the text is in a script that the font does not have: to leave it out would be to print another text.
    """
    text = clean(text.translate(_WORD_BULLETS))
    known = printable()
    unknown = sorted(set(text) - known - {"\n"})
    named = {letter: _named(letter) for letter in unknown}
    letters = [letter for letter, name in named.items() if name is None]
    if letters:
        first = letters[0]
        called = unicodedata.name(first, "a letter without a name").lower()
        raise ValueError(
            f"{what} has letters that Heard cannot print, such as “{first}” ({called}). "
            "Save it as a PDF with the program that wrote it, and add that."
        )
    return text.translate({ord(letter): name for letter, name in named.items()})


def _named(letter: str) -> str | None:
    """Return what is printed instead: the same letter taken apart, a symbol's name, or nothing for what is never seen.

    None stands for a letter that nothing can be printed for.
    """
    apart = unicodedata.normalize("NFKD", letter)
    if set(apart) <= printable():
        return apart
    category = unicodedata.category(letter)
    if category == "Zs":
        return " "
    if category in ("Cf", "Mn", "Me", "Sk") and _is_unseen(letter):
        return ""
    if category in ("Co", "Cn", "Cs") or letter == "\ufffd":
        return "[symbol]"
    if category[0] in "SPN" and category != "Nd":
        return f"[{unicodedata.name(letter, 'symbol').lower()}]"
    return None


def _is_unseen(letter: str) -> bool:
    """Say whether a mark only changes how the symbol before it looks: joiners, variants, the tones of skin."""
    code = ord(letter)
    return (
        unicodedata.category(letter) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF or code == 0x20E3
    )
