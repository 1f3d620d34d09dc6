"""A workbook that came by upload: kept aside until its uploader has seen the dry run, then taken in or deleted."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from heard.access.policy import Actor, require, signed_in
from heard.record.actions import history
from heard.record.actions.imports import import_register
from heard.record.files import write_whole
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import Plan, read_and_plan
from heard.record.importing.problems import CannotImportError
from heard.record.models import Upload

KEPT = timedelta(hours=24)
LARGEST = 50_000_000


def folder() -> Path:
    return Path(settings.HEARD_HOME) / "uploads"


def path_of(upload: Upload) -> Path:
    """Return where the bytes of an upload lie."""
    return folder() / upload.token


def keep(name: str, chunks: Iterable[bytes], *, by: Actor, at: datetime) -> Upload:
    """Keep a workbook aside, once it can be read and planned. The bytes are on the disk before the row is.

    Raises NotAllowedError, ValueError for one that is too large, CannotImportError; nothing is kept then.
    """
    require(by, "register", "import")
    owner = signed_in(by)
    sweep(at=at)
    token = secrets.token_hex(16)
    path, name = folder() / token, Path(name).name[:255]
    write_whole(path, _small_enough(chunks))
    try:
        read_and_plan(path, Mapping(), at, by=by, name=name)
    except CannotImportError:
        path.unlink()
        raise
    with transaction.atomic():
        upload = Upload.objects.create(token=token, person_id=owner, name=name, at=at)
        history.append([history.Entry("upload.kept", "register", f"upload {upload.pk}")], by=by, at=at)
    return upload


def _small_enough(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            raise ValueError(f"The file must be smaller than {LARGEST // 1_000_000} MB. Split it and import the parts.")
        yield chunk


def take_in(upload: Upload, plan: Plan, *, by: Actor, at: datetime) -> None:
    """Import the plan of an upload and delete it, both or neither. Raises NotAllowedError, CannotImportError, and
    Upload.DoesNotExist where it was taken in or deleted meanwhile, as when the button is pressed twice."""
    require(by, "register", "import")
    with transaction.atomic():
        history.lock()
        Upload.objects.get(pk=upload.pk)
        import_register(plan, by=by, at=at)
        _forget(upload, by, at)
    path_of(upload).unlink(missing_ok=True)


def discard(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Delete an upload that is not wanted; one that is gone already is left at that. Raises NotAllowedError."""
    require(by, "register", "import")
    with transaction.atomic():
        history.lock()
        _forget(upload, by, at)
    path_of(upload).unlink(missing_ok=True)


def _forget(upload: Upload, by: Actor, at: datetime) -> None:
    """Delete the row, under the lock of the history, and note it once."""
    gone, _ = Upload.objects.filter(pk=upload.pk).delete()
    if gone:
        history.append([history.Entry("upload.discarded", "register", f"upload {upload.pk}")], by=by, at=at)


def sweep(*, at: datetime) -> None:
    """Remove what nobody came back for within a day, and files without a row from a start that was cut off."""
    old = Upload.objects.filter(at__lt=at - KEPT)
    for upload in old:
        path_of(upload).unlink(missing_ok=True)
    old.delete()
    known = set(Upload.objects.values_list("token", flat=True))
    for path in folder().glob("*") if folder().exists() else ():
        if path.name not in known and path.stat().st_mtime < (at - KEPT).timestamp():
            path.unlink(missing_ok=True)
