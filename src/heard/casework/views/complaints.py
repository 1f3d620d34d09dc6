"""The list of complaints: narrowing, searching, saving a choice of filters."""

from __future__ import annotations

import json
import secrets
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from heard.access.door import StaffRequest, door
from heard.casework.forms import RemoveFilterForm, SaveFilterForm, SearchForm
from heard.casework.rendering import done, or_404, page
from heard.law.words import OUTCOMES, PROCEDURES
from heard.law.years import FinancialYear
from heard.record.actions import saved_filters
from heard.record.actions.looks import looked
from heard.record.queries import listing

SEARCHES = "searches"
KEPT_SEARCHES = 10
YEARS_BACK = 6


@door("complaint", "list")
def complaints(request: StaffRequest) -> HttpResponse:
    """Show the complaints that this person may meet, narrowed as the address says."""
    return _list(request, SaveFilterForm())


def _list(request: StaffRequest, save: SaveFilterForm) -> HttpResponse:
    on = request.on
    choices = listing.Choices.read(request.GET)
    token = request.GET.get("search", "")[:20]
    words = request.session.get(SEARCHES, {}).get(token, "")
    found = listing.listed(
        choices,
        by=request.actor,
        on=on,
        text=words,
        after=request.GET.get("after", "")[:120],
        before=request.GET.get("before", "")[:120],
    )
    offered = listing.offered(by=request.actor)
    this = FinancialYear.of(on)
    years = [FinancialYear(this.start - n) for n in range(YEARS_BACK)]
    if choices.year and FinancialYear.parse(choices.year) not in years:
        years.append(FinancialYear.parse(choices.year))
    options = {
        "state": list(listing.STATES.items()),
        "held": list(listing.HELD_BY.items()),
        "procedure": list(PROCEDURES.items()),
        "stage": list(listing.STAGES.items()),
        "outcome": list(OUTCOMES.items()),
        "team": offered.teams,
        "district": offered.districts,
        "category": offered.categories,
        "year": [(year.folder, str(year)) for year in years],
        "send": list(listing.SEND.items()),
        "sort": list(listing.ORDER_TITLES.items()),
    }
    made = choices.made()
    kept = made | ({"search": token} if words else {})
    shown = {
        "page": found,
        "titles": TITLES,
        "options": {name: values for name, values in options.items() if values},
        "made": made,
        "chosen": _chosen(made, options, kept),
        "searched": words,
        "token": token if words else "",
        "saved": [(one, urlencode(one.choices)) for one in offered.saved],
        "query": urlencode(kept),
        "search": SearchForm(initial={"text": words}),
        "save": save,
        "save_choices": json.dumps(made, sort_keys=True),
    }
    return page(request, "complaints/list.html", shown, save)


TITLES = {
    "state": "How it stands",
    "held": "Held by",
    "procedure": "Procedure",
    "stage": "Reached stage",
    "outcome": "Outcome of a stage",
    "team": "Team",
    "district": "District",
    "category": "About",
    "year": "Received in",
    "send": "SEND",
    "sort": "In which order",
}


def _chosen(
    made: dict[str, str], options: dict[str, list[tuple[str, str]]], kept: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Return each choice as (what it narrows, to what, the address without it). An order narrows nothing."""
    chosen = []
    for name, value in made.items():
        if name != "sort":
            rest = {key: one for key, one in kept.items() if key != name}
            chosen.append(
                (TITLES[name], dict(options[name]).get(value, "something that is not there"), urlencode(rest))
            )
    return chosen


@door("complaint", "list", methods=("POST",))
def search(request: StaffRequest) -> HttpResponse:
    """Keep the words of a search with the session, since an address must not hold a name, and show what holds them."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        return page(request, "complaints/search_error.html", {"search": form}, form)
    words = form.cleaned_data["text"]
    if not words:
        return HttpResponseRedirect(reverse("complaints"))
    token = secrets.token_urlsafe(6)
    kept = dict(list(request.session.get(SEARCHES, {}).items())[-(KEPT_SEARCHES - 1) :])
    request.session[SEARCHES] = kept | {token: words}
    looked("complaints.searched", "complaint", "", by=request.actor, at=request.at)
    return HttpResponseRedirect(f"{reverse('complaints')}?{urlencode({'search': token})}")


@door("complaint", "list", methods=("POST",))
def save_filter(request: StaffRequest) -> HttpResponse:
    """Save the filters of the list under a name."""
    form = SaveFilterForm(request.POST)
    choices = listing.Choices.read(_as_table(request.POST.get("choices", ""))).made()
    if form.carry_out(lambda data: saved_filters.save(data["name"], choices, by=request.actor, at=request.at)):
        return HttpResponseRedirect(f"{reverse('complaints')}?{urlencode(choices)}")
    return page(request, "complaints/save_filter.html", {"save": form, "save_choices": json.dumps(choices)}, form)


def _as_table(text: str) -> dict[str, str]:
    try:
        table = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


@door("complaint", "list", methods=("POST",))
def remove_filter(request: StaffRequest) -> HttpResponse:
    """Remove one of this person's own saved filters."""
    form = RemoveFilterForm(request.POST)
    with or_404():
        if form.carry_out(lambda data: saved_filters.remove(data["filter"], by=request.actor, at=request.at)):
            return done(request, "The saved filter was removed.", "complaints")
    return page(request, "complaints/remove_filter.html", {"form": form}, form)
