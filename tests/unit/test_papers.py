"""Papers that came in: their words as they would be printed, their pages as pictures, and a sentence for what cannot be read."""

import io

import msoffcrypto.format.ooxml as locked_office
import pikepdf
import pytest
from tests import made_papers as made

from heard.letters.files import office_text, papers, picture_files

DAMAGED = "is damaged or is not what its name says. Open it, save it again and choose the new file."
LOCKED = "is locked with a password"
COVERED = made.words("Kim Vale lives at 4 Elm Row") + "0 g 60 680 400 60 re f\n" + made.words("What can be read", y=600)


# Text


def test_a_word_document_is_read_as_it_would_be_printed():
    assert papers.text_of(made.docx(), "letter.DOCX").split("\n") == [
        "Head of the page",
        "",
        "Dear team,",
        "Worker | Kim Vale",
        "I am cross.",
        "They rarely came.",
        "In a box",
        "",
        "[picture]",
        "Yours, Sam",
        "",
        "Foot of the page",
    ]


def test_an_opendocument_text_is_read_in_order():
    table = (
        "<table:table><table:table-row><table:table-cell><text:p>Worker</text:p></table:table-cell>"
        "<table:table-cell><text:p>Kim</text:p></table:table-cell></table:table-row></table:table>"
    )
    body = (
        "<office:text>\n <text:h>Complaint</text:h>\n <text:p>One<text:s text:c='2'/>two <text:span>three</text:span> "
        "<text:span>four</text:span><text:line-break/>five</text:p><office:annotation><text:p>secret</text:p>"
        f"</office:annotation><text:list><text:list-item><text:p>point</text:p></text:list-item></text:list>{table}"
        "</office:text>"
    )
    edges = "<office:master-styles><text:p>Head</text:p></office:master-styles>"
    styles = f"{edges}<office:styles><text:p>no</text:p></office:styles>"
    assert papers.text_of(made.odt(body, styles), "a.odt").split("\n") == [
        "Head",
        "",
        "Complaint",
        "One  two three four",
        "five",
        "- point",
        "Worker | Kim",
    ]


def test_an_e_mail_says_who_wrote_what_and_names_what_was_attached():
    assert papers.text_of(made.mail(), "mail.eml").split("\n") == [
        "From: Sam Carter <sam@example.org>",
        "To: complaints@example.org",
        "Date: Mon, 04 May 2026 10:00:00 +0100",
        "Subject: My complaint – again",
        "",
        "You did not call.",
        "",
        "Sam",
        "",
        "Attached: photo.png",
    ]


def test_an_e_mail_in_html_is_read_without_its_tags():
    text = papers.text_of(made.mail(html=True), "mail.eml")
    assert "You did not call.\n\n- once\n- twice" in text
    assert "p{}" not in text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Zoë’s £5".encode(), "Zoë’s £5"),
        ("\ufeffhello".encode(), "hello"),
        ("Zoë’s £5".encode("cp1252"), "Zoë’s £5"),
        ("Zoë".encode("utf-16"), "Zoë"),
        (b"one\r\ntwo  \r\n\r\n\r\n\r\nthree\r", "one\ntwo\n\nthree"),
    ],
)
def test_a_plain_text_is_read_whatever_program_wrote_it(content, text):
    assert papers.text_of(content, "note.txt") == text


def test_a_pdf_is_read_page_by_page():
    assert papers.text_of(made.pdf(made.words("One"), made.words("Two")), "a.pdf") == "One\n\nTwo"


def test_a_picture_has_no_words():
    assert papers.text_of(made.picture(), "a.png") == ""


# Pictures


def test_a_page_is_a_picture_at_144_dots_to_the_inch():
    (page,) = papers.pictures_of(made.pdf(made.words("One")), "a.pdf")
    assert made.shown(page).size == (1190, 1684)


def test_a_page_shows_its_colours_and_a_grey_one_is_kept_grey():
    red, grey = papers.pictures_of(
        made.pdf("1 0 0 rg 0 0 300 300 re f", "0.5 g 0 0 300 300 re f", size=(300, 300)), "a.pdf"
    )
    assert made.shown(red).getpixel((10, 10)) == (255, 0, 0)
    assert made.shown(grey).getpixel((10, 10))[0] in (127, 128)
    assert (red[25], grey[25]) == (2, 0)


def test_what_lies_under_a_black_box_is_black_in_the_picture():
    covered, empty = (papers.pictures_of(made.pdf(drawn), "a.pdf")[0] for drawn in (COVERED, COVERED.split("\n", 1)[1]))
    assert covered == empty


def test_what_was_written_into_a_form_is_in_the_picture():
    with pikepdf.open(io.BytesIO(made.pdf(made.words("Name:")))) as form:
        box = form.make_stream(
            b"0 0 1 rg 0 0 100 20 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 20]
        )
        answer = form.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="x", F=4,
                Rect=[100, 400, 200, 420], AP=pikepdf.Dictionary(N=box),
            )
        )  # fmt: skip
        form.pages[0].Annots = pikepdf.Array([answer])
        form.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([answer]))
        packed = io.BytesIO()
        form.save(packed)
    (page,) = papers.pictures_of(packed.getvalue(), "a.pdf")
    assert made.shown(page).getpixel((300, 864))[2] > 200
    assert made.shown(page).getpixel((300, 864))[0] < 200


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("JPEG", "a.jpeg")])
def test_a_picture_is_made_anew_upright_and_carries_nothing_else(kind, name):
    exif = made.Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Camera"
    content = made.picture(kind, exif=exif)
    (page,) = papers.pictures_of(content, name)
    assert b"Secret Camera" in content
    assert b"Secret" not in page
    assert made.shown(page).size == (30, 60)
    assert made.shown(page).getpixel((15, 30))[0] > 250


def test_a_large_picture_is_made_no_longer_than_a_page():
    (page,) = papers.pictures_of(made.picture(width=4000, height=1000), "a.png")
    assert made.shown(page).size == (1684, 421)


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.odt", "a.eml"])
def test_what_is_shown_as_text_has_no_pictures(name):
    assert papers.pictures_of(b"", name) == []


# What cannot be read


def locked_docx():
    packed = io.BytesIO()
    locked_office.OOXMLFile(io.BytesIO(made.docx())).encrypt("secret", packed)
    return packed.getvalue()


def bomb(name):
    return made.zipped({name: b" " * (office_text.MOST_BYTES + 1)})


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITY = f'<!DOCTYPE a [<!ENTITY b "boom">]><w:document {W}><w:t>&b;</w:t></w:document>'
NO_TEXT = {
    "no PDF": ("a.pdf", b"%PDF-1.7 nothing", DAMAGED),
    "half a PDF": ("a.pdf", made.pdf(made.words("One"))[:300], DAMAGED),
    "a locked PDF": ("a.pdf", made.pdf("", encryption=pikepdf.Encryption(owner="o", user="u")), LOCKED),
    "too many pages": ("a.pdf", made.pdf(*[""] * 301), "has 301 pages. Heard can take 1 to 300: split it, and add the parts."),
    "a locked Word document": ("a.docx", locked_docx(), LOCKED),
    "no Word document": ("a.docx", b"PK\x03\x04 nothing", DAMAGED),
    "half a Word document": ("a.docx", made.docx()[:2000], DAMAGED),
    "a packed file of something else": ("a.docx", made.zipped({"a": "b"}), DAMAGED),
    "a Word document that unpacks to too much": ("a.docx", bomb("word/document.xml"), "unpacks to more than Heard can read"),
    "broken XML": ("a.docx", made.zipped({"word/document.xml": "<a>"}), DAMAGED),
    "an entity": ("a.docx", made.zipped({"word/document.xml": ENTITY}), DAMAGED),
    "an entity in UTF-16": ("a.docx", made.zipped({"word/document.xml": ENTITY.encode("utf-16")}), DAMAGED),
    "too many parts": ("a.odt", made.zipped({str(n): "" for n in range(2001)}), "unpacks to more than Heard can read"),
    "an OpenDocument with a DOCTYPE": ("a.odt", made.odt("", doctype="<!DOCTYPE office:document-content>"), DAMAGED),
    "a locked OpenDocument": (
        "a.odt",
        made.zipped({"content.xml": b"\x8a\x01", "META-INF/manifest.xml": "<m:encryption-data/>"}),
        LOCKED,
    ),
    "a text that is none": ("a.txt", b"\0\1\2", DAMAGED),
    "another kind": ("a.msg", b"x", "Save it as one of these kinds: pdf, docx, odt, txt, eml, png, jpg, jpeg."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "says"), NO_TEXT.values(), ids=NO_TEXT.keys())
def test_what_cannot_be_read_is_said_in_a_sentence(name, content, says):
    with pytest.raises(ValueError, match=f"“{name}” .*{says}" if name != "a.msg" else says):
        papers.text_of(content, name)


JPEG = made.picture("JPEG", 400, 400)
HUGE = made.picture()[:16] + b"\0\1\0\0" * 2 + made.picture()[24:]
NO_PICTURE = {
    "a page too large": ("a.pdf", made.pdf("", size=(14_000, 14_000)), "has a page, number 1, that is larger than"),
    "a PNG that says it is huge": ("a.png", HUGE, "more than 50 million"),
    "half a PNG": ("a.png", made.picture()[:-20], "it is damaged. Save it again, smaller"),
    "half a JPEG": ("a.jpg", JPEG[: len(JPEG) // 2], "it is damaged"),
    "a PNG that is none": ("a.png", b"GIF89a", "it is damaged"),
    "a locked PDF": ("a.pdf", made.pdf("", encryption=pikepdf.Encryption(owner="o", user="u")), LOCKED),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "says"), NO_PICTURE.values(), ids=NO_PICTURE.keys())
def test_what_cannot_be_shown_is_said_in_a_sentence(name, content, says):
    with pytest.raises(ValueError, match=f"“{name}” .*{says}"):
        papers.pictures_of(content, name)


def test_the_size_of_a_picture_is_read_from_its_head():
    assert picture_files.size(made.picture("PNG", 12, 34)) == (12, 34)
    assert picture_files.size(made.picture("JPEG", 56, 78, progressive=True)) == (56, 78)
