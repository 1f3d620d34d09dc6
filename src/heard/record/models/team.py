from django.db import models

from heard.record.models.service import Service


class Team(models.Model):
    """A team (“service area” in a register) in one service over a period.

    A reorganisation closes this row on its last day and names the team that it is `succeeded_by`, so that the cases of
    the old team stay where they were and a trend can follow. Several teams may have one successor.
    """

    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="teams")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    succeeded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["slug", "starts_on"], name="team_once_a_start"),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(starts_on=None), name="team_once_without_a_start"
            ),
        )

    def __str__(self) -> str:
        return self.name
