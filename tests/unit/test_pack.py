"""Many papers as one PDF: numbered through, with an index that is right, and nothing in it of the files that came in."""

import io
from datetime import date

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from tests import made_papers as made

from heard.letters.files import papers, picture_files
from heard.letters.files.inspection import hidden
from heard.letters.files.pack import Item, LeftOut, Line, letter_with, pack, text_pages
from heard.letters.files.sheet import Sheet

LETTER = (
    "# Our answer\n\nDear Ms Ode,\n\n## Point 1: The visits\n\n- one\n- two\n\n1. first\n2. second\n\nYours sincerely"
)
COVERED = made.pdf(
    made.words("Kim Vale lives at 4 Elm Row") + "0 g 60 680 400 60 re f\n" + made.words("In the open", y=600)
)
PICTURES = (
    made.picture(width=1190, height=1684),
    made.picture(width=1684, height=1190),
    made.picture(width=300, height=300),
)
ITEMS = (
    Item("Letter from Ms Ode", date(2026, 5, 4), "text", "Dear all\nNobody called.\n\n" + "I waited. " * 600),
    Item("Our answer", date(2026, 5, 20), "letter-text", LETTER),
    Item("The assessment", None, "pictures", pictures=PICTURES),
    Item("A note", None, "text", "Short."),
)
ABOUT = {"reference": "CMP-2026-0012", "recipient": "Amina Ode", "made_on": date(2026, 6, 1)}
SHEET = Sheet(
    LETTER,
    "CMP-2026-0012",
    "Amina Ode",
    ("Amina Ode", "1 High Street"),
    "Ashby",
    "Complaints",
    ("01234 567890",),
    date(2026, 6, 1),
)


@pytest.fixture(scope="module")
def packed():
    return pack(
        "Papers for the panel",
        **ABOUT,
        items=ITEMS,
        chronology=[Line(date(2026, 5, 4), "Complaint received"), Line(date(2026, 5, 20), "Answered at stage 1")],
        left_out=[LeftOut("Health report", date(2026, 3, 2), "It is about somebody else.")],
        note="Keep these papers safe.",
    )


@pytest.fixture(scope="module")
def pages(packed):
    return pages_of(packed.content)


def pages_of(content):
    read = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in read]
    finally:
        read.close()


def bookmarks(content):
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_outline() as outline:
        return [str(one.title) for one in outline.root], [one for top in outline.root for one in top.children]


def alternatives(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        return [str(one.Alt) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]


def test_every_page_says_whose_it_is_and_which_it_is(packed, pages):
    assert len(pages) == packed.pages
    foot = "CMP-2026-0012 · for Amina Ode · page {} of {}"
    assert [page for number, page in enumerate(pages, 1) if foot.format(number, len(pages)) not in page] == []


def test_the_first_page_says_what_it_is_and_for_whom(pages):
    for said in (
        "Papers for the panel",
        "For Amina Ode",
        "Reference: CMP-2026-0012",
        "Made on 1 June 2026",
        "papers safe.",
    ):
        assert said in pages[0]


def test_each_item_begins_on_a_page_of_its_own_and_the_index_has_that_page(packed, pages):
    assert len(packed.first_pages) == len(ITEMS)
    for number, (item, first) in enumerate(zip(ITEMS, packed.first_pages, strict=True), 1):
        assert pages[first - 1].startswith(f"{number}. {item.title}")
        (line,) = [line for line in pages[1].split("\n") if line.startswith(f"{number} ") and item.title in line]
        assert line.split()[-1] == str(first)


def test_what_was_left_out_is_said_with_the_reason(pages):
    assert "Health report 2 March 2026 It is about somebody else." in pages[1]


def test_what_happened_is_told_by_day(pages):
    assert "4 May 2026 Complaint received\n20 May 2026 Answered at stage 1" in pages[1]


def test_the_words_of_a_text_are_there_in_their_lines(packed, pages):
    assert "Dear all\nNobody called.\nI waited." in pages[packed.first_pages[0] - 1]
    assert "".join(pages).count("waited.") == 600


def test_a_letter_keeps_its_form(packed, pages):
    page = pages[packed.first_pages[1] - 1]
    for line in ("Our answer", "Point 1: The visits", "• one", "2. second"):
        assert f"\n{line}\n" in page
    assert "#" not in page


def test_the_items_are_bookmarks_and_the_headings_of_their_letters_are_not(packed):
    front = ["What is in it", "What was left out, and why", "What happened, day by day"]
    items = [f"{number}. {item.title}" for number, item in enumerate(ITEMS, 1)]
    assert bookmarks(packed.content) == ([*front, *items], [])


def test_a_page_is_a_picture_of_which_only_its_number_is_said(packed, pages):
    assert alternatives(packed.content) == ["Page 1 of item 3", "Page 2 of item 3", "Page 3 of item 3"]
    first = packed.first_pages[2] - 1
    assert [pages[first + place].count(f"Item 3, page {place + 1} of 3") for place in range(3)] == [1, 1, 1]


def test_a_wide_page_lies_on_its_side(packed):
    with pikepdf.open(io.BytesIO(packed.content)) as opened:
        first = packed.first_pages[2] - 1
        boxes = [[float(side) for side in opened.pages[first + place].MediaBox] for place in range(3)]
    assert [box[2] > box[3] for box in boxes] == [False, True, False]


def test_it_is_a_tagged_pdf_in_english_that_tells_nothing_of_its_maker(packed):
    with pikepdf.open(io.BytesIO(packed.content)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert (str(opened.Root.Lang), bool(opened.Root.ViewerPreferences.DisplayDocTitle)) == ("en-GB", True)
        assert set(opened.docinfo.keys()) == {"/Title", "/Creator"}
        assert str(opened.docinfo.Title) == "Papers for the panel"
        assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_the_same_papers_are_the_same_bytes(packed):
    first, second = (pack("Papers", **ABOUT, items=ITEMS).content for _ in range(2))
    assert first == second
    assert first != packed.content


def test_nothing_under_a_black_box_is_in_the_pack():
    assert "Kim Vale lives at 4 Elm Row" in papers.text_of(COVERED, "a.pdf")
    pictures = tuple(papers.pictures_of(COVERED, "a.pdf"))
    content = pack("Papers", **ABOUT, items=[Item("A", None, "pictures", pictures=pictures)]).content
    read = "".join(pages_of(content)).encode()
    held = [*made.everything(content), *map(bytes, pictures), read]
    assert [part for part in held for secret in (b"Kim", b"Vale", b"Elm") if secret in part] == []


def scan():
    """Return a page with the noise of a scanner, and a wide grey one."""
    noise = Image.effect_noise((600, 800), 50)
    packed = [io.BytesIO(), io.BytesIO()]
    Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise)).save(packed[0], "PNG")
    noise.transpose(Image.Transpose.ROTATE_90).save(packed[1], "PNG")
    return tuple(one.getvalue() for one in packed)


def test_scans_are_packed_light():
    pictures = scan()
    first, second = (pack("Papers", **ABOUT, items=[Item("A", None, "pictures", pictures=pictures)]) for _ in range(2))
    assert len(first.content) < sum(map(len, pictures)) / 3
    assert (first.pages, first.content) == (4, second.content)
    assert hidden(first.content, "pdf") == []


def test_a_page_that_a_program_wrote_stays_as_sharp_as_it_is():
    (page,) = papers.pictures_of(made.pdf("".join(made.words("Some words", y=y) for y in range(50, 800, 20))), "a.pdf")
    assert picture_files.light(page) == page


def test_what_is_packed_carries_nothing_beside_what_it_shows(packed):
    assert hidden(packed.content, "pdf") == []
    assert hidden(letter_with(SHEET, ITEMS), "pdf") == []


def test_a_pack_of_nothing_says_so():
    empty = pack("Papers", **ABOUT, items=[])
    assert (empty.pages, empty.first_pages) == (2, ())
    assert "Nothing is in it." in pages_of(empty.content)[1]


def test_large_print_is_larger():
    assert pack("Papers", **ABOUT, items=ITEMS[:1], large=True).pages > pack("Papers", **ABOUT, items=ITEMS[:1]).pages


ODD = '#read("/etc/passwd") $x^2$ *b* _i_ <a> @b \\n {{ 7*7 }} // /* [x] `y` = z'


def test_no_word_is_taken_for_an_order():
    items = [Item(ODD, None, "text", f"{ODD}\n- {ODD}\n= {ODD}"), Item("B", None, "letter-text", f"# {ODD}\n\n{ODD}")]
    about = {**ABOUT, "reference": ODD, "recipient": ODD}
    content = pack(
        ODD,
        **about,
        items=items,
        chronology=[Line(date(2026, 1, 1), ODD)],
        left_out=[LeftOut(ODD, None, ODD)],
        note=ODD,
    )
    said = " ".join("".join(pages_of(content.content)).split())
    assert said.count(ODD) >= 15
    assert "root:" not in said


def test_a_symbol_is_named_and_a_script_that_cannot_be_printed_stops_with_a_sentence():
    assert "Thanks [thumbs up sign]" in pages_of(text_pages("Note", "Thanks 👍🏽", reference="R", recipient="A"))[0]
    says = "“Note” has letters that Heard cannot print, such as “ا” .arabic letter alef.. Save it as a PDF"
    with pytest.raises(ValueError, match=says):
        pack("Papers", **ABOUT, items=[Item("Note", None, "text", "شكرا")])


def test_too_much_text_is_said_in_a_sentence():
    with pytest.raises(ValueError, match="about 400 pages of text, and 333 is the most"):
        pack("Papers", **ABOUT, items=[Item("Note", None, "text", "x" * 1_200_000)])


def test_a_long_address_of_the_web_stays_on_the_page():
    said = pages_of(text_pages("Note", "https://example.org/" + "a" * 300, reference="R", recipient="A"))[0]
    assert "".join(said.split()).count("a" * 300) == 1


def test_a_letter_and_what_goes_with_it_are_one_file_numbered_through():
    content = letter_with(SHEET, ITEMS)
    pages = pages_of(content)
    assert pages[0].startswith("Ashby\n")
    assert [
        page for n, page in enumerate(pages, 1) if f"CMP-2026-0012 · Amina Ode · page {n} of {len(pages)}" not in page
    ] == []
    items = [f"Enclosure {number}. {item.title}" for number, item in enumerate(ITEMS, 1)]
    assert bookmarks(content) == (items, [])
    assert pages[1].startswith(items[0])
    assert content == letter_with(SHEET, ITEMS)
