"""The dates of one complaint: where it stands by its procedure, what is owed, every clock, and recording what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.casework.forms import ChooseEventForm, RecordForm
from heard.casework.rendering import done, page
from heard.casework.views.complaint import opened, shown_with
from heard.law import letters
from heard.law.procedures import EventRule
from heard.law.telling import told_before
from heard.law.timeline import Timeline
from heard.record.actions import happenings
from heard.record.queries import one_complaint
from heard.record.queries.one_complaint import Head
from heard.record.queries.rules import here


@door("complaint", "view")
def dates(request: StaffRequest, pk: int) -> HttpResponse:
    """Show where a complaint stands, what is owed, and how each date was counted."""
    head = opened(request, pk, "dates")
    law = one_complaint.law_timeline(head, request.on)
    readings = law.readings if law else ()
    shown = shown_with(
        request,
        head,
        "dates",
        law=law,
        deadlines=[one for one in readings if one.clock.kind == "deadline"],
        rights=[one for one in readings if one.clock.kind != "deadline"],
        undated=one_complaint.undated(head),
        settings=here().settings,
    )
    return page(request, "complaints/dates.html", shown)


@door("complaint", "record", methods=("GET", "POST"))
def record(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose what happened, say when and what came of it, and record it."""
    head = opened(request, pk, "record")
    law = one_complaint.law_timeline(head, request.on)
    if law is None:
        return page(request, "complaints/record.html", shown_with(request, head, "dates", law=None))
    stages, role = one_complaint.outcomes(head), request.actor.role
    offers, others = law.offers(role), happenings.elsewhere(law, stages, role)
    rules = {rule.id: rule for rule in (*(one.event for one in offers), *others)}
    sent = request.POST if request.method == "POST" else request.GET if "event" in request.GET else None
    choosing = ChooseEventForm(sent, rules=rules)
    if sent is not None and choosing.is_valid():
        return _record(request, head, law, rules[choosing.cleaned_data["event"]], stages)
    shown = shown_with(request, head, "dates", law=law, offers=offers, others=others, form=choosing)
    return page(request, "complaints/record.html", shown, choosing)


def _record(request: StaffRequest, head: Head, law: Timeline, rule: EventRule, stages: dict[int, str]) -> HttpResponse:
    answered = [number for number, outcome in stages.items() if outcome]
    posted = request.POST if request.method == "POST" else None
    form = RecordForm(
        posted,
        initial={"event": rule.id, "on": f"{request.on:%-d/%-m/%Y}"},
        outcomes=happenings.outcomes(rule.id, answered, max(stages, default=1)),
        reason=happenings.takes_reason(rule.id),
        needed=happenings.needs_reason(rule.id),
    )

    def act(data: dict[str, Any]) -> None:
        given = {"why": data.get("why", ""), "outcome": data.get("outcome", "")}
        happenings.record(head.complaint, rule.id, on=data["on"], **given, by=request.actor, at=request.at)

    if posted is not None and form.carry_out(act):
        _warn(request, head, law)
        _letters(request, head, rule)
        return done(request, f"Recorded: {rule.says[0].lower()}{rule.says[1:]}.", "dates", head.complaint.pk)
    ordinary = rule.id in {one.event.id for one in law.offers(request.actor.role)}
    told = told_before(law, rule, _day_typed(form) or request.on, here().settings)
    shown = shown_with(request, head, "dates", law=law, rule=rule, form=form, told=told, ordinary=ordinary)
    return page(request, "complaints/record_one.html", shown, form)


def _day_typed(form: RecordForm) -> date | None:
    return form.cleaned_data.get("on") if form.is_bound else None


def _letters(request: StaffRequest, head: Head, rule: EventRule) -> None:
    """Say which letters are owed by what was just recorded, to whoever may see the letters."""
    law = one_complaint.law_timeline(head, request.on) if rule.letters and "letter-view" in head.may else None
    owed = [one.rule.title for one in letters.owed(law, head.sent) if one.event.id == rule.id] if law else []
    if owed:
        messages.info(request, f"A letter is owed: {', '.join(owed)}. It is written under “Letters”.")


def _warn(request: StaffRequest, head: Head, before: Timeline) -> None:
    """Say what the procedure says against what was just recorded."""
    law = one_complaint.law_timeline(head, request.on)
    for warning in law.warnings if law else ():
        if warning not in before.warnings:
            messages.warning(request, warning)
