"""Recording what the council promised to change because of a complaint, and that it was done.

Whoever may record on the complaint may record this.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor
from heard.law.words import COMPLETED
from heard.law.years import FinancialYear
from heard.record.actions import checks, history
from heard.record.actions.references import next_reference
from heard.record.models import Complaint, LearningAction
from heard.record.relations import require_for


def promise(
    complaint: Complaint,
    action: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    kind: str = "",
    subject: str = "",
    completed: str = "Planned",
) -> LearningAction:
    """Record a change that was promised, for the report of the year of that day. `completed` is one of COMPLETED.

    Raises NotAllowedError, ValueError.
    """
    require_for(complaint, "record", by=by)
    checks.not_later(on, at)
    checks.not_before(on, complaint.received_on, f"{complaint.reference} was received")
    promised = checks.words(action, "what was promised", needed=True)
    if completed not in COMPLETED:
        raise ValueError(f"“{completed}” does not say whether it was done. Use one of: {', '.join(COMPLETED)}.")
    with transaction.atomic():
        history.lock()
        learning = LearningAction.objects.create(
            reference=next_reference(LearningAction, "LEARNING", on),
            complaint=complaint,
            year=str(FinancialYear.of(on)),
            kind=checks.text(kind, 100, "the kind of change"),
            subject=checks.text(subject, 200, "what the complaint was about"),
            action=promised,
            completed=completed,
        )
        payload = {"action": promised, "kind": learning.kind, "subject": learning.subject}
        details = {"learning": learning.reference, "on": on.isoformat(), "completed": completed}
        body = json.dumps(payload, ensure_ascii=False)
        entry = history.Entry("complaint.learning-promised", "complaint", complaint.reference, details, body)
        history.append([entry], by=by, at=at)
    return learning


def complete(learning: LearningAction, *, on: date, by: Actor, at: datetime) -> None:
    """Record that a promised change was made. Raises NotAllowedError, ValueError."""
    complaint = learning.complaint
    if complaint is None:
        raise ValueError(f"{learning.reference} belongs to no complaint here. Correct it in its spreadsheet.")
    require_for(complaint, "record", by=by)
    checks.not_later(on, at)
    with transaction.atomic():
        history.lock()
        learning.refresh_from_db(fields=["completed"])
        if learning.completed == "Yes":
            raise ValueError(f"{learning.reference} was done already.")
        learning.completed = "Yes"
        learning.save(update_fields=["completed"])
        details = {"learning": learning.reference, "on": on.isoformat()}
        entry = history.Entry("complaint.learning-completed", "complaint", complaint.reference, details)
        history.append([entry], by=by, at=at)
