"""What there is to report on, and whether a report that was counted still says what the register says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max

from heard.access.policy import Actor, require
from heard.law.years import FinancialYear
from heard.record.models import Comment, Complaint, Compliment, Event, FrozenYear, OmbudsmanCase

RECEIVED: tuple[Any, ...] = (Complaint, Compliment, Comment, OmbudsmanCase)

COUNTED = "report.counted"
NO_CHANGE = (
    *(".viewed", ".opened", ".refused", ".searched"),
    *("complaint.assigned", "complaint.part-ended", "team.posted", "team.post-ended"),
)
"""How the actions end that no figure depends on: looks, and who has a case."""
OTHER_MATTERS = ("report.", "person.", "wall.", "filter.", "upload.")
"""How the actions begin that tell of no record that a report counts."""


def last_event(*, by: Actor) -> int:
    """Return the sequence of the last event, 0 while there is none. Raises NotAllowedError, as all of these do."""
    require(by, "report", "count")
    return Event.objects.aggregate(last=Max("sequence"))["last"] or 0


def known(year: FinancialYear, digest: str, *, by: Actor) -> bool:
    """Answer whether the history says that an edition of the year with this digest was counted."""
    require(by, "report", "view")
    return Event.objects.filter(action=COUNTED, reference=str(year), details__digest=digest).exists()


# Steps from each action to the next along the index on (action, sequence), and asks of each whether it came since: so it
# takes as long however many looks the history has gathered.
ACTIONS_SINCE = """
WITH RECURSIVE step(action) AS (
    SELECT MIN(action) FROM {events}
    UNION ALL
    SELECT (SELECT MIN(e.action) FROM {events} e WHERE e.action > step.action) FROM step WHERE step.action IS NOT NULL
)
SELECT step.action FROM step WHERE step.action IS NOT NULL
    AND EXISTS (SELECT 1 FROM {events} e WHERE e.action = step.action AND e.sequence > %s)
"""


def changed_since(sequence: int, *, by: Actor) -> bool:
    """Answer whether anything happened after this event that a figure may depend on."""
    require(by, "report", "view")
    with connection.cursor() as cursor:
        cursor.execute(ACTIONS_SINCE.format(events=Event._meta.db_table), [sequence])
        actions = [action for (action,) in cursor.fetchall()]
    return any(not action.endswith(NO_CHANGE) and not action.startswith(OTHER_MATTERS) for action in actions)


def years(*, by: Actor) -> list[FinancialYear]:
    """Return every financial year, newest first, in which the register received something. Two queries."""
    require(by, "report", "view")
    span = _span()
    if span is None:
        return []
    starts = range(FinancialYear.of(span[0]).start, FinancialYear.of(span[1]).start + 1)
    found, parameters = [], []
    for year in map(FinancialYear, starts):
        held = [
            f"EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE received_on BETWEEN %s AND %s)"  # nosec B608: our own names
            for model in RECEIVED
        ]
        found.append(f"SELECT {year.start} WHERE {' OR '.join(held)}")  # nosec B608: a number of ours
        parameters += [_written(day) for _ in RECEIVED for day in (year.first_day, year.last_day)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(found), parameters)
        return sorted((FinancialYear(start) for (start,) in cursor.fetchall()), reverse=True)


def _span() -> tuple[date, date] | None:
    """Return the first and the last day on which something was received, None while the register is empty."""
    ends = " UNION ALL ".join(
        f"SELECT {end}(received_on) AS day FROM {model._meta.db_table}"  # nosec B608: our own names
        for model in RECEIVED
        for end in ("MIN", "MAX")  # one at a time: a look into the index
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(day), MAX(day) FROM ({ends}) AS ends")  # nosec B608
        first, last = cursor.fetchone()
    return (date.fromisoformat(str(first)), date.fromisoformat(str(last))) if first else None


def _written(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def frozen(*, by: Actor) -> frozenset[str]:
    """Return the years that are frozen, as the register has them."""
    require(by, "report", "view")
    return frozenset(FrozenYear.objects.values_list("year", flat=True))
