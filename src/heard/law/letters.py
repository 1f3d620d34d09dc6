"""Which letters a procedure owes now, from what happened and from what was sent already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from heard.law.procedures.model import Definition, EventRule, LetterRule
from heard.law.timeline import Timeline


@dataclass(frozen=True)
class OwedLetter:
    """A letter that is owed: by which event, and since which day; None where the letter itself is what is owed next.

    `records` is the event that happens when it is sent, "" where none does.
    """

    rule: LetterRule
    event: EventRule
    since: date | None
    records: str


def owed(timeline: Timeline, sent: Iterable[tuple[str, date]]) -> tuple[OwedLetter, ...]:
    """Return the letters that are owed on the timeline's day: first those of what happened, then those that come next.

    `sent` are the letters that were sent to the complainant, each as (id, day). A letter is owed no more once it, or the event
    that its sending is, came on or after the day of the event that owes it.
    """
    law, gone = timeline.definition, tuple(sent)
    found: dict[tuple[str, str], OwedLetter] = {}
    for one in timeline.happened:
        rule = law.events.get(one.event)
        if rule is None:
            continue
        for letter in rule.letters:
            if rule.sent == rule.id or _came(rule.sent, one.on, timeline) or _was_sent(letter, one.on, gone):
                found.pop((letter, rule.id), None)
            else:
                found[letter, rule.id] = OwedLetter(law.letters[letter], rule, one.on, rule.sent)
    next_ones = [law.events[one.event.id] for one in timeline.owed]
    for rule in next_ones:
        for letter in rule.letters if rule.sent == rule.id else ():
            found.setdefault((letter, rule.id), OwedLetter(law.letters[letter], rule, None, rule.sent))
    return tuple(found.values())


def _came(event: str, since: date, timeline: Timeline) -> bool:
    return bool(event) and any(one.event == event and one.on >= since for one in timeline.happened)


def _was_sent(letter: str, since: date, sent: Collection[tuple[str, date]]) -> bool:
    return any(name == letter and day >= since for name, day in sent)


def records(law: Definition, letter: str, stage: int) -> tuple[str, ...]:
    """Return the events that sending a letter can be, those of the stage first: more than one where stages share a letter."""
    events = [rule.sent for rule in law.events.values() if letter in rule.letters and rule.sent]
    return tuple(sorted(dict.fromkeys(events), key=lambda event: f"stage_{stage}_" not in event))
