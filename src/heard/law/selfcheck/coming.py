"""What is about to go wrong: every clock that is running, and the jobs that must be done before it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from heard.law.clocks import corresponding
from heard.law.selfcheck.checks import DECISIONS, EXTENSION_FROM, JOBS, STATUTORY, STOPS
from heard.law.selfcheck.entries import said
from heard.law.selfcheck.finding import Coming
from heard.law.selfcheck.running import DAY, Case, Ran
from heard.law.selfcheck.shapes import ordered, pairs
from heard.law.selfcheck.silence import next_silence
from heard.law.selfcheck.wording import began, days, does, other_reading, rule_of

NEAR = 2
"""Working days before a last day from which it is urgent: Heard's own number."""


def coming_of(everything: Case, cases: list[Case], judged: list[tuple[Case, Ran]]) -> tuple[Coming, ...]:
    """Return the faults that are about to happen, soonest first, each once."""
    found = [one for case, ran in judged for one in _clock(case, ran)]
    for case in cases:
        mine = [ran for one, ran in judged if one is case]
        found += [*_jobs(case, mine), *next_silence(case, mine)]
    found += [*_actions(everything), *_no_date(everything)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.on, one.fault, one.rule, one.prevents)))


def _clock(case: Case, ran: Ran) -> Iterator[Coming]:
    if ran.answered:
        return
    if ran.since > case.on:
        prevents, urgent = _prevents(case, ran)
        left = ran.calendar.elapsed(case.on, ran.due)
        yield Coming(
            ran.check.fault,
            ran.since,
            rule_of(ran),
            prevents,
            f"{began(ran)} {_left(left)}{other_reading(ran)}",
            urgent or left <= NEAR,
        )
    elif ran.likely_from and ran.likely_from > case.on and not ran.check.warn_only:
        why = "This is late already. From that day the Ombudsman is likely to find fault in it."
        yield Coming(ran.check.fault, ran.likely_from, rule_of(ran), f"{does(ran)} now.", why)


def _left(count: int) -> str:
    if not count:
        return "Today is the last day."
    return f"{days(count)} {'is' if count == 1 else 'are'} left."


def _prevents(case: Case, ran: Ran) -> tuple[str, bool]:
    """Return what to do, and whether the day has come on which a letter about more time must be thought of."""
    by = f"{does(ran)} by {said(ran.due)}"
    if ran.check.warn_only:
        return f"If there will be no plan, send that decision by {said(ran.due)}.", False
    from_day = EXTENSION_FROM.get((ran.check.fault, ran.check.clock))
    if ran.extended or from_day is None or ran.calendar.elapsed(ran.started, case.on) < from_day:
        return f"{by}.", False
    return f"{by}, or tell them in writing by that day why more time is needed and the new date.", True


def _jobs(case: Case, judged: list[Ran]) -> Iterator[Coming]:
    """Yield what should have been done by now so that a statutory stage can still be in time. The days are Heard's own."""
    for job in JOBS:
        rans = [ran for ran in judged if ran.check.clock == job.number and not ran.check.later]
        begun = min(case.of((job.start,)), key=lambda one: one.last, default=None)
        done = [one for one in case.of((*job.done, *STOPS)) if begun and one.last >= begun.first]
        if case.family != STATUTORY or not begun or done or begun.last > case.on:
            continue
        gone = case.calendar.elapsed(begun.last, case.on)
        ahead = _next(rans, case.on)
        if gone >= job.days and ahead:
            yield Coming(job.fault, ahead, job.rule, job.prevents, f"{job.why}, {days(gone)} after the request.", True)


def _next(rans: list[Ran], on: date) -> date | None:
    """Return the next day on which one of these clocks makes a fault, or makes a finding likely."""
    open_ = [ran for ran in rans if not ran.answered]
    ahead = [day for ran in open_ for day in (ran.since, ran.likely_from) if day and day > on]
    return min(ahead, default=None)


def _actions(case: Case) -> Iterator[Coming]:
    for due, done in pairs(case):
        if done or due.last < case.on:
            continue
        his = ordered(case, due)
        left = case.calendar.elapsed(case.on, due.last)
        fault, rule = ("ombudsman_remedy_not_done", "LG-7") if his else ("recommendations_not_done", "GB-13")
        why = f"An action is due {due.said}. {_left(left)}"
        yield Coming(
            fault, due.last + DAY, rule, f"Do it, and record that it was done, by {said(due.last)}.", why, left <= NEAR
        )


def _no_date(case: Case) -> Iterator[Coming]:
    """Yield a decision of the Ombudsman after which nobody recorded what was agreed: a month is usual (LG-7)."""
    for decision in case.of(DECISIONS):
        followed = [one for one in case.of(("action_due", "action_done")) if one.last >= decision.first]
        due = corresponding(decision.last, 1)
        if followed or decision.last > case.on or due < case.on:
            continue
        yield Coming(
            "ombudsman_remedy_not_done", due + DAY, "LG-7",
            "Record what was agreed with the Ombudsman and by when, and do it.",
            f"The Ombudsman decided {decision.said}, and no action and no date is recorded.",
        )  # fmt: skip
