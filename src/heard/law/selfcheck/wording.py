"""The sentences of the self-check, with the dates and the count of days."""

from __future__ import annotations

from datetime import date

from heard.law.calendars import Calendar
from heard.law.procedures import Clock
from heard.law.selfcheck.checks import DUE_SAYS
from heard.law.selfcheck.entries import said
from heard.law.selfcheck.finding import Breach
from heard.law.selfcheck.running import Case, Ran

SAID = {
    "received": "The complaint was received",
    "acknowledged": "The complaint was acknowledged",
    "stage_2_requested": "Stage 2 was asked for",
    "stage_3_requested": "A review panel was asked for",
    "panel_held": "The review panel met",
    "panel_report": "The panel's report came",
    "statement_agreed": "The statement of complaint was agreed",
    "stage_1_paused": "It was paused",
    "not_accepted": "It was decided not to take the complaint",
    "ehc_request": "An education, health and care assessment was asked for",
    "ehc_requested": "An education, health and care assessment was asked for",
    "ehc_review_meeting": "The annual review meeting was held",
    "review_meeting": "The annual review meeting was held",
    "earlier_ombudsman_decision": "The Ombudsman decided",
    "delay_started": "A delay is recorded as having begun",
    **dict.fromkeys(
        ("stage_2_due", "panel_due", "action_due", "ehc_decision_due", "ehc_plan_due"), "It is recorded as due"
    ),
}
"""An event → how a sentence about the start of a clock says it."""

_SIGN = "The first sign of stage 2 was"
_UNITS = {"working-days": "working day", "weeks": "week", "months": "month", "years": "year", "calendar-days": "day"}


def days(count: int) -> str:
    """Return so many working days in words."""
    return f"{count} working day{'' if count == 1 else 's'}"


def began(ran: Ran) -> str:
    """Return the sentence about what started a clock, such as “Stage 2 was asked for on 3 June 2026.”"""
    return f"{SAID.get(ran.start.event, _SIGN)} {ran.start.said}."


def does(ran: Ran) -> str:
    """Return what had to be done, without a full stop: “Send the stage 1 response”."""
    if ran.check.fault == "stage_2_not_done":
        return "Begin stage 2"
    return ran.clock.does if ran.clock else DUE_SAYS[ran.start.event]


def rule_of(ran: Ran) -> str:
    """Return the rules of a row: its own and its clock's, with the clock's id last."""
    own = (ran.check.rule, ran.clock.rule, ran.clock.id) if ran.clock else (ran.check.rule,)
    return ", ".join(dict.fromkeys(part for one in own for part in one.split(", ") if part))


def breach_of(ran: Ran, case: Case) -> Breach:
    """Return the breach of a clock that ran out."""
    until = ran.answered.first if ran.answered else None
    likely = ran.likely(case.on)
    if ran.start.event == "delay_started":
        parts: tuple[str, ...] = (began(ran), _lasted(ran, case, likely))
    elif ran.check.later:
        parts = (began(ran), _no_sign(ran, case))
    else:
        parts = (began(ran), _permitted(ran), _outcome(ran, case), _weighed(ran, case, likely))
    return Breach(ran.check.fault, ran.since, rule_of(ran), ran.check.remedy, likely, " ".join(parts), until)


def _lasted(ran: Ran, case: Case, likely: bool) -> str:
    end = f"It ended {ran.answered.said}" if ran.answered else f"It had not ended by {said(case.on)}"
    lasted = over(ran.due, ran.answered.first if ran.answered else case.on, ran.calendar)
    return f"{end}, after {days(lasted)}.{'' if likely else ' That is short, so a finding is not likely.'}"


def _no_sign(ran: Ran, case: Case) -> str:
    most = f"“{does(ran)}” may take {_count(ran.clock, ran)}" if ran.clock else does(ran)
    sign = f"There was no sign of it before {said(ran.answered.first)}" if ran.answered else "There is no sign of it"
    return f"{most}, and by {said(ran.due)} {days(ran.check.later)} more had gone by. {sign}, which is as good as a refusal."


def _permitted(ran: Ran) -> str:
    if not ran.clock:
        return f"“{does(ran)}” was to be done by then."
    extra = ""
    if ran.extended:
        extra = ", with the extension that was told in time"
    elif ran.clock.extended_by and ran.clock.limit != ran.clock.target:
        extra = ", and no extension was told in time"
    return f"“{does(ran)}” was due by {said(ran.due)}: {_count(ran.clock, ran)}{extra}."


def _count(clock: Clock, ran: Ran) -> str:
    """Return how long the clock gives: its limit where that is what ended, and its target otherwise."""
    at_limit = ran.extended or clock.target is None or (ran.due == ran.hard and not ran.check.from_target)
    number = (clock.limit_extended if ran.extended else None) or (clock.limit if at_limit else None) or clock.target
    unit = _UNITS[clock.unit]
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _outcome(ran: Ran, case: Case) -> str:
    if not ran.answered:
        return f"By {said(case.on)} it was not done, {days(over(ran.due, case.on, ran.calendar))} late."
    late = days(over(ran.due, ran.answered.first, ran.calendar))
    stopped = ran.answered.event in ran.check.stops
    return f"It {'ended without it' if stopped else 'came'} {ran.answered.said}, {late} late."


def over(due: date, end: date, calendar: Calendar) -> int:
    """Return how many working days late something was: at least one, since a weekend right after the last day is late."""
    return max(1, calendar.elapsed(due, end))


def other_reading(ran: Ran) -> str:
    """Return what the other reading of a disputed start would say, as a sentence with a space before it; empty without one."""
    return f" Counted from {ran.other_from} the last day was {said(ran.other)}." if ran.other else ""


def _weighed(ran: Ran, case: Case, likely: bool) -> str:
    """Return why a finding is or is not likely."""
    end = ran.answered.first if ran.answered else case.on
    if ran.check.likely is None:
        return "The Ombudsman seldom finds fault in this alone."
    if likely:
        last = ran.hard if end > ran.hard or ran.other is None else ran.other
        past = days(over(last, end, ran.calendar))
        if last != ran.hard:
            return f"Counted from {ran.other_from} that is {past} past the last day there could be, {said(last)}."
        return f"That is {past} past the last day there could be, {said(last)}.{other_reading(ran)}"
    if end <= ran.hard:
        return f"It was still within the limit, {said(ran.hard)}, so a finding is not likely.{other_reading(ran)}"
    if not ran.other_from:
        return "A short overrun, so a finding is not likely."
    if ran.other:
        return (
            f"It is disputed where the days begin. Counted from {ran.other_from} the limit was {said(ran.other)}, "
            "so a finding is not likely yet."
        )
    return "It is disputed where the days begin, and the statement is not agreed, so a finding is not likely yet."
