"""What an error or a refusal leaves on standard error: where it was, and not one word of a case."""

import io
import logging
import re

import pytest
from django.test import Client
from tests.people import person, sign_in

from heard.access.policy import NotAllowedError
from heard.casework.views import imports
from heard.web.logs import OneLine
from heard.web.serve import Log

pytestmark = [pytest.mark.database, pytest.mark.django_db]

WORDS = ("canary-path", "canary-query", "canary-body", "canary-message", "canary-cause", "Canary Name", "canary@")
UPLOAD = "/import/4711/?q=canary-query"
WHEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


@pytest.fixture
def lines():
    """Return how to read what was written, with the handlers that the settings make."""
    [handler] = [one for one in logging.getLogger("django").handlers if isinstance(one.formatter, OneLine)]
    written = io.StringIO()
    before = handler.setStream(written)
    yield lambda: written.getvalue().splitlines()
    handler.setStream(before)


@pytest.fixture
def officer():
    return person("complaints-officer", name="Canary Name", email="canary@council.example")


@pytest.fixture
def browser(officer):
    client = sign_in(Client(raise_request_exception=False), officer)
    client.cookies["more"] = "canary-path"
    return client


def fail(kind=RuntimeError):
    def failing(*args, **more):
        try:
            raise KeyError("canary-cause")
        except KeyError as cause:
            raise kind("canary-message") from cause

    return failing


def holds_nothing(lines):
    return [(line, word) for line in lines for word in WORDS if word in line] == []


def test_an_error_leaves_one_line_that_says_where(lines, officer, browser, monkeypatch):
    monkeypatch.setattr(imports, "mine", fail())
    assert browser.post(UPLOAD, {"digest": "canary-body"}).status_code == 500
    [line] = lines()
    place = r"RuntimeError casework/views/imports\.py:\d+"
    assert re.fullmatch(rf"{WHEN} ERROR 500 POST dry-run person {officer.pk} {place}", line)
    assert holds_nothing([line])


def test_a_refusal_leaves_one_too_with_the_place_that_refused(lines, officer, browser, monkeypatch):
    monkeypatch.setattr(imports, "mine", fail(NotAllowedError))
    assert browser.get(UPLOAD).status_code == 403
    [line] = lines()
    place = r"NotAllowedError casework/views/imports\.py:\d+"
    assert re.fullmatch(rf"{WHEN} WARNING 403 GET dry-run person {officer.pk} {place}", line)
    assert holds_nothing([line])


def test_what_is_suspect_leaves_one(lines):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/?q=canary-query", {"login": "canary-body"}).status_code == 403
    assert strict.get("/canary-path", headers={"host": "canary-query.example"}).status_code == 400
    assert strict.generic("POST", "/canary-path", "", CONTENT_LENGTH="canary-body").status_code == 400
    assert strict.generic("CANARY", "/sign-in/", "", HTTP_TRANSFER_ENCODING="canary-body").status_code == 411
    said = [re.sub(WHEN, "", line).strip() for line in lines()]
    assert [line.rpartition(":")[0] or line for line in said] == [
        "WARNING 403 POST account_login nobody django.security.csrf -",
        "ERROR 400 GET - nobody DisallowedHost -",
        "ERROR 400 POST - nobody SuspiciousOperation web/bodies.py",
        "WARNING 411 - - nobody django.request -",
    ]
    assert holds_nothing(said)


def test_what_somebody_must_correct_or_mistyped_leaves_none(lines, browser):
    assert browser.get("/canary-path").status_code == 404
    assert browser.post("/import/", {}).status_code == 400
    assert browser.put("/complaints/").status_code == 405
    assert lines() == []


def test_the_trace_is_shown_to_whoever_looks_for_a_fault(lines, browser, monkeypatch):
    monkeypatch.setattr(imports, "mine", fail())
    monkeypatch.setenv("HEARD_DEBUG", "1")
    browser.get(UPLOAD)
    assert "RuntimeError: canary-message" in lines()


@pytest.mark.parametrize("method", ["warning", "error", "exception"])
def test_the_server_names_neither_address_nor_request(method, monkeypatch, capfd):
    from gunicorn.config import Config

    log = Log(Config())
    try:
        fail()()
    except RuntimeError:
        getattr(log, method)("Error handling request %s", "/canary-path")
    log.error("Worker %s was sent SIGKILL", 7)
    said = capfd.readouterr().err
    assert holds_nothing([said]) and "RuntimeError -" in said and "Worker 7 was sent SIGKILL" in said
