from django.db import models


class FrozenYear(models.Model):
    """A year that was frozen for its report: where its tables are and the hash that proves they did not move."""

    year = models.CharField(max_length=7, unique=True)
    cut_off = models.DateField()
    frozen_at = models.DateTimeField()
    folder = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.year
