"""A workbook that came by upload: kept aside until its uploader has seen the dry run, then taken in or thrown away."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from heard.access.policy import Actor, require, signed_in
from heard.record.actions import history
from heard.record.models import Upload

KEPT = timedelta(hours=24)
LARGEST = 50_000_000


def folder() -> Path:
    return Path(settings.HEARD_HOME) / "uploads"


def path_of(upload: Upload) -> Path:
    """Return where the bytes of an upload lie."""
    return folder() / upload.token


def keep(name: str, chunks: Iterable[bytes], *, by: Actor, at: datetime) -> Upload:
    """Keep a workbook aside. The bytes are on the disk before the row is. Raises NotAllowedError, ValueError."""
    require(by, "register", "import")
    owner = signed_in(by)
    sweep(at=at)
    token = secrets.token_hex(16)
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    size = 0
    descriptor = os.open(folder() / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                break
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size > LARGEST:
        (folder() / token).unlink()
        raise ValueError(f"The file must be smaller than {LARGEST // 1_000_000} MB. Split it and import the parts.")
    with transaction.atomic():
        upload = Upload.objects.create(token=token, person_id=owner, name=Path(name).name[:255], at=at)
        history.append([history.Entry("upload.kept", "register", f"upload {upload.pk}")], by=by, at=at)
    return upload


def discard(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Throw an upload away: it was taken in, or is not wanted. Raises NotAllowedError."""
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
