"""The files that are made of a letter: the one that leaves, and those that somebody looks at before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from heard.access.policy import Actor
from heard.law.calendars import local_day
from heard.letters import checks, markup
from heard.letters.files import pack, papers
from heard.letters.files.pdf import pdf
from heard.letters.files.sheet import Sheet
from heard.letters.files.word import docx
from heard.record.actions.council_settings import house_style_path, logo_path
from heard.record.models import Address, Enclosure, Letter
from heard.record.queries import letters as letter_queries
from heard.record.queries import one_complaint
from heard.record.queries.documents import place
from heard.record.queries.one_complaint import Head
from heard.record.queries.settings import face, made

FORMATS = {
    "pdf": ("PDF", "application/pdf"),
    "large": ("PDF in large print", "application/pdf"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "txt": ("Text of an e-mail", "text/plain; charset=utf-8"),
}
"""What a letter can be looked at as → its name and its type."""


def printed_address(letter: Letter, address: Address | None) -> tuple[str, ...]:
    """Return the lines of an address as they stand on a letter: its recipient's by post, and none by another way."""
    if letter.way != Letter.POST or address is None:
        return ()
    return (letter.recipient.name, *address.value.split("\n"))


def sheet_of(letter: Letter, *, on: date, draft: bool) -> Sheet:
    """Return a letter as it is printed. The address is that of its way, never a protected one, and none by e-mail or by hand."""
    shown, own = face(), made()
    address = letter_queries.address_for(letter) if letter.way == Letter.POST else None
    return Sheet(
        text=letter.text,
        reference=letter.complaint.reference,
        recipient=letter.recipient.name,
        address=printed_address(letter, address),
        council=shown["council_name"],
        team=shown["complaints_team"],
        contact=tuple(part for part in (own.get("address", ""), shown["telephone"], shown["email"]) if part),
        on=on,
        logo=_bytes(logo_path(shown["logo"])) if shown["logo"] else b"",
        draft=draft,
    )


def looked_at(letter: Letter, kind: str, head: Head, *, on: date) -> bytes:
    """Return a letter as a file to be looked at, marked as a draft: what left is kept, and is not made again.

    Raises ValueError, NotAllowedError.
    """
    if kind == "txt":
        return markup.plain(letter.text).encode()
    sheet = sheet_of(letter, on=on, draft=True)
    if kind == "docx":
        return docx(sheet, paper(), large=letter.large_print)
    return _file(letter, sheet, head, large=kind == "large" or letter.large_print)


def final(letter: Letter, head: Head, *, on: date) -> bytes:
    """Return the file that leaves: the letter, with everything that goes with it. Raises ValueError, NotAllowedError."""
    return _file(letter, sheet_of(letter, on=on, draft=False), head, large=letter.large_print)


def _file(letter: Letter, sheet: Sheet, head: Head, *, large: bool) -> bytes:
    enclosures = letter_queries.enclosures(letter, by=head.by)
    items = [_item(one) for one in enclosures if not one.left_out]
    if letter.bundle:
        cover = pack.Item(markup.title(letter.text), None, "letter-text", letter.text)
        return pack.pack(
            f"Papers for {dict(Letter.BUNDLES)[letter.bundle][0].lower()}{dict(Letter.BUNDLES)[letter.bundle][1:]}",
            reference=sheet.reference,
            recipient=sheet.recipient,
            made_on=sheet.on,
            items=(cover, *items),
            chronology=_chronology(head, sheet.on),
            left_out=[
                pack.LeftOut(checks.title_of(one), _dated(one), one.left_out) for one in enclosures if one.left_out
            ],
        ).content
    return pack.letter_with(sheet, items, large=large) if items else pdf(sheet, large=large)


def _item(one: Enclosure) -> Any:
    """Return a paper as what is shown of it: pictures of its pages where it has pages, else its words."""
    title, dated = checks.title_of(one), _dated(one)
    if one.document is None:
        return pack.Item(title, dated, "letter-text", checks.text_of(one))
    content = place(one.document.digest).read_bytes()
    pictures = tuple(papers.pictures_of(content, one.document.file_name))
    if pictures:
        return pack.Item(title, dated, "pictures", pictures=pictures)
    return pack.Item(title, dated, "text", papers.text_of(content, one.document.file_name))


def _dated(one: Enclosure) -> date | None:
    if one.document:
        return one.document.dated
    return local_day(one.earlier.released_at) if one.earlier and one.earlier.released_at else None


def _chronology(head: Head, on: date) -> list[Any]:
    """Return what happened, in the words of the procedure, which name nobody."""
    law = one_complaint.law_timeline(head, on)
    if law is None:
        return []
    said = law.definition.events
    return [pack.Line(one.on, said[one.event].says if one.event in said else one.event) for one in law.happened]


def paper() -> bytes | None:
    """Return the council's own Word file for its letters, None where it has none."""
    style = made().get("house_style", "")
    return (_bytes(house_style_path(style)) or None) if style else None


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def cover(letter: Letter) -> str:
    """Return what an e-mail says: nothing of the complaint before its reader has opened the letter or scrolled down to it."""
    shown = face()
    council, contact = shown["council_name"], shown["telephone"] or shown["email"] or shown["council_name"]
    first = [f"This is an update from {council}.", f"Our reference: {letter.complaint.reference}"]
    if letter.way == Letter.EMAIL_TEXT:
        first.append("Your letter begins further down. Read it when you are somewhere private.")
        return "\n\n".join([*first, *(["."] * SPACE), markup.plain(letter.text)]) + "\n"
    first.append("There is a letter for you with this e-mail. Open it when you are somewhere private.")
    first.append(f"If you cannot open it, tell us: {contact}.")
    return "\n\n".join(first) + "\n"


SPACE = 12
"""Lines with a dot between the first words of an e-mail and the letter in it: a preview on a telephone shows none of it."""


def readers_copy(letter: Letter, *, by: Actor) -> bytes:
    """Return the file of a letter that has left. Raises NotAllowedError, Letter.DoesNotExist, FileNotFoundError."""
    found = letter_queries.find(letter.pk, by=by)
    return place(found.file).read_bytes()
