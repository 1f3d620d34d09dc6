from django.db import models


class Service(models.Model):
    """A service of the council over a period: `ends_on` is the last day, empty while it exists."""

    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["slug", "starts_on"], name="service_once_a_start"),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(starts_on=None), name="service_once_without_a_start"
            ),
        )

    def __str__(self) -> str:
        return self.name
