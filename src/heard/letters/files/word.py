"""A letter as a Word document: our own, or the council's own paper with the letter put in."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from heard.letters.files import images
from heard.letters.files.sheet import NO_LOGO, Sheet, Words, words
from heard.letters.files.word_parts import Lists, blank, element, field, packed, place, set_style
from heard.letters.markup import Block

DRAFT = "DRAFT"
LETTER = "letter"
"""The field of a council's own paper that the letter replaces; it has a paragraph to itself."""

_MARK = "heard_letter"
_JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")
_STYLES = {"title": "Title", "heading": "Heading 1", "bullet": "List Bullet", "number": "List Number"}
_LARGE = {"title": 24.0, "heading": 20.0}
_LARGE_TEXT = 18.0


def docx(sheet: Sheet, house: bytes | None = None, *, large: bool = False) -> bytes:
    """Return the letter as a Word document. The same letter is the same bytes.

    `house` is the council's own paper as `house_style.check` returned it; without one the letter has the same head and
    foot as its PDF. Raises ValueError where the logo is damaged.
    """
    printed = words(sheet)
    if house is None:
        return packed(_own(sheet, printed, large=large), printed.title)
    return packed(_on_paper(house, sheet, printed, large=large), printed.title)


def _own(sheet: Sheet, printed: Words, *, large: bool) -> DocumentObject:
    document = blank()
    _set_styles(document, large=large, window=bool(printed.address))
    _head(document, sheet, printed, large=large)
    begun = len(document.paragraphs)
    _write(printed.blocks, document.add_paragraph, document)
    if printed.address:
        _leave_window(document.paragraphs, begun, large=large)
    _foot(document, printed)
    if sheet.draft:
        _say_draft(document)
    return document


def _head(document: DocumentObject, sheet: Sheet, printed: Words, *, large: bool) -> None:
    """Write whose letter it is, to whom, and the particulars. With an address they stand where the PDF has them."""
    if sheet.logo:
        _logo(document.add_paragraph(style="Logo"), sheet.logo, f"Logo of {printed.council}")
    document.add_paragraph(printed.council, "Council")
    if printed.team:
        document.add_paragraph(printed.team, "Team")
    for line in printed.address:
        document.add_paragraph(line, "Address")
    for line in (f"Our reference: {printed.reference}", f"Date: {printed.today}", *printed.contact):
        document.add_paragraph(line, "Particulars")


def _leave_window(paragraphs: list[Paragraph], begun: int, *, large: bool) -> None:
    """Put the head at its places. What stands in the flow begins below the window; large print has its particulars there."""
    for one in paragraphs[:begun]:
        name = one.style.name if one.style is not None else ""
        if name == "Particulars" and large:
            begun = min(begun, paragraphs.index(one))
        elif name in _PLACES:
            place(one, **_PLACES[name])
    for one in paragraphs[begun : begun + 1]:
        one.paragraph_format.space_before = Mm(_BELOW)


def _logo(paragraph: Paragraph, logo: bytes, alt: str) -> None:
    try:
        bare = images.bare(logo)
    except ValueError:
        raise ValueError(NO_LOGO) from None
    if images.kind(bare) == "jpeg" and bare[6:10] != b"JFIF":
        bare = bare[:2] + _JFIF + bare[2:]
    shape = paragraph.add_run().add_picture(BytesIO(bare))
    ratio = shape.width / shape.height
    shape.width, shape.height = Mm(min(50, 20 * ratio)), Mm(min(20, 50 / ratio))
    shape._inline.docPr.set("descr", alt)


def _set_styles(document: DocumentObject, *, large: bool, window: bool) -> None:
    text, line, after = (18, 1.5, 12) if large else (12, 1.15, 8)
    small = 16 if large else 9.5
    set_style(document, "Normal", text, after=after, line=line)
    set_style(document, "Title", 24 if large else 16, bold=True, before=12, after=10, line=1.1)
    set_style(document, "Heading 1", 20 if large else 13, bold=True, before=14, after=6, line=1.1)
    for name in ("List Bullet", "List Number"):
        set_style(document, name, text, after=after / 2, line=line)
    for name in ("Header", "Footer"):
        set_style(document, name, small, line=1.1)
    set_style(document, "Council", 16 if large else 15, bold=True, line=1)
    set_style(document, "Team", 16 if large else 12, after=0 if window else 8, line=1)
    set_style(document, "Logo", text, line=1).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    set_style(document, "Particulars", text if large or not window else 10.5, after=2, line=1.1)
    set_style(document, "Address", 13 if large else 11, line=1)
    draft = set_style(document, "Draft", 14, bold=True, colour="801650", line=1)
    draft.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


_PLACES = {
    "Logo": {"left": 140, "top": 20, "width": 50, "height": 24},
    "Council": {"left": 22, "top": 20, "width": 108, "height": 26},
    "Team": {"left": 22, "top": 20, "width": 108, "height": 26},
    "Address": {"left": 22, "top": 53, "width": 78, "height": 35},
    "Particulars": {"left": 112, "top": 48, "width": 78, "height": 44},
}
"""Style → where it stands on the first page of a letter with an address, in millimetres."""
_BELOW = 75
"""How far below the head of the text the rest begins: below what the window shows."""


def _foot(document: DocumentObject, printed: Words) -> None:
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(f"{printed.foot} · page ")
    field(foot, "PAGE")
    foot.add_run(" of ")
    field(foot, "NUMPAGES")


def _write(blocks: tuple[Block, ...], add: Callable[[], Any], document: DocumentObject) -> list[Paragraph]:
    """Write each block as a paragraph that `add` makes, in its style."""
    lists, written = Lists(document), []
    for block in blocks:
        paragraph = add()
        paragraph.add_run(block.text)
        if block.kind in _STYLES:
            paragraph.style = document.styles[_STYLES[block.kind]]
        if block.kind == "bullet":
            lists.bullet(paragraph)
        elif block.kind == "number":
            lists.number(paragraph, block.number)
        written.append(paragraph)
    return written


def _on_paper(house: bytes, sheet: Sheet, printed: Words, *, large: bool) -> DocumentObject:
    """Put the letter on the council's own paper. Its fields are replaced once; what replaces them is never read again."""
    template = _Paper(BytesIO(_marked(house, draft=sheet.draft)))
    known = {
        "reference": printed.reference,
        "recipient": printed.recipient,
        "address": "\n".join(printed.address),
        "today": printed.today,
        "council": printed.council,
        "team": printed.team,
    }
    template.render(known, SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    document: DocumentObject = template.docx
    mark = next(one for one in document.element.body.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == _MARK)
    held = mark.getparent()
    _add_missing_styles(document)
    look, letters = deepcopy(held.find(qn("w:pPr"))), held.find(qn("w:r")).find(qn("w:rPr"))
    ends_section = look is not None and look.find(qn("w:sectPr")) is not None
    if ends_section:
        look.remove(look.find(qn("w:sectPr")))

    def add() -> Paragraph:
        new = Paragraph(held.add_p_before(), document._body)
        if look is not None:
            new._p.insert(0, deepcopy(look))
        return new

    for paragraph, block in zip(_write(printed.blocks, add, document), printed.blocks, strict=True):
        if letters is not None and block.kind not in ("title", "heading"):
            paragraph.runs[0]._r.insert(0, deepcopy(letters))
        if large:
            _enlarge(paragraph, _LARGE.get(block.kind, _LARGE_TEXT))
    if printed.blocks and not ends_section:
        held.getparent().remove(held)
    return document


def _enlarge(paragraph: Paragraph, size: float) -> None:
    """Set the words of a paragraph, and the bullet or number before them, to this size in points."""
    paragraph.paragraph_format.line_spacing = 1.5
    paragraph.runs[0].font.size = Pt(size)
    properties = paragraph._p.get_or_add_pPr()
    mark = properties.find(qn("w:rPr"))
    if mark is None:
        mark = element("rPr")
        properties.append(mark)
    for old in mark.findall(qn("w:sz")):
        mark.remove(old)
    mark.append(element("sz", val=str(round(size * 2))))


class _Paper(DocxTemplate):  # type: ignore[misc]
    """A template whose values stay as they are: docxtpl would read `{_{` in somebody's words as its own sign for braces."""

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, str], jinja_env: SandboxedEnvironment) -> str:
        """Return this part with its fields replaced, and the lines of an address as lines."""
        return str(self.resolve_listing(jinja_env.from_string(src_xml).render(context)))


def _marked(house: bytes, *, draft: bool) -> bytes:
    """Return the paper with a bookmark in place of the words `{{ letter }}`, so that no template ever holds the letter."""
    document, saved = Document(BytesIO(house)), BytesIO()
    held = next(one for one in document.element.body.iter(qn("w:p")) if is_field(one, LETTER))
    runs = list(held.iter(qn("w:r")))
    letters = runs[0].find(qn("w:rPr"))
    for one in list(held):
        if one.tag != qn("w:pPr"):
            held.remove(one)
    held.append(element("bookmarkStart", id="9999", name=_MARK))
    held.append(element("bookmarkEnd", id="9999"))
    run = element("r")
    if letters is not None:
        run.append(letters)
    held.append(run)
    if draft:
        _say_draft(document)
    document.save(saved)
    return saved.getvalue()


def is_field(paragraph: Any, name: str) -> bool:
    """Answer whether a paragraph holds this field and nothing else."""
    found = "".join(one.text or "" for one in paragraph.iter(qn("w:t"))).strip()
    return found.startswith("{{") and found.endswith("}}") and found[2:-2].strip() == name


def _add_missing_styles(document: DocumentObject) -> None:
    """Add the styles of a letter that the council's paper has not: its own text, bold for what is a heading."""
    for kind, name in _STYLES.items():
        if name in document.styles:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        if kind in ("title", "heading"):
            style.font.bold = True
            style.font.size = Pt(16 if kind == "title" else 13)
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
            style.element.get_or_add_pPr().append(element("outlineLvl", val="0" if kind == "title" else "1"))


def _say_draft(document: DocumentObject) -> None:
    """Say at the head of every page that nobody has approved the letter."""
    even = document.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(document.sections):
        heads = [section.header]
        heads += [section.first_page_header] if section.different_first_page_header_footer else []
        heads += [section.even_page_header] if even else []
        for head in heads:
            if number and head.is_linked_to_previous:
                continue
            first = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
            said = first.insert_paragraph_before() if first.text or "Draft" not in document.styles else first
            if "Draft" in document.styles:
                said.style = document.styles["Draft"]
            run = said.add_run(DRAFT)
            run.font.bold, run.font.size, run.font.color.rgb = True, Pt(14), RGBColor.from_string("801650")
