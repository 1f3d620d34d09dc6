"""The access table: what it does not list is refused, and every row says why."""

import csv
from importlib.resources import files

import pytest

from heard.access import policy
from heard.access.policy import RELATIONS, Actor, NotAllowedError, decide, require
from heard.access.roles import ROLES

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
        (["own-team"], True),
        (["formerly-assigned", "own-team"], True),
        (["formerly-assigned"], False),
        (["named-in-complaint", "own-team"], False),
        (["own-team", "declared-conflict"], False),
        ([], False),
    ],
)
def test_a_row_with_a_relation_needs_that_relation(relations, allowed):
    assert decide("team-manager", "complaint", relations, "view") is allowed


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']}-{row['kind']}-{row['action']}")
def test_every_row_names_a_role_and_a_relation_that_exist_and_no_wall(row):
    assert row["role"] in ROLES
    assert row["relation"] in RELATIONS
    assert row["relation"] not in policy.WALLS


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_do_something_and_says_what_it_is_for(role):
    assert any(row["role"] == role for row in ROWS)
    assert ROLES[role].what_for.endswith(".")


def test_every_right_is_said_in_words_and_given_to_some_role():
    assert set(policy.rights()) == {(row["kind"], row["action"]) for row in ROWS}


def test_who_looks_after_the_people_sees_no_case():
    """Separate duties: whoever can give out a sign-in cannot read what it opens."""
    cases = {"complaint", "document", "compliment", "comment", "ombudsman-case", "learning-action"}
    assert {row["kind"] for row in ROWS if row["role"] == "administrator"}.isdisjoint(cases)


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
    sentence = (
        r"^The role “stranger” may not import the register\. Ask the complaints officer or the complaints manager\.$"
    )
    with pytest.raises(NotAllowedError, match=sentence):
        require(Actor("Sam Example", "stranger"), "register", "import")


def test_a_refusal_is_a_permission_error():
    assert issubclass(NotAllowedError, PermissionError)


def test_what_is_allowed_passes_in_silence():
    assert require(Actor("Sam Example", "operator"), "register", "import") is None
