"""Deleting jobs that were done long ago. What failed stays until somebody has looked at it."""

from __future__ import annotations

from datetime import datetime, timedelta

from heard.jobs.tasks import task
from heard.record.models import Job

KEPT = timedelta(days=90)


@task("clear-old-jobs")
def clear_old_jobs(*, at: datetime) -> None:
    Job.objects.filter(done_at__lt=at - KEPT).delete()
