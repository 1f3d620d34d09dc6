"""What a cut-off leaves: a run that is killed half-way, or two at once, leave the register untouched or whole."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from heard.bench import make_workbook

ROOT = Path(__file__).parents[2]
COMPLAINTS = 1500


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("year") / "year.xlsx"
    make_workbook(path, COMPLAINTS)
    return path


@pytest.fixture
def new_home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def home(ready_home, tmp_path):
    shutil.copytree(ready_home, tmp_path / "home")
    return tmp_path / "home"


def start(home, *words):
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HEARD_CHAIN_KEY")}
    environment |= {"HEARD_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "heard", *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(home, *words):
    """Run a command to its end; return its exit code and its result."""
    process = start(home, *words)
    out, _ = process.communicate()
    return process.returncode, json.loads(out) if out else None


def complaints(home):
    """Return how many complaints the register holds; a killed run's journal is taken up as SQLite does it."""
    database = home / "heard.sqlite3"
    if not database.exists():
        return 0
    connection = sqlite3.connect(database)
    try:
        return connection.execute("SELECT COUNT(*) FROM record_complaint").fetchone()[0]
    except sqlite3.OperationalError:  # killed before there were tables
        return 0
    finally:
        connection.close()


def kill_when(process, word):
    """Kill a run, with no chance to clean up, once it says that it is doing this; or a little later."""
    for line in process.stderr:
        if word in line:
            break
    time.sleep(0.02)
    process.kill()
    process.communicate()


@pytest.mark.parametrize("word", ["Reading", "Checking", "Writing 1,500", "Writing 750", "Writing the history"])
def test_an_import_that_is_killed_leaves_nothing_or_everything_and_the_next_one_works(new_home, workbook, word):
    kill_when(start(new_home, "import", workbook), word)
    assert complaints(new_home) in (0, COMPLAINTS)
    code, _ = finish(new_home, "import", workbook)
    assert (code, complaints(new_home)) == (0, COMPLAINTS)
    assert finish(new_home, "verify")[1]["faults"] == []


def test_freezing_that_is_killed_can_be_done_again(home, workbook):
    finish(home, "import", workbook)
    freezing = start(home, "extract", "2022/23")
    time.sleep(0.8)
    freezing.kill()
    freezing.communicate()
    code, _ = finish(home, "extract", "2022/23")
    assert code == 0
    assert finish(home, "verify")[1]["faults"] == []


def test_two_imports_of_one_file_at_once_take_it_in_once(home, workbook):
    both = [start(home, "import", workbook) for _ in range(2)]
    for process in both:
        process.communicate()
    assert complaints(home) == COMPLAINTS
    assert 0 in [process.returncode for process in both]
    assert finish(home, "verify")[1]["faults"] == []


def test_two_freezings_at_once_leave_one_frozen_year(home, workbook):
    finish(home, "import", workbook)
    both = [start(home, "extract", "2022/23", *more) for more in ((), ("--cut-off", "2023-04-30"))]
    for process in both:
        process.communicate()
    assert sorted(process.returncode for process in both) in ([0, 0], [0, 2])
    code, verdict = finish(home, "verify")
    assert (code, verdict["faults"]) == (0, [])


def test_a_history_that_is_still_growing_is_found_whole(home, workbook):
    finish(home, "import", ROOT / "demonstration" / "dudley-2022-23.xlsx")
    importing = start(home, "import", workbook)
    verdicts = [finish(home, "verify") for _ in range(4)]
    importing.communicate()
    assert [(code, verdict["faults"]) for code, verdict in verdicts] == [(0, [])] * 4


def test_a_report_made_during_an_import_is_of_one_moment(home, workbook):
    finish(home, "import", ROOT / "demonstration" / "dudley-2022-23.xlsx")
    importing = start(home, "import", workbook)
    code, made = finish(home, "report", "2022/23", "--out", home / "report")
    importing.communicate()
    figures = json.loads((home / "report" / "figures.json").read_text())["figures"]
    received = next(figure["value"] for figure in figures if figure["id"] == "all.received")
    assert (code, made["draft"]) == (0, True)
    assert received in (234, 234 + COMPLAINTS)
