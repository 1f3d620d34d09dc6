"""What the Ombudsman would find in one complaint today, from its own dated events."""

from __future__ import annotations

from datetime import date

from heard.law.selfcheck import SelfCheck, selfcheck
from heard.record.models import StageEvent
from heard.record.queries.complaints import happened
from heard.record.queries.one_complaint import Head
from heard.record.queries.rules import here


def self_check(head: Head, on: date) -> SelfCheck:
    """Return the faults that a complaint shows on that day, and those that are coming. Raises NotAllowedError.

    Only dated events are read: what a letter said, and what was never recorded, it cannot know.
    """
    head.need("view")
    one, rules = head.complaint, here()
    dated = StageEvent.objects.filter(stage__complaint=one).values_list("stage__number", "kind", "on")
    told = [(event.on, event.event) for event in happened(one, dated) if event.on <= on]
    procedure = "send" if one.send and one.procedure == "corporate" else one.procedure
    return selfcheck(
        procedure,
        told,
        on=on,
        calendar=rules.calendars["england"],
        rules=rules.rules,
        settings=rules.settings,
        calendars=rules.calendars,
        as_known=rules.as_known,
    )
