"""The report's Word document: real headings and tables, pictures with words for them, and the same bytes each time."""

import re
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from tests.reports import ATTACK, COUNCIL, ODD, columns_chart, empty_report, full_report

from heard.figures.report import Section, Table
from heard.reporting.charts import svg
from heard.reporting.pictures import png
from heard.reporting.word import render_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BYTES = render_word(full_report())
EMPTY = render_word(empty_report())


def files(given=BYTES):
    with ZipFile(BytesIO(given)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def tree(name, given=BYTES):
    return ElementTree.fromstring(files(given)[name])


def document(given=BYTES):
    return Document(BytesIO(given))


def texts(given=BYTES, style=None):
    return [p.text for p in document(given).paragraphs if style is None or p.style.name == style]


def test_the_same_report_is_the_same_bytes():
    assert render_word(full_report()) == BYTES
    assert render_word(empty_report()) == EMPTY


def test_another_report_is_other_bytes():
    assert render_word(replace(empty_report(), draft=True)) != EMPTY


def test_no_time_is_written_in_the_file():
    with ZipFile(BytesIO(BYTES)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = document().core_properties
    assert (core.created, core.modified) == (None, None)


def test_the_properties_name_the_report_and_the_council_only():
    core = document().core_properties
    assert core.title == "Complaints, comments and compliments about children’s services: annual report, 2025/26"
    assert (core.author, core.language, core.subject) == (COUNCIL, "en-GB", "1 April 2025 to 31 March 2026")
    assert (core.last_modified_by, core.comments, core.keywords) == ("", "", "")


def test_the_file_holds_nothing_of_the_templates_maker():
    assert [n for n in files() if "thumbnail" in n or "app.xml" in n or "customXml" in n or "Effects" in n] == []
    everything = b"".join(files().values())
    assert b"python-docx" not in everything
    assert not re.search(rb"(?<![\w.])/(work|home|tmp)" + b"/", everything)


@pytest.mark.parametrize("given", [BYTES, EMPTY], ids=["full", "empty"])
def test_every_part_of_the_file_is_well_formed(given):
    parts = {name: content for name, content in files(given).items() if name.endswith((".xml", ".rels"))}
    assert "word/document.xml" in parts
    for content in parts.values():
        assert ElementTree.fromstring(content).tag


def test_the_language_is_set_where_converters_look():
    defaults = tree("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert defaults.get(f"{W}val") == "en-GB"
    assert b"en-US" not in files()["word/styles.xml"] + files()["word/settings.xml"] + files()["word/document.xml"]


def test_sections_are_numbered_headings():
    assert texts(style="Title") == [full_report().title]
    assert texts(style="Heading 1") == [
        "1. Summary",
        f"2. Trends {ATTACK}",
        "3. A section with nothing in it",
        "4. The cases behind each figure",
    ]
    assert texts(style="Heading 2") == [f"How people felt {ATTACK}"]


def test_each_line_of_the_contents_leads_to_its_heading():
    body = tree("word/document.xml")
    targets = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    assert targets == [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(targets) == 4
    assert texts(style="Contents entry") == texts(style="Heading 1")


def test_a_table_repeats_its_header_and_splits_no_row():
    for table in tree("word/document.xml").iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_table_has_a_caption_for_eyes_and_for_screen_readers():
    captions = [text for text in texts(style="Caption") if text.startswith("Table ")]
    hidden = [mark.get(f"{W}val") for mark in tree("word/document.xml").iter(f"{W}tblCaption")]
    assert len(captions) == 6
    assert [f"Table {n}. {caption}" for n, caption in enumerate(hidden, start=1)] == captions


def test_a_table_says_what_the_report_says():
    table = document().tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Stage", "This year", "Share answered in time", "Last year"],
        ["Stage 1", "226", "71.2%", "240"],
        ["Stage 2", "9", "not applicable", "11"],
        ["All stages", "235", "0", "251"],
    ]
    assert "Counted by the day on which each stage began. 226 began at stage 1." in texts(style="Table note")


def test_a_table_is_as_wide_as_the_text():
    for table in tree("word/document.xml").iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) == pytest.approx(16.6 / 2.54 * 1440, abs=len(widths))
        assert min(widths) > 500


def test_each_picture_has_words_that_say_what_it_shows():
    pictures = [node for node in tree("word/document.xml").iter() if node.tag.endswith("}docPr")]
    named = [picture.get("descr") for picture in pictures]
    assert named[0] == "Stage 1 complaints and compliments received: 2021/22 comes first."
    assert named[-1].endswith(f"comes first. Part {len(pictures) - 3} of {len(pictures) - 3}.")
    assert len({picture.get("id") for picture in pictures}) == len(pictures) >= 5


def test_a_picture_is_a_png_two_dots_to_the_pixel_and_always_the_same():
    drawing = svg(columns_chart(), identifier="figure")
    picture = png(drawing)
    assert picture == png(drawing)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(picture[16:20], "big") == 1280


def test_a_draft_says_so_at_the_head_of_each_page():
    head = "".join(p.text for p in document().sections[0].header.paragraphs)
    assert head == "Draft: the year is not frozen yet, so these figures may still change."
    frozen = document(render_word(replace(empty_report(), draft=False))).sections[0]
    assert "".join(p.text for p in frozen.header.paragraphs) == ""


def test_each_page_is_numbered():
    footer = next(content for name, content in files().items() if name.startswith("word/footer"))
    fields = [mark.get(f"{W}instr") for mark in ElementTree.fromstring(footer).iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_cases_stay_out_and_the_document_says_where_they_are():
    everything = "\n".join(texts())
    assert "C-2025-" not in everything
    assert "report.html and cases.json" in everything
    assert "cases.json" not in "\n".join(texts(EMPTY))


def test_what_people_typed_stays_text():
    assert f"We received 226 complaints at stage 1. {ODD}" in texts()
    assert texts(style="Quote") == [f"Nobody rang me back.\nThen somebody did. {ATTACK}"]
    assert b"<script" not in files()["word/document.xml"]


def test_letters_that_word_cannot_hold_are_left_out():
    report = replace(
        full_report(), council="Fern\x00mere", title="An\x0bnual", sections=(Section("a\x01", "\x02B", ()),)
    )
    assert texts(render_word(report), "Heading 1")[0] == "1. B"
    assert document(render_word(report)).core_properties.author == "Fernmere"


def test_an_empty_report_and_an_empty_table_say_so():
    assert "This report has no sections yet." in texts(EMPTY)
    report = replace(empty_report(), sections=(Section("a", "A", (Table("None", ("Team", "Number"), ()),)),))
    assert document(render_word(report)).tables[0].cell(1, 0).text == "There is nothing to show."
