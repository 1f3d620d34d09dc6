"""The report's page as a reader meets it: on a telephone and on a desk, by keyboard, and by axe's rules."""

import os
from pathlib import Path

import pytest
from tests.reports import empty_report, full_report

from heard.reporting.html import render_html

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
REPORTS = {"full": full_report(), "frozen": full_report(draft=False), "empty": empty_report()}
EVERY = pytest.mark.parametrize("name", REPORTS)
WIDTHS = pytest.mark.parametrize("width", [320, 1280])

OVERLAPS = """() => {
  const shown = [...document.querySelectorAll('svg')].filter(s => s.getClientRects().length);
  const wrong = [];
  for (const svg of shown) {
    const edge = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.getBoundingClientRect(), t.textContent]);
    boxes.forEach(([a, text], i) => {
      if (a.left < edge.left - 1 || a.right > edge.right + 1 || a.bottom > edge.bottom + 1) wrong.push('out: ' + text);
      for (const [b, other] of boxes.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 0 && down > 4) wrong.push(text + ' / ' + other);
      }
    });
  }
  return [shown.length, wrong];
}"""


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        reason = f"There is no Chromium at {CHROMIUM}."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, tmp_path):
    """Open a report's page from a file, as somebody who was sent it would, and remember what it asked for."""
    pages = []

    def open_page(name, width, **options):
        file = tmp_path / f"{name}.html"
        file.write_text(render_html(REPORTS[name]), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        page.requests, page.troubles = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.troubles.append(message.text))
        page.on("dialog", lambda dialog: page.troubles.append(dialog.message))
        page.goto(file.as_uri())
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@EVERY
@WIDTHS
def test_axe_finds_nothing_wrong(visit, name, width):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(visit(name, width)).response["violations"]
    assert [(rule["id"], rule["impact"], rule["nodes"][0]["html"]) for rule in found] == []


@WIDTHS
def test_axe_finds_nothing_wrong_when_every_list_is_open(visit, width):
    from axe_playwright_python.sync_playwright import Axe

    page = visit("full", width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []


@EVERY
@pytest.mark.parametrize("width", [320, 360, 640, 768, 1024, 1280])
def test_the_page_never_scrolls_sideways(visit, name, width):
    page = visit(name, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 639, 640, 1280])
def test_the_words_of_the_charts_fit_and_can_be_read(visit, width):
    page = visit("full", width)
    assert page.evaluate(OVERLAPS) == [4 if width < 640 else 7, []]
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg')].filter(s => s.getClientRects().length)"
        ".map(s => 16 * s.getBoundingClientRect().width / s.viewBox.baseVal.width)"
    )
    assert min(sizes) >= 15


@EVERY
def test_the_page_asks_for_nothing_and_runs_nothing(visit, name):
    page = visit(name, 1280)
    assert [url for url in page.requests if not url.startswith("file:")] == []
    assert len(page.requests) == 1
    assert page.troubles == []


def test_every_link_leads_somewhere_on_the_page(visit):
    page = visit("full", 1280)
    links = page.evaluate("[...document.links].map(a => a.getAttribute('href'))")
    assert len(links) == 14
    assert [link for link in links if not page.evaluate("h => !!document.getElementById(h.slice(1))", link)] == []


def test_a_figure_opens_the_list_of_its_cases_without_any_script(visit):
    page = visit("full", 320, java_script_enabled=False)
    assert not page.locator("#cases-in-time-stage1").is_visible()
    page.get_by_role("link", name="71.2%, see the cases: Stage 1 answered in time").first.click()
    page.locator("#cases-in-time-stage1").wait_for(state="visible")
    assert page.locator("summary", has_text="Stage 1 answered in time").first.is_visible()


def test_the_keyboard_reaches_the_skip_link_first_and_then_every_table_and_list(visit):
    page = visit("full", 320)
    stops = []
    while stops.count("skip") < 2 and len(stops) < 100:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert stops[0] == "skip"
    assert stops.count("scroll") == 6
    assert stops.count("SUMMARY") == 5


def test_the_skip_link_is_seen_when_it_has_focus_and_leads_to_the_report(visit):
    page = visit("full", 320)
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_table_wider_than_the_telephone_scrolls_by_the_arrow_keys(visit):
    page = visit("full", 320)
    box = page.locator(".scroll").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert page.evaluate("document.documentElement.scrollLeft") == 0  # the table moved, not the page


@WIDTHS
def test_what_has_focus_shows_it(visit, width):
    page = visit("full", width)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


@WIDTHS
def test_every_link_and_list_is_large_enough_to_touch(visit, width):
    page = visit("full", width)
    small = page.evaluate(
        "[...document.querySelectorAll('.contents a, summary, td .behind, .skip')]"
        ".map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24).length"
    )
    assert small == 0


def test_on_paper_the_lists_of_cases_stay_closed(visit):
    page = visit("full", 1280)
    page.emulate_media(media="print")
    assert page.locator("details[open]").count() == 0
    assert page.locator(".wide").first.is_visible()
    assert not page.locator(".narrow").first.is_visible()
    assert page.pdf().startswith(b"%PDF")
