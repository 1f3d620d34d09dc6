"""The `heard` command.

Exit codes: 0 done, 1 found something wrong, 2 could not (nothing changed), 3 done in part. The result is JSON on
standard output, with --json or where that is no terminal; progress and messages go to standard error.
"""

from __future__ import annotations

import argparse
import getpass
import io
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from heard.access.policy import Actor, NotAllowedError
from heard.law.calendars import OutsideCalendarError
from heard.law.years import FinancialYear

DONE, FOUND_WRONG, COULD_NOT, IN_PART = 0, 1, 2, 3
Result = tuple[int, dict[str, Any]]


def say(message: str) -> None:
    """Tell the person at the terminal."""
    if message:
        print(message, file=sys.stderr, flush=True)


def operator() -> Actor:
    """Return who is running the command: whoever is signed in to this machine, in the role of operator."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Actor(f"command line: {name}", "operator")


def import_(options: argparse.Namespace) -> Result:
    from django.conf import settings

    from heard.record.actions.imports import import_register
    from heard.record.importing.mapping import Mapping, read_mapping
    from heard.record.importing.plan import make_plan
    from heard.record.importing.workbook import read_workbook

    at = datetime.now(UTC)
    mapping = read_mapping(options.mapping) if options.mapping else Mapping()
    workbook = read_workbook(options.file, settings.HEARD_IMPORT_MAX_ROWS, say)
    plan = make_plan(workbook, mapping, at, by=operator(), accept_changes=options.accept_changes, progress=say)
    if not options.dry_run:
        import_register(plan, by=operator(), at=at, progress=say)
    _say_plan(plan.as_dict(), options.dry_run)
    # A sheet that is no part of a register, such as “Notes”, is listed and does not make the import a partial one.
    rejected = sum(sheet.rejected for sheet in plan.sheets if not sheet.unknown)
    taken = plan.total("imported") + plan.total("unchanged")
    if not rejected:
        return DONE, plan.as_dict()
    return (FOUND_WRONG if options.dry_run else IN_PART if taken else COULD_NOT), plan.as_dict()


SHOWN = 40


def _say_plan(plan: dict[str, Any], dry_run: bool) -> None:
    say("")
    for name, counts in plan["sheets"].items():
        would = "would be imported" if dry_run else "imported"
        say(
            f"{name}: {counts['rows']:,} rows, {counts['imported']:,} {would}, {counts['unchanged']:,} unchanged, "
            f"{counts['rejected']:,} rejected"
        )
    for name, found in plan["new"].items():
        if found:
            say(f"New {name.replace('_', ' ')}: {'; '.join(found)}")
    for problem in plan["problems"][:SHOWN]:
        place = f"{problem['sheet']}, row {problem['row']}" if problem["row"] else problem["sheet"]
        cell = f"“{problem['column']}” " if problem["column"] else ""
        value = f"({problem['value']}) " if problem["value"] else ""
        say(f"{problem['effect']:8} {place}: {cell}{value}{problem['problem']} {problem['fix']}")
    if len(plan["problems"]) > SHOWN:
        say(f"… and {len(plan['problems']) - SHOWN} more. Use --json for all of them.")


def extract(options: argparse.Namespace) -> Result:
    from heard.reporting.extract import extracts_home, freeze

    frozen, new = freeze(options.year, options.cut_off, by=operator(), at=datetime.now(UTC))
    folder = extracts_home() / frozen.folder
    if not new and options.cut_off not in (None, frozen.cut_off):
        say(f"{frozen.year} is frozen with the cut-off date {frozen.cut_off}, and a frozen year does not move.")
        return COULD_NOT, {"year": frozen.year, "cut_off": frozen.cut_off.isoformat(), "new": False}
    say(f"{frozen.year} is {'now' if new else 'already'} frozen, with the cut-off date {frozen.cut_off}: {folder}")
    return DONE, {
        "year": frozen.year,
        "cut_off": frozen.cut_off.isoformat(),
        "new": new,
        "digest": frozen.digest,
        "folder": str(folder),
    }


def report(options: argparse.Namespace) -> Result:
    from heard.reporting.annual import write_report

    if options.cut_off and options.cut_off > datetime.now(UTC).date():
        raise ValueError(f"The cut-off date {options.cut_off} has not come yet. Give one up to today.")
    made = write_report(options.year, options.out, options.cut_off, by=operator(), progress=say)
    state = "a draft, since the year is not frozen" if made.draft else "from the frozen year"
    say(f"The report for {made.year} is {state}, with the cut-off date {made.cut_off}:")
    for path in made.files:
        say(f"  {path}")
    if made.restated:
        say(f"{len(made.restated)} figures would be different in the register of today; the report lists them.")
    return DONE, made.as_dict()


def verify(options: argparse.Namespace) -> Result:
    from heard.record.queries import history, years
    from heard.reporting.extract import ExtractChangedError, check_files

    verdict = history.verify(by=operator())
    rows, faults = years.all_frozen(by=operator())
    verdict.faults += faults
    for frozen in rows:
        try:
            check_files(frozen)
        except ExtractChangedError as error:
            verdict.faults.append(str(error))
    for fault in verdict.faults:
        say(fault)
    good = f"The history is whole: {verdict.events:,} events, the last {verdict.head[:16]}…"
    say(good if not verdict.faults else f"{len(verdict.faults)} faults in {verdict.events:,} events.")
    return (FOUND_WRONG if verdict.faults else DONE), verdict.as_dict()


def settings_(options: argparse.Namespace) -> Result:
    from heard.record.actions.council_settings import change
    from heard.record.council import read_value
    from heard.record.queries.settings import all_settings

    changes = {}
    for pair in options.changes:
        key, equals, typed = pair.partition("=")
        if not equals:
            raise ValueError(f"Write “{pair}” as KEY=VALUE.")
        changes[key.strip()] = read_value(key.strip(), typed)
    if changes:
        change(changes, by=operator(), at=datetime.now(UTC))
    values = all_settings(by=operator())
    for key, value in values.items():
        say(f"{key}: {value or 'not yet set'}")
    return DONE, values


def reorganise(options: argparse.Namespace) -> Result:
    from heard.record.actions.teams import reorganise as action
    from heard.record.queries.teams import current_team

    team = current_team(options.team, by=operator())
    if team is None:
        raise ValueError(f"There is no team called “{options.team}”.")
    name = options.name or team.name
    service = options.service if options.service is not None else (team.service.name if team.service else "")
    new = action(team, name=name, service=service, on=options.on, by=operator(), at=datetime.now(UTC))
    say(f"From {options.on}, {team.name} is {new.name}{f' in {service}' if service else ''}.")
    return DONE, {"team": team.name, "successor": new.name, "service": service, "on": options.on.isoformat()}


def remove(options: argparse.Namespace) -> Result:
    from heard.record.actions.removals import remove as action

    action(options.reference, by=operator(), at=datetime.now(UTC))
    say(f"{options.reference} is no longer in the register. The history keeps what it said.")
    return DONE, {"removed": options.reference}


def demo(options: argparse.Namespace) -> Result:
    from django.conf import settings

    from heard import demonstration
    from heard.record.actions.council_settings import change
    from heard.record.queries.extract import years_with_cases
    from heard.record.queries.settings import all_settings

    years = years_with_cases(by=operator())
    if years and not all_settings(by=operator())["demonstration"]:
        raise ValueError("This register holds a council's own cases. The demonstration needs a HEARD_HOME of its own.")
    if not years:
        change(demonstration.SETTINGS, by=operator(), at=datetime.now(UTC))
    code, imported = import_(_options(file=options.file, mapping=None, dry_run=False, accept_changes=False))
    year = years_with_cases(by=operator())[-1]
    _, made = report(_options(year=year, out=Path(settings.HEARD_HOME) / "reports" / year.folder, cut_off=None))
    say(f"\nOpen {made['files'][0]} in a browser.")
    return code, {"import": imported, "report": made}


def _options(**values: Any) -> argparse.Namespace:
    return argparse.Namespace(**values)


def bench(options: argparse.Namespace) -> Result:
    from heard import bench as benchmarks

    run = {"import": benchmarks.bench_import, "report": benchmarks.bench_report}[options.what]
    result = run(options.complaints, options.runs, say)
    say(f"{options.what}: {result['ratio']:.1f} times as long as {result['against']}")
    return DONE, result


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

    one = command("import", import_, "Read a register from a spreadsheet (xlsx, xls or ods) into the database.")
    one.add_argument("file", type=Path)
    one.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    one.add_argument("--mapping", type=Path, help="a file that renames sheets, headers and words")
    one.add_argument("--accept-changes", action="store_true", help="let changed rows overwrite what the register has")
    one = command("extract", extract, "Freeze a financial year: from then on its figures do not move.")
    one.add_argument("year", type=_year)
    one.add_argument(
        "--cut-off", type=_date, help="follow the year's complaints up to this day (default: latest event)"
    )
    one = command("report", report, "Write the annual report of a financial year.")
    one.add_argument("year", type=_year)
    one.add_argument("--out", type=Path, required=True, help="the folder to write into")
    one.add_argument(
        "--cut-off", type=_date, help="follow the year's complaints up to this day (default: latest event)"
    )
    command("verify", verify, "Check that nobody changed the history or a frozen year.")
    one = command("settings", settings_, "Show the council's settings, or make them: KEY=VALUE …")
    one.add_argument("changes", nargs="*", metavar="KEY=VALUE")
    one = command("reorganise", reorganise, "Record that a team got a new name or moved to another service.")
    one.add_argument("team")
    one.add_argument("--on", type=_date, required=True, help="the first day of the new arrangement")
    one.add_argument("--name", help="its new name (default: as it was)")
    one.add_argument("--service", help="the service it is in from then on (default: as it was)")
    one = command(
        "remove", remove, "Take out a compliment, comment, Ombudsman case or learning action that is there twice."
    )
    one.add_argument("reference", help="the reference that Heard gave it, such as COMMENT-2022-0003")
    one = command("demo", demo, "Load a register as the demonstration council's and write its report.")
    one.add_argument("file", type=Path)
    one = command("bench", bench, "Measure speed as a ratio, on a made-up year.")
    one.add_argument("what", choices=["import", "report"])
    one.add_argument("--complaints", type=_positive, default=50_000)
    one.add_argument("--runs", type=_positive, default=5)
    return root


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
