"""Papers as people send them, made by hand: PDFs, packed files, pictures and an e-mail."""

import io
import zipfile
from email.message import EmailMessage

import pikepdf
import pypdfium2
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

TEXT_NS = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
OFFICE_NS = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
TABLE_NS = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'


def pdf(*drawn: str, size=(595, 842), **saved) -> bytes:
    """Return a PDF with a page for each of these drawings, in the operators of PDF; F1 is Helvetica."""
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for drawing in drawn:
        page = made.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(drawing.encode("latin-1"))
    packed = io.BytesIO()
    made.save(packed, **saved)
    return packed.getvalue()


def words(text: str, x=72, y=700, size=18) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


def picture(kind="PNG", width=60, height=30, colour="red", **more) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(packed, kind, **more)
    return packed.getvalue()


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def docx() -> bytes:
    """Return a Word document with a bit of everything that may or may not be printed."""
    made = Document()
    made.sections[0].header.paragraphs[0].text = "Head of the page"
    made.sections[0].footer.paragraphs[0].text = "Foot of the page"
    made.add_paragraph("Dear team,")
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Worker", "Kim Vale"
    words = made.add_paragraph("I am ")
    words.add_run("very ").font.hidden = True
    words.add_run("cross.")
    tracked = made.add_paragraph("They ")
    w = nsdecls("w")
    tracked._p.append(parse_xml(f"<w:del {w}><w:r><w:delText>never</w:delText></w:r></w:del>"))
    tracked._p.append(parse_xml(f"<w:ins {w}><w:r><w:t>rarely</w:t></w:r></w:ins>"))
    tracked.add_run(" came.")
    made.add_comment(tracked.runs[0], text="Do not send this", author="A", initials="A")
    boxed = made.add_paragraph()
    box = f"<w:r {w}><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:r>"
    boxed._p.append(parse_xml(box))
    made.add_picture(io.BytesIO(picture()))
    made.add_paragraph("Yours, Sam")
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def odt(body: str, styles: str = "", doctype: str = "") -> bytes:
    root = f"{OFFICE_NS} {TEXT_NS} {TABLE_NS}"
    files = {
        "content.xml": f"{doctype}<office:document-content {root}><office:body>{body}</office:body></office:document-content>"
    }
    if styles:
        files["styles.xml"] = f"<office:document-styles {root}>{styles}</office:document-styles>"
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return packed.getvalue()


def mail(*, html: bool = False) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = "Sam Carter <sam@example.org>", "complaints@example.org"
    made["Date"], made["Subject"] = "Mon, 04 May 2026 10:00:00 +0100", "My complaint – again"
    if html:
        made.set_content("<style>p{}</style><p>You did <b>not</b> call.</p><ul><li>once<li>twice</ul>", subtype="html")
    else:
        made.set_content("You did not call.\n\nSam")
    made.add_attachment(b"x", maintype="image", subtype="png", filename="photo.png")
    return made.as_bytes()


def words_of(content: bytes) -> str:
    """Return every word of a PDF, line by line."""
    read = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in read).replace("\r\n", "\n")
    finally:
        read.close()


def everything(content: bytes) -> list[bytes]:
    """Return the bytes of a PDF, and what each of its streams and texts unpacks to."""
    found = [content]
    with pikepdf.open(io.BytesIO(content)) as opened:
        for one in opened.objects:
            found.append(repr(one).encode())
            if isinstance(one, pikepdf.Stream):
                found.append(one.read_bytes() if one.get("/Filter") != "/DCTDecode" else one.read_raw_bytes())
    return found
