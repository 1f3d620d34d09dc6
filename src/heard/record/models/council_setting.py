from django.db import models


class CouncilSetting(models.Model):
    """A setting that the council has made; those it has not made have the defaults in `record.council`."""

    key = models.CharField(max_length=100, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key
