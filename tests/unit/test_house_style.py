"""A council's own Word paper: what is refused and in which words, what is dropped, and that a letter can be made on it."""

import os
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.shared import Mm
from tests.letter_sheets import JPEG, SHEET, edited, house, parts, with_parts
from tests.made_pictures import png

from heard.letters.files.house_style import check
from heard.letters.files.inspection import hidden
from heard.letters.files.word import docx

PAPER = house()
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def in_text(xml):
    """The paper with this put before its last paragraph."""
    return edited(PAPER, "<w:sectPr", f"<w:p><w:r>{xml}</w:r></w:p><w:sectPr")


def linked(kind, target, mode="External"):
    rel = f'<Relationship Id="rId900" Type="{REL}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return edited(PAPER, "</Relationships>", rel, "word/_rels/document.xml.rels")


def typed(name, kind):
    old = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return edited(PAPER, old, kind, name)


def with_picture(content):
    document = Document(BytesIO(PAPER))
    document.sections[0].header.paragraphs[0].add_run().add_picture(BytesIO(content), width=Mm(20))
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def bomb(size=31_000_000):
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b"\0" * size)
    return made.getvalue()


def many(count=501):
    return with_parts(PAPER, **{f"word__media__{n}_dot_png": b"" for n in range(count)})


def twice(name="word/document.xml"):
    made = BytesIO(PAPER)
    with ZipFile(made, "a") as target, pytest.warns(UserWarning):
        target.writestr(name, b"x")
    return made.getvalue()


def field_code(*pieces):
    said = "".join(f'<w:instrText xml:space="preserve">{piece}</w:instrText>' for piece in pieces)
    return in_text(f'<w:fldChar w:fldCharType="begin"/>{said}<w:fldChar w:fldCharType="end"/>')


def with_first_page():
    document = Document(BytesIO(PAPER))
    document.sections[0].different_first_page_header_footer = True
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


DOCTYPE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
REFUSED = {
    "nothing": (b"", "not a Word document"),
    "some text": (b"Dear {{ recipient }}", "not a Word document"),
    "a zip": (with_parts(bomb(10), x=b""), "not a Word document"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word file, or has a password"),
    "cut short": (PAPER[: len(PAPER) // 2], "not a Word document"),
    "bytes spoilt": (PAPER[:600] + bytes(200) + PAPER[800:], "not a Word document|damaged"),
    "too large": (with_parts(PAPER, word__media__a_dot_png=os.urandom(2_000_001)), "smaller than 2 MB"),
    "a zip bomb": (bomb(), "unpacks to far more"),
    "a book": (edited(PAPER, "<w:sectPr", "<w:p/>" * 400_000 + "<w:sectPr"), "far more in it than the paper"),
    "many parts": (many(), "unpacks to far more"),
    "one name twice": (twice(), "damaged or locked"),
    "a docm": (typed("[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml"), "holds macros"),
    "a dotx": (
        typed(
            "[Content_Types].xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
        ),
        "Save it as a Word document",
    ),
    "vbaProject": (with_parts(PAPER, word__vbaProject_dot_bin=b"x"), "holds macros"),
    "a ribbon": (with_parts(PAPER, customUI__customUI_dot_xml=b"<a/>"), "holds macros"),
    "an embedded sheet": (with_parts(PAPER, word__embeddings__a_dot_xlsx=b"x"), "something of another program"),
    "ActiveX": (with_parts(PAPER, word__activeX__activeX1_dot_xml=b"<a/>"), "something of another program"),
    "an object": (in_text("<w:object/>"), "something of another program"),
    "an alternative": (edited(PAPER, "<w:sectPr", "<w:altChunk/><w:sectPr"), "something of another program"),
    "fonts": (with_parts(PAPER, word__fonts__font1_dot_odttf=b"x"), "Embed fonts"),
    "an unknown part": (
        with_parts(PAPER, word__diagram_dot_xml=b"<a/>"),
        "“word/diagram.xml”, which a letter has no use",
    ),
    "a way out of the folder": (with_parts(PAPER, **{"..__..__x_dot_xml": b"<a/>"}), "has no use"),
    "another template": (linked("attachedTemplate", "file:///server/paper.dotm"), "fetches something from outside"),
    "a linked picture": (linked("image", "https://example.test/x.png"), "fetches something from outside"),
    "a link to a file": (linked("hyperlink", "file:///server/x"), "fetches something from outside"),
    "comments": (with_parts(PAPER, word__comments_dot_xml=b"<a/>"), "holds comments"),
    "an insertion": (in_text("<w:ins/>"), "tracked changes"),
    "a deletion": (in_text("<w:delText>x</w:delText>"), "tracked changes"),
    "a changed look": (in_text("<w:rPr><w:rPrChange/></w:rPr>"), "tracked changes"),
    "hidden text": (in_text("<w:rPr><w:vanish/></w:rPr><w:t>x</w:t>"), "hidden text"),
    "a simple field": (in_text('</w:r><w:fldSimple w:instr="AUTHOR"/><w:r>'), "the field “AUTHOR”"),
    "DDE": (field_code("DDEAUTO c:\\\\cmd.exe"), "the field “DDEAUTO"),
    "a field in pieces": (field_code("INCLUDE", "PICTURE x"), "the field “INCLUDEPICTURE x”"),
    "a field behind another": (field_code("PAGE", " DDE x"), "the field “PAGE DDE x”"),
    "a DOCTYPE": (edited(PAPER, "<w:document ", f"{DOCTYPE}<w:document "), "is damaged"),
    "UTF-16": (with_parts(PAPER, word__settings_dot_xml="<a/>".encode("utf-16")), "is damaged"),
    "UTF-7": (with_parts(PAPER, word__settings_dot_xml=b'<?xml version="1.0" encoding="utf-7"?><a/>'), "is damaged"),
    "no XML": (with_parts(PAPER, word__settings_dot_xml=b"<a><b></a>"), "is damaged"),
    "a picture of another kind": (with_parts(PAPER, word__media__a_dot_emf=b"x"), "is no PNG or JPEG"),
    "a drawing called png": (with_parts(PAPER, word__media__a_dot_png=b"<svg/>"), "is no PNG or JPEG"),
    "no letter": (house("Dear {{ recipient }}"), "{{ letter }} once"),
    "the letter in a line": (house("Text: {{ letter }}"), "{{ letter }} once"),
    "two letters": (house("{{ letter }}", "{{ letter }}"), "{{ letter }} once"),
    "no reference": (house(foot="{{ recipient }}"), "in the footer of every page"),
    "no recipient": (house(foot="{{ reference }}"), "in the footer of every page"),
    "only in the text": (house("{{ reference }} {{ recipient }}", "{{ letter }}", foot="x"), "footer of every page"),
    "a first page of its own": (with_first_page(), "the first page’s too"),
    "an unknown field": (house("{{ letter }}", "{{ complainant }}"), "“{{ complainant }}” is no field"),
    "braces in an attribute": (
        edited(PAPER, "<w:sectPr", '<w:bookmarkStart w:id="1" w:name="{{ x }}"/><w:sectPr'),
        "not text",
    ),
    "no body": (with_parts(PAPER, word__document_dot_xml=b"<a/>"), "{{ letter }} once|be read"),
}
STATEMENTS = (
    *("{% if x %}", "{% load x %}", "{# x #}", "{{ letter|safe }}", "{{ letter() }}", "{{ letter.x }}", "{{ 7*7 }}"),
    *(
        "{{ '' }}",
        "{{ letter[0] }}",
        "{{p letter }}",
        "{{r letter }}",
        "{{ letter",
        "letter }}",
        "{ letter }",
        "{_{ x }_}",
    ),
    *("{%p if x %}", "{%- x -%}", "{{- letter }}", "{{{{ letter }}}}", "{% raw %}", "{{ lipsum }}", "${x}"),
)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_why(name):
    content, why = REFUSED[name]
    with pytest.raises(ValueError, match=why) as refused:
        check(content)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("statement", "place"),
    [(one, "body") for one in STATEMENTS]
    + [(one, where) for one in STATEMENTS[:4] for where in ("foot", "in two runs")],
)
def test_only_plain_fields_may_stand_in_braces(statement, place):
    if place == "in two runs":
        half = len(statement) // 2
        document = Document(BytesIO(house("{{ letter }}", "")))
        for piece in (statement[:half], statement[half:]):
            document.paragraphs[1].add_run(piece)
        saved = BytesIO()
        document.save(saved)
        content = saved.getvalue()
    elif place == "foot":
        content = house(foot=f"{{{{ reference }}}} {{{{ recipient }}}} {statement}")
    else:
        content = house("{{ letter }}", statement)
    with pytest.raises(ValueError, match=r"plain field|no field|in a paragraph of its own"):
        check(content)


def test_a_field_that_word_wrote_in_pieces_is_one_field():
    document = Document(BytesIO(house()))
    paragraph = document.paragraphs[1]
    paragraph.text = ""
    for piece in ("{", "{ to", "day ", "}}"):
        paragraph.add_run(piece)
    saved = BytesIO()
    document.save(saved)
    made = docx(SHEET, check(saved.getvalue()))
    assert Document(BytesIO(made)).paragraphs[1].text == "24 November 2026"


def test_a_plain_paper_is_cleaned():
    before, after = parts(PAPER), parts(check(PAPER))
    assert b"python-docx" in before["docProps/core.xml"]
    assert not [name for name in after if name.startswith(("docProps", "customXml"))]
    assert b"rsid" not in b"".join(after.values())
    assert hidden(check(PAPER), "docx") == []
    assert check(check(PAPER)) == check(PAPER)


def test_a_page_number_a_link_and_a_picture_may_stay():
    paged = with_parts(field_code(" PAGE ", " \\* MERGEFORMAT "))
    assert b"PAGE" in parts(check(paged))["word/document.xml"]
    assert (
        b"www.netherby.example"
        in parts(check(linked("hyperlink", "https://www.netherby.example/")))["word/_rels/document.xml.rels"]
    )
    for picture in (png(comment=b"Somebody Else"), JPEG):
        after = parts(check(with_picture(picture)))
        [shown] = [part for name, part in after.items() if name.startswith("word/media/")]
        assert shown
        assert b"Somebody Else" not in shown
        assert b"secret place" not in shown


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PAPER, "property creator: python-docx"),
        (PAPER, "the part docProps/thumbnail.jpeg"),
        (PAPER, "the numbers of the sittings in which it was written"),
        (REFUSED["hidden text"][0], "hidden text"),
        (REFUSED["a deletion"][0], "tracked changes"),
        (REFUSED["comments"][0], "the part word/comments.xml"),
        (REFUSED["a linked picture"][0], "something fetched from outside"),
        (REFUSED["an object"][0], "something of another program"),
        (with_picture(png(comment=b"x")), "what a picture carries"),
        (with_picture(JPEG), "what a picture carries"),
        (edited(PAPER, "<w:sectPr", '<w:p w:x="C:\\Users\\Someone\\a"/><w:sectPr'), "a place on a computer"),
    ],
)
def test_what_a_word_file_carries_is_found(content, found):
    assert found in hidden(content, "docx")
