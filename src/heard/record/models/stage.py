from django.db import models

from heard.law import words
from heard.record.models.complaint import Complaint


class Stage(models.Model):
    """A stage that a complaint reached and what it came to (empty while it is open or not recorded)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20, blank=True, choices=list(words.OUTCOMES.items()))

    class Meta:
        indexes = (
            models.Index(fields=["complaint", "number"], condition=models.Q(outcome=""), name="stage_without_outcome"),
        )
        constraints = (
            models.UniqueConstraint(fields=["complaint", "number"], name="stage_reached_once"),
            models.CheckConstraint(condition=models.Q(number__in=[1, 2, 3]), name="stage_1_2_or_3"),
            models.CheckConstraint(condition=models.Q(outcome__in=["", *words.OUTCOMES]), name="stage_known_outcome"),
        )

    def __str__(self) -> str:
        return f"Stage {self.number}"


class StageEvent(models.Model):
    """A dated event of a stage. Deadlines and days taken are worked out from these and never stored.

    Stage 1 begins when the complaint is received, which the complaint itself holds.
    """

    ACKNOWLEDGED, REQUESTED = "acknowledged", "requested"
    RESPONSE_SENT, CLOSED, PANEL_HELD = "response_sent", "closed", "panel_held"
    KINDS = (
        (REQUESTED, "Requested"),
        (ACKNOWLEDGED, "Acknowledged"),
        (RESPONSE_SENT, "Response sent"),
        (CLOSED, "Closed without a response"),
        (PANEL_HELD, "Review panel held"),
    )

    CLOSING = (PANEL_HELD, RESPONSE_SENT, CLOSED)  # a stage 3 is timed by its panel, whose answer follows later

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=KINDS)
    on = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["on"]), models.Index(fields=["stage", "kind", "on"]))

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"
