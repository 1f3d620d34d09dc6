"""The command that serves the web application."""

from __future__ import annotations

import argparse
import os
import sys
from typing import NoReturn

from heard.commands.common import DONE, Result, say


def serve(options: argparse.Namespace) -> Result:
    """Serve until stopped. In a demonstration, say who can sign in once the server listens."""
    from django.db import connections

    from heard.access.demonstration import PASSWORD, people
    from heard.access.roles import SIGNS_IN
    from heard.record.queries.rules import council_rules
    from heard.web.serve import serve as run

    council_rules()  # a bad file of the council's stops the start, with a sentence that names it
    invented = list(people())
    connections.close_all()  # the workers are children of this process, and a connection cannot be shared

    def announce(address: str) -> None:
        say(f"Heard is at {address}. Stop it with Ctrl+C.")
        if invented:
            say(f"\nThis is a demonstration. Everybody signs in with the password: {PASSWORD}")
            say("and a code, which “python3 run.py code” prints.\n")
        for one in invented:
            say(f"  {SIGNS_IN[one.role]:32} {one.email}")

    run(options.host, options.port, announce)
    return DONE, {}


def serve_afresh(options: argparse.Namespace) -> NoReturn:
    """Go on as `heard serve`: after a load this process has threads, which the workers would not inherit whole."""
    words = ["-m", "heard", "serve", "--host", options.host, "--port", str(options.port)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *words])  # nosec B606: this very Python, with words that argparse read
