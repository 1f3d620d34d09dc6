"""The command that reads the timeline of a complaint and says whether the Ombudsman would find fault today."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heard.commands.common import COULD_NOT, DONE, FOUND_WRONG, Result, say
from heard.law.calendars import england, local_day
from heard.law.selfcheck import SelfCheck, known_events, read_entries, selfcheck

if TYPE_CHECKING:
    from heard.record.queries.rules import Here

MOST_BYTES = 1_000_000
SHAPE = (
    "Write it as {“procedure”: “statutory”, “timeline”: [{“date”: “2026-06-01”, “event”: “received”}]}, "
    "with “facts” if there are any."
)
KEYS = {"procedure", "timeline", "facts"}
ROUTE = "route_used_by_council"
"""What published decisions call the procedure."""
NOT_READ = {
    "id", "council", "source", "label", "summary", ROUTE, "route_ombudsman_said", "fault_found", "faults", "remedy",
    "better_placed", "confidence",
}  # fmt: skip
"""What else a published decision says: a file may have it, and nothing here looks at it."""


def selfcheck_(options: argparse.Namespace) -> Result:
    """Check the timeline in `options.file` (“-”: standard input) on `options.on`, or else on its last day.

    Finding a breach is exit code 1. What cannot be read is a sentence and exit code 2.
    """
    try:
        given = _given(_read(options.file))
        checked = _checked(given, options.on)
    except ValueError as error:
        say(str(error))
        return COULD_NOT, {"error": str(error)}
    _say_check(checked)
    result = {"procedure": checked.procedure, "on": checked.on.isoformat(), "finding_likely": checked.finding_likely}
    listed = {"breaches": _plain(checked.breaches), "coming": _plain(checked.coming)}
    return (FOUND_WRONG if checked.breaches else DONE), result | listed


def _plain(found: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return what was found as JSON has it: dates as texts."""
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(one).items()}
        for one in found
    ]


def _read(file: Path) -> str:
    """Return what the file holds. Raises ValueError, as a sentence, where it cannot be read or is too large."""
    try:
        if str(file) == "-":
            held = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with file.open("rb") as opened:
                held = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ValueError(f"There is no file called “{file}”.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not a file"
        raise ValueError(f"“{file}” could not be read: {why}.") from None
    if len(held) > MOST_BYTES:
        raise ValueError(f"“{file}” is too large. The timeline of a complaint takes less than {MOST_BYTES:,} bytes.")
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"“{file}” is not text in UTF-8. Save it as UTF-8 and try again.") from None


def _given(text: str) -> dict[str, Any]:
    try:
        written = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"This is not JSON: something is wrong on line {error.lineno}. {SHAPE}") from None
    except (ValueError, RecursionError):
        raise ValueError(f"This JSON cannot be read: it is nested too deep or a number is too long. {SHAPE}") from None
    if not isinstance(written, dict):
        raise ValueError(f"A complaint must be one JSON object. {SHAPE}")
    unknown = sorted(str(key) for key in written.keys() - KEYS - NOT_READ)
    if unknown:
        raise ValueError(f"There is no “{unknown[0][:60]}” here. {SHAPE}")
    if not isinstance(written.get("timeline"), list):
        raise ValueError(f"“timeline” must be a list of entries. {SHAPE}")
    if not isinstance(written.get("facts") or {}, dict):
        raise ValueError(f"“facts” must be an object. {SHAPE}")
    if not isinstance(written.get("procedure", written.get(ROUTE)), str):
        raise ValueError(f"“procedure” must be a word. Write “unknown” if nobody knows it. {SHAPE}")
    return written


def _checked(given: dict[str, Any], on: date | None) -> SelfCheck:
    procedure = str(given.get("procedure", given.get(ROUTE)))
    day = on or _last(given["timeline"]) or local_day(datetime.now(UTC))
    rules = _here()
    return selfcheck(
        procedure,
        given["timeline"],
        on=day,
        calendar=rules.calendars["england"],
        rules=rules.rules,
        facts=given.get("facts"),
        settings=rules.settings,
        calendars=rules.calendars,
        as_known=rules.as_known,
    )


def _here() -> Here:
    """Return the council's own rules, calendars, and answers to what the rulebook leaves open."""
    from heard.record.queries.rules import here

    return here()


def _last(timeline: list[Any]) -> date | None:
    """Return the first day on which the last entry may have been, None without entries."""
    entries = read_entries(timeline, known_events(_here().rules), england())
    return max((one.first for one in entries), default=None)


def _say_check(checked: SelfCheck) -> None:
    say(_verdict(checked))
    for breach in checked.breaches:
        ended = f" to {_day(breach.until)}" if breach.until else ""
        found = "A finding is likely" if breach.finding_likely else "A breach, and a finding is not likely"
        say(f"\n{_words(breach.fault)}, from {_day(breach.since)}{ended} ({breach.rule}). {found}.")
        say(f"  {breach.why}")
        say(f"  To put it right: {breach.remedy}")
    if checked.coming:
        say("\nWhat is coming:")
    for one in checked.coming:
        say(f"  {_day(one.on)}: {_words(one.fault).lower()} ({one.rule}). {one.why} {one.prevents}")


def _verdict(checked: SelfCheck) -> str:
    day = _day(checked.on)
    if checked.finding_likely:
        likely = sum(one.finding_likely for one in checked.breaches)
        return f"On {day} the Ombudsman would probably find fault: {likely} of {len(checked.breaches)} breaches."
    if checked.breaches:
        count = len(checked.breaches)
        return f"On {day} there {'is 1 breach' if count == 1 else f'are {count} breaches'}. A finding is not likely."
    return f"On {day} nothing is wrong that these dates and facts could show."


def _words(fault: str) -> str:
    return fault.replace("_", " ").capitalize().replace("Ehc", "EHC")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
