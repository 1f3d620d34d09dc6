"""Writes the annual report as a Word document, for those who must edit it, sign it or put it before a committee."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from heard.figures.report import (
    Bullets,
    Chart,
    Line,
    Notice,
    Paragraph,
    Quotation,
    Report,
    Subheading,
    Table,
)
from heard.reporting import charts
from heard.reporting.outline import APPENDIX, DRAFT, Part, Placed, parts
from heard.reporting.pictures import png
from heard.reporting.word_parts import DEEP, TEXT_WIDTH, blank, bookmark, element, field, link, packed

_TALLEST = 740
_KEPT_TOGETHER = 14
# Centimetres: a letter of a cell on average, a letter of a long word in bold, and the space beside the text.
_LETTER = 0.205
_BROAD_LETTER = 0.245
_PADDING = 0.45
_LISTS = (
    "Each figure in this report can be opened to its definition and to the cases that it counts. The lists are left"
    " out of this document: they are in the files report.html and cases.json that go with it."
)


def render_word(report: Report, lists: str = _LISTS) -> bytes:
    """Return the report as a .docx file. The same report gives the same bytes.

    No case's reference is in it: `lists` says in its last part where they are.
    """
    document = blank()
    outline = parts(report)
    _set_properties(document, report)
    _write_edges(document, report)
    _write_opening(document, report)
    titles = [part.title for part in outline] + ([APPENDIX] if report.cases else [])
    _write_contents(document, titles)
    for part in outline:
        _write_part(document, part)
    if not outline:
        document.add_paragraph("This report has no sections yet.")
    if report.cases:
        _write_heading(document, len(titles), APPENDIX)
        document.add_paragraph(lists)
    return packed(document)


def _set_properties(document: DocumentObject, report: Report) -> None:
    core = document.core_properties
    core.title, core.author = _clean(f"{report.title}, {report.year}")[:255], _clean(report.council)[:255]
    core.subject, core.language = _clean(report.period)[:255], "en-GB"


def _write_edges(document: DocumentObject, report: Report) -> None:
    """Write what stands on each page: the mark of a draft at the head, the report's name and the page at the foot."""
    page = document.sections[0]
    if report.draft:
        head = page.header.paragraphs[0]
        head.style = document.styles["Draft"]
        head.add_run(DRAFT)
    foot = page.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.add_run(_clean(f"{report.council}. {report.title}, {report.year}. Page "))
    field(foot, "PAGE")
    foot.add_run(" of ")
    field(foot, "NUMPAGES")


def _write_opening(document: DocumentObject, report: Report) -> None:
    document.add_paragraph(_clean(report.council), style="Subtitle")
    document.add_paragraph(_clean(report.title), style="Title")
    document.add_paragraph(_clean(report.period), style="Subtitle")
    document.add_paragraph(_clean(f"Figures as they stood on {report.cut_off}"))


def _write_contents(document: DocumentObject, titles: Sequence[str]) -> None:
    if titles:
        document.add_paragraph("Contents", style="Contents title").paragraph_format.keep_with_next = True
    for number, title in enumerate(titles, start=1):
        entry = document.add_paragraph(f"{number}. ", style="Contents entry")
        link(entry, _clean(title), _address(number))


def _write_part(document: DocumentObject, part: Part) -> None:
    _write_heading(document, part.number, part.title)
    for placed in part.blocks:
        _write_block(document, placed)
    if not part.blocks:
        document.add_paragraph("There is nothing to report here for this year.")


def _write_heading(document: DocumentObject, number: int, title: str) -> None:
    heading = document.add_heading(_clean(f"{number}. {title}"), level=1)
    bookmark(heading, _address(number), number)


def _address(number: int) -> str:
    return f"section_{number}"


def _write_block(document: DocumentObject, placed: Placed) -> None:
    match placed.block:
        case Paragraph(line):
            document.add_paragraph(_words(line))
        case Bullets(items):
            for item in items:
                document.add_paragraph(_words(item), style="List Bullet")
        case Notice(line):
            notice = document.add_paragraph(style="Notice")
            notice.add_run("Please note. ").bold = True
            notice.add_run(_words(line))
        case Quotation():
            _write_quotation(document, placed.block)
        case Subheading(text):
            document.add_heading(_clean(text), level=2)
        case Table():
            _write_table(document, placed.block, placed.table)
        case Chart():
            _write_chart(document, placed.block, placed)


def _write_quotation(document: DocumentObject, quotation: Quotation) -> None:
    paragraph = document.add_paragraph(_clean(quotation.text), style="Quote")
    if quotation.source:
        paragraph.paragraph_format.keep_with_next = True
        document.add_paragraph(_clean(quotation.source), style="Quote source")


def _write_chart(document: DocumentObject, chart: Chart, placed: Placed) -> None:
    """Write a chart, in several pictures where it is taller than a page, and then the table that belongs to it."""
    name = f"Figure {placed.figure}"
    sheets = charts.sheets(chart, identifier=f"figure-{placed.figure}", tallest=_TALLEST)
    _write_caption(document, f"{name}. {chart.title}")
    for number, sheet in enumerate(sheets, start=1):
        if number > 1:
            _write_caption(document, f"{name}, continued")
        which = f" Part {number} of {len(sheets)}." if len(sheets) > 1 else ""
        # Words and picture share a paragraph, or a page may end between them whatever “keep with next” says.
        paragraph = document.add_paragraph(style="Picture")
        paragraph.paragraph_format.keep_together = True
        if number == 1:
            paragraph.add_run(_clean(chart.message)).add_break()
        shape = paragraph.add_run().add_picture(BytesIO(png(sheet)), width=Cm(TEXT_WIDTH))
        shape._inline.docPr.set("descr", _clean(chart.message) + which)
        shape._inline.docPr.set("title", _clean(chart.title))
        shape._inline.docPr.set("name", f"{name}.{number}")
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")
    _write_table(document, chart.table, placed.table)


def _write_caption(document: DocumentObject, text: str) -> None:
    document.add_paragraph(_clean(text), style="Caption").paragraph_format.keep_with_next = True


def _write_table(document: DocumentObject, table: Table, number: int) -> None:
    _write_caption(document, f"Table {number}. {table.caption}")
    texts = [[_clean(column) for column in table.columns], *([_words(cell) for cell in row] for row in table.rows)]
    if not table.rows:
        texts.append(["There is nothing to show.", *[""] * (len(table.columns) - 1)])
    drawn = document.add_table(rows=len(texts), cols=len(table.columns))
    _dress(drawn, _clean(table.caption), _widths(texts))
    for place, (row, cells) in enumerate(zip(drawn.rows, texts, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if place == 0:
            properties.append(element("tblHeader"))
        strong = place == 0 or (table.total and place == len(table.rows))
        last = place == len(texts) - 1
        keep = place == 0 or (bool(table.note) if last else len(texts) <= _KEPT_TOGETHER)
        _write_row(row, cells, numeric=table.numeric, strong=strong, keep=keep)
        if strong:
            _emphasise(row, head=place == 0)
    note = document.add_paragraph(_words(table.note), style="Table note")
    if not table.note:
        # Word joins two tables that nothing parts; an empty line of small type does.
        note.paragraph_format.line_spacing = 0.6


def _write_row(row: Any, cells: Sequence[str], *, numeric: bool, strong: bool, keep: bool) -> None:
    for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        paragraph.paragraph_format.keep_with_next = keep
        if numeric and column:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(text).bold = strong or None


def _emphasise(row: Any, *, head: bool) -> None:
    for cell in row.cells:
        properties = cell._tc.get_or_add_tcPr()
        borders = element("tcBorders")
        borders.append(element("bottom" if head else "top", val="single", sz="12", space="0", color=DEEP))
        properties.append(borders)
        if head:
            properties.append(element("shd", val="clear", color="auto", fill="F1F5F9"))
            properties.append(element("vAlign", val="bottom"))


def _dress(table: Any, caption: str, widths: Sequence[float]) -> None:
    """Give a table its lines, its fixed widths and the name that a screen reader says before it."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    for edge in ("bottom", "insideH"):
        borders.append(element(edge, val="single", sz="4", space="0", color="C5CED8"))
    look = properties.find(element("tblLook").tag)
    layout = properties.find(element("tblLayout").tag)
    layout.addprevious(element("tblInd", w="108", type="dxa"))
    layout.addprevious(borders)
    look.addnext(element("tblCaption", val=caption))


def _widths(texts: Sequence[Sequence[str]]) -> list[float]:
    """Share the width of the page out, in centimetres: first room for each longest word, then for the longest text."""
    columns = list(zip(*texts, strict=True))
    least = [max(len(word) for text in column for word in (text.split() or [""])) for column in columns]
    needs = [letters * _BROAD_LETTER + _PADDING for letters in least]
    wants = [
        max(min(max(map(len, column)), 48) * _LETTER + _PADDING - n, 0)
        for column, n in zip(columns, needs, strict=True)
    ]
    spare = TEXT_WIDTH - sum(needs)
    if spare <= 0:
        return [TEXT_WIDTH * need / sum(needs) for need in needs]
    share = min(1.0, spare / sum(wants)) if sum(wants) else 0.0
    given = [need + want * share for need, want in zip(needs, wants, strict=True)]
    return [width + (TEXT_WIDTH - sum(given)) / len(given) for width in given]


def _words(line: Line) -> str:
    return _clean("".join(piece if isinstance(piece, str) else piece.text for piece in line))


def _clean(text: str) -> str:
    return charts.printable(text)
