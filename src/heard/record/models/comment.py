from django.db import models

from heard.record.models.team import Team


class Comment(models.Model):
    """Something raised that is not a complaint: recorded, acknowledged, sent to the team manager, followed to a reply."""

    reference = models.CharField(max_length=64, unique=True)
    received_on = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="comments")
    send = models.BooleanField()
    text = models.TextField(blank=True)
    acknowledged_on = models.DateField(null=True)
    sent_to_manager_on = models.DateField(null=True)
    replied_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["received_on", "reference"]),)

    def __str__(self) -> str:
        return self.reference
