"""What every command has: its exit codes, its way of speaking, and who is running it."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from heard.access.policy import Actor

DONE, FOUND_WRONG, COULD_NOT, IN_PART = 0, 1, 2, 3
Result = tuple[int, dict[str, Any]]


def say(message: str) -> None:
    """Tell the person at the terminal."""
    if message:
        print(message, file=sys.stderr, flush=True)


def operator() -> Actor:
    """Return who is running the command: whoever is signed in to this machine, in the role of operator."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Actor(f"command line: {name}", "operator")
