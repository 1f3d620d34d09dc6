from django.db import models

from heard.law import words
from heard.record.models.complaint import Complaint


class Party(models.Model):
    """A person in a complaint and the part they play. `description` is who they are to the child, such as “Parent”.

    `reader` is the kind of text that they read best, empty for the one that follows from their part.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="parties")
    capacity = models.CharField(max_length=20, choices=list(words.CAPACITIES.items()))
    description = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200, blank=True)
    reader = models.CharField(max_length=20, blank=True, db_default="")
    large_print = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name_plural = "parties"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(capacity__in=list(words.CAPACITIES)), name="party_known_capacity"
            ),
        )

    def __str__(self) -> str:
        return self.get_capacity_display()
