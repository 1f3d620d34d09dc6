"""Taking a complaint and recording what happened to it, stage by stage.

What really happened can be recorded, in whatever order and however often; the timeline warns of what the procedure says
otherwise. Refused are only a day that has not come, one before the complaint was received, and an event of a stage that the
complaint has not been at. No due date is stored here; `law.due` works it out from these events.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from heard.access.models import Person
from heard.access.policy import Actor, NotAllowedError, require
from heard.law.calendars import local_day
from heard.law.procedures import Definition, EventRule
from heard.law.timeline import may_record
from heard.law.words import NOT_ANSWERED, OUTCOMES, PROCEDURES
from heard.record.actions import assignments, checks, history, receiving
from heard.record.actions.receiving import Points
from heard.record.actions.references import next_reference
from heard.record.doers import doers
from heard.record.models import Assignment, Complaint, District, Element, Stage, StageEvent, Team
from heard.record.models.stage import COMES_TO
from heard.record.queries.rules import council_rules
from heard.record.relations import require_for


def receive(
    *,
    received_on: date,
    procedure: str,
    account: str,
    points: Points,
    complainant: str,
    by: Actor,
    at: datetime,
    complainant_name: str = "",
    child_name: str = "",
    send: bool = False,
    channel: str = "",
    district: District | None = None,
    team: Team | None = None,
    advocate_offered: bool | None = None,
    reference: str = "",
    holder: Person | None = None,
) -> Complaint:
    """Take a complaint in and open its stage 1. It gets the next reference of its year unless it has one already.

    `complainant` is what they are to the child, such as “Parent”; `points` are what it is about, each a category and its
    own words; `account` is what happened, in the words in which it came in. It is held by `holder`, or by whoever takes it.
    Raises NotAllowedError, or ValueError with a sentence on what to change.
    """
    require(by, "complaint", "create")
    checks.not_later(received_on, at)
    if procedure not in PROCEDURES:
        raise ValueError(f"There is no procedure “{procedure}”. Use one of: {', '.join(PROCEDURES)}.")
    council_rules().definition(procedure, received_on)
    if not points:
        raise ValueError("Say what the complaint is about: add at least one point.")
    given = checks.text(reference, 64, "the reference")
    words = checks.words(account, "what happened")
    said = [(category, checks.words(text, "the words of a point")) for category, text in points]
    parties = receiving.parties(complainant, complainant_name, child_name)
    fields = {
        "received_on": received_on,
        "procedure": procedure,
        "send": send,
        "channel": checks.text(channel, 100, "how it came in"),
        "district": district,
        "team": team,
        "advocate_offered": advocate_offered,
        "account": words,
    }
    try:
        with transaction.atomic():
            history.lock()
            name = given or next_reference(Complaint, "COMPLAINT", received_on)
            complaint = Complaint.objects.create(reference=name, **fields)
            receiving.open_with(complaint, said, parties)
            _note_received(complaint, said, parties, by, at)
            _hold(complaint, holder, by, at)
    except IntegrityError:
        if not given:
            raise
        raise ValueError(f"The reference “{given}” has been used already. Choose another, or leave it empty.") from None
    return complaint


def _note_received(
    complaint: Complaint, points: Points, parties: list[tuple[str, str, str]], by: Actor, at: datetime
) -> None:
    details = {
        "received_on": complaint.received_on.isoformat(),
        "procedure": complaint.procedure,
        "send": complaint.send,
        "points": len(points),
    }
    payload = {
        "account": complaint.account,
        "points": [[category.name, text] for category, text in points],
        "parties": [list(party) for party in parties],
        "channel": complaint.channel,
        "district": complaint.district.name if complaint.district else "",
        "team": complaint.team.name if complaint.team else "",
        "advocate_offered": complaint.advocate_offered,
    }
    _note("complaint.received", complaint, details, by, at, json.dumps(payload, ensure_ascii=False))


def _hold(complaint: Complaint, holder: Person | None, by: Actor, at: datetime) -> None:
    """Give the complaint its holder. Whoever takes it without being signed in, as a test may, gives it nobody."""
    person = holder or (Person.objects.get(pk=by.person) if by.person else None)
    if person:
        assignments.assign(complaint, person, part=Assignment.HOLDER, on=local_day(at), by=by, at=at)


def acknowledge(complaint: Complaint, *, on: date, by: Actor, at: datetime, number: int | None = None) -> None:
    """Record that the complainant was told that the complaint, or their request for stage `number`, came in.

    Without a number it is about the stage that the complaint reached last. The clocks of the Ombudsman's Code start here,
    by the first of several. Raises NotAllowedError, ValueError.
    """
    require_for(complaint, "record", by=by)
    with transaction.atomic():
        stage = _stage(complaint, number, on, at)
        _happened(stage, StageEvent.ACKNOWLEDGED, "complaint.acknowledged", on, {}, by, at)


def request_stage(complaint: Complaint, number: int, *, on: date, by: Actor, at: datetime) -> Stage:
    """Record that the complainant asked for stage 2 or 3, which opens it whatever became of the stage before.

    They may ask early where the time for an answer is over, or by agreement: the timeline says where that was not so.
    Whether a request is in time is for the complaints manager: a late one is recorded like any other (guidance of 2006).
    Raises NotAllowedError, ValueError.
    """
    require_for(complaint, "record", by=by)
    if number not in (2, 3) or number not in law_of(complaint).stages:
        raise ValueError(f"The procedure of {complaint.reference} has no stage {number} to ask for.")
    with transaction.atomic():
        history.lock()
        _possible(complaint, on, at)
        stage, _ = Stage.objects.get_or_create(complaint=complaint, number=number)
        if stage.outcome and _began_anew(complaint) and not had(stage, StageEvent.REQUESTED):
            stage.outcome = ""
            stage.save(update_fields=["outcome"])
        _happened(stage, StageEvent.REQUESTED, "complaint.stage-requested", on, {}, by, at)
    return stage


def respond(
    complaint: Complaint,
    number: int,
    outcome: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    delay_reason: str = "",
    answered_by: Person | None = None,
) -> None:
    """Record the response to a stage and what it came to. A reason for a late response may be given with stage 1.

    A stage keeps the outcome of the first response that was recorded, and the complaint its reason: another is an event of
    its own, whose outcome and reason are in the history. `answered_by` is who answered, where somebody else records it.
    Raises NotAllowedError, or ValueError, also where the outcome is none of an answer: `close` is for those.
    """
    require_for(complaint, "record", by=by)
    if outcome not in OUTCOMES or outcome in NOT_ANSWERED:
        answers = ", ".join(slug for slug in OUTCOMES if slug not in NOT_ANSWERED)
        raise ValueError(f"“{outcome}” is not the outcome of a response. Use one of: {answers}.")
    reason = checks.text(delay_reason, 200, "the reason for the delay")
    _end(complaint, number, outcome, StageEvent.RESPONSE_SENT, "complaint.responded", on, by, at, reason, answered_by)


def close_answered(complaint: Complaint, number: int, *, on: date, by: Actor, at: datetime) -> None:
    """Record that a complaint was closed after the answer to this stage, whose outcome stays as it is.

    Raises NotAllowedError, ValueError.
    """
    require_for(complaint, "record", by=by)
    with transaction.atomic():
        stage = _stage(complaint, number, on, at)
        if not stage.outcome:
            raise ValueError(f"Stage {number} of {complaint.reference} was not answered yet. Say what it came to.")
        _happened(stage, StageEvent.CLOSED, "complaint.closed", on, {}, by, at)


def close(complaint: Complaint, number: int, outcome: str, *, on: date, by: Actor, at: datetime) -> None:
    """Record that a stage ended without an answer on its merits, such as withdrawn. One that has an outcome keeps it.

    Raises NotAllowedError, ValueError.
    """
    require_for(complaint, "record", by=by)
    if outcome not in NOT_ANSWERED:
        raise ValueError(
            f"“{outcome}” does not close a stage without a response. Use one of: {', '.join(NOT_ANSWERED)}."
        )
    _end(complaint, number, outcome, StageEvent.CLOSED, "complaint.closed", on, by, at)


def _end(
    complaint: Complaint,
    number: int,
    outcome: str,
    kind: str,
    action: str,
    on: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    who: Person | None = None,
) -> None:
    """End a stage, for `respond` and `close`, which asked."""
    with transaction.atomic():
        stage = _stage(complaint, number, on, at)
        if not had(stage, *StageEvent.ENDING) and (not stage.outcome or _began_anew(complaint)):
            stage.outcome = outcome
            stage.save(update_fields=["outcome"])
            if reason:
                complaint.delay_reason = reason
                complaint.save(update_fields=["delay_reason"])
        payload = json.dumps({"delay_reason": reason}, ensure_ascii=False) if reason else None
        details = {"outcome": outcome} | ({"answered_by": who.pk} if who else {})
        _happened(stage, kind, action, on, details, by, at, payload, who)


def hold_panel(complaint: Complaint, *, on: date, by: Actor, at: datetime) -> None:
    """Record that the review panel of stage 3 met, which ends its clock. Raises NotAllowedError, ValueError."""
    require_for(complaint, "record", by=by)
    with transaction.atomic():
        stage = _stage(complaint, 3, on, at)
        _happened(stage, StageEvent.PANEL_HELD, "complaint.panel-held", on, {}, by, at)


OWN = ("received", "acknowledged", "closed", "panel_held")
"""Events that have an action of their own, with those in OWN_OF_A_STAGE."""
OWN_OF_A_STAGE = (StageEvent.ACKNOWLEDGED, StageEvent.REQUESTED, StageEvent.RESPONSE_SENT)


def has_own_action(event: str) -> bool:
    """Answer whether an event of a definition is recorded by an action of its own, which needs more than a date."""
    return event in OWN or StageEvent.from_law(event) in OWN_OF_A_STAGE


def happen(complaint: Complaint, event: str, *, on: date, by: Actor, at: datetime, note: str = "") -> None:
    """Record an event of the complaint's procedure that has no action of its own, such as a report received.

    Use it in code that knows the event: `happenings.record` takes whatever somebody chose from a list. `note` is the
    reason, where there is one. Raises NotAllowedError where it is for another role to decide, ValueError.
    """
    require_for(complaint, "record", by=by)
    law = law_of(complaint)
    rule = law.events.get(event)
    if rule is None or has_own_action(event):
        raise ValueError(f"“{event}” is not an event that can be recorded like this for {complaint.reference}.")
    if not may_record(by.role, rule):
        raise NotAllowedError(f"“{rule.says}” is for somebody else to decide: {', '.join(rule.by).replace('-', ' ')}.")
    said = checks.words(note, "the reason") if note else ""
    with transaction.atomic():
        stage = _stage(complaint, _number_of(law, rule, complaint), on, at)
        kind = StageEvent.from_law(event)
        if StageEvent.in_law(stage.number, kind) != event:
            raise ValueError(f"{complaint.reference} has not been at the stage of “{rule.says}” yet.")
        _write(stage, kind, on, by)
        if kind in COMES_TO and not stage.outcome:
            stage.outcome = COMES_TO[kind]
            stage.save(update_fields=["outcome"])
        told = {"stage": stage.number, "on": on.isoformat(), "event": kind}
        payload = json.dumps({"note": said}, ensure_ascii=False) if said else None
        _note("complaint.happened", complaint, told, by, at, payload)


def law_of(complaint: Complaint) -> Definition:
    """Return the rules that a complaint began under, before anybody asks what may be done. Raises DefinitionError."""
    return council_rules().definition(complaint.procedure, complaint.received_on)


def _number_of(law: Definition, rule: EventRule, complaint: Complaint) -> int | None:
    """Return the stage that an event belongs to: the last one reached of those in which it is the ordinary thing."""
    numbers = {law.stage_rules[stage].number for stage in rule.stages}
    reached = [number for number in complaint.stages.values_list("number", flat=True) if number in numbers]
    return max(reached, default=None)


def record_finding(element: Element, finding: str, *, by: Actor, at: datetime) -> None:
    """Record what was found about one point. A later stage may find otherwise: the history keeps both.

    Raises NotAllowedError, ValueError.
    """
    complaint = element.complaint
    require_for(complaint, "record", by=by)
    if finding not in OUTCOMES:
        raise ValueError(f"There is no finding “{finding}”. Use one of: {', '.join(OUTCOMES)}.")
    with transaction.atomic():
        history.lock()
        was, element.finding = element.finding, finding
        element.save(update_fields=["finding"])
        details = {"point": element.number, "finding": finding, "was": was}
        _note("complaint.point-found", complaint, details, by, at)


def _stage(complaint: Complaint, number: int | None, on: date, at: datetime) -> Stage:
    """Return a stage that was reached, the last one without a number, and check that the day is possible."""
    history.lock()
    _possible(complaint, on, at)
    reached = complaint.stages.order_by("number")
    stage = reached.filter(number=number).first() if number else reached.last()
    if stage is None:
        raise ValueError(f"{complaint.reference} has not been at stage {number or 1} yet.")
    return stage


def _possible(complaint: Complaint, on: date, at: datetime) -> None:
    """Raise ValueError where nothing can have happened to this complaint on that day."""
    checks.not_later(on, at)
    checks.not_before(on, complaint.received_on, "it was received")


def _began_anew(complaint: Complaint) -> date | None:
    """Return the day on which a complaint was made again after proceedings: what was done before can be done again."""
    found = StageEvent.objects.filter(stage__complaint=complaint, kind="resubmitted").order_by("-on").first()
    return found.on if found else None


def had(stage: Stage, *kinds: str) -> bool:
    """Answer whether one of these happened in a stage since the complaint was made, or made again after proceedings."""
    since = _began_anew(stage.complaint) or date.min
    return stage.events.filter(kind__in=kinds, on__gte=since).exists()


def _happened(
    stage: Stage,
    kind: str,
    action: str,
    on: date,
    details: dict[str, Any],
    by: Actor,
    at: datetime,
    payload: str | None = None,
    who: Person | None = None,
) -> None:
    _write(stage, kind, on, by, who)
    told = {"stage": stage.number, "on": on.isoformat(), **details}
    _note(action, stage.complaint, told, by, at, payload)


def _write(stage: Stage, kind: str, on: date, by: Actor, who: Person | None = None) -> None:
    """Write an event of a stage with whoever did it: `who`, or else those who are known to. Of a panel there is one each."""
    if kind == StageEvent.ACKNOWLEDGED and stage.events.filter(kind=kind, on=on).exists():
        raise ValueError("That acknowledgement is recorded already, on the same day.")  # a form that was sent twice
    rule = law_of(stage.complaint).events.get(StageEvent.in_law(stage.number, kind))
    found = [who.pk] if who else doers(stage.complaint, rule, by) if rule else [None]
    StageEvent.objects.bulk_create(StageEvent(stage=stage, kind=kind, on=on, person_id=person) for person in found)


def _note(
    action: str, complaint: Complaint, details: dict[str, object], by: Actor, at: datetime, payload: str | None = None
) -> None:
    history.append([history.Entry(action, "complaint", complaint.reference, details, payload)], by=by, at=at)
