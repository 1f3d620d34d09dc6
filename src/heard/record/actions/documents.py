"""Adding a paper to a complaint: its bytes are safely on the disk before its row is in the register."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from email.parser import BytesHeaderParser
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.db import transaction

from heard.access.policy import Actor, NotAllowedError, refusal, require, require_some
from heard.record.actions import checks, history
from heard.record.files import write_whole
from heard.record.models import Complaint, Document
from heard.record.queries.documents import place
from heard.record.relations import relations, seen

LARGEST = 20_000_000
"""The most bytes of one document."""


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _holds(*members: str) -> Callable[[bytes], bool]:
    """Return whether a packed file has one of these members: Word and OpenDocument files are packed folders."""

    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                return any(member in packed.namelist() for member in members)
        except zipfile.BadZipFile:
            return False

    return check


def _is_text(content: bytes) -> bool:
    return b"\0" not in content


def _is_mail(content: bytes) -> bool:
    headers = BytesHeaderParser().parsebytes(content[:100_000])
    return _is_text(content[:1000]) and any(headers.get(name) for name in ("From", "Subject", "Received"))


ALLOWED: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("a PDF file", _begins(b"%PDF-")),
    "docx": ("a Word document", _holds("word/document.xml")),
    "odt": ("an OpenDocument text", _holds("content.xml")),
    "txt": ("a plain text", _is_text),
    "eml": ("an e-mail", _is_mail),
    "png": ("a PNG picture", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("a JPEG picture", _begins(b"\xff\xd8\xff")),
    "jpeg": ("a JPEG picture", _begins(b"\xff\xd8\xff")),
}
"""The end of a file's name → what it is, and whether its content looks like that."""


def add(
    complaint: Complaint,
    *,
    title: str,
    file_name: str,
    content: bytes,
    dated: date,
    by: Actor,
    at: datetime,
    third_party: bool = False,
) -> Document:
    """Keep a file with a complaint. `dated` is the day of the paper itself, such as that of a letter; `third_party` says that
    it holds facts of somebody else than the complainant, or comes from another body.

    Raises NotAllowedError, or ValueError where the file is too large, of another kind, or not what its name says.
    """
    require_some(by, "document", "add")
    require(by, "document", "add", relations(complaint, by=by))
    checks.not_later(dated, at)
    return _keep(complaint, title, file_name, content, dated, third_party, None, by, at)


def redacted(
    original: Document, *, title: str, file_name: str, content: bytes, third_party: bool, by: Actor, at: datetime
) -> Document:
    """Keep a copy of a paper with words taken out, as a paper of its own with the same date.

    Raises NotAllowedError, ValueError.
    """
    if not seen("document", "redact", by=by).filter(pk=original.pk).exists():
        raise NotAllowedError(refusal(by.role, "document", "redact"))
    complaint = original.complaint
    return _keep(complaint, title, file_name, content, original.dated, third_party, original, by, at)


def _keep(
    complaint: Complaint,
    title: str,
    file_name: str,
    content: bytes,
    dated: date,
    third_party: bool,
    original: Document | None,
    by: Actor,
    at: datetime,
) -> Document:
    line = checks.text(title, 200, "a title", needed=True)
    name = _checked(file_name, content)
    digest = hashlib.sha256(content).hexdigest()
    _store(content, place(digest))
    with transaction.atomic():
        document = Document.objects.create(
            complaint=complaint,
            title=line,
            file_name=name,
            dated=dated,
            size=len(content),
            digest=digest,
            added_by_id=by.person,
            added_at=at,
            third_party=third_party,
            redacted_from=original,
        )
        payload = json.dumps({"title": line, "file_name": name, "digest": digest}, ensure_ascii=False)
        details = {"document": document.pk, "dated": dated.isoformat(), "size": len(content)}
        details |= {"third_party": True} if third_party else {}
        details |= {"redacted_from": original.pk} if original else {}
        entry = history.Entry("complaint.document-added", "complaint", complaint.reference, details, payload)
        history.append([entry], by=by, at=at)
    return document


def _checked(file_name: str, content: bytes) -> str:
    """Return the file's own name without folders and unprintable characters; check its size and that it is what it says."""
    bare = PurePosixPath(PureWindowsPath(file_name).name).name
    name = checks.text("".join(letter for letter in bare if letter.isprintable()), 200, "the file's name", needed=True)
    if not content:
        raise ValueError(f"“{name}” is empty. Choose the file again.")
    if len(content) > LARGEST:
        raise ValueError(f"“{name}” is larger than {LARGEST // 1_000_000} MB. Make it smaller, or split it.")
    ending = name.rpartition(".")[2].lower()
    if ending not in ALLOWED or "." not in name:
        raise ValueError(f"“{name}” cannot be kept. Use a file that ends in one of: {', '.join(ALLOWED)}.")
    kind, fits = ALLOWED[ending]
    if not fits(content):
        raise ValueError(f"“{name}” is not {kind}, as its name says. Open it, save it again and choose the new file.")
    return name


def _store(content: bytes, target: Path) -> None:
    """Keep the bytes under their hash. What is there already stays."""
    if not target.exists() or target.stat().st_size != len(content):
        write_whole(target, [content])
