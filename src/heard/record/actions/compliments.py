"""Recording thanks and praise."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from heard.access.policy import Actor, require
from heard.record.actions import checks, history
from heard.record.actions.references import next_reference
from heard.record.models import Compliment, Team


def receive(
    *,
    received_on: date,
    text: str,
    by: Actor,
    at: datetime,
    source: str = "",
    team: Team | None = None,
    send: bool = False,
) -> Compliment:
    """Record a compliment as it was received. `source` is who it came from, such as “Parent”.

    Raises NotAllowedError, ValueError.
    """
    require(by, "compliment", "create")
    checks.not_later(received_on, at)
    written = checks.words(text, "what was said", needed=True)
    who = checks.text(source, 100, "who it came from")
    with transaction.atomic():
        history.lock()
        reference = next_reference(Compliment, "COMPLIMENT", received_on)
        compliment = Compliment.objects.create(
            reference=reference, received_on=received_on, team=team, send=send, source=who, text=written
        )
        payload = {"text": written, "source": who, "team": team.name if team else ""}
        details = {"received_on": received_on.isoformat(), "send": send}
        entry = history.Entry(
            "compliment.received", "compliment", reference, details, json.dumps(payload, ensure_ascii=False)
        )
        history.append([entry], by=by, at=at)
    return compliment
