"""Many papers as one PDF: an index, a chronology, what was left out and why, and every paper, made anew and numbered through.

Nothing of a file that came in is in it: words are set again, and pages are pictures of what could be seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pypdfium2

from heard.law.due import day_said
from heard.letters.files import pdf, picture_files
from heard.letters.files.apart import compiled_apart
from heard.letters.files.glyphs import fit_to_print
from heard.letters.files.papers import PDFIUM
from heard.letters.files.sheet import Sheet, words
from heard.letters.markup import parse

MOST_LETTERS = 1_000_000
"""The most characters of one pack; 3,000 characters are about a page."""
MOST_LINES = 100
"""The most lines that are set as one paragraph: the time that it takes grows with their square."""


@dataclass(frozen=True)
class Item:
    """One paper of a pack: a letter in our markup, a text whose lines are kept, or pictures of its pages."""

    title: str
    dated: date | None
    kind: Literal["letter-text", "text", "pictures"]
    text: str = ""
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A paper that is not in the pack, and why."""

    title: str
    dated: date | None
    why: str


@dataclass(frozen=True)
class Line:
    """One line of a chronology."""

    day: date
    says: str


@dataclass(frozen=True)
class Packed:
    """A pack as a PDF: its bytes, how many pages it has, and on which page each item begins."""

    content: bytes
    pages: int
    first_pages: tuple[int, ...]


# The items, after whatever comes before them. A picture says nothing but its number: what it shows may be redacted.
_ITEMS = rb"""
#let dated(it) = if it.dated != "" { text(fill: rgb("#4a5563"), it.dated) }

#let item(number, it) = {
  let head = {
    [#heading(level: 1, data.word + str(number) + ". " + it.title) #label("item-" + str(number))]
    dated(it)
  }
  let page-of(place, picture) = {
    let shown = image(
      picture.file, format: picture.kind, alt: "Page " + str(place) + " of item " + str(number),
      width: 100%, height: 100%, fit: "contain",
    )
    block(height: 1fr, width: 100%, above: 0.8em, align(center + top, shown))
  }
  if it.kind == "pictures" {
    for (place, picture) in it.pictures.enumerate(start: 1) {
      set page(flipped: picture.wide)
      pagebreak(weak: true)
      if place == 1 { head }
      if it.pictures.len() > 1 {
        par(text(size: print.small, [Item #number, page #place of #it.pictures.len()]))
      }
      page-of(place, picture)
    }
  } else {
    pagebreak(weak: true)
    head
    if it.kind == "letter-text" {
      set heading(bookmarked: false)
      written(it.blocks, level: 2)
    } else {
      for lines in it.paragraphs { par(lines.join(linebreak())) }
    }
  }
}

#let place-of(number) = {
  let mark = label("item-" + str(number))
  link(mark, context str(counter(page).at(mark).first()))
}
"""

_PACK = (
    pdf.FUNCTIONS
    + _ITEMS
    + rb"""
#set document(title: data.title, date: none)
#show: paper
#set table(stroke: (x: none, y: 0.5pt + rgb("#b0b7c3")), inset: (x: 4pt, y: 5pt))
#show table.cell.where(y: 0): set text(weight: "semibold")

#v(30mm)
#block(text(size: 2em, weight: "semibold", data.title))
#v(6mm)
#par[For #data.recipient]
#par[Reference: #data.reference]
#par[Made on #data.made_on]
#for lines in data.note { par(lines.join(linebreak())) }

#pagebreak()
#heading(level: 1)[What is in it]
#if data.items.len() == 0 [Nothing is in it.] else {
  table(
    columns: (auto, 1fr, auto, auto), align: (right, left, left, right),
    table.header[No.][Paper][Date][Page],
    ..data.items.enumerate(start: 1).map(((number, it)) => (
      str(number), it.title, it.dated, place-of(number),
    )).flatten(),
  )
}
#if data.left_out.len() > 0 {
  heading(level: 1)[What was left out, and why]
  table(
    columns: (1fr, auto, 1fr), align: left,
    table.header[Paper][Date][Why],
    ..data.left_out.map(it => (it.title, it.dated, it.why)).flatten(),
  )
}
#if data.chronology.len() > 0 {
  heading(level: 1)[What happened, day by day]
  table(
    columns: (auto, 1fr), align: left,
    table.header[Day][What happened],
    ..data.chronology.map(it => (it.day, it.says)).flatten(),
  )
}
#for (number, it) in data.items.enumerate(start: 1) { item(number, it) }
"""
)

_LETTER = (
    pdf.FUNCTIONS
    + _ITEMS
    + rb"""
#set document(title: data.sheet.title, date: none)
#show: paper
#{
  set heading(bookmarked: false)
  opening(data.sheet)
  written(data.sheet.blocks)
}
#for (number, it) in data.items.enumerate(start: 1) { item(number, it) }
"""
)

_ONE = (
    pdf.FUNCTIONS
    + rb"""
#set document(title: data.title, date: none)
#show: paper
#heading(level: 1, data.title)
#for lines in data.paragraphs { par(lines.join(linebreak())) }
"""
)


def pack(
    title: str,
    *,
    reference: str,
    recipient: str,
    made_on: date,
    items: Sequence[Item],
    chronology: Sequence[Line] = (),
    left_out: Sequence[LeftOut] = (),
    note: str = "",
    large: bool = False,
) -> Packed:
    """Return one tagged PDF for one person. The same papers are the same bytes.

    Raises ValueError, with a sentence, where a paper holds what cannot be printed, or there is too much of it.
    """
    data = _heads(reference, recipient, large) | {
        "title": _line(title, "The title"),
        "made_on": day_said(made_on),
        "note": _paragraphs(note, "The note"),
        "chronology": [{"day": day_said(one.day), "says": _line(one.says, "The chronology")} for one in chronology],
        "left_out": [
            {"title": _line(one.title, "A title"), "dated": _dated(one.dated), "why": _line(one.why, f"“{one.title}”")}
            for one in left_out
        ],
    }
    content = _with_items(_PACK, data, items)
    return Packed(content, *_places(content, len(items)))


def letter_with(sheet: Sheet, items: Sequence[Item], *, large: bool = False) -> bytes:
    """Return a letter with what goes with it as one PDF, numbered through: the letter, then each item on a page of its own.

    Raises ValueError, with a sentence, where the letter or an item holds what cannot be printed.
    """
    data = {"sheet": pdf.inputs(sheet), "large": large, "draft": sheet.draft, "foot": words(sheet).foot}
    data["word"] = "Enclosure "
    return _with_items(_LETTER, data, items)


def text_pages(title: str, text: str, *, reference: str, recipient: str, large: bool = False) -> bytes:
    """Return a text as a PDF of its own, such as a paper from which parts were removed: there is nothing under it.

    Raises ValueError, with a sentence, where it holds what cannot be printed.
    """
    _check_length([text])
    data = {"title": _line(title, "The title"), "paragraphs": _paragraphs(text, f"“{title}”")}
    with picture_files.folder({}) as root:
        return compiled_apart(_ONE, _heads(reference, recipient, large) | data, root=root)


def _heads(reference: str, recipient: str, large: bool) -> dict[str, Any]:
    """Return what every page says."""
    whose, for_whom = _line(reference, "The reference"), _line(recipient, "The recipient’s name")
    foot = " · ".join(word for word in (whose, f"for {for_whom}" if for_whom else "") if word)
    return {"reference": whose, "recipient": for_whom, "foot": foot, "large": large, "draft": False, "word": ""}


def _with_items(source: bytes, data: dict[str, Any], items: Sequence[Item]) -> bytes:
    _check_length([item.text for item in items])
    files: dict[str, bytes] = {}
    laid = [_item(number, item, files) for number, item in enumerate(items, 1)]
    with picture_files.folder(files) as root:
        return compiled_apart(source, data | {"items": laid}, root=root)


def _item(number: int, item: Item, files: dict[str, bytes]) -> dict[str, Any]:
    """Return what is printed of an item, and add its pictures to `files`."""
    called = f"“{item.title}”"
    laid: dict[str, Any] = {"title": _line(item.title, "A title"), "dated": _dated(item.dated), "kind": item.kind}
    if item.kind == "letter-text":
        blocks = parse(fit_to_print(item.text, called))
        laid["blocks"] = [{"kind": one.kind, "text": one.text, "number": one.number} for one in blocks]
    elif item.kind == "text":
        laid["paragraphs"] = _paragraphs(item.text, called)
    else:
        laid["pictures"] = []
        for place, picture in enumerate(item.pictures, 1):
            name = f"{number}-{place}"
            files[name] = picture_files.light(picture)
            kind = "jpg" if files[name].startswith(picture_files.JPEG) else "png"
            width, height = picture_files.size(picture)
            laid["pictures"].append({"file": name, "kind": kind, "wide": width > height})
    return laid


def _check_length(texts: Sequence[str]) -> None:
    most = MOST_LETTERS
    if (length := sum(map(len, texts))) > most:
        pages = math.ceil(length / 3000)
        raise ValueError(
            f"This would be about {pages:,} pages of text, and {most // 3000:,} is the most. Make two of it."
        )


def _paragraphs(text: str, what: str) -> list[list[str]]:
    """Return the lines of each paragraph. Paragraphs have an empty line between them."""
    lines = [" ".join(line.split()) for line in fit_to_print(text, what).split("\n")]
    found: list[list[str]] = [[]]
    for line in lines:
        if found[-1] and (not line or len(found[-1]) == MOST_LINES):
            found.append([])
        if line:
            found[-1].append(line)
    return [paragraph for paragraph in found if paragraph]


def _line(text: str, what: str) -> str:
    return " ".join(fit_to_print(text, what).split())


def _dated(day: date | None) -> str:
    return day_said(day) if day else ""


def _places(content: bytes, items: int) -> tuple[int, tuple[int, ...]]:
    """Return how many pages a pack has, and the page of each of its items, as its own bookmarks say."""
    with PDFIUM:
        made = pypdfium2.PdfDocument(content)
        try:
            marks = [mark.get_dest().get_index() + 1 for mark in made.get_toc() if mark.level == 0]
            return len(made), tuple(marks[len(marks) - items :])
        finally:
            made.close()
