from django.conf import settings
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

    Stage 1 begins when the complaint is received, which the complaint itself holds. `kind` is one of KINDS, which every
    stage can have, or the id of another event of the complaint's procedure. `person` is who did it, where they did it
    themselves in Heard or have the part of the case that does it.
    """

    ACKNOWLEDGED, REQUESTED = "acknowledged", "requested"
    RESPONSE_SENT, CLOSED, PANEL_HELD = "response_sent", "closed", "panel_held"
    EXTENDED, PAUSED, RESUMED = "extended", "paused", "resumed"
    KINDS = (
        (REQUESTED, "Requested"),
        (ACKNOWLEDGED, "Acknowledged"),
        (RESPONSE_SENT, "Response sent"),
        (CLOSED, "Closed without a response"),
        (PANEL_HELD, "Review panel held"),
        (EXTENDED, "Told that more time is needed"),
        (PAUSED, "Paused"),
        (RESUMED, "Went on after a pause"),
    )

    ENDING = (RESPONSE_SENT, CLOSED)
    CLOSING = (PANEL_HELD, *ENDING)  # the figures time a stage 3 by its panel, whose answer follows later

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40)
    on = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["on"]), models.Index(fields=["stage", "kind", "on"]))

    def __str__(self) -> str:
        return f"{dict(self.KINDS).get(self.kind, self.kind)} on {self.on}"

    @staticmethod
    def in_law(number: int, kind: str) -> str:
        """Return what the procedures' definitions call an event of stage `number`."""
        if kind == StageEvent.ACKNOWLEDGED and number == 1:
            return "acknowledged"
        return OF_EACH_STAGE[kind].format(number) if kind in OF_EACH_STAGE else kind

    @staticmethod
    def from_law(event: str) -> str:
        """Return the kind that is stored for an event of a procedure's definition."""
        return next((kind for kind, name in OF_EACH_STAGE.items() if event in map(name.format, (1, 2, 3))), event)


OF_EACH_STAGE = {
    StageEvent.ACKNOWLEDGED: "stage_{}_acknowledged",
    StageEvent.REQUESTED: "stage_{}_requested",
    StageEvent.RESPONSE_SENT: "stage_{}_response",
    StageEvent.EXTENDED: "stage_{}_extended",
    StageEvent.PAUSED: "stage_{}_paused",
    StageEvent.RESUMED: "stage_{}_resumed",
}
"""Kind that every stage can have → what the definitions call it."""

COMES_TO = {"withdrawn": "withdrawn", "not_accepted": "out-of-scope"}
"""Kind of event that ends a stage without an answer, beside those of ENDING → the outcome that the stage comes to."""
