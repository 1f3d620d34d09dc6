"""Writes the annual report as one page of HTML that needs nothing else: no script, no font, no address outside it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from heard.figures.report import Chart, Report
from heard.reporting import charts
from heard.reporting.outline import APPENDIX, DRAFT, case_anchors, parts

MOST_REFERENCES = 500
_TALLEST = 800


def render_html(report: Report) -> str:
    """Return the whole page. The same report gives the same text."""
    page = _environment().get_template("report.html.jinja")
    return page.render(
        report=report,
        parts=parts(report),
        anchors=case_anchors(report),
        draft=DRAFT,
        appendix=APPENDIX,
        most=MOST_REFERENCES,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("heard.reporting", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.globals.update(wide=_wide, narrow=_narrow)
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment


def _wide(chart: Chart, number: int) -> Markup:
    """Draw the chart for a desk and for paper: in pictures that each fit on a page, one straight below the other."""
    return _drawn(charts.sheets(chart, identifier=f"wide--{number}", tallest=_TALLEST))


def _narrow(chart: Chart, number: int) -> Markup:
    return _drawn([charts.svg(chart, identifier=f"narrow--{number}", width=charts.NARROW)])


def _drawn(pictures: Iterable[str]) -> Markup:
    """Mark drawings as markup, which they are: the charts escape every text that they are given."""
    return Markup("\n").join(map(Markup, pictures))


def _printable(value: object) -> object:
    """Drop the characters that no page may hold. What is markup already has been through here."""
    return charts.printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
