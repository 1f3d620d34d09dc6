"""The commands of the work in the background: doing it, and taking in reports of mail that did not arrive."""

from __future__ import annotations

import argparse
import os
import signal
import time
from datetime import UTC, datetime
from types import FrameType

from heard.commands.common import COULD_NOT, DONE, IN_PART, Result, operator, say

LOOKS_EVERY = 0.2
"""Seconds after which a sleeping worker looks whether it was told to stop."""


def work(options: argparse.Namespace) -> Result:
    """Do the work in the background: what is due now, or all that comes until told to stop."""
    from django.conf import settings

    from heard.jobs.worker import Worker
    from heard.web.refusals import refusals

    found = refusals() if settings.HEARD_PRODUCTION else []
    if found:
        raise ValueError("\n".join(["Heard was not started.", *found]))
    told: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        """Let the present job be finished. Whoever asks twice does not want to wait. No lock is taken: whoever was
        interrupted may hold it."""
        signal.signal(number, signal.SIG_DFL)
        told.append(number)

    def sleep(seconds: float) -> None:
        """Wait, in short pieces, until the time is over or we are told to stop."""
        until = time.monotonic() + seconds
        while not told and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LOOKS_EVERY))

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    # At the end of a job's lease this process ends, as if it had been killed: another one has the job by then.
    worker = Worker(lambda: datetime.now(UTC), sleep, lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds))
    if options.once:
        done = worker.run_due()
        say(f"Jobs done or tried: {done}")
        return DONE, {"jobs": done}
    worker.run(lambda: bool(told) or (options.while_ is not None and os.getppid() != options.while_))
    return DONE, {}


def bounce(options: argparse.Namespace) -> Result:
    """Take in reports of mail that did not arrive, each a file as it came, and say what became of each."""
    from heard.letters.bounces import SAYS, UNREAD, take_file

    counts: dict[str, int] = {}
    for path in options.files:
        try:
            became = take_file(path, by=operator(), now=datetime.now(UTC))
        except OSError as error:
            say(f"{path}: {error.strerror or type(error).__name__}.")
            became = UNREAD
        else:
            say(f"{path}: {SAYS[became]}")
        counts[became] = counts.get(became, 0) + 1
    missed = counts.get(UNREAD, 0)
    return (DONE if not missed else COULD_NOT if missed == len(options.files) else IN_PART), counts
