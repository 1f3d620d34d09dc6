"""Putting many new rows into one table at the database's own speed.

An import of 50,000 complaints makes half a million rows. Making a model instance of each and letting the ORM write it
takes four times as long as reading the workbook, checking it and writing the rows together, so these go in directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

Convert = Callable[[Any], Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, their values in the order of the column `names`; the database numbers those without a key.

    Dates and timestamps are given as Python has them, JSON as its text. Every column without a database default must be
    named. Raises IntegrityError like any other write.
    """
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)  # type: ignore[union-attr]
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            # The names are those of our own models: nothing that anybody typed is in this text.
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", _for_sqlite(fields, rows))  # type: ignore[arg-type]  # nosec B608


def _for_sqlite(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """SQLite keeps dates and timestamps as text; turn those columns and leave the others alone."""
    dated: list[tuple[int, Convert]] = []
    for place, field in enumerate(fields):
        if isinstance(field, models.DateTimeField):
            dated.append((place, lru_cache(4096)(connection.ops.adapt_datetimefield_value)))
        elif isinstance(field, models.DateField):
            dated.append((place, lru_cache(4096)(connection.ops.adapt_datefield_value)))
    if not dated:
        return rows
    return (_converted(row, dated) for row in rows)


def _converted(row: Sequence[Any], dated: Sequence[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for place, convert in dated:
        if values[place] is not None:
            values[place] = convert(values[place])
    return values
