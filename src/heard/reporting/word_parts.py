"""What python-docx has no word for: a document's language, links, fields, borders, and a file with no date in it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
DEEP = "12436D"
QUIET = "4A5563"
INK = "1D2530"
TEXT_WIDTH = 16.6
"""The width of the text on the page, in centimetres."""

_LANGUAGE = "en-GB"
_KEPT_PARTS = ("/word/", "/docProps/core.xml")
_DROPPED_PARTS = ("stylesWithEffects", "/customXml/")


def blank() -> DocumentObject:
    """Return an empty A4 document in British English, with our styles and nothing of the template's maker."""
    document = Document()
    _strip(document)
    _set_language(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.5)
    page.header_distance = page.footer_distance = Cm(1.1)
    _set_styles(document)
    return document


def packed(document: DocumentObject) -> bytes:
    """Return the document as a file in which no time is written, so that the same document is the same bytes."""
    raw, fixed = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def element(name: str, /, **attributes: str) -> Any:
    """Return a new element of the `w` namespace with these attributes of the same namespace."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Name a paragraph so that links within the document can reach it."""
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, element("bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def link(paragraph: Any, text: str, target: str) -> None:
    """Write a link to a bookmark at the end of the paragraph."""
    run = paragraph.add_run(text)
    run.font.color.rgb = RGBColor.from_string(DEEP)
    run.font.underline = True
    held = element("hyperlink", anchor=target, history="1")
    held.append(run._r)
    paragraph._p.append(held)


def field(paragraph: Any, instruction: str) -> None:
    """Write a field, such as the number of the page, that the reader's program fills in."""
    held = element("fldSimple", instr=instruction)
    held.append(paragraph.add_run("1")._r)
    paragraph._p.append(held)


def side_rule(properties: Any, colour: str, wash: str = "") -> None:
    """Draw a thick line down the left of a paragraph or style, and colour the ground behind it."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="36", space="10", color=colour))
    properties.insert_element_before(borders, *_AFTER_BORDERS)
    if wash:
        properties.insert_element_before(element("shd", val="clear", color="auto", fill=wash), *_AFTER_BORDERS[1:])


# The schema fixes the order of a paragraph's properties; these come after its borders.
_AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)


def _strip(document: DocumentObject) -> None:
    """Take out what the template brings along: its thumbnail, its maker's name and dates, its hundred table styles."""
    package = document.part.package
    for rels, keep in ((package.rels, _KEPT_PARTS), (document.part.rels, ("/",))):
        for key, rel in list(rels.items()):
            name = str(rel.target_part.partname)
            if not name.startswith(keep) or any(part in name for part in _DROPPED_PARTS):
                rels.pop(key)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) != "1":
            styles.remove(style)
    core = document.core_properties
    core.comments = core.last_modified_by = ""
    for name in ("dcterms:created", "dcterms:modified"):
        dated = core._element.find(qn(name))
        if dated is not None:
            core._element.remove(dated)


def _set_language(document: DocumentObject) -> None:
    """Set British English as the default of the whole document: set on a style alone, converters overlook it."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), _LANGUAGE)
    defaults.find(qn("w:lang")).set(qn("w:eastAsia"), _LANGUAGE)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), _LANGUAGE)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    _set_font(defaults)


def _set_font(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    properties.insert(0, element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))


def _set_styles(document: DocumentObject) -> None:
    _style(document, "Normal", 11.5, after=8, line=1.25)
    _style(document, "Title", 28, DEEP, bold=True, before=6, after=8, line=1.1)
    _style(document, "Subtitle", 14, QUIET, after=4)
    _style(document, "Heading 1", 19, DEEP, bold=True, before=26, after=8, line=1.1)
    _style(document, "Heading 2", 14, INK, bold=True, before=16, after=6, line=1.15)
    _style(document, "Caption", 11, INK, bold=True, before=12, after=5, line=1.15)
    _style(document, "List Bullet", 11.5, after=4, line=1.25)
    _style(document, "Quote", 12, INK, after=2, line=1.25)
    _style(document, "Header", 10.5, QUIET)
    _style(document, "Footer", 9.5, QUIET)
    for name in (
        "Contents title",
        "Contents entry",
        "Quote source",
        "Notice",
        "Picture",
        "Table note",
        "Cell",
        "Draft",
    ):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    _style(document, "Contents title", 14, DEEP, bold=True, before=22, after=4)
    _style(document, "Contents entry", 11.5, after=3)
    _style(document, "Quote source", 10.5, QUIET, after=10)
    _style(document, "Notice", 11.5, before=8, after=12, line=1.25)
    _style(document, "Picture", 11.5, after=8, line=1)
    _style(document, "Table note", 10.5, QUIET, before=4, after=10)
    _style(document, "Cell", 10.5, before=3, after=3, line=1.1)
    _style(document, "Draft", 11.5, "5C0F39", bold=True, after=0)
    for name, colour, wash in _RULES:
        style = document.styles[name]
        style.paragraph_format.left_indent = Cm(0.6)
        side_rule(style.element.get_or_add_pPr(), colour, wash)


_RULES = (
    ("Quote", "28A197", ""),
    ("Quote source", "28A197", ""),
    ("Notice", "F46A25", "FFF6E5"),
    ("Draft", "801650", "FBE3EC"),
)


def _style(
    document: DocumentObject,
    name: str,
    size: float,
    colour: str = INK,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.2,
) -> None:
    style = document.styles[name]
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    letters = style.element.get_or_add_rPr()
    for spread in letters.findall(qn("w:spacing")):
        letters.remove(spread)
    _set_font(letters)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
