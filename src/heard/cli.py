"""The `heard` command.

Exit codes: 0 done, 1 found something wrong, 2 could not (nothing changed), 3 done in part. The result is JSON on
standard output, with --json or where that is no terminal; progress and messages go to standard error.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from heard.access.policy import NotAllowedError
from heard.access.roles import SIGNS_IN
from heard.commands import demonstration, law, letters, people, register, selfcheck, serving, triage, working
from heard.commands.common import COULD_NOT, IN_PART, Result, say
from heard.law.calendars import OutsideCalendarError
from heard.law.years import FinancialYear


def _year(text: str) -> FinancialYear:
    try:
        return FinancialYear.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text[:20]}” is not a date. Write it like 2023-08-31.") from None


def _positive(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError("Give a whole number from 1 to 1,000,000.")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 65_535:
        raise argparse.ArgumentTypeError("Give a port from 1 to 65535.")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, every command with its help."""
    root = argparse.ArgumentParser(
        prog="heard", description="Complaints, from a council's register to its annual report."
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], Result], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.add_argument("--json", action="store_true", help="print the result as JSON even on a terminal")
        added.set_defaults(run=run)
        return added

    _law_commands(command)
    _register_commands(command)
    _other_commands(command)
    return root


Command = Callable[[str, Callable[[argparse.Namespace], Result], str], argparse.ArgumentParser]


def _law_commands(command: Command) -> None:
    """Add the commands that answer from the rules alone, without a register."""
    one = command("deadline", law.deadline, "Work out when something is due, day by day.")
    one.add_argument("clock", metavar="CLOCK", help="the clock's id, such as ST1; `heard procedures` lists them")
    one.add_argument("--from", dest="start", required=True, metavar="DATE", help="the day, or moment, that starts it")
    one.add_argument("--extended", action="store_true", help="an extension was told in time")
    one.add_argument(
        "--pause",
        action="append",
        metavar="START:END",
        help="stopped on START and started again on END; may be repeated",
    )
    one.add_argument(
        "--setting", action="append", metavar="NAME=VALUE", help="what the rules leave open, such as convention=A2"
    )
    one = command("triage", triage.triage, "Say which procedure each point of a complaint falls under, and why.")
    one.add_argument("file", type=Path, metavar="FACTS", help="a file with the facts as JSON, or - for standard input")
    one = command(
        "selfcheck", selfcheck.selfcheck_, "Say what the Ombudsman would find fault with, and what is coming."
    )
    one.add_argument(
        "file", type=Path, metavar="TIMELINE", help="a file with what happened as JSON, or - for standard input"
    )
    one.add_argument(
        "--on", type=_date, metavar="DATE", help="the day to look at it (default: the last of the timeline)"
    )
    one = command("procedures", law.procedures_, "List the procedures, or explain one.")
    one.add_argument("name", nargs="?", metavar="NAME")
    one = command("letters", letters.letters_, "List the letters that ship, with how hard each is to read.")
    one.add_argument("--png", type=Path, metavar="FOLDER", help="make a picture of each page of each of them")


def _register_commands(command: Command) -> None:
    """Add the commands that read or write the register and its reports."""
    one = command(
        "import", register.import_, "Read a register from a spreadsheet (xlsx, xls or ods) into the database."
    )
    one.add_argument("file", type=Path)
    one.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    one.add_argument("--mapping", type=Path, help="a file that renames sheets, headers and words")
    one.add_argument("--accept-changes", action="store_true", help="let changed rows overwrite what the register has")
    one = command("extract", register.extract, "Freeze a financial year: from then on its figures do not move.")
    one.add_argument("year", type=_year)
    one.add_argument(
        "--cut-off", type=_date, help="follow the year's complaints up to this day (default: latest event)"
    )
    one = command("report", register.report, "Write the annual report of a financial year.")
    one.add_argument("year", type=_year)
    one.add_argument("--out", type=Path, required=True, help="the folder to write into")
    one.add_argument(
        "--cut-off", type=_date, help="follow the year's complaints up to this day (default: latest event)"
    )
    command("verify", register.verify, "Check that nobody changed the history or a frozen year.")
    one = command("settings", register.settings_, "Show the council's settings, or make them: KEY=VALUE …")
    one.add_argument("changes", nargs="*", metavar="KEY=VALUE")
    one = command("reorganise", register.reorganise, "Record that a team got a new name or moved to another service.")
    one.add_argument("team")
    one.add_argument("--on", type=_date, required=True, help="the first day of the new arrangement")
    one.add_argument("--name", help="its new name (default: as it was)")
    one.add_argument("--service", help="the service it is in from then on (default: as it was)")
    one = command(
        "remove",
        register.remove,
        "Take out a compliment, comment, Ombudsman case or learning action that is there twice.",
    )
    one.add_argument("reference", help="the reference that Heard gave it, such as COMMENT-2022-0003")


def _other_commands(command: Command) -> None:
    """Add the commands about people, the web server, the demonstration and speed."""
    one = command("person", people.person, "Add somebody who may sign in; print the link that sets their password.")
    one.add_argument("what", choices=["add"])
    one.add_argument("email")
    one.add_argument("--name", required=True, help="their name, as others see it")
    one.add_argument("--role", required=True, choices=sorted(SIGNS_IN), help="what they are in Heard")
    command("people", people.people, "List who may sign in.")
    served = command("serve", serving.serve, "Serve the web application until stopped.")
    one = command("work", working.work, "Do the work in the background, such as sending letters, until stopped.")
    one.add_argument("--once", action="store_true", help="do what is due now, and stop")
    one.add_argument(
        "--while",
        dest="while_",
        type=_positive,
        metavar="PROCESS",
        help="stop when this process, which started it, is gone",
    )
    one = command("bounce", working.bounce, "Take in reports of mail that did not arrive, each a file as it came.")
    one.add_argument("files", type=Path, nargs="+", metavar="FILE")
    one = command("demo", demonstration.demo, "Load a demonstration council with a current year of invented cases.")
    one.add_argument("council", nargs="?", choices=["dudley", "county"], default="dudley")
    one.add_argument("--serve", action="store_true", help="serve it as well, until stopped")
    for each in (served, one):
        each.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
        each.add_argument("--port", type=_port, default=8000)
    command("code", demonstration.code, "Print the sign-in codes of the demonstration's people.")
    one = command("bench", register.bench, "Measure speed as a ratio, on a made-up year.")
    one.add_argument("what", choices=["clock", "import", "report"])
    one.add_argument("--complaints", type=_positive, default=50_000)
    one.add_argument("--runs", type=_positive, default=5)


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(words)
    os.umask(0o077)  # what is written here names cases: it is for the person who runs the command
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.web.settings")
    code, result = _run(options)
    if result is None or (sys.stdout.isatty() and not options.json):
        return code
    try:
        print(json.dumps(result, indent=1, ensure_ascii=False, default=str), flush=True)
    except OSError:
        say("The work was done, but its result could not be printed.")
        return IN_PART
    return code


def _run(options: argparse.Namespace) -> tuple[int, dict[str, Any] | None]:
    """Run the command; a failure becomes one sentence and “could not”."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        say(str(error))
        return COULD_NOT, None
    try:
        return _run_in_home(options)
    except KeyboardInterrupt:
        say("Stopped.")
    except Exception as error:  # whatever it is, a person gets a sentence and a program the right exit code
        if os.environ.get("HEARD_DEBUG"):
            raise
        say(f"Something went wrong inside Heard ({type(error).__name__}). Set HEARD_DEBUG=1 to see where, and tell us.")
    return COULD_NOT, None


def _run_in_home(options: argparse.Namespace) -> tuple[int, dict[str, Any] | None]:
    from django.db import DatabaseError

    from heard.record.chain import KeyMissingError
    from heard.record.importing.problems import CannotImportError
    from heard.record.queries.years import FrozenYearChangedError
    from heard.reporting.annual import CannotWriteError
    from heard.reporting.extract import ExtractChangedError, NoSuchYearError
    from heard.web.home import HomeError, make_ready

    try:
        make_ready()
        return options.run(options)  # type: ignore[no-any-return]
    except (CannotImportError, CannotWriteError, NoSuchYearError, ExtractChangedError, HomeError) as error:
        say(str(error))
    except (FrozenYearChangedError, KeyMissingError, NotAllowedError, OutsideCalendarError, ValueError) as error:
        say(str(error))
    except OSError as error:
        say(f"A file or folder in HEARD_HOME could not be used: {error.strerror or type(error).__name__}.")
    except DatabaseError as error:
        say(f"The database did not answer as it should: {str(error).splitlines()[0]}")
    return COULD_NOT, None
