from django.conf import settings
from django.db import models

from heard.record.models.complaint import Complaint


class Document(models.Model):
    """A file that belongs to a complaint. Its bytes lie in HEARD_HOME/documents under the hash in `digest`.

    `third_party` marks what holds facts of somebody else than the complainant, or came from another body: it goes to
    nobody until it is cleared for them. A redacted copy is a document of its own, `redacted_from` the one that it was made from.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    dated = models.DateField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    third_party = models.BooleanField(default=False, db_default=False)
    redacted_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="redacted_copies")

    class Meta:
        indexes = (models.Index(fields=["complaint", "dated"]),)

    def __str__(self) -> str:
        return f"Document {self.pk}"
