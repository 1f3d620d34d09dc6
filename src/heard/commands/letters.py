"""The letters that ship: listed with how hard each is to read, and made into pictures to be looked at."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heard.commands.common import DONE, Result, say

if TYPE_CHECKING:
    from heard.letters.files.sheet import Sheet

DOTS = 96 / 72
"""A picture has 96 dots to an inch."""


def letters_(options: argparse.Namespace) -> Result:
    """List every letter that ships, for every reader, with its reading grade; with --png, a picture of each page too.

    Raises ValueError where a letter cannot be printed.
    """
    from heard.letters import readability, samples, texts
    from heard.record.models import Letter

    found: list[dict[str, Any]] = []
    for definition, rule in samples.kinds():
        for reader, _ in Letter.READERS:
            words = texts.shipped(definition, rule, reader)
            grade = round(readability.grade(samples.filled(words, reader)), 1)
            one: dict[str, Any] = {"definition": definition, "letter": rule, "reader": reader, "grade": grade}
            if options.png:
                one["pages"] = _pictures(options.png, f"{definition}.{rule}.{reader}", samples.sheet(words, reader))
            found.append(one)
            say(f"{grade:5.1f}  {reader:9}  {definition}: {rule.replace('_', ' ')}")
    say(f"{len(found)} letters. {readability.FORMULA}.")
    return DONE, {"letters": found}


def _pictures(folder: Path, name: str, sheet: Sheet) -> list[str]:
    import pypdfium2

    from heard.letters.files.pdf import pdf

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    document = pypdfium2.PdfDocument(pdf(sheet))
    try:
        for number, page in enumerate(document, 1):
            target = folder / f"{name}.{number}.png"
            page.render(scale=DOTS).to_pil().save(target)
            made.append(str(target))
    finally:
        document.close()
    return made
