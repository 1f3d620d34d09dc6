from django.db import models


class Category(models.Model):
    """What a point of complaint is about, in the council's own words."""

    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200, unique=True)

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name
