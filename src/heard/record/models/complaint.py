from django.db import models

from heard.law import words
from heard.record.models.district import District
from heard.record.models.team import Team


class Complaint(models.Model):
    """One complaint. What it is about is in its elements, how it was dealt with in its stages, who in its parties.

    `account` is what happened, in the words in which it came in. What leaves a `sensitive` one is approved by two people.
    """

    reference = models.CharField(max_length=64, unique=True)
    received_on = models.DateField()
    procedure = models.CharField(max_length=20, choices=list(words.PROCEDURES.items()))
    send = models.BooleanField()
    channel = models.CharField(max_length=100, blank=True)
    district = models.ForeignKey(District, null=True, on_delete=models.PROTECT, related_name="complaints")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="complaints")
    delay_reason = models.CharField(max_length=200, blank=True)
    advocate_offered = models.BooleanField(null=True)
    account = models.TextField(blank=True, db_default="")
    sensitive = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = (models.Index(fields=["received_on", "reference"]),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(procedure__in=list(words.PROCEDURES)), name="complaint_known_procedure"
            ),
        )

    def __str__(self) -> str:
        return self.reference
