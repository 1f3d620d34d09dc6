from typing import Any

from django.db import models

from heard.record import chain

LOOKS = ("complaint.viewed", "document.opened", "figure.opened", "compliment.viewed", "comment.viewed",
         "ombudsman-case.viewed", "learning-action.viewed", "complaint.refused", "document.refused", "compliment.refused",
         "comment.refused", "ombudsman-case.refused", "learning-action.refused", "complaints.searched", "letter.opened",
         "letter.refused")  # fmt: skip
"""Every action that is a look. None of them changes the register."""


class Event(models.Model):
    """One entry of the history. Appended only: the database itself refuses to change or remove a row.

    `hash` is keyed over the previous entry's hash and this entry's own fields. What is personal is not here but in the
    payload; this row holds a salted commitment to it, so a payload can be erased by law and the chain still verifies.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    role = models.CharField(max_length=50)
    action = models.CharField(max_length=100)
    kind = models.CharField(max_length=50)
    reference = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["kind", "reference"]),
            models.Index(fields=["action", "sequence"]),
            models.Index(fields=["actor", "sequence"]),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def hashed_fields(self) -> dict[str, Any]:
        """Return the fields that this event's hash covers, as `chain.link` wants them."""
        return {
            "sequence": self.sequence,
            "at": chain.moment(self.at),
            "actor": self.actor,
            "role": self.role,
            "action": self.action,
            "kind": self.kind,
            "reference": self.reference,
            "details": self.details,
            "commitment": self.commitment,
        }


class EventPayload(models.Model):
    """The personal part of an event. It may be erased, never changed; the erasure is an event of its own."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.DO_NOTHING, related_name="payload")
    salt = models.CharField(max_length=32)
    body = models.TextField()

    def __str__(self) -> str:
        return f"Payload of {self.event_id}"
