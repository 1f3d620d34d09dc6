"""Working the figures out: every measure over the frozen tables of one year, and the cases behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from heard.figures.earlier import Context, earlier_years
from heard.figures.measure import GROUP_NAMES, Measure, in_sentence
from heard.figures.measures import MEASURES
from heard.figures.schema import TABLES
from heard.law.years import FinancialYear


@dataclass(frozen=True)
class Figure:
    """One figure. `value` is a count and equals the numerator; with a denominator it is also a share.

    `previous` and `previous_denominator` are last year's where they are known. `name` is the value of a listed measure,
    such as “Upheld”.
    """

    id: str
    label: str
    definition: str
    value: int
    denominator: int | None = None
    previous: int | None = None
    previous_denominator: int | None = None
    name: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "label": self.label,
            "definition": self.definition,
            "value": self.value,
            "numerator": self.value,
            "denominator": self.denominator,
            "previous": self.previous,
        }


Figures = dict[str, Figure]
Lists = dict[str, tuple[str, ...]]


def open_tables(folder: Path) -> duckdb.DuckDBPyConnection:
    """Open the Parquet tables of an extract as views. DuckDB may fetch nothing from anywhere."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for table in TABLES:
        path = str(folder / f"{table}.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{path}')")  # nosec B608: our own folder
    return connection


def compute(connection: duckdb.DuckDBPyConnection, year: FinancialYear) -> Figures:
    """Return every figure of the year, in the order of the measures and by size within one."""
    figures: Figures = {}
    for measure in MEASURES:
        rows = connection.execute(measure.count_sql(year)).fetchall()
        for place, group in enumerate(measure.groups()):
            figures |= {figure.id: figure for figure in _of_group(measure, group, rows, place)}
    context = earlier_years(connection)
    figures |= _of_contacts(figures, context, year)
    return {id: _complete(figure, figures, context, year) for id, figure in figures.items()}


def _of_group(measure: Measure, group: str, rows: list[Any], place: int) -> list[Figure]:
    names = {"group": group, "Group": GROUP_NAMES.get(group, ""), "group_lower": in_sentence(group)}
    id, definition = measure.id.format(**names), measure.definition
    if not measure.by:
        return [Figure(id, measure.label.format(**names), definition, int(rows[0][place] or 0))]
    found = {row[0]: (row[1], int(row[place + 2])) for row in rows if row[place + 2]}
    found |= {key: (name, 0) for key, name in measure.always.items() if key not in found}
    order = sorted(found, key=lambda key: (-found[key][1], key))
    return [
        Figure(
            f"{id}.{key}",
            measure.label.format(name=found[key][0], **names),
            definition,
            found[key][1],
            name=found[key][0],
        )
        for key in order
    ]


BASES = {
    f"{group}.{measure.id.removeprefix('{group}.')}" if measure.grouped else measure.id: measure.of.format(group=group)
    for measure in MEASURES
    for group in measure.groups()
    if measure.of
}
"""Figure id without its slug → the id of what it is a share of."""


def _complete(figure: Figure, figures: Figures, context: Context, year: FinancialYear) -> Figure:
    """Add the denominator and last year's value."""
    base = BASES.get(figure.id) or (BASES.get(figure.id.rpartition(".")[0]) if figure.name else None)
    return replace(
        figure,
        denominator=figures[base].value if base else figure.denominator,
        previous=context.value(figure.id, year.previous),
        previous_denominator=context.value(base, year.previous) if base else None,
    )


def _of_contacts(figures: Figures, context: Context, year: FinancialYear) -> Figures:
    """Set complaints beside the contacts that the service had, where the council gave that number."""
    number = context.value("contacts", year)
    if not number:
        return {}
    contacts = Figure(
        "contacts",
        "Contacts received by children's services",
        "Entered by the council from its own systems; not counted from the register.",
        number,
    )
    shares = {
        "all.received.of_contacts": ("all.received", "Complaints as a share of contacts"),
        "all.stage_1.upheld_or_partially_upheld.of_contacts": (
            "all.stage_1.upheld_or_partially_upheld",
            "Complaints upheld or partially upheld as a share of contacts",
        ),
    }
    return {"contacts": contacts} | {
        id: Figure(id, label, f"{label} that children's services had in the year.", figures[of].value, denominator=number)
        for id, (of, label) in shares.items()
    }  # fmt: skip


def lists(connection: duckdb.DuckDBPyConnection, year: FinancialYear, figures: Mapping[str, Figure]) -> Lists:
    """Return, for every figure that counts something in the register, exactly what it counted."""
    found: dict[str, list[str]] = {}
    for measure in MEASURES:
        ids = [measure.id.format(group=group) for group in measure.groups()]
        for key, reference, *marks in connection.execute(measure.list_sql(year)).fetchall():
            for id, mark in zip(ids, marks, strict=True):
                if mark:
                    found.setdefault(f"{id}.{key}" if key else id, []).append(reference)
    shares = {id: id.removesuffix(".of_contacts") for id in figures if id.endswith(".of_contacts")}
    return {id: tuple(found.get(shares.get(id, id), ())) for id in figures if id != "contacts"}
