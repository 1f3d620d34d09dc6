"""Every page that a role may open, as its reader meets it on a telephone and on a desk: axe's rules, width, and frame.

Every page is asked for by every role. The browser shows one whose elements were not all on that page for an earlier role.
"""

from dataclasses import dataclass, field
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
        tab = self.tab(KEYS.get(role, role))
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


COUNTED = {"report", "reports", "figure"}
"""Pages of an edition, which keeps the names that were there when its year was counted, however long they are now."""

PAGES_OF_HOMES = [
    (name, home)
    for home in ("demonstration", "empty", "long")
    for name in PAGES
    if not (home == "long" and name in COUNTED)
]


@pytest.mark.parametrize(("name", "home"), PAGES_OF_HOMES)
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


# Signing in, and what went wrong

SIGN_IN = {
    None: ("/sign-in/", "/sign-in/closed/", "/password/0-no/", "/password/done/"),
    "officer2": (
        "/account/two-step/",
        "/account/two-step/codes/new/",
        "/account/two-step/app/remove/",
        "/account/password/",
        "/account/confirm/",
        "/account/confirm/code/",
        "/sign-out/",
    ),
}
"""Whose they are → the addresses about signing in. test_sign_in_pages.py walks through those that come in turn."""


@pytest.mark.parametrize(("key", "address"), [(key, one) for key, some in SIGN_IN.items() for one in some])
def test_a_page_about_signing_in_keeps_every_rule(walks, key, address):
    walk = walks("demonstration")
    assert walk.look(key, address) == []
    assert walk.tab(key).locator("h1").count() == 1


MANY = """count => {
  const form = document.createElement('form');
  form.method = 'post';
  for (let i = 0; i < count; i++) form.append(Object.assign(document.createElement('input'), {name: 'a' + i}));
  document.body.append(form);
  form.submit();
}"""
"""Send a form of so many fields, without the token that shows that it came from a page of ours."""


@pytest.mark.parametrize(
    ("key", "address", "fields", "status", "title"),
    [
        ("care", "/people/", 0, 403, "You may not see or do this"),
        ("care", "/nothing/here/", 0, 404, "There is no such page"),
        (None, "/sign-in/", 1, 403, "This page was open for too long"),
        (None, "/sign-in/", 1001, 400, "This request could not be understood"),
    ],
)
def test_a_page_that_says_no_keeps_every_rule(walks, key, address, fields, status, title):
    walk = walks("demonstration")
    tab = walk.tab(key)
    answer = tab.goto(address)
    if fields:
        with tab.expect_navigation() as navigation:
            tab.evaluate(MANY, fields)
        answer = navigation.value
    assert answer.status == status
    assert walk.judge(tab) == []
    assert tab.locator("h1").all_inner_texts() == [title]
    assert tab.title() == f"{title} – Heard"
    assert tab.get_by_role("link", name="Go to the start page").is_visible()


# Forms that were sent wrong


@dataclass(frozen=True)
class Sent:
    """A form as somebody sends it wrong: where, by which button, with what typed in which field, and what it then says."""

    key: str | None
    address: str
    button: str
    says: tuple[str, ...]
    typed: dict[str, str] = field(default_factory=dict)

    def __str__(self):
        return f"{self.address} {'with ' + ', '.join(self.typed) if self.typed else 'empty'}"


COMPLAINT, NAMED, TEAM, CATEGORY = (
    "complaints/{complaint}",
    "complaints/{named}",
    "teams/{team}",
    "categories/{category}",
)
NAME, DAY = "Enter their name.", "Enter a real date, such as 27/3/2026."
NO_WORKBOOK = "“test_every_page.py” is not a workbook. Save it as .xlsx, .xls or .ods and import that."
PAIRS = "Write each as “SHORT: what it means”, with “;” between them."
COLOUR = "Write the colour as # and six digits or letters from a to f, such as #12436d."
WRONG = [
    Sent(None, "/sign-in/", "Sign in", ("Enter your e-mail address.", "Enter your password.")),
    Sent(
        "officer", "/complaints/", "Search", ("Search for 200 characters or fewer.",), {"Search complaints": "x" * 201}
    ),
    Sent("officer", "/complaints/?state=open", "Save", ("Enter a name for this filter.",)),
    Sent("officer", f"/{COMPLAINT}/assign/", "Give", ("Choose somebody from the list.",)),
    Sent("officer", f"/{COMPLAINT}/conflict/", "Declare it", ("Tick the box if you have a conflict of interest.",)),
    Sent("officer", f"/{COMPLAINT}/kept-away/", "Keep them away", ("Choose somebody from the list.",)),
    Sent("director", f"/{NAMED}/kept-away/", "Confirm for Tom Invented", ("Say why, in a sentence.",)),
    Sent("officer", "/import/", "Upload and look", ("Choose a spreadsheet to upload.",)),
    Sent("officer", "/import/", "Upload and look", (NO_WORKBOOK,), {"Upload a spreadsheet": __file__}),
    Sent("administrator", "/people/add/", "Add them", (NAME, "Enter their e-mail address.", "Choose a role.")),
    Sent(
        "administrator",
        "/people/add/",
        "Add them",
        ("Enter an e-mail address like name@council.gov.uk.", "Choose a role.", DAY),
        {"Name": "Ada Made-up", "E-mail address": "ada", "Their last day": "soon"},
    ),
    Sent("administrator", "/people/3/", "Save the change", (NAME, DAY), {"Name": "", "Their last day": "soon"}),
    Sent("administrator", "/people/3/", "Let them start again", ("Tick the box to let them start again.",)),
    Sent("administrator", "/people/3/", "End their time", ("Tick the box to end their time.",)),
    Sent(
        "administrator",
        f"/{TEAM}/",
        "Add them",
        ("Choose somebody from the list.", DAY),
        {"Their first day": "soon", "Their last day": ""},
    ),
    Sent(
        "administrator",
        f"/{TEAM}/reorganise/",
        "Record it",
        ("Enter the name that the team will have.", "Enter a date."),
        {"The new name": "", "The service": "Care"},
    ),
    Sent("administrator", f"/{TEAM}/reorganise/", "Record it", (DAY,), {"The first day": "31/2/2026"}),
    Sent("administrator", "/categories/", "Add", ("Enter a name.",)),
    Sent("administrator", f"/{CATEGORY}/", "Save", ("Enter a name.",), {"Name": ""}),
    Sent(
        "administrator",
        "/settings/",
        "Save the settings",
        (PAIRS, COLOUR),
        {"Abbreviations": "a", "main colour": "green"},
    ),
    Sent("administrator", "/settings/", "Save the logo", ("Choose a picture.",)),
    Sent(
        "administrator",
        "/settings/",
        "Save the logo",
        ("The logo must be a PNG or JPEG picture.",),
        {"The council's logo": __file__},
    ),
    Sent(
        "officer2",
        "/account/password/",
        "Change password",
        ("Enter your present password.", "Enter a new password.", "Enter the new password again."),
    ),
    Sent("officer2", "/account/confirm/", "Continue", ("Enter your password.",)),
    Sent("officer2", "/account/confirm/code/", "Continue", ("Enter the code.",)),
]

TIED = """() => [...document.querySelectorAll('.govuk-error-summary__list li')].map(item => {
  const link = item.querySelector('a');
  if (!link) return [item.textContent.trim(), 'no link'];
  const control = document.getElementById(link.hash.slice(1));
  if (!control || !control.matches('input, select, textarea')) return [item.textContent.trim(), 'no field'];
  const told = [control, control.closest('fieldset')].filter(Boolean)
    .flatMap(e => (e.getAttribute('aria-describedby') || '').split(' '));
  const words = told.map(id => document.getElementById(id)?.textContent || '').join(' ');
  return [item.textContent.trim(), words.includes(item.textContent.trim()) ? 'tied' : 'not tied'];
})"""
"""Each line of the error summary, and whether the field that it leads to is described by the same words."""


@pytest.mark.parametrize("sent", WRONG, ids=str)
def test_a_form_that_was_sent_wrong_says_what_to_mend(walks, sent):
    walk = walks("demonstration")
    site, tab = walk.site, walk.tab(sent.key)
    tab.goto(
        sent.address.format(
            complaint=site.first("select max(complaint_id) from record_document"),
            named=site.first("select max(complaint_id) from record_wall where state = 'proposed'"),
            team=site.first("select max(team_id) from record_post"),
            category=site.first("select max(id) from record_category"),
        )
    )
    for label, value in sent.typed.items():
        box = tab.locator("main").get_by_label(label).first
        box.set_input_files(value) if box.get_attribute("type") == "file" else box.fill(value)
    with tab.expect_navigation() as navigation:
        tab.locator("main").get_by_role("button", name=sent.button, exact=True).click()
    assert (navigation.value.status, tab.title()[:7]) == (
        200 if sent.address.startswith(("/sign-in", "/account")) else 400,
        "Error: ",
    )
    assert tab.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert tab.evaluate(TIED) == [[words, "tied"] for words in sent.says]
    for label, value in sent.typed.items():
        box = tab.locator("main").get_by_label(label).first
        assert box.get_attribute("type") == "file" or box.input_value() == value
    assert walk.judge(tab) == []


def test_every_page_has_a_title_of_its_own(walks):
    titles = {}
    for name in PAGES:
        for _, address, page in walks("demonstration").open(name, ("complaints-manager", "administrator")):
            titles.setdefault(page.title, set()).add(address.partition("?")[0])
    assert len(titles) > 50
    assert [found for found in titles.items() if len(found[1]) > 1] == []
