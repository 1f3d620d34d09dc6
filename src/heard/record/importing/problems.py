"""What an import says about a row that it could not take, or took with a remark."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Effect = Literal["rejected", "imported"]


class CannotImportError(Exception):
    """The file as a whole cannot be imported and nothing was changed; the message says why and what to do."""


@dataclass(frozen=True)
class Remark:
    """Something about one cell or row, before it is known which row: a sentence, and what to do about it."""

    column: str
    value: str
    problem: str
    fix: str
    effect: Effect = "rejected"


@dataclass(frozen=True)
class Problem:
    """A remark with its place. `row` is the row's number as the spreadsheet shows it, None for a whole sheet."""

    sheet: str
    row: int | None
    column: str
    value: str
    problem: str
    fix: str
    effect: Effect

    @classmethod
    def at(cls, sheet: str, row: int | None, remark: Remark) -> Problem:
        return cls(sheet, row, remark.column, remark.value, remark.problem, remark.fix, remark.effect)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def shorten(value: object, longest: int = 60) -> str:
    """Return the cell as text, cut so that a whole letter pasted into a cell does not fill the screen."""
    text = str(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
