"""Keeping the council's own words for its letters, version by version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heard.access.policy import Actor, require
from heard.record.actions import checks, history
from heard.record.models import LetterText


def change(definition: str, rule: str, reader: str, text: str, why: str, *, by: Actor, at: datetime) -> LetterText:
    """Keep the next version of a letter's words for one reader; an empty text goes back to Heard's own.

    `letters.texts.change` has checked its fields. Raises NotAllowedError, ValueError.
    """
    require(by, "letter-text", "change")
    words, reason = checks.words(text, "the text"), checks.text(why, 300, "why it was changed", needed=True)
    with transaction.atomic():
        history.lock()
        found = LetterText.objects.filter(definition=definition, rule=rule, reader=reader).order_by("-version").first()
        version = found.version + 1 if found else 1
        made = LetterText.objects.create(
            definition=definition,
            rule=rule,
            reader=reader,
            version=version,
            text=words,
            why=reason,
            made_by_id=by.person,
            made_at=at,
        )
        told = {"definition": definition, "rule": rule, "reader": reader, "version": version}
        history.append(
            [history.Entry("letter-text.changed", "letter-text", f"{definition}/{rule}", told)], by=by, at=at
        )
    return made
