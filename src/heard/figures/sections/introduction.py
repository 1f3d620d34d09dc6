"""Why there is a report, how to complain, and how complaints are dealt with."""

from __future__ import annotations

from heard.figures.facts import Facts, day
from heard.figures.report import Block, Bullets, Notice, Paragraph, Section, Subheading
from heard.law.procedures import Definition, DefinitionError
from heard.law.words import CORPORATE, STATUTORY


def purpose(facts: Facts) -> Section:
    """Say what the law asks for and what the report covers."""
    first, last = day(facts.year.first_day), day(facts.year.last_day)
    blocks: list[Block] = [
        Paragraph((
            "Every council that provides children’s social care must publish a report each year on the complaints and "
            "other representations that it received, what came of them, and whether it kept to the time limits. "
            "The Children Act 1989 Representations Procedure (England) Regulations 2006 ask for it.",
        )),
        Paragraph((
            f"This report covers what was received from {first} to {last}. It counts statutory and corporate complaints, "
            "compliments, comments, and cases that went to the Ombudsman. What happened to each complaint is followed "
            f"up to {day(facts.cut_off)}.",
        )),
        Paragraph((
            "This year’s figures were not typed by hand. Each is counted from the register of complaints and can be "
            "opened to the cases behind it. Contacts, and some figures of earlier years, were entered by the council.",
        )),
    ]  # fmt: skip
    blocks.insert(
        0,
        Notice(
            (
                "This edition is for use inside the council. It shows every number, however small, and a small number can "
                "point to a person. Before it is published, someone must check the small numbers and read every quotation.",
            )
        ),
    )
    if facts.settings["demonstration"]:
        blocks.insert(0, Notice((facts.settings["demonstration"],)))
    return Section("purpose", "Purpose of this report", tuple(blocks))


def how_to(facts: Facts) -> Section:
    """Say how to complain, comment or praise, and that a child can have an advocate."""
    setting = facts.setting
    return Section(
        "how-to-complain",
        "How to complain, comment or give praise",
        (
            Paragraph((
                "Children, young people, parents, carers and others with a good reason can complain, comment or give "
                "praise. You can do it in any of these ways.",
            )),
            Bullets((
                ("Telephone: ", *setting("telephone")),
                ("Email: ", *setting("email")),
                ("On the web: ", *setting("website")),
                ("Write to: ", *setting("complaints_team"), ", ", *setting("address")),
            )),
            Paragraph((
                "Every child or young person who wants to complain should be offered an advocate: someone who is on their "
                "side, is not part of the council and helps them say what they want. Advocates come from ",
                *setting("advocacy_provider"), ". Contact: ", *setting("advocacy_contact"), ".",
            )),
        ),
    )  # fmt: skip


def procedures(facts: Facts) -> Section:
    """Say which procedures there are, in stages, with the limits that were in force in the year."""
    blocks: list[Block] = [
        Paragraph((
            "The law decides which complaints about children’s social care go through the statutory procedure. Others, "
            "such as most complaints about special educational needs, go through the council’s corporate procedure. "
            "All of them are in this report.",
        )),
        Subheading("Statutory complaints: three stages"),
    ]  # fmt: skip
    blocks.append(Bullets(tuple((text,) for text in _statutory(_in_force(facts, STATUTORY)))))
    blocks.append(Subheading("Corporate complaints: two stages"))
    blocks.append(Bullets(tuple((text,) for text in _corporate(_in_force(facts, CORPORATE)))))
    blocks.append(Subheading("The Ombudsman"))
    blocks.append(Paragraph((
        "Anyone who is not content after the last stage can go to the Local Government and Social Care Ombudsman, who is "
        "independent of every council and free.",
    )))  # fmt: skip
    return Section("procedures", "How complaints are dealt with", tuple(blocks))


def _in_force(facts: Facts, procedure: str) -> Definition | None:
    try:
        return facts.rules.definition(procedure, facts.year.first_day)
    except DefinitionError:
        return None


def _within(rules: Definition | None, stage: int) -> str:
    clock = rules.stages.get(stage) if rules else None
    if clock is None:
        return ""
    doubt = f" {clock.doubt}" if clock.doubt else ""
    if clock.most == clock.target:
        return f" The limit is {clock.most} working days.{doubt}"
    return f" The target is {clock.target} working days and the limit {clock.most}.{doubt}"


def _statutory(rules: Definition | None) -> list[str]:
    return [
        f"Stage 1, local resolution. The manager nearest to the matter tries to put it right.{_within(rules, 1)}",
        "Stage 2, investigation. An investigating officer looks into it with an independent person, and a senior manager "
        f"decides on each point.{_within(rules, 2)}",
        "Stage 3, review panel. Three independent people look at how stage 2 was done and what should happen next."
        f"{_within(rules, 3)}",
    ]


def _corporate(rules: Definition | None) -> list[str]:
    return [
        f"Stage 1. The service answers the complaint.{_within(rules, 1)}",
        "Stage 2. Someone who was not involved looks at the complaint and the first answer again.",
    ]
