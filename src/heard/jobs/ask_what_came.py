"""Asking GOV.UK Notify what became of the messages that it took: with it nothing comes back to a mailbox of ours."""

from __future__ import annotations

from datetime import datetime, timedelta

from heard.jobs.tasks import SYSTEM, LaterError, task
from heard.letters import sending


@task("ask-what-came", outside=True, lease=timedelta(minutes=30))
def ask_what_came(*, at: datetime) -> None:
    try:
        sending.ask_what_came(by=SYSTEM, now=at)
    except sending.NotNowError as error:
        raise LaterError(str(error)) from error
