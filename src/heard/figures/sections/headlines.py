"""The year on a page."""

from __future__ import annotations

from heard.figures.facts import Facts, trend_chart
from heard.figures.report import Block, Bullets, Line, Paragraph, Section
from heard.figures.sections.all_complaints import still_open
from heard.figures.sentences import (
    change,
    counted,
    listed,
    number,
    percent,
    plural,
    quoted,
    sentence,
    share,
    share_change,
    show,
)


def headlines(facts: Facts) -> Section:
    """Say the year in a dozen sentences and one chart."""
    lines = [
        _received(facts),
        _of_contacts(facts),
        *(_upheld(facts, group, name) for group, name in (("statutory", "statutory"), ("corporate", "corporate"))),
        _in_time(facts),
        _overdue(facts),
        _issues(facts),
        _children(facts),
        _stages(facts),
        _ombudsman(facts),
        (*counted(facts.get("compliments"), "compliment"), f" received{_than(facts, 'compliments')}."),
        (*counted(facts.get("comments"), "comment"), f" received{_than(facts, 'comments')}."),
    ]
    blocks: list[Block] = [
        Paragraph(("The most important figures of the year.",)),
        Bullets(tuple(line for line in lines if line)),
        trend_chart(
            facts,
            [("statutory.received", "Statutory complaints"), ("corporate.received", "Corporate complaints")],
            "Complaints received by year",
        ),
    ]
    return Section("headlines", "Headlines", tuple(blocks))


def _than(facts: Facts, id: str) -> str:
    return change(facts.get(id), facts.last_year)


def _received(facts: Facts) -> Line:
    parts: list[Line] = [
        (facts.show("statutory.received"), f" statutory{_than(facts, 'statutory.received')}"),
        (facts.show("corporate.received"), f" corporate{_than(facts, 'corporate.received')}"),
    ]
    total = facts.get("all.received")
    start: Line = (*counted(total, "complaint"), f" received{_than(facts, 'all.received')}: ")
    return (*start, *parts[0], "; and ", *parts[1], ".")


def _of_contacts(facts: Facts) -> Line:
    received = facts.figures.get("all.received.of_contacts")
    upheld = facts.figures.get("all.stage_1.upheld_or_partially_upheld.of_contacts")
    if received is None or upheld is None:
        return ()
    contacts = number(received.denominator or 0)
    return (
        f"Children’s services had {contacts} contacts. ",
        f"{percent(received.value, received.denominator)} of them led to a complaint (", show(received),
        f" of {contacts}), and {percent(upheld.value, upheld.denominator)} to a complaint that was upheld or partially "
        "upheld (", show(upheld), f" of {contacts}).",
    )  # fmt: skip


def _upheld(facts: Facts, group: str, name: str) -> Line:
    if not facts.value(f"{group}.received"):
        return (f"No {name} complaints were received.",)
    figure = facts.get(f"{group}.stage_1.upheld_or_partially_upheld")
    return (
        f"Of the {name} complaints, ", *share(figure), " were upheld or partially upheld at stage 1",
        share_change(figure, facts.last_year), ".",
    )  # fmt: skip


def _in_time(facts: Facts) -> Line:
    if not facts.value("all.received"):
        return ()
    figure = facts.get("all.stage_1.within_20")
    return sentence((
        *share(figure), " of all complaints were answered or closed within 20 working days",
        share_change(figure, facts.last_year), ".",
    ))  # fmt: skip


def _overdue(facts: Facts) -> Line:
    figure = facts.get("overdue")
    if not figure.value:
        none: Line = ("No complaint was answered after the limit.",) if facts.value("all.received") else ()
        return (*none, *still_open(facts)) if none else ()
    reasons: list[Line] = [
        (f"{quoted(f.name)}, {percent(f.value, f.denominator)} (", show(f), f" of {number(f.denominator or 0)})")
        for f in facts.family("overdue.reason")[:2]
    ]
    because: Line = (
        (". The most common ", plural(len(reasons), "reason was ", "reasons were "), *listed(reasons))
        if reasons
        else ()
    )
    return (*counted(figure, "complaint"), " answered or closed after the limit", *because, ".", *still_open(facts))


def _issues(facts: Facts) -> Line:
    top = facts.family("all.issue")[:3]
    if not top:
        return ()
    parts: list[Line] = [(f"{quoted(f.name)} (", show(f), ")") for f in top]
    return (*counted(facts.get("all.issues"), "point"), " of complaint raised. Most often: ", *listed(parts), ".")


def _children(facts: Facts) -> Line:
    figure = facts.get("from_children")
    return (*counted(figure, "complaint"), " made by children, young people and care leavers",
            change(figure, facts.last_year), ".")  # fmt: skip


def _stages(facts: Facts) -> Line:
    return (
        *counted(facts.get("all.stage_2.requested"), "complaint"), " went on to stage 2 and ",
        facts.show("all.stage_3.requested"), " to a stage 3 review panel.",
    )  # fmt: skip


def _ombudsman(facts: Facts) -> Line:
    figure = facts.get("ombudsman")
    return (*counted(figure, "case"), f" went to the Ombudsman{_than(facts, 'ombudsman')}.")
