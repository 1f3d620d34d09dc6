"""Letting a letter leave: looked at as a whole, approved for one person, by a second where the case is sensitive, and made
into the file that goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor
from heard.law import letters as owed_letters
from heard.law.calendars import local_day
from heard.law.timeline import Timeline
from heard.letters import rendering
from heard.letters.checks import Checked, check
from heard.letters.files import inspection
from heard.record.actions import happenings
from heard.record.actions import letters as letter_actions
from heard.record.actions.messages import subjects
from heard.record.models import Letter
from heard.record.queries import one_complaint
from heard.record.queries.around import Around, around
from heard.record.queries.complaints import ANSWERED
from heard.record.queries.letters import needs_second
from heard.record.queries.one_complaint import Head


def looked_over(letter: Letter, head: Head, *, on: date, held: Around | None = None) -> Checked:
    """Return what stops a letter and what must be ticked. `held` is what is around it, where that was read already.

    Raises NotAllowedError, ValueError for a paper that is damaged.
    """
    return check(letter, head, held or around(letter), on=on)


def can_record(letter: Letter, head: Head, *, on: date) -> tuple[str, ...]:
    """Return the events of the procedure that this letter can be when it leaves, the likeliest first.

    None where it does not go to the complainant, its reader may record nothing, or the event has happened already.
    Raises NotAllowedError.
    """
    if letter.recipient.capacity not in ANSWERED or "record" not in head.may:
        return ()
    law = one_complaint.law_timeline(head, on)
    if law is None:
        return ()
    events = owed_letters.records(law.definition, letter.rule, letter.stage)
    return tuple(event for event in events if not _done(law, event))


def _done(law: Timeline, event: str) -> bool:
    """Answer whether an event that happens once has happened."""
    rule = law.definition.events.get(event)
    return bool(rule and not rule.again and any(one.event == event for one in law.since))


def approve(
    letter: Letter,
    head: Head,
    *,
    digest: str,
    ticked: Collection[str],
    at: datetime,
    records: str = "",
    outcome: str = "",
    why: str = "",
) -> bool:
    """Approve a letter as it was shown and, where one person is enough, let it leave; return whether it left.

    `ticked` are the warnings that whoever approves has looked at. Raises NotAllowedError, or ValueError with what is missing.
    """
    by, on = head.by, local_day(at)
    _ready(letter, head, ticked, on)
    if records and records not in can_record(letter, head, on=on):
        raise ValueError("Choose what is recorded when this letter leaves from the list.")
    if records and happenings.needs_reason(records) and not why.strip():
        raise ValueError("Enter the reason that is recorded with it.")
    if records and happenings.outcomes(records, (), letter.stage) and not outcome:
        raise ValueError("Choose what this stage came to.")
    content = _made(letter, head, on)  # what cannot be printed is said now, not to the second person
    with transaction.atomic():
        letter_actions.approve(letter, digest=digest, by=by, at=at, records=records, outcome=outcome, why=why)
        if needs_second(letter):
            return False
        _let_go(letter, content, by, at)
    return True


def second(letter: Letter, head: Head, *, digest: str, ticked: Collection[str], at: datetime) -> None:
    """Approve as the second person what another approved, and let it leave. Raises as `approve` does."""
    _ready(letter, head, ticked, local_day(at))
    law = one_complaint.law_timeline(head, local_day(at))
    if letter.records and law and _done(law, letter.records):
        raise ValueError("What this letter would record was recorded meanwhile. Save the letter, and approve it anew.")
    content = _made(letter, head, local_day(at))
    with transaction.atomic():
        letter_actions.second(letter, digest=digest, by=head.by, at=at)
        _let_go(letter, content, head.by, at)


def _ready(letter: Letter, head: Head, ticked: Collection[str], on: date) -> None:
    found = looked_over(letter, head, on=on)
    if found.stops:
        raise ValueError("This letter cannot leave yet: " + " ".join(found.stops))
    if any(warning not in ticked for warning in found.warnings):
        raise ValueError("Look at each warning, and tick it once you have.")


def _made(letter: Letter, head: Head, on: date) -> bytes:
    """Make the file that leaves, and look into it once more. It is made before anything is held, since that can take a while;
    what was changed meanwhile is no longer what was approved, so the file does not leave."""
    content = rendering.final(letter, head, on=on)
    hidden = inspection.hidden(content, "pdf")
    if hidden:
        raise ValueError(f"The file carries something beside its words, so it was not sent: {', '.join(hidden)}.")
    return content


def _let_go(letter: Letter, content: bytes, by: Actor, at: datetime) -> None:
    body = rendering.cover(letter)
    letter_actions.release(letter, file=content, subject=subjects()[0], body=body, by=by, at=at)
