"""Learning, how the figures were made, abbreviations, and who completed the report."""

from __future__ import annotations

import re

from heard.figures.facts import Facts, day
from heard.figures.report import Block, Bullets, Line, Notice, Paragraph, Section, Subheading, Table
from heard.figures.sentences import counted, number


def learning(facts: Facts) -> Section:
    """Say what was learned and what was done about it."""
    shared = facts.settings["learning_shared_with"]
    blocks: list[Block] = [
        Paragraph(
            ("Complaints, comments and compliments show what should change, what should stay and what to teach.",)
        )
    ]
    if shared:
        blocks.append(Paragraph((f"Every complaint that was upheld or partially upheld is shared with {shared}.",)))
    if facts.learning:
        rows = tuple(
            (
                (item.action,),
                (item.subject or "not recorded",),
                (item.kind or "not recorded",),
                (item.completed or "not recorded",),
            )
            for item in facts.learning
        )
        blocks.append(Paragraph(("The register holds ", *counted(facts.get("learning"), "action"), " for this year.")))
        columns = ("What was done", "Complaint about", "Kind of learning", "Completed")
        blocks.append(Table("Learning from complaints", columns, rows, numeric=False))
    else:
        blocks.append(Paragraph(("No learning actions are recorded for this year.",)))
    return Section("learning", "Learning from complaints", tuple(blocks))


def about_figures(facts: Facts) -> Section:
    """Say how the figures were counted, what changed since they were frozen, and where two sources disagree."""
    blocks: list[Block] = [
        Bullets((
            ("A complaint belongs to the year in which it was received.",),
            (f"What happened to it is followed up to {day(facts.cut_off)}, the cut-off date.",),
            ("Where an earlier year is counted from the register, it is followed for as long after its end as this one.",),
            ("Working days leave out Saturdays, Sundays and the bank holidays of England. The day after receipt is day 1.",),
            ("A share of nothing is “not applicable”, never 0%. Shares are rounded, so they may not add up to 100%.",),
            ("“All” is statutory and corporate together. SEND is a part of them.",),
        )),
    ]  # fmt: skip
    if facts.cut_off < facts.year.last_day:
        line = (
            f"The cut-off date, {day(facts.cut_off)}, is before the year ended: what came later is not in this report."
        )
        blocks.append(Notice((line,)))
    if facts.draft:
        blocks.append(Notice(("This is a draft: the year is not frozen, and its figures can still change.",)))
    blocks += [
        Paragraph((f"The register holds only some of the cases of {year}, so they are not compared with.",))
        for year in sorted(facts.context.in_part)
        if year < str(facts.year)
    ]
    blocks += _restated(facts)
    blocks += _disagreements(facts)
    return Section("about-the-figures", "About the figures", tuple(blocks))


def _restated(facts: Facts) -> list[Block]:
    if not facts.restated:
        return []
    rows: tuple[tuple[Line, ...], ...] = tuple(
        ((r.figure.label,), (number(r.figure.value),), (number(r.now),)) for r in facts.restated
    )
    return [
        Subheading("Corrected since the year was frozen"),
        Paragraph((
            "The register was corrected after these figures were frozen. The report keeps the frozen figures; this table "
            "shows what the register would give now.",
        )),
        Table("Restated figures", ("Figure", "In this report", "In the register now"), rows),
    ]  # fmt: skip


SOURCES = {
    "frozen": "the frozen register",
    "published": "what was published",
    "register": "the register, which is not frozen for that year",
}


def _disagreements(facts: Facts) -> list[Block]:
    """List the earlier values that two sources give differently; the report uses the first."""
    found: list[tuple[Line, ...]] = []
    for (figure, year), known in facts.context.known.items():
        if known.other:
            label = facts.get(figure).label
            first = f"{number(known.value)} ({SOURCES[known.source]})"
            found.append(((f"{label}, {year}",), (first,), (f"{number(known.other[0])} ({SOURCES[known.other[1]]})",)))
    if not found:
        return []
    return [
        Subheading("Where two sources disagree about an earlier year"),
        Table(
            "Earlier figures with two sources", ("Figure", "Used here", "Also known as"), tuple(found), numeric=False
        ),
    ]


def abbreviations(facts: Facts) -> Section:
    """Explain the abbreviations that the report uses, and only those."""
    said = [words for item in facts.learning for words in (item.action, item.subject)]
    names = " ".join(
        [*(f.name for f in facts.figures.values()), *(team for team, _ in facts.quotations), *said, "SEND"]
    )
    used = [
        (short, meaning)
        for short, meaning in sorted(facts.settings["abbreviations"].items())
        if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", names)
    ]
    return Section(
        "abbreviations", "Abbreviations", (Bullets(tuple((f"{short}: {meaning}",) for short, meaning in used)),)
    )


def completed_by(facts: Facts) -> Section:
    """Say who completed the report and when the register was read."""
    state = "draft figures" if facts.draft else "frozen figures"
    return Section(
        "completed-by",
        "Who completed this report",
        (
            Paragraph(("Completed by ", *facts.setting("completed_by"), ".")),
            Paragraph((f"Made from {state} with a cut-off date of {day(facts.cut_off)}.",)),
        ),
    )
