"""Every page that a role may open, as its reader meets it on a telephone and on a desk: axe's rules, width, and frame.

Every page is asked for by every role. The browser shows one whose elements were not all on that page for an earlier role.
"""

from html.parser import HTMLParser

import pytest
from django.urls import URLPattern, get_resolver, reverse
from tests.browser.conftest import KEYS, WIDTHS, faults, watch

from heard.access.policy import relations_allowing
from heard.casework.navigation import PLACES

pytestmark = pytest.mark.browser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Shape(HTMLParser):
    """The elements of a page: which there are, in what, with what attributes. Words and numbers play no part."""

    def __init__(self, page):
        super().__init__()
        self.inside, self.elements = [], set()
        self.counts = {"h1": 0, "main": 0, "header": 0}
        self.title, self.menu = "", []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        style = f"{tag}.{names.get('class') or ''}"
        self.elements.add((self.inside[-1][1] if self.inside else "", style, *sorted(names)))
        if tag in self.counts:
            self.counts[tag] += 1
        if tag not in VOID:
            self.inside.append((tag, style))

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if self.inside and self.inside[-1][0] == "title":
            self.title += text.strip()
        elif any("govuk-service-navigation__link" in style for _, style in self.inside) and text.strip():
            self.menu.append(text.strip())


def pages_of(resolver=None):
    """Yield every address of Heard that shows a page to somebody who is signed in, as (name, right, numbers)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            yield from pages_of(pattern)
        elif "GET" in getattr(pattern.callback, "methods", ()):
            yield pattern.name, pattern.callback.door, len(pattern.pattern.converters)


FILES = {"paper", "report-word"}
"""Addresses that send a file, which is no page."""

PAGES = {name: right for name, right, _ in pages_of() if name not in FILES}

CASES = {
    "complaint": "complaint", "timeline": "complaint", "papers": "complaint", "looks": "complaint", "assign": "complaint",
    "kept-away": "complaint", "declare-conflict": "complaint", "compliment": "compliment", "comment": "comment",
    "ombudsman-case": "ombudsmancase", "learning-action": "learningaction", "team": "team", "reorganise": "team",
    "rename-district": "district", "rename-category": "category",
}  # fmt: skip
"""Name of a page → the table of the record that it is about."""

COMPLAINTS = """
    select id from record_complaint where id in (
        (select max(complaint_id) from record_document),
        (select max(complaint_id) from record_wall where state = 'proposed'),
        (select max(complaint_id) from record_wall where state = 'confirmed'),
        (select max(complaint_id) from record_stage where number = 3),
        (select max(id) from record_complaint where account = ''),
        (select max(complaint_id) from record_assignment where person_id = ?1),
        (select max(record_complaint.id) from record_complaint join record_post using (team_id) where person_id = ?1)
    )"""
"""Complaints that differ: with papers, walls, three stages, no words; and this person's own."""

LISTS = {
    "complaints": ("", "?state=open&held=me&sort=due", "?send=yes&state=overdue&stage=3", "?year=2022-23"),
    "comments": ("", "?state=waiting"),
    "history": ("", "?show=all"),
}
"""Lists that may be narrowed → how."""


def addresses(site, name, key):
    """Return the addresses to open a page at, for somebody: real records of that home."""
    if name in CASES:
        person = site.first("select id from access_person where email like ?", f"{key}@%")
        table = CASES[name]
        some = f"select min(id) from record_{table} union select max(id) from record_{table}"
        found = site.rows(COMPLAINTS, person) if table == "complaint" else site.rows(some)
        return [reverse(name, args=[pk]) for (pk,) in found if pk]
    if name in ("person", "dry-run"):
        table = {"person": "access_person", "dry-run": "record_upload"}[name]
        return [reverse(name, args=[pk]) for (pk,) in site.rows(f"select max(id) from {table}") if pk]
    if name == "report":
        return [reverse(name, args=[folder]) for folder in years(site)]
    if name == "figure":
        figures = (
            "all.received",
            "all.stage_1.within_10",
            "all.issues",
            "compliments",
            "ombudsman",
            "learning",
            "contacts",
        )
        return [reverse(name, args=[folder, figure]) for folder in years(site) for figure in figures]
    return [reverse(name) + narrowed for narrowed in LISTS.get(name, ("",))]


def years(site):
    return sorted(folder.name for folder in (site.home / "editions").glob("*") if folder.is_dir())


class Walk:
    """A home's pages, asked for by everybody. Each role signs in once and has one tab."""

    def __init__(self, browser, site):
        self.browser, self.site, self.tabs, self.troubles = browser, site, {}, []

    def tab(self, key):
        """Return the tab of somebody who is signed in, or of nobody."""
        if key not in self.tabs:
            state = self.site.state(self.browser, key) if key else None
            context = self.browser.new_context(base_url=self.site.address, storage_state=state)
            self.tabs[key] = context.new_page()
            self.tabs[key].troubles = self.troubles
            watch(self.tabs[key], self.site.address)
        return self.tabs[key]

    def open(self, name, roles=tuple(KEYS)):
        """Yield (role, address, page) of every page of this name that each role may open."""
        for role in roles:
            key = KEYS[role]
            if relations_allowing(role, *PAGES[name]):
                for address in addresses(self.site, name, key):
                    answer = self.tab(key).request.get(address)
                    assert answer.status in (200, 404), (role, address, answer.status)
                    if answer.status == 200:  # else a record that this one may not meet
                        yield role, address, Shape(answer.text())

    def look(self, role, address):
        """Show a page in the browser at each width; return what is wrong with it."""
        tab = self.tab(KEYS[role])
        tab.goto(address)
        return self.judge(tab)

    def judge(self, tab):
        """Return what is wrong with the page that a tab shows, at each width."""
        wrong = []
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            wrong += [(tab.url.removeprefix(self.site.address), *fault) for fault in faults(tab)]
        troubles, self.troubles[:] = self.troubles[:], []
        return wrong + troubles


@pytest.fixture(scope="module")
def walks(browser, served):
    """Return the walk of a home by its name. Its tabs stay open for every test of this file."""
    found = {}

    def walk(home):
        if home not in found:
            found[home] = Walk(browser, served(home))
        return found[home]

    return walk


@pytest.mark.parametrize("home", ["demonstration", "empty", "long"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_every_rule_at_each_width(walks, name, home):
    walk, seen, wrong = walks(home), set(), []
    for role, address, page in walk.open(name, SOME if home == "long" else tuple(KEYS)):
        assert page.counts == {"h1": 1, "main": 1, "header": 1}, address
        assert page.menu == menu_of(role), address
        if not page.elements <= seen:
            seen |= page.elements
            wrong += walk.look(role, address)
    assert wrong == []
    assert seen or name in NOT_THERE[home]


def menu_of(role):
    """Return the menu that every page has for a role: always in this order."""
    places = [place.text for place in PLACES if relations_allowing(role, place.kind, place.action)]
    return ["Heard", "Home", *places]


SOME = ("complaints-manager", "team-manager", "administrator")
"""Roles that see every page between them."""

NOT_THERE = {
    "demonstration": {"rename-district", "dry-run"},
    "empty": {*CASES, "report", "figure", "dry-run"},
    "long": {"rename-district", "dry-run"},
}
"""Home → pages of records that it does not hold. A dry run has its own journey."""


def test_every_page_has_a_title_of_its_own(walks):
    titles = {}
    for name in PAGES:
        for _, address, page in walks("demonstration").open(name, ("complaints-manager", "administrator")):
            titles.setdefault(page.title, set()).add(address.partition("?")[0])
    assert len(titles) > 50
    assert [found for found in titles.items() if len(found[1]) > 1] == []
