"""Papers that came in, as text and as pictures of their pages, for redaction and bundles.

A PDF and a picture are shown as pictures of what can be seen: what lies under a black box does not come along. Everything
else is shown as its text.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser

import pypdfium2
import pypdfium2.raw as pdfium

from heard.letters.files import office_text, picture_files
from heard.letters.files.office_text import DAMAGED, LOCKED, UnreadableError

MOST_PAGES = 300
DOTS_PER_INCH = 144
PICTURES = ("png", "jpg", "jpeg")

PDFIUM = threading.RLock()
"""Held around everything that is asked of PDFium: it serves one thread of a process at a time."""


def text_of(content: bytes, file_name: str) -> str:
    """Return the words of a paper; of a picture, and of a PDF that is only scanned, nothing.

    Raises ValueError, with a sentence, where the file is damaged, locked, too large or of a kind that has no words.
    """
    readers = {
        "pdf": _pdf_text,
        "docx": office_text.docx,
        "odt": office_text.odt,
        "txt": _plain_text,
        "eml": _mail_text,
    }
    ending = _ending(file_name)
    if ending in PICTURES:
        return ""
    if ending not in readers:
        known = ", ".join((*readers, *PICTURES))
        raise ValueError(f"Heard cannot read “{file_name}”. Save it as one of these kinds: {known}.")
    with _named(file_name):
        return _tidied(readers[ending](content))


def pictures_of(content: bytes, file_name: str) -> list[bytes]:
    """Return a PNG of each page of a PDF, at 144 dots to the inch, or of a picture; nothing for a paper shown as text.

    Raises ValueError, with a sentence, where the file is damaged, locked or too large.
    """
    ending = _ending(file_name)
    with _named(file_name):
        if ending == "pdf":
            return list(_pages(content))
        if ending in PICTURES:
            try:
                return [picture_files.anew(content)]
            except ValueError as problem:
                raise UnreadableError(f"cannot be shown: {problem}. Save it again, smaller, and choose that.") from None
    return []


def unsearched(content: bytes, file_name: str) -> str:
    """Return what of a PDF is seen on its pages and is not among its words, as part of a sentence; nothing of another kind.

    Raises ValueError as `text_of` does.
    """
    if _ending(file_name) != "pdf":
        return ""
    pictures, notes = [], []
    with _named(file_name), _opened(content) as opened:
        for number in range(len(opened)):
            page = opened[number]
            words = page.get_textpage()
            if not words.get_text_bounded().strip():
                pictures.append(number + 1)
            words.close()
            if _has_notes(page):
                notes.append(number + 1)
            page.close()
    seen = (("there are no words", pictures), ("there are notes or filled-in boxes", notes))
    return " and ".join(f"{what} on page {', '.join(map(str, some))}" for what, some in seen if some)


def _has_notes(page: pypdfium2.PdfPage) -> bool:
    """Answer whether something is laid over a page that is drawn with it and is none of its words; links are not."""
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        one = pdfium.FPDFPage_GetAnnot(page, place)
        kind = pdfium.FPDFAnnot_GetSubtype(one)
        pdfium.FPDFPage_CloseAnnot(one)
        if kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            return True
    return False


def _ending(file_name: str) -> str:
    return file_name.rpartition(".")[2].lower()


@contextmanager
def _named(file_name: str) -> Iterator[None]:
    try:
        yield
    except UnreadableError as problem:
        raise ValueError(f"“{file_name}” {problem}") from None


def _tidied(text: str) -> str:
    """Return the text with one kind of line end, no trailing space, and at most one empty line in a row."""
    text = re.sub(r"\r\n?|\f|\v", "\n", text)
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


# PDF


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF. Raises UnreadableError where it is damaged, locked, or has more pages than can be shown."""
    with PDFIUM:
        try:
            opened = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as problem:
            code = getattr(problem, "err_code", None)
            raise UnreadableError(LOCKED if code == pdfium.FPDF_ERR_PASSWORD else DAMAGED) from None
        try:
            if not 1 <= len(opened) <= MOST_PAGES:
                raise UnreadableError(
                    f"has {len(opened):,} pages. Heard can take 1 to {MOST_PAGES}: split it, and add the parts."
                )
            yield opened
        except pypdfium2.PdfiumError:
            raise UnreadableError(DAMAGED) from None
        finally:
            opened.close()


def _pdf_text(content: bytes) -> str:
    pages = []
    with _opened(content) as opened:
        for number in range(len(opened)):
            page = opened[number]
            words = page.get_textpage()
            pages.append(words.get_text_bounded())
            words.close()
            page.close()
    # PDFium marks a hyphen at the end of a line with a character of its own.
    return "\n\n".join(re.sub("[\x02\ufffe]", "-", text) for text in pages)


def _pages(content: bytes) -> Iterator[bytes]:
    scale = DOTS_PER_INCH / 72
    with _opened(content) as opened:
        for number in range(len(opened)):
            width, height = opened.get_page_size(number)
            if width * height * scale * scale > picture_files.LARGEST:
                raise UnreadableError(
                    f"has a page, number {number + 1}, that is larger than Heard can show. Print it to a PDF of A4 pages."
                )
        opened.init_forms()
        for number in range(len(opened)):
            page = opened[number]
            bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGR)
            dots = bytes(bitmap.buffer)
            shape = bitmap.width, bitmap.height, bitmap.stride
            bitmap.close()
            page.close()
            yield picture_files.of_dots(*shape, dots)


# Text and e-mail


def _plain_text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise UnreadableError(DAMAGED)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _mail_text(content: bytes) -> str:
    """Return who wrote to whom, when and about what, the words, and the names of what was attached."""
    try:
        mail = BytesParser(policy=policy.default).parsebytes(content)
        heads = [
            f"{name}: {' '.join(str(mail[name]).split())}"
            for name in ("From", "To", "Cc", "Date", "Subject")
            if mail[name]
        ]
        body = _words_of(mail)
        names = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()]
    except (ValueError, LookupError, TypeError, AttributeError, KeyError, RecursionError):
        raise UnreadableError(DAMAGED) from None
    return "\n\n".join(["\n".join(heads), body, *(f"Attached: {name}" for name in names)])


def _words_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain", "html"))
    if part is None:
        return ""
    words = part.get_content()
    if not isinstance(words, str):
        raise UnreadableError(DAMAGED)
    return _without_tags(words) if part.get_content_type() == "text/html" else words


def _without_tags(html: str) -> str:
    reader = _Html()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Html(HTMLParser):
    """Collects what an e-mail in HTML says."""

    _UNSEEN = ("script", "style", "head", "title", "template")
    _LINES = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol", "hr")

    def __init__(self) -> None:
        super().__init__()
        self._said: list[str] = []
        self._skipped = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._skipped and tag in self._UNSEEN:
            self._skipped = tag
        elif tag in self._LINES:
            self._said.append("\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self._said.append(" ")
        elif tag == "img":
            self._said.append(" [picture] ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipped:
            self._skipped = ""
        elif tag in ("p", "div", "h1", "h2", "h3", "h4", "blockquote", "table"):
            self._said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._said.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        return "\n".join(" ".join(line.split()) for line in "".join(self._said).split("\n"))
