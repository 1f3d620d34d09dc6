"""Importing a register: upload a workbook, see what would happen, then take it in or throw it away."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from heard.access.door import StaffRequest, door
from heard.casework.forms import DiscardForm, TakeInForm, UploadForm
from heard.casework.rendering import done, or_404, page
from heard.record.actions import uploads
from heard.record.actions.imports import import_register
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import Plan, make_plan
from heard.record.importing.problems import CannotImportError
from heard.record.importing.workbook import read_workbook
from heard.record.models import Upload
from heard.record.queries.uploads import mine

MOST_PROBLEMS = 200


@door("register", "import", methods=("GET", "POST"))
def start(request: StaffRequest) -> HttpResponse:
    """Take a workbook and show its dry run. Nothing is changed yet."""
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        kept: list[Upload] = []

        def keep(data: dict[str, Any]) -> None:
            file = cast("UploadedFile[Any]", data["workbook"])
            kept.append(uploads.keep(file.name or "", file.chunks(), by=request.actor, at=request.at))

        if form.carry_out(keep):
            return HttpResponseRedirect(reverse("dry-run", args=[kept[0].pk]))
    return page(request, "imports/start.html", {"form": form}, form)


def _plan(request: StaffRequest, upload: Upload, accept_changes: bool) -> Plan:
    """Read the workbook again and plan. Raises CannotImportError."""
    workbook = read_workbook(uploads.path_of(upload), settings.HEARD_IMPORT_MAX_ROWS, name=upload.name)
    return make_plan(workbook, Mapping(), request.at, by=request.actor, accept_changes=accept_changes)


@door("register", "import", methods=("GET", "POST"))
def dry_run(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what importing an upload would do; sent, take it in if the workbook is still the one that was shown."""
    with or_404():
        upload = mine(pk, by=request.actor)
    accept = request.POST.get("accept_changes") == "on"
    form = TakeInForm(request.POST) if request.method == "POST" else None
    try:
        plan = _plan(request, upload, accept)
        if form is not None and form.carry_out(lambda data: _take_in(request, plan, data["digest"])):
            uploads.discard(upload, by=request.actor, at=request.at)
            taken = plan.total("imported")
            return done(request, f"{taken:,} row{' was' if taken == 1 else 's were'} taken in.", "import")
    except CannotImportError as error:
        uploads.discard(upload, by=request.actor, at=request.at)
        wrong = UploadForm({}, {})
        wrong.errors.clear()
        wrong.add_error("workbook", str(error))
        return page(request, "imports/start.html", {"form": wrong}, wrong)
    form = form or TakeInForm(initial={"digest": plan.digest})
    changed = sum(1 for problem in plan.problems if "The register has" in problem.problem)
    shown = {
        "upload": upload,
        "plan": plan,
        "counts": plan.as_dict()["sheets"],
        "problems": plan.problems[:MOST_PROBLEMS],
        "more": max(0, len(plan.problems) - MOST_PROBLEMS),
        "new": [(name.replace("_", " "), found) for name, found in sorted(plan.new.items()) if found],
        "form": form,
        "digest": plan.digest,
        "changed": changed,
        "nothing": not plan.total("imported"),
    }
    return page(request, "imports/dry_run.html", shown, form)


def _take_in(request: StaffRequest, plan: Plan, shown: str) -> None:
    if shown != plan.digest:
        raise ValueError("The workbook is not the one whose dry run you saw. Look at this one, then import it.")
    import_register(plan, by=request.actor, at=request.at)


@door("register", "import", methods=("POST",))
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw an upload away."""
    with or_404():
        upload = mine(pk, by=request.actor)
    form = DiscardForm(request.POST)
    if form.carry_out(lambda data: uploads.discard(upload, by=request.actor, at=request.at)):
        return done(request, "The upload was thrown away. Nothing was changed.", "import")
    return page(request, "imports/start.html", {"form": form, "upload": upload}, form)
