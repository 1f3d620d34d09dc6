"""The annual report of a year, from extract to files: report.html, report.docx, figures.json and cases.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from heard.access.policy import Actor
from heard.figures.annual_report import annual_report
from heard.figures.compute import Figures, Lists, compute, lists, open_tables
from heard.figures.earlier import earlier_years
from heard.figures.facts import Facts, Learning, Restated
from heard.figures.report import Report
from heard.law.years import FinancialYear
from heard.record.queries import settings as council
from heard.record.queries import words
from heard.record.queries.rules import council_rules
from heard.reporting import extract as extracts
from heard.reporting.html import render_html
from heard.reporting.quotations import choose
from heard.reporting.word import render_word

Progress = Callable[[str], None]


class CannotWriteError(Exception):
    """The report's files cannot be written where they were asked for."""


@dataclass(frozen=True)
class Made:
    """What was made: the figures, their cases, and where the files are."""

    year: FinancialYear
    cut_off: date
    draft: bool
    figures: Figures
    restated: tuple[Restated, ...]
    files: tuple[Path, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "year": str(self.year),
            "cut_off": self.cut_off.isoformat(),
            "draft": self.draft,
            "figures": len(self.figures),
            "restated": [{"id": r.figure.id, "frozen": r.figure.value, "now": r.now} for r in self.restated],
            "files": [str(path) for path in self.files],
        }


@dataclass(frozen=True)
class Counted:
    """A year as it was counted: the report as a value, what it was written from, and what each figure counted."""

    report: Report
    facts: Facts
    lists: Lists


def count_year(year: FinancialYear, cut_off: date | None, *, by: Actor) -> Counted:
    """Count the year from its frozen tables or, marked so, from a draft.

    Raises extracts.NoSuchYearError, extracts.ExtractChangedError, NotAllowedError.
    """
    with extracts.opened(year, cut_off, by=by) as extract, open_tables(extract.folder) as tables:
        figures = compute(tables, year)
        behind = lists(tables, year, figures)
        facts = Facts(
            year=year,
            cut_off=extract.cut_off,
            draft=extract.draft,
            figures=figures,
            context=earlier_years(tables),
            settings=council.all_settings(by=by),
            quotations=_quotations(tables, year, by=by),
            learning=tuple(Learning(*row) for row in words.learning(behind["learning"], by=by)),
            restated=() if extract.draft else restatements(extract, figures, by=by),
            rules=council_rules(),
        )
    return Counted(annual_report(facts, behind), facts, behind)


def write_report(
    year: FinancialYear, folder: Path, cut_off: date | None, *, by: Actor, progress: Progress = lambda text: None
) -> Made:
    """Count the year and write its report into `folder`. Raises as `count_year` does, and CannotWriteError."""
    progress(f"Counting {year}")
    counted = count_year(year, cut_off, by=by)
    progress("Writing the report")
    facts = counted.facts
    contents = {
        "report.html": render_html(counted.report).encode(),
        "report.docx": render_word(counted.report),
        "figures.json": figures_json(facts),
        "cases.json": _json(counted.lists),
    }
    return Made(year, facts.cut_off, facts.draft, facts.figures, facts.restated, _write(folder, contents))


def _quotations(tables: Any, year: FinancialYear, *, by: Actor) -> tuple[tuple[str, str], ...]:
    """Choose examples from the cohort's compliments, the teams with the most first."""
    rows = tables.execute(
        "SELECT c.service_area, c.reference FROM compliments c JOIN (SELECT service_area_slug, COUNT(*) AS n FROM "
        "compliments GROUP BY service_area_slug) t ON t.service_area_slug = c.service_area_slug "
        f"WHERE c.financial_year = '{year}' ORDER BY t.n DESC, c.service_area_slug, c.reference"  # nosec B608: our own year
    ).fetchall()
    said = words.compliments([reference for _, reference in rows], by=by)
    return choose((team, said[reference]) for team, reference in rows if reference in said)


def restatements(extract: extracts.Extract, figures: Figures, *, by: Actor) -> tuple[Restated, ...]:
    """Return the frozen figures that the register, corrected since, would now give differently."""
    with extracts.draft(extract.year, extract.cut_off, by=by) as now:
        current = extracts.figures_in(now.folder, extract.year)
    nothing_yet = {id: replace(figure, value=0) for id, figure in current.items() if id not in figures}
    changed = [
        Restated(figure, current[id].value if id in current else 0) for id, figure in (figures | nothing_yet).items()
    ]
    return tuple(restated for restated in changed if restated.now != restated.figure.value)


def figures_json(facts: Facts) -> bytes:
    """Return figures.json: the year, its cut-off, whether it is a draft, and every figure."""
    return _json(
        {
            "year": str(facts.year),
            "cut_off": facts.cut_off.isoformat(),
            "draft": facts.draft,
            "figures": [figure.as_dict() for figure in facts.figures.values()],
        }
    )


def _json(value: dict[str, Any] | Lists) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _write(folder: Path, contents: dict[str, bytes]) -> tuple[Path, ...]:
    """Write each file beside its place and then put it there, so that nobody meets half a report."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            fresh = folder / f".{name}.new"
            fresh.write_bytes(content)
            fresh.replace(folder / name)
    except OSError:
        raise CannotWriteError(
            f"The report cannot be written into “{folder}”. Give another folder with --out."
        ) from None
    return tuple(folder / name for name in contents)
