"""HEARD_HOME made ready: the folder, the database and its tables, whichever command comes first."""

from __future__ import annotations

import fcntl
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class HomeError(Exception):
    """HEARD_HOME or the database cannot be used; the message says what to do."""


def make_ready() -> None:
    """Create HEARD_HOME and bring the database's tables up to date. Raises HomeError."""
    home = Path(settings.HEARD_HOME)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (home / ".migrating").open("w")
    except OSError:
        raise HomeError(f"The folder “{home}” cannot be used. Set HEARD_HOME to one that you may write in.") from None
    try:
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _migrate()
    except DatabaseError as error:
        raise HomeError(f"The database cannot be used: {str(error).splitlines()[0]}") from None


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
