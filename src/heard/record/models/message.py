from django.db import models

from heard.record.models.letter import Letter


class Message(models.Model):
    """Something to be sent, written in the same transaction as what causes it.

    `message_id` stays the same however often it is sent. How far it came is read from its moments, because notices can come
    in any order: a message is waiting until it was `sent_at` (a server took it), then it may be `delivered_at` or
    `bounced_at`; `given_up_at` says that trying ended and a person must look. Its subject and address line tell nothing.
    """

    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="messages")
    message_id = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=500)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    attached = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["letter"]),
            models.Index(
                fields=["created_at"],
                condition=models.Q(settled_at=None)
                & (models.Q(bounced_at__isnull=False) | models.Q(given_up_at__isnull=False)),
                name="message_to_look_at",
            ),
        )

    def __str__(self) -> str:
        return f"Message {self.pk}"
