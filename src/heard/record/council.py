"""The council's settings: what each is called, what it is for, and what it is until the council says otherwise.

A setting that ends in an empty text is “not yet set”: the report shows that in its place instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.law import words
from heard.law.calendars import england
from heard.law.clocks import SETTINGS as CLOCK_SETTINGS


@dataclass(frozen=True)
class Setting:
    """One setting: its key, its default, what a person should type, and how that is read.

    `kind` is `text`, `words` (a list with commas, kept as slugs), `pairs` (“MASH: …; EDT: …”, kept as a table), `colour`
    `file` (a file's hash; `actions.council_settings` keeps the logo and the house style), `days` (“2022-09-19: why; …”,
    each kept with the day on which it was entered) or `choice` (one of `choices`). `longest` is in characters, as typed.
    """

    key: str
    default: Any
    label: str
    kind: str = "text"
    longest: int = 200
    choices: tuple[str, ...] = ()


LONG = 5000


def _left_open(name: str, label: str) -> Setting:
    """Return the setting for what the rulebook leaves open, with its stated default."""
    default, choices, _ = CLOCK_SETTINGS[name]
    return Setting(name, default, label, "choice", choices=choices)


SETTINGS = (
    Setting("council_name", "", "The council's name, as the report's cover gives it"),
    Setting("directorate", "Children’s Services", "The part of the council that the report is about"),
    Setting("complaints_team", "", "The name of the team that runs complaints"),
    Setting("telephone", "", "The telephone number for making a complaint, comment or compliment"),
    Setting("email", "", "The e-mail address for making a complaint, comment or compliment"),
    Setting("address", "", "The postal address for making a complaint, comment or compliment", longest=300),
    Setting("website", "", "The web page for making a complaint, comment or compliment"),
    Setting("advocacy_provider", "", "Who provides independent advocates for children and young people"),
    Setting("advocacy_contact", "", "How a child reaches the advocacy provider"),
    Setting("learning_shared_with", "", "Who is sent every complaint that was upheld or partially upheld"),
    Setting("completed_by", "", "Who completed the report"),
    Setting(
        "child_complainants",
        list(words.CHILD_COMPLAINANTS),
        "Which words in the Complainant column mean a child, a young person or a care leaver",
        "words",
        LONG,
    ),
    Setting(
        "abbreviations",
        {
            "CIC": "Children in care",
            "EDT": "Emergency Duty Team",
            "EHC": "Education, health and care",
            "EHCP": "Education, health and care plan",
            "MASH": "Multi-Agency Safeguarding Hub",
            "SEN": "Special educational needs",
            "SEND": "Special educational needs and disabilities",
        },
        "Abbreviations to explain where the report uses them, such as “MASH: Multi-Agency Safeguarding Hub; EDT: …”",
        "pairs",
        LONG,
    ),
    Setting("colour", "#12436d", "The council's main colour, as # and six digits or letters from a to f", "colour"),
    Setting("logo", "", "The council's logo: kept by its hash, and set by uploading a picture", "file"),
    Setting("house_style", "", "The Word file into which letters are put, set by uploading it", "file"),
    Setting(
        "holidays",
        [],
        "Bank holidays proclaimed since Heard was installed, such as “2022-09-19: State Funeral; …”. They move the dates "
        "of every open complaint",
        "days",
        LONG,
    ),
    Setting(
        "closure_days",
        [],
        "Days on which the council is closed. They move corporate dates only: a statutory date counts them",
        "days",
        LONG,
    ),
    _left_open(
        "st2_clock_start",
        "Which day starts statutory stage 2: “request”, or “statement_agreed” for the day the statement of complaint was "
        "agreed. The law is disputed; a complaint's page shows both",
    ),
    _left_open(
        "advocate_pause",
        "Whether days of a pause for an advocate count towards the 20 working days of stage 1: “limit_runs” if they do, "
        "“limit_waits” if not. The guidance is not clear; a complaint's page shows both",
    ),
    Setting("demonstration", "", "Set by the demonstration council: what every report of it must say"),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}


class SettingsError(ValueError):
    """Some settings cannot be what was typed; `sentences` says of each key why."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


def read_values(typed: dict[str, str]) -> dict[str, Any]:
    """Turn what was typed for each key into values. Raises SettingsError with a sentence for each that cannot be."""
    values, wrong = {}, {}
    for key, text in typed.items():
        try:
            values[key] = read_value(key, text)
        except ValueError as error:
            wrong[key] = str(error)
    if wrong:
        raise SettingsError(wrong)
    return values


def as_typed(setting: Setting, value: Any) -> str:
    """Return a setting's value as a person types it, which `read_value` reads as that value again."""
    if setting.kind == "words":
        return ", ".join(value)
    if setting.kind == "days":
        return "; ".join(f"{one['day']}: {one['name']}" for one in value)
    if setting.kind == "pairs":
        return "; ".join(f"{name}: {meaning}" for name, meaning in value.items())
    return str(value)


def read_value(key: str, typed: str) -> Any:
    """Turn what was typed into the setting's value. Raises ValueError with a sentence, also for an unknown key."""
    if key not in BY_KEY:
        raise ValueError(f"There is no setting “{key}”. Use one of: {', '.join(sorted(BY_KEY))}.")
    setting = BY_KEY[key]
    if setting.kind == "choice" and not _text(typed):
        return setting.default
    if setting.kind == "choice" and _text(typed) not in setting.choices:
        raise ValueError(f"Write one of: {', '.join(setting.choices)}.")
    value, longest = READERS[setting.kind](words.check_visible(_text(typed))), setting.longest
    if len(_text(typed)) > longest:
        raise ValueError(f"Use {longest:,} characters or fewer.")
    return value


def _text(typed: str) -> str:
    return " ".join(typed.split())


def _words(typed: str) -> list[str]:
    return [words.slug(part) for part in typed.split(",") if words.slug(part)]


def _pairs(typed: str) -> dict[str, str]:
    pairs = [part.partition(":") for part in typed.split(";") if part.strip()]
    if not all(name.strip() and meaning.strip() for name, _, meaning in pairs):
        raise ValueError("Write each as “SHORT: what it means”, with “;” between them.")
    return {_text(name): _text(meaning) for name, _, meaning in pairs}


def _days(typed: str) -> list[dict[str, str]]:
    """Read days, each with its name. On which day each was entered is for the action to say."""
    found = {}
    for part in filter(None, (one.strip() for one in typed.split(";"))):
        written, _, name = part.partition(":")
        try:
            day = date.fromisoformat(written.strip())
        except ValueError:
            raise ValueError("Write each as “2022-09-19: what the day is”, with “;” between them.") from None
        if not england().first <= day <= england().last:
            raise ValueError(
                f"{day} is outside the years that Heard knows: {england().first.year} to {england().last.year}."
            )
        if not name.strip():
            raise ValueError(f"Say what {day} is, such as “{day}: State Funeral”.")
        found[day] = {"day": day.isoformat(), "name": _text(name)}
    return [found[day] for day in sorted(found)]


def _colour(typed: str) -> str:
    """Read a colour. It must stand out from white, on which words and links of that colour are read (4.5 to 1)."""
    colour = typed.strip().lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValueError("Write the colour as # and six digits or letters from a to f, such as #12436d.")
    if contrast(colour, WHITE) < READABLE:
        raise ValueError("This colour is too pale to read on white. Choose a darker one.")
    return colour


WHITE = "#ffffff"
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours like “#1d70b8”, from 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _no_file(typed: str) -> str:
    if typed.strip():
        raise ValueError("Upload the file on its page.")
    return ""


READERS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "words": _words,
    "pairs": _pairs,
    "days": _days,
    "choice": _text,
    "colour": _colour,
    "file": _no_file,
}
