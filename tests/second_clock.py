"""A second way to work a deadline out, written apart from the first: one day at a time, from another list of holidays.

It takes nothing from `heard.law`. Its numbers are typed here from the rulebook, its bank holidays are those of the
`holidays` package, and it knows no trick: it walks. `python -m tests.second_clock --cases 1000000 --seed 1` asks both
the same random questions and prints how often they agree.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
FIRST, LAST = date(2006, 2, 1), date(2034, 6, 30)
YEARS = range(2005, 2037)

# clock: unit, target, limit, limit once extended, holidays of, an end that is no working day moves on, counted backwards
SHEET = {
    "ST1": ("wd", 10, 20, 20, "ENG", False, False),
    "ST1-ESC": ("wd", None, 10, 20, "ENG", False, False),
    "ST2-REQ": ("wd", 20, None, None, "ENG", False, False),
    "ST2": ("wd", 25, 65, 65, "ENG", False, False),
    "ST3-REQ": ("wd", 20, None, None, "ENG", False, False),
    "ST3-ACK": ("wd", 2, None, None, "ENG", False, False),
    "ST3-CHAIR": ("wd", 10, None, None, "ENG", False, False),
    "ST3-MEET": ("wd", 30, 30, 30, "ENG", False, False),
    "ST3-PAPERS": ("wd", 10, None, None, "ENG", False, True),
    "ST3-REPORT": ("wd", 5, 5, 5, "ENG", False, False),
    "ST3-RESP": ("wd", 15, 15, 15, "ENG", False, False),
    "ST-LIMIT": ("cm", 12, None, None, "ENG", False, False),
    "ST-RESUB": ("cm", 12, None, None, "ENG", False, False),
    "CC-ACK": ("wd", 5, None, None, "ENG", False, False),
    "CC1": ("wd", 10, 20, 20, "ENG", False, False),
    "CC2-ACK": ("wd", 5, None, None, "ENG", False, False),
    "CC2": ("wd", 20, 40, 40, "ENG", False, False),
    "CC-LIMIT": ("cm", 12, None, None, "ENG", False, False),
    "DUD1": ("wd", 20, None, None, "ENG", False, False),
    "LGO-LIMIT": ("cm", 12, None, None, "ENG", False, False),
    "SAR": ("cm", 1, 3, 3, "ENG", True, False),
    "DPC-ACK": ("cd", 30, None, None, "ENG", True, False),
    "FOI": ("wd", 20, None, None, "UK", False, False),
    "EHC-6": ("cd", 42, None, None, "ENG", False, False),
    "EHC-16": ("cd", 112, None, None, "ENG", False, False),
    "EHC-20": ("cd", 140, None, None, "ENG", False, False),
    "IRM-F": ("cd", 28, None, None, "ENG", False, False),
    "IRM-A": ("wd", 40, None, None, "ENG", False, False),
}
PARTS = {"ENG": ["ENG"], "UK": ["ENG", "WLS", "SCT", "NIR"]}
CALENDARS = {"ENG": "england", "UK": "united-kingdom"}


@cache
def bank_holidays(where: str) -> frozenset[date]:
    return frozenset(day for part in PARTS[where] for day in holidays.country_holidays("GB", subdiv=part, years=YEARS))


@dataclass(frozen=True)
class Asked:
    """One question. `shut` are more days that do not count; a pause is (from, to), and to is None while it goes on."""

    clock: str
    start: date
    extended: bool = False
    pauses: tuple[tuple[date, date | None], ...] = ()
    convention: str = "A"
    limit_waits: bool = False
    shut: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Answered:
    target: date | None
    limit: date | None
    due: date | None


def works(day: date, where: str, shut: frozenset[date]) -> bool:
    return day.isoweekday() <= 5 and day not in bank_holidays(where) and day not in shut


def answer(asked: Asked) -> Answered:
    """Return target, limit and the date that counts."""
    _, target, limit, extended_limit, *_ = SHEET[asked.clock]
    at_most = extended_limit if asked.extended else limit
    ended = end(asked, target, asked.pauses)
    latest = end(asked, at_most, asked.pauses if asked.limit_waits else ())
    if latest is not None and (ended is None or asked.extended or latest < ended):
        return Answered(ended, latest, latest)
    return Answered(ended, latest, ended)


def end(asked: Asked, number: int | None, pauses: tuple[tuple[date, date | None], ...]) -> date | None:
    unit, _, _, _, where, rolls, backwards = SHEET[asked.clock]
    if number is None:
        return None
    if unit == "wd":
        if backwards:
            return walked_back(asked, number, where)
        return walked(asked, number, where, pauses)
    found = later_month(asked.start, number) if unit == "cm" else asked.start + number * DAY
    day = asked.start
    while day <= found:
        for since, until in pauses:
            if until is None and day >= since:
                return None
        if any(until is not None and since <= day < until for since, until in pauses):
            found += DAY
        day += DAY
    while rolls and not works(found, where, asked.shut):
        found += DAY
    return found


def walked(asked: Asked, number: int, where: str, pauses: tuple[tuple[date, date | None], ...]) -> date | None:
    day, left = asked.start, number
    if asked.convention == "A2":
        while not works(day, where, asked.shut):
            day += DAY
    if asked.convention != "B":
        day += DAY
    while left:
        if works(day, where, asked.shut):
            if any(until is None and since <= day for since, until in pauses):
                return None
            left -= not any(until is not None and since != until and since <= day <= until for since, until in pauses)
        day += DAY
    return day - DAY


def walked_back(asked: Asked, number: int, where: str) -> date:
    day = asked.start
    while number:
        day -= DAY
        if works(day, where, asked.shut):
            number -= 1
    return day


def later_month(start: date, months: int) -> date:
    """Return the same day of a later month; where that month has none, its last day."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


# Questions


def questions(seed: int, cases: int) -> Iterator[Asked]:
    """Yield random questions: half of them plain, the others with pauses, extensions, conventions or closed days."""
    dice = random.Random(seed)
    span, clocks = (LAST - FIRST).days, sorted(SHEET)
    shut = [frozenset(FIRST + dice.randrange(span) * DAY for _ in range(300)) for _ in range(20)]
    for _ in range(cases):
        clock, start = dice.choice(clocks), FIRST + dice.randrange(span) * DAY
        if dice.random() < 0.5:
            yield Asked(clock, start, dice.random() < 0.5)
            continue
        plain = SHEET[clock][6]
        yield Asked(
            clock,
            start,
            dice.random() < 0.5,
            () if plain else tuple(pause(dice, start) for _ in range(dice.choice([0, 1, 1, 2]))),
            "A" if plain else dice.choice(["A", "A", "A2", "B"]),
            dice.random() < 0.3,
            dice.choice(shut) if dice.random() < 0.5 else frozenset(),
        )


def pause(dice: random.Random, start: date) -> tuple[date, date | None]:
    since = start + dice.randrange(-3, 45) * DAY
    return since, None if dice.random() < 0.1 else since + dice.choice([0, 1, 2, 5, 14, 30]) * DAY


# Both asked


class Engine:
    """The engine, asked the same questions."""

    def __init__(self) -> None:
        from heard.law import calendars, clocks, procedures

        self.clocks, self.calendars = clocks, calendars
        self.by_name = {name: procedures.shipped().clock(name)[1] for name in SHEET}
        self.made: dict[tuple[str, frozenset[date]], object] = {}

    def calendar(self, name: str, shut: frozenset[date]) -> object:
        if (name, shut) not in self.made:
            self.made[name, shut] = self.calendars.CALENDARS[name]().also_closed(shut)
        return self.made[name, shut]

    def answer(self, asked: Asked) -> Answered:
        found = self.clocks.deadline(
            self.by_name[asked.clock],
            asked.start,
            self.calendar(self.by_name[asked.clock].calendar, asked.shut),
            extended=asked.extended,
            pauses=[self.clocks.Pause(*one) for one in asked.pauses],
            settings={
                "convention": asked.convention,
                "advocate_pause": "limit_waits" if asked.limit_waits else "limit_runs",
            },
        )
        return Answered(found.target, found.limit, found.due)


def compared(seed: int, cases: int) -> tuple[Counter[str], list[tuple[Asked, Answered, Answered]]]:
    """Return how often the two agreed, by what was asked, and where they did not."""
    engine, counts, apart = Engine(), Counter(), []
    for asked in questions(seed, cases):
        first, second = engine.answer(asked), answer(asked)
        counts["asked"] += 1
        counts["with a pause"] += bool(asked.pauses)
        counts["extended"] += asked.extended
        counts["counted another way"] += asked.convention != "A"
        counts["with closed days"] += bool(asked.shut)
        if first == second:
            counts["agree"] += 1
        else:
            apart.append((asked, first, second))
    return counts, apart


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Ask both implementations the same random questions.")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(words)
    counts, apart = compared(options.seed, options.cases)
    for what, number in counts.items():
        sys.stdout.write(f"{what}: {number:,}\n")
    sys.stdout.write(f"disagree: {len(apart):,}\n")
    for asked, first, second in apart[:10]:
        sys.stdout.write(f"{asked}\n  engine: {first}\n  second: {second}\n")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
