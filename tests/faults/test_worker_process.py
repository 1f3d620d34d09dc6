"""The processes that do the work: told to stop, killed, and left alone by the server that they belong to."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.mail_servers import talking
from tests.queue_hosts import ROOT, hosted

from heard.web import background
from heard.web.background import Background

PATIENCE = 30


@pytest.fixture
def heard():
    """Start the command; what is left of it when the test ends is killed."""
    started = []

    def start(environment, *words):
        command = [sys.executable, "-m", "heard", *map(str, words)]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, env=environment, text=True, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=PATIENCE)


def until(holds):
    """Wait until something holds, and answer with it."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return found


def workers_of(server):
    """Return the processes that do the work for a server, which need not be there any more."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if words[1:-1] == [b"-m", b"heard", b"work", b"--while", str(server.pid).encode()]:
                    found.append(int(folder.name))
    return found


# A worker on its own


@pytest.mark.database
def test_a_worker_that_is_told_to_stop_finishes_its_present_job(home, heard):
    workers, taken = [], []

    def talk(one):
        lines = one.makefile("rb")
        one.sendall(b"220 here\r\n")
        while line := lines.readline():
            if line.upper().startswith(b"DATA"):
                one.sendall(b"354 go on\r\n")
                while lines.readline() not in (b".\r\n", b""):
                    pass
                workers[0].send_signal(signal.SIGTERM)
                time.sleep(0.3)
                taken.append(line)
            one.sendall(b"250 ok\r\n")

    with talking(talk) as port:
        mail = {"HEARD_MAIL_FROM": "complaints@council.example", "HEARD_SMTP_HOST": "127.0.0.1"}
        mail |= {"HEARD_MAIL": "smtp", "HEARD_SMTP_PORT": str(port), "HEARD_SMTP_SECURITY": "none"}
        with hosted(home, **mail) as host:
            host.do("post", "after"), host.do("post", "after")
            workers.append(heard(host.environment, "work"))
            said = workers[0].communicate(timeout=PATIENCE)[1]
            found = host.do("state")
    assert (workers[0].returncode, said) == (0, "")
    assert (len(taken), len(found["sent"]), found["messages"]) == (1, 1, 2)


def test_a_worker_is_ended_where_a_job_outlives_its_lease(home):
    program = """
import signal, sys, time
sys.argv = ["heard", "work"]
import django; django.setup()
from datetime import timedelta
from heard.jobs import tasks
from heard.commands import working
from heard.record.actions import jobs
from django.db import transaction
from datetime import UTC, datetime
from heard.web.home import make_ready
make_ready()
@tasks.task("too-long", lease=timedelta(seconds=0.3))
def too_long(*, at): time.sleep(60)
with transaction.atomic(): jobs.enqueue("too-long", at=datetime.now(UTC))
from types import SimpleNamespace
working.work(SimpleNamespace(once=True, while_=None))
"""
    environment = {**os.environ, "HEARD_HOME": str(home), "DATABASE_URL": "", "PYTHONPATH": str(ROOT / "src")}
    environment["DJANGO_SETTINGS_MODULE"] = "heard.web.settings"
    done = subprocess.run([sys.executable, "-c", program], env=environment, timeout=PATIENCE, check=False)
    assert done.returncode == -signal.SIGALRM


def test_a_worker_does_not_start_where_the_server_would_not(home, heard):
    production = {"HEARD_ADDRESS": "https://complaints.example.gov.uk", "HEARD_SECRET_KEY": "kTq7vXw2Lr9mZp4sYd6f" * 3}
    environment = {**os.environ, **production, "HEARD_HOME": str(home), "DATABASE_URL": ""}
    worker = heard({**environment, "PYTHONPATH": str(ROOT / "src")}, "work")
    assert "HEARD_MAIL must say how letters leave" in worker.communicate(timeout=PATIENCE)[1]
    assert worker.returncode == 2


# The worker of a server


@pytest.fixture
def server(home, heard):
    """A server of a home of its own, which answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "DATABASE_"))}
    made = heard({**kept, "HEARD_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}, "serve", "--port", port)

    def answers():
        with suppress(OSError):
            caller = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                caller.request("GET", "/sign-in/")
                return caller.getresponse().status == 200
            finally:
                caller.close()
        return False

    until(answers)
    yield made
    made.kill()
    until(lambda: not workers_of(made))


def test_a_server_has_one_worker_which_is_started_again_and_goes_with_it(server):
    [worker] = until(lambda: workers_of(server))
    os.kill(worker, signal.SIGKILL)
    [another] = until(lambda: [one for one in workers_of(server) if one != worker])
    assert another != worker
    server.terminate()
    assert server.wait(PATIENCE) == 0
    assert workers_of(server) == []


def test_a_worker_does_not_outlive_a_server_that_was_killed(server):
    until(lambda: workers_of(server))
    server.kill()
    server.wait(PATIENCE)
    assert until(lambda: not workers_of(server))


class Process:
    """A process that runs until it is told to end; a stubborn one until it is killed."""

    def __init__(self, stubborn=False):
        self.alive, self.stubborn, self.told = True, stubborn, []

    def poll(self):
        return None if self.alive else 0

    def terminate(self):
        self.told.append("terminate")
        self.alive = self.stubborn

    def kill(self):
        self.told.append("kill")
        self.alive = False

    def wait(self, seconds=None):
        if self.alive and seconds is not None:
            raise subprocess.TimeoutExpired("work", seconds)


@pytest.fixture
def looked_after(monkeypatch):
    """Two workers of a server whose clock a test moves."""
    now, started = SimpleNamespace(seconds=100.0), []
    made = Background(2, lambda: now.seconds)
    monkeypatch.setattr(made, "_start", lambda: started.append(Process()) or started[-1])
    return SimpleNamespace(now=now, started=started, background=made)


def test_none_is_started_more_often_than_every_few_seconds(looked_after):
    looked_after.background.watch()
    assert len(looked_after.started) == 2
    looked_after.started[0].alive = False
    looked_after.background.watch()
    assert len(looked_after.started) == 2
    looked_after.now.seconds += background.AGAIN
    looked_after.background.watch()
    assert len(looked_after.started) == 3


def test_none_is_started_while_the_server_stops(looked_after):
    looked_after.background.watch()
    looked_after.background.ask_to_stop()
    looked_after.now.seconds += 60
    looked_after.background.watch()
    looked_after.background.stop()
    assert [one.told for one in looked_after.started] == [["terminate"]] * 2


def test_one_that_does_not_stop_is_killed(looked_after):
    looked_after.background.watch()
    looked_after.started[0].stubborn = True
    looked_after.background.ask_to_stop()
    looked_after.background.stop()
    assert [one.told for one in looked_after.started] == [["terminate", "kill"], ["terminate"]]


def test_a_server_may_have_no_workers():
    none = Background(0)
    none.watch(), none.ask_to_stop(), none.stop()
    assert none.running == []
