"""Beginning a letter: which there are to write, for which stage, and how it goes unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from heard.law import letters as law_letters
from heard.law.calendars import local_day
from heard.law.procedures import Definition
from heard.law.timeline import Timeline
from heard.letters import merging
from heard.record.actions import happenings
from heard.record.actions import letters as letter_actions
from heard.record.models import Address, Letter, Party
from heard.record.queries import one_complaint
from heard.record.queries.one_complaint import Head

BUNDLE = "bundle-"
"""What begins the choice of a letter that papers are put together with; then for whom they are."""


@dataclass(frozen=True)
class Choice:
    """What somebody chose to write: `rule` is the letter, `bundle` for whom papers are put together with it."""

    rule: str
    bundle: str = ""


def choices(law: Timeline | None, owed: tuple[law_letters.OwedLetter, ...]) -> list[tuple[str, str]]:
    """Return what can be written, as (key, words): first what is owed, then what else the procedure has, then the rest."""
    found = {one.rule.id: f"{one.rule.title} (owed)" for one in owed}
    for rule in law.definition.letters.values() if law else ():
        found.setdefault(rule.id, rule.title)
    free = [(key, words) for key, words in Letter.FREE if key not in found]
    papers = [(f"{BUNDLE}{key}", bundle_title(key)) for key, _ in Letter.BUNDLES]
    return [*found.items(), *free, *papers]


def bundle_title(bundle: str) -> str:
    """Return what papers that are put together for somebody are called, such as “Papers for the review panel”."""
    words = dict(Letter.BUNDLES)[bundle]
    return f"Papers for {words[0].lower()}{words[1:]}"


def chosen(key: str) -> Choice:
    """Return what a key of `choices` stands for."""
    return Choice(Letter.BLANK, key.removeprefix(BUNDLE)) if key.startswith(BUNDLE) else Choice(key)


def title(letter: Letter, law: Definition | None) -> str:
    """Return what a letter is called: by its procedure, or by itself where no procedure owes it."""
    if letter.bundle:
        return bundle_title(letter.bundle)
    rule = law.letters.get(letter.rule) if law else None
    return rule.title if rule else dict(Letter.FREE).get(letter.rule, letter.rule.replace("_", " ").capitalize())


def stage_of(law: Timeline | None, rule: str) -> int:
    """Return the stage that a letter belongs to: the one in which the complaint is, unless it belongs to others only."""
    if law is None:
        return 1
    present = law.stage.number or 1
    events = [one for one in law.definition.events.values() if rule in one.letters]
    named = sorted({happenings.number_of(name) for one in events for name in (one.id, one.sent)} - {0})
    if not named or present in named:
        return present
    return max((number for number in named if number <= present), default=named[0])


def way_of(addresses: Mapping[str, Address]) -> str:
    """Return how a letter goes to somebody with these addresses: by e-mail, else by post, else it is handed over."""
    usable = {kind for kind, one in addresses.items() if not one.protected}
    if Address.EMAIL in usable:
        return Letter.EMAIL
    return Letter.POST if Address.POST in usable else Letter.HAND


def start(
    head: Head,
    recipient: Party,
    key: str,
    *,
    reader: str,
    way: str,
    large_print: bool,
    addresses: Mapping[str, Address],
    at: datetime,
) -> Letter:
    """Begin the letter of this key of `choices`, filled with what is known. An empty `reader` is the kind of text that the
    recipient reads best, an empty `way` the one of their addresses.

    Raises NotAllowedError, ValueError.
    """
    on, choice = local_day(at), chosen(key)
    law = one_complaint.law_timeline(head, on)
    reader = reader or merging.reads_best(recipient)
    stage = stage_of(law, choice.rule)
    try:
        text = merging.begin(head, recipient, choice.rule, reader, stage=stage, on=on)
    except FileNotFoundError as error:
        raise ValueError(f"{error} Choose another reader, or “Another letter”.") from error
    return letter_actions.write(
        head.complaint,
        recipient=recipient,
        rule=choice.rule,
        stage=stage,
        reader=reader,
        way=way or way_of(addresses),
        text=text,
        bundle=choice.bundle,
        large_print=large_print or recipient.large_print or reader == Letter.EASY_READ,
        by=head.by,
        at=at,
    )
