"""The procedure of one point of a complaint: the facts, the advice and the decision; and every point that is not statutory."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework.fact_forms import DecideRouteForm, FactsForm, as_typed, asked, facts_of
from heard.casework.fact_words import FIRST, GROUPS
from heard.casework.forms import CaseworkForm
from heard.casework.rendering import done, or_404, page
from heard.casework.views.complaint import opened, shown_with
from heard.law.triage import FAILED_TESTS, OTHER_ROUTES, Advice, triage
from heard.law.years import FinancialYear
from heard.record.actions import routes as actions
from heard.record.queries import routes
from heard.record.queries.one_complaint import Head

YEARS_BACK = 6
NAMES = {"other_routes": OTHER_ROUTES, "failed_tests": FAILED_TESTS}
TYPED = ("route", "failed_test", "send", "reason")


@door("complaint", "decide-route", methods=("GET", "POST"))
def procedure(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Ask for the facts of a point, advise, and let a named person decide."""
    head = opened(request, pk, "points")
    with or_404():
        point = routes.point(head, number)
    decisions = routes.decisions(head, point)
    if request.method != "POST":
        facts = decisions[0].facts if decisions else {}
        form = FactsForm(initial=as_typed(facts))
        advice = _advice(head, facts) if decisions else None
        return _shown(request, head, point, decisions, form, _deciding(advice), advice)
    form = FactsForm(request.POST)
    if not form.is_valid():
        return _shown(request, head, point, decisions, form, _deciding(None, request), None)
    facts = facts_of(form.cleaned_data)
    advice = _advice(head, facts)
    if request.POST.get("step") != "decide":
        return _shown(request, head, point, decisions, form, _deciding(advice, request), advice)
    deciding = DecideRouteForm(request.POST)

    def act(data: dict[str, Any]) -> Any:
        if data["advised"] != _mark(advice):
            raise ValueError("Read the advice below first: what is known of this point has changed it. Then decide.")
        given = {name: data[name] for name in TYPED}
        said = actions.decide(point, facts=facts, **given, by=request.actor, at=request.at).said
        if said:
            messages.warning(request, said)

    if deciding.carry_out(act):
        return done(request, f"The procedure of point {number} is decided.", "complaint", pk)
    return _shown(request, head, point, decisions, form, deciding, advice)


def _advice(head: Head, facts: dict[str, Any]) -> Advice:
    return triage(head.complaint.received_on, [facts])


def _mark(advice: Advice | None) -> str:
    """Return what tells one advice from another: whoever decides must have read the one that holds."""
    return f"{advice.elements[0].rule} {advice.elements[0].route}" if advice else ""


def _deciding(advice: Advice | None, request: StaffRequest | None = None) -> DecideRouteForm:
    """Return the form of the decision with what was typed so far, or with what is advised.

    While the advice is in doubt nothing is chosen beforehand: the person must choose (docs/adr/0017).
    """
    typed = {name: request.POST.get(name, "") for name in TYPED} if request else {}
    one = advice.elements[0] if advice else None
    if one and not one.doubtful and not typed.get("route"):
        typed |= {"route": one.route, "failed_test": one.failed_test, "send": "on" if one.send else ""}
    return DecideRouteForm(initial=typed)


def _shown(
    request: StaffRequest,
    head: Head,
    point: Any,
    decisions: list[Any],
    form: CaseworkForm,
    deciding: DecideRouteForm,
    advice: Advice | None,
) -> HttpResponse:
    advised = advice.elements[0] if advice else None
    shown = shown_with(
        request,
        head,
        "complaint",
        point=point,
        decisions=decisions,
        form=form,
        deciding=deciding,
        advice=advice,
        advised=advised,
        mark=_mark(advice),
        first=FIRST,
        groups=GROUPS,
        asked=asked(advised.questions) if advised else (),
        **NAMES,
    )
    return page(request, "complaints/point_procedure.html", shown, form, deciding)


@door("complaint", "list")
def diverted(request: StaffRequest) -> HttpResponse:
    """Show every point that is not statutory, with the test that it failed, who decided, and why."""
    this = FinancialYear.of(request.on)
    years = [FinancialYear(this.start - back) for back in range(YEARS_BACK)]
    year = next((one for one in years if one.folder == request.GET.get("year", "")[:10]), None)
    after, before = request.GET.get("after", "")[:40], request.GET.get("before", "")[:40]
    listed, read = (relations_allowing(request.actor.role, "complaint", one) for one in ("list", "view-words"))
    shown = {
        "page": routes.diverted(year, by=request.actor, after=after, before=before),
        "years": [(one.folder, str(one)) for one in years],
        "year": year.folder if year else "",
        "query": urlencode({"year": year.folder}) if year else "",
        "shows_words": listed <= read,
        **NAMES,
    }
    return page(request, "complaints/diverted.html", shown)
