"""Compliments, comments, SEND and the Ombudsman."""

from __future__ import annotations

from heard.figures.facts import Facts, bars, breakdown, trend_chart
from heard.figures.report import Block, Line, Paragraph, Quotation, Section, Subheading
from heard.figures.sections import complaints
from heard.figures.sentences import change, counted, how_many, listed, plural, quoted, share, show


def compliments(facts: Facts) -> Section:
    """Say how many compliments there were and for whom, with examples."""
    figure, areas = facts.get("compliments"), facts.get("compliments.service_areas")
    they = plural(figure.value, " It was for ", " They were for ")
    top = facts.family("compliments.service_area")[:2]
    blocks: list[Block] = [
        Paragraph((
            *how_many(figure, "compliment", facts.last_year),
            *((they, *counted(areas, "service area"), ".") if areas.value else ()),
        )),
    ]  # fmt: skip
    if len(top) == 2 and top[0].value > top[1].value:
        first, second = top
        said = (
            f"{quoted(first.name)} received the most (",
            show(first),
            f"), then {quoted(second.name)} (",
            show(second),
            ").",
        )
        blocks.append(Paragraph(said))
    blocks.append(trend_chart(facts, [("compliments", "Compliments")], "Compliments received by year"))
    chart = bars(
        facts,
        "compliments.service_area",
        "Compliments by service area",
        "Service area",
        total="compliments",
        unit="compliments",
    )
    blocks += [chart] if chart else []
    if facts.quotations:
        blocks.append(Subheading("Examples of compliments"))
        blocks += [Quotation(words, team) for team, words in facts.quotations]
    return Section("compliments", "Compliments", tuple(blocks))


def comments(facts: Facts) -> Section:
    """Say how many comments there were and whether each was followed to a reply."""
    figure = facts.get("comments")
    blocks: list[Block] = [
        Paragraph((
            "A comment raises something without making a complaint of it, for example a question about contact. Each "
            "should be recorded, acknowledged, sent to the team manager and followed to a reply.",
        )),
        Paragraph(how_many(figure, "comment", facts.last_year)),
    ]  # fmt: skip
    if figure.value:
        steps: list[Line] = [
            (*share(facts.get(f"comments.{step}")), f" {plural(facts.value(f'comments.{step}'), 'was', 'were')} {word}")
            for step, word in (
                ("acknowledged", "acknowledged"), ("sent_to_manager", "sent to the team manager"), ("replied", "replied to")
            )
        ]  # fmt: skip
        blocks.append(Paragraph(("By the cut-off date, ", *listed(steps), ".")))
        if facts.family("comments.service_area"):
            blocks.append(
                breakdown(facts, "comments.service_area", "Comments by service area", "Service area", total="comments")
            )
    return Section("comments", "Comments", tuple(blocks))


def send(facts: Facts) -> Section:
    """Give SEND the same figures as the procedures: it is a part of them, and councillors ask for it apart."""
    received = facts.get("send.received")
    blocks: list[Block] = [
        Paragraph((
            "SEND is special educational needs and disabilities. These complaints are also in the sections above: they are "
            "a part of the total of ", facts.show("all.received"), ", not in addition to it.",
        )),
    ]  # fmt: skip
    if received.value:
        blocks += complaints.activity_blocks(facts, "send")
        blocks += [Subheading("Outcomes of SEND complaints"), *complaints.outcome_blocks(facts, "send")]
        blocks += [Subheading("How long SEND complaints took"), *complaints.timescale_blocks(facts, "send")]
    else:
        blocks.append(complaints.none_received("send"))
    blocks.append(Subheading("SEND compliments, comments and Ombudsman cases"))
    for id, word in (
        ("send.compliments", "SEND compliment"),
        ("send.comments", "SEND comment"),
        ("send.ombudsman", "SEND Ombudsman case"),
    ):
        blocks.append(Paragraph(how_many(facts.get(id), word, facts.last_year)))
    return Section("send", "Special educational needs and disabilities (SEND)", tuple(blocks))


def ombudsman(facts: Facts) -> Section:
    """Say what went to the Ombudsman and what was decided; public reports even where there were none."""
    figure, reports = facts.get("ombudsman"), facts.get("ombudsman.public_reports")
    blocks: list[Block] = [
        Paragraph(
            (
                *(counted(figure, "case") if figure.value else ("No cases",)),
                f" went to the Ombudsman{change(figure, facts.last_year)}.",
            )
        )
    ]
    decisions = facts.family("ombudsman.decision")
    if decisions:
        parts: list[Line] = [(f"{quoted(f.name)} for ", show(f)) for f in decisions]
        blocks.append(Paragraph(("The decision was ", *listed(parts), ".")))
        blocks.append(
            breakdown(facts, "ombudsman.decision", "Ombudsman cases by decision", "Decision", total="ombudsman")
        )
    if facts.family("ombudsman.service_area"):
        blocks.append(
            breakdown(
                facts, "ombudsman.service_area", "Ombudsman cases by service area", "Service area", total="ombudsman"
            )
        )
    issued: Line = (
        ("The Ombudsman issued ", *counted(reports, "public report"), " about the council this year.")
        if reports.value
        else (
            "The register records no public report by the Ombudsman about the council this year (",
            show(reports),
            ").",
        )
    )
    blocks.append(Paragraph(issued))
    return Section("ombudsman", "The Ombudsman", tuple(blocks))
