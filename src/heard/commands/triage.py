"""The command that advises on a complaint: which procedure each of its points falls under, and why."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from heard.commands.common import DONE, Result, say
from heard.law.triage import OTHER_ROUTES, ROUTES, Advice, ElementAdvice
from heard.law.triage import triage as advise

MOST_BYTES = 1_000_000
MOST_POINTS = 200
SHAPE = "Write it as {“received”: “2026-06-01”, “elements”: [{“complainant”: “parent”, “subject”: [“contact”]}]}."


def triage(options: argparse.Namespace) -> Result:
    """Read the facts of a complaint from `options.file` (“-”: standard input) and advise on each point.

    Raises ValueError, as a sentence, where the file cannot be read or its facts are not what they may be.
    """
    received, elements = _complaint(_read(options.file))
    advice = advise(received, elements)
    _say_advice(advice)
    return DONE, asdict(advice)


def _read(file: Path) -> str:
    """Return what the file holds. Raises ValueError where it cannot be read or is too large."""
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
        raise ValueError(f"“{file}” is too large. The facts of a complaint take less than {MOST_BYTES:,} bytes.")
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"“{file}” is not text in UTF-8. Save it as UTF-8 and try again.") from None


def _complaint(text: str) -> tuple[date | None, list[Any]]:
    """Return when the complaint was received, if that is given, and its points."""
    try:
        written = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"This is not JSON: something is wrong on line {error.lineno}. {SHAPE}") from None
    except (ValueError, RecursionError):
        raise ValueError(
            f"This is not JSON that can be read: it is nested too deep or a number is too long. {SHAPE}"
        ) from None
    if not isinstance(written, dict):
        raise ValueError(f"The facts of a complaint must be one JSON object. {SHAPE}")
    unknown = sorted(written.keys() - {"received", "elements"})
    if unknown:
        raise ValueError(f"A complaint has “received” and “elements”, and no “{unknown[0][:60]}”. {SHAPE}")
    elements = written.get("elements")
    if not isinstance(elements, list):
        raise ValueError(f"“elements” must be a list of points. {SHAPE}")
    if len(elements) > MOST_POINTS:
        raise ValueError(f"This has {len(elements):,} points. Give at most {MOST_POINTS} at a time.")
    return _received(written.get("received")), elements


def _received(written: object) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(
            f"“received” is “{str(written)[:20]}”, which is not a date. Write it like 2026-06-01."
        ) from None


def _say_advice(advice: Advice) -> None:
    for flag in advice.flags:
        say(f"{flag.id}. {flag.do} {flag.why}")
    for number, point in enumerate(advice.elements, start=1):
        say(f"Point {number}: {_where(point.route, point.other_route, point.send)} ({point.rule}). {point.reason}")
        for part in point.also:
            subject = ", ".join(part.subject).replace("_", " ")
            say(
                f"  Part of it ({subject}): {_where(part.route, part.other_route, part.send)} ({part.rule}). {part.reason}"
            )
        _say_questions(point)
    say(f"What leads: {ROUTES[advice.lead].lower()}. This is advice. A named person decides.")


def _say_questions(point: ElementAdvice) -> None:
    if point.questions:
        say("  This is in doubt. Please ask:" if point.doubtful else "  To be sure, ask:")
    for question in point.questions:
        say(f"  - {question}")


def _where(route: str, other_route: str, send: bool) -> str:
    said = f"another way: {OTHER_ROUTES[other_route]}" if other_route else ROUTES[route].lower()
    return f"{said}, marked SEND" if send else said
