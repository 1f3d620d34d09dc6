"""What the staff's pages call how a clock stands, who owes what, and how sure a rule is."""

from __future__ import annotations

from collections.abc import Iterable

from heard.access.roles import ROLES
from heard.law.clocks import Deadline
from heard.law.due import day_said
from heard.law.procedures import CONFIDENCE, Clock
from heard.law.timeline import Owed, Reading

STATES = {
    "in-target": "Done in target",
    "in-extension": "Done in an agreed extension",
    "late": "Done late",
    "open": "Open",
    "overdue": "Overdue",
    "stopped": "Stopped",
    "not-started": "Not started",
    "unknown": "Cannot be worked out",
}
COLOURS = {"in-target": "green", "in-extension": "green", "late": "red", "overdue": "red", "open": "blue"}
WINDOWS = {"in-target": "Used in time", "late": "Used late", "open": "Open", "overdue": "Over", "stopped": "Over"}
RIGHTS = {
    "in-target": "Did not begin",
    "late": "Began",
    "open": "Not yet",
    "overdue": "Has begun",
    "stopped": "Not now",
}
UNITS = {"working-days": "working day", "calendar-days": "day", "weeks": "week", "months": "month", "years": "year"}


def state(found: Reading) -> str:
    """Return how a clock stands, in a few words. A pause stops it; so does leaving its stage without it."""
    if found.clock.kind == "window":
        return WINDOWS.get(found.state, STATES[found.state])
    if found.clock.kind == "right":
        return RIGHTS.get(found.state, STATES[found.state])
    if found.within_limit:
        said = {"late": "Done within the limit, without an extension", "overdue": "Past its target, not past its limit"}
        return said[found.state]
    if found.state == "stopped" and found.ended is None:
        return "Paused"
    return STATES[found.state]


def colour(found: Reading) -> str:
    """Return the colour of the words of `state`; they say the same without it."""
    if found.clock.kind != "deadline":
        return "grey"
    return "orange" if found.within_limit else COLOURS.get(found.state, "grey")


def number(count: int, unit: str) -> str:
    """Return a count with its unit, such as “10 working days”."""
    return f"{count} {UNITS[unit]}{'' if count == 1 else 's'}"


def length(clock: Clock) -> str:
    """Return how long a clock gives, in words."""
    said = [] if clock.target is None else [number(clock.target, clock.unit)]
    if clock.limit is not None and clock.limit != clock.target:
        said.append(f"{number(clock.limit, clock.unit)}{' at the most' if said else ''}")
    if clock.limit_extended:
        said.append(f"{number(clock.limit_extended, clock.unit)} after an extension")
    return ", ".join(said)


def dates(found: Deadline) -> str:
    """Return target and limit of a deadline, in words."""
    said = [f"{name} {day_said(day)}" for name, day in (("target", found.target), ("limit", found.limit)) if day]
    return " and ".join(said) or "no date yet"


def other_readings(found: Reading) -> list[str]:
    """Return a sentence for each other way of reading the law that gives other dates, none where nothing is disputed."""
    said, dated = [], found.deadline
    if found.other:
        said.append(f"Counted from {day_said(found.other.started)} instead: {dates(found.other)}.")
    if dated and dated.pauses and dated.target_unpaused:
        said.append(f"Without the pause the target would be {day_said(dated.target_unpaused)}.")
    if dated and dated.pauses and dated.limit_waiting and dated.limit_waiting != dated.limit:
        said.append(f"If the days of the pause are left out, the limit would be {day_said(dated.limit_waiting)}.")
    return said


def roles(by: Iterable[str]) -> str:
    """Return roles as a sentence has them: “team manager or complaints officer”."""
    names = [ROLES[role].title for role in by if role in ROLES]
    lower = [f"{name[0].lower()}{name[1:]}" for name in names]
    said = " or ".join([", ".join(lower[:-1]), lower[-1]] if len(lower) > 1 else lower)
    return f"{said[:1].upper()}{said[1:]}"


def to_do(one: Owed) -> str:
    """Return what is owed as somebody would be asked to do it, where a clock says it so."""
    return one.clock.does if one.clock and one.clock.met_by[0] == one.event.id else one.event.says


def sure(confidence: str) -> str:
    """Return how sure a rule is, in words: CONFIDENCE of the definitions."""
    said = CONFIDENCE[confidence]
    return f"{said[0].upper()}{said[1:]}."
