from django.conf import settings
from django.db import models

from heard.record.models.complaint import Complaint


class Wall(models.Model):
    """What keeps somebody away from a complaint: they are complained about in it, or declared a conflict of interest.

    A wall holds from the moment that it is proposed. Somebody else, who is behind no wall of the complaint, confirms it
    or dismisses it; a confirmed one can be lifted later. `settled_by` and `settled_at` are of the last of these.
    `ended_parts` are the parts that it took from the person, who gets them back where it is dismissed.
    """

    NAMED, CONFLICT = "named-in-complaint", "declared-conflict"
    RELATIONS = ((NAMED, "Named in the complaint"), (CONFLICT, "Declared a conflict of interest"))
    PROPOSED, CONFIRMED, DISMISSED, LIFTED = "proposed", "confirmed", "dismissed", "lifted"
    STATES = (
        (PROPOSED, "Proposed"),
        (CONFIRMED, "Confirmed"),
        (DISMISSED, "Dismissed"),
        (LIFTED, "Lifted"),
    )
    HOLDS = (PROPOSED, CONFIRMED)

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="walls")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="walls")
    relation = models.CharField(max_length=30, choices=RELATIONS)
    state = models.CharField(max_length=20, choices=STATES, default=PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    ended_parts = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["person", "state"]), models.Index(fields=["state", "proposed_at"]))
        constraints = (
            models.UniqueConstraint(
                fields=["complaint", "person", "relation"],
                condition=models.Q(state__in=("proposed", "confirmed")),
                name="wall_holds_once",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_by=None, settled_at=None)
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
                name="wall_settled_by_and_at_together",
            ),
        )

    def __str__(self) -> str:
        return self.get_relation_display()
