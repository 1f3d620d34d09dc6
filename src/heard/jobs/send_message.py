"""Sending one message that was written in the register."""

from __future__ import annotations

from datetime import datetime, timedelta

from heard.jobs.tasks import SYSTEM, LaterError, task
from heard.letters import sending


def _given_up(*, message: int, at: datetime) -> None:
    sending.give_up(message, by=SYSTEM, at=at)


LEASE = timedelta(minutes=30)
"""More than all the waiting for a server's answers, twice over where a sign-in must be made again."""


@task("send-message", outside=True, lease=LEASE, given_up=_given_up)
def send_message(*, message: int, at: datetime) -> None:
    try:
        sending.send(message, by=SYSTEM, now=at)
    except sending.NotNowError as error:
        raise LaterError(str(error)) from error
