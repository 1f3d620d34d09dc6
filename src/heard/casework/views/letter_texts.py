"""The words that letters begin with: Heard's own and the council's, for each reader; and the Word file of the council's style."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework.forms import CaseworkForm
from heard.casework.letter_text_forms import (
    BACK,
    HOUSE_FIELDS,
    NEEDED,
    HouseStyleForm,
    LetterTextForm,
    RemoveHouseStyleForm,
)
from heard.casework.rendering import done, page
from heard.letters import catalogue, fields, markup, readability, samples, texts
from heard.letters.files import house_style
from heard.record.actions.council_settings import set_house_style
from heard.record.models import LetterText
from heard.record.queries import letter_texts
from heard.record.queries.settings import made

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@door("letter-text", "view")
def letter_texts_page(request: StaffRequest) -> HttpResponse:
    """Show every text by its procedure, for each reader."""
    return _list(request)


def _list(
    request: StaffRequest, form: HouseStyleForm | None = None, removing: CaseworkForm | None = None
) -> HttpResponse:
    own = letter_texts.latest(by=request.actor)
    groups = [
        (group, [(one, [_cell(one, reader, own) for reader in catalogue.READERS]) for one in group.entries])
        for group in catalogue.groups(request.on)
    ]
    shown = {
        "groups": groups,
        "readers": catalogue.READERS,
        "has_house_style": bool(made().get("house_style")),
        "form": (form or HouseStyleForm()) if _may_change(request) else None,
        "house_fields": HOUSE_FIELDS,
        "needed": NEEDED,
    }
    return page(request, "letters/texts.html", shown, form, removing)


def _may_change(request: StaffRequest) -> bool:
    return bool(relations_allowing(request.actor.role, "letter-text", "change"))


def _cell(entry: catalogue.Entry, reader: str, own: dict[tuple[str, str, str], LetterText]) -> dict[str, Any]:
    """Return what the list says of one text: for whom, whose words they are, and how hard they are to read."""
    kept = own.get((entry.folder, entry.rule, reader))
    own_words = kept.text if kept else ""
    grade = readability.grade(own_words) if own_words else catalogue.grade_of(entry.folder, entry.rule, reader)
    return {"reader": reader, "own": bool(own_words), "grade": max(grade, 0)}


@door("letter-text", "view")
def letter_text(request: StaffRequest, definition: str, rule: str, reader: str) -> HttpResponse:
    """Show the words of one letter for one reader, and let who may change them do so."""
    return _text(request, _entry(request, definition, rule, reader), reader)


def _entry(request: StaffRequest, definition: str, rule: str, reader: str) -> catalogue.Entry:
    found = catalogue.find(definition, rule, reader, request.on)
    if found is None:
        raise Http404("There is no such letter.")
    return found


def _text(
    request: StaffRequest, entry: catalogue.Entry, reader: str, form: LetterTextForm | None = None
) -> HttpResponse:
    versions = letter_texts.versions(entry.folder, entry.rule, reader, by=request.actor)
    own = versions[0] if versions and versions[0].text else None
    words = own.text if own else texts.shipped(entry.folder, entry.rule, reader)
    looked = catalogue.look(entry, words, reader)
    known = {"words": words, "version": versions[0].version if versions else 0}
    shown = {
        "entry": entry,
        "reader": reader,
        "said": catalogue.READERS[reader],
        "own": own,
        "words": words,
        "version": known["version"],
        "versions": versions,
        "looked": looked,
        "blocks": markup.parse(looked.preview),
        "lines": fields.LINES,
        "block_fields": fields.BLOCKS,
        "form": (form or LetterTextForm(initial=known)) if _may_change(request) else None,
    }
    return page(request, "letters/text.html", shown, form)


@door("letter-text", "change", methods=("POST",))
def change_letter_text(request: StaffRequest, definition: str, rule: str, reader: str) -> HttpResponse:
    """Keep the council's own words for a letter, or go back to Heard's."""
    entry = _entry(request, definition, rule, reader)
    form = LetterTextForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        words = "" if data["step"] == BACK else data["words"].replace("\r\n", "\n").strip()
        now = texts.current(definition, rule, reader)
        latest = letter_texts.versions(definition, rule, reader, by=request.actor)
        if data["version"] != (latest[0].version if latest else 0):
            raise ValueError("Somebody else changed these words meanwhile. Copy yours, load the page again, and look.")
        if words == now.words or (not words and now.version == 0):
            raise ValueError("These are the words that are used now. Nothing was saved.")
        texts.change(definition, rule, reader, words, data["why"], by=request.actor, at=request.at)

    if form.carry_out(act):
        back = form.cleaned_data["step"] == BACK
        said = (
            "Letters begin with Heard’s own words again."
            if back
            else "The words were saved. New letters begin with them."
        )
        return done(request, said, "letter-text", definition, rule, reader)
    return _text(request, entry, reader, form)


@door("letter-text", "change", methods=("POST",))
def change_house_style(request: StaffRequest) -> HttpResponse:
    """Keep a Word file into which letters are put, once it was looked through."""
    form = HouseStyleForm(request.POST, request.FILES)

    def act(data: dict[str, Any]) -> None:
        set_house_style(house_style.check(data["house_style"].read()), by=request.actor, at=request.at)

    if form.carry_out(act):
        return done(request, "The Word file was kept. Download a sample letter and look at it.", "letter-texts")
    return _list(request, form=form)


@door("letter-text", "change", methods=("POST",))
def remove_house_style(request: StaffRequest) -> HttpResponse:
    """Take the Word file away: letters have Heard's own look again."""
    form = RemoveHouseStyleForm(request.POST)
    if form.carry_out(lambda data: set_house_style(b"", by=request.actor, at=request.at)):
        return done(request, "The Word file was removed.", "letter-texts")
    return _list(request, removing=form)


@door("letter-text", "view")
def sample_letter(request: StaffRequest) -> FileResponse:
    """Hand over a letter about nobody, as a Word file in the council's style."""
    made = BytesIO(samples.on_own_paper(request.on))
    answer = FileResponse(made, as_attachment=True, filename="sample-letter.docx", content_type=WORD)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
