"""The work that is done in the background: what waits, runs, failed and was done; and what a person does with what failed."""

from __future__ import annotations

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.casework.forms import CaseworkForm
from heard.casework.job_forms import DropForm, RetryForm
from heard.casework.rendering import done, or_404, page
from heard.casework.words import TASKS
from heard.record.actions import jobs as actions
from heard.record.models import Job
from heard.record.queries import jobs as queries

STATES = {queries.FAILED: "Failed", queries.WAITING: "Waiting", queries.RUNNING: "Running", queries.DONE: "Done"}
WHEN = {
    queries.FAILED: ("Given up", "given_up_at"),
    queries.WAITING: ("Due", "run_at"),
    queries.RUNNING: ("Must end by", "leased_until"),
    queries.DONE: ("Done", "done_at"),
}
"""State → what its list says of when, and the moment that it shows."""


@door("job", "list")
def jobs(request: StaffRequest) -> HttpResponse:
    """Show the work in one state, how much there is in each, and what comes round next."""
    return _jobs(request, request.GET.get("state", ""))


def _jobs(request: StaffRequest, state: str = "", form: CaseworkForm | None = None) -> HttpResponse:
    counts = queries.counts(by=request.actor, now=request.at)
    if state not in STATES:
        state = queries.FAILED if counts[queries.FAILED] else queries.WAITING
    after, before = request.GET.get("after", "")[:60], request.GET.get("before", "")[:60]
    column, moment = WHEN[state]
    found = queries.jobs(state, by=request.actor, now=request.at, after=after, before=before)
    shown = {
        "tabs": [(f"{said} ({counts[key]:,})", f"?state={key}", key == state) for key, said in STATES.items()],
        "state": state,
        "column": column,
        "page": found,
        "rows": [(one, getattr(one, moment)) for one in found.rows],
        "rounds": queries.schedules(by=request.actor),
        "tasks": TASKS,
    }
    return page(request, "jobs/list.html", shown, form)


@door("job", "retry", methods=("POST",))
def retry_job(request: StaffRequest, pk: int) -> HttpResponse:
    """Have work that was given up tried again."""
    job, form = _job(request, pk), RetryForm(request.POST)
    if form.carry_out(lambda data: actions.retry(job, by=request.actor, at=request.at)):
        return done(request, "It will be tried again, within a minute if a worker runs.", "jobs")
    return _jobs(request, queries.FAILED, form)


def _job(request: StaffRequest, pk: int) -> Job:
    with or_404():
        return queries.job(pk, by=request.actor)


@door("job", "retry", methods=("GET", "POST"))
def drop_job(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that work that was given up need not be done."""
    job, form = _job(request, pk), DropForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.carry_out(
        lambda data: actions.drop(job, why=data["why"], by=request.actor, at=request.at)
    ):
        return done(request, "It is on the list of failed work no more.", "jobs")
    return page(request, "jobs/drop.html", {"job": job, "form": form, "tasks": TASKS}, form)
