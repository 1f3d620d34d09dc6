"""Opening a figure in a browser, and a small register with one complaint that some must not meet."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urljoin

from django.test import Client
from django.urls import reverse
from tests.made_extracts import MONDAY
from tests.made_reports import AT, YEAR, complaint, import_rows
from tests.people import actor, person, wall_off

from heard.access.models import Person
from heard.record.models import Post, Team
from heard.reporting import editions

ADDRESS = "/reports/2022-23/"
HIDDEN = "CANARY-2"
FIGURE = re.compile(r'<a class="behind" href="([^"]*)" aria-label="([^"]*)">([^<]*)</a>')
ROW = re.compile(r'<th scope="row"[^>]*>(?:<a class="govuk-link" href="([^"]*)">)?([^<]*)')
NOT_SHOWN = re.compile(
    r"([\d,]+) of these [\d,]+ |The ([\d,]+) [A-Za-z ]+ behind this figure are|(The) [a-zA-Z ]+ behind"
)
NEXT = re.compile(r'<a class="govuk-link govuk-pagination__link" href="([^"]*)" rel="next">')


@dataclass
class Opened:
    """What is behind a figure as its pages show it: the references, and how many are said not to be shown."""

    references: list[str]
    not_shown: int
    text: str


def listed(page: str) -> list[tuple[str, str]]:
    """Return the address (or nothing) and the reference of each row of a figure's list."""
    return [(address, html.unescape(reference)) for address, reference in ROW.findall(page.partition("<table")[2])]


def opened(client: Client, address: str) -> Opened:
    """Open a figure and every further page of its list."""
    references, said, text = [], 0, ""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        text += page
        references += [reference for _, reference in listed(page)]
        inset = page.partition('<p class="govuk-inset-text">')[2].partition("</p>")[0].strip()
        found = NOT_SHOWN.match(inset)
        said = int((found[1] or found[2] or "1").replace(",", "")) if found else 0
        following = NEXT.search(page)
        address = urljoin(address, html.unescape(following[1])) if following else ""
    return Opened(references, said, text)


def figure_address(id: str) -> str:
    return reverse("figure", args=[YEAR.folder, id])


def figures(edition: editions.Edition) -> dict[str, dict[str, Any]]:
    return json.loads((edition.folder / editions.FIGURES).read_text())


def small_register(folder: Path) -> None:
    """Import a few of everything. HIDDEN is about the Teapots, and so is all that comes with it."""
    import_rows(
        folder,
        Complaints=[
            complaint("C-1", MONDAY, closed=MONDAY + timedelta(days=7), outcome="Upheld", team="Owls", issues="Delay; Tone"),
            complaint(HIDDEN, MONDAY, closed=MONDAY + timedelta(days=60), outcome="Not upheld", team="Teapots",
                      issues="Conduct of a worker; Delay", reason="Complex case", Procedure="Statutory",
                      stage_2=date(2022, 9, 5), send="Yes"),
            complaint("C-3", MONDAY, team="Owls", complainant="Young person"),
            complaint("C-4", MONDAY, closed=MONDAY, outcome="Withdrawn", team="Kites & Sons / “Ünder 5s” #1"),
        ],
        Compliments=[{"Date received": MONDAY, "Service area": "Owls", "Compliment": "Thank you."}],
        Comments=[{"Date received": MONDAY, "Service area": "Teapots", "Comment": "A question"}],
        Ombudsman=[{"Date received": MONDAY, "Service area": "Teapots", "Decision": "Upheld"}],
        Learning=[{"Learning": "Practice", "Action": "Write sooner", "Completed": "Yes"}],
    )  # fmt: skip


def count() -> editions.Edition:
    return editions.count_edition(YEAR, by=actor(person("complaints-manager")), at=AT)


_COUNTED: dict[str, editions.Counted] = {}


@contextmanager
def counted_once(register: str) -> Iterator[None]:
    """Count a register that is the same in every test in the first one; the edition of it is made in each."""
    count_year = editions.count_year

    def counted(*arguments: Any, **named: Any) -> editions.Counted:
        if register not in _COUNTED:
            _COUNTED[register] = count_year(*arguments, **named)
        return _COUNTED[register]

    with mock.patch.object(editions, "count_year", counted):
        yield


def posted_to(name: str) -> Person:
    """Make a team manager of that team."""
    manager = person("team-manager")
    Post.objects.create(team=Team.objects.get(name=name), person=manager, since=date(2020, 1, 1))
    return manager


def named() -> Person:
    """Make a complaints officer who is named in the hidden complaint."""
    officer = person("complaints-officer")
    wall_off(officer, HIDDEN)
    return officer
