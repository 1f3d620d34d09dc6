"""The rules as they hold in this council: Heard's definitions with the council's own on top, and its calendars.

A council's own definitions are the .toml files in HEARD_HOME/procedures. Its holidays and closure days are settings, each
with the day on which it was entered: what was finished by then keeps the dates that it had.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings

from heard.access.roles import ROLES
from heard.law.calendars import CALENDARS, Calendar
from heard.law.procedures import Clock, Definition, DefinitionError, Rules, rules_with
from heard.record.council import BY_KEY
from heard.record.queries.settings import made

FOLDER = "procedures"
CLOSED = "council closed"
Days = tuple[tuple[date, date], ...]
"""(day, the day on which it was entered)."""


@dataclass(frozen=True)
class Here:
    """The rules of this council as they are now. `left_open` are its answers to what the rulebook leaves open."""

    rules: Rules
    holidays: Days
    closures: Days
    left_open: tuple[tuple[str, str], ...]

    @property
    def settings(self) -> Mapping[str, str]:
        return dict(self.left_open)

    @property
    def calendars(self) -> Mapping[str, Calendar]:
        return calendars(self.holidays, self.closures)

    def as_known(self, day: date) -> Mapping[str, Calendar]:
        """Return the calendars as they were known before a day: what was done on it is judged by them."""
        known = [tuple(one for one in days if one[1] < day) for days in (self.holidays, self.closures)]
        return calendars(*known)

    def calendar(self, clock: Clock | None = None, known: date | None = None) -> Calendar:
        """Return the calendar of a clock, England's without one; with `known`, as it was known on that day."""
        found = self.as_known(known) if known else self.calendars
        name = clock.calendar if clock else "england"
        return found[f"{name} with closures"] if clock and clock.excludes_closures else found[name]

    def definition(self, procedure: str, received: date) -> Definition:
        """Return the rules that a complaint received on that day began under. Raises DefinitionError."""
        return self.rules.definition(procedure, received)

    def definition_or_none(self, procedure: str, received: date) -> Definition | None:
        """Return the rules that a complaint received on that day began under, None where there are none."""
        try:
            return self.definition(procedure, received)
        except DefinitionError:
            return None


@lru_cache(maxsize=64)
def calendars(holidays: Days, closures: Days) -> Mapping[str, Calendar]:
    """Return every calendar with these holidays, by name, and each by “NAME with closures” with the closure days too."""
    found = {name: make().also_closed(day for day, _ in holidays) for name, make in CALENDARS.items()}
    return found | {
        f"{name} with closures": one.also_closed((day for day, _ in closures), CLOSED) for name, one in found.items()
    }


def here() -> Here:
    """Return the rules as they hold in this council now, with one query. Raises DefinitionError for a bad file."""
    return _here(made())


def _here(kept: Mapping[str, Any]) -> Here:
    def days(key: str) -> Days:
        return tuple(
            (date.fromisoformat(one["day"]), date.fromisoformat(one["entered_on"])) for one in kept.get(key, [])
        )

    open_ = tuple((key, kept.get(key, BY_KEY[key].default)) for key in ("st2_clock_start", "advocate_pause"))
    return Here(council_rules(), days("holidays"), days("closure_days"), open_)


def council_rules() -> Rules:
    """Return Heard's definitions with the council's own on top. They are read again when a file changes.

    A file that was changed into a bad one leaves the rules as they were, so that no page fails for it; one that is bad
    from the start raises DefinitionError, and nothing is served.
    """
    folder = Path(django_settings.HEARD_HOME) / FOLDER
    try:
        _LAST[str(folder)] = _read(_stamps(folder))
    except DefinitionError:
        if str(folder) not in _LAST:
            raise
        log.error("A file in %s is not a definition: the rules stay as they were. See `heard procedures`.", FOLDER)
    return _LAST[str(folder)]


log = logging.getLogger(__name__)
_LAST: dict[str, Rules] = {}
Stamps = tuple[tuple[str, int, int], ...]


def _stamps(folder: Path) -> Stamps:
    """Return (path, when changed, size) of each file; hidden ones are an editor's. Raises DefinitionError."""
    found = []
    for path in sorted(folder.glob("[!.]*.toml")):
        try:
            stat = path.stat()
        except OSError as error:
            raise DefinitionError(f"{path.name}: it cannot be read. {error.strerror}.") from error
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


@lru_cache(maxsize=8)
def _read(found: Stamps) -> Rules:
    return rules_with({Path(path).name: _text(Path(path)) for path, _, _ in found}, roles=ROLES)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path.name}: this is not text in UTF-8. Save it as UTF-8.") from error
    except OSError as error:
        raise DefinitionError(f"{path.name}: it cannot be read. {error.strerror}.") from error
