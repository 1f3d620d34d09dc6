"""Advice on a complaint: each point's procedure by the first row of the table that matches, and what is still to be asked.

A question is asked about a fact that is not known where some answer to it would change the row or the route. The advice is
doubtful where that fact has no usual answer to assume, and the route would change (facts.py). It is doubtful as well where
its row leans on what nobody has decided (`undecided`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.law.triage.conditions import CONDITIONS, represented
from heard.law.triage.facts import FACTS, read_facts
from heard.law.triage.parts import Part, Reader, split
from heard.law.triage.table import ROUTES, Row, table

WHOLE = Part("whole", ())


@dataclass(frozen=True)
class PartAdvice:
    """Where one part of a point goes, by which row (`rule`), and why. `subject` is what that part is about.

    `undecided`: the row leans on a question that nobody has decided, so nobody may refuse by it.
    """

    route: str
    send: bool
    rule: str
    reason: str
    source: str
    failed_test: str
    other_route: str
    subject: tuple[str, ...]
    undecided: bool = False


@dataclass(frozen=True)
class ElementAdvice:
    """Where a point goes. `also` are its other parts, which go another way and can be made points of their own.

    `failed_test` is empty where the route is statutory, and `other_route` where it is not “other”.
    """

    route: str
    send: bool
    rule: str
    reason: str
    source: str
    doubtful: bool
    questions: tuple[str, ...]
    failed_test: str
    other_route: str
    also: tuple[PartAdvice, ...] = ()


@dataclass(frozen=True)
class Flag:
    """Something to do beside the procedure, whatever it is. `points` are numbered from 1."""

    id: str
    do: str
    why: str
    source: str
    points: tuple[int, ...]


@dataclass(frozen=True)
class Advice:
    """Advice on a whole complaint: one procedure leads, and each point keeps its own."""

    lead: str
    flags: tuple[Flag, ...]
    elements: tuple[ElementAdvice, ...]


def triage(received: date | None, elements: Sequence[Mapping[str, Any]]) -> Advice:
    """Return advice on each point of a complaint, and on the complaint. `elements` are facts, as facts.py names them.

    Raises ValueError, in a sentence that names the fact, where a fact is unknown or holds what it may not.
    Source: the triage table (rules P1 to P6 and T1 to T44).
    """
    if not elements:
        raise ValueError("There is no point of complaint. Give at least one.")
    known = [read_facts(one) for one in elements]
    advised = tuple(_advise(one, received) for one in known)
    lead = min((one.route for one in advised), key=list(ROUTES).index)
    return Advice(lead, _flags(known), advised)


def _advise(known: Mapping[str, Any], received: date | None) -> ElementAdvice:
    parts, missing = _decide(known, received)
    lead = parts[0]
    changes = {name: _changes(name, known, parts, received) for name in FACTS if name in missing}
    asked = [name for name, change in changes.items() if change and FACTS[name].kind != "seen"]
    return ElementAdvice(
        lead.route,
        lead.send,
        lead.rule,
        lead.reason,
        lead.source,
        doubtful=lead.undecided or any(changes[name] == "route" and FACTS[name].kind == "open" for name in asked),
        questions=tuple(FACTS[name].question for name in asked),
        failed_test=lead.failed_test,
        other_route=lead.other_route,
        also=tuple(parts[1:]),
    )


def _changes(name: str, known: Mapping[str, Any], parts: list[PartAdvice], received: date | None) -> str:
    """Return what some answer to this fact would change: the route, only a row or another part, or nothing (empty)."""
    fact, found = FACTS[name], ""
    if fact.kind == "seen":
        return found
    supposed = dict([fact.beside]) if fact.beside else {}
    for value in fact.tried(name):
        others, _ = _decide({**supposed, **known, name: value}, received)
        if (others[0].route, others[0].send) != (parts[0].route, parts[0].send):
            return "route"
        if _signature(others) != _signature(parts):
            found = "row"
    return found


def _signature(parts: list[PartAdvice]) -> list[tuple[str, str, bool]]:
    return [(one.rule, one.route, one.send) for one in parts]


def _decide(known: Mapping[str, Any], received: date | None) -> tuple[list[PartAdvice], set[str]]:
    """Return the parts of a point, the one that leads first, and the facts that were looked for and are not known."""
    facts = Reader(known)
    for gate in table().gates:
        if _matches(gate, facts, WHOLE, received):
            return [_advice(gate, WHOLE, facts)], facts.missing
    found = [_route(part, facts, received) for part in split(facts)]
    found.sort(key=lambda one: (list(ROUTES).index(one.route), one.send, _number(one.rule), one.subject))
    return found, facts.missing


def _route(part: Part, facts: Reader, received: date | None) -> PartAdvice:
    row = next(row for row in table().rows if _matches(row, facts, part, received))
    return _advice(row, part, facts)


def _advice(row: Row, part: Part, facts: Reader) -> PartAdvice:
    rule, reason = row.id, row.reason
    if row.route == "statutory" and represented(facts):
        facts.answer("authority_given")
        rule, reason = "T31", f"They speak for somebody else, so it goes where that person's own would. {reason}"
    return PartAdvice(
        row.route, row.send, rule, reason, row.source, row.failed, row.other_route, part.subject, row.undecided
    )


def _matches(row: Row, facts: Reader, part: Part, received: date | None) -> bool:
    return all(_answer(name, facts, part, received, answers) for name, answers in row.when.items())


def _answer(name: str, facts: Reader, part: Part, received: date | None, answers: tuple[str, ...]) -> bool:
    if name == "subject":
        return not set(answers).isdisjoint(part.subject)
    if name in CONDITIONS:
        return CONDITIONS[name](facts, part, received) in answers
    if FACTS[name].values:
        return facts.get(name) in answers
    return facts.answer(name) in answers


def _number(rule: str) -> int:
    return int(rule[1:])


def _flags(known: Sequence[Mapping[str, Any]]) -> tuple[Flag, ...]:
    """Return the flags that any point raises, each with the points that raise it."""
    found = []
    for row in table().flags:
        points = tuple(
            number for number, facts in enumerate(known, start=1) if _matches(row, Reader(facts), _whole(facts), None)
        )
        if points:
            found.append(Flag(row.id, row.do, row.reason, row.source, points))
    return tuple(found)


def _whole(facts: Mapping[str, Any]) -> Part:
    return Part("whole", facts.get("subject", ()))
