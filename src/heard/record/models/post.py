from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from heard.record.models.team import Team


class Post(models.Model):
    """Somebody's place in a team over a period, both days included: how “their own team” is known on a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["person", "since"]),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(since__lte=Coalesce("until", "since")), name="post_begins_before_it_ends"
            ),
            models.UniqueConstraint(
                fields=["person", "team"], condition=models.Q(until=None), name="post_open_once_a_team"
            ),
        )

    def __str__(self) -> str:
        return f"Post from {self.since}"
