"""`heard deadline` and `heard procedures`: what they answer a program, what they tell a person, and what they refuse."""

import argparse
import json

import pytest

from heard.commands import law
from heard.commands.common import DONE
from heard.law.calendars import CALENDARS
from heard.law.clocks import SETTINGS
from heard.law.procedures import shipped


@pytest.fixture(autouse=True)
def rules_as_shipped(monkeypatch):
    """The rules that ship with Heard: what a council adds is asked of the register elsewhere."""
    plain = {name: make() for name, make in CALENDARS.items()}
    calendars = plain | {f"{name} with closures": calendar for name, calendar in plain.items()}
    left_open = {name: default for name, (default, _, _) in SETTINGS.items() if default}
    monkeypatch.setattr(law, "_here", lambda: (shipped(), calendars, left_open))


def options(words) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("clock")
    parser.add_argument("--from", dest="start")
    parser.add_argument("--extended", action="store_true")
    parser.add_argument("--pause", action="append")
    parser.add_argument("--setting", action="append")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(words.split())


def answer(words) -> dict:
    code, result = law.deadline(options(f"{words} --json"))
    assert code == DONE
    return json.loads(json.dumps(result))


DATES = [
    # what is asked, target, limit, due
    ("ST1 --from 2022-12-22", "2023-01-10", "2023-01-24", "2023-01-10"),
    ("ST1 --from 2023-03-27 --extended", "2023-04-12", "2023-04-26", "2023-04-26"),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-04-08", "2024-04-18", "2024-04-17", "2024-04-17"),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:", None, "2024-04-17", "2024-04-17"),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-04-08 --setting advocate_pause=limit_waits", "2024-04-18",
     "2024-05-02", "2024-04-18"),
    ("ST1-ESC --from 2023-03-27", None, "2023-04-12", "2023-04-12"),
    ("ST1-ESC --from 2023-03-27 --extended", None, "2023-04-26", "2023-04-26"),
    ("ST1 --from 2022-06-07T23:30:00Z", "2022-06-22", "2022-07-06", "2022-06-22"),
    ("ST1 --from 2022-06-08T00:30:00+01:00", "2022-06-22", "2022-07-06", "2022-06-22"),
    ("ST1 --from 2022-06-08T00:30", "2022-06-22", "2022-07-06", "2022-06-22"),
    ("ST1 --from 2024-05-03T17:40", "2024-05-20", "2024-06-04", "2024-05-20"),
    ("ST1 --from 2024-05-03T17:40 --setting convention=A2", "2024-05-21", "2024-06-05", "2024-05-21"),
    ("ST1 --from 2022-12-22 --setting convention=B", "2023-01-09", "2023-01-23", "2023-01-09"),
    ("ST1 --from 2006-01-01 --setting convention=B", "2006-01-16", "2006-01-30", "2006-01-16"),
    ("ST1 --from 2022-12-22 --setting closed=2022-12-28,2022-12-29,2022-12-30", "2023-01-10", "2023-01-24", "2023-01-10"),
    ("DUD1 --from 2022-12-22 --setting closed=2022-12-28,2022-12-29,2022-12-30", "2023-01-27", None, "2023-01-27"),
    ("ST1 --from 2026-11-02 --setting holiday=2026-11-09", "2026-11-17", "2026-12-01", "2026-11-17"),
    ("CC1 --from 2026-04-02 --setting received=2026-04-01", "2026-04-20", "2026-05-05", "2026-04-20"),
    ("CC1 --from 2026-04-30 --setting received=2026-04-01", "2026-04-24", "2026-05-11", "2026-04-24"),
    ("FOI --from 2026-11-27", "2026-12-30", None, "2026-12-30"),
    ("FOI --from 2026-11-27 --setting calendar=england", "2026-12-29", None, "2026-12-29"),
    ("SAR --from 2026-01-31 --extended", "2026-03-02", "2026-04-30", "2026-04-30"),
    ("ST3-PAPERS --from 2024-01-16", "2024-01-02", None, "2024-01-02"),
    ("SAFEGUARDING --from 2026-11-28", "2026-11-28", None, "2026-11-28"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "target", "limit", "due"), DATES)
def test_the_dates(asked, target, limit, due):
    found = answer(asked)
    assert (found["target"], found["limit"], found["due"]) == (target, limit, due)


def test_it_says_which_clock_from_which_day_by_which_rule():
    found = answer("ST1 --from 2022-06-07T23:30:00Z")
    assert (found["clock"], found["from"], found["confidence"]) == ("ST1", "2022-06-08", "S")
    assert found["rule"] == ("S1-1, S1-2, S1-3: Send the stage 1 response: 10 working days, at most 20 from “Received”")
    assert found["source"] == "SI 2006/1738 regulation 14"


def test_every_day_counts_or_says_why_not():
    counted = {one["date"]: one.get("number", one.get("why")) for one in answer("ST1 --from 2022-12-22")["days"]}
    first = {date: counted[date] for date in sorted(counted)[:8]}
    assert first == {
        "2022-12-22": "day 0: the start", "2022-12-23": 1, "2022-12-24": "Saturday", "2022-12-25": "Sunday",
        "2022-12-26": "bank holiday", "2022-12-27": "bank holiday", "2022-12-28": 2, "2022-12-29": 3,
    }  # fmt: skip
    assert (counted["2023-01-10"], counted["2023-01-24"], max(counted)) == (10, 20, "2023-01-24")


WHY = [
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-04-08", "2024-03-29", "paused"),
    ("DUD1 --from 2022-12-22 --setting closed=2022-12-28", "2022-12-28", "council closed"),
    ("FOI --from 2026-11-27", "2026-11-30", "bank holiday elsewhere in the United Kingdom"),
    ("DPC-ACK --from 2026-11-27", "2026-12-29", "the end is moved to the next working day"),
    ("ST1 --from 2024-05-04 --setting convention=A2", "2024-05-07", "day 0: treated as received"),
]


@pytest.mark.parametrize(("asked", "date", "why"), WHY)
def test_why_a_day_does_not_count(asked, date, why):
    assert {one["date"]: one.get("why") for one in answer(asked)["days"]}[date] == why


@pytest.mark.parametrize(
    ("asked", "in_force"),
    [
        ("ST1 --from 2006-08-31", False), ("ST1 --from 2006-09-01", True), ("CC1 --from 2026-03-31", False),
        ("CC1 --from 2026-04-01", True), ("DUD1 --from 2026-04-01", False), ("DPC-ACK --from 2026-06-18", False),
    ],
)  # fmt: skip
def test_it_is_worked_out_for_any_day_and_says_whether_the_rules_held_then(asked, in_force):
    assert answer(asked)["in_force"] is in_force


WARNED = [
    ("CC1 --from 2026-03-31", "These rules were not in force on 31 March 2026: they hold from 1 April 2026."),
    ("ST1 --from 2028-12-20", "Bank holidays from 2029 on are worked out by the ordinary rules"),
    ("ST2 --from 2024-03-18 --pause 2024-03-21:2024-04-08", "The rules give no ground to pause ST2."),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-04-08", "The paused target is after the limit"),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-03-21", "A pause that ends on the day it began is none."),
    ("ST1 --from 2024-03-18 --pause 2024-03-11:2024-03-20", "The pause began before the clock did"),
    ("ST3-MEET --from 2024-03-18 --extended", "The rules give no extension of ST3-MEET."),
    ("ST1 --from 2022-12-22 --setting closed=2022-12-28", "ST1 counts closure days"),
    ("SAR --from 2022-12-22 --setting closed=2022-12-28", "Closure days do not matter: SAR counts every day."),
    ("SAR --from 2022-12-22 --setting convention=B", "A convention of working days changes nothing"),
    ("ST1 --from 2022-12-22 --setting received=2022-12-20", "“received” changes nothing: ST1 has no latest start."),
    ("ST1 --from 2022-12-22 --setting other_start=2022-12-20", "“other_start” changes nothing"),
    ("CC1 --from 2026-04-30 --setting received=2026-04-01", "It is counted from 10 April 2026, the latest day"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "warning"), WARNED)
def test_it_warns(asked, warning):
    assert [one for one in answer(asked)["warnings"] if one.startswith(warning)]


def test_an_ordinary_answer_warns_of_nothing():
    assert answer("ST1 --from 2022-12-22")["warnings"] == []


def test_the_other_reading_of_a_disputed_start_is_given_from_its_own_day():
    found = answer("ST2 --from 2022-11-14 --setting other_start=2022-12-12")
    other = found["other_reading"]
    assert (found["target"], found["limit"]) == ("2022-12-19", "2023-02-16")
    assert (other["starts_on"], other["target"], other["limit"]) == ("statement_agreed", "2023-01-19", "2023-03-16")


def test_without_its_day_the_other_reading_says_which_event_it_counts_from():
    other = answer("ST2 --from 2022-11-14")["other_reading"]
    assert (other["says"], other["target"]) == ("Statement of complaint agreed", None)


REFUSED = [
    ("ST9 --from 2022-12-22", "There is no clock “ST9”. Use one of: CC-ACK, "),
    ("ST1 --from 2005-12-31", "2005-12-31 is outside the bank holidays that are known here"),
    ("ST1 --from 2036-01-01", "2036-01-01 is outside the bank holidays that are known here"),
    ("IRM-F --from 1990-01-01", "1990-01-01 is outside the bank holidays that are known here"),
    ("ST1 --from 2035-12-24", "10 working days after 2035-12-24 runs past 2035."),
    ("ST1 --from soon", "“soon” is neither a date such as 2022-12-22 nor a timestamp"),
    ("ST1 --from 2022-02-30", "“2022-02-30” is neither a date"),
    ("ST1 --from 0001-01-01T00:00Z", "“0001-01-01T00:00Z” is too far from today"),
    ("ST1 --from 2022-12-22 --pause 2022-12-28:2022-12-23", "The pause ends on 2022-12-23, before it begins"),
    ("ST1 --from 2022-12-22 --pause 2022-12-28", "Write the pause “2022-12-28” as START:END"),
    ("ST1 --from 2022-12-22 --pause x:y", "“x” in --pause is not a date."),
    ("ST1 --from 2022-12-22 --pause 2022-12-28:2036-01-01", "2036-01-01 is outside the bank holidays"),
    ("ST1 --from 2022-12-22 --setting x=y", "There is no setting “x”. Use one of: st2_clock_start, "),
    ("ST1 --from 2022-12-22 --setting convention", "Write “convention” as NAME=VALUE."),
    ("ST1 --from 2022-12-22 --setting convention=C", "“convention” must be one of A, A2, B."),
    ("ST1 --from 2022-12-22 --setting closed=soon", "“soon” in closed is not a date."),
    ("CC1 --from 2026-04-02 --setting received=2026-04-01,2026-04-02", "“received” is one day."),
    ("CC1 --from 2026-04-02 --setting received=2026-04-03", "It was received on 2026-04-03, after the start"),
]


@pytest.mark.parametrize(("asked", "message"), REFUSED)
def test_bad_input_is_told_what_is_wrong_with_it(asked, message):
    with pytest.raises(ValueError) as refused:
        law.deadline(options(asked))
    assert str(refused.value).startswith(message)


TOLD = [
    ("ST1 --from 2022-12-22", "Target: Tuesday 10 January 2023, 10 working days on."),
    ("ST1 --from 2022-12-22", "Sat 24 and Sun 25 December; Mon 26 and Tue 27 December, bank holiday; Sat 31 December and "
     "Sun 1 January; Mon 2 January, bank holiday"),
    ("ST1 --from 2022-12-22", "Counted from Thursday 22 December 2022: “Received”. The day of the event is day 0."),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-04-08", "Thu 21 March to Mon 8 April, paused"),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-04-08", "Without the pause the target would be Wednesday 3 April 2024."),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:2024-04-08", "it would be Thursday 2 May 2024."),
    ("ST1 --from 2024-03-18 --pause 2024-03-21:", "Target: none while the clock is stopped."),
    ("ST1 --from 2023-03-27 --extended", "Limit: Wednesday 26 April 2023, 20 working days on. It is due then"),
    ("ST1-ESC --from 2023-03-27", "The right begins at the end of Wednesday 12 April 2023, after 10 working days."),
    ("ST2 --from 2022-11-14", "In doubt: It is disputed whether"),
    ("ST2 --from 2022-11-14", "Not counted: 26 Saturdays and Sundays; Mon 26 and Tue 27 December, bank holiday"),
    ("ST2 --from 2022-11-14 --setting other_start=2022-12-12", "The other reading counts from “Statement of complaint "
     "agreed”, Monday 12 December 2022: Thursday 19 January 2023 and Thursday 16 March 2023."),
    ("ST2 --from 2022-12-12 --setting st2_clock_start=statement_agreed", ": “Statement of complaint agreed”. The day"),
    ("ST3-PAPERS --from 2024-01-16", "Target: Tuesday 2 January 2024, 10 working days before."),
    ("ST2-REQ --from 2023-05-22", "Last day to ask: Tuesday 20 June 2023"),
    ("DPC-ACK --from 2026-11-27", "An end on a day that is no working day moves to the next working day."),
    ("EHC-20 --from 2025-09-01", "Every day counts, whatever day it is."),
    ("SAFEGUARDING --from 2026-11-28", "Target: Saturday 28 November 2026, the same day."),
    ("ST1 --from 2030-09-02", "Bank holidays from 2029 on are worked out by the ordinary rules"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "told"), TOLD)
def test_a_person_is_told(asked, told, capsys):
    law.deadline(options(asked))
    assert told in capsys.readouterr().err


def test_a_program_is_told_nothing_beside_its_answer(capsys):
    answer("ST1 --from 2022-12-22")
    law.procedures_(argparse.Namespace(name=None, json=True))
    assert capsys.readouterr() == ("", "")


# Procedures


def listed(name=None) -> list[dict]:
    _, result = law.procedures_(argparse.Namespace(name=name, json=True))
    return json.loads(json.dumps(result))["procedures"]


def test_every_definition_is_listed():
    assert {one["name"] for one in listed()} == {one.name for one in shipped().all}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("statutory", ["statutory"]),
        ("corporate-code", ["corporate-code"]),
        ("corporate", ["corporate-two-stage", "corporate-code"]),
        ("foi", ["freedom-of-information"]),
        ("st1", ["statutory"]),
        ("OT-12", ["childrens-home"]),
        ("OT-2", ["lado"]),
    ],
)
def test_a_definition_is_found_by_file_procedure_clock_or_rule(name, found):
    assert [one["name"] for one in listed(name)] == found


def test_a_definition_is_given_whole():
    found = listed("data-protection")[0]
    assert [one["id"] for one in found["stages"]] == ["new", "open", "answered", "closed"]
    assert found["clocks"][0]["target"] == 30
    assert found["letters"][1]["contains"][1] == "the right to complain to the Information Commissioner, and how"


@pytest.mark.parametrize("name", ["parking", " "])
def test_an_unknown_procedure_is_told_the_known_ones(name):
    with pytest.raises(ValueError, match=r"There is no procedure “.*”\. Use one of: .*statutory.*; or a clock or rule"):
        listed(name)


@pytest.mark.parametrize("definition", shipped().all, ids=lambda one: one.name)
def test_a_person_is_told_all_of_a_definition(definition, capsys):
    law.procedures_(argparse.Namespace(name=definition.name, json=False))
    told = capsys.readouterr().err
    missing = [
        one for one in (*definition.clocks, *(event.says for event in definition.events.values())) if one not in told
    ]
    assert missing == []
    assert all(part in told for letter in definition.letters.values() for part in letter.contains)
