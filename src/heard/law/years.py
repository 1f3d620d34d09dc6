"""Financial years: 1 April to 31 March, written 2022/23. The report that the Regulations of 2006 ask for covers one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class FinancialYear:
    """The financial year that begins on 1 April of `start`."""

    start: int

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Read `2022/23`, `2022-23` or `2022/2023`. Raises ValueError with a sentence that says what to type."""
        found = re.fullmatch(r"\s*(\d{4})\s*[/\-–]\s*(\d{2}|\d{4})\s*", text)
        if found:
            start, end = int(found[1]), found[2]
            if end == str(start + 1)[-len(end) :] and 1900 <= start <= 2200:
                return cls(start)
        raise ValueError(f"“{text.strip()[:20]}” is not a financial year. Write it like 2022/23.")

    @classmethod
    def of(cls, day: date) -> FinancialYear:
        """Return the year in which `day` falls."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    @property
    def previous(self) -> FinancialYear:
        return FinancialYear(self.start - 1)

    @property
    def folder(self) -> str:
        """The year as the name of a folder, without a slash."""
        return str(self).replace("/", "-")

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"
