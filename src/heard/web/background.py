"""The processes for the work in the background that `heard serve` runs beside its own: `heard work`, started and watched.

Each is a program of its own and no fork of the server: it shares neither the server's sockets nor its connections to the
database. It stops when the server asks, and also where the server is gone and cannot ask.
"""

from __future__ import annotations

import os
import subprocess  # nosec B404: it runs this same command
import sys
import time
from collections.abc import Callable

AGAIN = 5.0
"""Seconds until one that ended is started again."""

PATIENCE = 10.0
"""Seconds in which one may finish its present job when the server stops. A job that is cut off is done again."""


class Background:
    """So many processes for the work in the background, for one server. `clock` tells seconds that only grow."""

    def __init__(self, number: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.running: list[subprocess.Popen[bytes] | None] = [None] * number
        self.not_before = 0.0
        self.stopping = False

    def watch(self) -> None:
        """Start what is not running, but none that ended more often than every few seconds."""
        if self.stopping or self.clock() < self.not_before:
            return
        for place, process in enumerate(self.running):
            if process is None or process.poll() is not None:
                self.running[place] = self._start()
                self.not_before = self.clock() + AGAIN

    def _start(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "heard", "work", "--while", str(os.getpid())]
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # nosec B603

    def ask_to_stop(self) -> None:
        """Ask each to stop after its present job."""
        self.stopping = True
        for process in self._alive():
            process.terminate()

    def stop(self) -> None:
        """Wait until each has stopped, and end those that take too long."""
        until = self.clock() + PATIENCE
        for process in self._alive():
            try:
                process.wait(max(0.0, until - self.clock()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _alive(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self.running if process is not None and process.poll() is None]
