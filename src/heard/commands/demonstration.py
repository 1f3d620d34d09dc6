"""The commands of the demonstration: loading a council, and the codes with which its people sign in."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from heard.commands import serving
from heard.commands.common import DONE, Result, operator, say


def demo(options: argparse.Namespace) -> Result:
    """Load a demonstration council and write its report; where it is there already, change nothing."""
    from django.conf import settings

    from heard.demonstration.load import load
    from heard.demonstration.settings import COUNCILS
    from heard.law.calendars import local_day

    council = COUNCILS[options.council]
    loaded = load(council, local_day(datetime.now(UTC)), say)
    result = {"council": council.settings["council_name"], "new": loaded.plan is not None}
    if loaded.plan is None:
        say(f"{council.settings['council_name']} is loaded already.")
        if options.serve:
            return serving.serve(options)
        return DONE, {**result, "import": None, "report": None}
    from heard.record.queries.extract import years_with_cases
    from heard.reporting.annual import write_report

    year = years_with_cases(by=operator())[0]
    folder = Path(settings.HEARD_HOME) / "reports" / year.folder
    made = write_report(year, folder, None, by=operator(), progress=say)
    say(f"The report for {year} as a file: {made.files[0]}")
    if options.serve:
        serving.serve_afresh(options)
    return DONE, {**result, "import": loaded.plan.as_dict(), "report": made.as_dict()}


def code(options: argparse.Namespace) -> Result:
    """Print the codes with which the demonstration's people sign in now. Refuses everywhere else."""
    from heard.access.demonstration import CODE_SECONDS, PASSWORD, codes
    from heard.access.roles import SIGNS_IN

    at = datetime.now(UTC)
    found = codes(at)
    if not found:
        raise ValueError("This register is no demonstration. Codes come from each person's own phone.")
    left = CODE_SECONDS - int(at.timestamp()) % CODE_SECONDS
    say(f"The codes of this half minute, which has {left} seconds left. The password is: {PASSWORD}\n")
    for person, digits in found:
        say(f"  {digits}  {person.email:36} {SIGNS_IN[person.role]}")
    return DONE, {"seconds_left": left, "codes": {person.email: digits for person, digits in found}}
