from django.conf import settings
from django.db import models

from heard.record.models.complaint import Complaint


class Document(models.Model):
    """A file that belongs to a complaint. Its bytes lie in HEARD_HOME/documents under the hash in `digest`."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    dated = models.DateField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["complaint", "dated"]),)

    def __str__(self) -> str:
        return f"Document {self.pk}"
