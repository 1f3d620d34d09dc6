"""The dated definitions of the procedures: which one a complaint began under, and what a bad one is told."""

import re
from datetime import date, timedelta
from itertools import combinations

import pytest

from heard.access.roles import ROLES
from heard.law import procedures, words
from heard.law.procedures import DefinitionError, read, rules_with, shipped
from heard.law.procedures.reading import check_apart
from heard.law.triage.table import OTHER_ROUTES

ROLE_NAMES = {*ROLES, "adjudicating-officer"}
CLOCKS = [
    pytest.param(clock, id=f"{found.name}-{name}") for found in shipped().all for name, clock in found.clocks.items()
]
NO_PROCEDURE = {"anonymous", "attach"}
"""Routes of triage that begin nothing of their own."""


def test_the_register_has_a_procedure_for_each_of_its_words():
    assert set(words.PROCEDURES) <= {found.procedure for found in procedures.definitions()}


@pytest.mark.parametrize("route", sorted(set(OTHER_ROUTES) - NO_PROCEDURE))
def test_every_other_route_of_triage_is_a_procedure(route):
    assert route in {found.procedure for found in shipped().all}


@pytest.mark.parametrize("rule", [f"OT-{number}" for number in range(1, 26)])
def test_every_named_route_of_the_rulebook_is_in_a_definition(rule):
    said = [found.note + " ".join(clock.rule for clock in found.clocks.values()) for found in shipped().all]
    assert any(re.search(rf"\b{rule}\b", one) for one in said)


def test_no_two_definitions_of_a_procedure_hold_on_one_day():
    days = [date(2006, 1, 1) + timedelta(days=n) for n in range(365 * 30)]
    pairs = [pair for pair in combinations(shipped().all, 2) if pair[0].procedure == pair[1].procedure]
    assert [day for day in days for one, other in pairs if one.in_force(day) and other.in_force(day)] == []


def test_a_clock_has_its_name_in_one_procedure_only():
    homes = {}
    for found in shipped().all:
        for clock in found.clocks:
            homes.setdefault(clock, set()).add(found.procedure)
    assert {clock: where for clock, where in homes.items() if len(where) > 1} == {}


def test_what_ships_names_only_roles_that_exist():
    used = {role for found in shipped().all for event in found.events.values() for role in event.by}
    used |= {clock.owed_by for found in shipped().all for clock in found.clocks.values() if clock.owed_by}
    assert used - ROLE_NAMES == set()


@pytest.mark.parametrize(
    ("procedure", "received", "title"),
    [
        ("statutory", date(2006, 9, 1), "Children Act 1989 Representations Procedure (England) Regulations 2006"),
        ("statutory", date(2022, 12, 22), "Children Act 1989 Representations Procedure (England) Regulations 2006"),
        ("corporate", date(2022, 12, 22), "Two-stage corporate complaints procedure"),
        ("corporate", date(2026, 3, 31), "Two-stage corporate complaints procedure"),
        ("corporate", date(2026, 4, 1), "Ombudsman's Complaint Handling Code"),
        ("data-protection", date(2026, 6, 19), "Data protection complaint"),
    ],
)
def test_a_complaint_keeps_the_rules_of_the_day_it_was_received(procedure, received, title):
    assert procedures.definition(procedure, received).title == title


@pytest.mark.parametrize(
    ("procedure", "received"),
    [
        ("statutory", date(2006, 8, 31)),
        ("corporate", date(2006, 3, 31)),
        ("data-protection", date(2026, 6, 18)),
        ("parking", date(2022, 12, 22)),
    ],
)
def test_where_no_definition_was_in_force_a_sentence_says_so(procedure, received):
    with pytest.raises(DefinitionError, match=f"No definition of the {procedure} procedure .* {received}"):
        procedures.definition(procedure, received)


STAGES = [
    # procedure, received, stage, target, limit, starts on
    ("statutory", date(2022, 12, 22), 1, 10, 20, "received"),
    ("statutory", date(2022, 12, 22), 2, 25, 65, "stage_2_requested"),
    ("statutory", date(2022, 12, 22), 3, 30, 30, "stage_3_requested"),
    ("corporate", date(2022, 12, 22), 1, 20, None, "received"),
    ("corporate", date(2022, 12, 22), 2, 20, None, "stage_2_requested"),
    ("corporate", date(2026, 4, 1), 1, 10, 20, "acknowledged"),
    ("corporate", date(2026, 4, 1), 2, 20, 40, "stage_2_acknowledged"),
]


@pytest.mark.parametrize(("procedure", "received", "stage", "target", "limit", "starts_on"), STAGES)
def test_what_a_stage_may_take(procedure, received, stage, target, limit, starts_on):
    clock = procedures.definition(procedure, received).stages[stage]
    assert (clock.target, clock.limit, clock.starts_on) == (target, limit, starts_on)


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_names_its_source_and_its_rule(clock):
    assert clock.source.strip() and clock.rule.strip()


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_says_how_sure_it_is_and_what_is_doubtful(clock):
    assert clock.confidence in {"S", "G", "U"}
    assert clock.confidence == "S" or clock.doubt.strip()


GOOD = """procedure = "statutory"
title = "A title"
since = 2006-09-01
until = 2010-03-31
source = "A source"
confidence = "S"

[stages.new]
title = "New"
owes = ["received"]

[stages.open]
title = "Open"

[events.received]
says = "Received"
stages = ["new"]
to = "open"
by = ["complaints-officer"]
letters = ["thanks"]

[events.answered]
says = "Answered"
stages = ["open"]
by = ["team-manager"]
needs = ["received"]

[clocks.X1]
does = "Answer"
rule = "X"
starts_on = "received"
met_by = ["answered"]
target = 10
limit = 20
source = "Its source"
confidence = "S"

[letters.thanks]
title = "Thank you"
contains = ["thanks"]
source = "Manners"
confidence = "S"
"""


def test_the_text_that_the_bad_ones_are_made_from_is_good():
    assert read("good.toml", GOOD, roles=ROLE_NAMES).clocks["X1"].limit == 20


BAD = [
    # what is replaced, by what, the message
    ('title = "A title"\n', "", "bad.toml: “title” is missing."),
    ('title = "A title"', 'title = " "', "bad.toml: “title” is empty."),
    ("since = 2006-09-01", 'since = "soon"', "bad.toml: “since” must be a date such as 2026-04-01."),
    ("since = 2006-09-01", "since = 2011-09-01", "bad.toml: “until” is before “since”."),
    ("since = 2006-09-01", "since = yesterday", "bad.toml: this is not TOML."),
    ("until =", "untill =", "bad.toml: “untill” is not a key that is known here."),
    ('[stages.open]\ntitle = "Open"\n', "", "bad.toml [events.received]: “to” names “open”, and there is no such stage."),
    ('to = "open"\n', "", "bad.toml [stages.open]: no event leads to this stage."),
    ('owes = ["received"]', 'owes = ["answered"]', "bad.toml [stages.new]: “owes” names “answered”, which cannot happen"),
    ('owes = ["received"]', 'owes = ["sent"]', "bad.toml [stages.new]: “owes” names “sent”, and there is no such event."),
    ('owes = ["received"]', "number = 4", "bad.toml [stages.new]: “number” must be 1, 2 or 3."),
    ('needs = ["received"]', 'needs = ["heard"]', "bad.toml [events.answered]: “needs” names “heard”, and there is no"),
    ('needs = ["received"]', "needs = [1]", "bad.toml [events.answered]: “needs” must be a list of texts."),
    ('needs = ["received"]', 'needs = "received"', "bad.toml [events.answered]: “needs” must be a list of texts."),
    ('by = ["team-manager"]', 'by = ["mayor"]', "bad.toml [events.answered]: “by” names “mayor”, and there is no such role."),
    ('by = ["team-manager"]', "by = []", "bad.toml [events.answered]: “by” is empty, so nobody could do it."),
    ('letters = ["thanks"]', 'letters = ["bill"]', "bad.toml [events.received]: “letters” names “bill”, and there is no"),
    ('source = "Its source"\n', "", "bad.toml [clocks.X1]: “source” is missing."),
    ('source = "Its source"', 'source = " "', "bad.toml [clocks.X1]: “source” is empty."),
    ('starts_on = "received"', 'starts_on = "sent"', "bad.toml [clocks.X1]: “starts_on” names “sent”, and there is no such"),
    ("limit = 20\n", 'limit = "twenty"\n', "bad.toml [clocks.X1]: “limit” must be a whole number."),
    ("limit = 20\n", "limit = true\n", "bad.toml [clocks.X1]: “limit” must be a whole number."),
    ("limit = 20\n", "limit = 20\npause = 3\n", "bad.toml [clocks.X1]: “pause” is not a key that is known here."),
    ("limit = 20\n", 'pauses = "answered"\n', "bad.toml [clocks.X1]: “pauses” and “resumes” belong together."),
    ("limit = 20\n", 'capped_by = "X2"\n', "bad.toml [clocks.X1]: “capped_by” names “X2”, and there is no such clock."),
    ("limit = 20\n", 'unit = "fortnights"\n', "bad.toml [clocks.X1]: “unit” must be one of working-days, calendar-days,"),
    ("limit = 20\n", 'convention = "C"\n', "bad.toml [clocks.X1]: “convention” must be one of A, A2, B,"),
    ("limit = 20\n", 'calendar = "wales"\n', "bad.toml [clocks.X1]: “calendar” must be one of england, united-kingdom."),
    ("limit = 20\n", 'owed_by = "mayor"\n', "bad.toml [clocks.X1]: “owed_by” names “mayor”, and there is no such role."),
    ("limit = 20\n", "number = 4\n", "bad.toml [clocks.X1]: “number” must be 1, 2 or 3."),
    ("target = 10\n", "target = 0\n", "bad.toml [clocks.X1]: “target” must be from 1 to 4000."),
    ("target = 10\n", "target = 30\n", "bad.toml [clocks.X1]: “target” must not be above “limit”."),
    ("target = 10\nlimit = 20\n", "", "bad.toml [clocks.X1]: give a “target”, a “limit” or both."),
    ('source"\nconfidence = "S"\n\n[l', 'source"\nconfidence = "U"\n\n[l', "bad.toml [clocks.X1]: “confidence” is U, so"),
    ('source"\nconfidence = "S"\n\n[l', 'source"\nconfidence = "X"\n\n[l', "bad.toml [clocks.X1]: “confidence” must be one"),
    ("[letters.thanks]\n", "[letters.thanks]\nsent = true\n", "bad.toml [letters.thanks]: “sent” is not a key"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "message"), BAD)
def test_a_bad_definition_is_told_the_file_the_table_and_the_key(good, bad, message):
    assert good in GOOD
    with pytest.raises(DefinitionError) as refused:
        read("bad.toml", GOOD.replace(good, bad), roles=ROLE_NAMES)
    assert str(refused.value).startswith(message)


def test_two_files_of_one_procedure_may_not_hold_on_one_day():
    later = GOOD.replace("since = 2006-09-01", "since = 2010-03-31").replace("until = 2010-03-31\n", "")
    with pytest.raises(DefinitionError, match=r"later.toml: “since” is 2010-03-31, and good.toml .* dates overlap"):
        check_apart([read("good.toml", GOOD), read("later.toml", later)])


# A council's own


OVERRIDE = """extends = "corporate-code"
since = 2026-07-01
source = "The council's policy of June 2026"

[clocks.CC1]
target = 15
"""


def test_a_council_changes_one_number_and_keeps_the_rest():
    rules = rules_with({"ours.toml": OVERRIDE}, roles=ROLE_NAMES)
    clock = rules.definition("corporate", date(2026, 7, 1)).clocks["CC1"]
    assert (clock.target, clock.limit, clock.starts_on) == (15, 20, "acknowledged")


def test_a_complaint_from_before_a_councils_own_rules_keeps_those_of_its_day():
    rules = rules_with({"ours.toml": OVERRIDE}, roles=ROLE_NAMES)
    assert rules.definition("corporate", date(2026, 6, 30)).clocks["CC1"].target == 10


def test_a_council_takes_a_clock_out():
    text = 'extends = "statutory"\nsince = 2026-07-01\nwithout = ["clocks.ST1-ACK"]\n'
    rules = rules_with({"ours.toml": text})
    assert "ST1-ACK" not in rules.definition("statutory", date(2026, 7, 1)).clocks


BAD_COUNCIL = [
    ('since = 2026-07-01\nextends = "parking"\n', "ours.toml: “extends” names “parking”, and there is no parking.toml"),
    ("since = 2026-07-01\nextends = 5\n", "ours.toml: “extends” names “5”"),
    ('extends = "statutory"\n', "ours.toml: “since” is missing."),
    (
        'extends = "statutory"\nsince = 2026-07-01\nwithout = ["clocks.ST9"]\n',
        "ours.toml: “without” names “clocks.ST9”",
    ),
    ('extends = "statutory"\nsince = 2026-07-01\nwithout = ["title"]\n', "ours.toml: “without” names “title”"),
    (
        'extends = "statutory"\nsince = 2026-07-01\nwithout = ["events.received"]\n',
        "ours.toml [stages.new]: “owes” names",
    ),
]


@pytest.mark.parametrize(("text", "message"), BAD_COUNCIL)
def test_a_councils_bad_file_is_told_what_is_wrong_with_it(text, message):
    with pytest.raises(DefinitionError) as refused:
        rules_with({"ours.toml": text}, roles=ROLE_NAMES)
    assert str(refused.value).startswith(message)


def test_a_wholly_new_procedure_is_one_new_file():
    text = GOOD.replace('"statutory"', '"early-help"').replace("until = 2010-03-31\n", "")
    rules = rules_with({"early-help.toml": text}, roles=ROLE_NAMES)
    assert rules.definition("early-help", date(2026, 1, 1)).clocks["X1"].target == 10
    assert rules.clock("X1")[0].council


def test_a_clock_that_a_new_procedure_borrowed_is_still_that_of_its_own():
    text = 'extends = "statutory"\nprocedure = "adults"\nsince = 2026-01-01\n\n[clocks.ST1]\ntarget = 12\n'
    found, clock = rules_with({"adults.toml": text}).clock("ST1", date(2026, 7, 1))
    assert (found.procedure, clock.target) == ("statutory", 10)


INVENTED = """extends = "statutory"
title = "An invented procedure of 2027"
since = 2027-04-01
source = "Invented"

[clocks.ST1]
target = 5
limit = 15
"""


@pytest.mark.parametrize(("received", "target", "limit"), [(date(2027, 3, 31), 10, 20), (date(2027, 4, 1), 5, 15)])
def test_a_procedure_of_2027_runs_beside_todays_and_old_complaints_keep_the_old_clocks(received, target, limit):
    rules = rules_with({"statutory-2027.toml": INVENTED})
    clock = rules.definition("statutory", received).clocks["ST1"]
    assert (clock.target, clock.limit) == (target, limit)
    assert rules.clock("ST1", received)[1] == clock


def test_an_unknown_clock_is_told_the_known_ones():
    with pytest.raises(DefinitionError, match=r"There is no clock “ST9”. Use one of: CC-ACK, .*, ST1, ST1-ACK"):
        shipped().clock("ST9")
