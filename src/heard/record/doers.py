"""Who did what happened, as far as it is known: the timeline warns where it had to be somebody else.

It warns of the persons that are known when the event is recorded. Who is given a part afterwards is not looked at again.
"""

from __future__ import annotations

from heard.access.policy import Actor
from heard.law.procedures import EventRule
from heard.law.timeline import RECORDERS, STANDS_IN
from heard.record.models import Assignment, Complaint

DONE_BY = {
    "stage_2_report": Assignment.INVESTIGATING,
    "ip_report": Assignment.INDEPENDENT,
    "findings_adjudicated": Assignment.ADJUDICATING,
    "recommendations_adjudicated": Assignment.ADJUDICATING,
    "stage_2_response": Assignment.ADJUDICATING,
    "panel_report": Assignment.PANEL,
}
"""Event → the part of whoever does it, where somebody else records it."""

SEATS = ("chair_appointed", "panel_appointed")
"""Events whose persons are those who were appointed, not whoever appointed them."""


def doers(complaint: Complaint, rule: EventRule, by: Actor) -> list[int | None]:
    """Return who did this, [None] where that is not known. Only the appointment of a panel can have several persons.

    It is whoever records what is their own to do, or the one person who has the part for it now. Which of several panel
    members has the chair is not known, so the chair has a person only while the panel has one member.
    """
    if rule.id in SEATS:
        members: list[int | None] = [*_having(complaint, Assignment.PANEL)]
        return members if members and (rule.id == "panel_appointed" or len(members) == 1) else [None]
    if _own(by.role, rule):
        return [by.person]
    found = _having(complaint, DONE_BY[rule.id]) if rule.id in DONE_BY else []
    return [found[0] if len(found) == 1 else None]


def _own(role: str, rule: EventRule) -> bool:
    """Answer whether somebody of this role records their own act. A recorder does where nobody else could have done it."""
    role = STANDS_IN.get(role, role)
    return rule.by == (role,) if role in RECORDERS else role in rule.by


def _having(complaint: Complaint, part: str) -> list[int]:
    found = Assignment.objects.filter(complaint=complaint, part=part, until=None).order_by("pk")
    return list(found.values_list("person", flat=True))
