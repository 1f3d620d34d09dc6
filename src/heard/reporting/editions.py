"""Editions: a year's report as it was counted at one moment, kept on the disk with the cases behind its figures.

To count a year takes a second or more, so nobody waits for it who only wants to read. Each edition lies in a folder of
its own, named after its digest; the file `latest` says which one is read. The manifest has the digest of every file, and
the history that of the manifest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from heard.access.policy import Actor, require
from heard.figures.kinds import kind_behind
from heard.law.years import FinancialYear
from heard.record.actions.reports import note_counted
from heard.record.queries import reports as register
from heard.reporting.annual import CannotWriteError, Counted, count_year
from heard.reporting.html import render_fragment
from heard.reporting.outline import parts
from heard.reporting.word import render_word

MANIFEST, LATEST = "manifest.json", "latest"
BODY, PLAIN, WORD, FIGURES, CASES = "body.html", "plain.html", "report.docx", "figures.json", "cases.json"
MAKING = ".making-"
KEPT_SECONDS = 3600
"""How long an edition stays after another has taken its place: whoever is reading it can finish."""

LISTS = (
    "Each figure in this report can be opened to its definition and to the cases that it counts. The lists are left"
    " out of this document: open the report in Heard, and follow the figure there."
)


class EditionChangedError(Exception):
    """The files of an edition are missing, or are not those that were counted."""


@dataclass(frozen=True)
class EditionFigure:
    """One figure of an edition. `kind` is what its list holds, as `figures.kinds` says; nothing where it has no list.

    `value` and `previous` are counts, `denominator` and `previous_denominator` what each is a share of, None where it is
    no share or nothing is known of last year.
    """

    id: str
    label: str
    definition: str
    value: int
    denominator: int | None
    previous: int | None
    previous_denominator: int | None
    kind: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """A report as it was counted at one moment. Its files are read when they are asked for, and checked as they are.

    `contents` are (number, anchor, title) of the sections; `last_event` is the last of the history at the time.
    """

    year: FinancialYear
    cut_off: date
    draft: bool
    counted_at: datetime
    last_event: int
    title: str
    council: str
    period: str
    contents: tuple[tuple[int, str, str], ...]
    digest: str
    folder: Path
    files: dict[str, str]

    def body(self, links: bool) -> str:
        """Return the sections as HTML, each figure with a link to its page or, without `links`, as a plain number.

        Raises EditionChangedError, as every method does.
        """
        return self._read(BODY if links else PLAIN).decode()

    def word(self) -> bytes:
        """Return the report as a Word document. No case's reference is in it."""
        return self._read(WORD)

    def figure(self, id: str) -> EditionFigure | None:
        """Return a figure and the references that it counts, None where the edition has no such figure."""
        found = json.loads(self._read(FIGURES)).get(id)
        if found is None:
            return None
        start, length, digest = found.pop("list")
        return EditionFigure(id=id, **found, references=self._list(start, length, digest))

    def _read(self, name: str) -> bytes:
        content = _bytes(self.folder / name, self.year)
        if _hash(content) != self.files.get(name):
            raise EditionChangedError(_changed(self.year))
        return content

    def _list(self, start: int, length: int, digest: str) -> tuple[str, ...]:
        """Read one list out of the file of all of them, which grows with the year."""
        try:
            with (self.folder / CASES).open("rb") as file:
                file.seek(start)
                found = file.read(length)
        except OSError:
            raise EditionChangedError(_changed(self.year)) from None
        if _hash(found) != digest:
            raise EditionChangedError(_changed(self.year))
        return tuple(json.loads(found))


def editions_home() -> Path:
    return Path(settings.HEARD_HOME) / "editions"


def count_edition(year: FinancialYear, *, by: Actor, at: datetime) -> Edition:
    """Count the year, keep what was counted as its edition, and say so in the history.

    Raises NotAllowedError, CannotWriteError, and what `annual.count_year` raises.
    """
    require(by, "report", "count")
    since = register.last_event(by=by)  # before anything is counted: what comes meanwhile is a change
    counted = count_year(year, None, by=by)
    home = editions_home() / year.folder
    try:
        home.mkdir(parents=True, exist_ok=True)
        digest = _write(home, counted, since, at)
        note_counted(year, digest=digest, cut_off=counted.facts.cut_off, draft=counted.facts.draft, by=by, at=at)
        _put(home / LATEST, digest.encode())
    except OSError:
        raise CannotWriteError(
            "The report cannot be kept: is there room on the disk? What was here before is still shown."
        ) from None
    _clear_up(home, at)
    return _open(year, digest)


def latest(year: FinancialYear, *, by: Actor) -> Edition | None:
    """Return the edition of the year that is read now, None before it is counted. Asks the database nothing.

    Raises NotAllowedError, EditionChangedError.
    """
    require(by, "report", "view")
    try:
        digest = (editions_home() / year.folder / LATEST).read_text("ascii", errors="replace")
    except FileNotFoundError:
        return None
    return _open(year, digest)


def checked(year: FinancialYear, *, by: Actor) -> Edition | None:
    """Return the edition of the year that is read now, held against the history. One query. Raises as `latest` does."""
    edition = latest(year, by=by)
    if edition is not None and not register.known(year, edition.digest, by=by):
        raise EditionChangedError(_changed(year))
    return edition


@dataclass(frozen=True)
class YearState:
    """A year that there is something to report on. `spoilt` where its edition is not the one that was counted."""

    year: FinancialYear
    frozen: bool
    edition: Edition | None
    spoilt: bool


def years(*, by: Actor) -> list[YearState]:
    """Return every year in which the register received something, newest first. Three queries. Raises NotAllowedError."""
    frozen = register.frozen(by=by)
    found = []
    for year in register.years(by=by):
        try:
            edition, spoilt = latest(year, by=by), False
        except EditionChangedError:
            edition, spoilt = None, True
        found.append(YearState(year, str(year) in frozen, edition, spoilt))
    return found


def _open(year: FinancialYear, digest: str) -> Edition:
    """Read the manifest that has this digest."""
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise EditionChangedError(_changed(year))
    folder = editions_home() / year.folder / digest[:16]
    manifest = _bytes(folder / MANIFEST, year)
    if _hash(manifest) != digest:
        raise EditionChangedError(_changed(year))
    said = json.loads(manifest)
    return Edition(
        year=year,
        cut_off=date.fromisoformat(said["cut_off"]),
        draft=said["draft"],
        counted_at=datetime.fromisoformat(said["counted_at"]),
        last_event=said["last_event"],
        title=said["title"],
        council=said["council"],
        period=said["period"],
        contents=tuple((number, anchor, title) for number, anchor, title in said["contents"]),
        digest=digest,
        folder=folder,
        files=said["files"],
    )


def _write(home: Path, counted: Counted, since: int, at: datetime) -> str:
    """Write the edition into a folder of its own within `home`; return its digest."""
    report, facts = counted.report, counted.facts
    figures, cases = _figures(counted)
    addresses = {id: f"figures/{quote(id, safe='')}/" for id in report.cases}
    files = {
        BODY: render_fragment(report, addresses).encode(),
        PLAIN: render_fragment(report, {}).encode(),
        WORD: render_word(report, LISTS),
        FIGURES: _json(figures),
        CASES: cases,
    }
    manifest = _json({
        "year": str(facts.year),
        "cut_off": facts.cut_off.isoformat(),
        "draft": facts.draft,
        "counted_at": at.isoformat(),
        "last_event": since,
        "title": report.title,
        "council": report.council,
        "period": report.period,
        "contents": [(part.number, part.anchor, part.title) for part in parts(report)],
        "files": {name: _hash(content) for name, content in files.items()},
    })  # fmt: skip
    digest = _hash(manifest)
    with tempfile.TemporaryDirectory(dir=home, prefix=MAKING) as scratch:
        made = Path(scratch) / "edition"
        made.mkdir(mode=0o700)
        for name, content in {**files, MANIFEST: manifest}.items():
            (made / name).write_bytes(content)
        made.rename(home / digest[:16])
    return digest


def _figures(counted: Counted) -> tuple[dict[str, Any], bytes]:
    """Return the figures, each with the place of its list among the cases, and the cases: JSON with a line for each."""
    cases = bytearray(b"{\n")
    figures = {}
    for place, figure in enumerate(counted.facts.figures.values()):
        found = _dense(counted.lists.get(figure.id, ()))
        cases += (b",\n" if place else b"") + _dense(figure.id) + b":"
        figures[figure.id] = {
            "label": figure.label,
            "definition": figure.definition,
            "value": figure.value,
            "denominator": figure.denominator,
            "previous": figure.previous,
            "previous_denominator": figure.previous_denominator,
            "kind": kind_behind(figure.id),
            "list": (len(cases), len(found), _hash(found)),
        }
        cases += found
    return figures, bytes(cases + b"\n}\n")


def _put(path: Path, content: bytes) -> None:
    """Write the file beside its place and then put it there, so that nobody meets half of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=MAKING, delete=False) as fresh:
        fresh.write(content)
    Path(fresh.name).replace(path)


def _clear_up(home: Path, at: datetime) -> None:
    """Remove earlier editions and what a run left that was cut off, once nobody can be reading them any more."""
    kept = (LATEST, (home / LATEST).read_text("ascii", errors="replace")[:16])
    for left in home.iterdir():
        with contextlib.suppress(OSError):  # somebody else may be clearing up as well
            if left.name in kept or left.stat().st_mtime >= at.timestamp() - KEPT_SECONDS:
                continue
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def _bytes(path: Path, year: FinancialYear) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise EditionChangedError(_changed(year)) from None


def _dense(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _changed(year: FinancialYear) -> str:
    return f"The report of {year} that is kept here is not the one that was counted. It has to be counted again."
