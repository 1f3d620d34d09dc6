"""A council's own Word paper for its letters: looked through when it is uploaded, refused with a reason, or cleaned.

Nothing in it may run, fetch, hide or tell: every part that a letter has no use for is refused or dropped.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from heard.letters.files import images
from heard.letters.files.inspection import hidden
from heard.letters.files.sheet import Sheet
from heard.letters.files.word import LETTER, docx, is_field
from heard.letters.files.word_parts import HIDDEN, TRACKED, local, without_marks

FIELDS = (LETTER, "reference", "recipient", "address", "today", "council", "team")
"""What may stand in double braces: plain names, and nothing that is worked out."""
LARGEST = 2_000_000
LARGEST_UNPACKED = 30_000_000
LARGEST_WORDS = 2_000_000
"""Bytes of all its parts but pictures, unpacked: a letter's paper has a tenth of it, and filling more takes long."""
MOST_PARTS = 500

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/[\w.]+\.rels|word/theme/(_rels/)?theme\d+\.xml(\.rels)?"
    r"|word/(document|styles|settings|fontTable|numbering|footnotes|endnotes)\.xml"
    r"|word/(header|footer)\d*\.xml|word/media/[\w.-]+",
)
_DROPPED = re.compile(
    r"docProps/.*|customXml/.*|docMetadata/.*|_xmlsignatures/.*|package/.*|word/glossary/.*|word/(stylesWithEffects|webSettings)\.xml"
    r"|word/(people|comments(Extended|Ids|Extensible)|documenttasks|intelligence\d*|printerSettings\d*)\.(xml|bin)"
    r"|word/documenttasks/.*|word/_rels/(people|comments\w*|stylesWithEffects)\.xml\.rels"
)
_REFUSED = (
    (
        re.compile(r"vba|macro|customUI", re.IGNORECASE),
        "It holds macros. Save it as a Word document (.docx) without them.",
    ),
    (
        re.compile(r"embeddings|activeX|oleObject|\.bin$", re.IGNORECASE),
        "It holds something of another program, such as a spreadsheet or a button. Take it out, and upload it again.",
    ),
    (re.compile(r"word/fonts/"), "It holds fonts. In Word's options, under Save, untick “Embed fonts in the file”."),
    (re.compile(r"word/comments\w*\.xml"), "It holds comments. Delete them in Word, and upload it again."),
)
_FOREIGN = frozenset(
    ("object", "OLEObject", "control", "altChunk", "subDoc", "frameset", "script", "movie", "mailMerge")
)
_SAID = frozenset(("t", "delText"))
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES)(\s+\\\*\s*\w+)*\s*")
_BRACES = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_STRANGE = ("{{", "{%", "{#", "}}", "%}", "#}")
_WEB = re.compile(r"(https?://|mailto:)[^\s{}]+", re.IGNORECASE)
_PLACE = re.compile(r"^(?:[A-Za-z]:\\|\\\\|/|file:).*[\\/]")


def check(content: bytes) -> bytes:
    """Return the paper cleaned of all that it tells beside what it shows.

    Raises ValueError, with a sentence that says what to change, where it cannot be used.
    """
    parts = _parts(content)
    _look_at_names(parts)
    if sum(len(part) for name, part in parts.items() if not name.startswith("word/media/")) > LARGEST_WORDS:
        raise ValueError("It has far more in it than the paper of a letter. Begin with a new document of one page.")
    trees = {name: _tree(name, part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    _look_at_kind(trees["[Content_Types].xml"])
    for name, tree in trees.items():
        if name.endswith(".rels"):
            _look_at_links(tree)
        elif name != "[Content_Types].xml":
            _look_at_elements(tree)
            without_marks(tree)
            _forget_places(tree)
    _look_at_fields(trees)
    cleaned = _packed(parts, trees)
    _look_at_pages(cleaned)
    _try(cleaned)
    return cleaned


def _parts(content: bytes) -> dict[str, bytes]:
    """Return every part of the file that is kept, by name; refuse what is no Word file, or unpacks to too much."""
    if len(content) > LARGEST:
        raise ValueError(f"The file must be smaller than {LARGEST // 1_000_000} MB. Make its pictures smaller.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError(
            "It is an old Word file, or has a password. Save it as a Word document (.docx) without a password."
        )
    try:
        with ZipFile(BytesIO(content)) as packed:
            entries = [one for one in packed.infolist() if not one.is_dir()]
            names = [one.filename for one in entries]
            if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > LARGEST_UNPACKED:
                raise ValueError("The file unpacks to far more than a letter needs. Save it again in Word.")
            if len({name.casefold() for name in names}) < len(names) or any(one.flag_bits & 1 for one in entries):
                raise ValueError("The file is damaged or locked. Save it again in Word.")
            found = {one.filename: packed.read(one) for one in entries if not _DROPPED.fullmatch(one.filename)}
    except (BadZipFile, EOFError, OSError, RuntimeError, UnicodeError, zlib.error):
        raise ValueError("It is not a Word document (.docx), or it is damaged. Save it again in Word.") from None
    if not {"[Content_Types].xml", "_rels/.rels", "word/document.xml"} <= set(found):
        raise ValueError("It is not a Word document (.docx). Save it in Word as one.")
    return found


def _look_at_names(parts: dict[str, bytes]) -> None:
    for name, part in parts.items():
        for unwanted, why in _REFUSED:
            if unwanted.search(name):
                raise ValueError(why)
        if not _KEPT.fullmatch(name):
            raise ValueError(
                f"It holds “{name[:80]}”, which a letter has no use for. Take it out, and upload it again."
            )
        if name.startswith("word/media/") and (
            not images.kind(part) or not name.lower().endswith((".png", ".jpg", ".jpeg"))
        ):
            raise ValueError(f"Its picture “{name.rpartition('/')[2][:80]}” is no PNG or JPEG. Put in one that is.")


def _tree(name: str, part: bytes) -> Any:
    """Return a part as its elements. What could stand for something else (a DOCTYPE, an entity) is refused unread."""
    wrong = f"Its part “{name[:80]}” is damaged. Save it again in Word."
    try:
        text = part.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(wrong) from None
    declared = re.match(r"<\?xml[^>]*encoding=[\"']([^\"']+)", text)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper() or (declared and declared[1].lower() != "utf-8"):
        raise ValueError(wrong)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise ValueError(wrong) from None


def _look_at_kind(types: Any) -> None:
    kinds = {one.get("PartName"): one.get("ContentType", "") for one in types if local(one) == "Override"}
    kind = kinds.get("/word/document.xml", "")
    if "macro" in " ".join(kinds.values()).lower():
        raise ValueError("It holds macros. Save it as a Word document (.docx) without them.")
    if kind != _MAIN:
        raise ValueError("It is a Word template or something else. Save it as a Word document (.docx).")
    for one in list(types):
        if one.get("PartName") and _DROPPED.fullmatch(one.get("PartName").lstrip("/")):
            types.remove(one)


def _look_at_links(links: Any) -> None:
    for one in list(links):
        target, kind = one.get("Target", ""), one.get("Type", "")
        if one.get("TargetMode") == "External":
            if not (kind.endswith("/hyperlink") and _WEB.fullmatch(target)):
                raise ValueError(
                    "It fetches something from outside itself, such as a linked picture or another template. "
                    "Take the link out (a picture can be put in instead), and upload it again."
                )
        elif _drops(target):
            links.remove(one)


def _drops(target: str) -> bool:
    plain = target.removeprefix("../").lstrip("/")
    return bool(_DROPPED.fullmatch(plain) or _DROPPED.fullmatch(f"word/{plain}"))


def _look_at_elements(tree: Any) -> None:
    for one in tree.iter("{*}*"):
        name = local(one)
        if name in TRACKED or name.endswith("PrChange"):
            raise ValueError("It holds tracked changes. Accept or reject all of them in Word, and upload it again.")
        if name in HIDDEN and one.get(qn("w:val"), "1") not in ("0", "false", "off"):
            raise ValueError("It holds hidden text. Show hidden text in Word, delete it, and upload it again.")
        if name.startswith("comment"):
            raise ValueError("It holds comments. Delete them in Word, and upload it again.")
        if name in _FOREIGN:
            raise ValueError(
                "It holds something of another program, or a mail merge. Take it out, and upload it again."
            )
    for words in _instructions(tree):
        if not all(not part or _FIELD.fullmatch(part) for part in words):
            raise ValueError(
                f"It holds the field “{' '.join(words).strip()[:60]}”. Only the number of the page (PAGE) and of the pages "
                "(NUMPAGES) may be fields: click on it, press Ctrl and A and then Ctrl, Shift and F9, and upload it again."
            )


def _instructions(tree: Any) -> Iterable[list[str]]:
    """Return the codes of the fields: of each simple one, and of each other one put together from its pieces."""
    for one in tree.iter(qn("w:fldSimple")):
        yield [one.get(qn("w:instr"), "")]
    for paragraph in tree.iter(qn("w:p")):
        codes: list[str] = []
        said = ""
        for one in paragraph.iter(qn("w:fldChar"), qn("w:instrText")):
            if one.tag == qn("w:instrText"):
                said += one.text or ""
            else:
                codes, said = [*codes, said], ""
        yield [*codes, said]


def _forget_places(tree: Any) -> None:
    """Drop where pictures came from, whom a part was locked for, and what a field was filled from."""
    for one in list(tree.iter("{*}*")):
        if local(one) in ("dataBinding", "permStart", "permEnd") and one.getparent() is not None:
            one.getparent().remove(one)
            continue
        for attribute in ("descr", "title", "name", "alt"):
            if _PLACE.match(one.get(attribute, "")):
                one.set(attribute, _PLACE.sub("", one.get(attribute)))


def _look_at_fields(trees: dict[str, Any]) -> None:
    """Refuse braces that are not one plain field of the list in running words; demand those that a letter must have."""
    found: list[str] = []
    for name, tree in trees.items():
        merged = name == "word/document.xml" or re.fullmatch(r"word/(header|footer)\d*\.xml", name)
        for text in _texts(tree):
            fields = _BRACES.findall(text)
            if (not merged and fields) or "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
                raise ValueError(
                    f"“{text.strip()[:80]}” has braces that are not one plain field. The fields are: {_said()}."
                )
            found += fields
        if any(mark in value for one in tree.iter("{*}*") for value in one.attrib.values() for mark in _STRANGE):
            raise ValueError(f"It has braces in a place that is not text. The fields are: {_said()}.")
    for field in found:
        if field not in FIELDS:
            raise ValueError(f"“{{{{ {field} }}}}” is no field. The fields are: {_said()}.")
    alone = [one for one in trees["word/document.xml"].iter(qn("w:p")) if is_field(one, LETTER)]
    if found.count(LETTER) != 1 or len(alone) != 1:
        raise ValueError("Write {{ letter }} once, in a paragraph of its own, where the letter is to stand.")


def _texts(tree: Any) -> list[str]:
    """Return the words of each paragraph, without those of a box within it, and any words that stand outside of all."""
    pieces: dict[Any, list[str]] = {}
    for one in tree.iter("{*}*"):
        if not one.text or not one.text.strip():
            continue
        paragraph = next(one.iterancestors(qn("w:p")), None) if local(one) in _SAID else None
        pieces.setdefault(one if paragraph is None else paragraph, []).append(one.text)
    return ["".join(texts) for texts in pieces.values()]


def _bare(tree: Any) -> Any:
    """Return the same elements without python-docx's ways, in which the text of a paragraph is that of all within it."""
    return etree.fromstring(etree.tostring(tree))


def _said() -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in FIELDS)


def _packed(parts: dict[str, bytes], trees: dict[str, Any]) -> bytes:
    """Return the file written anew: the parts as they were read, pictures without what they carry, no times."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name, part in parts.items():
            if name in trees:
                part = etree.tostring(trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
            elif name.startswith("word/media/"):
                part = images.bare(part)
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, part)
    return made.getvalue()


def _look_at_pages(content: bytes) -> None:
    """Demand that every page says whose letter it is: each head and foot that a page can have holds both fields."""
    try:
        document = Document(BytesIO(content))
        even = document.settings.odd_and_even_pages_header_footer
        pairs = [
            pair
            for section in document.sections
            for used, pair in (
                (True, (section.header, section.footer)),
                (section.different_first_page_header_footer, (section.first_page_header, section.first_page_footer)),
                (even, (section.even_page_header, section.even_page_footer)),
            )
            if used
        ]
        shown = [" ".join("".join(_texts(_bare(one._element))) for one in pair) for pair in pairs]
    except Exception as problem:
        raise ValueError("It is not a Word document that can be read. Save it again in Word.") from problem
    for text in shown:
        if not {"reference", "recipient"} <= set(_BRACES.findall(text)):
            raise ValueError(
                "Write {{ reference }} and {{ recipient }} in the footer of every page, the first page’s too where it has "
                "one of its own: a page that comes loose must say whose it is."
            )


_SPECIMEN = Sheet(
    text="# Specimen\n\nFirst paragraph\n\n## Heading\n\n- bullet\n\n1. number",
    reference="SPECIMEN-2026-0001",
    recipient="Specimen Recipient",
    address=("Specimen Recipient", "1 Specimen Street"),
    council="Specimen Council",
    team="Specimen team",
    contact=(),
    on=date(2026, 1, 5),
)


def _try(content: bytes) -> None:
    """Make a letter on it: what a letter cannot be made on is refused now, and not on the day that one is due."""
    try:
        letter = docx(_SPECIMEN, content)
        made, carried = Document(BytesIO(letter)), hidden(letter, "docx")
    except Exception as problem:
        raise ValueError(
            "No letter can be made on it. Save it again in Word, or begin with a new document."
        ) from problem
    if carried:
        raise ValueError(f"It carries what must not leave with a letter: {carried[0]}. Begin with a new document.")
    if "First paragraph" not in _texts(_bare(made.element.body)):
        raise ValueError(
            "No letter can be made on it: {{ letter }} stands where it is not shown. Put it into the page itself."
        )
