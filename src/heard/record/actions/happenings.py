"""Recording any event of a complaint's procedure by its id: what it takes, and which action records it.

What really happened can be recorded, also where the procedure says otherwise: the timeline warns of that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from heard.access.models import Person
from heard.access.policy import Actor, NotAllowedError
from heard.law.procedures import EventRule
from heard.law.timeline import Timeline, may_record
from heard.law.words import NOT_ANSWERED, OUTCOMES
from heard.record.actions import checks, complaints
from heard.record.models import Complaint, Stage, StageEvent
from heard.record.relations import require_for

ANSWERS = tuple(outcome for outcome in OUTCOMES if outcome not in NOT_ANSWERED)
WHY = (StageEvent.EXTENDED, StageEvent.PAUSED, "not_accepted", "stopped_for_proceedings", "early_referral")


def needs_reason(event: str) -> bool:
    """Answer whether an event must be recorded with its reason: more time, a pause, a stop, a refusal, a stage left out."""
    return StageEvent.from_law(event) in WHY or event.endswith(("_skipped", "_refused"))


def takes_reason(event: str) -> bool:
    """Answer whether an event may be recorded with a reason."""
    return event == "stage_1_response" or not complaints.has_own_action(event)


def number_of(event: str) -> int:
    """Return the stage that the id of an event names, 0 where it names none."""
    parts = event.split("_")
    return int(parts[1]) if parts[0] == "stage" and parts[1:2] and parts[1].isdigit() else 0


def outcomes(event: str, answered: Collection[int], last: int) -> tuple[str, ...]:
    """Return the outcomes that one is chosen from with this event: none where it needs no outcome.

    `answered` are the stages with an outcome, and `last` the last one reached.
    """
    if StageEvent.from_law(event) == StageEvent.RESPONSE_SENT:
        return ANSWERS
    return NOT_ANSWERED if event == StageEvent.CLOSED and last not in answered else ()


def elsewhere(law: Timeline, stages: Mapping[int, str], role: str) -> tuple[EventRule, ...]:
    """Return what this role may record although the procedure does not offer it now.

    `stages` are those that were reached, each with its outcome.
    """
    offered = {one.event.id for one in law.offers(role)}
    return tuple(
        rule
        for rule in law.definition.events.values()
        if rule.id not in offered and may_record(role, rule) and _can_have(law, rule, stages)
    )  # fmt: skip


def _can_have(law: Timeline, rule: EventRule, stages: Mapping[int, str]) -> bool:
    """Answer whether an event can be recorded at all: it is of a stage that was reached, or asks for one."""
    number, kind = number_of(rule.id), StageEvent.from_law(rule.id)
    if rule.id in ("received", StageEvent.CLOSED):
        return False
    if kind == StageEvent.REQUESTED:
        return number in law.definition.stages
    if rule.id == StageEvent.PANEL_HELD:
        return 3 in stages
    return number in stages or kind == rule.id


def record(
    complaint: Complaint,
    event: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    why: str = "",
    outcome: str = "",
    answered_by: Person | None = None,
) -> None:
    """Record whatever event of the procedure somebody chose from a list, by the action that records it.

    Use it where the event comes from a form; code that knows the event calls its action in `complaints`, or
    `complaints.happen` where it has none. `outcome` is what a response or a closing came to, and `answered_by` who
    answered, where it is known.

    Raises NotAllowedError where it is for another role, or ValueError with a sentence on what to change.
    """
    require_for(complaint, "record", by=by)
    law = complaints.law_of(complaint)
    rule = law.events.get(event)
    if rule is None or event == "received":
        raise ValueError("Choose what happened from the list.")
    if not may_record(by.role, rule):
        raise NotAllowedError(f"“{rule.says}” is for somebody else to decide: {', '.join(rule.by).replace('-', ' ')}.")
    if needs_reason(event):
        checks.words(why, "the reason", needed=True)
    when: dict[str, Any] = {"on": on, "by": by, "at": at}
    number, kind = number_of(event), StageEvent.from_law(event)
    if kind == StageEvent.ACKNOWLEDGED:
        complaints.acknowledge(complaint, **when, number=number or 1)
    elif kind == StageEvent.REQUESTED:
        complaints.request_stage(complaint, number, **when)
    elif kind == StageEvent.RESPONSE_SENT:
        reason = why if number == 1 else ""
        complaints.respond(complaint, number, outcome, **when, delay_reason=reason, answered_by=answered_by)
    elif event == StageEvent.PANEL_HELD:
        complaints.hold_panel(complaint, **when)
    elif event == StageEvent.CLOSED:
        _close(complaint, outcome, on, by, at)
    else:
        complaints.happen(complaint, event, **when, note=why)


def _close(complaint: Complaint, outcome: str, on: date, by: Actor, at: datetime) -> None:
    last = Stage.objects.filter(complaint=complaint).order_by("number").last()
    if last and last.outcome:
        complaints.close_answered(complaint, last.number, on=on, by=by, at=at)
    else:
        complaints.close(complaint, last.number if last else 1, outcome, on=on, by=by, at=at)
