"""Deleting the tries and codes that no longer count and the sessions that have ended: nothing else ever does."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session

from heard.access.models import CachedValue
from heard.jobs.tasks import task


@task("clear-expired")
def clear_expired(*, at: datetime) -> None:
    CachedValue.objects.filter(expires__lt=at).delete()
    Session.objects.filter(expire_date__lt=at).delete()
