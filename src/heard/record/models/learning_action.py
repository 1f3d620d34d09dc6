from django.db import models

from heard.record.models.complaint import Complaint


class LearningAction(models.Model):
    """What the council changed, or promised to, because of complaints about `subject`. `year` is the report it is for."""

    reference = models.CharField(max_length=64, unique=True)
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT, related_name="learning_actions")
    year = models.CharField(max_length=7)
    kind = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    action = models.TextField()
    completed = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = (models.Index(fields=["year", "reference"]),)

    def __str__(self) -> str:
        return self.reference
