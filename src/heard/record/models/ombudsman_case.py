from django.db import models

from heard.record.models.complaint import Complaint
from heard.record.models.team import Team


class OmbudsmanCase(models.Model):
    """A case that the Ombudsman raised with the council; `decision` is in the Ombudsman's words, “Ongoing” until one."""

    reference = models.CharField(max_length=64, unique=True)
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT, related_name="ombudsman_cases")
    received_on = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="ombudsman_cases")
    send = models.BooleanField()
    subject = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=100, blank=True)
    public_report = models.BooleanField(null=True)

    class Meta:
        indexes = (models.Index(fields=["received_on", "reference"]),)

    def __str__(self) -> str:
        return self.reference
