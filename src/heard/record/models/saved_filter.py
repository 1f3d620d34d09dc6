from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A person's own choice of filters for the list of complaints, under a name of theirs. It holds no search words."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    choices = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "name"], name="saved_filter_named_once"),)

    def __str__(self) -> str:
        return self.name
