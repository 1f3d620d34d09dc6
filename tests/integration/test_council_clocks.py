"""`heard deadline` goes by the council's own rules: its definitions, its holidays, its answers to what is left open."""

import argparse
from datetime import UTC, datetime

import pytest
from tests.made_reports import OPERATOR

from heard.commands import law
from heard.record.actions.council_settings import change

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def answer(clock, start, setting=None, pause=None) -> dict:
    options = argparse.Namespace(clock=clock, start=start, extended=False, pause=pause, setting=setting, json=True)
    return law.deadline(options)[1]


def test_a_councils_own_number_is_used_from_its_day_on(home):
    (home / "procedures").mkdir()
    (home / "procedures" / "ours.toml").write_text(
        'extends = "statutory"\nsince = 2026-07-01\n\n[clocks.ST1]\ntarget = 8\n', "utf-8"
    )
    assert answer("ST1", "2026-06-30")["target"] == "2026-07-14"
    found = answer("ST1", "2026-07-01")
    assert (found["target"], found["definition"]) == ("2026-07-13", "ours")


SETTINGS = [
    # the setting, the clock, its start, a pause, target, limit
    ({"holidays": "2026-07-06: A royal day"}, "ST1", "2026-07-01", None, "2026-07-16", "2026-07-30"),
    ({"closure_days": "2026-07-06: Closed"}, "ST1", "2026-07-01", None, "2026-07-15", "2026-07-29"),
    ({"closure_days": "2026-07-06: Closed"}, "CC1", "2026-07-01", None, "2026-07-16", "2026-07-30"),
    ({"advocate_pause": "limit_waits"}, "ST1", "2024-03-18", "2024-03-21:2024-04-08", "2024-04-18", "2024-05-02"),
]


@pytest.mark.parametrize(("setting", "clock", "start", "pause", "target", "limit"), SETTINGS)
def test_a_councils_own_settings_are_used(home, setting, clock, start, pause, target, limit):
    change(setting, by=OPERATOR, at=datetime(2026, 6, 1, tzinfo=UTC))
    found = answer(clock, start, pause=[pause] if pause else None)
    assert (found["target"], found["limit"]) == (target, limit)


def test_what_is_asked_goes_before_what_the_council_chose(home):
    change({"advocate_pause": "limit_waits"}, by=OPERATOR, at=datetime(2026, 6, 1, tzinfo=UTC))
    found = answer("ST1", "2024-03-18", ["advocate_pause=limit_runs"], ["2024-03-21:2024-04-08"])
    assert found["limit"] == "2024-04-17"
