"""Taking a row without a reference of its own out of the register, when a corrected copy of it has come in."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict

from heard.access.policy import Actor, require
from heard.record.actions import history
from heard.record.models import Comment, Compliment, ImportedRow, LearningAction, OmbudsmanCase

REMOVABLE: dict[str, tuple[str, Any]] = {
    "COMPLIMENT": ("compliment", Compliment),
    "COMMENT": ("comment", Comment),
    "OMBUDSMAN": ("ombudsman_case", OmbudsmanCase),
    "LEARNING": ("learning_action", LearningAction),
}
"""The start of a reference that Heard gave → the kind of record. A complaint is never removed: it is withdrawn."""


def remove(reference: str, *, by: Actor, at: datetime) -> None:
    """Remove one compliment, comment, Ombudsman case or learning action; the history keeps what it said.

    Raises NotAllowedError, or ValueError where there is none of that reference.
    """
    require(by, "register", "remove")
    kind, model = REMOVABLE.get(reference.partition("-")[0], ("", None))
    if model is None:
        raise ValueError(
            f"“{reference[:60]}” cannot be removed: give the reference of a compliment, comment, case or action."
        )
    with transaction.atomic():
        history.lock()
        record = model.objects.filter(reference=reference).first()
        if record is None:
            raise ValueError(f"There is no “{reference[:60]}” in the register.")
        was = json.dumps(model_to_dict(record), sort_keys=True, ensure_ascii=False, default=str)
        record.delete()
        ImportedRow.objects.filter(sheet=kind, record=reference).delete()
        history.append([history.Entry(f"{kind}.removed", kind, reference, {}, was)], by=by, at=at)
