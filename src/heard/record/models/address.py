from django.conf import settings
from django.db import models

from heard.record.models.party import Party


class Address(models.Model):
    """Where a party can be written to, from a day until another took its place. Nothing here is overwritten.

    A `protected` address never leaves Heard: it is merged into no letter, printed on none and sent to by none. It is kept so
    that a letter in which somebody typed it can be stopped. `confirmed_on` is the day on which the party said that it is
    right, and `confirmed_how` how.
    """

    EMAIL, POST = "email", "post"
    KINDS = ((EMAIL, "E-mail"), (POST, "Post"))

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=10, choices=KINDS)
    value = models.CharField(max_length=500)
    protected = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_how = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "addresses"
        indexes = (models.Index(fields=["party", "kind", "until"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["party", "kind"], condition=models.Q(until=None), name="address_one_of_a_kind_now"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
