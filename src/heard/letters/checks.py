"""What stands between a letter and its recipient: what stops it, what whoever approves it must tick, and whom it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from heard.law.due import day_said
from heard.law.procedures import LetterRule
from heard.law.words import CAPACITIES
from heard.letters import fields, markup, protection, readability, redaction, required
from heard.letters.files import papers
from heard.letters.merging import reads_best
from heard.record.models import Complaint, Enclosure, Letter, Party
from heard.record.queries.around import Around
from heard.record.queries.documents import place
from heard.record.queries.one_complaint import Head, assignments
from heard.record.queries.rules import here

BANNED = ("unreasonable", "vexatious", "alleged", "allegation", "unfortunately", "pursuant")
"""Words that no letter to a family should hold."""

REFERENCE = re.compile(r"\b[A-Z]{3,12}-\d{4}-\d{3,6}\b")
HARDEST = {Letter.ADULT: 12.0, Letter.ADVOCATE: 12.0, Letter.CHILD: 5.0, Letter.EASY_READ: 5.0}
"""Reader → the highest grade (Flesch-Kincaid) that goes without a second thought."""


@dataclass(frozen=True)
class Person:
    """Somebody who appears in what would leave: who they are, and where they appear."""

    name: str
    who: str
    where: tuple[str, ...]


@dataclass
class Checked:
    """What was found about a letter. `stops` must be mended; each of `warnings` must be ticked by whoever approves."""

    stops: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    grade: float = 0.0
    gaps: list[str] = field(default_factory=list)
    not_said: list[str] = field(default_factory=list)
    said: list[tuple[str, bool | None]] = field(default_factory=list)
    not_answered: list[int] = field(default_factory=list)


def rule_of(complaint: Complaint, rule: str) -> LetterRule | None:
    """Return what the procedure says of a letter, None for one that it does not owe."""
    law = here().definition_or_none(complaint.procedure, complaint.received_on)
    return law.letters.get(rule) if law else None


def check(letter: Letter, head: Head, held: Around, *, on: date) -> Checked:
    """Look at a letter as it is now, with everything that goes with it. Raises NotAllowedError, ValueError."""
    head.need("view-people")
    found, inside = Checked(), _inside(held.enclosures)
    _words(letter, held.points, found)
    _address(letter, held, found, on)
    best = reads_best(letter.recipient)
    if letter.reader != best:
        kinds = {name: words.lower() for name, words in Letter.READERS}
        found.warnings.append(
            f"It is written for {kinds[letter.reader]}, and the kind for {letter.recipient.name} is {kinds[best]}. I meant that."
        )
    if letter.way == Letter.EMAIL_TEXT and (inside or letter.bundle):
        found.stops.append("Papers go with this letter, so it cannot go in the text of an e-mail. Choose another way.")
    _enclosed(inside, found)
    whole = _whole(letter, inside, held.enclosures)
    _protected(whole, held.protected, found)
    _references(whole, letter.complaint.reference, found)
    found.people = _people(whole, letter, head, held.parties)
    named = [person.name for person in found.people if person.who != WORKS_HERE]
    if named:
        names = ", ".join(named)
        found.warnings.append(
            f"It speaks of {names}. I know that {letter.recipient.name} may read what it says of them."
        )
    return found


def check_words(letter: Letter, points: Sequence[int]) -> Checked:
    """Look at the words of a letter alone, as somebody does who is writing it. Nothing is asked of the register."""
    found, rule = Checked(), rule_of(letter.complaint, letter.rule)
    _words(letter, points, found)
    if rule and found.not_answered:
        found.said = [(one, False if "each point" in one else is_there) for one, is_there in found.said]
        found.not_said = [one for one, is_there in found.said if not is_there]
    return found


def _words(letter: Letter, points: Sequence[int], found: Checked) -> None:
    rule = rule_of(letter.complaint, letter.rule)
    found.grade = readability.grade(letter.text)
    found.gaps = list(dict.fromkeys(gap.strip("[] .") for gap in markup.gaps(letter.text)))
    found.stops += [f"Write this: {gap}." for gap in found.gaps]
    if not letter.recipient.name:
        found.stops.append("The recipient has no name. Record it under “People”.")
    if rule and any("each point" in one for one in rule.contains):
        found.not_answered = not_answered(letter.text, points)
        found.stops += [f"Point {number} is not answered." for number in found.not_answered]
    found.said = required.looked_for(rule.contains, letter.text, letter.reader) if rule else []
    found.not_said = [one for one, is_there in found.said if not is_there]
    found.warnings += [
        f"We did not find this in it: {one}. I have checked that it is there, or does not apply."
        for one in found.not_said
    ]
    found.warnings += [f"It holds the word “{word}”." for word in BANNED if word in letter.text.casefold()]
    if found.grade > HARDEST[letter.reader]:
        found.warnings.append(f"It is hard to read: {readability.said(found.grade)}")


POINT = re.compile(r"^#+ *point (\d+)\b.*$", re.IGNORECASE | re.MULTILINE)
LEAST_WORDS = 3


def not_answered(text: str, points: Iterable[int]) -> list[int]:
    """Return the points that have no heading “Point N” in the letter, or no answer under it.

    What the letter repeats of the complaint (“You said: …”) and what was found are no answer.
    """
    answered, parts = set(), POINT.split(text)
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        own = re.split(r"^#", part, maxsplit=1, flags=re.MULTILINE)[0]
        lines = [
            line
            for line in own.split("\n")
            if not re.match(r"(you said|the complaint says|what we found):", line.strip(), re.IGNORECASE)
        ]
        if len(fields.GAP.sub("", " ".join(lines)).split()) >= LEAST_WORDS:
            answered.add(int(number))
    return [number for number in points if number not in answered]


def _address(letter: Letter, held: Around, found: Checked, on: date) -> None:
    if letter.way == Letter.HAND:
        return
    address = held.address
    kind = "postal address" if letter.way == Letter.POST else "e-mail address"
    if address is None:
        found.stops.append(
            f"There is no {kind} for {letter.recipient.name} that may be used. A protected one is never used: "
            "choose another way, such as handing the letter over."
        )
        return
    if address.value in held.protected_now:
        found.stops.append(f"This {kind} is protected for somebody. It is never used: choose another way.")
    if held.changed_lately(on):
        found.warnings.append(f"The {kind} was changed on {day_said(address.since)}. I have checked that it is right.")
    if address.confirmed_on is None:
        found.warnings.append(f"Nobody has confirmed this {kind}. I have checked that it is right.")


def _inside(enclosures: Iterable[Enclosure]) -> list[tuple[Enclosure, str, str]]:
    """Return what goes with a letter: (enclosure, title, its text, "" where it has none that can be read)."""
    return [(one, title_of(one), text_of(one)) for one in enclosures if not one.left_out]


def title_of(enclosure: Enclosure) -> str:
    """Return what a page and an index call an enclosure."""
    if enclosure.document:
        return enclosure.document.title
    return enclosure.earlier.text.lstrip("# ").split("\n")[0][:200] if enclosure.earlier else ""


def text_of(enclosure: Enclosure) -> str:
    """Return the words of an enclosure, "" where they cannot be read; ValueError is a damaged file's."""
    if enclosure.earlier:
        return enclosure.earlier.text
    if enclosure.document is None:
        return ""
    try:
        content = place(enclosure.document.digest).read_bytes()
    except OSError as error:
        raise ValueError(
            f"The file of “{enclosure.document.title}” is not there. Take it out, and add it again."
        ) from error
    return papers.text_of(content, enclosure.document.file_name)


def unsearched(enclosure: Enclosure) -> str:
    """Return what of an enclosure shows and could not be searched, "" where there is nothing."""
    if enclosure.document is None:
        return ""
    return papers.unsearched(place(enclosure.document.digest).read_bytes(), enclosure.document.file_name)


def is_of_somebody_else(enclosure: Enclosure) -> bool:
    """Answer whether an enclosure must be cleared: it is marked so, or it is a letter that went to another person."""
    if enclosure.document:
        return enclosure.document.third_party
    return bool(enclosure.earlier and enclosure.earlier.recipient_id != enclosure.letter.recipient_id)


def _enclosed(inside: Iterable[tuple[Enclosure, str, str]], found: Checked) -> None:
    for one, title, text in inside:
        if is_of_somebody_else(one) and not one.cleared_at:
            found.stops.append(f"“{title}” holds facts of somebody else. Clear it for this recipient, or take it out.")
        unread = unsearched(one) if text.strip() else "it has no words that can be searched"
        if unread:
            found.warnings.append(
                f"Not all of “{title}” could be searched: {unread}. I have looked at each page of it."
            )
        if one.document and one.document.redacted_from and one.document.redacted_from.third_party:
            found.warnings.append(
                f"“{title}” was made from a paper that holds facts of somebody else. I have read all of it."
            )


Whole = Sequence[tuple[str, str]]
"""(where it is, its words) of everything that would leave."""


def _whole(letter: Letter, inside: Iterable[tuple[Enclosure, str, str]], enclosures: Iterable[Enclosure]) -> Whole:
    """Return everything that would be read: the letter, each paper with its title, and what is said of those left out."""
    papers_with_it = [(f"“{title}”", f"{title}\n{text}") for _, title, text in inside]
    out = [("what is left out", f"{title_of(one)}\n{one.left_out}") for one in enclosures if one.left_out]
    return [("the letter", f"{letter.recipient.name}\n{letter.text}"), *papers_with_it, *out]


def _protected(whole: Whole, addresses: Iterable[str], found: Checked) -> None:
    telling = {part for address in addresses for part in protection.telling(address)}
    for where, text in whole:
        if protection.holds(text, telling):
            found.stops.append(f"A protected address is in {where}. Take it out: it must not leave.")


def _references(whole: Whole, own: str, found: Checked) -> None:
    others = [(where, sorted(set(REFERENCE.findall(text)) - {own})) for where, text in whole]
    asked = {one for _, some in others for one in some}
    there = set(Complaint.objects.filter(reference__in=asked).values_list("reference", flat=True)) if asked else set()
    for where, some in others:
        for other in some:
            if other in there:
                found.stops.append(f"The reference of another complaint, {other}, is in {where}.")


WORKS_HERE = "Works on this complaint"


def _people(whole: Whole, letter: Letter, head: Head, parties: Iterable[Party]) -> list[Person]:
    """Return everybody of the case but the recipient whose name, or a part of it, is in what would leave."""
    known = {
        one.name: CAPACITIES[one.capacity] + (f" ({one.description})" if one.description else "")
        for one in parties
        if one.name and one.pk != letter.recipient_id and one.name != letter.recipient.name
    }
    known |= {one.person.name: WORKS_HERE for one in assignments(head) if one.person.name not in known}
    found: dict[str, list[str]] = {}
    own = set(_words_of(letter.recipient.name))
    for where, text in whole:
        for hit in redaction.find(text, known):
            if hit.what in known and not own.issuperset(_words_of(text[hit.start : hit.end])):
                found.setdefault(hit.what, []).append(where)
    return [Person(name, known[name], tuple(dict.fromkeys(found[name]))) for name in known if name in found]


def _words_of(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", redaction.folded(name))
