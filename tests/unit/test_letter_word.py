"""A letter as a Word document, our own and on a council's own paper: its words, its lists, and nothing beside them."""

import re
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.letter_sheets import ATTACKS, JPEG, LONG, SHEET, house, parts

from heard.letters.files.house_style import check
from heard.letters.files.inspection import hidden
from heard.letters.files.word import docx

HOUSE = check(house())
KINDS = {
    "own": (SHEET, None, False),
    "own, large": (SHEET, None, True),
    "own, bare": (replace(SHEET, address=(), contact=(), team="", logo=b"", draft=True), None, False),
    "own, long": (replace(SHEET, text=LONG, logo=JPEG), None, False),
    "house": (SHEET, HOUSE, False),
    "house, large": (replace(SHEET, draft=True), HOUSE, True),
}
MADE = {name: docx(sheet, paper, large=large) for name, (sheet, paper, large) in KINDS.items()}


def document(content):
    return Document(BytesIO(content))


def texts(content):
    return [(one.style.name, one.text) for one in document(content).paragraphs]


def everything(content):
    """All words of a document as a reader sees them: body, heads and feet."""
    made = document(content)
    section = made.sections[0]
    return "\n".join(one.text for part in (section.header, made, section.footer) for one in part.paragraphs)


def test_the_head_the_letter_and_its_styles():
    assert texts(MADE["own"])[1:] == [
        ("Council", "Netherby Council"),
        ("Team", "Children’s complaints"),
        *(("Address", line) for line in SHEET.address),
        ("Particulars", "Our reference: CS-2026-0147"),
        ("Particulars", "Date: 24 November 2026"),
        *(("Particulars", line) for line in SHEET.contact),
        ("Title", "We have your complaint"),
        ("Normal", "Dear Amara"),
        ("Normal", "Thank you for telling us. This letter says what happens next."),
        ("Heading 1", "Your complaint"),
        ("List Number", "Three visits were cancelled."),
        ("List Number", "Nobody told you why."),
        ("Heading 1", "What happens next"),
        ("List Bullet", "Jo Whitfield deals with your complaint."),
        ("List Bullet", "You can have somebody to help you."),
    ]


def test_the_logo_says_whose_it_is():
    for name in ("own", "own, long"):
        [named] = document(MADE[name]).element.body.iter(qn("wp:docPr"))
        assert named.get("descr") == "Logo of Netherby Council"


@pytest.mark.parametrize("name", ["own", "house"])
def test_a_numbered_list_begins_with_its_own_number(name):
    made = document(MADE[name])
    numbered = [one for one in made.paragraphs if one.style.name == "List Number"]
    held = {one._p.pPr.numPr.numId.val for one in numbered}
    assert len(held) == 1
    [start] = made.part.numbering_part.element.xpath(f"w:num[@w:numId='{held.pop()}']//w:startOverride/@w:val")
    assert start == "3"


@pytest.mark.parametrize("name", KINDS)
def test_whose_it_is_stands_at_the_foot(name):
    foot = document(MADE[name]).sections[0].footer
    assert foot.paragraphs[0].text.startswith("CS-2026-0147 · Amara Okafor-Łódź")
    if name.startswith("own"):
        assert foot.paragraphs[0].text.endswith(" · page  of ")
        assert re.findall('instr="(.+?)"', foot._element.xml) == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("name", KINDS)
def test_a_draft_says_so_at_its_head(name):
    assert ("DRAFT" in everything(MADE[name])) is KINDS[name][0].draft


@pytest.mark.parametrize("name", KINDS)
def test_it_says_its_title_and_nothing_of_who_made_it_or_when(name):
    assert hidden(MADE[name], "docx") == []
    made = parts(MADE[name])
    assert not [one for one in made if re.search("app.xml|thumbnail|customXml|webSettings|Effects", one)]
    core = document(MADE[name]).core_properties
    assert (core.title, core.language) == ("We have your complaint", "en-GB")
    assert len(core._element) == 2
    assert not re.search(rb"python-docx|Somebody Else|secret place|rsid|/(?:work|home|tmp)/", b"".join(made.values()))
    with ZipFile(BytesIO(MADE[name])) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_is_in_british_english():
    defaults = document(MADE["own"]).styles.element.find(qn("w:docDefaults"))
    [language] = defaults.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"


@pytest.mark.parametrize("name", KINDS)
def test_the_same_letter_is_the_same_bytes(name):
    sheet, paper, large = KINDS[name]
    assert docx(sheet, paper, large=large) == MADE[name]


def test_large_print_is_eighteen_points():
    assert document(MADE["own, large"]).styles["Normal"].font.size.pt == 18
    letter = next(one for one in document(MADE["house, large"]).paragraphs if one.text == "Dear Amara")
    assert (letter.runs[0].font.size.pt, letter.paragraph_format.line_spacing) == (18, 1.5)


def test_the_councils_own_paper_has_the_letter_where_it_said():
    assert everything(MADE["house"]).startswith("The paper of Netherby Council\n")
    assert texts(MADE["house"]) == [
        ("Normal", "\n".join(SHEET.address)),
        ("Normal", "24 November 2026"),
        *texts(MADE["own"])[-9:],
        ("Normal", "Netherby Council, Children’s complaints"),
    ]


def test_without_an_address_none_is_printed():
    sheet = replace(SHEET, address=())
    assert texts(docx(sheet, HOUSE))[0] == ("Normal", "")
    assert not [text for style, text in texts(docx(sheet)) if style == "Address"]


def test_a_paper_without_styles_for_headings_and_lists_gets_them():
    made = Document(BytesIO(house()))
    for name in ("Title", "Heading 1", "List Bullet", "List Number"):
        made.styles.element.remove(made.styles[name].element)
    saved = BytesIO()
    made.save(saved)
    assert texts(docx(SHEET, check(saved.getvalue())))[2:-1] == texts(MADE["house"])[2:-1]


def test_a_letter_that_ends_a_section_of_its_paper_does_not_multiply_it():
    made = Document(BytesIO(house()))
    made.paragraphs[2]._p.get_or_add_pPr().append(deepcopy(made.sections[0]._sectPr))
    saved = BytesIO()
    made.save(saved)
    letter = docx(SHEET, check(saved.getvalue()))
    assert len(document(letter).sections) == 2
    assert len(texts(letter)) == len(texts(MADE["house"])) + 1


def test_the_letter_is_written_as_its_field_was():
    made = Document(BytesIO(house()))
    field = made.paragraphs[2]
    field.runs[0].font.name = "Verdana"
    field.paragraph_format.space_after = 12700
    saved = BytesIO()
    made.save(saved)
    letter = next(one for one in document(docx(SHEET, check(saved.getvalue()))).paragraphs if one.text == "Dear Amara")
    assert (letter.runs[0].font.name, letter.paragraph_format.space_after) == ("Verdana", 12700)


@pytest.mark.parametrize("paper", [None, HOUSE], ids=["own", "house"])
def test_words_stay_words(paper):
    every = " ".join(ATTACKS)
    fields = {name: every for name in ("reference", "recipient", "council", "team")}
    letter = "\n\n".join(f"{mark}{attack}" for attack in ATTACKS for mark in ("## ", "", "- ", "1. "))
    made = docx(replace(SHEET, **fields, text=f"# {every}\n\n{letter}", address=ATTACKS), paper)
    written = [text for _, text in texts(made)]
    for attack in ATTACKS:
        assert written.count(attack) >= 4, attack
    assert sum(every in text for text in written) >= 2
    assert "\n".join(ATTACKS) in "\n".join(written)
    foot = document(made).sections[0].footer
    assert foot.paragraphs[0].text.startswith(f"{every} · {every}")
    assert set(re.findall('instr="(.+?)"', foot._element.xml)) == (set() if paper else {"PAGE", "NUMPAGES"})
    assert b"instrText" not in parts(made)["word/document.xml"]


@pytest.mark.parametrize("paper", [None, HOUSE], ids=["own", "house"])
def test_control_characters_and_other_scripts_are_no_trouble(paper):
    name = "Ama\x00ra\x07 محمد 李 😀\ud800\ufffe"
    made = docx(replace(SHEET, recipient=name, text=f"Dear {name}", address=(name,)), paper)
    assert "Dear Amara محمد 李 😀" in everything(made)


def test_a_damaged_logo_is_named():
    with pytest.raises(ValueError, match="logo cannot be read"):
        docx(replace(SHEET, logo=b"\xff\xd8\xff" + b"\0" * 50))
