"""The dated definitions of the procedures: which one a complaint began under, and what a bad one is told."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from heard.law import procedures, words

CLOCKS = [
    pytest.param(clock, id=f"{found.procedure}-{found.since}-{number}")
    for found in procedures.definitions()
    for number, clock in found.stages.items()
]


def test_there_are_definitions():
    assert {found.procedure for found in procedures.definitions()} == set(words.PROCEDURES)


def test_no_two_definitions_of_a_procedure_hold_on_one_day():
    days = [date(2006, 1, 1) + timedelta(days=n) for n in range(365 * 30)]
    pairs = [pair for pair in combinations(procedures.definitions(), 2) if pair[0].procedure == pair[1].procedure]
    assert [day for day in days for one, other in pairs if one.in_force(day) and other.in_force(day)] == []


@pytest.mark.parametrize(
    ("procedure", "received", "title"),
    [
        ("statutory", date(2006, 9, 1), "Children Act 1989 Representations Procedure (England) Regulations 2006"),
        ("statutory", date(2022, 12, 22), "Children Act 1989 Representations Procedure (England) Regulations 2006"),
        ("corporate", date(2022, 12, 22), "Two-stage corporate complaints procedure"),
        ("corporate", date(2026, 3, 31), "Two-stage corporate complaints procedure"),
        ("corporate", date(2026, 4, 1), "Ombudsman's Complaint Handling Code"),
    ],
)
def test_a_complaint_keeps_the_rules_of_the_day_it_was_received(procedure, received, title):
    assert procedures.definition(procedure, received).title == title


@pytest.mark.parametrize(
    ("procedure", "received"),
    [("statutory", date(2006, 8, 31)), ("corporate", date(2006, 3, 31)), ("parking", date(2022, 12, 22))],
)
def test_where_no_definition_was_in_force_a_sentence_says_so(procedure, received):
    with pytest.raises(procedures.DefinitionError, match=f"No definition of the {procedure} procedure .* {received}"):
        procedures.definition(procedure, received)


@pytest.mark.parametrize(
    ("procedure", "received", "stage", "target", "limit", "starts_on"),
    [
        ("statutory", date(2022, 12, 22), 1, 10, 20, "received"),
        ("statutory", date(2022, 12, 22), 2, 25, 65, "requested"),
        ("statutory", date(2022, 12, 22), 3, 30, 30, "requested"),
        ("corporate", date(2022, 12, 22), 1, 20, 20, "received"),
        ("corporate", date(2026, 4, 1), 1, 10, 20, "acknowledged"),
        ("corporate", date(2026, 4, 1), 2, 20, 40, "acknowledged"),
    ],
)
def test_clock(procedure, received, stage, target, limit, starts_on):
    clock = procedures.definition(procedure, received).stages[stage]
    assert (clock.target, clock.limit, clock.starts_on) == (target, limit, starts_on)


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_names_its_source(clock):
    assert clock.source.strip()


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_says_how_sure_it_is(clock):
    assert clock.confidence in {"S", "G", "U"}


GOOD = """procedure = "statutory"
title = "A title"
since = 2006-09-01
until = 2010-03-31

[stage.1]
target = 10
limit = 20
starts_on = "received"
source = "A source"
confidence = "S"
"""


def test_the_text_that_the_bad_ones_are_made_from_is_good():
    assert procedures.read("good.toml", GOOD).stages[1].limit == 20


BAD = [
    # what is replaced, by what, the message
    ('title = "A title"\n', "", "bad.toml: “title” is missing."),
    ("since = 2006-09-01", 'since = "soon"', "bad.toml: “since” must be a date such as 2026-04-01."),
    ("since = 2006-09-01", "since = 2011-09-01", "bad.toml: “until” is before “since”."),
    ("until =", "untill =", "bad.toml: “untill” is not a key that is known here."),
    ("limit = 20\n", "", "bad.toml [stage.1]: “limit” is missing."),
    ("limit = 20", 'limit = "twenty"', "bad.toml [stage.1]: “limit” must be a whole number."),
    ("limit = 20", "limit = true", "bad.toml [stage.1]: “limit” must be a whole number."),
    ("limit = 20", "limit = 20\npause = 3", "bad.toml [stage.1]: “pause” is not a key that is known here."),
    ("target = 10", "target = 0", "bad.toml [stage.1]: “target” must be above 0 and not above “limit”."),
    ("target = 10", "target = 30", "bad.toml [stage.1]: “target” must be above 0 and not above “limit”."),
    ('confidence = "S"', 'confidence = "sure"', "bad.toml [stage.1]: “confidence” must be one of S, G, U."),
    ('source = "A source"', 'source = " "', "bad.toml [stage.1]: “source” is empty."),
    ("[stage.1]", "[stage.one]", "bad.toml [stage.one]: a stage is 1, 2 or 3."),
    ("[stage.1]", "[stage]", "bad.toml [stage.target]: a stage is 1, 2 or 3."),
    ("since = 2006-09-01", "since = yesterday", "bad.toml: this is not TOML."),
]


@pytest.mark.parametrize(("good", "bad", "message"), BAD)
def test_a_bad_definition_is_told_the_file_the_table_and_the_key(good, bad, message):
    assert good in GOOD
    with pytest.raises(procedures.DefinitionError) as refused:
        procedures.read("bad.toml", GOOD.replace(good, bad))
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(("starts_on", "days"), [("received", 5), ("acknowledged", -1)])
def test_days_to_acknowledge_are_for_a_clock_that_starts_on_the_acknowledgement(starts_on, days):
    text = f"""
procedure = "corporate"
title = "An invented procedure"
since = 2027-04-01

[stage.1]
acknowledge = {days}
target = 10
limit = 20
starts_on = "{starts_on}"
source = "Invented"
confidence = "S"
"""
    with pytest.raises(
        procedures.DefinitionError, match="“acknowledge” is for a clock that starts on the acknowledgement"
    ):
        procedures.read("invented.toml", text)
