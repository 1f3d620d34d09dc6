"""Speed as a ratio on a made-up year: an import against reading the same workbook, the figures against one full scan,
and the dates of stage 1 against numpy's working days.

A ratio of two things measured in turn on one machine means the same on another; a number of seconds does not.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess  # nosec B404: it runs this same command in a home of its own
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

YEAR = "2022/23"
READ_ONLY = """
import sys
from python_calamine import CalamineWorkbook
workbook = CalamineWorkbook.from_path(sys.argv[1])
print(sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names))
"""
HEADERS = {
    "Complaints": (
        "Reference, Date received, How received, Complainant, District, Service area, Procedure, SEND, Issues, "
        "Stage 1 due, Stage 1 response sent or closed, Stage 1 outcome, Reason for delay, Stage 2 requested, "
        "Stage 2 response sent, Stage 2 outcome, Stage 3 requested, Panel held, Stage 3 outcome, Advocate offered"
    ),
    "Compliments": "Date received, Service area, SEND, From, Compliment",
    "Comments": "Date received, Service area, SEND, Comment, Acknowledged, Sent to team manager, Reply sent",
    "Ombudsman": "Date received, Service area, SEND, Subject, Decision",
    "Learning": "Learning, Complaint, Action, Completed",
    "Context": "Figure, Measure, Year, Value",
}
TEAMS = [f"Team {number}" for number in range(1, 46)]
ISSUES = [f"Issue {number}" for number in range(1, 26)]
OUTCOMES = ["Upheld", "Partially upheld", "Not upheld", "Not upheld", "Withdrawn"]


def make_workbook(path: Path, complaints: int) -> None:
    """Write a year of invented complaints, the same for the same number, with the other sheets in proportion."""
    dice = random.Random(complaints)  # nosec B311: invented data, nothing is kept secret by it
    sheets = {
        "Complaints": [_complaint(dice, number) for number in range(complaints)],
        "Compliments": [_compliment(dice) for _ in range(complaints // 2)],
        "Comments": [_comment(dice) for _ in range(complaints // 10)],
        "Ombudsman": [(_day(dice), dice.choice(TEAMS), "No", "Delay", "Upheld") for _ in range(complaints // 25)],
        "Learning": [("Practice", dice.choice(ISSUES), f"Change {n}", "Yes") for n in range(complaints // 50)],
        "Context": [("contacts", "Contacts", YEAR, complaints * 80)],
    }
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADERS[name].split(", "))
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, dates)
                elif cell is not None:
                    sheet.write(place, column, cell)
    book.close()


def _day(dice: random.Random) -> date:
    return date(2022, 4, 1) + timedelta(days=dice.randrange(365))


def _complaint(dice: random.Random, number: int) -> tuple[Any, ...]:
    received, days = _day(dice), dice.randrange(3, 60)
    closed, outcome = received + timedelta(days=days), dice.choice(OUTCOMES)
    issues = "; ".join(dice.sample(ISSUES, dice.choice([1, 1, 1, 2])))
    further = outcome != "Withdrawn" and dice.random() < 0.05
    asked = closed + timedelta(days=9) if further else None
    answered = closed + timedelta(days=60) if further else None
    return (
        f"BENCH-{number:06d}", received, dice.choice(["Email", "Telephone", "Letter", "Web form"]),
        dice.choice(["Parent", "Parent", "Grandparent", "Foster carer", "Young person"]), f"District {dice.randrange(8)}",
        dice.choice(TEAMS), dice.choice(["Corporate", "Corporate", "Statutory"]), dice.choice(["Yes", "No", "No", "No"]),
        issues, received + timedelta(days=28), closed, outcome, "Complex case" if days > 28 else None,
        asked, answered, "Not upheld" if further else None, None, None, None, None,
    )  # fmt: skip


def _compliment(dice: random.Random) -> tuple[Any, ...]:
    return (_day(dice), dice.choice(TEAMS), dice.choice(["Yes", "No"]), "Parent", f"Thank you {dice.randrange(10**6)}")


def _comment(dice: random.Random) -> tuple[Any, ...]:
    on = _day(dice)
    steps = (on + timedelta(days=days) for days in (1, 2, 12))
    return (on, dice.choice(TEAMS), "No", f"A question {dice.randrange(10**6)}", *steps)


def in_turn(
    first: Callable[[], None], second: Callable[[], None], runs: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Time the two in turn, `runs` times each after a warm-up, and return both medians in seconds and their ratio."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for taken, work in zip(times, (first, second), strict=True):
            began = time.perf_counter()
            work()
            if run:
                taken.append(time.perf_counter() - began)
        if run:
            say(f"run {run} of {runs}: {times[0][-1]:.3f} s against {times[1][-1]:.3f} s")
    medians = [statistics.median(taken) for taken in times]
    return {"seconds": medians[0], "seconds_against": medians[1], "ratio": medians[0] / medians[1], "runs": runs}


def bench_import(complaints: int, runs: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Time `heard import` into an empty home, whole process, against a process that only reads the same workbook."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "year.xlsx"
        say(f"Making a year of {complaints:,} complaints")
        make_workbook(path, complaints)

        def run_import() -> None:
            with tempfile.TemporaryDirectory(dir=scratch) as home:
                environment = {**os.environ, "HEARD_HOME": home, "DATABASE_URL": ""}
                _run([sys.executable, "-m", "heard", "import", str(path), "--json"], environment)

        def read() -> None:
            _run([sys.executable, "-c", READ_ONLY, str(path)], dict(os.environ))

        result = in_turn(run_import, read, runs, say)
    return {**result, "complaints": complaints, "against": "only reading the same workbook"}


def _run(command: list[str], environment: dict[str, str]) -> bytes:
    done = subprocess.run(command, env=environment, check=True, capture_output=True)  # nosec B603: our own command
    return done.stdout


def bench_report(complaints: int, runs: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Time every figure of a year against one full scan of the same Parquet tables, in one DuckDB connection."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = _extract(Path(scratch), complaints, say)
        return {**_figures_against_scan(folder, runs, say), "complaints": complaints}


def _extract(scratch: Path, complaints: int, say: Callable[[str], None]) -> Path:
    path = scratch / "year.xlsx"
    say(f"Making, importing and freezing a year of {complaints:,} complaints")
    make_workbook(path, complaints)
    environment = {**os.environ, "HEARD_HOME": str(scratch / "home"), "DATABASE_URL": ""}
    _run([sys.executable, "-m", "heard", "import", str(path), "--json"], environment)
    frozen = _run([sys.executable, "-m", "heard", "extract", YEAR, "--json"], environment)
    return Path(json.loads(frozen)["folder"])


def _figures_against_scan(folder: Path, runs: int, say: Callable[[str], None]) -> dict[str, Any]:
    from heard.figures.compute import compute, open_tables
    from heard.figures.schema import TABLES
    from heard.law.years import FinancialYear

    with open_tables(folder) as connection:

        def scan() -> None:
            for table in TABLES:  # hashing a whole row makes DuckDB read every column of it
                connection.execute(f"SELECT COUNT(*), bit_xor(hash(t)) FROM {table} t").fetchall()  # nosec B608

        def figures() -> None:
            compute(connection, FinancialYear.parse(YEAR))

        count = len(compute(connection, FinancialYear.parse(YEAR)))
        result = in_turn(figures, scan, runs, say)
    return {**result, "figures": count, "against": "one full scan of the same tables"}


STARTS = 20
"""Stage 1 starts for each complaint that is asked for: a million for the ordinary 50,000."""


def bench_clock(complaints: int, runs: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Time target and limit of random stage 1 starts against numpy's count with the same holidays; compare the answers.

    Raises ValueError where numpy is not installed, or where the two disagree.
    """
    try:
        import numpy
    except ImportError:
        raise ValueError("`heard bench clock` needs numpy: install what requirements-dev.lock names.") from None
    from heard.law.calendars import england
    from heard.law.clocks import deadline
    from heard.law.procedures import shipped

    calendar, clock = england(), shipped().clock("ST1")[1]
    number, dice = complaints * STARTS, random.Random(complaints)  # nosec B311: invented days
    say(f"Making {number:,} random days on which stage 1 starts")
    span = (date(2034, 12, 31) - calendar.first).days
    starts = [calendar.first + timedelta(days=dice.randrange(span)) for _ in range(number)]
    array = numpy.array(starts, dtype="datetime64[D]")
    theirs = numpy.busdaycalendar(holidays=sorted(calendar.holidays))
    counts = [count for count in (clock.target, clock.limit) if count]
    found: dict[str, Any] = {}

    def ours() -> None:
        found["ours"] = [deadline(clock, start, calendar) for start in starts]

    def numpys() -> None:
        found["numpy"] = [numpy.busday_offset(array, count, "backward", busdaycal=theirs) for count in counts]

    result = in_turn(ours, numpys, runs, say)
    targets, limits = (one.tolist() for one in found["numpy"])
    dates = zip(found["ours"], targets, limits, strict=True)
    apart = sum((one.target, one.limit) != (target, limit) for one, target, limit in dates)
    if apart:
        raise ValueError(f"{apart:,} of {number:,} dates are not those that numpy gives.")
    return {**result, "complaints": complaints, "starts": number, "agree": number, "against": "numpy's busday_offset"}
