"""Who may do what, when: every state of every procedure that ships, with every role and every event.

The tables of the procedures say in which stages an event is the ordinary thing, who does it, and what must be before it. What
somebody of another role did, and nobody of the complaints team decides, the complaints team may record. Nobody else is offered
anything, except that the monitoring officer, who holds a complaint that nobody else may hold, stands in for the complaints
manager. The files are read here a second time, by code of its own, and both readings must agree in every cell.
`python -m tests.spec.test_who_may_do_what` prints how many cells there are.
"""

import sys
import tomllib
from collections import deque
from datetime import timedelta
from functools import cache
from importlib.resources import files

import pytest

from heard.access.roles import ROLES
from heard.law.procedures import shipped
from heard.law.timeline import Happening, Timeline, read

TEAM = {"complaints-officer", "complaints-manager"}
STANDS_IN = {"monitoring-officer": "complaints-manager"}
"""Role → whose place it takes: a complaint about the complaints team itself is run by the monitoring officer."""
AFTER_THE_END = {
    # what may be done once everything is over
    "corporate-code": {"ombudsman_complaint"},
    "corporate-two-stage": {"ombudsman_complaint"},
    "statutory": {"ombudsman_complaint"},
}
"""Definition → what its ended stages still offer: a complaint goes to the Ombudsman mostly after the council is done."""


@cache
def raw(name: str) -> dict:
    """Return a definition as its file says it, on top of the file that it extends."""
    above = tomllib.loads(files("heard.law.procedures").joinpath(f"{name}.toml").read_text("utf-8"))
    if "extends" not in above:
        return above
    below = {kind: dict(raw(above["extends"]).get(kind, {})) for kind in ("stages", "events")}
    for gone in above.get("without", ()):
        kind, _, key = gone.partition(".")
        below.get(kind, {}).pop(key, None)
    for kind, entries in below.items():
        for key, one in above.get(kind, {}).items():
            entries[key] = entries.get(key, {}) | one
    return below


def with_needs(events: dict, event: str, stage: str, done: tuple[str, ...]) -> tuple[str, ...]:
    """Return what was done once an event and all that it needs are done in a stage."""
    for needed in events[event].get("needs", ()):
        if needed not in done and stage in events[needed]["stages"]:
            done = with_needs(events, needed, stage, done)
    return (*done, event)


@cache
def paths(name: str) -> dict[str, tuple[str, ...]]:
    """Return stage → a shortest way of events to it, from nothing."""
    stages, events = raw(name)["stages"], raw(name)["events"]
    first = next(iter(stages))
    found, waiting = {first: ()}, deque([first])
    while waiting:
        stage = waiting.popleft()
        for event, rule in events.items():
            if stage in rule["stages"] and rule.get("to", stage) not in found:
                found[rule["to"]] = with_needs(events, event, stage, found[stage])
                waiting.append(rule["to"])
    return found


def everything_in(name: str, stage: str) -> tuple[str, ...]:
    """Return the way to a stage, and then each of its events that leads nowhere else."""
    events, done = raw(name)["events"], paths(name)[stage]
    for event, rule in events.items():
        if stage in rule["stages"] and not rule.get("to") and event not in done:
            done = with_needs(events, event, stage, done)
    return done


NAMES = sorted(found.name for found in shipped().all)
STATES = [
    pytest.param(name, stage, done, id=f"{name}-{stage}-{'all done' if place else 'just reached'}")
    for name in NAMES
    for stage, reached in paths(name).items()
    for place, done in enumerate((reached, everything_in(name, stage)))
    if place == 0 or done != reached
]


def at(name: str, done: tuple[str, ...]) -> Timeline:
    """Return how it stands after these events, one a day."""
    law = next(one for one in shipped().all if one.name == name)
    happened = [Happening(law.since + timedelta(days=place), event) for place, event in enumerate(done)]
    return read(law, happened, on=law.since + timedelta(days=len(done)))


def expected(name: str, stage: str, done: tuple[str, ...], role: str) -> list[tuple[str, bool]]:
    """Return what a role may do, and whether it is the role's own to do, from the files themselves."""
    role, cells = STANDS_IN.get(role, role), []
    for event, rule in raw(name)["events"].items():
        possible = stage in rule["stages"] and all(needed in done for needed in rule.get("needs", ()))
        if possible and (rule.get("again") or event not in done):
            records = role in TEAM and TEAM.isdisjoint(rule["by"])
            if role in rule["by"] or records:
                cells.append((event, role in rule["by"]))
    return cells


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_can_be_reached(name):
    assert set(paths(name)) == set(raw(name)["stages"])


@pytest.mark.parametrize(("name", "stage", "done"), STATES)
def test_each_role_is_offered_what_the_files_say_and_nothing_else(name, stage, done):
    found = at(name, done)
    assert found.stage.id == stage
    for role in ROLES:
        offered = [(offer.event.id, offer.own) for offer in found.offers(role)]
        assert offered == expected(name, stage, done, role), role


@pytest.mark.parametrize(("name", "stage", "done"), STATES)
def test_the_way_there_is_in_order(name, stage, done):
    of_time = ("is outside", "extension was told", "the right to it begins")
    assert [one for one in at(name, done).warnings if not any(said in one for said in of_time)] == []


@pytest.mark.parametrize("name", NAMES)
def test_somebody_can_move_on_from_every_stage_that_does_not_end(name):
    """Once what is owed in it was done, some role is offered an event that leads elsewhere."""
    for stage, rule in raw(name)["stages"].items():
        found = at(name, everything_in(name, stage))
        leads = {offer.event.to for role in ROLES for offer in found.offers(role)} - {"", stage}
        assert leads or rule.get("ends"), stage


@pytest.mark.parametrize("name", NAMES)
def test_an_ended_stage_offers_nothing_but_the_way_to_the_ombudsman(name):
    offered = {
        offer.event.id
        for stage, rule in raw(name)["stages"].items()
        if rule.get("ends")
        for role in ROLES
        for offer in at(name, paths(name)[stage]).offers(role)
    }
    assert offered == AFTER_THE_END.get(name, set())


@pytest.mark.parametrize(("name", "stage", "done"), STATES)
def test_what_is_owed_can_be_done_by_whoever_owes_it_or_waits_for_something_that_is_owed_first(name, stage, done):
    found = at(name, done)
    owed = [one.event.id for one in found.owed]
    for one in found.owed:
        offered = {offer.event.id for role in one.by for offer in found.offers(role)}
        assert one.event.id in offered or set(one.event.needs) & set(owed), one.event.id


def cells() -> int:
    """Return how many cells there are: state, role and event."""
    return sum(len(ROLES) * len(raw(one.values[0])["events"]) for one in STATES)


def test_there_are_as_many_cells_as_we_say():
    assert cells() > 10_000


if __name__ == "__main__":
    sys.stdout.write(
        f"{len(NAMES)} definitions, {len(STATES)} states, {len(ROLES)} roles: {cells():,} cells, all checked.\n"
    )
