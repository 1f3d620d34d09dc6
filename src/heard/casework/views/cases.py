"""Compliments, comments, Ombudsman cases and learning actions: a list of each, and one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework.rendering import or_404, page, refused
from heard.casework.words import KINDS, fact
from heard.record.actions.looks import looked
from heard.record.queries import cases


def _came(found: Any) -> list[dict[str, Any]]:
    team = found.team.name if found.team else ""
    return [fact("Received", found.received_on), fact("Team", team), fact("SEND", found.send)]


FACTS: dict[str, Callable[[Any], list[dict[str, Any]]]] = {
    "compliment": lambda one: [*_came(one), fact("From", one.source)],
    "comment": lambda one: [
        *_came(one),
        fact("Acknowledged", one.acknowledged_on),
        fact("Sent to the team manager", one.sent_to_manager_on),
        fact("Replied to", one.replied_on),
    ],
    "ombudsman-case": lambda one: [
        *_came(one),
        fact("About", one.subject),
        fact("Decision", one.decision),
        fact("Public report", one.public_report),
    ],
    "learning-action": lambda one: [
        fact("Year", one.year),
        fact("Kind", one.kind),
        fact("About", one.subject),
        fact("Completed", one.completed),
    ],
}
"""Kind → what its page says of one."""


def _link_to(found: Any, request: StaffRequest) -> int | None:
    """Return the complaint that a case belongs to, where this reader's role opens complaints. Its page asks again."""
    may_open = relations_allowing(request.actor.role, "complaint", "view")
    return getattr(found, "complaint_id", None) if may_open else None


def _listing(kind: str) -> Callable[..., Any]:
    @door(kind, "list")
    def listed(request: StaffRequest) -> HttpResponse:
        states = cases.STATES.get(kind, {})
        state = request.GET.get("state", "")
        state = state if state in states else ""
        after, before = request.GET.get("after", "")[:120], request.GET.get("before", "")[:120]
        shown = {
            "kind": kind,
            "named": KINDS[kind],
            "page": cases.listed(kind, state, by=request.actor, after=after, before=before),
            "states": [(key, words) for key, (words, _) in states.items()],
            "state": state,
            "stands": cases.stands,
            "query": urlencode({"state": state}) if state else "",
        }
        return page(request, "cases/list.html", shown)

    listed.__doc__ = f"Show the {KINDS[kind].many} that this person may meet."
    return listed


def _one(kind: str) -> Callable[..., Any]:
    @door(kind, "view")
    def one(request: StaffRequest, pk: int) -> HttpResponse:
        try:
            with or_404():
                found = cases.find(kind, pk, by=request.actor)
        except Http404:
            refused(request, kind, pk)
            raise
        looked(f"{kind}.viewed", kind, found.reference, by=request.actor, at=request.at)
        shown = {
            "kind": kind,
            "named": KINDS[kind],
            "found": found,
            "words": getattr(found, "text", "") or getattr(found, "action", ""),
            "facts": FACTS[kind](found),
            "link_to": _link_to(found, request),
        }
        return page(request, "cases/one.html", shown)

    one.__doc__ = f"Show one {KINDS[kind].one}."
    return one


compliments, compliment = _listing("compliment"), _one("compliment")
comments, comment = _listing("comment"), _one("comment")
ombudsman_cases, ombudsman_case = _listing("ombudsman-case"), _one("ombudsman-case")
learning_actions, learning_action = _listing("learning-action"), _one("learning-action")
