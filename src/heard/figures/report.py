"""The annual report as a value: sections of blocks, made from figures, before anybody decides how it looks.

A number reaches the page only inside a `Shown`, which carries the id of the figure it came from: so each number in the
report can be opened to the cases behind it, and none is typed by a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Shown:
    """A figure as it stands in a sentence or a table cell: `text` is what people read, `figure` the id behind it."""

    figure: str
    text: str


Inline = str | Shown
Line = tuple[Inline, ...]
"""A run of words and figures, read one after the other. Spaces are part of the words."""


@dataclass(frozen=True)
class Paragraph:
    line: Line


@dataclass(frozen=True)
class Bullets:
    items: tuple[Line, ...]


@dataclass(frozen=True)
class Notice:
    """A remark that must not be missed: a draft, a doubt in the law, parts that do not sum, something not yet set."""

    line: Line


@dataclass(frozen=True)
class Quotation:
    text: str
    source: str


@dataclass(frozen=True)
class Table:
    """A table with one header row; the first cell of each row names the row. `total` marks the last row as a total."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: bool = True
    total: bool = False
    note: Line = ()


@dataclass(frozen=True)
class Series:
    """One colour of a chart: a value for each of the chart's categories; None where nothing is known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A picture of a table that stands beside it.

    `columns` is one upright bar a category and series (years from left to right), `bars` is one lying bar a category
    (names, longest first), `parts` is one lying bar a category cut into the series (shares of a whole, in counts).
    `message` says in one or two sentences what the chart shows: it is the text alternative.
    """

    kind: Literal["columns", "bars", "parts"]
    title: str
    message: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    table: Table


@dataclass(frozen=True)
class Subheading:
    text: str


Block = Paragraph | Bullets | Notice | Quotation | Table | Chart | Subheading


@dataclass(frozen=True)
class Section:
    """A numbered section; `anchor` is its address within the document."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CaseList:
    """What is behind a figure: its label, its definition and the references that it counts."""

    label: str
    definition: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A whole report. `cut_off` is a date as people read it; `draft` is true unless the year was frozen."""

    council: str
    title: str
    period: str
    year: str
    cut_off: str
    draft: bool
    sections: tuple[Section, ...]
    cases: Mapping[str, CaseList] = field(default_factory=dict)
