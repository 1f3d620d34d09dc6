from django.db import models


class CachedValue(models.Model):
    """A row of Django's cache in the database: how often somebody tried to sign in, which codes were used."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "heard_cache"

    def __str__(self) -> str:
        return "Cached value"
