"""The annual report on real registers as a reader meets it: axe's rules, its width, and the cases behind its numbers."""

import os
import subprocess
import sys

import pytest
from tests.browser.test_report_page import WIDTHS, browser  # noqa: F401 - a fixture of this file too
from tests.made_reports import WORKBOOKS

from heard.reporting.html import MOST_REFERENCES

pytestmark = pytest.mark.browser

OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(d => d.open = true)"

BEHIND = """most => [...document.querySelectorAll('a.behind')].map(link => {
  const said = Number(link.textContent.replaceAll(',', ''));
  const list = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const named = list && list.querySelector('.references');
  const count = !list ? -1 : named ? named.textContent.split(', ').length : 0;
  return [link.getAttribute('aria-label'), said, count];
}).filter(([label, said, count]) => said <= most ? said !== count : count !== most)"""


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """The page of each demonstration register's report, as the command writes it."""
    found = {}
    for name in WORKBOOKS:
        home = tmp_path_factory.mktemp("home")
        environment = {**os.environ, "HEARD_HOME": str(home), "DATABASE_URL": ""}
        subprocess.run([sys.executable, "-m", "heard", "demo", name], env=environment, check=True, capture_output=True)
        found[name] = (home / "reports" / "2022-23" / "report.html").as_uri()
    return found


@pytest.fixture(params=WORKBOOKS)
def visit(request, browser, addresses):  # noqa: F811 - the fixture that is imported above
    address, pages = addresses[request.param], []

    def open_page(width):
        page = browser.new_page(viewport={"width": width, "height": 800})
        pages.append(page)
        page.goto(address)
        return page

    yield open_page
    for page in pages:
        page.close()


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    return [(rule["id"], rule["nodes"][0]["html"]) for rule in Axe().run(page).response["violations"]]


@WIDTHS
def test_axe_finds_nothing_wrong_while_every_list_is_closed(visit, width):
    page = visit(width)
    assert page.locator("details[open]").count() == 0
    assert violations(page) == []


@WIDTHS
def test_axe_finds_nothing_wrong_when_every_list_is_open(visit, width):
    page = visit(width)
    page.evaluate(OPEN_EVERYTHING)
    assert page.locator("details:not([open])").count() == 0
    assert violations(page) == []


@WIDTHS
def test_the_page_never_scrolls_sideways(visit, width):
    page = visit(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(OPEN_EVERYTHING)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_number_that_is_a_link_leads_to_a_list_of_so_many_cases(visit):
    page = visit(1280)
    assert page.locator("a.behind").count() > 250
    assert page.evaluate(BEHIND, MOST_REFERENCES) == []


def test_no_reference_stands_twice_in_a_list(visit):
    lists = visit(1280).eval_on_selector_all(
        ".references", "all => all.map(list => list.textContent.trim().split(', '))"
    )
    assert [list[0] for list in lists if len(set(list)) != len(list)] == []
