"""The annual reports: the years, a year's report, its Word document, and the cases behind a figure."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework.rendering import done, page
from heard.casework.words import KINDS
from heard.figures.sentences import number, percent
from heard.law.calendars import OutsideCalendarError
from heard.law.years import FinancialYear
from heard.record.actions.looks import looked
from heard.record.queries import behind
from heard.record.queries import reports as register
from heard.record.queries.pages import row_number
from heard.record.queries.years import FrozenYearChangedError
from heard.reporting import editions
from heard.reporting.annual import CannotWriteError
from heard.reporting.editions import Edition, EditionChangedError, EditionFigure
from heard.reporting.extract import ExtractChangedError, NoSuchYearError
from heard.reporting.outline import DRAFT

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONFLICT = 409

CANNOT_COUNT = (
    NoSuchYearError,
    ExtractChangedError,
    FrozenYearChangedError,
    OutsideCalendarError,
    CannotWriteError,
    EditionChangedError,
)
"""Why a year cannot be counted: each says so in a sentence that a person can act on."""


@door("report", "view")
def reports(request: StaffRequest) -> HttpResponse:
    """Show the years that there is something to report on."""
    return page(request, "reports/list.html", {"years": editions.years(by=request.actor)})


@door("report", "view")
def report(request: StaffRequest, year: str) -> HttpResponse:
    """Show the report of a year as it was counted last."""
    return _report(request, _year(year))


@door("report", "count", methods=("POST",))
def count_report(request: StaffRequest, year: str) -> HttpResponse:
    """Count a year, or count it again, and show its report."""
    asked = _year(year)
    try:
        editions.count_edition(asked, by=request.actor, at=request.at)
    except CANNOT_COUNT as error:
        return _report(request, asked, problem=str(error))
    return done(request, f"{asked} was counted.", "report", asked.folder)


@door("report", "download")
def report_word(request: StaffRequest, year: str) -> HttpResponse:
    """Send the report of a year as a Word document, which holds no case's reference."""
    asked = _year(year)
    try:
        content = _edition(request, asked).word()
    except EditionChangedError as error:
        return _report(request, asked, problem=str(error))
    name = f"annual-report-{asked.folder}.docx"
    return HttpResponse(content, WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@door("report", "open-figure")
def figure(request: StaffRequest, year: str, figure: str) -> HttpResponse:
    """Show what a figure counts, as far as the reader may see it, and note that they looked."""
    asked = _year(year)
    try:
        edition = _edition(request, asked)
        found = edition.figure(figure)
    except EditionChangedError as error:
        return _report(request, asked, problem=str(error))
    if found is None:
        raise Http404("There is no such figure.")
    cases = _cases(request, found, asked)
    details = {"figure": found.id, "shown": len(cases.rows) if cases else 0}
    looked("figure.opened", "report", str(asked), by=request.actor, at=request.at, details=details)
    shown = {"edition": edition, "figure": found, "facts": _facts(found, asked), "cases": cases}
    return page(request, "reports/figure.html", {**shown, "nouns": KINDS.get(found.kind)})


def _cases(request: StaffRequest, found: EditionFigure, year: FinancialYear) -> behind.List | None:
    """Return the page of the list that was asked for; None for a number that was not counted from the register."""
    if not found.kind:
        return None
    return behind.cases(
        found.kind, found.references, year, by=request.actor, after=row_number(request.GET.get("after", "")) or 0
    )


def _facts(found: EditionFigure, year: FinancialYear) -> list[dict[str, dict[str, str]]]:
    """Return what is known of a figure as rows of name and value."""
    rows = [(f"Number in {year}", number(found.value))]
    if found.denominator is not None:
        rows.append(("Out of", number(found.denominator)))
        rows.append(("Share", percent(found.value, found.denominator)))
    last = number(found.previous) if found.previous is not None else "not known"
    if found.previous is not None and found.previous_denominator is not None:
        last += f" of {number(found.previous_denominator)}, {percent(found.previous, found.previous_denominator)}"
    rows.append((f"Number in {year.previous}", last))
    return [{"key": {"text": name}, "value": {"text": value}} for name, value in rows]


def _year(typed: str) -> FinancialYear:
    """Read the year of an address, which has one spelling."""
    try:
        year = FinancialYear.parse(typed)
    except ValueError:
        raise Http404("There is no such year.") from None
    if year.folder != typed:
        raise Http404("There is no such year.")
    return year


def _edition(request: StaffRequest, year: FinancialYear) -> Edition:
    edition = editions.checked(year, by=request.actor)
    if edition is None:
        raise Http404("There is no such report.")
    return edition


def _report(request: StaffRequest, year: FinancialYear, problem: str = "") -> HttpResponse:
    """Show a year's report, or that it has none yet, or why what is kept of it may not be shown."""
    context: dict[str, Any] = {"year": year, "edition": None, "body": "", "changed": False, "draft": DRAFT}
    try:
        edition = editions.checked(year, by=request.actor)
        if edition is not None:
            changed = register.changed_since(edition.last_event, by=request.actor)
            links = bool(relations_allowing(request.actor.role, "report", "open-figure"))
            context |= {"edition": edition, "body": edition.body(links), "changed": changed, "links": links}
    except EditionChangedError as error:
        problem, edition = problem or str(error), None
        context["edition"] = None
    if edition is None and not problem and year not in register.years(by=request.actor):
        raise Http404("Nothing was received in this year.")
    shown = page(request, "reports/report.html", {**context, "problem": problem})
    if problem:
        shown.status_code = CONFLICT
    return shown
