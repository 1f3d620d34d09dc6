"""A letter as a PDF: anybody can read it, its foot is on every page, and it carries nothing but the letter."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from tests.letter_sheets import ATTACKS, JPEG, LONG, SHEET
from tests.made_pictures import png

from heard.letters.files.inspection import hidden
from heard.letters.files.pdf import pdf

KINDS = {
    "short": (SHEET, False),
    "large": (SHEET, True),
    "long": (replace(SHEET, text=LONG, logo=JPEG), False),
    "large and long": (replace(SHEET, text=LONG, draft=True), True),
    "bare": (replace(SHEET, address=(), contact=(), team="", logo=b""), False),
}
MADE = {name: pdf(sheet, large=large) for name, (sheet, large) in KINDS.items()}


def pages(content):
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def squeezed(text):
    return re.sub(r"\s", "", text)


def structure(document):
    """Every element of the structure tree, in order, as (tag, words for it)."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for one in node:
                yield from walk(one)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S), str(node.get("/Alt", ""))
            yield from walk(node.get("/K", pikepdf.Array()))

    return list(walk(document.Root.StructTreeRoot.K))


@pytest.mark.parametrize("name", KINDS)
def test_it_is_tagged_in_english_and_shows_its_title(name):
    with pikepdf.open(BytesIO(MADE[name])) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "<pdfuaid:part>1" in document.Root.Metadata.read_bytes().decode()
        assert ("/H1", "") in structure(document)


def test_the_structure_follows_the_letter():
    with pikepdf.open(BytesIO(MADE["short"])) as document:
        tags = structure(document)
    assert [tag for tag, _ in tags if tag in ("/H1", "/H2", "/L", "/LI", "/Figure")] == [
        *("/Figure", "/H1", "/H2", "/L", "/LI", "/LI", "/H2", "/L", "/LI", "/LI")
    ]
    assert [alt for tag, alt in tags if tag == "/Figure"] == ["Logo of Netherby Council"]


@pytest.mark.parametrize("name", KINDS)
def test_it_names_nobody_and_no_time(name):
    with pikepdf.open(BytesIO(MADE[name])) as document:
        assert set(document.docinfo) <= {"/Title", "/Creator"}
        assert str(document.docinfo["/Title"]) == "We have your complaint"
        assert str(document.docinfo["/Creator"]).startswith("Typst ")
        kept = document.Root.Metadata.read_bytes()
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        inside = b"".join(
            one.read_raw_bytes() if one.get("/Filter") == "/DCTDecode" else one.read_bytes() for one in streams
        )
    assert not re.search(rb"CreateDate|ModifyDate|dc:creator|xmpMM:History", kept)
    assert b"Somebody Else" not in MADE[name] + inside
    assert b"secret place" not in MADE[name] + inside


@pytest.mark.parametrize("name", KINDS)
def test_every_font_is_in_the_file(name):
    with pikepdf.open(BytesIO(MADE[name])) as document:
        kept = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        assert kept
        assert all("/FontFile2" in one or "/FontFile3" in one for one in kept)


@pytest.mark.parametrize("name", KINDS)
def test_whose_it_is_stands_at_the_foot_of_every_page(name):
    made = pages(MADE[name])
    assert len(made) >= {"long": 3, "large and long": 6}.get(name, 1)
    for number, page in enumerate(made, start=1):
        assert f"CS-2026-0147 · Amara Okafor-Łódź · page {number} of {len(made)}" in page


def test_a_draft_says_so_on_every_page():
    assert all("DRAFT" in page for page in pages(MADE["large and long"]))
    assert not any("DRAFT" in page for page in pages(MADE["long"]))


def test_the_head_says_who_writes_to_whom_and_when():
    page = pages(MADE["short"])[0]
    for line in ("Netherby Council", "Children’s complaints", "14 Larch Terrace", "AV3 7QT", "Date: 24 November 2026"):
        assert line in page
    assert "Our reference: CS-2026-0147" in page
    assert "3. Three visits were cancelled." in page
    assert "Larch" not in pages(MADE["bare"])[0]


@pytest.mark.parametrize("large", [False, True])
def test_the_address_is_seen_in_the_window_of_the_envelope_and_nothing_else(large):
    """The window shows 46 to 92 mm down and 10 to 110 mm across as the paper slips; 33 mm of it however it slips."""
    lines = [*SHEET.address, "County of Somewhere"]
    with pypdfium2.PdfDocument(pdf(replace(SHEET, address=tuple(lines)), large=large)) as document:
        text = document[0].get_textpage()
        assert within(text, left=10, right=110, top=46, bottom=92) == lines
        assert within(text, left=20, right=100, top=52, bottom=86) == lines


def within(text, *, left, right, top, bottom):
    """The lines in a part of an A4 page, measured in millimetres from its left and its head."""
    places = {"left": left, "right": right, "top": 297 - top, "bottom": 297 - bottom}
    return text.get_text_bounded(**{name: place / 25.4 * 72 for name, place in places.items()}).split("\r\n")


def test_large_print_is_eighteen_points_with_half_as_much_again_from_line_to_line():
    sheet = replace(SHEET, text="Q mmmmm " * 60, address=(), contact=())
    with pypdfium2.PdfDocument(pdf(sheet, large=True)) as document:
        text = document[0].get_textpage()
        letters = [(text.get_text_range(n, 1), n) for n in range(text.count_chars())]
        feet = {round(text.get_charbox(n)[1], 1) for letter, n in letters if letter == "Q"}
        sizes = {round(pypdfium2.raw.FPDFText_GetFontSize(text, n)) for letter, n in letters if not letter.isspace()}
    assert {round(a - b, 1) for a, b in pairwise(sorted(feet, reverse=True))} == {27.0}
    assert min(sizes) >= 16


@pytest.mark.parametrize("name", KINDS)
def test_the_same_letter_is_the_same_bytes(name):
    sheet, large = KINDS[name]
    assert pdf(sheet, large=large) == MADE[name]


FILLING = "We looked at what was written down at the time, and we asked the people who were there about that day."
ENDS = {
    "the end": "It ends here.\n\nYours sincerely,\n\nJo Whitfield\n\nThe team\n\nOur own council",
    "a heading": f"## What we found\n\nYou said: Nobody rang.\n\nWe found this. {FILLING}",
    "a short list": "Please ring or look here:\n\n- 01632 960 456\n- www.elsewhere.example\n- the council house",
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("end", ENDS)
def test_what_belongs_together_stands_on_one_page(end, large):
    words = [squeezed(line.lstrip("#- "))[:12] for line in ENDS[end].split("\n") if line]
    torn = {}
    for many in range(8, 24):
        text = "# A letter\n\n" + f"{FILLING}\n\n" * many + ENDS[end]
        made = [squeezed(page) for page in pages(pdf(replace(SHEET, text=text), large=large))]
        where = [next(n for n, page in enumerate(made) if word in page) for word in words]
        if len(set(where)) > 1:
            torn[many] = where
    assert torn == {}


@pytest.mark.parametrize("kept", ["01632 960 123", "14 September 2026", "20 working days", "www.netherby.example"])
def test_a_number_a_day_and_an_address_are_not_torn_at_the_end_of_a_line(kept):
    for many in range(30):
        made = pages(pdf(replace(SHEET, text=f"# A letter\n\n{'we ' * many}{kept} and so on, as we said before.")))[0]
        assert kept in made, many


def test_a_letter_of_headings_and_short_lines_only_is_not_one_block_that_no_page_can_hold():
    text = "# A letter\n\n" + "## Why\n\nBecause.\n\n" * 60
    made = pages(pdf(replace(SHEET, text=text)))
    assert [squeezed(page).count("Because.") > 5 for page in made[:-1]] == [True] * (len(made) - 1)


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_stay_words(attack):
    made = pages(
        pdf(replace(SHEET, text=f"# {attack}\n\nDear {attack}\n\n- {attack}", recipient=attack, reference=attack))
    )
    assert squeezed("".join(made)).count(squeezed(attack)) >= 5


def test_a_word_longer_than_a_line_stays_on_the_page():
    sheet = replace(
        SHEET, text="See " + "abcdefghij" * 60, recipient="n" * 300, contact=("c" * 99,), address=("a" * 99,)
    )
    with pypdfium2.PdfDocument(pdf(sheet)) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars()) if not text.get_text_range(n, 1).isspace()]
    assert max(right for _, _, right, _ in boxes) < 191 / 25.4 * 72
    assert min(foot for _, foot, _, _ in boxes) > 0


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Zoë 😀", "“😀” (U+1F600 GRINNING FACE) cannot be printed"),
        ("李", "“李” (U+674E CJK UNIFIED IDEOGRAPH-674E)"),
        ("محمد", "ARABIC LETTER"),
        ("\ue000", "U+E000 without a name"),
    ],
)
@pytest.mark.parametrize("place", ["recipient", "text", "address", "council"])
def test_a_character_that_the_font_has_not_is_named(name, says, place):
    value = (name,) if place == "address" else name
    with pytest.raises(ValueError, match=re.escape(says)):
        pdf(replace(SHEET, **{place: value}))


def test_names_in_other_latin_greek_and_cyrillic_letters_are_printed():
    name = "Șadé Nguyễn Ọlá Ελένη Горан Siân O’Brien-D’Arcy"
    assert name in pages(pdf(replace(SHEET, recipient=name)))[0]


@pytest.mark.parametrize("logo", [b"\xff\xd8\xff" + b"\0" * 50, JPEG.replace(b"\xff\xc0", b"\xff\xc5"), png(300, 200)])
def test_a_damaged_logo_is_named(logo):
    with pytest.raises(ValueError, match="logo cannot be read"):
        pdf(replace(SHEET, logo=logo))


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_hidden_in_it(name):
    assert hidden(MADE[name], "pdf") == []


def test_an_address_on_the_web_is_no_place_on_a_computer():
    assert hidden(pdf(replace(SHEET, text="# See www.netherby.example/home/complaints")), "pdf") == []


def with_author(document):
    document.docinfo["/Author"] = "Jo Whitfield"


def with_dates(document):
    document.docinfo["/CreationDate"] = "D:20261124120000Z"


def with_maker(document):
    document.docinfo["/Creator"] = "Writer at C:\\Users\\jo"


def with_metadata(document):
    kept = document.Root.Metadata.read_bytes()
    document.Root.Metadata = pikepdf.Stream(
        document, kept.replace(b"<dc:title>", b"<dc:creator>Jo</dc:creator><dc:title>")
    )


def with_attachment(document):
    document.attachments["notes.txt"] = b"notes"


def with_script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_note(document):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="see Jo")
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def with_photograph(document):
    held = {
        "Subtype": pikepdf.Name.Image,
        "Width": 1,
        "Height": 1,
        "BitsPerComponent": 8,
        "Filter": pikepdf.Name.DCTDecode,
    }
    photograph = pikepdf.Stream(document, JPEG, **held, ColorSpace=pikepdf.Name.DeviceGray)
    document.pages[0].Resources.XObject["/Added"] = photograph
    document.pages[0].contents_add(b"q 9 0 0 9 9 9 cm /Added Do Q")


def with_text(document, how):
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    document.pages[0].Resources.Font["/Added"] = font
    document.pages[0].contents_add(f"q BT /Added 9 Tf {how} (secret) Tj ET Q".encode())


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (with_author, "property Author: Jo Whitfield"),
        (with_dates, "property CreationDate: D:20261124120000Z"),
        (with_maker, "property Creator: Writer at C:\\Users\\jo"),
        (with_metadata, "property dc:creator"),
        (with_attachment, "attached files"),
        (with_script, "a script"),
        (with_note, "a note or comment on a page"),
        (with_photograph, "what a picture carries"),
        (lambda document: with_text(document, "3 Tr 90 90 Td"), "text that is not shown"),
        (lambda document: with_text(document, "-900 90 Td"), "text outside of a page"),
    ],
)
def test_what_a_pdf_carries_is_found(change, found):
    made = BytesIO()
    with pikepdf.open(BytesIO(MADE["short"])) as document:
        change(document)
        document.save(made)
    assert found in hidden(made.getvalue(), "pdf")


def test_what_cannot_be_read_says_so():
    with pytest.raises(ValueError, match="cannot be read"):
        hidden(b"%PDF-1.7 nothing", "pdf")
