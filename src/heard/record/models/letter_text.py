from django.conf import settings
from django.db import models

from heard.record.models.letter import Letter


class LetterText(models.Model):
    """The council's own words for a letter, for one reader: a version. The latest counts; an empty one means Heard's own."""

    definition = models.CharField(max_length=60)
    rule = models.CharField(max_length=60)
    reader = models.CharField(max_length=20, choices=Letter.READERS)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    why = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["definition", "rule", "reader", "version"], name="letter_text_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.definition} {self.rule} {self.reader} {self.version}"
