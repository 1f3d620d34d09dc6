"""Triage over any facts there can be: it always answers, and what it does not know it asks."""

import json
import sys
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from heard.commands.triage import MOST_BYTES
from heard.commands.triage import triage as command
from heard.law.triage import FACTS, FAILED_TESTS, OTHER_ROUTES, ROUTES, triage
from heard.law.triage.table import table

WHERE_IT_IS_SAID = {"court_decided", "appealable_decision", "appeal_lodged"}
"""Facts that are asked of a court's matters or an EHC plan only, but count wherever somebody states them."""

RULES = {row.id for row in (*table().gates, *table().rows)} | {"T31"}
ASKED = sorted(name for name, fact in FACTS.items() if fact.kind != "seen")


def values(name: str) -> st.SearchStrategy:
    if name == "subject":
        return st.lists(st.sampled_from(FACTS[name].values), min_size=1, max_size=4)
    if name == "months_since_events":
        return st.sampled_from((0, 11, 12, 13, 14, 600))
    return st.sampled_from(FACTS[name].values or (True, False))


ASKED_FACTS = st.fixed_dictionaries({}, optional={name: values(name) for name in ASKED})
SEEN_FACTS = st.fixed_dictionaries({}, optional={name: values(name) for name in FACTS if name not in ASKED})
ANY_FACTS = st.builds(lambda asked, seen: asked | seen, ASKED_FACTS, SEEN_FACTS)
quick = settings(deadline=None, max_examples=150)


def advised(facts):
    return triage(None, [facts]).elements[0]


def answer(facts):
    found = advised(facts)
    return found.rule, found.route, found.send


@quick
@given(ANY_FACTS, st.none() | st.dates())
def test_any_facts_have_a_route_a_rule_a_reason_and_a_source(facts, received):
    advice = triage(received, [facts])
    point = advice.elements[0]
    assert advice.lead == point.route
    for one in (point, *point.also):
        assert one.route in ROUTES and one.rule in RULES
        assert one.reason.endswith(".") and one.source
        assert (one.other_route in OTHER_ROUTES) == (one.route == "other")
        assert (one.failed_test in FAILED_TESTS) == (one.route != "statutory")
        assert one.route == "corporate" or not one.send


@quick
@given(ANY_FACTS)
def test_statutory_leads_a_point_and_the_parts_that_follow_it_come_later_in_the_list(facts):
    point = advised(facts)
    places = [list(ROUTES).index(one.route) for one in (point, *point.also)]
    assert places == sorted(places)


@quick
@given(ANY_FACTS)
def test_what_is_in_doubt_says_what_to_ask(facts):
    point = advised(facts)
    assert point.questions or not point.doubtful
    assert len(set(point.questions)) == len(point.questions)


@quick
@given(ASKED_FACTS)
def test_nothing_that_is_known_is_asked(facts):
    specific = set(facts.get("subject", ())) - {"social_work_unspecified"}
    known = {FACTS[name].question for name in facts if name != "subject" or specific}
    assert known.isdisjoint(advised(facts).questions)


@quick
@given(ASKED_FACTS, ASKED_FACTS)
def test_where_nothing_is_asked_no_further_fact_moves_the_point(facts, further):
    """The answer is certain: whatever is found out later, the point stays where it is."""
    point = advised(facts)
    if not point.questions:
        found_out = {name: value for name, value in further.items() if name not in WHERE_IT_IS_SAID}
        later = advised(found_out | facts)
        assert (later.route, later.send) == (point.route, point.send)


@quick
@given(ANY_FACTS, st.sampled_from(ASKED))
def test_a_fact_that_matters_is_asked_for_when_it_is_taken_away(facts, name):
    """Removing a fact never makes the advice quietly sure of another answer: if the answer changes, the fact is asked for.
    Whether a case would be harmed is asked once it is known that there is one, so until then the case is asked for."""
    without = {key: value for key, value in facts.items() if key != name}
    if name not in WHERE_IT_IS_SAID and answer(without) != answer(facts):
        asked = {FACTS[name].question}
        if name == "prejudice":
            asked.add(FACTS["proceedings"].question)
        assert asked & set(advised(without).questions)


@quick
@given(ANY_FACTS)
def test_a_fact_that_is_unknown_is_a_fact_that_is_left_out(facts):
    for nothing in (None, "unknown"):
        assert triage(None, [dict.fromkeys(FACTS, nothing) | facts]) == triage(None, [facts])


@quick
@given(ANY_FACTS, st.randoms(use_true_random=False))
def test_the_order_of_subjects_and_of_facts_does_not_matter(facts, random):
    names = list(facts)
    random.shuffle(names)
    shuffled = {name: facts[name] for name in names}
    if "subject" in facts:
        subject = [*facts["subject"], facts["subject"][0]]
        random.shuffle(subject)
        shuffled["subject"] = subject
    assert triage(None, [shuffled]) == triage(None, [facts])


@quick
@given(st.lists(ANY_FACTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_points_does_not_matter(points, random):
    order = list(range(len(points)))
    random.shuffle(order)
    plain, shuffled = triage(None, points), triage(None, [points[old] for old in order])
    assert shuffled.lead == plain.lead
    assert shuffled.elements == tuple(plain.elements[old] for old in order)
    moved = [
        replace(flag, points=tuple(sorted(order.index(one - 1) + 1 for one in flag.points))) for flag in plain.flags
    ]
    assert list(shuffled.flags) == moved


@quick
@given(ANY_FACTS)
def test_a_point_keeps_its_route_beside_any_other(facts):
    statutory = {
        "complainant": "child",
        "child_status": "looked_after",
        "subject": ["placement"],
        "proceedings": "none",
    }
    beside = triage(None, [facts, statutory])
    assert beside.elements[0] == advised(facts)
    assert beside.lead == "statutory"


# The command: whatever it is given, it answers or says in a sentence why it cannot.


def run(held: bytes, monkeypatch) -> dict:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(held)))
    code, result = command(SimpleNamespace(file=Path("-")))
    assert code == 0
    return json.loads(json.dumps(result))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([*FACTS, "elements", "received"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FACTS, "elements", "received"]), inner)
    ),
    max_leaves=8,
)


@quick
@given(st.binary() | JSON.map(lambda written: json.dumps(written).encode()))
@example(b"[" * 5_000)
@example(b'{"elements": [{"months_since_events": ' + b"9" * 5_000 + b"}]}")
@example(b"\xff\xfe")
def test_the_command_answers_or_says_why_it_cannot(held):
    with pytest.MonkeyPatch.context() as monkeypatch:
        try:
            result = run(held, monkeypatch)
        except ValueError as error:
            assert type(error) is ValueError and str(error).endswith(".")
        else:
            assert set(result) == {"flags", "elements", "lead"}


def test_the_command_reads_a_file_and_tells_a_person(tmp_path, capsys):
    file = tmp_path / "facts.json"
    points = [
        {"complainant": "child", "child_status": "looked_after", "subject": ["contact"]},
        {"complainant": "parent", "child_status": "ehc_plan", "subject": ["ehc_plan_delay", "ehc_plan_content"]},
    ]
    file.write_text(json.dumps({"received": "2026-06-01", "elements": points}), "utf-8")
    code, result = command(SimpleNamespace(file=file))
    said = capsys.readouterr().err
    assert (code, result["lead"], [one["route"] for one in result["elements"]]) == (
        0,
        "statutory",
        ["statutory", "corporate"],
    )
    assert "P3. Offer an advocate today" in said
    assert "Point 2: corporate procedure, marked SEND (T35)." in said
    assert "Part of it (ehc plan content): appeal to a tribunal (T11)." in said
    assert "This is advice. A named person decides." in said


REFUSED = [
    # what is held, what the sentence says
    (b"{", "This is not JSON: something is wrong on line 1."),
    (b"[]", "The facts of a complaint must be one JSON object."),
    (b"{}", "“elements” must be a list of points."),
    (b'{"elements": []}', "There is no point of complaint."),
    (b'{"elements": [], "colour": 1}', "and no “colour”"),
    (
        b'{"elements": [{}], "received": "1 June"}',
        "“received” is “1 June”, which is not a date. Write it like 2026-06-01.",
    ),
    (b'{"elements": [{}], "received": 20260601}', "which is not a date"),
    (b'{"elements": [{"colour": 1}]}', "There is no fact called “colour”."),
    (json.dumps({"elements": [{}] * 201}).encode(), "This has 201 points. Give at most 200 at a time."),
    (b" " * (MOST_BYTES + 1), "is too large"),
    (b"\xff", "is not text in UTF-8"),
]


@pytest.mark.parametrize(("held", "sentence"), REFUSED)
def test_what_cannot_be_read_is_said(held, sentence, monkeypatch):
    with pytest.raises(ValueError) as refused:
        run(held, monkeypatch)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("name", "sentence"), [("missing.json", "There is no file called"), ("", "could not be read")])
def test_no_file_or_a_folder_is_said(tmp_path, name, sentence):
    with pytest.raises(ValueError, match=sentence):
        command(SimpleNamespace(file=tmp_path / name))
