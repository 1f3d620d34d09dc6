"""Mangling a register one way at a time, as people and spreadsheet programs do, with what must become of each row.

`mangle(register, kind, seed)` gives pages whose lines know what the register should hold of them and whether they must be
rejected. Nothing here reads a workbook: what must happen is said by the mangle that did it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from tests.registers import HEADERS, Register
from tests.workbooks import Formula, Line, Page

CODES = {"Figure", "Year"}
"""Columns whose letters are a code: not to be shouted."""


class Case:
    """One register being mangled: its pages, dice, and helpers to find a row and spoil a cell."""

    def __init__(self, register: Register, seed: int) -> None:
        self.start, self.dice = register.start, random.Random(f"mangle {seed}")
        self.pages = register.pages()
        self.formats = ("xlsx", "xls", "ods")

    def page(self, name: str) -> Page:
        return next(page for page in self.pages if page.kind == name)

    def any_page(self, *names: str) -> Page:
        return self.page(self.dice.choice(names or tuple(HEADERS)))

    def pick(self, name: str, fits: Callable[[dict[str, Any]], Any] = lambda row: True) -> Line | None:
        """Return a row that fits, None where the register has none."""
        fitting = [line for line in self.page(name).lines if line.source and fits(line.source)]
        return self.dice.choice(fitting) if fitting else None

    def spoil(self, name: str, changes: dict[str, Any], line: Line | None = None) -> Line:
        """Put values into a row that make it one to reject."""
        line = line or self.pick(name)
        assert line is not None
        for title, value in changes.items():
            line.cells[HEADERS[name].index(title)] = value
        line.rejected = True
        return line

    def add(self, name: str, values: dict[str, Any], rejected: bool = True) -> Line:
        """Add a row at the end of a sheet."""
        line = Line([values.get(title, "") for title in HEADERS[name]], None if rejected else values, rejected)
        self.page(name).lines.append(line)
        return line

    def change_cells(self, change: Callable[[str, Any], Any]) -> None:
        """Replace every cell below a header by what `change` makes of its title and value, blanks left alone."""
        for page in self.pages:
            for line in page.rows:
                titles = zip(HEADERS[page.kind], line.cells, strict=True)
                line.cells = [change(title, cell) if cell != "" else cell for title, cell in titles]

    def change_headers(self, change: Callable[[str], str]) -> None:
        for page in self.pages:
            page.lines[0].cells = [change(title) for title in page.lines[0].cells]

    def refuse(self, page: Page) -> None:
        """Say that a page is not read. Learning has no year without the complaints that it belongs to."""
        page.refused = True
        if page.kind == "Complaints":
            for line in self.page("Learning").rows:
                line.rejected = True

    def kept(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a kind of sheet that the register must hold in the end."""
        return [
            line.source
            for page in self.pages
            if page.kind == name and not page.refused
            for line in page.rows
            if line.source is not None and not line.rejected
        ]


def dates_as(write: Callable[[date], Any]) -> Callable[[Case], None]:
    """Make a mangle that writes every date in one style."""

    def change(case: Case) -> None:
        case.change_cells(lambda _, cell: write(cell) if isinstance(cell, date) else cell)

    return change


def headers_as(write: Callable[[str], str]) -> Callable[[Case], None]:
    return lambda case: case.change_headers(write)


def words_as(write: Callable[[str], str]) -> Callable[[Case], None]:
    """Make a mangle that writes every word of the council's lists in another way, the codes left alone."""
    return lambda case: case.change_cells(
        lambda title, cell: write(cell) if isinstance(cell, str) and title not in CODES else cell
    )


def instead(words: dict[str, str], *columns: str) -> Callable[[Case], None]:
    """Make a mangle that writes other words in some columns."""
    return lambda case: case.change_cells(
        lambda title, cell: words.get(cell, cell) if title in columns and isinstance(cell, str) else cell
    )


def ordinal(day: date) -> str:
    ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day.day}{ending} {day:%B %Y}"


def serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def column_order(case: Case) -> None:
    for page in case.pages:
        order = case.dice.sample(range(len(page.lines[0].cells)), len(page.lines[0].cells))
        for line in page.lines:
            line.cells = [line.cells[place] for place in order]


def above(*titles: str) -> Callable[[Case], None]:
    """Make a mangle that puts these lines above the header of every sheet."""

    def change(case: Case) -> None:
        for page in case.pages:
            width = len(page.lines[0].cells)
            page.lines[:0] = [Line([title] + [""] * (width - 1)) for title in titles]
            page.header = len(titles)

    return change


def merged_title(case: Case) -> None:
    above("Fable County Council: complaints", "")(case)
    for page in case.pages:
        page.merges.append((page.lines[0], 0, page.lines[0], len(page.lines[0].cells) - 1))


def blank_rows(case: Case) -> None:
    for page in case.pages:
        lines = [page.lines[0]]
        for line in page.lines[1:]:
            lines += [Line([case.dice.choice(("", "  "))] * len(line.cells))] * case.dice.choice((0, 0, 1, 2))
            lines.append(line)
        page.lines = [line for line in lines]


def blank_columns(case: Case) -> None:
    for page in case.pages:
        place = case.dice.randrange(len(page.lines[0].cells) + 1)
        for line in page.lines:
            line.cells = ["", *line.cells[:place], "", "", *line.cells[place:]]


def numeric_references(case: Case) -> None:
    for number, line in enumerate(case.page("Complaints").rows, 1001):
        line.cells[0] = number
        line.source = {**(line.source or {}), "Reference": str(number)}


def unknown_column(case: Case) -> None:
    for page in case.pages:
        page.lines[0].cells.append("Officer's note to self")
        for line in page.rows:
            line.cells.append("chase on Monday")


def unknown_sheet(case: Case) -> None:
    lines = [Line(["Rota"]), Line(["Monday", "the kettle"]), Line(["", ""]), Line(["Tuesday", "the biscuits"])]
    case.pages.insert(case.dice.randrange(len(case.pages) + 1), Page("Kitchen rota", "", lines, None, refused=True))


def empty_sheet(case: Case) -> None:
    case.pages.append(Page("Sheet2", "", [], None))


def other_names_of_sheets(case: Case) -> None:
    names = ("COMPLAINTS REGISTER", "compliment", "Informal Comments", "LGSCO", "Learning from complaints", " context ")
    for page, name in zip(case.pages, names, strict=True):
        page.name = name


def other_order_of_sheets(case: Case) -> None:
    case.dice.shuffle(case.pages)


def split_over_two_sheets(case: Case) -> None:
    page = case.page("Complaints")
    half = len(page.lines) // 2
    second = Page("October to March", "Complaints", [Line(list(page.lines[0].cells)), *page.lines[half:]])
    page.name, page.lines = "April to September", page.lines[:half]
    case.pages.insert(1, second)


def leading_apostrophe(case: Case) -> None:
    case.change_cells(lambda title, cell: f"'{cell}" if title in ("Service area", "District") else cell)


def add_complaint(label: str, title: str) -> Callable[[Case], None]:
    """Make a mangle that adds a sound complaint with an odd label."""

    def change(case: Case) -> None:
        values = dict.fromkeys(HEADERS["Complaints"], "") | {
            "Reference": "FBL-ODD",
            "Date received": date(case.start, 6, 1),
            "Procedure": "Corporate",
            title: label,
        }
        case.add("Complaints", values, rejected=False)

    return change


def formulas_with_results(case: Case) -> None:
    case.formats = ("xlsx", "ods")
    for page in case.pages:
        for line in page.rows:
            line.cells = [cell if isinstance(cell, date) else Formula("=1+1", cell) for cell in line.cells]


OTHER_HEADERS = {
    "Reference": "Ref no",
    "Date received": "Received on",
    "How received": "Channel",
    "Complainant": "Made by",
    "District": "Locality",
    "Service area": "Team",
    "Issues": "Issues raised",
    "Stage 1 response sent or closed": "Date closed",
    "Stage 1 outcome": "Outcome",
    "Reply sent": "Replied",
    "Action": "Actions",
    "Value": "Number",
}

HARMLESS: dict[str, Callable[[Case], None]] = {
    "as it was": lambda case: None,
    "headers in capitals": headers_as(str.upper),
    "headers with spaces": headers_as(lambda title: f"  {title.replace(' ', '   ')} "),
    "headers with punctuation": headers_as(lambda title: f"{title.replace(' ', '_')}:"),
    "headers broken over lines": headers_as(lambda title: title.replace(" ", "\n")),
    "headers by other names": headers_as(lambda title: OTHER_HEADERS.get(title, title)),
    "columns in another order": column_order,
    "title above": above("Fable County Council: complaints register"),
    "notes above": above("Fable County Council", "", "Do not send outside the team.", "Received: see the date", ""),
    "merged title": merged_title,
    "blank rows": blank_rows,
    "blank columns": blank_columns,
    "dates 1/4/2022": dates_as(lambda day: f"{day.day}/{day.month}/{day.year}"),
    "dates 01/04/22": dates_as(lambda day: f"{day:%d/%m/%y}"),
    "dates 01.04.2022": dates_as(lambda day: f"{day:%d.%m.%Y}"),
    "dates 01-Apr-22": dates_as(lambda day: f"{day:%d-%b-%y}"),
    "dates 1st April 2022": dates_as(ordinal),
    "dates Fri, 1 Apr 2022": dates_as(lambda day: f"{day:%a}, {day.day} {day:%b %Y}"),
    "dates 01/04/2022 09:30": dates_as(lambda day: f"{day:%d/%m/%Y} 09:30"),
    "dates ISO": dates_as(lambda day: day.isoformat()),
    "dates ISO with a time": dates_as(lambda day: f"{day.isoformat()}T09:30:00"),
    "dates as serial numbers": dates_as(serial),
    "dates as serial numbers in text": dates_as(lambda day: str(serial(day))),
    "dates with a time": dates_as(lambda day: datetime.combine(day, time(23, 30))),
    "numeric references": numeric_references,
    "trailing spaces": words_as(lambda word: f"{word} \u00a0 "),
    "labels in capitals": words_as(str.upper),
    "labels in small letters": words_as(str.lower),
    "other words for outcomes": instead(
        {"Partially upheld": "Partly-upheld", "Upheld": "UPHELD ", "Not upheld": "not upheld."},
        "Stage 1 outcome",
        "Stage 2 outcome",
        "Stage 3 outcome",
    ),
    "other words for yes and no": instead({"Yes": "y", "No": "FALSE"}, "SEND", "Advocate offered"),
    "other words for procedures": instead(
        {"Statutory": "Children Act 1989", "Corporate": "corporate complaint"}, "Procedure"
    ),
    "unknown column": unknown_column,
    "unknown sheet": unknown_sheet,
    "empty sheet": empty_sheet,
    "sheets by other names": other_names_of_sheets,
    "sheets in another order": other_order_of_sheets,
    "split over two sheets": split_over_two_sheets,
    "leading apostrophe": leading_apostrophe,
    "label like a formula": add_complaint("=1+1", "Service area"),
    "label with combining marks": add_complaint("Caf\u00e9 Te\u0301am", "District"),
    "label from right to left": add_complaint("\u202bمرحبا 7\u202c", "Service area"),
    "label with an emoji": add_complaint("Owls \U0001f989", "Complainant"),
    "longest reference": add_complaint("R" * 64, "Reference"),
    "longest label": add_complaint("T" * 200, "Service area"),
    "formulas with results": formulas_with_results,
}
