"""From a cell to a value: dates however they were typed, yes and no, and the field's own words.

Each reader takes a cell that is not blank and returns the value, or raises `UnreadableError` with what is wrong and what to
do about it.
"""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from heard.law import words
from heard.law.years import FinancialYear

Cell = Any


class UnreadableError(ValueError):
    """A cell that cannot be read: `problem` says what is wrong, `fix` what to do."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem, self.fix = problem, fix


CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""Characters that nobody types and PostgreSQL does not keep; those that end a line are not among them."""


def text(cell: Cell) -> str:
    """Return the words of a cell with single spaces; a whole number without its “.0”."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(_clean(str(cell)).split())


def _clean(typed: str) -> str:
    """Compose letters and their accents, so that “é” is one character however it was typed; drop control characters."""
    return typed if typed.isascii() and typed.isprintable() else CONTROL.sub("", unicodedata.normalize("NFC", typed))


MONTHS = {name.lower()[:3]: number for number, name in enumerate(calendar.month_name) if name}
NUMERIC = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
WORDED = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ \-](?:of )?([a-z]{3,9})\.?,?[ \-](\d{4}|\d{2})")
TIME = re.compile(r"[ t]+\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?( ?[ap]m)?z?$")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
DATE_FIX = "Type the date as day, month and year, for example 28/02/2023."


def day(cell: Cell, from_1904: bool = False) -> date:
    """Read a date: a date cell, UK text such as 1/4/22 or 1 April 2022, an ISO date, or an Excel serial number."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(float(cell), from_1904)
    typed = TIME.sub("", " ".join(str(cell).split()).lower())
    if SERIAL.fullmatch(typed):
        return _from_serial(float(typed), from_1904)
    if found := ISO.fullmatch(typed):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    if found := NUMERIC.fullmatch(typed):
        return _date(int(found[1]), int(found[2]), _year(found[3]))
    if (found := WORDED.fullmatch(typed)) and found[2][:3] in MONTHS and _is_month(found[2]):
        return _date(int(found[1]), MONTHS[found[2][:3]], _year(found[3]))
    raise UnreadableError("This is not a date.", DATE_FIX)


def _is_month(word: str) -> bool:
    return any(name.lower().startswith(word) for name in calendar.month_name if name) or word == "sept"


def _year(typed: str) -> int:
    return int(typed) if len(typed) == 4 else 2000 + int(typed)


def _date(day_of_month: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise UnreadableError(f"{month} is not a month.", "Dates are read as day, then month, then year. " + DATE_FIX)
    try:
        return date(year, month, day_of_month)
    except ValueError:
        what = f"{day_of_month} {calendar.month_name[month]} {year}"
        raise UnreadableError(f"There is no {what}.", "Look up the right date and type it.") from None


def _from_serial(serial: float, from_1904: bool) -> date:
    """Excel counts days from 30 December 1899, or in old Macintosh workbooks from 1 January 1904."""
    if not 20_000 <= serial < 120_000:
        raise UnreadableError("This number is not a date.", DATE_FIX)
    return (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)) + timedelta(days=int(serial))


YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


def yes_or_no(cell: Cell) -> bool:
    """Read Yes or No, however short."""
    typed = text(cell).lower()
    if typed in YES or typed in NO:
        return typed in YES
    raise UnreadableError("This is neither Yes nor No.", "Type Yes or No.")


def closed_list(known: Mapping[str, str], spellings: Mapping[str, str]) -> Callable[[Cell], str]:
    """Make a reader for a closed list: it returns the word's slug and refuses a word that is not listed."""

    def read(cell: Cell) -> str:
        typed = words.slug(text(cell))
        typed = spellings.get(typed, typed)
        if typed in known:
            return typed
        near = difflib.get_close_matches(typed, known, n=1, cutoff=0.6)
        listed = ", ".join(known.values())
        hint = f"Did you mean “{known[near[0]]}”? " if near else ""
        raise UnreadableError(
            "This word is not known here.", f"{hint}Use one of: {listed}; or name it in a mapping file."
        )

    return read


outcome = closed_list(words.OUTCOMES, words.OUTCOME_SPELLINGS)
procedure = closed_list(words.PROCEDURES, words.PROCEDURE_SPELLINGS)


ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


def label(cell: Cell) -> str:
    """Read a name from one of the council's own lists. It needs a letter or a digit, from which its id is made."""
    typed = words.visible(text(cell)).strip()
    if typed in ERRORS:
        raise UnreadableError("This is what a formula shows when it has gone wrong.", "Type the name.")
    if not words.slug(typed):
        raise UnreadableError(
            "This has no letter or digit in it.", "Type the name in plain letters, or leave it blank."
        )
    if max(len(typed), len(words.slug(typed))) > 200:
        raise UnreadableError("This is longer than 200 characters.", "Give it a shorter name.")
    return typed


def short_label(cell: Cell) -> str:
    """Read a name of at most 100 characters."""
    typed = label(cell)
    if len(typed) > 100:
        raise UnreadableError("This is longer than 100 characters.", "Give it a shorter name.")
    return typed


def reference(cell: Cell) -> str:
    """Read a complaint's reference."""
    typed = "".join(
        letter for letter in text(cell) if unicodedata.category(letter) != "Cf"
    )  # nothing that cannot be seen
    if not typed:
        raise UnreadableError("There is no letter in it that can be read.", "Type the reference again.")
    if len(typed) > 64:
        raise UnreadableError("The reference is longer than 64 characters.", "Give the complaint a shorter reference.")
    return typed


def labels(cell: Cell) -> list[str]:
    """Read a list with semicolons between, such as the issues of a complaint."""
    return [label(part) for part in text(cell).split(";") if part.strip()]


NUMBER = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")


def number(cell: Cell) -> str:
    """Read a number that is not negative, commas at its thousands allowed, as text that keeps its decimals."""
    typed = text(cell)
    if not NUMBER.fullmatch(typed):
        raise UnreadableError("This is not a number.", "Type the number in digits, such as 19448 or 19,448.")
    value = Decimal(typed.replace(",", ""))
    if value != value.to_integral_value():
        raise UnreadableError("This is not a whole number.", "Type how many there were.")
    if not 0 <= value < 10**12:
        raise UnreadableError("This number cannot be right.", "Type a number from 0 up.")
    return f"{value.quantize(Decimal('0.01'))}"


def financial_year(cell: Cell) -> str:
    """Read a financial year such as 2022/23."""
    try:
        return str(FinancialYear.parse(text(cell)))
    except ValueError as error:
        raise UnreadableError(str(error), "Write it like 2022/23.") from None


def figure_id(cell: Cell) -> str:
    """Read the id of a figure, such as statutory.received."""
    typed = text(cell).lower()
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", typed) or len(typed) > 200:
        raise UnreadableError("This is not the id of a figure.", "Use an id such as statutory.received or contacts.")
    return typed


def free_text(cell: Cell) -> str:
    """Keep what people wrote as they wrote it, without the blanks at either end."""
    return _clean(cell).strip() if isinstance(cell, str) else text(cell)


def listed(items: Iterable[str]) -> str:
    """Join names for a sentence: “a”, “b” and “c”."""
    quoted = [f"“{item}”" for item in items]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
