from django.db import models


class ContextFigure(models.Model):
    """A number from outside the register: contacts, a population, or a total that an earlier report published."""

    figure = models.CharField(max_length=200)
    measure = models.CharField(max_length=300, blank=True)
    year = models.CharField(max_length=7)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["figure", "year"], name="context_figure_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.figure} {self.year}"
