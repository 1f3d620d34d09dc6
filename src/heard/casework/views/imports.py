"""Importing a register: upload a workbook, see what would happen, then take it in or delete it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from heard.access.door import StaffRequest, door
from heard.casework.forms import DiscardForm, TakeInForm, UploadForm
from heard.casework.rendering import done, or_404, page
from heard.record.actions import uploads
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import Plan, read_and_plan
from heard.record.importing.problems import CannotImportError
from heard.record.models import Upload
from heard.record.queries.uploads import is_mine, mine

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
            with as_sentences():
                kept.append(uploads.keep(file.name or "", file.chunks(), by=request.actor, at=request.at))

        if form.carry_out(keep):
            return HttpResponseRedirect(reverse("dry-run", args=[kept[0].pk]))
    return page(request, "imports/start.html", {"form": form}, form)


@contextmanager
def as_sentences() -> Iterator[None]:
    """Turn what cannot be imported into what a form shows."""
    try:
        yield
    except CannotImportError as error:
        raise ValueError(str(error)) from error


@door("register", "import", methods=("GET", "POST"))
def dry_run(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what importing an upload would do; sent, take it in if the workbook is still the one that was shown."""
    with or_404():
        upload = mine(pk, by=request.actor)
    form = TakeInForm(request.POST) if request.method == "POST" else None
    accept = request.POST.get("accept_changes") == "on"
    path = uploads.path_of(upload)
    try:
        plan = read_and_plan(path, Mapping(), request.at, by=request.actor, accept_changes=accept, name=upload.name)
        if form is not None and form.carry_out(lambda data: _take_in(request, upload, plan, data["digest"])):
            taken = plan.total("imported")
            return done(request, f"{taken:,} row{' was' if taken == 1 else 's were'} taken in.", "import")
    except CannotImportError as error:  # it could be read when it came: the file is gone, or was changed on the disk
        if not is_mine(pk, by=request.actor):
            return _gone(request)
        return page(request, "imports/unreadable.html", {"upload": upload, "why": str(error)})
    except Upload.DoesNotExist:
        return _gone(request)
    form = form or TakeInForm(initial={"digest": plan.digest})
    shown = {
        "upload": upload,
        "plan": plan,
        "counts": plan.as_dict()["sheets"],
        "problems": plan.problems[:MOST_PROBLEMS],
        "more": max(0, len(plan.problems) - MOST_PROBLEMS),
        "new": [(name.replace("_", " "), found) for name, found in sorted(plan.new.items()) if found],
        "form": form,
        "digest": plan.digest,
        "changed": plan.changed,
        "nothing": not plan.total("imported"),
    }
    return page(request, "imports/dry_run.html", shown, form)


def _gone(request: StaffRequest) -> HttpResponse:
    """Answer whoever pressed the button twice, or in two windows: one of them was first."""
    said = "This workbook was taken in already, or its upload was deleted. Nothing more was done."
    return done(request, said, "import")


def _take_in(request: StaffRequest, upload: Upload, plan: Plan, shown: str) -> None:
    mine(upload.pk, by=request.actor)  # what the first of two left to be taken in is nothing, which is no mistake
    if shown != plan.digest:
        raise ValueError("The workbook is not the one whose dry run you saw. Look at this one, then import it.")
    if not plan.total("imported"):
        raise ValueError(
            "There is nothing to take in. Tick the box if changed rows are to overwrite what the register has."
        )
    with as_sentences():
        uploads.take_in(upload, plan, by=request.actor, at=request.at)


@door("register", "import", methods=("POST",))
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete an upload."""
    with or_404():
        upload = mine(pk, by=request.actor)
    form = DiscardForm(request.POST)
    if form.carry_out(lambda data: uploads.discard(upload, by=request.actor, at=request.at)):
        return done(request, "The upload was deleted. Nothing was changed.", "import")
    return page(request, "imports/start.html", {"form": form, "upload": upload}, form)
