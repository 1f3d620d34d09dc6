"""The report's page: whole in one file, true to the report, and safe from what was typed."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.reports import ATTACK, COUNCIL, ODD, empty_report, full_report

from heard.figures.report import Chart, Paragraph, Section, Shown, Table
from heard.reporting.html import MOST_REFERENCES, render_html
from heard.reporting.outline import case_anchors, parts

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Every element of a page as (tag, attributes, text within), with a check that each one is closed."""

    def __init__(self, source):
        super().__init__()
        self.open, self.all = [], []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        node = {"tag": tag, "text": "", **dict(attributes)}
        self.all.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attributes):
        self.all.append({"tag": tag, "text": "", **dict(attributes)})

    def handle_endtag(self, tag):
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for node in self.open:
            node["text"] += data

    def find(self, tag, **attributes):
        wanted = {name.removesuffix("_"): value for name, value in attributes.items()}
        return [n for n in self.all if n["tag"] == tag and wanted.items() <= n.items()]


FULL = render_html(full_report())
PAGE = Page(FULL)


def test_the_same_report_is_the_same_page():
    assert render_html(full_report()) == FULL


def test_the_page_needs_nothing_from_elsewhere():
    source = FULL.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[a-z]|@import|@font-face|\bsrc=|url\((?!#)", source)
    assert [n for tag in ("script", "link", "img", "iframe", "object", "form", "base") for n in PAGE.find(tag)] == []
    assert [name for node in PAGE.all for name in node if name.startswith("on")] == []


def test_the_page_says_its_language_and_its_name():
    assert PAGE.find("html")[0]["lang"] == "en-GB"
    assert PAGE.find("title")[0]["text"].startswith("Draft: Complaints, comments and compliments")
    assert PAGE.find("title")[0]["text"].endswith(f", 2025/26 – {COUNCIL}")


@pytest.mark.parametrize("report", [full_report(), full_report(draft=False), empty_report()])
def test_the_page_has_one_h1_and_its_landmarks(report):
    page = Page(render_html(report))
    assert [len(page.find(tag)) for tag in ("h1", "header", "main", "footer")] == [1, 1, 1, 1]
    assert page.find("h1")[0]["text"] == report.title
    assert len(page.find("nav")) == (1 if report.sections else 0)


def test_headings_step_down_one_level_at_a_time():
    levels = [int(node["tag"][1]) for node in PAGE.all if re.fullmatch("h[1-6]", node["tag"])]
    assert all(second - first <= 1 for first, second in pairwise(levels))


def test_a_draft_says_so_and_a_frozen_year_does_not():
    assert "Draft: the year is not frozen yet" in PAGE.find("header")[0]["text"]
    assert "draft" not in Page(render_html(full_report(draft=False))).find("body")[0]["text"].lower()


def test_the_contents_list_numbers_every_section():
    entries = [" ".join(node["text"].split()) for node in PAGE.find("li")[:4]]
    assert entries == [
        "1. Summary",
        f"2. Trends {ATTACK}",
        "3. A section with nothing in it",
        "4. The cases behind each figure",
    ]
    assert [node["text"] for node in PAGE.find("h2")][1:] == entries


def test_every_link_has_a_place_to_go_and_no_id_is_used_twice():
    ids = [node["id"] for node in PAGE.all if "id" in node]
    assert sorted(ids) == sorted(set(ids))
    links = [node["href"] for node in PAGE.find("a")]
    assert len(links) == 14
    assert {link.removeprefix("#") for link in links} <= set(ids)
    named = [name for node in PAGE.all for name in node.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids)


def test_a_figure_with_cases_is_a_link_that_names_its_cases():
    first = PAGE.find("a", class_="behind")[0]
    assert first["text"] == "226"
    assert first["href"] == "#cases-received-stage1"
    assert first["aria-label"] == "226, see the cases: Stage 1 complaints received"


def test_a_figure_without_cases_is_plain_text():
    assert [node["text"] for node in PAGE.find("td") if "240" in node["text"]]
    assert [node for node in PAGE.find("a") if node["text"] == "240"] == []


def test_two_figures_never_share_an_address():
    anchors = case_anchors(full_report())
    assert anchors["received.stage1"] == "cases-received-stage1"
    assert anchors["received stage1"] == "cases-received-stage1-2"
    assert len(set(anchors.values())) == len(anchors)


def test_a_section_keeps_its_address_unless_the_page_uses_it_itself():
    assert [part.anchor for part in parts(full_report())] == ["summary", "trends-more", "main-2"]


def test_every_table_has_a_caption_headers_and_a_place_in_the_tab_order():
    tables = PAGE.find("table")
    assert len(tables) == len(PAGE.find("caption")) == 6
    boxes = PAGE.find("div", class_="scroll")
    assert all((box["role"], box["tabindex"]) == ("region", "0") for box in boxes)
    assert len({box["aria-labelledby"] for box in boxes}) == 6
    assert [node["scope"] for node in PAGE.find("th") if node["scope"] not in ("row", "col")] == []
    assert [node["text"] for node in PAGE.find("th", scope="row")][:3] == ["Stage 1", "Stage 2", "All stages"]


def test_tables_and_charts_are_numbered_in_order():
    captions = [" ".join(node["text"].split()) for node in PAGE.find("caption")]
    assert [caption.split(".")[0] for caption in captions] == [f"Table {n}" for n in range(1, 7)]
    figures = [node["text"].split(".")[0] for node in PAGE.find("figcaption") if "Figure" in node["text"]]
    assert figures == ["Figure 1", "Figure 2", "Figure 3", "Figure 4"]


def test_numbers_stand_to_the_right_and_words_to_the_left():
    classes = [node.get("class") for node in PAGE.find("table")]
    assert classes == ["numeric", None, "numeric", "numeric", "numeric", "numeric"]


def test_only_the_last_row_of_a_table_with_a_total_is_the_total():
    assert [node["text"].split() for node in PAGE.find("tr", class_="total")] == [["All", "stages", "235", "0", "251"]]


def test_a_chart_says_its_message_in_words_beside_its_table():
    chart = next(node for node in PAGE.find("figure") if node.get("class") == "chart")
    assert "Stage 1 complaints and compliments received: 2021/22 comes first." in chart["text"]
    assert "Table 3." in chart["text"]


def test_a_chart_is_drawn_for_a_telephone_and_for_pages_of_paper():
    names = [node["aria-labelledby"].split("-title")[0] for node in PAGE.find("svg")]
    assert names[:6] == ["wide--1", "narrow--1", "wide--2", "narrow--2", "wide--3", "narrow--3"]
    assert names[6:] == ["wide--4", "wide--4-2", "wide--4-3", "wide--4-4", "narrow--4"]
    assert max(float(node["height"]) for node in PAGE.find("svg") if node["width"] == "640") <= 800


def test_the_lists_of_cases_are_closed_and_say_how_many_they_hold():
    details = PAGE.find("details")
    assert PAGE.find("summary")[0]["text"] == "Stage 1 complaints received: 226"
    assert len(details) == 5
    assert [node for node in details if "open" in node] == []


def test_a_list_of_cases_gives_the_definition_and_every_reference():
    text = PAGE.find("div", id="cases-received-stage1")[0]["text"]
    assert "Complaints whose stage 1 began." in text
    assert re.findall(r"C-2025-\d{4}", text) == [f"C-2025-{n:04}" for n in range(1, 227)]
    assert "cases.json" not in text


def test_a_long_list_of_cases_stops_at_five_hundred_and_says_where_the_rest_is():
    text = PAGE.find("div", id="cases-all")[0]["text"]
    assert MOST_REFERENCES == 500
    assert len(re.findall(r"C-2025-\d{4}", text)) == 500
    assert "These are the first 500. The other 712 are in the file cases.json" in text


def test_an_empty_list_of_cases_says_so():
    assert "There is no such case." in PAGE.find("div", id="cases-none")[0]["text"]


def test_what_people_typed_stays_text():
    assert "<script" not in FULL
    assert "\x0b" not in FULL
    assert FULL.count("&lt;script&gt;alert(") >= 10
    assert ODD in PAGE.find("main")[0]["text"]
    assert ATTACK in PAGE.find("blockquote")[0]["text"]


def test_an_attack_on_an_attribute_stays_within_it():
    attack = '" onmouseover="alert(1)" x="'
    report = replace(
        full_report(),
        council=attack,
        title=attack,
        sections=(Section(attack, attack, (Paragraph((Shown("all", attack),)),)),),
    )
    page = Page(render_html(report))
    assert [node for node in page.all if "onmouseover" in node] == []
    assert page.find("a", class_="behind")[0]["aria-label"].startswith(attack)


def test_an_empty_report_says_that_it_is_empty():
    page = Page(render_html(empty_report()))
    assert "This report has no sections yet." in page.find("main")[0]["text"]
    assert page.find("details") == []
    assert "underlined" not in page.find("main")[0]["text"]


def test_a_table_and_a_chart_without_rows_say_so():
    nothing = Table("Nothing", ("", "Number"), ())
    blocks = (nothing, Chart("bars", "None", "There is nothing to show.", (), (), nothing))
    page = Page(render_html(replace(empty_report(), sections=(Section("a", "A", blocks),))))
    assert [node["text"] for node in page.find("td") if node["text"]] == ["There is nothing to show."] * 2
    assert [node["text"] for node in page.find("th")] == ["Number", "Number"]
