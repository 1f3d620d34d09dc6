"""A letter as a PDF that anybody can read: tagged (PDF/UA-1), in English, with the same foot on every page."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import font_source_sans_pro
import typst

from heard.letters.files import images
from heard.letters.files.sheet import NO_LOGO, Sheet, words
from heard.letters.markup import Block

# What is printed comes in as data (`sys.inputs`) and never becomes part of a source, so nothing in it can act as Typst.
FUNCTIONS = rb"""
#let data = json(bytes(sys.inputs.data))
#let print = if data.large { (size: 18pt, small: 16pt, leading: 0.5em, below: 40mm) } else {
  (size: 12pt, small: 9.5pt, leading: 0.32em, below: 27mm) }

// A long address on the web may be broken after its signs, and a long word anywhere, or it would run off the page.
#let breakable(word) = {
  let pieces = word.matches(regex("[^/.@?=&_-]*[/.@?=&_-]+|[^/.@?=&_-]+")).map(found => found.text)
  pieces.map(piece => if piece.len() < 30 { piece } else { piece.clusters().join(h(0.001pt)) }).join(h(0.001pt))
}

// Every page: A4, DRAFT at the head of what is not approved, and at the foot whose it is and which page it is.
// A telephone number, a day, a number of days and a short address on the web stand on one line.
#let paper(it) = {
  show regex("\\b0[0-9]{2,4}( [0-9]{3,6}){1,2}\\b|\\bwww[.][^ ]{1,30}"): box
  show regex("\\b[0-9]{1,2} ([A-Z][a-z]{2,8} 20[0-9]{2}|working days?)\\b"): box
  show regex("\\S{40,}"): it => breakable(it.text)
  set page(
    width: 210mm, height: 297mm, margin: (left: 22mm, right: 20mm, top: 20mm, bottom: print.below), header-ascent: 7mm,
    footer-descent: 6mm,
    header: if data.draft { align(right, text(size: 14pt, weight: "bold", fill: rgb("#801650"), "DRAFT")) },
    footer: context {
      set text(size: print.small)
      set par(leading: 0.3em)
      line(length: 100%, stroke: 0.5pt + rgb("#4a5563"))
      v(-0.3em)
      data.foot
      [ #sym.dot.c page #counter(page).display() of #counter(page).final().first()]
    },
  )
  set text(
    font: "Source Sans Pro", size: print.size, lang: "en", region: "GB", fallback: false, hyphenate: false, costs: (runt: 1000%),
    fill: rgb("#1d2530"), top-edge: 0.8em, bottom-edge: -0.2em,
  )
  set par(leading: print.leading, spacing: print.leading + 0.7em, linebreaks: "optimized")
  set list(indent: 0.3em, body-indent: 0.7em, spacing: print.leading + 0.25em)
  set enum(indent: 0.3em, body-indent: 0.7em, spacing: print.leading + 0.25em)
  show heading: set text(weight: "semibold")
  show heading.where(level: 1): set text(size: 1.35em)
  show heading.where(level: 1): set block(above: 1.2em, below: 0.75em)
  show heading.where(level: 2): set text(size: 1.1em)
  show heading.where(level: 2): set block(above: 1.3em, below: 0.6em)
  it
}

// The blocks of one letter. `level` is the level of its title; a letter without one has its headings there. What is `kept`
// stands on the page of what follows it, and a list of a few lines is not torn.
#let written(blocks, level: 1) = {
  let below = if blocks.any(b => b.kind == "title") { level + 1 } else { level }
  let gap = print.leading + 0.7em
  let n = 0
  while n < blocks.len() {
    let b = blocks.at(n)
    let above = if n > 0 and blocks.at(n - 1).kind in ("title", "heading") { 0pt } else { gap }
    n += 1
    if b.kind == "title" { heading(level: level, b.text) }
    else if b.kind == "heading" { heading(level: below, b.text) }
    else if b.kind == "paragraph" {
      let under = if n < blocks.len() and blocks.at(n).kind in ("bullet", "number") { print.leading } else { gap }
      if b.at("kept", default: false) { block(above: above, below: under, sticky: true, par(b.text)) } else { par(b.text) }
    }
    else {
      let items = (b,)
      while n < blocks.len() and blocks.at(n).kind == b.kind { items.push(blocks.at(n)); n += 1 }
      let few = items.len() <= 4 and items.map(i => i.text.len()).sum() <= 400
      block(
        above: calc.min(above, print.leading), below: gap, breakable: not few, sticky: items.last().at("kept", default: false),
        if b.kind == "bullet" { list(..items.map(i => i.text)) }
        else { enum(..items.map(i => enum.item(i.number, i.text))) },
      )
    }
  }
}

// The first of these sizes at which what `make` makes of it is no higher than there is room for, else the last.
#let fitting(sizes, high, make) = layout(room => {
  let fits = sizes.filter(size => measure(make(size), width: room.width).height <= high)
  make(fits.at(0, default: sizes.last()))
})

#let logo(s) = layout(room => {
  let named(..size) = image(bytes(s.logo), alt: "Logo of " + s.council, ..size)
  if measure(named(height: 20mm)).width <= 50mm { named(height: 20mm) } else { named(width: 50mm) }
})

#let council(s) = {
  set par(leading: 0.25em, spacing: 0.5em)
  let name(size) = {
    set text(size: size)
    par(text(size: 1.3em, weight: "semibold", s.council))
    if s.team != "" { par(s.team) }
  }
  grid(
    columns: if s.logo.len() > 0 { (1fr, 50mm) } else { (1fr,) }, column-gutter: 8mm,
    if s.address.len() == 0 { name(print.size) } else { fitting((print.size, 16pt, 14pt, 12pt, 10pt, 8pt), 25mm, name) },
    ..if s.logo.len() > 0 { (align(right, logo(s)),) },
  )
}

#let particulars(s) = {
  let lines = ("Our reference: " + s.reference, "Date: " + s.today) + s.contact
  set par(leading: 0.25em, spacing: 0.45em)
  for l in lines { par(l) }
}

#let address(s) = {
  let lines(size) = {
    set par(leading: 0.15em, spacing: 0.15em)
    set text(size: size)
    for l in s.address { par(l) }
  }
  fitting(if data.large { (18pt, 16pt, 14pt, 13pt, 12pt, 11pt, 9pt) } else { (11pt, 10pt, 9pt, 8pt) }, 33mm, lines)
}

// The head of a letter. The address stands where the window of a DL envelope is (BS 4264: 20 mm from the left, 18 mm from
// the foot, 90 mm by 35 mm) however the folded sheet slips in it: seen at least from 57 mm to 81 mm down and from 20 mm to
// 100 mm across, and nothing else from 46 mm to 92 mm down and up to 110 mm across.
#let opening(s) = {
  let window(it) = block(height: 46mm, width: 78mm, above: 0mm, below: 0mm, align(horizon, it))
  if s.address.len() == 0 {
    council(s)
    v(6mm, weak: true)
    particulars(s)
  } else {
    block(height: 26mm, width: 100%, below: 0mm, above: 0mm, council(s))
    if data.large {
      window(address(s))
      particulars(s)
    } else {
      grid(
        columns: (78mm, 1fr), column-gutter: 12mm,
        window(address(s)), block(inset: (top: 3mm), text(size: 0.87em, particulars(s))),
      )
    }
  }
  v(8mm, weak: true)
}
"""

SOURCE = (
    FUNCTIONS
    + rb"""
#set document(title: data.sheet.title, date: none)
#show: paper
#opening(data.sheet)
#written(data.sheet.blocks)
"""
)

_LINE = 90
"""A paragraph of no more characters is taken for one line."""

_CLOSING = 4
"""How many lines a letter's end can have: "Yours sincerely,", the name of whoever wrote it, the team and the council."""

_UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def pdf(sheet: Sheet, *, large: bool = False) -> bytes:
    """Return the letter as a PDF. The same letter is the same bytes.

    Raises ValueError, with a sentence, where it holds a character that the font has no picture of, or a damaged logo.
    """
    return compiled(SOURCE, {"sheet": inputs(sheet), "large": large, "draft": sheet.draft, "foot": words(sheet).foot})


def inputs(sheet: Sheet) -> dict[str, Any]:
    """Return what the functions above print of a sheet: `opening(sheet)` its head, `written(sheet.blocks)` its words."""
    printed = words(sheet)
    return {
        "title": printed.title,
        "blocks": [
            {"kind": one.kind, "text": one.text, "number": one.number, "kept": kept}
            for one, kept in zip(printed.blocks, _kept(printed.blocks), strict=True)
        ],
        "reference": printed.reference,
        "address": list(printed.address),
        "council": printed.council,
        "team": printed.team,
        "contact": list(printed.contact),
        "today": printed.today,
        "logo": list(_logo(sheet)),
    }


def _kept(blocks: tuple[Block, ...]) -> list[bool]:
    """Return of each block whether it stands on the page of the next: what leads to it, what is short below a heading,
    the last words before "Yours sincerely," and that with the names under it."""
    ends = len(blocks) - next((n for n, one in enumerate(reversed(blocks)) if not _short(one)), len(blocks))
    closing = max(ends, len(blocks) - _CLOSING)
    for n in range(closing, len(blocks)):
        if blocks[n].text.endswith(","):
            closing = n
            break
    return [
        n + 1 < len(blocks)
        and (
            one.text.endswith(":")
            or (one.kind == "paragraph" and blocks[n + 1].kind in ("bullet", "number"))
            or n >= closing - 1
            or (_short(one) and n > 0 and blocks[n - 1].kind == "heading" and blocks[n + 1].kind != "heading")
        )
        for n, one in enumerate(blocks)
    ]


def _short(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) <= _LINE


def compiled(source: bytes, data: Mapping[str, Any], *, root: str | None = None) -> bytes:
    """Return the PDF of a source that begins with `FUNCTIONS`; `data` holds at least `large`, `draft` and `foot`."""
    try:
        made = typst.compile(
            source,
            root=root,
            font_paths=[font_source_sans_pro.font_directory],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"data": json.dumps(data)},
        )
    except typst.TypstError as problem:
        if unshown := _UNSHOWN.search(problem.message):
            raise ValueError(_unshown(unshown[1])) from None
        if problem.message.startswith("failed to decode image"):
            # The pictures of papers were made by us; the logo is the one that was not.
            raise ValueError(NO_LOGO) from None
        raise
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file, but Typst made several of it.")
    return made


def _unshown(text: str) -> str:
    """Say which character cannot be printed, by its look, its number and its name."""
    text = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
    name = "; ".join(f"U+{ord(one):04X} {unicodedata.name(one, 'without a name')}" for one in text[:4])
    return (
        f"“{text}” ({name}) cannot be printed: our font has no such character. Write it in another way, "
        "or send this letter as a Word document."
    )


def _logo(sheet: Sheet) -> bytes:
    try:
        return images.bare(sheet.logo) if sheet.logo else b""
    except ValueError:
        raise ValueError(NO_LOGO) from None
