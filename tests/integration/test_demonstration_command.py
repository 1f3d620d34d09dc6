"""The commands that a person who looks at Heard, or sets it up, meets first: demo, code, person, people, serve."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from tests.integration.test_command_line import ROOT, heard, in_register


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A home with the demonstration council, and what the command answered."""
    home = tmp_path_factory.mktemp("demonstration")
    return home, heard(home, "demo")


def test_the_demonstration_loads_and_says_so(loaded):
    home, done = loaded
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["council"], result["new"]) == ("Wexbridge Borough Council", True)
    assert set(result["import"]) == {"sheets", "problems", "new"}
    assert result["report"]["year"] == "2022/23"
    assert in_register(home) == 234 + 49


def test_the_report_of_the_published_year_is_written(loaded):
    assert (loaded[0] / "reports" / "2022-23" / "report.html").exists()


def test_the_published_year_still_has_its_figures(loaded):
    made = json.loads((loaded[0] / "reports" / "2022-23" / "figures.json").read_text())
    expected = json.loads((ROOT / "tests/data/dudley-2022-23.expected.json").read_text())
    found = {figure["id"]: figure["value"] for figure in made["figures"]}
    assert {id: found.get(id) for id in expected} == expected


def test_every_year_is_counted_so_that_nobody_waits_for_its_report(loaded):
    counted = {path.parent.name for path in (loaded[0] / "editions").glob("*/latest")}
    assert "2022-23" in counted
    assert len(counted) >= 2


def test_its_history_is_whole(loaded):
    done = heard(loaded[0], "verify")
    assert (done.returncode, json.loads(done.stdout)["faults"]) == (0, [])


def test_a_second_load_changes_nothing(loaded):
    before = in_register(loaded[0], "record_event")
    done = heard(loaded[0], "demo", "dudley")
    assert (done.returncode, json.loads(done.stdout)["new"]) == (0, False)
    assert in_register(loaded[0], "record_event") == before


def test_the_county_needs_a_home_of_its_own(loaded):
    done = heard(loaded[0], "demo", "county")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Each needs a HEARD_HOME of its own." in done.stderr


def test_a_council_that_is_none_is_refused(tmp_path):
    assert heard(tmp_path, "demo", "atlantis").returncode == 2


def test_the_codes_are_printed_with_the_password(loaded):
    done = heard(loaded[0], "code")
    codes = json.loads(done.stdout)["codes"]
    assert re.fullmatch(r"\d{6}", codes["officer@wexbridge.example"])
    assert "only a demonstration" in done.stderr


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A home with one person of a council's own, and what the command that added them answered."""
    home = tmp_path_factory.mktemp("own")
    words = ("person", "add", "Ada@council.example", "--name", "Ada A", "--role", "administrator")
    return home, heard(home, *words)


def test_a_first_person_gets_a_link_that_sets_their_password(own):
    result = json.loads(own[1].stdout)
    assert (own[1].returncode, result["email"]) == (0, "ada@council.example")
    assert result["link"].startswith("http://127.0.0.1:8000/password/")
    assert result["link"] in own[1].stderr


def test_the_link_is_not_in_the_history(own):
    path = json.loads(own[1].stdout)["link"].rpartition("/password/")[2]
    assert path.encode() not in (own[0] / "heard.sqlite3").read_bytes()


def test_the_same_address_twice_is_refused(own):
    done = heard(own[0], "person", "add", "ada@COUNCIL.example", "--name", "Ada B", "--role", "director")
    assert (done.returncode, done.stdout) == (2, "")
    assert "may sign in already" in done.stderr


def test_people_are_listed(own):
    [one] = json.loads(heard(own[0], "people").stdout)["people"]
    assert (one["name"], one["role"], one["may_sign_in"]) == ("Ada A", "administrator", True)


def test_a_register_that_is_no_demonstration_gives_no_codes(own):
    done = heard(own[0], "code")
    assert (done.returncode, done.stdout) == (2, "")
    assert "This register is no demonstration." in done.stderr


def test_a_register_of_a_councils_own_does_not_become_a_demonstration(own):
    done = heard(own[0], "demo")
    assert (done.returncode, in_register(own[0])) == (2, 0)
    assert "holds a council's own cases" in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    done = heard(tmp_path, "serve", "--port", port)
    assert (done.returncode, "Give a port from 1 to 65535." in done.stderr) == (2, True)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answer(address):
    """Return the status of a page once the server answers."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return page.status
        except OSError:
            time.sleep(0.05)
    return None


@pytest.mark.parametrize("words", [["serve"], ["demo", "--serve"]], ids=" ".join)
def test_the_server_says_who_can_sign_in_and_stops_when_it_is_told(loaded, words):
    port, home = free_port(), loaded[0]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HEARD_CHAIN_KEY")}
    environment |= {"HEARD_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    with (home / "said").open("w") as said:
        command = [sys.executable, "-m", "heard", *words, "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            status = answer(f"http://127.0.0.1:{port}/sign-in/")
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(timeout=20)
    text = (home / "said").read_text()
    assert (status, code) == (200, 0), text
    assert f"Heard is at http://127.0.0.1:{port}." in text
    assert "only a demonstration" in text
    assert re.search(r"Complaints officer +officer@wexbridge.example", text)
