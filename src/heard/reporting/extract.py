"""Extracts: the register's tables for one year, written once as canonical CSV and as Parquet.

The CSV is what is hashed, since the same rows give the same bytes for ever. The Parquet holds the same rows for speed and
is made again from the CSV whenever it is not the file that was written.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

from heard.access.policy import Actor
from heard.figures.compute import Figures, compute, open_tables
from heard.figures.earlier import kind_of
from heard.figures.schema import TABLES
from heard.law.calendars import local_day
from heard.law.years import FinancialYear
from heard.record.actions import years as freezing
from heard.record.models import FrozenYear
from heard.record.queries import extract as register
from heard.record.queries import settings as council
from heard.record.queries import years as frozen_years

MANIFEST = "manifest.json"


class NoSuchYearError(Exception):
    """Nothing can be extracted for this year; the message says which years there are."""


class ExtractChangedError(Exception):
    """The files of a frozen year are missing or are not those that were frozen."""


@dataclass(frozen=True)
class Extract:
    """The tables of one year in a folder. A draft is not kept."""

    year: FinancialYear
    cut_off: date
    draft: bool
    folder: Path


def extracts_home() -> Path:
    return Path(settings.HEARD_HOME) / "extracts"


def freeze(year: FinancialYear, cut_off: date | None, *, by: Actor, at: datetime) -> tuple[FrozenYear, bool]:
    """Freeze the year, followed to `cut_off` (default: the latest event); return it and whether it is new.

    A year that is frozen stays as it is. Raises NoSuchYearError where there is nothing to freeze, or not yet;
    NotAllowedError; ExtractChangedError where the files of a frozen year are not the ones that were frozen.
    """
    already = frozen_years.frozen(year, by=by)
    if already:
        check_files(already)
        return already, False
    _may_be_frozen(year, cut_off, at)
    extracts_home().mkdir(parents=True, exist_ok=True)
    _clear_up(at)
    with register.snapshot(), tempfile.TemporaryDirectory(dir=extracts_home(), prefix=MAKING) as scratch:
        # A whole year is followed at least to its end: what arrives late in the register must show as a restatement.
        on = max(resolve_cut_off(year, cut_off, by=by), year.last_day)
        made = Path(scratch) / year.folder
        digest = _write(made, year, on, by=by)
        # The digest is part of the name: a folder that is there already holds the same files, whoever made it.
        final = extracts_home() / f"{year.folder}-{digest[:12]}"
        if not final.exists():
            made.rename(final)
    return freezing.freeze(year, cut_off=on, folder=final.name, digest=digest, by=by, at=at), True


MAKING = ".making-"


def _clear_up(at: datetime) -> None:
    """Remove what a run left that was cut off more than an hour ago."""
    for left in extracts_home().glob(f"{MAKING}*"):
        if left.stat().st_mtime < at.timestamp() - 3600:
            shutil.rmtree(left, ignore_errors=True)


def _may_be_frozen(year: FinancialYear, cut_off: date | None, at: datetime) -> None:
    today = local_day(at)
    if today <= year.last_day:
        raise NoSuchYearError(f"{year} has not ended. It can be frozen from 1 April {year.start + 1}.")
    if cut_off and cut_off > today:
        raise NoSuchYearError(f"The cut-off date {cut_off} has not come yet. Give one up to today.")
    if cut_off and cut_off < year.last_day:
        raise NoSuchYearError(
            f"The cut-off date {cut_off} is before {year} ended. Give 31 March {year.start + 1} or later."
        )


@contextmanager
def opened(year: FinancialYear, cut_off: date | None, *, by: Actor) -> Iterator[Extract]:
    """Give the frozen extract of the year, or a draft that lasts as long as the block.

    A cut-off other than the frozen one gives a draft. Raises as `freeze` does.
    """
    already = frozen_years.frozen(year, by=by)
    if already and cut_off in (None, already.cut_off):
        yield Extract(year, already.cut_off, False, check_files(already))
        return
    with draft(year, resolve_cut_off(year, cut_off, by=by), by=by) as extract:
        yield extract


@contextmanager
def draft(year: FinancialYear, cut_off: date, *, by: Actor) -> Iterator[Extract]:
    """Give the year as the register has it now, in a folder that goes with the block."""
    with tempfile.TemporaryDirectory(prefix="heard-draft-") as scratch:
        folder = Path(scratch)
        with register.snapshot():
            _write(folder, year, cut_off, by=by)
        yield Extract(year, cut_off, True, folder)


def resolve_cut_off(year: FinancialYear, cut_off: date | None, *, by: Actor) -> date:
    """Return the cut-off date to use. Raises NoSuchYearError where the register has nothing for the year by then."""
    years = register.years_with_cases(by=by)
    if year not in years:
        there = f"It has {', '.join(map(str, years))}." if years else "It is empty: import a register first."
        raise NoSuchYearError(f"The register has nothing that was received in {year}. {there}")
    if cut_off and cut_off < year.first_day:
        raise NoSuchYearError(f"The cut-off date is before {year} began, on 1 April {year.start}. Give a later one.")
    latest = register.latest_event(by=by)
    return cut_off or max(latest or year.last_day, year.first_day)


def _write(folder: Path, year: FinancialYear, cut_off: date, *, by: Actor) -> str:
    """Write every table and the manifest into `folder`; return the digest of the whole."""
    folder.mkdir(parents=True, exist_ok=True)
    child_words = council.all_settings(by=by)["child_complainants"]
    tables = register.tables(year, cut_off, child_words, by=by)
    tables["context"] += earlier_years(year, cut_off, by=by)
    tables["context"].sort(key=lambda row: (row["figure"], row["year"], row["source"]))
    for table, columns in TABLES.items():
        _write_csv(folder / f"{table}.csv", columns, tables[table])
    make_parquet(folder)
    manifest = {
        "year": str(year),
        "cut_off": cut_off.isoformat(),
        "rows": {table: len(tables[table]) for table in TABLES},
        "csv": {table: _hash(folder / f"{table}.csv") for table in TABLES},
        "parquet": {table: _hash(folder / f"{table}.parquet") for table in TABLES},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return _hash(folder / MANIFEST)


def earlier_years(year: FinancialYear, cut_off: date, *, by: Actor) -> list[dict[str, Any]]:
    """Return what earlier years were, so that the tables of this one hold all that its report compares with.

    A year that is not frozen is followed for as long after its end as this one is. Where a team was reorganised, its
    numbers stand under the name of the team that has its work today.
    """
    rows: list[dict[str, Any]] = []
    today = register.slugs_today(by=by)
    for earlier in register.years_with_cases(by=by):
        if earlier >= year:
            continue
        frozen = frozen_years.frozen(earlier, by=by)
        source = "frozen" if frozen else "register" if _is_whole(earlier, by=by) else "part"
        values: Counter[str] = Counter()
        figures = _figures_of(earlier, _years_before(cut_off, year.start - earlier.start), frozen, by=by)
        for figure in figures.values():
            if not figure.id.endswith("contacts") and not (
                source == "register" and _of_an_absent_sheet(figure.id, figures)
            ):
                values[_id_today(figure.id, today)] += figure.value
        rows += [{"figure": id, "year": str(earlier), "value": value, "source": source} for id, value in values.items()]
    return rows


def _is_whole(year: FinancialYear, *, by: Actor) -> bool:
    """Answer whether the register began by the end of the year's first month: later, it holds only a part of it."""
    begins = register.begins(by=by)
    return begins is not None and begins <= date(year.start, 4, 30)


def _of_an_absent_sheet(id: str, figures: Figures) -> bool:
    """Answer whether the register has none of this kind in the year: perhaps nobody imported that sheet."""
    root = kind_of(id)
    return bool(root) and not figures[root].value


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _id_today(id: str, today: dict[str, str]) -> str:
    family, _, slug = id.rpartition(".")
    return f"{family}.{today[slug]}" if family.endswith("service_area") and slug in today else id


def _figures_of(year: FinancialYear, cut_off: date, frozen: FrozenYear | None, *, by: Actor) -> Figures:
    if frozen:
        return figures_in(check_files(frozen), year)
    child_words = council.all_settings(by=by)["child_complainants"]
    with tempfile.TemporaryDirectory(prefix="heard-draft-") as scratch:
        tables = register.tables(year, cut_off, child_words, by=by)
        for table, columns in TABLES.items():
            _write_csv(Path(scratch) / f"{table}.csv", columns, tables[table])
        make_parquet(Path(scratch))
        return figures_in(Path(scratch), year)


def figures_in(folder: Path, year: FinancialYear) -> Figures:
    """Compute every figure of the year from the tables in a folder."""
    with open_tables(folder) as connection:
        return compute(connection, year)


def _write_csv(path: Path, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: Any) -> str:
    """Return a value in its one written form: dates as ISO, nothing as nothing."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def make_parquet(folder: Path) -> None:
    """Make the Parquet tables from the CSV ones."""
    with duckdb.connect() as connection:
        for table, columns in TABLES.items():
            types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
            source, target = (str(folder / f"{table}.{ending}").replace("'", "''") for ending in ("csv", "parquet"))
            # The names come from our own schema and a folder of ours: nothing a person typed is in this text.
            connection.execute(
                f"COPY (SELECT * FROM read_csv('{source}', columns={{{types}}}, header=true, nullstr='', quote='\"', "  # nosec B608
                f"escape='\"', auto_detect=false, delim=',', new_line='\\n')) TO '{target}' (FORMAT parquet)"
            )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_files(frozen: FrozenYear) -> Path:
    """Return the folder of a frozen year once its files are proved to be those that were frozen.

    The manifest has the digest that the register and its history hold, and holds that of every file. Raises
    ExtractChangedError. A Parquet file that is not the one that was written is made again from the CSV.
    """
    folder = extracts_home() / frozen.folder
    try:
        if _hash(folder / MANIFEST) != frozen.digest:
            raise ExtractChangedError(_changed(frozen))
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if any(_hash(folder / f"{table}.csv") != manifest["csv"][table] for table in TABLES):
            raise ExtractChangedError(_changed(frozen))
    except OSError:
        raise ExtractChangedError(_changed(frozen)) from None
    there = [folder / f"{table}.parquet" for table in TABLES]
    if any(not path.exists() or _hash(path) != manifest["parquet"][path.stem] for path in there):
        make_parquet(folder)
    return folder


def _changed(frozen: FrozenYear) -> str:
    return (
        f"The frozen tables of {frozen.year} are missing or were changed after they were frozen. "
        f"Put the folder extracts/{frozen.folder} back from your backup."
    )
