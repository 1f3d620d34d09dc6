"""What is sent to Heard: too much of it, or of unknown length, is answered before it is read."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.pages import text
from tests.people import person, sign_in

from heard.record.actions import documents, uploads
from heard.web.bodies import MOST

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SRC = Path(__file__).resolve().parents[2] / "src"
TOO_LARGE = "What you sent is too large"


def send(path, length, **more):
    """Say that so many bytes come. None of them does: whoever reads them before the answer fails."""
    given = {"CONTENT_LENGTH": length, "CONTENT_TYPE": "application/x-www-form-urlencoded", **more}
    return Client(enforce_csrf_checks=True).generic("POST", path, b"", **given)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/sign-in/", MOST),
        ("/settings/logo/", MOST),
        ("/nowhere/", MOST),
        ("/import/", uploads.LARGEST + MOST),
        ("/complaints/1/papers/add/", documents.LARGEST + MOST),
    ],
)
def test_more_than_the_page_takes_is_too_large(path, most):
    answer = send(path, str(most + 1))
    assert (answer.status_code, TOO_LARGE in text(answer)) == (413, True)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert send(path, str(most)).status_code in (403, 404)


def test_it_needs_no_database_to_say_so(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert send("/import/", str(10**12)).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "\u0661", "9" * 400])
def test_a_length_that_cannot_be_read_is_not_understood(length):
    answer = send("/sign-in/", length)
    assert (answer.status_code, "could not be understood" in text(answer)) == (400, True)


@pytest.mark.parametrize("coding", ["chunked", "gzip, chunked", "identity"])
def test_a_body_of_unknown_length_is_not_taken(coding):
    answer = send("/sign-in/", "", HTTP_TRANSFER_ENCODING=coding)
    assert (answer.status_code, "does not say how long it is" in text(answer)) == (411, True)


def test_words_that_are_too_long_are_too_large_also_beside_a_workbook():
    browser = sign_in(Client(), person("complaints-officer"))
    answer = browser.post("/import/", {"workbook": SimpleUploadedFile("a.xlsx", b"PK"), "more": "x" * (MOST + 1)})
    assert (answer.status_code, TOO_LARGE in text(answer)) == (413, True)


def test_too_many_fields_are_not_understood():
    answer = Client().post("/sign-in/", {f"field{number}": "" for number in range(1100)})
    assert (answer.status_code, "could not be understood" in text(answer)) == (400, True)


def test_the_picture_of_the_largest_size_is_not_too_large():
    browser = sign_in(Client(), person("administrator"))
    answer = browser.post("/settings/logo/", {"logo": BytesIO(b"x" * 900_000)})
    assert "The logo must be" in text(answer)


# The same over the server that Heard runs on


@contextmanager
def heard_served(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "DATABASE_"))}
    environment = {**kept, "HEARD_HOME": str(tmp_path / "home"), "PYTHONPATH": str(SRC)}
    command = [sys.executable, "-m", "heard", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as server:
        try:
            for _ in range(300):
                with suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()
            server.communicate(timeout=30)


def answer_to(port, *headers, body=b""):
    """Send these headers and that much of a body; return the status of the answer."""
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        caller.putrequest("POST", "/sign-in/")
        for name, value in headers:
            caller.putheader(name, value)
        caller.endheaders(body)
        return caller.getresponse().status
    finally:
        caller.close()


def test_the_server_hands_lengths_and_chunks_over_as_they_came(tmp_path):
    with heard_served(tmp_path) as port:
        chunks = b"5\r\nlogin\r\n0\r\n\r\n"
        assert answer_to(port, ("Transfer-Encoding", "chunked"), body=chunks) == 411
        assert answer_to(port, ("Content-Length", str(10**10)), body=b"login=x") == 413
        assert answer_to(port, ("Content-Length", "seven"), body=b"login=x") == 400
        both = (("Content-Length", "5"), ("Transfer-Encoding", "chunked"))
        assert answer_to(port, *both, body=chunks) == 400
        assert answer_to(port, ("Content-Length", "7"), body=b"login=x") == 403
