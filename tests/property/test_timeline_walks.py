"""Random walks through the statutory procedure: whatever happens, in whatever order, the timeline stands.

A walk mixes what is offered with events out of order, repeated ones, pauses and extensions, over any gaps of days.
`python -m tests.property.test_timeline_walks --walks 2000` runs the long version and prints what it did.
"""

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from heard.access.roles import ROLES
from heard.law.procedures import definition
from heard.law.timeline import Happening, Timeline, read

LAW = definition("statutory", date(2007, 1, 1))
STEPS = 50
KINDS = {"offered": 62, "out of order": 14, "repeated": 8, "pause": 8, "extension": 8}
"""What a step of a walk is, and how often of a hundred."""
GAPS = (0, 0, 0, 1, 1, 1, 2, 3, 5, 8, 13, 21, 34, 90, 200)
"""Days between one event and the next. Where one was out of order or leads on, the next is on a later day: events of a day
have no order of their own, so a step forward may go before what was warned about."""
BY_SETTINGS = ({}, {"st2_clock_start": "statement_agreed"}, {"advocate_pause": "limit_waits"})
OF_TIME = ("The extension was told", "“Stage 2 asked for” was on ")
"""How a warning about a date begins. Others are about the order."""


ENDS = {"closed", "withdrawn", "withdrawal_confirmed", "not_accepted", "refusal_sent", "stopped_for_proceedings"}
LATER = [event for event in LAW.events if event not in ENDS]
"""The events that end nothing. Nine steps in ten are of these: a walk that ends at once shows little."""


def of_order(found: Timeline) -> list[str]:
    return [one for one in found.warnings if not one.startswith(OF_TIME)]


class Walk:
    """One walk from its seed. Raises AssertionError, naming the seed, where something does not hold."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.settings = BY_SETTINGS[seed % len(BY_SETTINGS)]
        self.seed, self.counted = seed, Counter()
        self.on = date(2007, 1, 1) + timedelta(days=self.chance.randrange(17 * 365))
        self.happened = [Happening(self.on, "received", "P0")]
        self.timeline = self.look(self.happened)
        self.stages = {self.timeline.stage.id}

    def look(self, happened: list[Happening]) -> Timeline:
        return read(LAW, happened, on=self.on, settings=self.settings)

    def go(self, steps: int) -> Counter:
        kind = ""
        for number in range(1, steps):
            later = kind != "offered" or bool(LAW.events[self.happened[-1].event].to)
            kind, event = self.chosen()
            self.on += timedelta(days=max(self.chance.choice(GAPS), int(later)))
            before = self.look(self.happened)
            self.happened.append(Happening(self.on, event, f"P{number}"))
            self.timeline = self.look(self.happened)
            self.stages.add(self.timeline.stage.id)
            self.check(before, kind)
            self.counted += Counter({"steps": 1, kind: 1, "readings": len(self.timeline.readings)})
            self.counted["warnings"] += len(self.timeline.warnings) - len(before.warnings)
        self.check_whole()
        self.counted.update(f"came to {stage}" for stage in self.stages)
        self.counted[f"ended in {self.timeline.stage.id}"] += 1
        return self.counted

    def chosen(self) -> tuple[str, str]:
        """Return what kind of step comes next, and its event."""
        kind = self.chance.choices(list(KINDS), KINDS.values())[0]
        offered = sorted({offer.event.id for role in ROLES for offer in self.timeline.offers(role)})
        going_on = LATER if self.chance.random() < 0.9 else list(LAW.events)
        if kind == "offered" and offered:
            return kind, self.chance.choice([event for event in offered if event in going_on] or offered)
        if kind == "repeated":
            return kind, self.chance.choice(self.happened).event
        if kind == "pause":
            return kind, self.chance.choice(["stage_1_paused", "stage_1_resumed"])
        if kind == "extension":
            return kind, self.chance.choice(["stage_1_extended", "stage_2_extended"])
        return "out of order", self.chance.choice(going_on)

    def check(self, before: Timeline, kind: str) -> None:
        now, where = self.timeline, f"walk {self.seed}, step {len(self.happened)}: {self.happened[-1]}"
        assert LAW.stage_rules[now.stage.id] is now.stage, where
        assert kind != "offered" or len(of_order(now)) <= len(of_order(before)), (where, now.warnings)
        for event in now.owed:
            assert event.event.id in now.stage.owes, where
        if self.happened[-1].event != "resubmitted":
            for old in before.readings:
                same = now.reading(old.clock.id)
                if old.met_on:
                    assert (same.met_on, same.taken, same.state) == (old.met_on, old.taken, old.state), (where, old)
        for one in now.readings:
            self.check_reading(one, where)

    def check_reading(self, one, where: str) -> None:
        found, due = one.deadline, one.due
        if found and found.target and found.limit and not found.pauses:
            assert found.target <= found.limit, where
        assert (one.state == "overdue") == (one.running and due is not None and self.on > due), (where, one)
        assert not (self.timeline.stage.ends and one.running), (where, one)
        assert one.taken is None or one.taken >= 0, where

    def check_whole(self) -> None:
        """Reading twice, and reading the events in any order, gives the same."""
        assert self.look(self.happened) == self.timeline, self.seed
        shuffled = self.happened[:]
        self.chance.shuffle(shuffled)
        assert self.look(shuffled) == self.timeline, self.seed
        assert self.look([replace(one) for one in reversed(self.happened)]) == self.timeline, self.seed


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=0, max_value=2**32))
def test_whatever_happens_the_timeline_stands(seed):
    counted = Walk(seed).go(STEPS)  # each step checks the invariants
    assert counted["steps"] == STEPS - 1


def main() -> None:
    asked = argparse.ArgumentParser(description="Random walks through the statutory procedure.")
    asked.add_argument("--walks", type=int, default=2000)
    asked.add_argument("--from", type=int, default=0, dest="first", help="the seed of the first walk")
    chosen = asked.parse_args()
    began, counted = time.monotonic(), Counter()
    for seed in range(chosen.first, chosen.first + chosen.walks):
        counted += Walk(seed).go(STEPS)
    sys.stdout.write(f"{chosen.walks:,} walks of {STEPS} events in {time.monotonic() - began:.0f} s\n")
    for name, times in sorted(counted.items()):
        sys.stdout.write(f"{name:32} {times:10,}\n")


if __name__ == "__main__":
    main()
