"""The access table: what it does not list is refused, and every row says why."""

import csv
from importlib.resources import files

import pytest

from heard.access import policy
from heard.access.policy import Actor, NotAllowedError, decide, require

ROWS = list(csv.DictReader(files("heard.access").joinpath("table.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']}-{row['kind']}-{row['action']}")
def test_what_is_listed_is_allowed(row):
    assert decide(row["role"], row["kind"], [row["relation"]], row["action"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']}-{row['kind']}-{row['action']}")
def test_every_row_says_why(row):
    assert len(row["why"].split()) >= 2


@pytest.mark.parametrize(
    ("role", "kind", "action"),
    [
        ("stranger", "register", "import"),
        ("operator", "weather", "import"),
        ("operator", "register", "burn"),
        ("", "", ""),
        ("any", "any", "any"),
        ("Operator", "register", "import"),
        ("operator", "team", "import"),
    ],
)
@pytest.mark.parametrize("relations", [[], ["any"], ["owner"]])
def test_what_is_not_listed_is_refused(role, kind, action, relations):
    assert not decide(role, kind, relations, action)


@pytest.mark.parametrize(
    ("relations", "allowed"),
    [
        (["leads-the-team"], True),
        (["assigned", "leads-the-team"], True),
        (["assigned"], False),
        (["named-in-complaint", "leads-the-team"], False),
        (["leads-the-team", "declared-conflict"], False),
        ([], False),
    ],
)
def test_a_row_with_a_relation_needs_that_relation(monkeypatch, relations, allowed):
    """The table has no such row yet, so this one stands in for it."""
    monkeypatch.setattr(policy, "_rows", lambda: frozenset({("manager", "complaint", "leads-the-team", "answer")}))
    assert decide("manager", "complaint", relations, "answer") is allowed


@pytest.mark.parametrize("wall", sorted(policy.WALLS))
def test_a_wall_beats_what_every_relation_may_do(wall):
    assert decide("operator", "register", [], "import")
    assert not decide("operator", "register", [wall], "import")


def test_no_row_is_listed_twice():
    rows = [(row["role"], row["kind"], row["relation"], row["action"]) for row in ROWS]
    assert sorted(set(rows)) == sorted(rows)


def test_no_cell_is_empty_or_padded():
    assert [row for row in ROWS for cell in row.values() if not cell or cell != cell.strip()] == []


def test_a_refusal_is_a_sentence_that_says_whom_to_ask():
    sentence = r"^The role “stranger” may not import the register\. Ask the complaints manager\.$"
    with pytest.raises(NotAllowedError, match=sentence):
        require(Actor("Sam Example", "stranger"), "register", "import")


def test_a_refusal_is_a_permission_error():
    assert issubclass(NotAllowedError, PermissionError)


def test_what_is_allowed_passes_in_silence():
    assert require(Actor("Sam Example", "operator"), "register", "import") is None
