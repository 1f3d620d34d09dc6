"""What letters need of a Word file that python-docx has no word for: an empty document, lists, fields, a file without dates."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Mm, Pt, RGBColor

FONT = "Arial"
LANGUAGE = "en-GB"
INK = "1D2530"

TRACKED = frozenset(
    [
        *("ins", "del", "delText", "delInstrText", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart"),
        *("cellIns", "cellDel", "cellMerge", "numberingChange", "customXmlInsRangeStart", "customXmlDelRangeStart"),
    ]
)
"""Elements of changes that somebody has yet to accept; so is every one whose name ends in PrChange."""
HIDDEN = frozenset(("vanish", "specVanish", "webHidden"))
"""Elements that hide text."""

_KEPT_PARTS = ("/word/", "/docProps/core.xml")
_DROPPED_PARTS = ("stylesWithEffects", "webSettings", "/customXml/")
_MARKS = ("rsids", "rsid", "docId", "proofState", "savePreviewPicture", "attachedTemplate")
_INDENT = 420
"""How far the words of a list stand from its bullets, in twentieths of a point."""


def blank() -> DocumentObject:
    """Return an empty A4 document in British English, with nothing of the template's maker in it."""
    document = Document()
    _strip(document)
    _set_language(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(22), Mm(20)
    page.top_margin, page.bottom_margin = Mm(20), Mm(27)
    page.header_distance, page.footer_distance = Mm(9), Mm(12)
    return document


def packed(document: DocumentObject, title: str) -> bytes:
    """Return the document as a file that says its title and language, and nothing of who made it, when, or with what."""
    core = document.core_properties
    for one in list(core._element):
        core._element.remove(one)
    core.title, core.language = title[:255], LANGUAGE
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


def field(paragraph: Any, instruction: str) -> None:
    """Write a field, such as the number of the page, that the reader's program fills in."""
    held = element("fldSimple", instr=instruction)
    held.append(paragraph.add_run("1")._r)
    paragraph._p.append(held)


def set_font(properties: Any) -> None:
    """Set our font for every kind of writing in these properties of a run."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    properties.insert(0, element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))


def set_style(
    document: DocumentObject,
    named: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.15,
) -> Any:
    """Return the paragraph style of this name, made where there is none, set to these sizes in points."""
    if named in document.styles:
        style = document.styles[named]
    else:
        style = document.styles.add_style(named, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    paragraph = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:contextualSpacing"):
        for unwanted in paragraph.findall(qn(name)):
            paragraph.remove(unwanted)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    letters = style.element.get_or_add_rPr()
    for spread in letters.findall(qn("w:spacing")):
        letters.remove(spread)
    set_font(letters)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    return style


def place(paragraph: Any, *, left: float, top: float, width: float, height: float) -> None:
    """Put a paragraph at a place of its page, in millimetres. Those that follow each other at one place share it."""
    sizes = {name: str(Mm(value).twips) for name, value in (("w", width), ("h", height), ("x", left), ("y", top))}
    frame = element("framePr", **sizes, hRule="exact", hSpace="0", wrap="around", vAnchor="page", hAnchor="page")
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(frame, "w:widowControl", "w:numPr", "w:spacing", "w:ind", "w:jc", "w:rPr")


class Lists:
    """The bulleted and numbered lists of one document."""

    def __init__(self, document: DocumentObject) -> None:
        """Add what bullets and numbers look like to the document, beside what it has already."""
        self._numbering = _numbering(document)
        self._bullets = self._number(self._look("bullet", "•"))
        self._decimal = self._look("decimal", "%1.")
        self._last: tuple[int, int] | None = None

    def bullet(self, paragraph: Any) -> None:
        """Make this paragraph an item with a bullet."""
        self._set(paragraph, self._bullets)

    def number(self, paragraph: Any, number: int) -> None:
        """Make this paragraph the item with this number: of the list before it where it follows on, else of a new one."""
        follows = self._last is not None and number == self._last[1] + 1
        held = self._last[0] if follows and self._last else self._number(self._decimal, number)
        self._last = (held, number)
        self._set(paragraph, held)

    def _set(self, paragraph: Any, held: int) -> None:
        numbered = element("numPr")
        numbered.append(element("ilvl", val="0"))
        numbered.append(element("numId", val=str(held)))
        properties = paragraph._p.get_or_add_pPr()
        for old in properties.findall(qn("w:numPr")):
            properties.remove(old)
        properties._insert_numPr(numbered)

    def _look(self, kind: str, mark: str) -> int:
        new = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in self._all("abstractNum")), default=-1)
        look, level = element("abstractNum", abstractNumId=str(new)), element("lvl", ilvl="0")
        look.append(element("multiLevelType", val="singleLevel"))
        look.append(level)
        for name, value in (("start", "1"), ("numFmt", kind), ("lvlText", mark), ("lvlJc", "left")):
            level.append(element(name, val=value))
        properties = element("pPr")
        properties.append(element("ind", left=str(_INDENT), hanging=str(_INDENT)))
        level.append(properties)
        numbers = self._all("num")
        numbers[0].addprevious(look) if numbers else self._numbering.append(look)
        return new

    def _number(self, look: int, start: int = 1) -> int:
        new = 1 + max((int(one.get(qn("w:numId"))) for one in self._all("num")), default=0)
        number, override = element("num", numId=str(new)), element("lvlOverride", ilvl="0")
        number.append(element("abstractNumId", val=str(look)))
        override.append(element("startOverride", val=str(start)))
        number.append(override)
        numbers = self._all("num")
        numbers[-1].addnext(number) if numbers else self._numbering.append(number)
        return new

    def _all(self, name: str) -> Any:
        return self._numbering.findall(qn(f"w:{name}"))


def _numbering(document: DocumentObject) -> Any:
    """Return the part of a document that holds its lists, made where there is none."""
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)._element  # type: ignore[attr-defined]
    except KeyError:
        empty = f"<w:numbering {nsdecls('w')}/>".encode()
        made = NumberingPart.load(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, document.part.package
        )
        document.part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
        return made._element


def without_marks(root: Any) -> None:
    """Take out of a part what tells which program and which sittings wrote it: the numbers that Word gives to each."""
    for one in list(root.iter("{*}*")):
        if local(one) in _MARKS and one.getparent() is not None:
            one.getparent().remove(one)
            continue
        for attribute in list(one.attrib):
            name = attribute.rpartition("}")[2]
            if name in ("paraId", "textId") or name.startswith("rsid"):
                del one.attrib[attribute]


def local(one: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(one.tag).rpartition("}")[2]


def _strip(document: DocumentObject) -> None:
    """Take out what the template brings along: its thumbnail, its maker's name and dates, its hundred table styles."""
    for rels, keep in ((document.part.package.rels, _KEPT_PARTS), (document.part.rels, ("/",))):
        for key, rel in list(rels.items()):
            name = str(rel.target_part.partname)
            if not name.startswith(keep) or any(part in name for part in _DROPPED_PARTS):
                rels.pop(key)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) != "1":
            styles.remove(style)
    for root in (document.element, styles, document.settings.element, _numbering(document)):
        without_marks(root)


def _set_language(document: DocumentObject) -> None:
    """Set British English as the default of the whole document: set on a style alone, converters overlook it."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for kind in ("val", "eastAsia"):
        defaults.find(qn("w:lang")).set(qn(f"w:{kind}"), LANGUAGE)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    set_font(defaults)
