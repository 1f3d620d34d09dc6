"""The `heard` command as a person or a program runs it: exit codes, what goes where, and what stays untouched.

Exit codes: 0 done, 1 found something wrong, 2 could not (nothing changed), 3 done in part.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.workbooks import Line, Page, write

ROOT = Path(__file__).parents[2]
DUDLEY = ROOT / "demonstration" / "dudley-2022-23.xlsx"
HEADERS = ("Reference", "Date received", "Procedure", "Service area", "Stage 1 outcome")
GOOD = ("FBL-1", date(2022, 5, 2), "Statutory", "Marmalade House", "Upheld")
BAD = ("FBL-2", date(2022, 5, 3), "Statutory", "Marmalade House", "Uphled")


def heard(home, *words):
    """Run the command with a home of its own on SQLite."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HEARD_CHAIN_KEY")}
    environment |= {"HEARD_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "heard", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=home)


def register(folder, *rows):
    path = folder / "register.xlsx"
    return write([Page("Complaints", "Complaints", [Line(list(row)) for row in (HEADERS, *rows)])], path)


def in_register(home, table="record_complaint"):
    """Return how many rows a table has, 0 where there is no database yet."""
    database = home / "heard.sqlite3"
    if not database.exists():
        return 0
    connection = sqlite3.connect(database)
    try:
        return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
    finally:
        connection.close()


@pytest.fixture
def home(ready_home, tmp_path):
    shutil.copytree(ready_home, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A home into which the demonstration workbook was imported, and what the command answered."""
    home = tmp_path_factory.mktemp("loaded")
    return home, heard(home, "import", DUDLEY)


@pytest.fixture(scope="module")
def frozen(loaded, tmp_path_factory):
    """That home with its year frozen and reported."""
    home = tmp_path_factory.mktemp("frozen") / "home"
    shutil.copytree(loaded[0], home)
    extracted = heard(home, "extract", "2022/23")
    return home, extracted, heard(home, "report", "2022/23", "--out", home / "out")


@pytest.fixture
def own(frozen, tmp_path):
    """A copy of the frozen home to spoil."""
    shutil.copytree(frozen[0], tmp_path / "own")
    return tmp_path / "own"


def test_an_import_that_takes_everything_is_0(loaded):
    assert loaded[1].returncode == 0, loaded[1].stderr


def test_an_import_answers_in_json_and_nothing_else(loaded):
    assert set(json.loads(loaded[1].stdout)) == {"sheets", "problems", "new"}


def test_an_import_counts_each_sheet(loaded):
    assert json.loads(loaded[1].stdout)["sheets"] == {
        name: {"rows": rows, "imported": rows, "unchanged": 0, "rejected": 0}
        for name, rows in {
            "Complaints": 234, "Compliments": 102, "Comments": 22, "Ombudsman": 9, "Learning": 6, "Context": 18,
        }.items()
    }  # fmt: skip


def test_an_import_lists_what_is_new(loaded):
    new = json.loads(loaded[1].stdout)["new"]
    assert set(new) == {
        "teams", "districts", "categories", "complainants", "channels", "reasons_for_delay", "compliments_from",
        "ombudsman_decisions",
    }  # fmt: skip
    assert (len(new["categories"]), new["districts"]) == (25, [])


def test_an_import_speaks_to_people_on_standard_error(loaded):
    assert "Complaints: 234 rows, 234 imported, 0 unchanged, 0 rejected" in loaded[1].stderr


def test_a_report_before_the_year_is_frozen_is_a_draft(loaded, tmp_path):
    done = heard(loaded[0], "report", "2022/23", "--out", tmp_path / "out")
    assert (done.returncode, json.loads(done.stdout)["draft"]) == (0, True)
    assert json.loads((tmp_path / "out" / "figures.json").read_text())["draft"] is True


def test_freezing_is_0_and_says_so(frozen):
    assert (frozen[1].returncode, json.loads(frozen[1].stdout)["new"]) == (0, True)


def test_a_report_of_a_frozen_year_is_no_draft(frozen):
    assert (frozen[2].returncode, json.loads(frozen[2].stdout)["draft"]) == (0, False), frozen[2].stderr


def test_a_report_is_four_files(frozen):
    written = sorted(path.name for path in (frozen[0] / "out").iterdir())
    assert written == ["cases.json", "figures.json", "report.docx", "report.html"]


def test_the_figures_are_those_that_are_known(frozen):
    made = json.loads((frozen[0] / "out" / "figures.json").read_text())
    expected = json.loads((ROOT / "tests/data/dudley-2022-23.expected.json").read_text())
    found = {figure["id"]: figure["value"] for figure in made["figures"]}
    assert {id: found.get(id) for id in expected} == expected


def test_each_list_of_cases_is_as_long_as_its_figure(frozen):
    made = json.loads((frozen[0] / "out" / "figures.json").read_text())
    cases = json.loads((frozen[0] / "out" / "cases.json").read_text())
    found = {figure["id"]: figure["value"] for figure in made["figures"]}
    assert {id: len(listed) for id, listed in cases.items()} == {id: found[id] for id in cases}


def test_figures_have_the_form_that_others_read(frozen):
    made = json.loads((frozen[0] / "out" / "figures.json").read_text())
    assert {"year", "cut_off", "draft", "figures"} <= set(made)
    wanted = {"id", "label", "definition", "value", "numerator", "denominator", "previous"}
    assert all(wanted <= set(figure) for figure in made["figures"])


def test_an_untouched_register_verifies(frozen):
    done = heard(frozen[0], "verify")
    assert (done.returncode, json.loads(done.stdout)["faults"]) == (0, [])


def test_freezing_again_changes_nothing(frozen):
    again = heard(frozen[0], "extract", "2022/23")
    assert (again.returncode, json.loads(again.stdout)["new"]) == (0, False)


def test_freezing_again_with_another_cut_off_is_2(frozen):
    assert heard(frozen[0], "extract", "2022/23", "--cut-off", "2023-03-31").returncode == 2


def test_the_same_file_again_is_unchanged(own):
    again = heard(own, "import", DUDLEY)
    counts = json.loads(again.stdout)["sheets"]["Complaints"]
    assert (again.returncode, counts) == (0, {"rows": 234, "imported": 0, "unchanged": 234, "rejected": 0})


def correct_a_complaint(home, folder):
    """Import the demonstration's first complaint again with another outcome, and accept it."""
    values = ("DMBC-22-0001", date(2022, 4, 1), "Corporate", "CIC Team 1", "Upheld")
    done = heard(home, "import", register(folder, values), "--accept-changes")
    assert done.returncode == 0, done.stderr


def test_a_frozen_year_does_not_move_after_a_correction(own, tmp_path):
    before = (own / "out" / "figures.json").read_bytes()
    correct_a_complaint(own, tmp_path)
    done = heard(own, "report", "2022/23", "--out", tmp_path / "after")
    assert (tmp_path / "after" / "figures.json").read_bytes() == before
    restated = {change["id"]: (change["frozen"], change["now"]) for change in json.loads(done.stdout)["restated"]}
    assert restated["all.stage_1.outcome.withdrawn"] == (14, 13)


def tables_of(frozen, home):
    """Return the folder of the frozen year in a copy of that home."""
    return home / Path(json.loads(frozen[1].stdout)["folder"]).relative_to(frozen[0])


def test_a_frozen_table_that_was_changed_stops_the_report_and_is_found(frozen, own, tmp_path):
    table = tables_of(frozen, own) / "complaints.csv"
    table.write_text(table.read_text().replace("Parent", "Child", 1))
    report = heard(own, "report", "2022/23", "--out", tmp_path / "after")
    assert (report.returncode, report.stdout, (tmp_path / "after").exists()) == (2, "", False)
    verdict = heard(own, "verify")
    assert (verdict.returncode, len(json.loads(verdict.stdout)["faults"])) == (1, 1)


def test_a_faster_copy_that_is_gone_or_spoilt_is_made_again(frozen, own, tmp_path):
    folder = tables_of(frozen, own)
    (folder / "complaints.parquet").unlink()
    (folder / "stages.parquet").write_bytes(b"PAR1 and nonsense")
    assert heard(own, "report", "2022/23", "--out", tmp_path / "after").returncode == 0
    assert (tmp_path / "after" / "figures.json").read_bytes() == (own / "out" / "figures.json").read_bytes()


def test_a_history_that_was_changed_is_found(own):
    connection = sqlite3.connect(own / "heard.sqlite3")
    connection.execute("DROP TRIGGER heard_event_no_update")
    connection.execute("UPDATE record_event SET actor = 'somebody else' WHERE sequence = 7")
    connection.commit()
    connection.close()
    done = heard(own, "verify")
    assert (done.returncode, json.loads(done.stdout)["faults"]) == (
        1,
        [
            "Event 7: it was changed after it was written.",
            "The database no longer refuses to change the history: heard_event_no_update is gone.",
        ],
    )


def test_an_import_that_takes_a_part_is_3(home, tmp_path):
    done = heard(home, "import", register(tmp_path, GOOD, BAD))
    assert (done.returncode, in_register(home)) == (3, 1)


def test_a_problem_has_its_place_value_and_what_to_do(home, tmp_path):
    done = heard(home, "import", register(tmp_path, GOOD, BAD))
    [problem] = [p for p in json.loads(done.stdout)["problems"] if p["effect"] == "rejected"]
    assert list(problem) == ["sheet", "row", "column", "value", "problem", "fix", "effect"]
    assert [problem[key] for key in ("sheet", "row", "column", "value")] == [
        "Complaints",
        3,
        "Stage 1 outcome",
        "Uphled",
    ]
    assert problem["fix"].startswith("Did you mean “Upheld”?")


def test_an_import_that_takes_nothing_is_2(home, tmp_path):
    done = heard(home, "import", register(tmp_path, BAD))
    assert (done.returncode, in_register(home), in_register(home, "record_event")) == (2, 0, 0)


def test_a_dry_run_of_a_sound_file_is_0_and_changes_nothing(home, tmp_path):
    done = heard(home, "import", register(tmp_path, GOOD), "--dry-run")
    assert (done.returncode, json.loads(done.stdout)["sheets"]["Complaints"]["imported"]) == (0, 1)
    tables = ("record_complaint", "record_event", "record_team", "record_spreadsheet")
    assert [table for table in tables if in_register(home, table)] == []


def test_a_dry_run_that_finds_a_bad_row_is_1(home, tmp_path):
    done = heard(home, "import", register(tmp_path, GOOD, BAD), "--dry-run")
    assert (done.returncode, in_register(home)) == (1, 0)


def test_a_mapping_file_makes_a_bad_word_good(home, tmp_path):
    (tmp_path / "council.toml").write_text('[values."Stage 1 outcome"]\nUphled = "Upheld"\n')
    done = heard(home, "import", register(tmp_path, BAD), "--mapping", tmp_path / "council.toml")
    assert (done.returncode, in_register(home)) == (0, 1)


def bad_files(folder):
    """Write files that cannot be imported: name → a word of the sentence that says why."""
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "letter.xlsx").write_text("Dear Sir or Madam")
    (folder / "cut.xlsx").write_bytes(DUDLEY.read_bytes()[:9000])
    write([Page("Rota", "", [Line(["Monday", "the kettle"])])], folder / "rota.xlsx")
    return {
        "gone.xlsx": "There is no file",
        ".": "is a folder",
        "empty.xlsx": "is empty",
        "letter.xlsx": "is not a workbook",
        "cut.xlsx": "is damaged",
        "rota.xlsx": "has no sheet that Heard knows",
    }


@pytest.mark.parametrize("name", ["gone.xlsx", ".", "empty.xlsx", "letter.xlsx", "cut.xlsx", "rota.xlsx"])
def test_a_file_that_cannot_be_imported_is_2(home, tmp_path, name):
    sentence = bad_files(tmp_path)[name]
    done = heard(home, "import", tmp_path / name)
    assert (done.returncode, done.stdout, in_register(home)) == (2, "", 0)
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


COULD_NOT = [
    (
        "a year with no cases",
        ["report", "2019/20", "--out", "out"],
        "nothing that was received in 2019/20. It has 2022/23.",
    ),
    ("freezing a year with no cases", ["extract", "2019/20"], "nothing that was received in 2019/20"),
    ("what is no year", ["report", "2022", "--out", "out"], "Write it like 2022/23."),
    ("what is no date", ["report", "2022/23", "--out", "out", "--cut-off", "31/08/2023"], "Write it like 2023-08-31."),
    (
        "a cut-off before the year",
        ["report", "2022/23", "--out", "out", "--cut-off", "2022-03-31"],
        "before 2022/23 began",
    ),
    ("nowhere to write", ["report", "2022/23", "--out", "chain.key/out"], "cannot be written"),
    ("an unknown command", ["divine", "2022/23"], "invalid choice"),
    ("an unknown setting", ["settings", "kettle=blue"], "There is no setting “kettle”."),
    ("an unknown team", ["reorganise", "The Moon", "--on", "2023-04-03"], "There is no team called “The Moon”."),
]


@pytest.mark.parametrize(("words", "sentence"), [row[1:] for row in COULD_NOT], ids=[row[0] for row in COULD_NOT])
def test_what_could_not_be_done_is_2_and_one_sentence(loaded, words, sentence):
    done = heard(loaded[0], *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_of_an_empty_register_is_2(home, tmp_path):
    done = heard(home, "report", "2022/23", "--out", tmp_path / "out")
    assert (done.returncode, (tmp_path / "out").exists()) == (2, False)
    assert "It is empty: import a register first." in done.stderr


def test_a_home_that_cannot_be_used_is_2(tmp_path):
    (tmp_path / "a file").write_text("x")
    environment = {**os.environ, "HEARD_HOME": str(tmp_path / "a file" / "home"), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "heard", "verify"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "Set HEARD_HOME to one that you may write in." in done.stderr


WRONG_SURROUNDINGS = {
    "another kind of database": ({"DATABASE_URL": "mysql://somewhere/heard"}, "must look like postgresql://"),
    "a port that is none": ({"DATABASE_URL": "postgresql://localhost:99999/heard"}, "The port in DATABASE_URL"),
    "brackets that do not close": ({"DATABASE_URL": "postgresql://[bad/heard"}, "DATABASE_URL cannot be read"),
    "a number that is none": ({"HEARD_IMPORT_MAX_ROWS": "many"}, "must be a whole number"),
}


@pytest.mark.parametrize("name", WRONG_SURROUNDINGS)
def test_surroundings_that_are_wrong_are_2_and_one_sentence(home, name):
    extra, sentence = WRONG_SURROUNDINGS[name]
    environment = {**os.environ, "HEARD_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), **extra}
    done = subprocess.run([sys.executable, "-m", "heard", "verify"], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sheet_that_is_no_part_of_a_register_does_not_make_the_import_a_part(home, tmp_path):
    lines = [Line(list(row)) for row in (HEADERS, GOOD)]
    pages = [Page("Complaints", "Complaints", lines), Page("Notes", "", [Line(["Ask about the kettle", "soon"])])]
    done = heard(home, "import", write(pages, tmp_path / "register.xlsx"))
    assert (done.returncode, json.loads(done.stdout)["sheets"]["Notes"]["rejected"]) == (0, 1)


def test_files_that_name_cases_are_for_the_person_who_made_them(loaded, tmp_path):
    heard(loaded[0], "report", "2022/23", "--out", tmp_path / "out")
    modes = {
        path.name: path.stat().st_mode & 0o077 for path in [*(tmp_path / "out").iterdir(), loaded[0] / "heard.sqlite3"]
    }
    assert set(modes.values()) == {0}
