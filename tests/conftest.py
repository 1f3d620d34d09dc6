"""A home for the tests that is thrown away, one for each worker, and no way out to the network."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

HOME = Path(tempfile.mkdtemp(prefix="heard-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["HEARD_HOME"] = str(HOME)  # for the commands that a test starts
settings.HEARD_HOME = HOME  # for this process: pytest-django reads the settings before it reads this file
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    settings.DATABASES["default"]["NAME"] = HOME / "heard.sqlite3"

THIS_MACHINE = ("", "localhost", "127.0.0.1", "::1", "0.0.0.0", None)


def refuse_strangers(event, arguments):
    """Stop whatever looks up, calls or writes to an address elsewhere. A unix socket's address is not a tuple."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if host not in THIS_MACHINE:
        raise OSError(f"A test tried to reach {host}. Tests use no network.")


sys.addaudithook(refuse_strangers)


@pytest.fixture(scope="session")
def ready_home(tmp_path_factory):
    """A home whose tables are made, to copy: making them takes longer than most commands that a test runs."""
    home = tmp_path_factory.mktemp("ready") / "home"
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HEARD_CHAIN_KEY")}
    environment = {**kept, "HEARD_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    subprocess.run([sys.executable, "-m", "heard", "settings"], env=environment, capture_output=True, check=True)
    return home
