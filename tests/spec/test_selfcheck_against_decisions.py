"""The self-check against published decisions of the Ombudsman: does it say “a finding is likely” where fault was found?

A decision is scored where fault was found or was not (never where it was left undecided), and its timeline has a date that
starts or answers a clock, or its facts let triage judge the procedure that the council used. The dates are those of the
first page of each decision: few, and often of months. Each is looked at on its last date, as the Ombudsman did, under the
procedure that the council used; what the Ombudsman said of the procedure is not shown to the check.

Read the result with care. No decision in which no fault was found has a date that starts a clock, so the dates show how
much fault is seen, and not how often fault would be seen where there is none. For that there is only that the check is
silent on all of those decisions. Print the table: python -m tests.spec.test_selfcheck_against_decisions
"""

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from heard.law.calendars import england
from heard.law.selfcheck import SelfCheck, selfcheck
from heard.law.selfcheck.checks import FAMILIES, TIMED

DECISIONS = json.loads((Path(__file__).parents[1] / "data" / "ombudsman-decisions.json").read_text("utf-8"))
BY_ID = {one["id"]: one for one in DECISIONS}

COUNTS = frozenset(event for row in TIMED for event in (*row.starts, *row.ends)) | {"action_due", "not_done_as_at"}
"""The events whose date makes a decision one that the dates can judge."""

UNSCORED = {"substantive_fault"}
"""Labels that are no fault in handling a complaint or a plan: about the service itself."""


def checked(decision) -> SelfCheck:
    dates = [entry["date"] for entry in decision["timeline"]]
    last = max(dates, default="2026-01-01")
    on = date.fromisoformat(last if len(last) == 10 else f"{last}-01")
    return selfcheck(
        decision["route_used_by_council"], decision["timeline"], on=on, calendar=england(), facts=decision["facts"]
    )


def decided(decision) -> bool:
    return decision["fault_found"] is not None


def dated(decision) -> bool:
    return decided(decision) and any(entry["event"] in COUNTS for entry in decision["timeline"])


def routed(decision) -> bool:
    return decided(decision) and not dated(decision) and FAMILIES[decision["route_used_by_council"]] == "corporate"


DATED = [one["id"] for one in DECISIONS if dated(one)]
ROUTED = [one["id"] for one in DECISIONS if routed(one)]
SCORED = [*DATED, *ROUTED]


def agrees(decision) -> bool:
    return checked(decision).finding_likely is decision["fault_found"]


def labels(decision) -> tuple[set[str], set[str], set[str]]:
    """Return the labels that both name, those that only the decision names, and those that only the check does."""
    found, published = set(checked(decision).faults), set(decision["faults"]) - UNSCORED
    return found & published, published - found, found - published


DISAGREE = {
    "24 017 390": "The only date is that of an answer. That the complaint belonged in another procedure is not a date, and the "
    "page does not say which procedure was used.",
    "press-2021-05-care-leaver": "The dates are those of the report and of the answer to stage 2, two months apart. When stage "
    "2 was asked for, and that a panel was asked for and never held, has no date.",
    "19 003 022": "Triage leans to the statutory procedure for a special guardian's support and is in doubt, since nobody knows "
    "whether there is a court case. The check says nothing while triage is in doubt.",
    "22 000 441": "An amended plan was four months late, and no date of it is on the page. The procedure was the right one.",
}
"""The finding differs: why."""

OTHER_LABELS = {
    "19 011 568": "The check sees no plan for years after the review. The page lists faults of the service only.",
    "21 009 326": "The page dates only the receipt, so the check sees a first stage without an answer. It knows of the "
    "silence too, and calls that no likely finding by itself.",
    "21 015 907": "As before: only the receipt is dated, and it was stage 2 that was late.",
    "22 015 018": "The check counts stage 2 from the agreed statement, which is late. The refusal before it has no date, and the "
    "page calls the delay one of the whole procedure.",
    "23 019 861": "The delay has its two dates and not its stage. The page's words say that it was stage 2.",
    "24 002 314": "The check sees half a year without an answer. That it was refused as too old, and how, is not a date.",
    "24 004 931": "The check sees most of a year without an answer. That the procedure was the wrong one is not a date.",
    "press-2013-07-derbyshire": "Something was missing in September 2012. That it was stage 2 is in the words of the page only.",
}
"""Fault is seen by both, and no label of it is the same: why."""


def named_otherwise(decision) -> bool:
    return agrees(decision) and bool(decision["faults"]) and not labels(decision)[0]


def test_how_many_decisions_can_be_scored():
    """Of 155 decisions 133 were decided: 19 have such dates, 3 more a procedure to judge. Fault was found in all 22."""
    assert all(BY_ID[name]["fault_found"] for name in SCORED)
    assert (len(DATED), len(ROUTED)) == (19, 3)


def test_every_disagreement_is_explained_and_no_explanation_is_stale():
    assert {name for name in SCORED if not agrees(BY_ID[name])} == DISAGREE.keys()
    assert {name for name in SCORED if named_otherwise(BY_ID[name])} == OTHER_LABELS.keys()


def test_the_finding_agrees_at_least_this_often():
    assert sum(agrees(BY_ID[name]) for name in SCORED) >= 18


def test_a_label_agrees_at_least_this_often():
    both = [labels(BY_ID[name]) for name in SCORED]
    assert sum(bool(same) for same, _, _ in both) >= 10
    assert sum(len(same) for same, _, _ in both) >= 10


NO_FAULT = [one["id"] for one in DECISIONS if one["fault_found"] is False]


@pytest.mark.parametrize("name", NO_FAULT)
def test_where_no_fault_was_found_the_check_says_nothing_is_likely(name):
    assert not checked(BY_ID[name]).finding_likely


def table() -> list[str]:
    """Return a line for each scored decision, and the sums."""
    lines, both = [], [labels(BY_ID[name]) for name in SCORED]
    for name, (same, missed, extra) in zip(SCORED, both, strict=True):
        mark = "agrees" if agrees(BY_ID[name]) else "DIFFERS"
        lines.append(
            f"{name:28} {mark:8} both: {_joined(same)} | decision: {_joined(missed)} | check: {_joined(extra)}"
        )
    total, hit = len(SCORED), sum(len(same) for same, _, _ in both)
    named, said = hit + sum(len(missed) for _, missed, _ in both), hit + sum(len(extra) for _, _, extra in both)
    return [
        *lines,
        f"The finding agrees in {sum(agrees(BY_ID[name]) for name in SCORED)} of {total} decisions.",
        f"At least one label agrees in {sum(bool(same) for same, _, _ in both)} of {total}.",
        f"Of {named} labels of the decisions {hit} are found; of {said} labels found {hit} are in the decisions.",
        f"Scored by dates {len(DATED)}, by procedure alone {len(ROUTED)}, of {sum(map(decided, DECISIONS))} decided.",
        f"No fault was found in {len(NO_FAULT)}, of which {sum(name in SCORED for name in NO_FAULT)} are scored.",
    ]


def _joined(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "-"


if __name__ == "__main__":
    sys.stdout.write("\n".join([*table(), ""]))
