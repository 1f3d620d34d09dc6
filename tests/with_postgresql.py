"""Run a command with DATABASE_URL set to a throw-away PostgreSQL, and answer with the command's exit code.

    python tests/with_postgresql.py python -m pytest -m database

The server listens on a unix socket in a temporary directory, which goes when the command ends.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

CANNOT_START = 2


def start(folder: Path):
    """Start the server in `folder`. Its data lives there for minutes only, so nothing waits for the disk."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pgserver

    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    # Every test rolls back. Statistics that are taken meanwhile say that each table is empty, and mislead the planner.
    quick = {"fsync": "off", "synchronous_commit": "off", "autovacuum": "off"}
    server.psql(
        "".join(f"ALTER SYSTEM SET {name} = {value}; " for name, value in quick.items()) + "SELECT pg_reload_conf();"
    )
    return server


def address(server) -> str:
    """Return where the server is, in the form that DATABASE_URL takes: a folder cannot stand where a host does."""
    return f"postgresql://postgres@/postgres?host={quote(str(server.get_postmaster_info().socket_dir), safe='')}"


def cannot(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return CANNOT_START


def run(command: list[str], folder: Path) -> int:
    try:
        server = start(folder)
    except Exception as error:
        return cannot(f"PostgreSQL could not be started: {' '.join(str(error).split()) or type(error).__name__}")
    try:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address(server)}, check=False).returncode
    finally:
        server.cleanup()


def stop(*_) -> None:
    """Turn a request to end into an exit that still stops the server."""
    sys.exit(128 + signal.SIGTERM)


def main(command: list[str]) -> int:
    if not command:
        return cannot("Give the command to run with a PostgreSQL.")
    signal.signal(signal.SIGTERM, stop)
    folder = Path(tempfile.mkdtemp(prefix="heard-postgresql-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # before pgserver's own, so that it runs after them
    return run(command, folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
