from django.db import models


class District(models.Model):
    """A part of the council's area, where it reports by one."""

    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name
