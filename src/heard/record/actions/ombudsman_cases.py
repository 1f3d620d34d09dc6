"""Recording what the Ombudsman does with a complaint. Whoever may record on the complaint may record this."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor
from heard.record.actions import checks, history
from heard.record.actions.references import next_reference
from heard.record.models import Complaint, OmbudsmanCase
from heard.record.relations import require_for

ONGOING = "Ongoing"
"""What a case's decision says until there is one."""


def receive(complaint: Complaint, *, received_on: date, subject: str, by: Actor, at: datetime) -> OmbudsmanCase:
    """Record that the Ombudsman raised a complaint with the council. Raises NotAllowedError, ValueError."""
    require_for(complaint, "record", by=by)
    checks.not_later(received_on, at)
    checks.not_before(received_on, complaint.received_on, f"{complaint.reference} was received")
    about = checks.text(subject, 300, "what the case is about", needed=True)
    with transaction.atomic():
        history.lock()
        case = OmbudsmanCase.objects.create(
            reference=next_reference(OmbudsmanCase, "OMBUDSMAN", received_on),
            complaint=complaint,
            received_on=received_on,
            team=complaint.team,
            send=complaint.send,
            subject=about,
            decision=ONGOING,
        )
        details = {"case": case.reference, "on": received_on.isoformat()}
        _note("complaint.ombudsman-raised", case, details, {"subject": about}, by, at)
    return case


def decide(case: OmbudsmanCase, decision: str, *, on: date, by: Actor, at: datetime) -> None:
    """Record the Ombudsman's decision, in the Ombudsman's words. Raises NotAllowedError, ValueError."""
    if case.complaint is None:
        raise ValueError(
            f"{case.reference} belongs to no complaint here. Correct it in the spreadsheet that it came from."
        )
    require_for(case.complaint, "record", by=by)
    checks.not_later(on, at)
    checks.not_before(on, case.received_on, "the case was raised")
    said = checks.text(decision, 100, "the decision", needed=True)
    with transaction.atomic():
        history.lock()
        case.refresh_from_db(fields=["decision"])
        if case.decision not in ("", ONGOING):
            raise ValueError(f"{case.reference} was decided already.")
        case.decision = said
        case.save(update_fields=["decision"])
        details = {"case": case.reference, "on": on.isoformat()}
        _note("complaint.ombudsman-decided", case, details, {"decision": said}, by, at)


def _note(
    action: str, case: OmbudsmanCase, details: dict[str, str], payload: dict[str, str], by: Actor, at: datetime
) -> None:
    assert case.complaint is not None  # nosec B101: both callers have one
    body = json.dumps(payload, ensure_ascii=False)
    history.append([history.Entry(action, "complaint", case.complaint.reference, details, body)], by=by, at=at)
