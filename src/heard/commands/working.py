"""The commands of the work in the background: doing it, and taking in reports of mail that did not arrive."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from heard.commands.common import COULD_NOT, DONE, IN_PART, Result, operator, say


def work(options: argparse.Namespace) -> Result:
    """Do the work in the background: what is due now, or all that comes until told to stop."""
    from django.conf import settings

    from heard.jobs.worker import Worker
    from heard.web.refusals import refusals

    found = refusals() if settings.HEARD_PRODUCTION else []
    if found:
        raise ValueError("\n".join(["Heard was not started.", *found]))
    told = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        """Let the present job be finished. Whoever asks twice does not want to wait."""
        told.set()
        signal.signal(number, signal.SIG_DFL)

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    # At the end of a job's lease this process ends, as if it had been killed: another one has the job by then.
    worker = Worker(lambda: datetime.now(UTC), told.wait, lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds))
    if options.once:
        done = worker.run_due()
        say(f"Jobs done or tried: {done}")
        return DONE, {"jobs": done}
    worker.run(lambda: told.is_set() or (options.while_ is not None and os.getppid() != options.while_))
    return DONE, {}


def bounce(options: argparse.Namespace) -> Result:
    """Take in reports of mail that did not arrive, each a file as it came, and say what became of each."""
    from heard.letters.bounces import LARGEST, SAYS, UNREAD, take

    counts: dict[str, int] = {}
    for path in options.files:
        try:
            with path.open("rb") as file:
                became = take(file.read(LARGEST), by=operator(), now=datetime.now(UTC))
        except OSError as error:
            say(f"{path}: {error.strerror or type(error).__name__}.")
            became = UNREAD
        else:
            say(f"{path}: {SAYS[became]}")
        counts[became] = counts.get(became, 0) + 1
    missed = counts.get(UNREAD, 0)
    return (DONE if not missed else COULD_NOT if missed == len(options.files) else IN_PART), counts
