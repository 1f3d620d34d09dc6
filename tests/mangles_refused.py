"""Mangles that cost a row or a whole sheet: typing slips, contradictions, and what a spreadsheet program leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.mangles import HARMLESS, Case
from tests.registers import HEADERS, Register
from tests.workbooks import Fault, Formula, Line, Page

CLOSED = "Stage 1 response sent or closed"
DATES = {
    "Complaints": ("Date received", CLOSED, "Stage 2 requested"),
    "Compliments": ("Date received",),
    "Comments": ("Date received", "Acknowledged", "Sent to team manager", "Reply sent"),
    "Ombudsman": ("Date received",),
}


def bad_date(*values: Any) -> Callable[[Case], None]:
    """Make a mangle that puts one of these into a date column of one row."""

    def change(case: Case) -> None:
        name = case.dice.choice(tuple(DATES))
        case.spoil(name, {case.dice.choice(DATES[name]): case.dice.choice(values)})

    return change


def bad_cell(name: str, title: str, *values: Any) -> Callable[[Case], None]:
    return lambda case: case.spoil(name, {title: case.dice.choice(values)}) and None


def without(name: str, title: str) -> Callable[[Case], None]:
    return bad_cell(name, title, "", "   ")


def out_of_order(name: str, first: str, later: str, **others: Any) -> Callable[[Case], None]:
    """Make a mangle in which what comes later has a date before what comes first."""

    def change(case: Case) -> None:
        line = case.pick(name)
        received = line.source["Date received"]
        dates = {first: received + timedelta(days=40)} if first != "Date received" else {}
        day = dates.get(first, received) - timedelta(days=case.dice.choice((1, 7, 39)))
        extra = {"Stage 1 outcome": "Upheld"} if name == "Complaints" else {}
        later_blank = dict.fromkeys(LATER, "") if name == "Complaints" else {}
        case.spoil(name, later_blank | extra | dates | {later: day}, line)

    return change


LATER = [title for title in HEADERS["Complaints"] if title.startswith(("Stage 2", "Stage 3", "Panel"))]


def later_stage_when_withdrawn(case: Case) -> None:
    line = case.pick("Complaints")
    day = line.source["Date received"] + timedelta(days=100)
    title = case.dice.choice(("Stage 2 requested", "Stage 3 requested", "Panel held"))
    case.spoil("Complaints", dict.fromkeys(LATER, "") | {"Stage 1 outcome": "Withdrawn", title: day}, line)


def same_reference(different: bool) -> Callable[[Case], None]:
    def change(case: Case) -> None:
        row = dict(case.pick("Complaints").source)
        if different:
            row["Date received"] -= timedelta(days=1)
            row["Reference"] = f" {row['Reference'].lower()}"
        case.add("Complaints", row)

    return change


def same_figure_twice(case: Case) -> None:
    case.add("Context", dict(case.pick("Context").source) | {"Value": 77})


def footer_total(case: Case) -> None:
    for name in ("Complaints", "Compliments", "Comments", "Ombudsman"):
        total = len(case.page(name).rows)
        case.add(name, {HEADERS[name][0]: "Total", HEADERS[name][2]: total})


def header_again(case: Case) -> None:
    page = case.any_page("Complaints", "Compliments", "Comments", "Ombudsman", "Context")
    page.lines.insert(case.dice.randint(1, len(page.lines)), Line(list(page.lines[0].cells), rejected=True))


def copy_of_the_sheet(case: Case) -> None:
    page = case.page("Complaints")
    lines = [Line(list(line.cells), rejected=place > 0) for place, line in enumerate(page.lines)]
    case.pages.append(Page("Complaints (2)", "Complaints", lines))


def formula_without_result(case: Case) -> None:
    case.formats = ("xlsx", "ods")  # an xls says the same of a formula without a result and of one that gave nothing
    bad_cell("Complaints", "Stage 1 outcome", Formula('=IF(1=1,"Upheld","")'))(case)


def error_cell(case: Case) -> None:
    name, title = case.dice.choice((("Complaints", "Service area"), ("Comments", "Reply sent"), ("Ombudsman", "SEND")))
    bad_cell(name, title, Fault("#REF!"), Fault("#VALUE!"))(case)


def merged_down(case: Case) -> None:
    page = case.page("Complaints")
    place = case.dice.randrange(1, len(page.lines) - 2)
    column = case.dice.randrange(1, len(HEADERS["Complaints"]))
    first, *below = page.lines[place : place + 3]
    for line in below:
        line.rejected = True
    page.merges.append((first, column, below[-1], column))


def merged_across(case: Case) -> None:
    line = case.pick("Complaints")
    case.page("Complaints").merges.append((line, 2, line, 5))
    line.rejected = True


def refuse_a_page(change: Callable[[Page], None], *names: str) -> Callable[[Case], None]:
    """Make a mangle after which one sheet cannot be read at all."""

    def mangle(case: Case) -> None:
        page = case.any_page(*names)
        case.refuse(page)
        change(page)

    return mangle


REQUIRED = {
    "Complaints": ("Reference", "Date received", "Procedure"),
    "Compliments": ("Date received",),
    "Comments": ("Date received",),
    "Ombudsman": ("Date received",),
    "Learning": ("Action",),
    "Context": ("Figure", "Year", "Value"),
}


def drop_column(page: Page) -> None:
    place = HEADERS[page.kind].index(REQUIRED[page.kind][-1])
    for line in page.lines:
        del line.cells[place]


def repeat_column(page: Page) -> None:
    for line in page.lines:
        line.cells.append(line.cells[-1])


def hide(page: Page) -> None:
    page.hidden = True


def drop_header(page: Page) -> None:
    del page.lines[0]
    page.header = None


REFUSED: dict[str, Callable[[Case], None]] = {
    "31 February": bad_date("31/02/2022", "31 February 2022", "2022-02-31"),
    "29 February of an ordinary year": bad_date("29/02/2022", "29 Feb 2023"),
    "year 2202": bad_date("01/06/2202", date(2202, 6, 1)),
    "year 1922": bad_date("01/06/1922", date(1922, 6, 1)),
    "month 13": bad_date("05/13/2022", "2022-13-05", "04/25/2022"),
    "n/a as a date": bad_date("n/a", "N/A", "-", "tbc"),
    "a number that is no date": bad_date(12, 20220401, "44652.5.1"),
    "tomorrow": bad_date("02/06/2026", date(2026, 6, 2)),
    "response before receipt": out_of_order("Complaints", "Date received", CLOSED),
    "stage 2 request before receipt": out_of_order("Complaints", "Date received", "Stage 2 requested"),
    "stage 2 response before request": out_of_order("Complaints", "Stage 2 requested", "Stage 2 response sent"),
    "panel before request": out_of_order("Complaints", "Stage 3 requested", "Panel held"),
    "reply before receipt": out_of_order("Comments", "Date received", "Reply sent"),
    "acknowledged before receipt": out_of_order("Comments", "Date received", "Acknowledged"),
    "later stage when withdrawn": later_stage_when_withdrawn,
    "unknown outcome": bad_cell("Complaints", "Stage 1 outcome", "Uphled", "Yes", "upheld?not", "?"),
    "unknown procedure": bad_cell("Complaints", "Procedure", "Statutroy", "Both", 1),
    "neither yes nor no": bad_cell("Complaints", "SEND", "maybe", "?", 2),
    "no reference": without("Complaints", "Reference"),
    "no date received": without("Complaints", "Date received"),
    "no procedure": without("Complaints", "Procedure"),
    "no date of a compliment": without("Compliments", "Date received"),
    "no action": without("Learning", "Action"),
    "reference too long": bad_cell("Complaints", "Reference", "R" * 65),
    "same reference, same row": same_reference(different=False),
    "same reference, another row": same_reference(different=True),
    "same figure twice": same_figure_twice,
    "words in a number": bad_cell("Context", "Value", "about 300", "12 (est.)", "£5"),
    "number below zero": bad_cell("Context", "Value", -5, "-5"),
    "bad year": bad_cell("Context", "Year", "2022/24", "last year", 2022),
    "bad figure id": bad_cell("Context", "Figure", "statutory received!", "..", "=A1"),
    "label of punctuation": bad_cell("Complaints", "Service area", "???", "–", "'"),
    "label too long": bad_cell("Complaints", "Service area", "T" * 201),
    "short label too long": bad_cell("Complaints", "Complainant", "C" * 101),
    "footer with totals": footer_total,
    "header again half-way": header_again,
    "copy of the sheet": copy_of_the_sheet,
    "formula without a result": formula_without_result,
    "error in a cell": error_cell,
    "cells merged down": merged_down,
    "cells merged across": merged_across,
    "no required column": refuse_a_page(drop_column),
    "column twice": refuse_a_page(repeat_column),
    "hidden sheet": refuse_a_page(hide),
    "no header": refuse_a_page(drop_header),
}

KINDS = {**HARMLESS, **REFUSED}


def mangle(register: Register, kind: str, seed: int) -> Case:
    """Return the register as pages, mangled in one way, with what must become of every row."""
    case = Case(register, seed)
    KINDS[kind](case)
    return case
