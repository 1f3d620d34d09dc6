"""Draws a chart as SVG: every bar carries its number, every word lies level, and no meaning rests on colour alone.

The picture is drawn for the width that it will be shown at, so that its words are as large as the words around it: call
once for a wide page and once for a telephone. Lengths are in CSS pixels at that width.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate, pairwise
from math import inf

from heard.figures.report import Chart, Series

WIDE = 640
NARROW = 288
NOT_KNOWN = "not known"

_PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
_INK = "#1D2530"
_RULE = "#6B7280"
_SIZE = 16
_LEADING = 20
_GAP = 2
_PLOT = 200.0
_FONTS = "'Source Sans 3', 'Source Sans Pro', system-ui, Arial, sans-serif"

# Strokes in white over the colour, in the order in which series take them; the first series stays plain.
_HATCHES = (
    "",
    '<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="#fff" stroke-width="1.6"/>',
    '<circle cx="4" cy="4" r="1.7" fill="#fff"/>',
    '<path d="M0 4h8" stroke="#fff" stroke-width="2"/>',
)

_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class _Strip:
    """Marks drawn from y = 0 downwards, which take up `height`."""

    height: float
    marks: tuple[str, ...]


@dataclass(frozen=True)
class _Pen:
    """What all the marks of one picture share. `hatch_every` is how many series go by before the hatching changes."""

    identifier: str
    width: float
    hatch_every: int

    def fill(self, index: int) -> str:
        """Return the fill of the series at this place, plain or hatched."""
        return f"url(#{self.identifier}-hatch-{index})" if self.hatch(index) else _PALETTE[index % len(_PALETTE)]

    def hatch(self, index: int) -> str:
        """Return the white strokes that lie over this series' colour; empty where it is plain."""
        return _HATCHES[index // self.hatch_every % len(_HATCHES)]


def svg(chart: Chart, *, identifier: str, width: float = WIDE) -> str:
    """Draw the whole chart as one SVG. `identifier` keeps its ids apart from those of other charts on the page."""
    return sheets(chart, identifier=identifier, width=width)[0]


def sheets(chart: Chart, *, identifier: str, width: float = WIDE, tallest: float = inf) -> tuple[str, ...]:
    """Draw the chart as one picture or more, all to one scale, none over `tallest` unless one category alone is.

    A page of paper cannot hold every chart whole. Each picture says which part it is, and shares no id with the others.
    """
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", identifier)
    pen = _Pen(name, width, len(_PALETTE) if chart.kind == "parts" else 1)
    cuts = _packed(_strips(chart, pen), tallest - _key(chart.series, pen).height)
    drawn = []
    for number, cut in enumerate(cuts, start=1):
        own = replace(pen, identifier=name if number == 1 else f"{name}-{number}")
        title = f"{chart.title} (part {number} of {len(cuts)})" if len(cuts) > 1 else chart.title
        drawn.append(_sheet(replace(chart, title=title), own, [_key(chart.series, own), *_strips(chart, own)[cut]]))
    return tuple(drawn)


def printable(text: str) -> str:
    """Return the text without the characters that XML cannot hold, which spreadsheets do let in."""
    return _UNPRINTABLE.sub("", text)


def number(value: float | None) -> str:
    """Return a value as the charts write it: 1,234 or 12.5, and “not known” for None."""
    if value is None:
        return NOT_KNOWN
    return f"{value:,.0f}" if round(value, 1) == round(value) else f"{value:,.1f}"


def _strips(chart: Chart, pen: _Pen) -> list[_Strip]:
    if not chart.categories or not chart.series:
        return [_Strip(_LEADING + 8, (_text(0, _SIZE, "There is nothing to show."),))]
    if chart.kind == "parts":
        return _parts(chart, pen)
    upright = _columns(chart, pen) if chart.kind == "columns" else None
    return [upright] if upright else _bars(chart, pen)


def _packed(strips: Sequence[_Strip], tallest: float) -> list[slice]:
    """Return where to cut the strips, so that each picture holds as many as there is height for."""
    starts, height = [0], 0.0
    for place, strip in enumerate(strips):
        if height and height + strip.height > tallest:
            starts.append(place)
            height = 0.0
        height += strip.height
    return [slice(start, end) for start, end in pairwise([*starts, len(strips)])]


def _sheet(chart: Chart, pen: _Pen, strips: Sequence[_Strip]) -> str:
    tops = accumulate((strip.height for strip in strips), initial=0.0)
    groups = [
        f'<g transform="translate(0 {_n(top)})">{"".join(strip.marks)}</g>'
        for top, strip in zip(tops, strips, strict=False)
        if strip.marks
    ]
    name, width, height = pen.identifier, _n(pen.width), _n(sum(strip.height for strip in strips))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="{name}-title {name}-desc" font-family="{_FONTS}" font-size="{_SIZE}"'
        f' fill="{_INK}"><title id="{name}-title">{_escaped(chart.title)}</title>'
        f'<desc id="{name}-desc">{_escaped(chart.message)}</desc>{_hatching(pen, len(chart.series))}'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(groups)}</svg>'
    )


def _hatching(pen: _Pen, count: int) -> str:
    return "".join(
        f'<pattern id="{pen.identifier}-hatch-{index}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{_PALETTE[index % len(_PALETTE)]}"/>{pen.hatch(index)}</pattern>'
        for index in range(count)
        if pen.hatch(index)
    )


def _key(series: Sequence[Series], pen: _Pen) -> _Strip:
    """Lay the names of the series beside their fills, in the order of the bars, on as many lines as they need."""
    if len(series) < 2:
        return _Strip(0, ())
    marks: list[str] = []
    x, y = 0.0, 0.0
    for index, one in enumerate(series):
        lines = _wrap(one.name, pen.width - 24)
        width = 24 + max(map(_measure, lines))
        if x and x + width > pen.width:
            x, y = 0.0, y + _LEADING + 6
        marks.append(_rect(x, y + 2, 16, 16, pen.fill(index)))
        marks += (_text(x + 24, y + _SIZE + line * _LEADING, words) for line, words in enumerate(lines))
        y += (len(lines) - 1) * _LEADING
        x = x + width + 20 if len(lines) == 1 else pen.width
    return _Strip(y + _LEADING + 14, tuple(marks))


def _columns(chart: Chart, pen: _Pen) -> _Strip | None:
    """Draw upright bars, or return None where their words would not fit side by side."""
    count = len(chart.series)
    slot = min(pen.width / len(chart.categories), 96.0 * count + 24)
    bar = min(64.0, (slot * 0.9 - _GAP * (count - 1)) / count)
    room = slot - 8 if count == 1 else bar
    values = [number(value) for one in chart.series for value in one.values]
    below = [_wrap(name, slot - 8, most=4) for name in chart.categories]
    if not (_fit(values, room) and _fit(chart.categories, slot - 8)) or max(map(len, below)) > 3:
        return None
    head = max(len(_wrap(value, room)) for value in values) * _LEADING + 4.0
    top = _largest(chart)
    plot = _PLOT if top else 4.0
    foot, edge = head + plot, (slot - count * bar - (count - 1) * _GAP) / 2
    marks: list[str] = []
    for place, lines in enumerate(below):
        for index, one in enumerate(chart.series):
            left = place * slot + edge + index * (bar + _GAP)
            tall = plot * _share(one.values[place], top)
            marks.append(_rect(left, foot - tall, bar, tall, pen.fill(index)))
            marks += _level(left + bar / 2, foot - tall - 6, _wrap(number(one.values[place]), room), upwards=True)
        marks += _level((place + 0.5) * slot, foot + _LEADING, lines)
    marks.append(_rect(0, foot, slot * len(chart.categories), 1.5, _RULE))
    return _Strip(foot + max(map(len, below)) * _LEADING + 10, tuple(marks))


def _fit(texts: Sequence[str], room: float) -> bool:
    return all(_measure(word) <= room for text in texts for word in text.split())


def _bars(chart: Chart, pen: _Pen) -> list[_Strip]:
    """Draw lying bars, with the name of each category before them or, on a narrow picture, above them."""
    thick = 22.0 if len(chart.series) == 1 else 18.0
    start, names = _name_column(chart.categories, pen)
    most = max(_measure(number(value)) for one in chart.series for value in one.values)
    room, top = max(pen.width - start - most - 8, 40.0), _largest(chart)
    strips = []
    for place, lines in enumerate(names):
        y = 0.0 if start else len(lines) * _LEADING + 2.0
        group = len(chart.series) * (thick + _GAP) - _GAP
        name_top = max(0.0, (min(group, _LEADING) - _LEADING) / 2)
        marks = [_text(0, name_top + _SIZE + line * _LEADING, words) for line, words in enumerate(lines)]
        for index, one in enumerate(chart.series):
            long = room * _share(one.values[place], top)
            line_top = y + index * (thick + _GAP)
            marks.append(_rect(start, line_top, long, thick, pen.fill(index)))
            marks.append(_text(start + long + 6, line_top + thick / 2 + 5.5, number(one.values[place])))
        marks.append(_rect(start, y - 2, 1.5, group + 4, _RULE))
        height = max(y + group, len(lines) * _LEADING)
        strips.append(_Strip(height + (10 if start else 14), tuple(marks)))
    return strips


def _parts(chart: Chart, pen: _Pen) -> list[_Strip]:
    """Draw one full bar for each category, cut into its parts; what has no room inside is said beneath it."""
    strips = []
    for place, category in enumerate(chart.categories):
        values = [one.values[place] for one in chart.series]
        whole = sum(value for value in values if value)
        said = f"{category} ({number(whole)} {'known' if None in values else 'in all'})"
        lines = _wrap(said, pen.width)
        y = len(lines) * _LEADING + 4.0
        marks = [_text(0, _SIZE + line * _LEADING, words) for line, words in enumerate(lines)]
        inside, rest = _cut(chart.series, values, whole, pen, y)
        marks += inside
        y += 30 if whole else 0
        beneath = _wrap(", ".join(rest), pen.width, most=len(rest) + 1) if rest else ()
        marks += (_text(0, y + _SIZE + 2 + line * _LEADING, words) for line, words in enumerate(beneath))
        strips.append(_Strip(y + len(beneath) * _LEADING + 20, tuple(marks)))
    return strips


def _cut(
    series: Sequence[Series], values: Sequence[float | None], whole: float, pen: _Pen, y: float
) -> tuple[list[str], list[str]]:
    """Return the marks of one cut bar, and in words the parts whose number did not fit within it."""
    marks: list[str] = []
    rest: list[str] = []
    x = 0.0
    for index, (one, value) in enumerate(zip(series, values, strict=True)):
        long = pen.width * _share(value, whole)
        marks.append(_rect(x, y, long - (_GAP if x + long < pen.width - 1 else 0), 30, pen.fill(index)))
        if _measure(number(value)) + 10 <= long and not pen.hatch(index):
            ink = "#fff" if index % 2 == 0 else _INK
            marks += _level(x + long / 2 - 1, y + 20.5, (number(value),), fill=ink)
        else:
            rest.append(f"{one.name}:\u00a0{number(value)}")
        x += long
    return marks, rest


def _name_column(names: Sequence[str], pen: _Pen) -> tuple[float, list[tuple[str, ...]]]:
    """Return where the bars start, and the names in lines; 0 where the names stand above the bars."""
    if pen.width < 480:
        return 0.0, [_wrap(name, pen.width, most=8) for name in names]
    lines = [_wrap(name, pen.width * 0.38, most=8) for name in names]
    return max(_measure(words) for name in lines for words in name) + 12, lines


def _largest(chart: Chart) -> float:
    return max((value for one in chart.series for value in one.values if value), default=0)


def _share(value: float | None, whole: float) -> float:
    return max(value, 0) / whole if value and whole > 0 else 0.0


def _level(middle: float, y: float, lines: Sequence[str], *, upwards: bool = False, fill: str = "") -> list[str]:
    first = y - (len(lines) - 1) * _LEADING if upwards else y
    return [_text(middle, first + i * _LEADING, words, middle=True, fill=fill) for i, words in enumerate(lines)]


def _text(x: float, y: float, words: str, *, middle: bool = False, fill: str = "") -> str:
    more = (' text-anchor="middle"' if middle else "") + (f' fill="{fill}"' if fill else "")
    return f'<text x="{_n(x)}" y="{_n(y)}"{more}>{_escaped(words)}</text>'


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    """Return a bar; nothing where it has no length, since a hairline would say “a little”."""
    if width <= 0 or height <= 0:
        return ""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"/>'


def _wrap(text: str, room: float, most: int = 3) -> tuple[str, ...]:
    """Break the text into lines of at most `room` pixels; what does not fit into `most` lines ends in an ellipsis."""
    lines = [""]
    for word in re.split("[ \t\r\n]+", printable(text).strip()):
        for piece in _broken(word, room):
            longer = f"{lines[-1]} {piece}".strip()
            if _measure(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and _measure(last + "…") > room:
        last = last[:-1]
    return (*lines[: most - 1], last.rstrip() + "…")


def _broken(word: str, room: float) -> list[str]:
    """Cut a word that is wider than a whole line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and _measure(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _measure(text: str) -> float:
    """Estimate the width of a text in pixels, on the wide side: nobody knows which font the reader will have."""
    return sum(map(_letter, text)) * _SIZE


def _letter(letter: str) -> float:
    if letter in "iljtfrI.,:;'’|!()[] \u00a0-":
        return 0.34
    if letter in "mwMW@%—…" or letter > "\u1100":
        return 0.95
    return 0.72 if letter.isupper() else 0.62


def _escaped(text: str) -> str:
    return escape(printable(text))


def _n(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
