"""Reading the reports of mail that did not arrive, from HEARD_HOME/bounces."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from heard.jobs.tasks import SYSTEM, task
from heard.letters.bounces import take_folder


@task("take-bounces", outside=True)
def take_bounces(*, at: datetime) -> None:
    take_folder(Path(settings.HEARD_HOME) / "bounces", by=SYSTEM, now=at)
