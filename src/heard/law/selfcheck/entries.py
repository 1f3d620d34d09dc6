"""What happened, as a timeline tells it: each entry an event and the days on which it may have been.

A date that names only a month is read kindly: what starts a clock happened on the month's last day, and what answers it
on its first. So whatever is found wrong is wrong for every day of the month.
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.law.calendars import Calendar

MOST_ENTRIES = 2_000
EVENTS = frozenset((
    "received", "acknowledged", "stage_1_response", "stage_2_requested", "stage_2_refused", "stage_2_started",
    "stage_2_due", "statement_agreed", "io_appointed", "stage_2_report", "stage_2_response", "stage_3_requested",
    "panel_due", "complaint_response", "final_response", "remedy_offered", "action_due", "action_done",
    "not_done_as_at", "delay_started", "delay_ended", "ombudsman_complaint", "earlier_ombudsman_decision",
    "ombudsman_decision", "ehc_request", "ehc_decision_due", "ehc_plan_due", "ehc_plan_issued",
    "ehc_review_meeting", "service_event",
))  # fmt: skip
"""The events of published decisions. Those of every definition are known as well."""

DUE = frozenset({"stage_2_due", "panel_due", "action_due", "ehc_decision_due", "ehc_plan_due"})
"""Events that are a date to come, and so are known before it."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Entry:
    """One event, on some day from `first` to `last`, both included: the same day where the day is known."""

    first: date
    last: date
    event: str

    @property
    def said(self) -> str:
        """When it was, as a person reads it: “on 3 June 2026” or “in June 2026”."""
        return f"on {said(self.last)}" if self.first == self.last else f"in {self.first:%B %Y}"


def said(day: date) -> str:
    """Return a date as people read it: 7 August 2023."""
    return f"{day.day} {day:%B %Y}"


def read_entries(
    timeline: Sequence[Mapping[str, Any] | Sequence[Any]], known: Collection[str], calendar: Calendar
) -> tuple[Entry, ...]:
    """Return the entries in order of date. Raises ValueError with a sentence that names the entry that cannot be read."""
    if isinstance(timeline, (str, bytes, Mapping)) or not isinstance(timeline, Sequence):
        raise ValueError("The timeline must be a list of entries, each with a date and an event.")
    if len(timeline) > MOST_ENTRIES:
        raise ValueError(f"The timeline has {len(timeline):,} entries. Give at most {MOST_ENTRIES:,}.")
    return tuple(sorted(_entry(number, one, known, calendar) for number, one in enumerate(timeline, start=1)))


def _entry(number: int, given: object, known: Collection[str], calendar: Calendar) -> Entry:
    where = f"Entry {number} of the timeline"
    if isinstance(given, Mapping):
        day, event = given.get("date"), given.get("event")
    elif isinstance(given, (tuple, list)) and len(given) == 2:
        day, event = given
    else:
        raise ValueError(f"{where} must have a “date” and an “event”.")
    if not isinstance(event, str) or event not in known:
        raise ValueError(f"{where}: “{str(event)[:40]}” is not an event that is known here.")
    first, last = _days(f"{where} ({event})", day)
    if first < calendar.first or last > calendar.last:
        raise ValueError(
            f"{where} ({event}): {str(day)[:20]} is outside the years that are known here "
            f"({calendar.first.year} to {calendar.last.year})."
        )
    return Entry(first, last, event)


def _days(where: str, given: object) -> tuple[date, date]:
    if type(given) is date:
        return given, given
    try:
        if isinstance(given, str) and _MONTH.fullmatch(given):
            first = date.fromisoformat(f"{given}-01")
            return first, first.replace(day=months.monthrange(first.year, first.month)[1])
        if isinstance(given, str) and len(given) == 10:
            day = date.fromisoformat(given)
            return day, day
    except ValueError:
        pass
    raise ValueError(f"{where}: “{str(given)[:20]}” is not a date. Write it like 2026-06-01, or 2026-06 for a month.")
