"""Going through what happened in order: the stage that each event left a complaint in, and what was out of order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from heard.law.procedures import Definition, EventRule, StageRule


@dataclass(frozen=True)
class Happening:
    """One dated event. `person` is who did it, in whatever way the register tells people apart; empty if unknown."""

    on: date
    event: str
    person: str = ""


class Walk:
    """The events in order: the stage that each left the complaint in, and a sentence for what was out of order.

    `since` are those since everything began; what began it anew, such as a complaint made again after proceedings, counts
    as its receipt. Events of one day have no order of their own, so they are taken in the one that the procedure gives them.
    """

    def __init__(self, definition: Definition, happened: Iterable[Happening]) -> None:
        self.definition, self.stage = definition, definition.first
        self.ordered: list[Happening] = []
        self.since: list[Happening] = []
        self.left: list[str] = []
        self.warnings: list[str] = []
        for _, today in groupby(sorted(happened, key=lambda one: one.on), key=lambda one: one.on):
            waiting = list(today)
            while waiting:
                one = min(waiting, key=partial(self._place, waiting))
                waiting.remove(one)
                self._take(one)

    def _take(self, one: Happening) -> None:
        rule = self.definition.events.get(one.event)
        said = _out_of_order(self.definition, rule, one, self.stage, self.since, self.ordered) if rule else (
            f"this procedure has no event “{one.event}”.",
        )  # fmt: skip
        self.warnings += [f"{day_said(one.on)}: {sentence}" for sentence in said]
        if rule and self._begins_anew(rule):
            self.since, self.left = [Happening(one.on, "received", one.person)], [rule.to]
        if rule and rule.to and _goes_on(self.definition, self.stage, rule):
            self.stage = self.definition.stage_rules[rule.to]
        self.ordered.append(one)
        self.since.append(one)
        self.left.append(self.stage.id)

    def _begins_anew(self, rule: EventRule) -> bool:
        received = self.definition.events.get("received")
        as_received = bool(received and rule.to and rule.to == received.to)
        return as_received and rule.id != "received" and self._belongs(rule)

    def _belongs(self, rule: EventRule) -> bool:
        return self.stage.id in rule.stages

    def _place(self, waiting: Sequence[Happening], one: Happening) -> tuple[bool, bool, int, int, int, str, str]:
        """Return what puts an event before others of its day: that it is in order, that it leads nowhere or to where the
        others that lead on are in order, and its place in the file."""
        events, stages = self.definition.events, list(self.definition.stage_rules)
        rule, done = events.get(one.event), {before.event for before in self.since}
        if rule is None:
            return True, False, 0, 0, len(events), one.event, one.person
        fits = self._belongs(rule) and done.issuperset(rule.needs) and (rule.again or rule.id not in done)
        others = [events[other.event] for other in waiting if other.event in events and other.event != one.event]
        stranded = sum(bool(other.to) and rule.to not in other.stages for other in others) if rule.to else 0
        leads = stages.index(rule.to) if rule.to else 0
        return not fits, bool(rule.to), stranded, leads, list(events).index(one.event), "", one.person


def _goes_on(definition: Definition, stage: StageRule, rule: EventRule) -> bool:
    """Answer whether an event moves the complaint. One out of order moves it forward, and never back or out of its end."""
    if stage.id in rule.stages:
        return True
    places = list(definition.stage_rules)
    return not stage.ends and places.index(rule.to) > places.index(stage.id)


def _out_of_order(
    definition: Definition,
    rule: EventRule,
    one: Happening,
    stage: StageRule,
    since: Sequence[Happening],
    ordered: Sequence[Happening],
) -> Iterable[str]:
    """Yield what the procedure says against this event, a sentence each."""
    done = {before.event for before in since}
    if not rule.stages:
        yield f"“{rule.says}”. {rule.guard}"
    elif stage.id not in rule.stages:
        yield f"“{rule.says}” does not belong to “{stage.title}”."
    elif rule.id in done and not rule.again:
        yield f"“{rule.says}” had happened already. The first one counts."
    for needed in rule.needs:
        if needed not in done:
            yield f"“{rule.says}” came before “{definition.events[needed].says}”."
    for other in rule.another_than if one.person else ():
        if any(before.event == other and before.person == one.person for before in ordered):
            yield f"“{rule.says}” was by the person of “{definition.events[other].says}”. It must be somebody else."


def day_said(day: date) -> str:
    """Return a date as people read it: 7 August 2023."""
    return f"{day.day} {day:%B %Y}"
