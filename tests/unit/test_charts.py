"""The charts: every number is written, nothing overlaps, and what people typed stays text."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from tests.reports import (
    ATTACK,
    ODD,
    YEARS,
    chart,
    columns_chart,
    full_report,
    many_chart,
    parts_chart,
    single_chart,
)

from heard.figures.report import Chart, Series, Table
from heard.reporting.charts import NARROW, WIDE, number, printable, sheets, svg

SVG = "{http://www.w3.org/2000/svg}"
LETTER = 7.2  # pixels: an ordinary letter at the size that the charts write

HUGE = chart("columns", {"Pounds": (123_456_789_012_345,)}, ("2025/26",), "One very large number")
NOUGHTS = chart("columns", {"Complaints": (0, 0, 0)}, YEARS[:3], "Nothing in three years")
UNKNOWN = chart("columns", {"Complaints": (None, None)}, YEARS[:2], "Nobody knows")
LONE = chart("bars", {"Complaints": (7,)}, ("Fostering",), "One service")
PAIRS = chart("bars", {"Last year": (3, None), "This year": (12.5, 0)}, ("Fostering", ODD), "Two years")
NO_PARTS = chart("parts", {"Upheld": (0, None), "Not upheld": (0, None)}, ("Stage 1", "Stage 2"), "No decision")
CROWDED = chart("columns", {f"Series {n}": (1_000_000 + n,) * 12 for n in range(8)}, tuple("abcdefghijkl"), "Crowd")
EMPTY = Chart("bars", "Empty", "There is nothing to show.", (), (), Table("Empty", (), ()))
CHARTS = [
    *(columns_chart(), single_chart(), parts_chart(), many_chart()),
    *(HUGE, NOUGHTS, UNKNOWN, LONE, PAIRS, NO_PARTS, CROWDED, EMPTY),
]
EACH = pytest.mark.parametrize("given", CHARTS, ids=lambda given: given.title)
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def drawn(given, width=WIDE):
    return ElementTree.fromstring(svg(given, identifier="figure", width=width))


def words(root):
    return [text.text for text in root.iter(f"{SVG}text")]


def placed(root, tag):
    """Yield each mark of this kind with how far down the picture its group starts."""
    for group in root.findall(f"{SVG}g"):
        down = float(group.get("transform").removesuffix(")").split()[1])
        for mark in group.iter(f"{SVG}{tag}"):
            yield mark, down


def boxes(root):
    """Return the left, top, right and bottom of each piece of text, by a plain estimate of its width."""
    found = []
    for text, down in placed(root, "text"):
        x, foot, wide = float(text.get("x")), down + float(text.get("y")), LETTER * len(text.text)
        left = x - wide / 2 if text.get("text-anchor") == "middle" else x
        found.append((left, foot - 12, left + wide, foot + 3, text.text))
    return found


def bars(root):
    """Return the left, top, width, height and fill of each bar, without the swatches of the key and the rules."""
    found = []
    for rect, down in placed(root, "rect"):
        x, y, wide, high = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        if rect.get("fill") != "#6B7280" and (wide, high) != (16, 16):
            found.append((x, down + y, wide, high, rect.get("fill")))
    return found


@EACH
@WIDTHS
def test_a_chart_is_well_formed_and_names_itself(given, width):
    root = drawn(given, width)
    by_id = {node.get("id"): node.text for node in root.iter() if node.get("id")}
    assert root.get("role") == "img"
    assert [by_id[name] for name in root.get("aria-labelledby").split()] == [given.title, given.message]


@EACH
@WIDTHS
def test_no_words_overlap_or_leave_the_picture(given, width):
    found = boxes(drawn(given, width))
    height = float(drawn(given, width).get("height"))
    for left, top, right, bottom, text in found:
        assert left >= -1 and top >= 0 and right <= width + 1 and bottom <= height, text
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])


@EACH
@WIDTHS
def test_all_text_is_level_and_large_enough(given, width):
    root = drawn(given, width)
    assert root.get("font-size") == "16"
    assert root.get("viewBox").split()[2] == str(width)
    assert [node.get("transform") for node in root.iter() if "rotate" in (node.get("transform") or "")] == []
    assert [text for text in root.iter(f"{SVG}text") if text.get("font-size") or text.get("rotate")] == []


@EACH
def test_the_same_chart_is_the_same_drawing(given):
    assert svg(given, identifier="figure") == svg(given, identifier="figure")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("given", [columns_chart(), single_chart(), many_chart(), PAIRS, HUGE], ids=lambda g: g.title)
def test_every_value_is_written(given, width):
    said = " ".join(words(drawn(given, width)))
    for value in (value for series in given.series for value in series.values):
        assert number(value) in said


def test_every_part_is_written_inside_its_bar_or_beneath_it():
    said = words(drawn(parts_chart()))
    assert said[4:9] == ["Stage 1 (218 in all)", "84", "62", "71", "Withdrawn by the person who complained:\u00a01"]
    assert "Stage 3 (1 known)" in said
    assert "Not upheld:\u00a0not known" in " ".join(said)


@WIDTHS
def test_the_names_of_all_forty_five_services_can_be_read_whole(width):
    said = "".join(words(drawn(many_chart(), width))).replace(" ", "")
    for category in many_chart().categories:
        assert category.replace(" ", "") in said


def test_nought_and_not_known_are_words_without_a_bar():
    root = drawn(PAIRS)
    assert len(bars(root)) == 2
    assert {"0", "not known"} <= set(words(root))
    assert bars(drawn(NOUGHTS)) == []
    assert words(drawn(NOUGHTS)) == ["0", "2021/22", "0", "2022/23", "0", "2023/24"]


def test_the_length_of_a_lying_bar_is_its_share_of_the_largest():
    lengths = [bar[2] for bar in bars(drawn(many_chart()))]
    assert len(lengths) == 45
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [(90 - 2 * n) / 90 for n in range(45)], abs=0.001
    )


def test_the_height_of_a_column_is_its_share_of_the_largest_and_all_stand_on_one_line():
    found = bars(drawn(single_chart()))
    assert [bar[3] / 200 for bar in found] == pytest.approx(
        [value / 240 for value in (201, 188, 197, 240, 226)], abs=0.001
    )
    assert len({round(top + high) for _, top, _, high, _ in found}) == 1


def test_columns_whose_words_do_not_fit_side_by_side_lie_down():
    upright, lying = bars(drawn(columns_chart(), WIDE)), bars(drawn(columns_chart(), NARROW))
    assert len({high for *_, high, _ in upright}) > 1
    assert {high for *_, high, _ in lying} == {18}


def test_white_parts_the_parts_of_a_bar():
    row = [bar for bar in bars(drawn(parts_chart())) if bar[3] == 30][:4]
    gaps = [second[0] - (first[0] + first[2]) for first, second in pairwise(row)]
    assert gaps == pytest.approx([2, 2, 2], abs=0.11)


def test_two_series_differ_by_more_than_their_colour():
    root = drawn(columns_chart())
    assert {bar[4] for bar in bars(root)} == {"#12436D", "url(#figure-hatch-1)"}
    assert [pattern.get("id") for pattern in root.iter(f"{SVG}pattern")] == ["figure-hatch-1"]
    assert words(root)[:2] == ["Stage 1 complaints", "Compliments"]


@pytest.mark.parametrize("kind", ["parts", "bars"])
def test_twelve_series_all_look_different(kind):
    given = chart(kind, {f"Outcome {n}": (20,) for n in range(12)}, ("Stage 1",), "Twelve")
    root = drawn(given)
    patterns = {
        p.get("id"): ElementTree.tostring(p, "unicode").replace(p.get("id"), "") for p in root.iter(f"{SVG}pattern")
    }
    looks = {patterns.get(bar[4][5:-1], bar[4]) for bar in bars(root)}
    assert len(looks) == 12


@pytest.mark.parametrize("kind", ["columns", "bars", "parts"])
def test_what_people_typed_stays_text(kind):
    given = Chart(kind, ATTACK, ATTACK, (ATTACK, ODD), (Series(ATTACK, (1, 2)), Series(ODD, (0, None))), EMPTY.table)
    source = svg(given, identifier='"><script>')
    root = ElementTree.fromstring(source)
    assert "<script" not in source
    assert [node.tag for node in root.iter() if "script" in node.tag] == []
    assert root.find(f"{SVG}title").text == ATTACK


def test_letters_that_xml_cannot_hold_are_left_out():
    given = chart("bars", {"A\x00B": (1,)}, ("Foster\x0bing\ud800",), "Bad\x1b letters")
    assert words(drawn(given))[0] == "Fostering"
    assert printable("tab\tline\nend\ufffe") == "tab\tline\nend"


def test_two_charts_on_one_page_share_no_id():
    both = [ElementTree.fromstring(svg(columns_chart(), identifier=f"figure-{n}")) for n in (1, 2)]
    first, second = ({node.get("id") for node in root.iter() if node.get("id")} for root in both)
    assert len(first) == 3
    assert first & second == set()


def test_a_chart_too_tall_for_a_page_goes_on_to_the_next_at_the_same_scale():
    found = [ElementTree.fromstring(sheet) for sheet in sheets(many_chart(), identifier="figure", tallest=500)]
    titles = [root.find(f"{SVG}title") for root in found]
    assert len(found) > 2
    assert titles[1].text == f"Complaints by service area (part 2 of {len(found)})"
    assert len({title.get("id") for title in titles}) == len(found)
    assert all(float(root.get("height")) <= 500 for root in found)
    assert [bar[2] for root in found for bar in bars(root)] == [bar[2] for bar in bars(drawn(many_chart()))]


def test_each_sheet_repeats_the_key():
    given = chart("bars", {"Last year": (1,) * 30, "This year": (2,) * 30}, tuple(map(str, range(30))), "Thirty")
    found = sheets(given, identifier="figure", tallest=600)
    assert len(found) > 1
    assert all("Last year" in sheet and "This year" in sheet for sheet in found)


@pytest.mark.parametrize("given", full_report().sections[1].blocks, ids=lambda given: given.title)
def test_a_drawing_asks_for_nothing_from_elsewhere(given):
    source = svg(given, identifier="figure").replace("http://www.w3.org/2000/svg", "")
    assert not any(word in source for word in ("http", "href", "<image", "<style", "@import", "data:"))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (7, "7"), (1234, "1,234"), (12.5, "12.5"), (12.0, "12"), (12.04, "12"), (None, "not known")],
)
def test_a_number_is_written_as_people_write_it(value, text):
    assert number(value) == text
