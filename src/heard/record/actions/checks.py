"""What every action on a case checks of a date and a text. Each error is a sentence for whoever typed it."""

from __future__ import annotations

from datetime import date, datetime

from heard.law.calendars import local_day
from heard.law.due import day_said


def not_later(on: date, at: datetime) -> None:
    """Raise ValueError where the day has not come yet where the council is."""
    if on > local_day(at):
        raise ValueError(f"{day_said(on)} has not come yet. Give today or an earlier day.")


def not_before(on: date, first: date, what: str) -> None:
    """Raise ValueError where the day is before another one, on which `what` happened, such as “it was received”."""
    if on < first:
        raise ValueError(f"{day_said(on)} is before {day_said(first)}, the day on which {what}.")


def text(typed: str, most: int, what: str, *, needed: bool = False) -> str:
    """Return a line of text without stray spaces. Raises ValueError where it is too long or, if needed, empty."""
    line = " ".join(typed.split())
    if needed and not line:
        raise ValueError(f"Enter {what}.")
    return _short(line, most, what)


def words(typed: str, what: str, *, needed: bool = False) -> str:
    """Return what somebody wrote, its lines as they are. Raises ValueError as `text` does."""
    written = typed.replace("\r\n", "\n").replace("\0", "").strip()
    if needed and not written:
        raise ValueError(f"Enter {what}.")
    return _short(written, 50_000, what)


def _short(typed: str, most: int, what: str) -> str:
    if len(typed) > most:
        raise ValueError(f"{what[0].upper()}{what[1:]} must be {most:,} characters or fewer.")
    return typed
