"""Writing a letter to one person, approving it for that person alone, and letting it leave.

A letter is approved as it is at that moment: whatever is changed afterwards takes the approval away. Where the case is
sensitive a second person approves the same thing. What is merged into it, what is checked and which file is made of it is the
work of the room `letters`; that nothing leaves without its approval is held here.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction

from heard.access.door import actor_of
from heard.access.models import Person
from heard.access.policy import Actor, NotAllowedError, decide, refusal, require_some, signed_in
from heard.law.calendars import local_day
from heard.record.actions import checks, complaints, happenings, history, messages
from heard.record.files import write_whole
from heard.record.models import Complaint, Enclosure, Letter, Party, Stage, StageEvent
from heard.record.queries.documents import place
from heard.record.queries.letters import address_for, digest_of, needs_second
from heard.record.relations import relations, seen, walls_of


def write(
    complaint: Complaint,
    *,
    recipient: Party,
    rule: str,
    stage: int,
    reader: str,
    way: str,
    text: str,
    by: Actor,
    at: datetime,
    bundle: str = "",
    large_print: bool = False,
) -> Letter:
    """Begin a letter to one party of the complaint. Raises NotAllowedError, ValueError."""
    require_some(by, "letter", "write")
    if not decide(by.role, "letter", relations(complaint, by=by), "write"):
        raise NotAllowedError(refusal(by.role, "letter", "write"))
    if recipient.complaint_id != complaint.pk:
        raise ValueError("Choose somebody who is in this complaint.")
    if bundle and bundle not in dict(Letter.BUNDLES):
        raise ValueError("Choose for whom the papers are put together.")
    fields = _fields(text, reader, way)
    with transaction.atomic():
        history.lock()
        letter = Letter.objects.create(
            complaint=complaint,
            recipient=recipient,
            rule=rule,
            stage=stage,
            bundle=bundle,
            large_print=large_print,
            written_by_id=by.person,
            written_at=at,
            **fields,
        )
        _note("complaint.letter-written", letter, {"rule": rule, "reader": reader}, by, at, {"text": letter.text})
    return letter


def change(
    letter: Letter, *, version: int, text: str, reader: str, way: str, large_print: bool, by: Actor, at: datetime
) -> None:
    """Change a letter that has not left. An approval that it had is gone. `version` is the one that was read.

    Raises NotAllowedError, or ValueError where it left or somebody else changed it meanwhile.
    """
    _require(letter, "write", by)
    fields = _fields(text, reader, way)
    with transaction.atomic():
        now = _open(letter)
        if now.version != version:
            raise ValueError(
                "Somebody else changed this letter while you wrote. Yours was not saved: copy it, and look at theirs first."
            )
        for field, value in {**fields, "large_print": large_print, "written_by_id": by.person}.items():
            setattr(now, field, value)
        _changed(now)
        _note("complaint.letter-changed", now, {"version": now.version}, by, at, {"text": now.text})
    letter.refresh_from_db()


def _fields(text: str, reader: str, way: str) -> dict[str, str]:
    if reader not in dict(Letter.READERS):
        raise ValueError("Choose for which reader it is written.")
    if way not in dict(Letter.WAYS):
        raise ValueError("Choose how it goes.")
    return {"text": checks.words(text, "the letter", needed=True), "reader": reader, "way": way}


def _changed(now: Letter) -> None:
    now.version += 1
    now.approved_by = now.approved_at = now.seconded_by = now.seconded_at = None
    now.approved_digest = now.records = now.outcome = now.why = ""
    now.save()


def enclose(
    letter: Letter, kind: str, key: int, *, by: Actor, at: datetime, left_out: str = "", out: bool = False
) -> Enclosure:
    """Put a paper (`kind` “document”) or the text of an earlier letter (“letter”) with a letter; or, with `out`, say that
    it is left out of its bundle, and why. Raises NotAllowedError, ValueError."""
    _require(letter, "write", by)
    why = checks.text(left_out, 300, "why it is left out", needed=out)
    found = seen("document" if kind == "document" else "letter", "view", by=by).filter(
        complaint=letter.complaint_id, pk=key
    )
    if kind != "document":
        found = found.filter(released_at__isnull=False)
    if not found.exists():
        raise ValueError("Choose a paper of this complaint, or a letter that has left.")
    which = {"document_id" if kind == "document" else "earlier_id": key}
    with transaction.atomic():
        now = _open(letter)
        if Enclosure.objects.filter(letter=now, **which).exists():
            raise ValueError("That is with the letter already.")
        last = Enclosure.objects.filter(letter=now).order_by("-place").first()
        one = Enclosure.objects.create(letter=now, place=last.place + 1 if last else 1, left_out=why, **which)
        _changed(now)
        _note("complaint.enclosure-added", now, {kind: key, "left_out": bool(why)}, by, at, {"why": why} if why else {})
    letter.refresh_from_db()
    return one


def take_out(letter: Letter, enclosure: int, *, by: Actor, at: datetime) -> None:
    """Take a paper from a letter that has not left. Raises NotAllowedError, ValueError."""
    _require(letter, "write", by)
    with transaction.atomic():
        now = _open(letter)
        gone, _ = Enclosure.objects.filter(letter=now, pk=enclosure).delete()
        if not gone:
            raise ValueError("That is not with the letter any more. Look at the page again.")
        _changed(now)
        _note("complaint.enclosure-taken-out", now, {"enclosure": enclosure}, by, at)
    letter.refresh_from_db()


def clear(letter: Letter, enclosure: int, why: str, *, by: Actor, at: datetime) -> None:
    """Clear what holds somebody else's facts for this letter's recipient, with the reason. Raises NotAllowedError, ValueError."""
    _require(letter, "approve", by)
    reason = checks.text(why, 300, "why it may go to this person", needed=True)
    with transaction.atomic():
        now = _open(letter)
        one = Enclosure.objects.filter(letter=now, pk=enclosure, left_out="").first()
        if one is None:
            raise ValueError("That is not with the letter any more. Look at the page again.")
        one.cleared_by_id, one.cleared_at, one.cleared_why = signed_in(by), at, reason
        one.save(update_fields=["cleared_by", "cleared_at", "cleared_why"])
        _changed(now)
        _note("complaint.enclosure-cleared", now, {"enclosure": enclosure}, by, at, {"why": reason})
    letter.refresh_from_db()


def discard(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Throw away a letter that has not left. It stays in the register. Raises NotAllowedError, ValueError."""
    _require(letter, "write", by)
    with transaction.atomic():
        now = _open(letter)
        now.discarded_at = at
        now.save(update_fields=["discarded_at"])
        _note("complaint.letter-discarded", now, {}, by, at)
    letter.refresh_from_db()


def approve(
    letter: Letter, *, digest: str, by: Actor, at: datetime, records: str = "", outcome: str = "", why: str = ""
) -> None:
    """Approve a letter, as it was shown, for its recipient. `digest` is of what was shown (`queries.letters.digest_of`).

    `records` is the event of the procedure that it will be when it leaves, with its outcome and reason where it needs them.
    Raises NotAllowedError, or ValueError where it was changed meanwhile.
    """
    _require(letter, "approve", by)
    person, reason = signed_in(by), checks.words(why, "the reason")
    with transaction.atomic():
        now = _open(letter)
        address = address_for(now)
        if digest_of(now, address) != digest:
            raise ValueError("This letter was changed since you looked at it. Nothing was approved. Look at it again.")
        now.approved_by_id, now.approved_at, now.address = person, at, address
        now.seconded_by = now.seconded_at = None
        now.records, now.outcome, now.why = records, outcome, reason
        now.approved_digest = digest_of(now, address)
        now.save()
        _note("complaint.letter-approved", now, {"digest": now.approved_digest, "records": records}, by, at)
    letter.refresh_from_db()


def second(letter: Letter, *, digest: str, by: Actor, at: datetime) -> None:
    """Approve, as another person, what somebody approved already. Raises NotAllowedError, ValueError."""
    _require(letter, "approve", by)
    person = signed_in(by)
    with transaction.atomic():
        now = _open(letter)
        if not now.approved_at:
            raise ValueError("Nobody has approved this letter as it is now. Approve it first.")
        if now.approved_by_id == person:
            raise ValueError("You approved this letter yourself. Somebody else must look at it too.")
        _still_may(now, now.approved_by_id)
        if digest_of(now, address_for(now)) != digest or digest != now.approved_digest:
            raise ValueError("This letter was changed since it was approved. Nothing was approved. Look at it again.")
        now.seconded_by_id, now.seconded_at = person, at
        now.save(update_fields=["seconded_by", "seconded_at"])
        _note("complaint.letter-seconded", now, {"digest": digest}, by, at)
    letter.refresh_from_db()


def release(letter: Letter, *, file: bytes, subject: str, body: str, by: Actor, at: datetime) -> None:
    """Let a letter leave as the file that was made of it. By e-mail its message is written in the same transaction, and the
    event that it is, is recorded; what goes by post or by hand is recorded with the day on which it went (`handed`).

    Raises NotAllowedError, or ValueError where it is not approved, by two people where it must be, as it is now.
    """
    _require(letter, "approve", by)
    digest = hashlib.sha256(file).hexdigest()
    write_whole(place(digest), [file])
    with transaction.atomic():
        now = _open(letter)
        address = address_for(now)
        if not now.approved_at or digest_of(now, address) != now.approved_digest:
            raise ValueError("This letter is not approved as it is now. Nothing was sent. Look at it again.")
        _still_may(now, now.approved_by_id, now.seconded_by_id)
        if needs_second(now) and not now.seconded_at:
            raise ValueError("A second person must approve this letter. Nothing was sent.")
        now.released_at, now.file, now.address = at, digest, address
        now.save(update_fields=["released_at", "file", "address"])
        told = {"way": now.way, "file": digest, "rule": now.rule}
        _note("complaint.letter-released", now, told, by, at)
        if now.way in (Letter.EMAIL, Letter.EMAIL_TEXT):
            if address is None:
                raise ValueError("There is no e-mail address to send this letter to. Nothing was sent.")
            attached = digest if now.way == Letter.EMAIL else ""
            messages.post(to=address.value, subject=subject, body=body, attached=attached, letter=now, by=by, at=at)
            _happened(now, local_day(at), by, at)
    letter.refresh_from_db()


def handed(letter: Letter, *, on: date, by: Actor, at: datetime) -> None:
    """Record the day on which a letter was posted or handed over, and with it the event that it is.

    Raises NotAllowedError, ValueError.
    """
    _require(letter, "write", by)
    checks.not_later(on, at)
    with transaction.atomic():
        history.lock()
        now = Letter.objects.select_for_update(of=("self",)).select_related("complaint", "recipient").get(pk=letter.pk)
        if now.released_at is None or now.way not in (Letter.POST, Letter.HAND) or now.handed_on:
            raise ValueError("Only a released letter that goes by post or by hand can be posted, and only once.")
        checks.not_before(on, local_day(now.released_at), "it was released")
        now.handed_on = on
        now.save(update_fields=["handed_on"])
        _note("complaint.letter-handed", now, {"on": on.isoformat(), "way": now.way}, by, at)
        _happened(now, on, by, at)
    letter.refresh_from_db()


def talked(letter: Letter, *, on: date, by: Actor, at: datetime) -> None:
    """Record that a child's letter was talked through with the child. Raises NotAllowedError, ValueError."""
    _require(letter, "write", by)
    checks.not_later(on, at)
    with transaction.atomic():
        history.lock()
        now = Letter.objects.select_for_update(of=("self",)).select_related("complaint", "recipient").get(pk=letter.pk)
        if now.way in (Letter.POST, Letter.HAND) and now.released_at and not now.handed_on:
            raise ValueError("Record first on which day the letter was posted or handed over.")
        if now.released_at is None or now.reader != Letter.CHILD or now.talked_on:
            raise ValueError("Only a child's letter that has left is talked through, and recorded once.")
        checks.not_before(on, local_day(now.released_at), "the letter was released")
        now.talked_on, now.talked_by_id = on, by.person
        now.save(update_fields=["talked_on", "talked_by"])
        _note("complaint.letter-talked-through", now, {"on": on.isoformat()}, by, at)
    letter.refresh_from_db()


def _happened(letter: Letter, on: date, by: Actor, at: datetime) -> None:
    """Record the event that a letter is, as whoever approved it chose, or as `by` where that one is kept away since.

    It is not recorded again where it was recorded for that day, or at all if it happens once.
    """
    rule = complaints.law_of(letter.complaint).events.get(letter.records)
    if rule is None:
        return
    kind, number = StageEvent.from_law(rule.id), happenings.number_of(rule.id) or letter.stage
    stage = Stage.objects.filter(complaint=letter.complaint_id, number=number).first()
    if stage and (stage.events.filter(kind=kind, on=on).exists() or (not rule.again and complaints.had(stage, kind))):
        return
    who = Person.objects.get(pk=letter.approved_by_id or 0)
    away = walls_of(letter.complaint).filter(person=who).exists()
    given: dict[str, Any] = {"why": letter.why, "outcome": letter.outcome, "answered_by": who}
    happenings.record(letter.complaint, rule.id, on=on, by=by if away else actor_of(who, at), at=at, **given)


def _still_may(letter: Letter, *people: int | None) -> None:
    """Raise ValueError where somebody whose approval counts is kept away from the complaint now."""
    if walls_of(letter.complaint).filter(person__in=[one for one in people if one]).exists():
        raise ValueError(
            "Somebody who approved this letter is kept away from the complaint now. Save it, and approve it anew."
        )


def _require(letter: Letter, action: str, by: Actor) -> None:
    if not seen("letter", action, by=by).filter(pk=letter.pk).exists():
        raise NotAllowedError(refusal(by.role, "letter", action))


def _open(letter: Letter) -> Letter:
    """Return the letter as it is now, held until the transaction ends. Raises ValueError where it can change no more."""
    history.lock()
    now = Letter.objects.select_for_update(of=("self",)).select_related("complaint", "recipient").get(pk=letter.pk)
    if now.released_at:
        raise ValueError("This letter has left. Write another one.")
    if now.discarded_at:
        raise ValueError("This letter was thrown away. Write another one.")
    return now


def _note(
    action: str,
    letter: Letter,
    details: dict[str, Any],
    by: Actor,
    at: datetime,
    personal: dict[str, str] | None = None,
) -> None:
    payload = json.dumps(personal, ensure_ascii=False) if personal else None
    told = {"letter": letter.pk, "to": letter.recipient_id, **details}
    history.append([history.Entry(action, "complaint", letter.complaint.reference, told, payload)], by=by, at=at)
