"""Numbers the sections, tables and figures of a report, so that the page and the Word document call them the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from heard.figures.report import Block, Chart, Report, Table

DRAFT = "Draft: the year is not frozen yet, so these figures may still change."
APPENDIX = "The cases behind each figure"


@dataclass(frozen=True)
class Placed:
    """A block in its place: `table` and `figure` are its numbers, 0 where it is neither. `kind` is its class's name."""

    kind: str
    block: Block
    table: int
    figure: int


@dataclass(frozen=True)
class Part:
    """A section in its place; `anchor` is its address, which no other part of the report has."""

    number: int
    anchor: str
    title: str
    blocks: tuple[Placed, ...]


def parts(report: Report) -> tuple[Part, ...]:
    """Return the sections in order, with everything in them numbered from 1."""
    tables, figures = count(1), count(1)
    taken = {"main", "contents", "appendix", *case_anchors(report).values()}
    return tuple(
        Part(
            number,
            _free(_slug(section.anchor), taken),
            section.title,
            tuple(_place(block, tables, figures) for block in section.blocks),
        )
        for number, section in enumerate(report.sections, start=1)
    )


def case_anchors(report: Report) -> dict[str, str]:
    """Return the address of each figure's list of cases, by the figure's id."""
    taken: set[str] = set()
    return {figure: _free(f"cases-{_slug(figure)}", taken) for figure in report.cases}


def _place(block: Block, tables: Iterator[int], figures: Iterator[int]) -> Placed:
    drawn = isinstance(block, Chart)
    return Placed(
        type(block).__name__,
        block,
        table=next(tables) if drawn or isinstance(block, Table) else 0,
        figure=next(figures) if drawn else 0,
    )


def _slug(text: str) -> str:
    """Return lower-case letters, digits and single hyphens: ids with two hyphens stay free for the page's own use."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"


def _free(slug: str, taken: set[str]) -> str:
    """Return the slug, numbered if another part already has it, and mark it as taken."""
    chosen = next(name for n in count(1) if (name := slug if n == 1 else f"{slug}-{n}") not in taken)
    taken.add(chosen)
    return chosen
