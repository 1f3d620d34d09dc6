"""Reading a definition from its text, and refusing one that is incomplete or contradicts itself.

Every message names the file, the table and the key, since whoever wrote the file must find the place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from itertools import pairwise
from typing import Any, get_args

from heard.law.calendars import CALENDARS
from heard.law.procedures.model import (
    CONFIDENCE,
    CONVENTIONS,
    Clock,
    Definition,
    EventRule,
    Kind,
    LetterRule,
    StageRule,
    Unit,
)

_KINDS: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2026-04-01",
    dict: "a table",
    list: "a list of texts",
}
_HEAD: dict[str, type] = {
    "procedure": str,
    "title": str,
    "since": date,
    "until": date,
    "note": str,
    "source": str,
    "confidence": str,
    "stages": dict,
    "events": dict,
    "clocks": dict,
    "letters": dict,
    "extends": str,
    "without": list,
}
_OPTIONAL = ("until", "note", "clocks", "letters", "extends", "without")
_MOST_DAYS = 4000


class DefinitionError(ValueError):
    """A definition is incomplete or contradicts another; the message names the file, the table and the key."""


def read(
    name: str, text: str, *, roles: Iterable[str] = (), bases: Mapping[str, str] | None = None, council: bool = False
) -> Definition:
    """Read one definition from the text of the file `name`. Raises DefinitionError.

    A file that says `extends = "statutory"` is that file with its own keys in place of the other's: `bases` are the
    texts it may name. With `roles`, who may do each event must be among them.
    """
    table = _extended(name, _parsed(name, text), bases or {})
    _check(name, "", table, _HEAD, optional=_OPTIONAL)
    found = Definition(
        name=name.removesuffix(".toml"),
        procedure=_text(name, "procedure", table),
        title=_text(name, "title", table),
        since=table["since"],
        until=table.get("until"),
        note=table.get("note", ""),
        source=_text(name, "source", table),
        confidence=table["confidence"],
        stage_rules={key: _stage(name, key, one) for key, one in table["stages"].items()},
        events={key: _event(name, key, one) for key, one in table["events"].items()},
        clocks={key: _clock(name, key, one) for key, one in table.get("clocks", {}).items()},
        letters={key: _letter(name, key, one) for key, one in table.get("letters", {}).items()},
        council=council,
        extends=table.get("extends", ""),
    )
    if found.until and found.until < found.since:
        raise DefinitionError(f"{name}: “until” is before “since”.")
    _known(name, "confidence", found.confidence, CONFIDENCE, "")
    _check_whole(name, found, frozenset(roles))
    return found


def check_apart(found: Iterable[Definition]) -> None:
    """Raise DefinitionError where two definitions of one procedure hold on one day."""
    ordered = sorted(found, key=lambda one: (one.procedure, one.since))
    for earlier, later in pairwise(ordered):
        if earlier.procedure == later.procedure and (earlier.until is None or earlier.until >= later.since):
            raise DefinitionError(
                f"{later.name}.toml: “since” is {later.since}, and {earlier.name}.toml of the same procedure "
                f"({later.procedure}) is in force until {earlier.until or 'further notice'}: their dates overlap."
            )


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{name}: this is not TOML. {error}.") from error
    except RecursionError:
        raise DefinitionError(f"{name}: this is not TOML that can be read: it is nested too deep.") from None


def _extended(name: str, table: dict[str, Any], bases: Mapping[str, str]) -> dict[str, Any]:
    """Return the table with what it does not say taken from the file that it extends; the dates are always its own."""
    base = table.get("extends")
    if base is None:
        return table
    if not isinstance(base, str) or base not in bases:
        raise DefinitionError(f"{name}: “extends” names “{base}”, and there is no {base}.toml to extend.")
    below = _extended(
        f"{base}.toml", _parsed(f"{base}.toml", bases[base]), {k: v for k, v in bases.items() if k != base}
    )
    left_out = table.get("without", [])
    if not isinstance(left_out, list):
        raise DefinitionError(f"{name}: “without” must be a list of texts.")
    for one in left_out:
        kind, _, key = str(one).partition(".")
        if not isinstance(below.get(kind), dict) or key not in below[kind]:
            raise DefinitionError(f"{name}: “without” names “{one}”, and {base}.toml has no such table.")
        del below[kind][key]
    table = _with_sources(table)
    return _merged({key: value for key, value in below.items() if key not in ("since", "until", "without")}, table)


_NUMBERS = ("target", "limit", "limit_extended", "unit", "starts_on")


def _with_sources(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table with its own source for each number that it changes: the other file's is not where it is written."""
    clocks, source = table.get("clocks"), table.get("source")
    if not isinstance(clocks, dict) or not isinstance(source, str):
        return table
    changed = {
        key: {"source": source, **clock}
        for key, clock in clocks.items()
        if isinstance(clock, dict) and any(one in clock for one in _NUMBERS)
    }
    return {**table, "clocks": {**clocks, **changed}}


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


_TYPES: dict[str, type] = {"str": str, "int": int, "bool": bool, "tuple[str, ...]": list, "int | None": int}


def _made(name: str, where: str, kind: type, key: str, table: Any) -> Any:
    """Return a `kind` from a table whose keys are its fields. A field without a default must be given."""
    wanted: dict[str, type] = {one.name: _TYPES.get(str(one.type), str) for one in fields(kind) if one.name != "id"}
    optional = tuple(one.name for one in fields(kind) if one.default is not MISSING)
    _check(name, where, table, wanted, optional)
    values = {field: tuple(value) if isinstance(value, list) else value for field, value in table.items()}
    for field, value in values.items():
        if isinstance(value, tuple) and not all(isinstance(one, str) for one in value):
            raise DefinitionError(f"{name}{where}: “{field}” must be a list of texts.")
        if field in wanted and field not in optional and value == "":
            raise DefinitionError(f"{name}{where}: “{field}” is empty.")
    return kind(id=key, **values)


def _stage(name: str, key: str, table: Any) -> StageRule:
    found: StageRule = _made(name, f" [stages.{key}]", StageRule, key, table)
    if found.number not in range(4):
        raise DefinitionError(f"{name} [stages.{key}]: “number” must be 1, 2 or 3.")
    return found


def _event(name: str, key: str, table: Any) -> EventRule:
    found: EventRule = _made(name, f" [events.{key}]", EventRule, key, table)
    return found


def _letter(name: str, key: str, table: Any) -> LetterRule:
    where = f" [letters.{key}]"
    found: LetterRule = _made(name, where, LetterRule, key, table)
    _known(name, "confidence", found.confidence, CONFIDENCE, where)
    return found


def _clock(name: str, key: str, table: Any) -> Clock:
    where = f" [clocks.{key}]"
    found: Clock = _made(name, where, Clock, key, table)
    for field, known in (
        ("confidence", CONFIDENCE),
        ("convention", CONVENTIONS),
        ("calendar", CALENDARS),
        ("unit", get_args(Unit)),
        ("kind", get_args(Kind)),
    ):
        _known(name, field, getattr(found, field), known, where)
    if not found.source.strip():
        raise DefinitionError(f"{name}{where}: “source” is empty.")
    if found.number not in range(4):
        raise DefinitionError(f"{name}{where}: “number” must be 1, 2 or 3.")
    for field in ("target", "limit", "limit_extended"):
        value = getattr(found, field)
        least = 0 if found.unit == "calendar-days" else 1
        if value is not None and not least <= value <= _MOST_DAYS:
            raise DefinitionError(f"{name}{where}: “{field}” must be from {least} to {_MOST_DAYS}.")
    if found.target is None and found.limit is None:
        raise DefinitionError(f"{name}{where}: give a “target”, a “limit” or both.")
    if found.target and found.limit and found.target > found.limit:
        raise DefinitionError(f"{name}{where}: “target” must not be above “limit”.")
    if found.confidence in ("U", "G") and not found.doubt.strip():
        raise DefinitionError(
            f"{name}{where}: “confidence” is {found.confidence}, so “doubt” must say what is uncertain."
        )
    if bool(found.pauses) != bool(found.resumes):
        raise DefinitionError(f"{name}{where}: “pauses” and “resumes” belong together.")
    return found


def _known(name: str, key: str, value: str, known: Iterable[str], where: str) -> None:
    if value not in known:
        raise DefinitionError(f"{name}{where}: “{key}” must be one of {', '.join(known)}.")


def _text(name: str, key: str, table: dict[str, Any]) -> str:
    if not table[key].strip():
        raise DefinitionError(f"{name}: “{key}” is empty.")
    return str(table[key])


def _check(name: str, where: str, table: Any, wanted: dict[str, type], optional: tuple[str, ...] = ()) -> None:
    """Raise DefinitionError for a key that is missing, of the wrong kind, or unknown: a misspelt “until” has no end."""
    if not isinstance(table, dict):
        raise DefinitionError(f"{name}{where}: this must be a table.")
    for key, kind in wanted.items():
        if key not in table and key not in optional:
            raise DefinitionError(f"{name}{where}: “{key}” is missing.")
        if key in table and type(table[key]) is not kind:
            raise DefinitionError(f"{name}{where}: “{key}” must be {_KINDS[kind]}.")
    for key in table:
        if key not in wanted:
            raise DefinitionError(f"{name}{where}: “{key}” is not a key that is known here.")


# The whole of a definition


def _check_whole(name: str, found: Definition, roles: frozenset[str]) -> None:
    """Raise DefinitionError for a name that is used and not defined, and for a stage that no event leads to."""
    if not found.stage_rules:
        raise DefinitionError(f"{name} [stages]: there is no stage.")
    for where, key, used, known in _uses(found):
        for one in used:
            if one and one not in known:
                kind = {"stages": "stage", "events": "event", "letters": "letter", "clocks": "clock"}[key[1]]
                raise DefinitionError(f"{name} [{where}]: “{key[0]}” names “{one}”, and there is no such {kind}.")
    _check_roles(name, found, roles)
    _check_reached(name, found)
    numbers = [clock.number for clock in found.clocks.values() if clock.number]
    for number in numbers:
        if numbers.count(number) > 1:
            raise DefinitionError(f"{name} [clocks]: “number” {number} is the number of two clocks.")


def _check_roles(name: str, found: Definition, roles: frozenset[str]) -> None:
    """Raise DefinitionError for an event that nobody may do, and, where the roles are known, for one that is none."""
    for event in found.events.values():
        if not event.by:
            raise DefinitionError(f"{name} [events.{event.id}]: “by” is empty, so nobody could do it.")
    uses = [(f"events.{event.id}", "by", role) for event in found.events.values() for role in event.by]
    uses += [(f"clocks.{clock.id}", "owed_by", clock.owed_by) for clock in found.clocks.values() if clock.owed_by]
    for where, key, role in uses if roles else ():
        if role not in roles:
            raise DefinitionError(f"{name} [{where}]: “{key}” names “{role}”, and there is no such role.")


def _uses(found: Definition) -> Iterable[tuple[str, tuple[str, str], Iterable[str], Iterable[str]]]:
    """Yield (table, (key, what it names), the names used, the names there are)."""
    for stage in found.stage_rules.values():
        yield f"stages.{stage.id}", ("owes", "events"), stage.owes, found.events
    for event in found.events.values():
        where = f"events.{event.id}"
        yield where, ("stages", "stages"), event.stages, found.stage_rules
        yield where, ("to", "stages"), (event.to,), found.stage_rules
        yield where, ("needs", "events"), event.needs, found.events
        yield where, ("another_than", "events"), event.another_than, found.events
        yield where, ("letters", "letters"), event.letters, found.letters
        yield where, ("sent", "events"), (event.sent,), found.events
    for clock in found.clocks.values():
        where = f"clocks.{clock.id}"
        yield where, ("met_by", "events"), clock.met_by, found.events
        yield where, ("capped_by", "clocks"), (clock.capped_by,), found.clocks
        for key in ("starts_on", "starts_on_instead", "extended_by", "pauses", "resumes"):
            yield where, (key, "events"), (getattr(clock, key),), found.events


def _check_reached(name: str, found: Definition) -> None:
    reached, waiting = set(), [found.first.id]
    while waiting:
        stage = waiting.pop()
        reached.add(stage)
        waiting += [
            event.to
            for event in found.events.values()
            if stage in event.stages and event.to and event.to not in reached
        ]
    for rule in found.stage_rules.values():
        if rule.id not in reached:
            raise DefinitionError(f"{name} [stages.{rule.id}]: no event leads to this stage.")
        for owed in rule.owes:
            if rule.id not in found.events[owed].stages:
                raise DefinitionError(
                    f"{name} [stages.{rule.id}]: “owes” names “{owed}”, which cannot happen in that stage."
                )
