from django.db import models

from heard.law import words
from heard.record.models.category import Category
from heard.record.models.complaint import Complaint


class Element(models.Model):
    """One point of a complaint, in its own words where they were written down.

    Its finding is its own: the outcome of a stage is never copied down to it.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="elements")
    number = models.PositiveSmallIntegerField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="elements")
    route = models.CharField(max_length=20)
    text = models.TextField(blank=True, db_default="")
    finding = models.CharField(max_length=20, default=words.FINDING_NOT_RECORDED)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["complaint", "number"], name="element_numbered_once"),)

    def __str__(self) -> str:
        return f"Point {self.number}"
