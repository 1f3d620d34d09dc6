"""No word to the complainant while an answer is late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from heard.law.calendars import OutsideCalendarError
from heard.law.selfcheck.checks import SILENCE, STAGE_1_DONE, WORDS
from heard.law.selfcheck.entries import said
from heard.law.selfcheck.finding import Breach, Coming
from heard.law.selfcheck.running import DAY, Case, Ran

RULE = "LG-9, CH-6"
REMEDY = "Write to them today with what has been done, why it takes longer and when they will hear next, and say sorry."


def _gaps(case: Case, ran: Ran) -> Iterator[tuple[date, date, date | None]]:
    """Yield (last word or last permitted day, when silence has lasted too long, the next word) while an answer is late."""
    last = ran.due
    for word in case.of((*WORDS, *STAGE_1_DONE)):
        if word.last <= last:
            continue
        if ran.answered and word.first >= ran.answered.first:
            break
        yield last, ran.calendar.add(last, SILENCE) + DAY, word.first
        last = word.last
    yield last, ran.calendar.add(last, SILENCE) + DAY, ran.answered.first if ran.answered else None


def silences(case: Case, judged: list[Ran]) -> Iterator[Breach]:
    """Yield a breach for each time that nobody wrote for too long while an answer was late. Source: LG-9, CH-6."""
    begun: set[date] = set()
    for ran in judged:
        for last, since, until in _late(case, ran):
            if since <= (until or case.on) and since not in begun:
                begun.add(since)
                yield Breach("no_updates", since, RULE, REMEDY, False, _why(last, until, case, ran), until)


def _late(case: Case, ran: Ran) -> list[tuple[date, date, date | None]]:
    if not ran.check.silence or not ran.breached(case.on):
        return []
    found: list[tuple[date, date, date | None]] = []
    with suppress(OutsideCalendarError):  # what is too near the end of the known days has not lasted too long yet
        found.extend(_gaps(case, ran))
    return found


def _why(last: date, until: date | None, case: Case, ran: Ran) -> str:
    end = until or case.on
    return (
        f"The answer was late, and no word to them is recorded between {said(last)} and {said(end)}: "
        f"{ran.calendar.elapsed(last, end)} working days. The Ombudsman names this beside a delay, seldom by itself."
    )


def next_silence(case: Case, judged: list[Ran]) -> Iterator[Coming]:
    """Yield when silence will have lasted too long, for each answer that is late now."""
    for ran in judged:
        for last, since, _ in _late(case, ran)[-1:]:
            if not ran.answered and since > case.on:
                why = f"An answer is late, and no word to them is recorded since {said(last)}."
                yield Coming("no_updates", since, RULE, f"Write to them by {said(since - DAY)}.", why)
