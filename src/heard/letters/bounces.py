"""Reports of mail that did not arrive: read, and noted on the message that they are about.

Whoever reads mail from outside reads what strangers wrote. Nothing in a report is believed but the Message-ID, which nobody
knows but we and the recipient, and the numbers; and all that a report can do is have a person look.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Mail
from itertools import islice
from pathlib import Path

from django.db import InterfaceError, OperationalError

from heard.access.policy import Actor
from heard.record.actions import messages
from heard.record.chain import KeyMissingError
from heard.record.models import Message

LARGEST = 500_000
"""So many bytes of a report are read. What it says comes before the message that it returns."""

MOST_PARTS = 50

OURS = re.compile(r"[0-9A-Za-z.-]+@[0-9A-Za-z.-]+")
"""The Message-IDs that we give. What looks otherwise is not ours, and no database is asked for it."""

NOBODY_CAN = (OperationalError, InterfaceError, KeyMissingError)
"""Failures that are no report's fault: while the database or the history's key is away, each report waits where it is."""

log = logging.getLogger("heard.bounces")

TAKEN, DELAYED, UNKNOWN, UNREAD = "taken", "delayed", "unknown", "unread"
SAYS = {
    TAKEN: "noted on its message, which somebody must look at.",
    DELAYED: "its message is delayed. Nothing needs to be done.",
    UNKNOWN: "it is about no message that Heard sent.",
    UNREAD: "it could not be read as a report.",
}
"""What became of a report → how it is said."""


@dataclass(frozen=True)
class Bounce:
    """What a report says: of which message, whether for good, and the number of the reason, such as “5.1.1”."""

    message_id: str
    final: bool
    status: str = ""


def read(content: bytes) -> Bounce | None:
    """Read a report, in the standard form (RFC 3464) or in one of the common older ones; None for anything else."""
    try:
        report = message_from_bytes(content[:LARGEST])
        parts = list(islice(report.walk(), MOST_PARTS))
        for_machines = any(part.get_content_type() in STATUSES for part in parts)
        return _standard(parts) if for_machines else _older(report, parts)
    except Exception:  # whatever somebody sends, the next report is read
        return None


def take(content: bytes, *, by: Actor, now: datetime) -> str:
    """Note on the message that it did not arrive; answer what became of the report, a key of SAYS."""
    bounce = read(content)
    if bounce is None:
        return UNREAD
    if not OURS.fullmatch(bounce.message_id):
        return UNKNOWN
    message = Message.objects.select_related("letter__complaint").filter(message_id=bounce.message_id).first()
    if message is None:
        return UNKNOWN
    if not bounce.final:
        return DELAYED
    number = f" ({bounce.status})" if bounce.status else ""
    messages.bounced(message, f"It came back: the recipient was not reached{number}.", by=by, at=now)
    return TAKEN


def take_folder(folder: Path, *, by: Actor, now: datetime) -> dict[str, int]:
    """Take in every file of a folder; move it to `taken`, or to `unread` where a person must read it. Return how many.

    A file is moved after what it says was saved, so that none is lost; to take one twice changes nothing. One that cannot
    be taken in keeps none of the others from it.
    """
    counts: dict[str, int] = {}
    if not folder.is_dir():
        return counts
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink() or not path.is_file():
            continue
        try:
            became = take_file(path, by=by, now=now)
            _move(path, folder / ("taken" if became in (TAKEN, DELAYED) else "unread"))
        except OSError:  # it stays where it is, and keeps none of the others from being read
            became = UNREAD
        counts[became] = counts.get(became, 0) + 1
    return counts


def take_file(path: Path, *, by: Actor, now: datetime) -> str:
    """Take in one file as `take` does. What fails in it is logged by its kind alone. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        content = file.read(LARGEST)
    try:
        return take(content, by=by, now=now)
    except NOBODY_CAN:
        raise
    except Exception as error:  # whatever it is, the next report is taken in
        log.error("A report could not be taken in (%s).", type(error).__name__, exc_info=error)
        return UNREAD


def _move(path: Path, folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / path.name
    if target.exists():
        target = folder / f"{secrets.token_hex(4)}-{path.name[-200:]}"
    path.rename(target)


# The standard form

FINAL, NOT_YET = "failed", "delayed"
STATUSES = ("message/delivery-status", "message/global-delivery-status")


def _standard(parts: list[Mail]) -> Bounce | None:
    """Read a report with a part for machines: what happened to each recipient, and the message or its headers."""
    happened: list[tuple[str, str]] = []
    message_id = ""
    for part in parts[1:]:
        if part.get_content_type() in STATUSES:
            happened += _happened(part)
        elif happened and not message_id:
            message_id = _own_id(part)
    actions = {action for action, _ in happened}
    if not message_id or not actions & {FINAL, NOT_YET}:
        return None
    final = FINAL in actions
    statuses = [status for action, status in happened if action == (FINAL if final else NOT_YET) and status]
    return Bounce(message_id, final, statuses[0] if statuses else "")


def _happened(part: Mail) -> Iterator[tuple[str, str]]:
    """Yield (action, status) for each recipient. The blocks are parsed as messages; where they were packed, here."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else [message_from_bytes(_decoded(part))]
    for block in blocks[:MOST_PARTS]:
        if isinstance(block, Mail) and block["Action"]:
            status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", str(block["Status"] or ""))
            yield str(block["Action"]).strip().lower().partition(" ")[0], status[0] if status else ""


def _own_id(part: Mail) -> str:
    """Return the Message-ID of the message, or of the headers, that a part returns."""
    if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
        return _id_in(_decoded(part).decode("ascii", "replace"))
    return _bare(str(part["Message-ID"] or ""))


# Older forms

SENDERS = re.compile(r"mailer-daemon|postmaster|mail delivery (sub)?system", re.IGNORECASE)
DELAY = re.compile(
    r"\bdelayed\b|still trying|will (be retried|keep trying|continue to try)|not yet been (delivered|possible)"
    r"|warning message only|no action is required",
    re.IGNORECASE,
)
FAILURE = re.compile(
    r"permanent (fatal )?(error|failure)|could( not|n't) be delivered|wasn't delivered|delivery (has )?failed"
    r"|delivery to the following recipient(s|\(s\))? (has )?failed|undeliver|user unknown|no such user|mailbox unavailable"
    r"|does not exist|unknown user|i've given up",
    re.IGNORECASE,
)


def _older(report: Mail, parts: list[Mail]) -> Bounce | None:
    """Read a report that is written for people only: by its sender, its words, and the message below them.

    A reply by a person, which quotes a message's words and not its headers, is none of these.
    """
    sender = f"{report['From'] or ''} {report['Return-Path'] or ''}"
    from_a_machine = bool(
        SENDERS.search(sender) or report["X-Failed-Recipients"] or str(report["Return-Path"] or "").strip() == "<>"
    )
    if not from_a_machine:
        return None
    text, message_id = "", ""
    for part in parts:
        if part is not report:
            message_id = message_id or _own_id(part)
        if part.get_content_maintype() == "text" and not part.is_multipart():
            text += _decoded(part)[:100_000].decode("utf-8", "replace") + "\n"
    said, own_id = _cut(f"{report['Subject'] or ''}\n{text}")
    message_id = message_id or own_id
    if not message_id:
        return None
    delayed, status = bool(DELAY.search(said)), _status(said)
    failed = bool(FAILURE.search(said) or report["X-Failed-Recipients"] or status.startswith("5"))
    if delayed or status.startswith("4"):
        return Bounce(message_id, False, status)
    return Bounce(message_id, True, status) if failed else None


OWN_ID = re.compile(r"^[>\s]{0,10}message-id:\s{0,10}<([^<>\s]{3,200})>", re.IGNORECASE | re.MULTILINE)
"""The Message-ID among returned headers, which may be folded after its colon."""


def _cut(text: str) -> tuple[str, str]:
    """Return what is said before the returned message begins, and the Message-ID in that, "" where there is none."""
    found = OWN_ID.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def _id_in(text: str) -> str:
    return _cut(text)[1]


def _bare(typed: str) -> str:
    found = re.fullmatch(r"\s*<([^<>\s]{3,200})>\s*", typed)
    return found[1] if found else ""


def _status(said: str) -> str:
    """Return the number of the reason: “5.1.1”, or the server's three digits where there is no other."""
    found = re.search(r"\b[45]\.\d{1,3}\.\d{1,3}\b", said) or re.search(r"(?<![\d.])[45]\d\d(?=[ -])", said)
    return found[0] if found else ""


def _decoded(part: Mail) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
