from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A workbook that waits for its uploader to look at the dry run. Its bytes lie in HEARD_HOME/uploads under `token`."""

    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=255)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Upload {self.pk}"
