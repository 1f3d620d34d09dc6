"""Complaints of both procedures together: which went further, why answers were late, who complained and how."""

from __future__ import annotations

from heard.figures.facts import Facts, bars, breakdown
from heard.figures.measure import GROUP_NAMES, in_sentence
from heard.figures.report import Block, Line, Paragraph, Section, Table
from heard.figures.sections.complaints import none_received
from heard.figures.sentences import change, counted, number, plural, sentence, share, share_change, show


def later_stages(facts: Facts) -> Section:
    """Say how many of the year's complaints went further, and with what outcome."""
    rows: list[tuple[Line, ...]] = []
    for group in ("statutory", "corporate", "all"):
        ids = (f"{group}.received", f"{group}.stage_2.requested", f"{group}.stage_3.requested")
        rows.append(((GROUP_NAMES[group],), *((facts.show(id),) for id in ids)))
    blocks: list[Block] = [
        Paragraph((
            "These are complaints received this year that had gone further by the cut-off date. It is not the number of "
            "requests that arrived this year, which can be about complaints of an earlier year.",
        )),
        *_went_further(facts),
        Table("Complaints that went further", ("Procedure", "Received", "Stage 2", "Stage 3"), tuple(rows), total=True),
    ]  # fmt: skip
    if facts.family("all.stage_2.service_area"):
        title = "Complaints that went to stage 2, by service area"
        blocks.append(
            breakdown(facts, "all.stage_2.service_area", title, "Service area", total="all.stage_2.requested")
        )
    for stage, name in ((2, "stage 2"), (3, "the stage 3 review panel")):
        if facts.family(f"all.stage_{stage}.outcome"):
            blocks.append(_stage_outcomes(facts, stage, name))
    return Section("later-stages", "Complaints that went to stage 2 and stage 3", tuple(blocks))


def _went_further(facts: Facts) -> list[Block]:
    """Say for each procedure which share went to stage 2, and for statutory complaints to a panel."""
    blocks: list[Block] = []
    for group in ("statutory", "corporate"):
        if not facts.value(f"{group}.received"):
            continue
        two, three = facts.get(f"{group}.stage_2.requested"), facts.get(f"{group}.stage_3.requested")
        panel: Line = ()
        if group == "statutory" or three.value:
            panel = (
                " ",
                *sentence(share(three)),
                " went to a stage 3 review panel",
                share_change(three, facts.last_year),
                ".",
            )
        blocks.append(Paragraph((
            f"Of the {in_sentence(group)} complaints, ", *share(two), " went to stage 2", share_change(two, facts.last_year),
            ".", *panel,
        )))  # fmt: skip
    return blocks or [none_received("all")]


def _stage_outcomes(facts: Facts, stage: int, name: str) -> Table:
    return breakdown(
        facts,
        f"all.stage_{stage}.outcome",
        f"Outcome at {name}",
        "Outcome",
        total=f"all.stage_{stage}.requested",
    )


def still_open(facts: Facts) -> Line:
    """Say how many complaints were past the limit and not answered at all; nothing where there were none."""
    figure = facts.get("open_past_limit")
    if not figure.value:
        return ()
    return (
        " ",
        *counted(figure, "complaint"),
        plural(figure.value, " was", " were"),
        " past the limit and still open.",
    )


def delays(facts: Facts) -> Section:
    """Say why answers were late."""
    overdue = facts.get("overdue")
    if not overdue.value:
        line: Line = ("No answer at stage 1 was later than the limit.", *still_open(facts))
        return Section("delays", "Why answers were late", (Paragraph(line),))
    blocks: list[Block] = [
        Paragraph((
            *sentence(share(overdue)), " of all complaints were answered or closed after the limit",
            share_change(overdue, facts.last_year),
            ". A statutory answer is late here when it came after the limit, not after the shorter target.",
            *still_open(facts),
            *still_open(facts),
        )),
    ]  # fmt: skip
    unknown = facts.get("overdue.no_reason")
    extra = (("Not recorded", unknown),) if unknown.value else ()
    title = "Reasons given for late answers"
    chart = bars(facts, "overdue.reason", title, "Reason", total="overdue", unit="late answers", extra=extra)
    blocks += [chart] if chart else []
    if unknown.value and not chart:
        blocks.append(Paragraph(("No reason was recorded for ", *counted(unknown, "late answer"), ".")))
    return Section("delays", "Why answers were late", tuple(blocks))


def people(facts: Facts) -> Section:
    """Say who complained, how, and from where."""
    children, offered = facts.get("from_children"), facts.get("from_children.advocate_offered")
    blocks: list[Block] = [
        Paragraph((
            *counted(children, "complaint"), " came from children, young people and care leavers",
            change(children, facts.last_year), ".",
            *((" An offer of an advocate is recorded for ", show(offered), f" of the {number(children.value)}.")
              if children.value else ()),
        )),
    ]  # fmt: skip
    families = (
        ("all.complainant", "Who complained", "Complainant"),
        ("all.channel", "How complaints came in", "How received"),
        ("all.district", "Complaints by district", "District"),
    )
    for id, title, first in families:
        chart = bars(facts, id, title, first, total="all.received")
        if chart:
            blocks.append(chart)
    if facts.family("all.district"):
        blocks.append(_by_district(facts))
    return Section("people", "Who complained, how and from where", tuple(blocks))


def _by_district(facts: Facts) -> Table:
    """Set the procedures side by side for each district, so that each district's lead finds their own."""
    groups = ("statutory", "corporate", "all", "send")
    rows: list[tuple[Line, ...]] = []
    for figure in facts.family("all.district"):
        slug = figure.id.rpartition(".")[2]
        rows.append(((figure.name,), *((facts.show(f"{group}.district.{slug}"),) for group in groups)))
    columns = ("District", *(GROUP_NAMES[group] for group in groups))
    note = ("SEND complaints are a part of the statutory and corporate ones.",)
    return Table("Complaints by district and procedure", columns, tuple(rows), note=note)
