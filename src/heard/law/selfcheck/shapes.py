"""Faults that the shape of a timeline shows: what was refused, closed early, never done, or took too long as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.law.calendars import OutsideCalendarError
from heard.law.selfcheck.checks import (
    DECISIONS,
    DELAYS,
    ORDERED_DONE,
    SHORT,
    STAGE_3_BEGUN,
    STAGES,
    STARTS,
    STATUTORY,
    STEPS,
    STOPS,
    WHOLE,
)
from heard.law.selfcheck.entries import Entry, said
from heard.law.selfcheck.finding import Breach
from heard.law.selfcheck.running import DAY, Case
from heard.law.selfcheck.wording import days, over


def steps(case: Case) -> Iterator[Breach]:
    """Yield the faults that an event is by itself: a stage that was refused. Source: S2-2, S3-4, DIS-5, CH-6."""
    for step in STEPS:
        if case.family not in step.families:
            continue
        for one in case.of((step.event,)):
            ended = min((end.first for end in case.of(step.ends) if end.last >= one.first), default=None)
            if one.last <= case.on and (ended is None or ended > one.last):
                why = f"It was refused {one.said}. {step.why}"
                yield Breach(step.fault, one.last, step.rule, step.remedy, True, why, ended)


def closed_early(case: Case) -> Iterator[Breach]:
    """Yield a complaint that was closed while a stage was open. Source: regulations 14, 15, 17 and 19; CH-11."""
    for one in case.of(("closed",)):
        for opens, answers in STAGES[case.family]:
            opened = min((entry.first for entry in case.of((opens,))), default=None)
            ends = (*answers, "refusal_sent", "stage_2_refused", *(stop for stop in STOPS if stop != "closed"))
            after = [entry.first for entry in case.of(ends) if opened and entry.last >= opened]
            if opened is None or opened > one.first or any(end <= one.last for end in after) or one.last > case.on:
                continue
            yield Breach(
                "complaint_closed_early", one.last, "R14, R15, R17, R19, CH-11",
                "Open it again, say sorry, and give the answer that was owed.", True,
                f"It was closed {one.said}, before what was asked for had been answered.", min(after, default=None),
            )  # fmt: skip
            break


def whole(case: Case) -> Iterator[Breach]:
    """Yield a statutory complaint that has taken longer than all its stages together may. Source: R10, the stages' clocks."""
    received = min(case.of(("received", "acknowledged")), key=lambda one: one.last, default=None)
    if case.family != STATUTORY or not received or not case.definition:
        return
    count = sum(case.definition.clocks[name].most for name in WHOLE if name in case.definition.clocks)
    try:
        last = case.calendar.add(received.last, count)
        likely_from = case.calendar.add(last, SHORT) + DAY
    except OutsideCalendarError:
        return
    for opens, answers in STAGES[STATUTORY]:
        opened = min((one.last for one in case.of((opens,))), default=None)
        if opens == "received":
            opened = received.last
        ends = [one.first for one in case.of((*answers, *STOPS)) if opened and one.last >= opened]
        until = min(ends, default=None)
        end = until or case.on
        if opened and opened <= last < end:
            yield Breach(
                "procedure_delay", last + DAY, f"R10, {', '.join(WHOLE)}",
                "Give them one plan with a date for every step that is left, say sorry, and keep to it.", end >= likely_from,
                f"The complaint came {received.said}. All three stages together may take {days(count)}, up to "
                f"{said(last)}, and on {said(end)} {days(over(last, end, case.calendar))} more had gone by.", until,
            )  # fmt: skip
            return


def pairs(case: Case) -> list[tuple[Entry, Entry | None]]:
    """Return each date on which an action was due with the event that it was done: the first date with the first event."""
    due, done = case.of(("action_due",)), case.of(("action_done",))
    return [(one, done[place] if place < len(done) else None) for place, one in enumerate(due)]


def ordered(case: Case, due: Entry) -> bool:
    """Answer whether an action was agreed with the Ombudsman: whether a decision came before it."""
    return any(one.first <= due.last for one in case.of(DECISIONS))


def actions(case: Case) -> Iterator[Breach]:
    """Yield each action that was not done when it was due. After an Ombudsman's decision it is a fresh fault (LG-7)."""
    for due, done in pairs(case):
        end = done.first if done else case.on
        if end <= due.last:
            continue
        his = ordered(case, due)
        late = over(due.last, end, case.calendar)
        outcome = f"It was done {done.said}" if done else f"By {said(case.on)} it was not done"
        fault, rule = ("ombudsman_remedy_not_done", "LG-7") if his else ("recommendations_not_done", "GB-13, LG-9")
        whose = "agreed with the Ombudsman" if his else "of the council's own answer"
        weighed = (
            " To miss it is a fresh fault."
            if his
            else ""
            if late > SHORT
            else " A short overrun, so a finding is not likely."
        )
        yield Breach(
            fault, due.last + DAY, rule, "Do it now, tell them what was done, and say sorry for the wait.",
            his or late > SHORT, f"An action {whose} was due {due.said}. {outcome}, {days(late)} late.{weighed}",
            done.first if done else None,
        )  # fmt: skip


def missing(case: Case) -> Iterator[Breach]:
    """Yield what is recorded as still missing: after a decision of the Ombudsman, or where no clock is known to run.

    Source: LG-7, LG-9. Where a clock runs, its own row says since when the thing was late.
    """
    for one in case.of(("not_done_as_at",)):
        before = [entry for entry in case.of(DECISIONS) if entry.last <= one.first]
        running = [entry for entry in case.of(STARTS) if entry.first <= one.last]
        done = [entry.first for entry in case.of(ORDERED_DONE) if entry.last >= (before[-1] if before else one).first]
        if one.last > case.on or any(day <= one.last for day in done) or (running and not before):
            continue
        until = min(done, default=None)
        late = case.calendar.elapsed(one.last, until or case.on)
        fault, rule = ("ombudsman_remedy_not_done", "LG-7") if before else (DELAYS[case.family], "LG-9")
        after = f" The Ombudsman had decided {before[-1].said}: it is a fresh fault." if before else ""
        weighed = "" if before or late > SHORT else " That is short, so a finding is not likely."
        gone = f"It was done {days(late)} later." if until else f"That is {days(late)} ago."
        why = f"It is recorded that something owed was not done {one.said}. {gone}{after}{weighed}"
        remedy = "Do what is missing now, record that it was done, and say sorry for the wait."
        yield Breach(fault, one.last, rule, remedy, bool(before) or late > SHORT, why, until)


def early_referral(case: Case, facts: Mapping[str, Any], *, said: bool) -> Iterator[Breach]:
    """Yield an early referral for which nobody said that its conditions were met. `said`: somebody said that they were not.

    Source: GB-1. A finding is likely by itself only where stage 2 had not been answered.
    """
    if said or facts.get("early_referral_criteria_met") is True:
        return
    for one in case.of(("early_referral",)):
        answered = any(entry.first <= one.last for entry in case.of(("stage_2_response",)))
        offered = [entry.first for entry in case.of(("stage_3_requested", *STAGE_3_BEGUN)) if entry.last >= one.first]
        until = min(offered, default=None)
        if one.last > case.on or (until and until <= one.last):
            continue
        why = f"It was sent to the Ombudsman early {one.said}, and "
        why += (
            "nothing says that the conditions for it were met. If they were, a finding is not likely."
            if answered
            else "stage 2 had not been answered, so its conditions could not have been met."
        )
        yield Breach(
            "early_referral_without_criteria", one.last, "GB-1", "Offer them the review panel now, and say sorry.",
            not answered, why, until,
        )  # fmt: skip
