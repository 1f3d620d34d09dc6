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
from heard.record.files import write_whole
from heard.record.importing.mapping import Mapping
from heard.record.importing.plan import read_and_plan
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


def discard(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Delete an upload: it was taken in, or is not wanted. Raises NotAllowedError."""
    require(by, "register", "import")
    with transaction.atomic():
        history.append([history.Entry("upload.discarded", "register", f"upload {upload.pk}")], by=by, at=at)
        path = path_of(upload)
        upload.delete()
    path.unlink(missing_ok=True)


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
