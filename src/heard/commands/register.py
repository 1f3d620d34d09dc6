"""The commands of the register: import, extract, report, verify, settings, reorganise, remove; and bench."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Any

from heard.commands.common import COULD_NOT, DONE, FOUND_WRONG, IN_PART, Result, operator, say


def import_(options: argparse.Namespace) -> Result:
    from heard.record.actions.imports import import_register
    from heard.record.importing.mapping import Mapping, read_mapping
    from heard.record.importing.plan import read_and_plan

    at = datetime.now(UTC)
    mapping = read_mapping(options.mapping) if options.mapping else Mapping()
    plan = read_and_plan(options.file, mapping, at, by=operator(), accept_changes=options.accept_changes, progress=say)
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
    from heard.law.calendars import local_day
    from heard.reporting.annual import write_report

    if options.cut_off and options.cut_off > local_day(datetime.now(UTC)):
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
    from heard.record.queries.settings import all_settings

    changes = {}
    for pair in options.changes:
        key, equals, typed = pair.partition("=")
        if not equals:
            raise ValueError(f"Write “{pair}” as KEY=VALUE.")
        changes[key.strip()] = typed
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


def bench(options: argparse.Namespace) -> Result:
    from heard import bench as benchmarks

    run = {
        "import": benchmarks.bench_import,
        "report": benchmarks.bench_report,
        "clock": benchmarks.bench_clock,
    }[options.what]
    result = run(options.complaints, options.runs, say)
    say(f"{options.what}: {result['ratio']:.1f} times as long as {result['against']}")
    return DONE, result
