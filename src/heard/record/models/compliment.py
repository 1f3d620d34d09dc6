from django.db import models

from heard.record.models.team import Team


class Compliment(models.Model):
    """Thanks or praise, as it was received. `source` is who it came from, such as “Parent”."""

    reference = models.CharField(max_length=64, unique=True)
    received_on = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="compliments")
    send = models.BooleanField()
    source = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["received_on", "reference"]),)

    def __str__(self) -> str:
        return self.reference
