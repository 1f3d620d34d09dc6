from django.conf import settings
from django.db import models

from heard.record.models.complaint import Complaint


class Assignment(models.Model):
    """A complaint given to somebody, and the part that they have in it. `until` is empty while they have it."""

    HOLDER, INVESTIGATING, INDEPENDENT = "holder", "investigating-officer", "independent-person"
    ADJUDICATING, PANEL = "adjudicating", "panel-member"
    PARTS = (
        (HOLDER, "Holder"),
        (INVESTIGATING, "Investigating officer"),
        (INDEPENDENT, "Independent person"),
        (ADJUDICATING, "Adjudicating officer"),
        (PANEL, "Panel member"),
    )

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=30, choices=PARTS)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["person", "part", "until"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(part="holder", until=None),
                name="assignment_one_holder",
            ),
            models.UniqueConstraint(
                fields=["complaint", "person", "part"],
                condition=models.Q(until=None),
                name="assignment_open_once_a_part",
            ),
        )

    def __str__(self) -> str:
        return self.get_part_display()
