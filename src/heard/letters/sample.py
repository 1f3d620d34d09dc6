"""A letter about nobody, to look at: the council's own style with made-up words."""

from __future__ import annotations

from datetime import date

from heard.letters import catalogue, fields, texts
from heard.letters.rendering import paper
from heard.letters.sheet import Sheet
from heard.letters.word import docx
from heard.record.models import Letter
from heard.record.queries.settings import face


def sample(on: date) -> bytes:
    """Return an update to nobody as a Word file, in the council's style where it has one."""
    shown = face()
    known = {**catalogue.SAMPLES, **texts.blocks(Letter.ADULT)}
    words = fields.merged(texts.current(texts.ANY, Letter.UPDATE, Letter.ADULT).words, known)
    sheet = Sheet(
        text=fields.merged(words, catalogue.SAMPLES),
        reference=catalogue.SAMPLES["reference"],
        recipient=catalogue.SAMPLES["recipient_name"],
        address=(catalogue.SAMPLES["recipient_name"], "1 Sample Street", "Sampleton"),
        council=shown["council_name"],
        team=shown["complaints_team"],
        contact=tuple(part for part in (shown["telephone"], shown["email"]) if part),
        on=on,
        draft=True,
    )
    return docx(sheet, paper())
