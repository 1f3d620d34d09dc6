"""The command `heard selfcheck`: what it answers, to a program and to a person, and what it cannot read."""

import argparse
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.spec.test_working_days import day

from heard.commands.selfcheck import MOST_BYTES, selfcheck_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def run(written, tmp_path, on="Tue 16 Jun 2026") -> tuple:
    file = tmp_path / "case.json"
    file.write_bytes(written if isinstance(written, bytes) else json.dumps(written).encode())
    return selfcheck_(argparse.Namespace(file=file, on=day(on) if on else None, json=True))


LATE = {"procedure": "statutory", "timeline": [{"date": "2026-06-01", "event": "received"}]}


def test_the_command_answers_with_1_where_it_found_a_breach_and_says_it_to_a_person(tmp_path, capsys):
    code, result = run(LATE, tmp_path)
    (late,) = result["breaches"]
    assert (code, late["fault"], late["since"], late["finding_likely"]) == (1, "stage_1_delay", "2026-06-16", False)
    assert json.loads(json.dumps(result)) == result
    told = capsys.readouterr().err
    assert "Stage 1 delay, from 16 June 2026" in told
    assert "To put it right: Send the stage 1 answer now" in told


def test_without_a_day_the_command_looks_at_the_last_entry(tmp_path):
    code, result = run(LATE, tmp_path, on=None)
    assert (code, result["on"], result["breaches"]) == (0, "2026-06-01", [])


def test_the_command_reads_standard_input_and_a_published_decision(monkeypatch):
    decision = {"id": "24 000 000", "route_used_by_council": "statutory", "timeline": LATE["timeline"], "facts": {}}
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(decision).encode())))
    code, _ = selfcheck_(argparse.Namespace(file=Path("-"), on=day("Tue 16 Jun 2026"), json=True))
    assert code == 1


UNREADABLE = [
    (b"{", "This is not JSON"),
    (b"[" * 100_000, "nested too deep"),
    (b"\xff\xfe", "not text in UTF-8"),
    (b" " * (MOST_BYTES + 1), "is too large"),
    ([LATE], "must be one JSON object"),
    ({**LATE, "fact": {}}, "There is no “fact” here"),
    ({**LATE, "facts": [1]}, "“facts” must be an object"),
    ({**LATE, "procedure": ["statutory"]}, "“procedure” must be a word"),
    ({**LATE, "procedure": "other way"}, "is not a procedure"),
    ({"procedure": "statutory"}, "“timeline” must be a list"),
    ({**LATE, "timeline": [7]}, "Entry 1 of the timeline"),
    ({**LATE, "timeline": [{"date": "2026-06-01", "event": ["received"]}]}, "is not an event"),
    ({**LATE, "facts": {"complainant": 7}}, "complainant"),
]


@pytest.mark.parametrize(("written", "words"), UNREADABLE)
def test_what_the_command_cannot_read_is_a_sentence_and_code_2(written, words, tmp_path, capsys):
    code, _ = run(written, tmp_path)
    assert code == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_sentence(tmp_path, capsys):
    assert selfcheck_(argparse.Namespace(file=tmp_path / "none.json", on=None, json=True))[0] == 2
    assert "There is no file called" in capsys.readouterr().err
