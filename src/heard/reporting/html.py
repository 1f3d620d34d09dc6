"""Writes the annual report as HTML: a page that needs nothing else, no script, no font and no address outside it, and
the fragment of it that stands within a page of Heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from heard.figures.report import Chart, Report
from heard.reporting import charts
from heard.reporting.outline import APPENDIX, DRAFT, case_anchors, parts

MOST_REFERENCES = 500
_TALLEST = 800


@dataclass(frozen=True)
class Behind:
    """Where a figure's cases are listed, and what the figure is called."""

    address: str
    label: str


def render_html(report: Report) -> str:
    """Return the whole page. The same report gives the same text."""
    page = _environment().get_template("report.html.jinja")
    anchors = case_anchors(report)
    return page.render(
        report=report,
        parts=parts(report),
        anchors=anchors,
        behind=_behind(report, {figure: f"#{anchor}" for figure, anchor in anchors.items()}),
        draft=DRAFT,
        appendix=APPENDIX,
        most=MOST_REFERENCES,
    )


def render_fragment(report: Report, addresses: Mapping[str, str]) -> str:
    """Return the report's sections, to stand within a page whose h1 is the report's title.

    `addresses` is figure id → the page that lists its cases; a figure that has none there is a plain number.
    """
    fragment = _environment().get_template("fragment.html.jinja")
    return fragment.render(report=report, parts=parts(report), behind=_behind(report, addresses))


def _behind(report: Report, addresses: Mapping[str, str]) -> dict[str, Behind]:
    return {figure: Behind(address, report.cases[figure].label) for figure, address in addresses.items()}


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
