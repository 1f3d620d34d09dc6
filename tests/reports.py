"""An invented report that holds every kind of block, odd letters and an attempt to slip in a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from heard.figures.report import (
    Bullets,
    CaseList,
    Chart,
    Line,
    Notice,
    Paragraph,
    Quotation,
    Report,
    Section,
    Series,
    Shown,
    Subheading,
    Table,
)

ATTACK = "<script>alert('x')</script>\"&'"
ODD = "Zoë Ó Súilleabháin – Łódź, αβγ, مرحبا, 你好"
YEARS = ("2021/22", "2022/23", "2023/24", "2024/25", "2025/26")
Kind = Literal["columns", "bars", "parts"]
Values = Mapping[str, tuple[float | None, ...]]

COUNCIL = "Fernmere County Council"


def table(caption: str, columns: tuple[str, ...], *rows: tuple[str, ...], total: bool = False) -> Table:
    """Return a table of plain words."""
    return Table(caption, columns, tuple(tuple((cell,) for cell in row) for row in rows), total=total)


def chart(kind: Kind, series: Values, categories: tuple[str, ...], title: str) -> Chart:
    """Return a chart with the table that belongs to it."""
    rows = [
        (category, *("not known" if (value := values[place]) is None else f"{value:,}" for values in series.values()))
        for place, category in enumerate(categories)
    ]
    return Chart(
        kind,
        title,
        f"{title}: {categories[0] if categories else 'nothing'} comes first.",
        categories,
        tuple(Series(name, values) for name, values in series.items()),
        table(title, ("Category", *series), *rows),
    )


def columns_chart() -> Chart:
    """Five years of two series, with a nought and a year that nobody knows."""
    values = {"Stage 1 complaints": (201, 188, 0, 240, 226), "Compliments": (None, 91, 104, 88, 120)}
    return chart("columns", values, YEARS, "Stage 1 complaints and compliments received")


def single_chart() -> Chart:
    """Five years of one series."""
    values = {"Complaints": (201, 188, 197, 240, 226)}
    return chart("columns", values, YEARS, "Stage 1 complaints received")


def parts_chart() -> Chart:
    """What was decided at each stage, with a part too thin for its number."""
    values = {
        "Upheld": (84, 3, 0),
        "Partly upheld": (62, 5, 1),
        "Not upheld": (71, 2, None),
        "Withdrawn by the person who complained": (1, 0, 0),
    }
    return chart("parts", values, ("Stage 1", "Stage 2", "Stage 3"), "What was decided at each stage")


def many_chart() -> Chart:
    """Forty-five service areas, the longest first, some with long names."""
    names = tuple(f"{kind} team {n}" for n in range(1, 10) for kind in AREAS)
    return chart("bars", {"Complaints": tuple(90 - 2 * n for n in range(45))}, names, "Complaints by service area")


AREAS = (
    "Assessment and intervention, north of the river and the villages beyond it,",
    "Fostering",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Children with disabilities",
    "16+",
)


def linked_table() -> Table:
    """A table whose numbers open the cases behind them."""

    def row(name: str, *figures: str) -> tuple[Line, ...]:
        return ((name,), *((Shown(figure, text),) for figure, text in zip(figures[::2], figures[1::2], strict=True)))

    return Table(
        f"Complaints received by stage {ATTACK}",
        ("Stage", "This year", "Share answered in time", "Last year"),
        (
            row("Stage 1", "received.stage1", "226", "in-time.stage1", "71.2%", "elsewhere", "240"),
            row("Stage 2", "received stage1", "9", "in-time.stage2", "not applicable", "elsewhere", "11"),
            row("All stages", "all", "235", "none", "0", "elsewhere", "251"),
        ),
        total=True,
        note=("Counted by the day on which each stage began. ", Shown("received.stage1", "226"), " began at stage 1."),
    )


def words_table() -> Table:
    """A table of sentences rather than numbers."""
    rows = (
        (("Letters are unclear",), (f"A new letter was written with young people. {ODD}",), ("March 2026",)),
        (("Visits are changed late",), ("Team managers now see each change.",), ("Not yet decided",)),
    )
    return Table("What was learnt", ("What people told us", "What changed", "When"), rows, numeric=False)


def cases() -> dict[str, CaseList]:
    """The cases behind the figures; two ids that would make the same address, one long list, one empty."""
    many = tuple(f"C-2025-{n:04}" for n in range(1, 1213))
    return {
        "received.stage1": CaseList("Stage 1 complaints received", "Complaints whose stage 1 began.", many[:226]),
        "received stage1": CaseList("Stage 2 requests", f"Requests for stage 2. {ATTACK}", many[:9]),
        "in-time.stage1": CaseList("Stage 1 answered in time", "Answered on or before the day due.", many[:161]),
        "all": CaseList(f"All {ATTACK}", "Every representation in the year.", many),
        "none": CaseList("Nothing", "No case at all.", ()),
    }


def full_report(*, draft: bool = True) -> Report:
    """Return a report with every kind of block."""
    opening = (
        Paragraph(("We received ", Shown("received.stage1", "226"), " complaints at stage 1. ", ODD)),
        Notice(("The parts do not sum to ", Shown("all", "235"), f": nine cases count twice. {ATTACK}")),
        Bullets(
            (
                (
                    "First, ",
                    Shown("in-time.stage1", "71.2%"),
                    " were answered in time.",
                ),
                (ATTACK,),
            )
        ),
        Subheading(f"How people felt {ATTACK}"),
        Quotation(f"Nobody rang me back.\nThen somebody did.\x0b {ATTACK}", "A young person, aged 15"),
        linked_table(),
        words_table(),
    )
    charts = (columns_chart(), single_chart(), parts_chart(), many_chart())
    return Report(
        council=COUNCIL,
        title="Complaints, comments and compliments about children’s services: annual report",
        period="1 April 2025 to 31 March 2026",
        year="2025/26",
        cut_off="30 April 2026",
        draft=draft,
        sections=(
            Section("summary", "Summary", opening),
            Section("trends & more", f"Trends {ATTACK}", charts),
            Section("main", "A section with nothing in it", ()),
        ),
        cases=cases(),
    )


def empty_report() -> Report:
    """Return a report of a year in which nothing was counted."""
    return Report(COUNCIL, "Annual report", "1 April 2025 to 31 March 2026", "2025/26", "30 April 2026", False, ())
