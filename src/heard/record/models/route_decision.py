from django.conf import settings
from django.db import models

from heard.law.triage import ROUTES
from heard.record.models.element import Element


class RouteDecision(models.Model):
    """Which procedure somebody decided that a point falls under, and why. The latest counts; earlier ones are kept.

    `advised` and `rule` are what triage advised and by which row of its table, from `facts`; `doubtful` that it was not
    sure. `failed_test` is the test of the statutory procedure that the point failed, empty where it is statutory.
    """

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="decisions")
    route = models.CharField(max_length=20)
    send = models.BooleanField()
    advised = models.CharField(max_length=20)
    rule = models.CharField(max_length=10)
    failed_test = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    doubtful = models.BooleanField()
    facts = models.JSONField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["element", "-id"]),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(route="statutory", failed_test="")
                | (~models.Q(route="statutory") & ~models.Q(failed_test="")),
                name="route_decision_says_which_test_failed",
            ),
        )

    def __str__(self) -> str:
        return f"{ROUTES[self.route]}, rule {self.rule}"

    @property
    def follows(self) -> bool:
        """Whether the decision is the one that triage advised."""
        return self.route == self.advised
