"""What a file carries beside the words that it shows: the last look at what leaves the council."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

import pypdfium2
from docx.oxml.ns import qn
from lxml import etree
from pypdfium2 import raw

from heard.letters.files import images
from heard.letters.files.papers import PDFIUM
from heard.letters.files.word_parts import HIDDEN, TRACKED, local

_MAKER = re.compile(r"(Typst \d+\.\d+\.\d+)?")
_PLACE = re.compile(
    rb"[A-Za-z]:\\\\?(?:Users|Documents)|\\\\\\\\\w|(?<![\w.])/(?:home|Users|tmp|var|root)/\w|file:///", re.IGNORECASE
)
_PDF_NEUTRAL = ("Title",)
_XMP = re.compile(
    rb"<(xmp:(?:CreateDate|ModifyDate|MetadataDate)|dc:(?:creator|description|subject|contributor)|pdf:(?:Producer|Keywords)"
    rb"|xmpMM:(?:History|DerivedFrom)|photoshop:\w+|exif:\w+)[ >]"
)
_INVISIBLE = 3
_SEEN_NOTES = (raw.FPDF_ANNOT_LINK,)
_CORE_NEUTRAL = ("title", "language")
_LOST_PARTS = re.compile(
    r"docProps/(?!core\.xml)|customXml/|comments|people|vba|macro|embeddings|activeX|glossary|thumbnail|printerSettings"
    r"|attachedToolbars|docMetadata",
    re.IGNORECASE,
)


def hidden(content: bytes, kind: Literal["pdf", "docx"]) -> list[str]:
    """Return what the file carries beside its visible words, each once, in plain words: nothing for a file of ours.

    Raises ValueError where the file cannot be read.
    """
    try:
        found = list(_in_pdf(content) if kind == "pdf" else _in_docx(content))
    except (pypdfium2.PdfiumError, BadZipFile, etree.XMLSyntaxError, KeyError) as problem:
        raise ValueError("The file cannot be read, so nobody can say what it carries.") from problem
    return list(dict.fromkeys(found))


def _in_pdf(content: bytes) -> Iterator[str]:
    with PDFIUM, pypdfium2.PdfDocument(content) as document:
        for name, value in document.get_metadata_dict().items():
            if value and name not in _PDF_NEUTRAL and not (name == "Creator" and _MAKER.fullmatch(value)):
                yield f"property {name}: {value[:80]}"
        if raw.FPDFDoc_GetAttachmentCount(document) > 0:
            yield "attached files"
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or b"/JavaScript" in content:
            yield "a script"
        if document.get_formtype():
            yield "a form"
        for page in document:
            yield from _on_page(page)
    for name in _XMP.findall(content):
        yield f"property {name.decode()}"
    if b"/EmbeddedFile" in content or b"/Launch" in content:
        yield "attached files or programs"
    # What is packed looks like anything; places of a computer are looked for outside of it.
    if _PLACE.search(re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)):
        yield "a place on a computer"


def _on_page(page: Any) -> Iterator[str]:
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if raw.FPDFAnnot_GetSubtype(note) not in _SEEN_NOTES:
            yield "a note or comment on a page"
        raw.FPDFPage_CloseAnnot(note)
    left, bottom, right, top = page.get_bbox()
    for one in page.get_objects():
        if one.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(one) == _INVISIBLE:
                yield "text that is not shown"
            place = one.get_bounds()
            if place[2] < left or place[0] > right or place[3] < bottom or place[1] > top:
                yield "text outside of a page"
        elif one.type == raw.FPDF_PAGEOBJ_IMAGE:
            packed = bytes(one.get_data(decode_simple=False))
            if images.kind(packed) == "jpeg" and images.carries(packed):
                yield "what a picture carries"


def _in_docx(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as packed:
        for entry in packed.infolist():
            if entry.date_time[:3] != (1980, 1, 1) or entry.comment or entry.extra:
                yield "when its parts were written"
            if _LOST_PARTS.search(entry.filename):
                yield f"the part {entry.filename}"
            part = packed.read(entry)
            if entry.filename.startswith("word/media/") and images.carries(part):
                yield "what a picture carries"
            if entry.filename.endswith((".xml", ".rels")):
                yield from _in_part(entry.filename, part)
        if packed.comment:
            yield "a note on the file"


def _in_part(name: str, part: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(part, parser)
    if name == "docProps/core.xml":
        for one in root:
            if one.text and local(one) not in _CORE_NEUTRAL:
                yield f"property {local(one)}: {one.text[:80]}"
    if b"<!--" in part:
        yield "notes in its source"
    for one in root.iter("{*}*"):
        yield from _in_element(one)


def _in_element(one: Any) -> Iterator[str]:
    name = local(one)
    if name in TRACKED or name.endswith("PrChange"):
        yield "tracked changes"
    elif name in HIDDEN and one.get(qn("w:val"), "1") not in ("0", "false", "off"):
        yield "hidden text"
    elif name.startswith("comment"):
        yield "comments"
    elif name in ("rsids", "rsid", "docId"):
        yield "the numbers of the sittings in which it was written"
    elif (
        name == "Relationship"
        and one.get("TargetMode") == "External"
        and not one.get("Type", "").endswith("/hyperlink")
    ):
        yield "something fetched from outside"
    elif name in ("OLEObject", "object", "control", "altChunk"):
        yield "something of another program"
    for attribute, value in one.attrib.items():
        if attribute.rpartition("}")[2].startswith("rsid"):
            yield "the numbers of the sittings in which it was written"
        elif _PLACE.search(value.encode()):
            yield "a place on a computer"
