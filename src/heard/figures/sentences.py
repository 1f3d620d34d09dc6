"""How a figure is put into words: the direction word follows the sign, a percentage always shows its counts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from heard.figures.compute import Figure
from heard.figures.report import Inline, Line, Shown

NOT_APPLICABLE = "not applicable"


def number(value: int) -> str:
    """Return a whole number with commas between thousands."""
    return f"{value:,}"


def percent(part: int, whole: int | None) -> str:
    """Return part of whole in percent, rounded half up; “not applicable” where there is no whole.

    A whole of 1,000 or more is given one decimal place. What is not nothing never reads 0%, what is not all never 100%.
    """
    if not whole:
        return NOT_APPLICABLE
    step = Decimal("0.1") if whole >= 1000 else Decimal("1")
    exact = Decimal(part) * 100 / Decimal(whole)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if part and not rounded:
        return f"less than {step}%"
    if part < whole and rounded >= 100:
        return f"more than {100 - step}%"
    return f"{rounded}%"


def show(figure: Figure) -> Shown:
    """Return the figure's own number, which opens to its cases."""
    return Shown(figure.id, number(figure.value))


def share(figure: Figure) -> Line:
    """Return “31% (69 of 226)”."""
    return (f"{percent(figure.value, figure.denominator)} (", show(figure), f" of {number(figure.denominator or 0)})")


def counted(figure: Figure, one: str, many: str = "") -> Line:
    """Return “1 complaint” or “8 complaints”."""
    return (show(figure), f" {plural(figure.value, one, many)}")


def how_many(figure: Figure, one: str, earlier_year: str) -> Line:
    """Return “The council received 8 compliments, 2 more than …”, or “No compliments were received …”."""
    if not figure.value:
        return (f"No {plural(0, one)} were received{change(figure, earlier_year)}.",)
    return ("The council received ", *counted(figure, one), f"{change(figure, earlier_year)}.")


def plural(count: int, one: str, many: str = "") -> str:
    """Return the word for so many."""
    return one if count == 1 else many or f"{one}s"


def change(figure: Figure, earlier_year: str) -> str:
    """Say how a count compares with last year: “, 18 fewer than the 244 in 2021/22 (down 7%)”; nothing if unknown.

    The percentage is of last year's number, and is left out where that was nothing.
    """
    before, now = figure.previous, figure.value
    if before is None:
        return ""
    if now == before:
        return f", the same as in {earlier_year}"
    word, way = ("more", "up") if now > before else ("fewer", "down")
    base = f", {number(abs(now - before))} {word} than the {number(before)} in {earlier_year}"
    tellable = before > 0 and abs(now - before) < 10 * before  # “up 3,900%” says less than the two numbers
    return f"{base} ({way} {percent(abs(now - before), before)})" if tellable else base


def share_change(figure: Figure, earlier_year: str) -> str:
    """Say how a share compares with last year: “, up from 37% (10 of 27) in 2021/22”; nothing if unknown.

    The direction is that of the exact shares. A share that rounds to the same number is “much the same as” last year's.
    """
    before, base, now, whole = figure.previous, figure.previous_denominator, figure.value, figure.denominator
    if before is None or not base or not whole:
        return ""
    then = f"{percent(before, base)} ({number(before)} of {number(base)}) in {earlier_year}"
    if now * base == before * whole:
        return f", the same as the {then}"
    if percent(now, whole) == percent(before, base):
        return f", much the same as the {then}"
    return f", {'up' if now * base > before * whole else 'down'} from {then}"


def listed(parts: list[Line]) -> Line:
    """Join lines for a sentence: a, b and c."""
    joined: list[Inline] = []
    for place, part in enumerate(parts):
        if place:
            joined.append(" and " if place == len(parts) - 1 else ", ")
        joined.extend(part)
    return tuple(joined)


def sentence(line: Line) -> Line:
    """Return a line with a capital letter at its start."""
    first = line[0]
    return (first[:1].upper() + first[1:], *line[1:]) if isinstance(first, str) else line


def quoted(name: str) -> str:
    """Return a name from the council's own lists as it stands in a sentence."""
    return f"“{name}”"


def lower_first(text: str) -> str:
    """Return a label as it stands within a sentence: “Not upheld” → “not upheld”, “EHCP delay” as it is."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]
