"""Making a copy of a paper with words taken out: what is proposed, the text without what somebody chose, and the new paper.

The copy is built anew from the text that is left. Nothing of the paper's own file, its pictures or its layout is in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from heard.letters import redaction
from heard.letters.files import pack, papers
from heard.record.actions import documents as actions
from heard.record.models import Document
from heard.record.queries import one_complaint
from heard.record.queries.documents import place
from heard.record.queries.one_complaint import Head

MOST = 500
"""The most different wordings that one page offers."""

FILE_NAME = "words-taken-out.pdf"
"""What each copy's file is called: the name of the paper's own file may name somebody."""

_SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})


@dataclass(frozen=True)
class Wording:
    """Something in a paper that may point to somebody: the words as they stand there, what they may be, and how often."""

    words: str
    what: str
    times: int
    sure: bool


def text_of(document: Document) -> str:
    """Return the words of a paper, "" for a picture. Raises ValueError where its file is damaged."""
    return papers.text_of(place(document.digest).read_bytes(), document.file_name)


def known(head: Head) -> dict[str, str]:
    """Return the names and the addresses of everybody in a complaint → who they are. Raises NotAllowedError."""
    parties = one_complaint.parties(head)
    found = {one.person.name: "works on this complaint" for one in one_complaint.assignments(head)}
    found |= {one.name: one.get_capacity_display().lower() for one in parties if one.name}
    if "record-people" in head.may:
        found |= {value: "an address in this complaint" for value in one_complaint.every_address(head)}
    return found


def wordings(text: str, names: Mapping[str, str]) -> list[Wording]:
    """Return what may point to somebody, each wording once, in the order of its first place. Raises ValueError for too many."""
    found: dict[str, list[redaction.Found]] = {}
    for one in redaction.find(text, names):
        found.setdefault(_said(text[one.start : one.end]), []).append(one)
    if len(found) > MOST:
        raise ValueError(f"This paper has more than {MOST} names and numbers in it. Split it, and add the parts.")
    return [_wording(words, places, names) for words, places in found.items()]


def _wording(words: str, places: Sequence[redaction.Found], names: Mapping[str, str]) -> Wording:
    what, times = places[0].what, len({(one.start, one.end) for one in places})
    return Wording(words, names.get(what, what), times, any(one.sure for one in places))


def _said(words: str) -> str:
    return " ".join(words.split())


def places_of(
    text: str, names: Mapping[str, str], chosen: Collection[str], more: Iterable[str]
) -> list[tuple[int, int]]:
    """Return where the chosen wordings stand, and what somebody wrote themselves. Raises ValueError where that is not there."""
    spans = [(one.start, one.end) for one in redaction.find(text, names) if _said(text[one.start : one.end]) in chosen]
    for words in more:
        own = list(_written(text, words))
        if not own:
            raise ValueError(f"“{words}” is not in this paper. Write it as it stands there.")
        spans += own
    return spans


def _written(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where these words stand, in large or small letters, over whatever spaces or ends of lines, as whole words."""
    same = r"\s+".join(re.escape(part) for part in words.translate(_SAME).split())
    before, after = (r"(?<!\w)" if words[:1].isalnum() else ""), (r"(?!\w)" if words[-1:].isalnum() else "")
    for one in re.finditer(f"{before}{same}{after}", text.translate(_SAME), re.IGNORECASE):
        yield one.span()


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is in one of the spans: what a page marks."""
    held = {place for start, end in spans for place in (start, end)}
    inside = sorted(spans)
    found, reach, at = [], 0, 0
    for start, end in pairwise(sorted({0, len(text), *held})):
        while at < len(inside) and inside[at][0] <= start:
            reach, at = max(reach, inside[at][1]), at + 1
        found.append((text[start:end], end <= reach))
    return found


def places_found(text: str, names: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return where anything that is proposed stands."""
    return [(one.start, one.end) for one in redaction.find(text, names)]


def without(title: str, gone: Iterable[str]) -> str:
    """Return a title without the words that were taken out of its paper."""
    return taken_out(title, [span for words in gone if words for span in _written(title, words)])


def taken_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text without what stands in the spans."""
    return redaction.blacked(text, spans)


def mark_of(text: str) -> str:
    """Return what tells one text from another: whoever keeps a copy has looked at this one."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep(head: Head, document: Document, *, title: str, text: str, third_party: bool, at: datetime) -> Document:
    """Keep what is left of a paper as a new paper of its complaint, made anew as a PDF.

    Raises NotAllowedError, or ValueError where the text cannot be printed.
    """
    content = pack.text_pages(title, text, reference=head.complaint.reference, recipient="")
    return actions.redacted(
        document, title=title, file_name=FILE_NAME, content=content, third_party=third_party, by=head.by, at=at
    )
