"""`heard bench` measures what it says it measures; how fast this machine is, no test asks."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

AGAINST = {
    ("import", "200"): "only reading the same workbook",
    ("report", "300"): "one full scan of the same tables",
}


@pytest.fixture(scope="module", params=AGAINST, ids=lambda param: param[0])
def bench(request, tmp_path_factory):
    """Run the benchmark once; return what was asked for, its result, what it told the person, and its home."""
    what, complaints = request.param
    home = tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "heard", "bench", what, "--complaints", complaints, "--runs", "1"]
    environment = {**os.environ, "HEARD_HOME": str(home), "DATABASE_URL": ""}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return request.param, json.loads(done.stdout), done.stderr, home


def test_it_gives_a_ratio_of_two_times(bench):
    _, result, _, _ = bench
    assert result["ratio"] > 0
    assert result["ratio"] == pytest.approx(result["seconds"] / result["seconds_against"])


def test_it_names_what_it_compares_with(bench):
    asked, result, said, _ = bench
    assert result["against"] == AGAINST[asked]
    assert f"times as long as {AGAINST[asked]}" in said


def test_it_says_how_much_it_measured(bench):
    (_, complaints), result, _, _ = bench
    assert (result["complaints"], result["runs"]) == (int(complaints), 1)


def test_it_leaves_the_register_of_its_home_as_it_was(bench):
    _, _, _, home = bench
    with sqlite3.connect(home / "heard.sqlite3") as register:
        assert register.execute("SELECT COUNT(*) FROM record_complaint").fetchone() == (0,)
    register.close()
