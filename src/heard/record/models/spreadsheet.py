from django.db import models


class Spreadsheet(models.Model):
    """A workbook that was imported, known by its hash."""

    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
