"""Working days of England: which days count, how to count forwards, and how many have passed.

The calendar is data, not a formula (bank_holidays.json): holidays are moved and added by proclamation. A date outside
the years that the data covers is refused, because a missing holiday would silently bring a deadline forward.

Counting follows the ordinary rule for “within so many days of”: the day of the event is day 0, the first working day after it
is day 1, and a thing is due at the end of day N.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class OutsideCalendarError(ValueError):
    """A date lies outside the years that the bank-holiday data covers."""


def local_day(at: datetime) -> date:
    """Return the day in England at that moment: at 23:30 UTC in summer it is tomorrow."""
    return at.astimezone(LONDON).date()


class Calendar:
    """The working days of one place over a stated range of whole years.

    A working day is a day that is not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England
    (SI 2006/1738 regulation 2).
    """

    def __init__(
        self, holidays: Iterable[date], first_year: int, last_year: int, reasons: Mapping[date, str] | None = None
    ) -> None:
        self.holidays = frozenset(holidays)
        self._reasons = dict(reasons or {})
        self.first, self.last = date(first_year, 1, 1), date(last_year, 12, 31)
        every_day = (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        self._working = [day for day in every_day if day.weekday() < 5 and day not in self.holidays]

    def also_closed(self, days: Iterable[date], why: str = "bank holiday") -> Calendar:
        """Return this calendar with more days that do not count, such as a holiday proclaimed late or closure days.

        `why` is what `why_not` says of them.
        """
        more = frozenset(days) - self.holidays
        reasons = {**self._reasons, **dict.fromkeys(more, why)}
        return Calendar(self.holidays | more, self.first.year, self.last.year, reasons) if more else self

    def is_working_day(self, day: date) -> bool:
        """Answer whether `day` counts. Raises OutsideCalendarError beyond the years covered."""
        self._check(day)
        return day.weekday() < 5 and day not in self.holidays

    def add(self, start: date, working_days: int) -> date:
        """Return the date `working_days` (0 or more) working days after `start`, which itself is day 0."""
        if working_days < 0:
            raise ValueError("Working days are counted forwards: give 0 or more.")
        self._check(start)
        if working_days == 0:
            return start
        place = bisect_right(self._working, start) + working_days - 1
        if place >= len(self._working):
            raise OutsideCalendarError(f"{working_days} working days after {start} runs past {self.last.year}.")
        return self._working[place]

    def subtract(self, end: date, working_days: int) -> date:
        """Return the date `working_days` (0 or more) working days before `end`, which itself is not counted."""
        if working_days < 0:
            raise ValueError("Working days are counted backwards from the end: give 0 or more.")
        self._check(end)
        if working_days == 0:
            return end
        place = bisect_left(self._working, end) - working_days
        if place < 0:
            raise OutsideCalendarError(f"{working_days} working days before {end} is before {self.first.year}.")
        return self._working[place]

    def on_or_after(self, day: date) -> date:
        """Return `day` where it is a working day, and the next working day where it is not."""
        self._check(day)
        place = bisect_left(self._working, day)
        if place >= len(self._working):
            raise OutsideCalendarError(f"There is no working day from {day} to the end of {self.last.year}.")
        return self._working[place]

    def why_not(self, day: date) -> str:
        """Return why a day does not count, in a word or two; empty for a working day."""
        self._check(day)
        if day.weekday() >= 5:
            return f"{day:%A}"
        return self._reasons.get(day, "bank holiday") if day in self.holidays else ""

    def elapsed(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`: 0 for the same day, never negative."""
        self._check(start)
        self._check(end)
        return max(0, bisect_right(self._working, end) - bisect_right(self._working, start))

    def working_days_in(self, year: int) -> int:
        """Return how many working days the calendar year has."""
        self._check(date(year, 1, 1))
        return bisect_left(self._working, date(year + 1, 1, 1)) - bisect_left(self._working, date(year, 1, 1))

    def _check(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise OutsideCalendarError(
                f"{day} is outside the bank holidays that are known here ({self.first.year} to {self.last.year})."
            )


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files("heard.law").joinpath("bank_holidays.json").read_text(encoding="utf-8"))
    return data


def _days(listed: dict[str, list[str]]) -> list[date]:
    return [date.fromisoformat(f"{year}-{day}") for year, days in listed.items() for day in days]


@cache
def england() -> Calendar:
    """Return the calendar of England from the data that ships with Heard."""
    data = _data()
    return Calendar(_days(data["days"]), data["first_year"], data["last_year"])


@cache
def united_kingdom() -> Calendar:
    """Return the calendar in which a bank holiday anywhere in the United Kingdom does not count (freedom of information)."""
    return england().also_closed(_days(_data()["elsewhere"]), "bank holiday elsewhere in the United Kingdom")


def projected_from() -> int:
    """Return the first year whose holidays are worked out from the ordinary rules: nothing is proclaimed for it yet."""
    return int(_data()["projected_from_year"])


CALENDARS = {"england": england, "united-kingdom": united_kingdom}
"""Name in a definition → its calendar."""
