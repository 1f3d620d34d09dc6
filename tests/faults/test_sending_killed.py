"""Killing whoever does the work, at every moment that matters: no message is lost, none is sent as another one, and what a
job does in the register is done once.

    HEARD_ROUNDS=300 python3 run.py test tests/faults/test_sending_killed.py

kills 300 times in place of 20.
"""

import os
import signal
import socket
import sys
import threading
import time
from collections import Counter

import pytest
from tests.queue_hosts import hosted

pytestmark = pytest.mark.database

ROUNDS = int(os.environ.get("HEARD_ROUNDS") or 20)
JOBS, WORKERS = 1000, 4
MOMENTS = ("connected", "half", "taken", "answered")
"""When the worker is killed: before it said anything, half-way through the message, once the server has the message and
has not said so, and once it has said so. Whether the worker notes the last in time is a matter of luck."""


class KillingServer:
    """A mail server that kills whoever talks to it, at the moment that it is told."""

    def __init__(self):
        self.taken = []
        self.moment = ""
        self.victim = 0
        self.known = threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            try:
                with connection, connection.makefile("rb") as lines:
                    self._talk(connection, lines)
            except OSError:
                pass

    def _kill_at(self, moment):
        if self.moment != moment:
            return False
        assert self.known.wait(10)
        os.kill(self.victim, signal.SIGKILL)
        self.moment = ""
        return True

    def _talk(self, connection, lines):
        self._kill_at("connected")
        connection.sendall(b"220 here\r\n")
        while line := lines.readline():
            word = line[:4].upper()
            if word == b"DATA":
                connection.sendall(b"354 go on\r\n")
                content = []
                while (line := lines.readline()) not in (b".\r\n", b""):
                    content.append(line)
                    if len(content) == 50 and self._kill_at("half"):
                        return  # the rest is on its way already, and is not taken
                if not line:
                    return
                self.taken.append(b"".join(content))
                self._kill_at("taken")
            connection.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"DATA":
                self._kill_at("answered")

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


@pytest.fixture
def server():
    made = KillingServer()
    yield made
    made.close()


def id_of(content):
    [line] = [line for line in content.split(b"\r\n") if line.startswith(b"Message-ID:")]
    return line.decode().partition("<")[2].rstrip(">")


def test_no_message_is_lost_and_one_that_is_sent_twice_is_the_same(home, server):
    mail = {
        "HEARD_MAIL": "smtp",
        "HEARD_MAIL_FROM": "complaints@council.example",
        "HEARD_SMTP_HOST": "127.0.0.1",
        "HEARD_SMTP_PORT": str(server.port),
        "HEARD_SMTP_SECURITY": "none",
    }
    minutes = 0
    with hosted(home, **mail) as host:
        for number in range(ROUNDS):
            host.do("post", "before")
            host.do("post", "after")
            server.known.clear()
            server.moment = MOMENTS[number % len(MOMENTS)]
            server.victim = host.do("work", minutes)
            server.known.set()
            assert os.WTERMSIG(host.do("wait", server.victim)) in (0, signal.SIGKILL)
            minutes += 31  # its lease is over
            host.do("wait", host.do("work", minutes))
        found = host.do("state")
    times = Counter(id_of(content) for content in server.taken)
    assert found["messages"] == len(found["sent"]) == ROUNDS  # those whose writer was killed too early are not there
    assert sorted(times) == found["sent"]
    assert found["jobs"]["done"] == found["jobs"]["all"] == ROUNDS
    assert len(set(server.taken)) == ROUNDS  # what came twice is the same to the last byte
    assert ROUNDS // 4 <= times.total() - ROUNDS <= ROUNDS // 2
    assert max(times.values()) == 2
    sys.stdout.write(f"{ROUNDS} kills: {ROUNDS} messages sent, {times.total() - ROUNDS} of them twice\n")


def test_four_workers_do_each_of_a_thousand_jobs_once_though_one_is_killed(home):
    with hosted(home) as host:
        host.do("ask", JOBS)
        began = time.monotonic()
        workers = [host.do("work", 0) for _ in range(WORKERS)]
        while host.do("state")["marks"] < JOBS // 5:
            time.sleep(0.01)
        os.kill(workers[0], signal.SIGKILL)
        ends = [host.do("wait", worker) for worker in workers]
        took = time.monotonic() - began
        host.do("wait", host.do("work", 6))  # when the lease of whatever the first one held is over
        found = host.do("state")
    assert [os.WTERMSIG(end) for end in ends] == [signal.SIGKILL, 0, 0, 0]
    assert (found["marks"], found["numbers"]) == (JOBS, JOBS)
    assert (found["jobs"]["done"], found["jobs"]["all"]) == (JOBS, JOBS)
    assert found["jobs"]["again"] <= 1
    sys.stdout.write(f"{JOBS:,} jobs, {WORKERS} workers, one killed: {took:.1f} s\n")
