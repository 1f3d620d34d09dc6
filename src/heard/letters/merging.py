"""What is known of a case for a letter to one person in it. Addresses are not among it: a letter's head has its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from heard.law.clocks import deadline
from heard.law.due import day_said
from heard.law.letters import records
from heard.law.procedures import Clock, Definition
from heard.law.timeline import Timeline, read
from heard.law.walking import Happening
from heard.law.words import FINDING_NOT_RECORDED, NOT_ANSWERED, OFFICES, OUTCOMES, slug
from heard.letters import fields, texts
from heard.record.council import BY_KEY
from heard.record.models import Assignment, Element, Letter, Party
from heard.record.queries import one_complaint
from heard.record.queries.one_complaint import Head
from heard.record.queries.rules import here
from heard.record.queries.settings import face, made


def begin(head: Head, recipient: Party, rule: str, reader: str, *, stage: int, on: date) -> str:
    """Return the text with which a letter begins: its words with what is known merged, and gaps for what is not.

    Raises NotAllowedError, FileNotFoundError where there are no words for such a letter.
    """
    law = here().definition_or_none(head.complaint.procedure, head.complaint.received_on)
    folder = texts.folder_of(law, rule, reader)
    known = values(head, recipient, reader, rule=rule, stage=stage, on=on)
    return fields.merged(texts.current(folder, rule, reader).words, known)


def values(head: Head, recipient: Party, reader: str, *, rule: str, stage: int, on: date) -> dict[str, str]:
    """Return field → what it becomes in this letter. What is not known is left out. Raises NotAllowedError."""
    head.need("view-words")
    found = {
        "recipient_name": recipient.name,
        "reference": head.complaint.reference,
        "today": day_said(on),
        "received_on": day_said(head.complaint.received_on),
        "holder": head.holder,
        "stage": f"stage {stage}",
        "recommendations": f"## Recommendation 1\n\n[{fields.BLOCKS['recommendations']}]",
        **(_case(head, recipient, reader) if recipient.capacity in READS_THE_CASE else {}),
        **_council(),
        **_people(head),
        **_dates(one_complaint.law_timeline(head, on), rule, stage, on),
    }
    found = {
        name: value if name in fields.BLOCKS or name == "new_date" else _line(value) for name, value in found.items()
    }
    for name, words in texts.blocks(reader).items():
        found[name] = fields.merged(words, found)
    return {name: value for name, value in found.items() if value}


READS_THE_CASE = ("complainant", "representative", "advocate", *OFFICES)
"""Capacities of those whose letters are filled with what the complaint says and whose it is. For anybody else, such as the
child or the other parent, these stay gaps: what they are told of somebody's complaint, a person writes."""


def _case(head: Head, recipient: Party, reader: str) -> dict[str, str]:
    parties, points = one_complaint.parties(head), list(one_complaint.points(head))
    own = recipient.name if recipient.capacity == "complainant" else _name(parties, "complainant")
    return {
        "complainant_name": own,
        "child_name": _name(parties, "child"),
        "points": _points(points),
        "answers": _answers(points, reader),
    }


def reads_best(party: Party) -> str:
    """Return the kind of text that somebody reads best: their own choice, or the one that follows from their part."""
    if party.reader:
        return party.reader
    children = made().get("child_complainants", BY_KEY["child_complainants"].default)
    if party.capacity == "child" or (party.capacity == "complainant" and slug(party.description) in children):
        return Letter.CHILD
    return Letter.ADVOCATE if party.capacity in ("advocate", "representative") else Letter.ADULT


def _name(parties: Iterable[Party], capacity: str) -> str:
    return next((one.name for one in parties if one.capacity == capacity), "")


def _points(points: Iterable[Element]) -> str:
    return "\n".join(f"{one.number}. {_line(one.text) or one.category.name}" for one in points)


SAYS = {Letter.ADVOCATE: "The complaint says"}
"""Reader → what stands before the words of a point, where it was not the reader who said them."""


def _answers(points: Iterable[Element], reader: str) -> str:
    """Return for each point its words, what was found, and a gap for the answer."""
    parts = []
    for one in points:
        parts.append(f"## Point {one.number}")
        parts.append(f"{SAYS.get(reader, 'You said')}: {_line(one.text) or one.category.name}")
        found = "" if one.finding in (FINDING_NOT_RECORDED, *NOT_ANSWERED) else OUTCOMES.get(one.finding, "")
        parts.append(f"What we found: {found or f'[what we found about point {one.number}]'}.")
        parts.append(f"[your answer to point {one.number}, with reasons]")
    return "\n\n".join(parts)


def _line(text: str) -> str:
    """Return somebody's own words as one line in which nothing is taken for a heading, a list or a gap of ours."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")


def _council() -> dict[str, str]:
    own, shown = made(), face()
    return {
        "council": shown["council_name"],
        "team": shown["complaints_team"],
        "telephone": shown["telephone"],
        "email": shown["email"],
        "advocacy_provider": own.get("advocacy_provider", ""),
        "advocacy_contact": own.get("advocacy_contact", ""),
    }


def _people(head: Head) -> dict[str, str]:
    parts = {Assignment.INVESTIGATING: "investigator", Assignment.INDEPENDENT: "independent_person"}
    given = one_complaint.assignments(head)
    return {parts[one.part]: one.person.name for one in given if one.part in parts and one.until is None}


def _dates(law: Timeline | None, rule: str, stage: int, on: date) -> dict[str, str]:
    """Return the days that the procedure gives, as they will be once this letter is sent on this day."""
    if law is None:
        return {}
    then = _as_if_sent(law, rule, stage, on)
    found = {
        "answer_by": _due(then, lambda clock: clock.number == stage or not law.definition.stages),
        "panel_meets_by": _due(then, lambda clock: "panel_held" in clock.met_by),
        "stage_2_by": _window(law.definition, "stage_2_requested", on),
        "panel_by": _window(law.definition, "stage_3_requested", on),
        "withdrawn_on": _day_of(law, "withdrawn"),
        "requested_on": _day_of(law, f"stage_{stage}_requested"),
        "new_date": _latest(law, stage),
    }
    return {name: value for name, value in found.items() if value}


def _as_if_sent(law: Timeline, rule: str, stage: int, on: date) -> Timeline:
    """Return the timeline with the event that sending this letter is, as if it were sent on that day: some clocks, such as
    those of the Ombudsman's Code, start on the acknowledgement that gives their last day."""
    events = records(law.definition, rule, stage)
    if not events or any(one.event == events[0] for one in law.since):
        return law
    rules = here()
    happened = (*law.happened, Happening(on, events[0]))
    return read(law.definition, happened, on=on, calendars=rules.calendars, settings=rules.settings)


def _due(law: Timeline, fits: Callable[[Clock], bool]) -> str:
    for one in law.readings:
        if fits(one.clock) and one.clock.kind == "deadline" and one.running and one.due:
            return day_said(one.due)
    return ""


def _day_of(law: Timeline, event: str) -> str:
    days = [one.on for one in law.happened if one.event == event]
    return day_said(max(days)) if days else ""


def _window(law: Definition, event: str, on: date) -> str:
    """Return the last day to ask for the next stage, counted from the day of the letter."""
    for clock in law.clocks.values():
        if clock.kind == "window" and event in clock.met_by:
            found = deadline(clock, on, here().calendar(clock))
            return day_said(found.target) if found.target else ""
    return ""


def _latest(law: Timeline, stage: int) -> str:
    """Return a gap that says the latest day to which this stage can be extended: the new day itself is for a person."""
    for one in law.readings:
        if one.clock.number == stage and one.deadline:
            limit = deadline(one.clock, one.deadline.started, here().calendar(one.clock), extended=True).limit
            if limit:
                return f"[the new date: {day_said(limit)} at the latest]"
    return ""
