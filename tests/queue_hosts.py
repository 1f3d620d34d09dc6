"""A queue in a home and a database of its own, and a process in which a test may do things with it and kill them."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).parents[1]


class Host:
    """The process of the queue, in a home and a database of its own."""

    def __init__(self, environment):
        self.environment = environment
        command = [sys.executable, str(ROOT / "tests" / "faults" / "queue_host.py")]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self.do("prepare")

    def do(self, *words):
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, self.process.stderr.read()
        return json.loads(answer)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close(), self.process.stderr.close()


@contextmanager
def database():
    """Give the address of a new database of PostgreSQL where the tests run on one, "" for SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield ""
        return
    name = f"killed_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def hosted(home, **more):
    """Run a host in this home, with these settings, until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "DATABASE_"))}
    with database() as address:
        environment = {
            **kept,
            **more,
            "HEARD_HOME": str(home),
            "DATABASE_URL": address,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "heard.web.settings",
        }
        host = Host(environment)
        try:
            yield host
        finally:
            host.stop()
