"""Deciding which procedure a point of a complaint falls under. Triage advises; a named person decides, and says why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from heard.access.policy import Actor, signed_in
from heard.law.procedures import DefinitionError
from heard.law.triage import FAILED_TESTS, ROUTES, read_facts, triage
from heard.law.words import CORPORATE, PROCEDURES, STATUTORY
from heard.record.actions import checks, history
from heard.record.models import Complaint, Element, RouteDecision
from heard.record.queries.rules import council_rules
from heard.record.relations import require_for

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Decided:
    """A decision, and what it means for the complaint as a whole: a sentence, empty where nothing."""

    decision: RouteDecision
    said: str = ""


def decide(
    element: Element,
    *,
    route: str,
    facts: Mapping[str, Any],
    reason: str,
    by: Actor,
    at: datetime,
    failed_test: str = "",
    send: bool = False,
) -> Decided:
    """Record which way a point goes, beside what triage advises from these facts. The latest decision counts.

    A point that is not statutory says which test it failed (rule CO-4: the Ombudsman's most common fault is a complaint
    that was sent the wrong way). Raises NotAllowedError, or ValueError with a sentence on what to change.
    """
    complaint = element.complaint
    require_for(complaint, "decide-route", by=by)
    person, known = signed_in(by), read_facts(facts)
    if route not in ROUTES:
        raise ValueError(f"There is no way “{route}”. Use one of: {', '.join(ROUTES)}.")
    if route != STATUTORY and failed_test not in FAILED_TESTS:
        raise ValueError("Say which test of the statutory procedure this point failed.")
    why = checks.words(reason, "the reason", needed=True)
    if len(why) > LONGEST_REASON:
        raise ValueError(f"The reason must be {LONGEST_REASON:,} characters or fewer.")
    advice = triage(complaint.received_on, [known]).elements[0]
    with transaction.atomic():
        history.lock()
        was, element.route = element.route, route
        element.save(update_fields=["route"])
        decision = RouteDecision.objects.create(
            element=element,
            route=route,
            send=send,
            advised=advice.route,
            rule=advice.rule,
            failed_test="" if route == STATUTORY else failed_test,
            reason=why,
            doubtful=advice.doubtful,
            facts=known,
            decided_by_id=person,
            decided_at=at,
        )
        _note_decided(complaint, decision, was, by, at)
        said = _follow_the_points(complaint, by, at)
    return Decided(decision, said)


def _note_decided(complaint: Complaint, decision: RouteDecision, was: str, by: Actor, at: datetime) -> None:
    names = ("route", "send", "advised", "rule", "failed_test", "doubtful", "follows")
    details = {
        "point": decision.element.number,
        "was": was,
        **{name: getattr(decision, name) for name in names},
    }
    payload = json.dumps({"reason": decision.reason, "facts": decision.facts}, ensure_ascii=False)
    entry = history.Entry("complaint.route-decided", "complaint", complaint.reference, details, payload)
    history.append([entry], by=by, at=at)


def _follow_the_points(complaint: Complaint, by: Actor, at: datetime) -> str:
    """Run the complaint by the procedure that its points lead to: statutory if any point is, counted from the same day.

    That is done while it has been at stage 1 only. Later somebody must say where it goes on, so a sentence says so.
    """
    routes = set(complaint.elements.values_list("route", flat=True))
    lead = next((one for one in (STATUTORY, CORPORATE) if one in routes), complaint.procedure)
    was = complaint.procedure
    if lead == was:
        return ""
    new, old = PROCEDURES[lead].lower(), PROCEDURES[was].lower()
    if complaint.stages.filter(number__gt=1).exists():
        return (
            f"By its points this complaint belongs to the {new} procedure, and it has been at stage 2 of the {old} one. "
            f"Heard has not changed it. Take it in again as {new}, with the day on which it was first received, and "
            "agree with the complainant at which stage it goes on."
        )
    try:
        council_rules().definition(lead, complaint.received_on)
    except DefinitionError as error:
        return f"By its points this complaint belongs to the {new} procedure. Heard has not changed it. {error}"
    complaint.procedure = lead
    complaint.save(update_fields=["procedure"])
    details = {"procedure": lead, "was": was}
    history.append(
        [history.Entry("complaint.procedure-changed", "complaint", complaint.reference, details)], by=by, at=at
    )
    return f"The complaint is run by the {new} procedure from now on. The day it was received stays the same."
