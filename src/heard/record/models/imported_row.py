from django.db import models

from heard.record.models.spreadsheet import Spreadsheet


class ImportedRow(models.Model):
    """A spreadsheet row that is in the register, so that the same file twice changes nothing.

    `key` is the row's reference or, on a sheet without references, a hash of its content and which of its twins it is.
    `values` are the row as it was read, kept where a reference lets a later file change it; `record` is what it became.
    """

    sheet = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    values = models.JSONField(null=True)
    record = models.CharField(max_length=64)
    spreadsheet = models.ForeignKey(Spreadsheet, on_delete=models.PROTECT, related_name="rows")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sheet", "key"], name="imported_row_once"),)

    def __str__(self) -> str:
        return f"{self.sheet} row"
