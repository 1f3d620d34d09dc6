"""Reads a report as a sceptical councillor would and lists where it contradicts itself.

It sees what is printed, and does every sum again in its own way: it shares no arithmetic with the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from heard.figures.report import Bullets, Chart, Line, Notice, Paragraph, Report, Section, Shown, Table

COUNT = r"(\d[\d,]*)"
RATE = r"((?:less than |more than )?\d+(?:\.\d)?%)"
SHARE = re.compile(rf"{RATE}[^()%]{{0,90}}\({COUNT} of {COUNT}\)", re.IGNORECASE)
CHANGE = re.compile(rf", {COUNT} (more|fewer) than the {COUNT} in (\d{{4}}/\d\d)(?: \((up|down) {RATE}\))?")
FROM = re.compile(rf", (up from|down from|the same as the|much the same as the) {RATE} \({COUNT} of {COUNT}\) in ")
TREND = re.compile(rf"(rose|fell) from {COUNT} in (\S+) to {COUNT} in (\d{{4}}/\d\d)")
OTHERS = re.compile(rf"The other {COUNT} complaints? makes? up the total of {COUNT}: (.*)\.$")
OUTCOMES = re.compile(
    rf"\({COUNT} of {COUNT}\) were one or the other.*?: {COUNT} upheld and {COUNT} partially upheld\. .*?\({COUNT} of"
)
NOT_RECORDED = re.compile(
    rf"(?:not recorded for {COUNT}|{COUNT} had no outcome|No decision is recorded for {COUNT}"
    rf"|No reason was recorded for {COUNT})"
)
COUNTED = "complaint|case|comment|compliment|point|area|action|answer|reason|report"
SLIPS = {
    "a share of nothing": re.compile(r"of 0\)|not applicable"),
    "a setting that is missing": re.compile(r"\[not yet set"),
    "a word for many beside 1": re.compile(rf"(?<![\d,./])1 (?:\w+ )?(?:{COUNTED})s\b"),
    "a verb for many beside 1": re.compile(rf"(?<![\d,./])1 (?:{COUNTED})s? (were|make|are)\b"),
    "a word for one beside many": re.compile(rf"(?<![\d,./])(?:0|[2-9]|\d[\d,]+) (?:{COUNTED})\b"),
    "two blanks, or a blank before a stop": re.compile(r"  | [.,;:](?:\s|$)"),
    "something that Python wrote": re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|[{}]|\('"),
    "a figure's id": re.compile(r"\b(all|statutory|corporate|send)\.[a-z]"),
    "nothing between two stops": re.compile(r"\.\.|,,|:\.|\(\)"),
    "two sentences run together": re.compile(r"[.;:][A-Z“]"),
}  # fmt: skip
IN_ABOUT = ("about-the-figures", "learning")
"""Sections that speak of shares of nothing on purpose, or hold the council's own words."""


def contradictions(report: Report) -> list[str]:
    """Return each contradiction as the section's address, what is wrong, and the words that it is in."""
    found = [f"{section.anchor}: {wrong}" for section in report.sections for wrong in _section(section)]
    return found + list(_figures(report))


def read(line: Line) -> str:
    """Return a line as people read it."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in line)


def lines(section: Section) -> Iterator[Line]:
    """Return every run of words in a section, those beside its tables included."""
    for block in section.blocks:
        if isinstance(block, Paragraph | Notice):
            yield block.line
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Chart):
            yield (block.message,)
            yield block.table.note
        elif isinstance(block, Table):
            yield block.note


def tables(section: Section) -> Iterator[Table]:
    """Return every table of a section, those of its charts included."""
    for block in section.blocks:
        if isinstance(block, Chart):
            yield block.table
        elif isinstance(block, Table):
            yield block


def shown(report: Report) -> Iterator[Shown]:
    """Return every figure that the report prints, wherever it stands."""
    for section in report.sections:
        cells = [cell for table in tables(section) for row in table.rows for cell in row]
        for line in (*lines(section), *cells):
            yield from (piece for piece in line if isinstance(piece, Shown))


def whole(text: str) -> int:
    return int(text.replace(",", ""))


def right_percent(said: str, part: int, of: int) -> bool:
    """Answer whether a printed percentage is that of the counts: no further off than its last digit allows."""
    words, value = re.fullmatch(r"(less than |more than |)(\d+(?:\.\d)?)%", said.lower()).groups()
    if not of:
        return False
    exact, value = Fraction(100 * part, of), Fraction(value)
    if words == "less than ":
        return 0 < exact < value
    if words == "more than ":
        return value < exact < 100
    half = Fraction(1, 20) if "." in said else Fraction(1, 2)
    if (value == 0) != (part == 0) or (value == 100) != (part == of):
        return False
    return value - half <= exact < value + half


def _section(section: Section) -> Iterator[str]:
    words = [read(line) for line in lines(section)]
    for text in words:
        yield from _shares(text)
        yield from _changes(text)
        yield from _directions(text)
        if section.anchor not in IN_ABOUT:
            yield from (f"{name}: {text}" for name, slip in SLIPS.items() if slip.search(_unquoted(text)))
    yield from _outcomes(words)
    for table in tables(section):
        yield from (f"{wrong} in “{table.caption}”" for wrong in _table(table, words))
    for block in section.blocks:
        if isinstance(block, Chart):
            yield from (f"{wrong} in “{block.title}”" for wrong in _chart(block))


def _unquoted(text: str) -> str:
    """Return the text without the names that it quotes: those are the council's own words."""
    return re.sub(r"“[^”]*”", "“”", text)


def _shares(text: str) -> Iterator[str]:
    for said, part, of in SHARE.findall(text):
        if not right_percent(said, whole(part), whole(of)):
            yield f"{said} is not {part} of {of}: {text}"
        if whole(part) > whole(of):
            yield f"{part} cannot be a part of {of}: {text}"


def _changes(text: str) -> Iterator[str]:
    """Check “8 statutory, 19 fewer than the 27 in 2021/22 (down 70%)”; the number is the first of its clause."""
    for match in CHANGE.finditer(text):
        clause = re.split(r"[.;:] ", text[: match.start()])[-1]
        now = whole(re.search(COUNT, clause).group())
        apart, word, before, _, way, said = match.groups()
        difference = now - whole(before)
        if difference != (whole(apart) if word == "more" else -whole(apart)):
            yield f"{now} is not {apart} {word} than {before}: {text}"
        if way and (way == "up") != (difference > 0):
            yield f"“{way}” is the wrong way: {text}"
        if said and not right_percent(said, abs(difference), whole(before)):
            yield f"{said} is not the change from {before} to {now}: {text}"


def _directions(text: str) -> Iterator[str]:
    """Check “75% (6 of 8) …, up from 37% (10 of 27)”: the nearest share before it is the one that it compares."""
    for match in FROM.finditer(text):
        said, part, of = [*SHARE.finditer(text[: match.start()])][-1].groups()
        word, earlier, before, base = match.groups()
        now, then = Fraction(whole(part), whole(of)), Fraction(whole(before), whole(base))
        right = {
            "up from": now > then,
            "down from": now < then,
            "the same as the": now == then,
            "much the same as the": now != then and said.lower() == earlier,
        }[word]
        if not right or (word.endswith("from") and said.lower() == earlier):
            yield f"“{word}” is not how {said} compares with {earlier}: {text}"
    for way, first, _, last, _ in TREND.findall(text):
        if (way == "rose") != (whole(last) > whole(first)) or first == last:
            yield f"“{way}” is not what {first} to {last} is: {text}"


def _outcomes(words: list[str]) -> Iterator[str]:
    """Check that upheld, partially upheld, not upheld and “the other” make the total."""
    for text, after in pairwise([*words, ""]):
        if not (match := OUTCOMES.search(text)):
            continue
        both, total, upheld, partly, refused = map(whole, match.groups())
        if both != upheld + partly:
            yield f"{upheld} and {partly} are not {both}: {text}"
        rest = total - both - refused
        others = OTHERS.match(after)
        if not others:
            if rest:
                yield f"{rest} of {total} are not explained: {text}"
            continue
        parts = [whole(part) for part in re.findall(rf"(?:^|, | and ){COUNT}(?= [a-z])", others[3])]
        if (rest, total) != (whole(others[1]), whole(others[2])) or sum(parts) != rest:
            yield f"{after} does not go with {text}"


def _table(table: Table, words: list[str]) -> Iterator[str]:
    if not table.numeric:
        return
    rows = [[read(cell) for cell in row] for row in table.rows]
    if any(len(row) != len(table.columns) for row in rows):
        yield "a row is longer or shorter than the header"
        return
    if table.total:
        for place in range(1, len(table.columns)):
            yield from _column(table, rows, place, words)
    if "Share" in table.columns:
        of = whole(rows[-1][1])
        for row in rows:
            if row[2] != "not applicable" and not right_percent(row[2], whole(row[1]), of):
                yield f"{row[0]}: {row[2]} is not {row[1]} of {of}"
            if row[2] == "not applicable" and of:
                yield f"{row[0]}: {of} is a whole, so the share is known"
    if "Share of received" in table.columns:
        yield from _bands(rows)


def _column(table: Table, rows: list[list[str]], place: int, words: list[str]) -> Iterator[str]:
    cells = [row[place] for row in rows]
    if not all(re.fullmatch(COUNT, cell) for cell in cells):
        return  # a share, or “not known”
    *parts, total = map(whole, cells)
    missing = total - sum(parts)
    note = read(table.note)
    if place > 1 and table.columns[place] in note and f"add up to {sum(parts):,}" in note:
        return
    explained = {whole("".join(found)) for text in (note, *words) for found in NOT_RECORDED.findall(text)}
    if missing and missing not in explained:
        yield f"{table.columns[place]}: the rows make {sum(parts)}, the total is {total}, and nothing explains it"


def _bands(rows: list[list[str]]) -> Iterator[str]:
    """Check the table of working days, whose first row is a part of the second."""
    received = sum(whole(row[1]) for row in rows[1:])
    if whole(rows[0][1]) > whole(rows[1][1]):
        yield "more within 10 working days than within 20"
    yield from (
        f"{name}: {said} is not {count} of {received}"
        for name, count, said, *_ in rows
        if not right_percent(said, whole(count), received)
    )


def _chart(chart: Chart) -> Iterator[str]:
    rows = [[read(cell) for cell in row] for row in chart.table.rows]
    numbers = [[whole(cell) if re.fullmatch(COUNT, cell) else None for cell in row[1:]] for row in rows]
    drawn = [list(series.values) for series in chart.series]
    if any(len(values) != len(chart.categories) for values in drawn):
        yield "a series is longer or shorter than the categories"
        return
    if chart.kind == "columns":
        if [row[0] for row in rows] != list(chart.categories) or numbers != [
            list(row) for row in zip(*drawn, strict=True)
        ]:
            yield "the picture is not of its table"
    elif chart.kind == "bars":
        first = [(row[0], values[0]) for row, values in zip(rows, numbers, strict=True)][: len(chart.categories)]
        if first != list(zip(chart.categories, drawn[0], strict=True)):
            yield "the picture is not of its table"
        if drawn[0] != sorted(drawn[0], reverse=True):
            yield "the longest bar is not the first"
    else:
        banded = "Share of received" in chart.table.columns
        total = sum(values[0] for values in numbers[1:]) if banded else numbers[-1][0]
        if sum(value for (value,) in drawn) != total:
            yield f"the parts drawn do not make {total}"


def _figures(report: Report) -> Iterator[str]:
    """Check that a figure reads the same wherever it stands, and opens to as many cases as it says."""
    said: dict[str, str] = {}
    for figure in shown(report):
        if said.setdefault(figure.figure, figure.text) != figure.text:
            yield f"{figure.figure} is {said[figure.figure]} here and {figure.text} there"
        if figure.figure not in report.cases:
            yield f"{figure.figure} opens to no list"
        elif len(report.cases[figure.figure].references) != whole(figure.text):
            yield f"{figure.figure} is {figure.text} and lists {len(report.cases[figure.figure].references)}"
