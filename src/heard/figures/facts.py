"""All that the report's sections are written from: figures, earlier years, the council's settings, approved words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from heard.figures.compute import Figure, Figures
from heard.figures.earlier import Context
from heard.figures.report import Chart, Inline, Line, Paragraph, Series, Table
from heard.figures.sentences import number, percent, show
from heard.law.procedures import Rules, shipped
from heard.law.years import FinancialYear


@dataclass(frozen=True)
class Learning:
    """One learning action, in the council's words."""

    kind: str
    subject: str
    action: str
    completed: str


@dataclass(frozen=True)
class Restated:
    """A figure that the register, corrected since the year was frozen, would now give differently."""

    figure: Figure
    now: int


@dataclass(frozen=True)
class Facts:
    """Everything a section may use. `quotations` are (team, words); nothing here is typed into a sentence by hand."""

    year: FinancialYear
    cut_off: date
    draft: bool
    figures: Figures
    context: Context
    settings: Mapping[str, Any]
    quotations: tuple[tuple[str, str], ...] = ()
    learning: tuple[Learning, ...] = ()
    restated: tuple[Restated, ...] = ()
    rules: Rules = field(default_factory=shipped)

    @property
    def last_year(self) -> str:
        return str(self.year.previous)

    def get(self, id: str) -> Figure:
        """Return a figure; one that nothing was counted for is 0."""
        return self.figures.get(id) or Figure(id, id, "", 0)

    def value(self, id: str) -> int:
        return self.get(id).value

    def show(self, id: str) -> Inline:
        """Return a figure's number, which opens to its cases; one that nothing was counted for is a plain 0."""
        return show(self.figures[id]) if id in self.figures else number(0)

    def family(self, id: str) -> list[Figure]:
        """Return the figures `id`.SLUG of one measure, largest first."""
        return [f for f in self.figures.values() if f.name and f.id.rpartition(".")[0] == id]

    def setting(self, key: str) -> Line:
        """Return a setting's words, or a mark that cannot be missed where the council has not made it."""
        return (self.settings[key] or f"[not yet set: {key.replace('_', ' ')}]",)

    def trend(self, id: str) -> list[tuple[str, int]]:
        """Return (year, value) for every year that is known in an unbroken run up to this one."""
        points = [(str(self.year), self.value(id))]
        year = self.year.previous
        while (known := self.context.value(id, year)) is not None:
            points.insert(0, (str(year), known))
            year = year.previous
        return points


def day(value: date) -> str:
    """Return a date as people read it: 7 August 2023."""
    return f"{value.day} {value:%B %Y}"


def trend_chart(facts: Facts, series: list[tuple[str, str]], title: str) -> Chart | Paragraph:
    """Return a chart of figures over every year that is known; a sentence where there is only this one.

    `series` is (figure id, name).
    """
    runs = {id: dict(facts.trend(id)) for id, _ in series}
    years = sorted({year for run in runs.values() for year in run})
    if len(years) < 2:
        return Paragraph(("No earlier year is known to compare with.",))
    rows = tuple(((year,), *(_cell(facts, id, year, runs[id]) for id, _ in series)) for year in years)
    table = Table(title, ("Year", *(name for _, name in series)), rows)
    message = " ".join(_trend_sentence(name, runs[id]) for id, name in series)
    drawn = tuple(Series(name, tuple(runs[id].get(year) for year in years)) for id, name in series)
    return Chart("columns", title, message, tuple(years), drawn, table)


def _cell(facts: Facts, id: str, year: str, run: dict[str, int]) -> Line:
    if year == str(facts.year):
        return (facts.show(id),)
    return (number(run[year]) if year in run else "not known",)


def _trend_sentence(name: str, run: dict[str, int]) -> str:
    """Say two years as a rise or a fall, and more than two each by its number: a rise can hide a dip."""
    years = sorted(run)
    if len(years) == 1:
        return f"{name}: {number(run[years[0]])} in {years[0]}; no earlier year is known."
    if len(years) > 2:
        said = [f"{number(run[year])} in {year}" for year in years]
        return f"{name}: {', '.join(said[:-1])} and {said[-1]}."
    first, last = run[years[0]], run[years[1]]
    if first == last:
        return f"{name}: {number(last)} in both {years[0]} and {years[1]}."
    return f"{name} {'rose' if last > first else 'fell'} from {number(first)} in {years[0]} to {number(last)} in {years[1]}."


def breakdown(
    facts: Facts,
    id: str,
    caption: str,
    first: str,
    *,
    total: str = "",
    extra: tuple[tuple[str, Figure], ...] = (),
    note: Line = (),
) -> Table:
    """Return a family of figures as a table: name, number, share and, where known, last year.

    `extra` are (name, figure) rows below the family; `total` is the id of the figure under the line. Where the rows do
    not make the total, the note says why.
    """
    family = facts.family(id)
    shows_previous = any(figure.previous is not None for figure in family)
    columns = (first, str(facts.year), "Share", *((facts.last_year,) if shows_previous else ()))
    rows = [row(name, figure, shows_previous) for name, figure in (*((f.name, f) for f in family), *extra)]
    if total:
        rows.append(row("Total", facts.get(total), shows_previous, of_itself=True))
        unsummed = _unsummed(facts, first, [*family, *(figure for _, figure in extra)], facts.get(total))
        note = (*note, " ", *unsummed) if note and unsummed else note + unsummed
    return Table(caption, columns, tuple(rows), total=bool(total), note=note)


def _unsummed(facts: Facts, first: str, parts: list[Figure], total: Figure) -> Line:
    """Explain rows that do not make their total, this year or last."""
    said = []
    missing = total.value - sum(figure.value for figure in parts)
    if missing:
        said.append(
            f"“{first}” is not recorded for {number(missing)} of the {number(total.value)}, "
            "so the rows do not make the total."
        )
    known = [figure.previous for figure in parts if figure.previous is not None]
    if total.previous is not None and len(known) == len(parts) and sum(known) != total.previous:
        why = "the others have no row here" if sum(known) < total.previous else "the two come from different sources"
        said.append(
            f"The rows for {facts.last_year} add up to {number(sum(known))}, and its total is {number(total.previous)}: {why}."
        )
    return (" ".join(said),) if said else ()


def row(name: str, figure: Figure, shows_previous: bool, of_itself: bool = False) -> tuple[Line, ...]:
    """Return a row of a table: name, number, share and, where any row knows it, last year."""
    whole = figure.value if of_itself else figure.denominator
    cells: list[Line] = [(name,), (show(figure),), (percent(figure.value, whole),)]
    if shows_previous:
        cells.append((number(figure.previous) if figure.previous is not None else "not known",))
    return tuple(cells)


def bars(
    facts: Facts,
    id: str,
    title: str,
    first: str,
    *,
    total: str = "",
    unit: str = "complaints",
    extra: tuple[tuple[str, Figure], ...] = (),
) -> Chart | None:
    """Return a family of figures as lying bars with the table beside it; None where there is nothing to draw."""
    family = [figure for figure in facts.family(id) if figure.value]
    if not family:
        return None
    most = [figure for figure in family if figure.value == family[0].value]
    named = [f"“{figure.name}”" for figure in most[:3]] + ([f"{len(most) - 3} more"] if len(most) > 3 else [])
    names = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    message = f"The most {unit}: {names}, with {number(family[0].value)}{' each' if len(most) > 1 else ''}."
    series = (Series(str(facts.year), tuple(figure.value for figure in family)),)
    table = breakdown(facts, id, title, first, total=total, extra=extra)
    return Chart("bars", title, message, tuple(figure.name for figure in family), series, table)
