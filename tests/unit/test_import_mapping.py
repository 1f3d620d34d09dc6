"""A mapping file: what it may rename, in TOML and in JSON, and how it says which of its lines is wrong."""

import json

import pytest

from heard.record.importing.mapping import Mapping, read_mapping
from heard.record.importing.problems import CannotImportError

TOML = """
[sheets]
"Register 22-23" = "Complaints"

[headers]
"Case no" = "Reference"

[headers.Ombudsman]
"Result" = "Decision"

[values."Stage 1 outcome"]
"U/H" = "Upheld"
"""

JSON = json.dumps(
    {
        "sheets": {"Register 22-23": "Complaints"},
        "headers": {"Case no": "Reference", "Ombudsman": {"Result": "Decision"}},
        "values": {"Stage 1 outcome": {"U/H": "Upheld"}},
    }
)


def mapping(tmp_path, text, name="council.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def refusal(tmp_path, text, name="council.toml"):
    with pytest.raises(CannotImportError) as refused:
        mapping(tmp_path, text, name)
    return str(refused.value)


@pytest.mark.parametrize(("text", "name"), [(TOML, "council.toml"), (JSON, "council.json"), (JSON, "COUNCIL.JSON")])
def test_sheets_headers_and_values(tmp_path, text, name):
    assert mapping(tmp_path, text, name) == Mapping(
        sheets={"register-22-23": "complaint"},
        headers={("complaint", "case-no"): "reference", ("ombudsman_case", "result"): "decision"},
        values={("stage_1_outcome", "u/h"): "Upheld"},
    )


def test_an_empty_file_renames_nothing(tmp_path):
    assert mapping(tmp_path, "") == Mapping()


def test_a_header_holds_for_every_sheet_that_has_the_column(tmp_path):
    found = mapping(tmp_path, '[headers]\n"Got it on" = "Date received"\n').headers
    assert {kind for kind, _ in found} == {"complaint", "compliment", "comment", "ombudsman_case"}


def test_a_header_may_be_renamed_to_another_name_that_is_known(tmp_path):
    assert mapping(tmp_path, '[headers]\n"Crew" = "Team"\n').headers["complaint", "crew"] == "team"


def test_a_value_holds_in_every_column_of_that_name(tmp_path):
    found = mapping(tmp_path, '[values.Outcome]\n"U/H" = "Upheld"\n').values
    assert found == {("stage_1_outcome", "u/h"): "Upheld", ("decision", "u/h"): "Upheld"}


WRONG = [
    ("not TOML", "[sheets\n", ("council.toml", "cannot be read")),
    ("an unknown table", "[colours]\nred = 'blue'\n", ("council.toml", "colours", "sheets, headers and values")),
    ("a table that is a word", "sheets = 'Complaints'\n", ("council.toml", "[sheets]")),
    ("headers as a list", "headers = ['Case no']\n", ("council.toml", "[headers]")),
    ("values as a number", "values = 3\n", ("council.toml", "[values]")),
    ("an unknown sheet", "[sheets]\nA = 'Cases'\n", ("council.toml", "[sheets]", "“A”", "Complaints, Compliments")),
    ("a sheet that is a number", "[sheets]\nA = 3\n", ("council.toml", "[sheets]", "“A”")),
    ("an unknown header", "[headers]\n'Case no' = 'Number 1'\n", ("[headers]", "“Case no”", "“Number 1”")),
    ("a header of another sheet", "[headers.Context]\nA = 'Reference'\n", ("[headers.Context]", "“A”", "“Reference”")),
    (
        "headers of an unknown sheet",
        "[headers.Cases]\nA = 'Reference'\n",
        ("[headers.Cases]", "Complaints, Compliments"),
    ),
    ("headers of an unknown sheet, empty", "[headers.Cases]\n", ("[headers.Cases]", "Complaints, Compliments")),
    ("values of an unknown column", "[values.Colour]\nA = 'B'\n", ("council.toml", "[values.Colour]")),
    ("values without a table", "[values]\nOutcome = 'Upheld'\n", ("council.toml", "[values.Outcome]")),
    ("a value that is a list", "[values.Outcome]\nA = ['Upheld']\n", ("[values.Outcome]", "“A”")),
]


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_with_its_table_and_key(tmp_path, text, names):
    said = refusal(tmp_path, text)
    assert [name for name in names if name not in said] == [], said


@pytest.mark.parametrize("text", [row[1] for row in WRONG], ids=[row[0] for row in WRONG])
def test_every_refusal_is_a_whole_sentence(tmp_path, text):
    assert refusal(tmp_path, text).endswith((".", ")"))


def test_json_that_is_a_list(tmp_path):
    assert "sheets, headers and values" in refusal(tmp_path, "[1]", "council.json")


def test_json_that_is_broken(tmp_path):
    assert "“council.json” cannot be read" in refusal(tmp_path, "{", "council.json")


def test_a_file_that_is_not_text(tmp_path):
    (tmp_path / "council.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotImportError, match="cannot be read"):
        read_mapping(tmp_path / "council.toml")


def test_a_missing_file(tmp_path):
    with pytest.raises(CannotImportError, match=r"“gone\.toml” could not be opened\."):
        read_mapping(tmp_path / "gone.toml")
