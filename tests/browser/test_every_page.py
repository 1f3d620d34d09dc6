"""Every page that a role may open, as its reader meets it on a telephone and on a desk: axe's rules, width, and frame.

Every page is asked for by every role. The browser shows one whose elements were not all on that page for an earlier role.
"""

from html.parser import HTMLParser

import pytest
from django.urls import URLPattern, get_resolver, reverse
from tests.browser.conftest import KEYS

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


FILES = {"paper", "letter-file", "report-word", "sample-letter"}
"""Addresses that send a file, which is no page."""

PAGES = {name: right for name, right, _ in pages_of() if name not in FILES}

CASES = {
    "complaint": "complaint", "timeline": "complaint", "papers": "complaint", "looks": "complaint", "assign": "complaint",
    "dates": "complaint", "record": "complaint", "self-check": "complaint", "kept-away": "complaint",
    "declare-conflict": "complaint", "complaint-letters": "complaint", "write-letter": "complaint",
    "parties": "complaint", "add-paper": "complaint",
    "compliment": "compliment", "comment": "comment",
    "ombudsman-case": "ombudsmancase", "learning-action": "learningaction", "team": "team", "reorganise": "team",
    "rename-district": "district", "rename-category": "category",
}  # fmt: skip
"""Name of a page → the table of the record that it is about."""

ANY_LETTER = """
    select complaint_id, id from record_letter where id in (
        (select max(id) from record_letter where released_at is null and discarded_at is null and approved_at is null),
        (select max(id) from record_letter where released_at is null and discarded_at is null and approved_at is not null),
        (select max(id) from record_letter where released_at is not null and way in ('email', 'email-text')),
        (select max(id) from record_letter where released_at is not null and handed_on is null and way = 'post'),
        (select max(id) from record_letter where reader = 'child' and released_at is not null and talked_on is null),
        (select max(id) from record_letter where discarded_at is not null),
        (select max(letter_id) from record_enclosure where left_out <> ''),
        (select max(letter_id) from record_enclosure where left_out = ''),
        (select max(letter_id) from record_message where bounced_at is not null)
    )"""
"""Letters that differ: by how far they came, and by what goes with them."""
HERE = "released_at is null and discarded_at is null"
OF_A_LETTER = {
    "letter": ANY_LETTER,
    "letter-papers": f"select complaint_id, id from ({ANY_LETTER}) where id in (select id from record_letter where {HERE})",
    "approve-letter": f"select complaint_id, id from ({ANY_LETTER}) where id in (select id from record_letter where {HERE})",
    "clear-paper": f"""
        select complaint_id, record_letter.id, max(record_enclosure.id) from record_letter
        join record_enclosure on letter_id = record_letter.id where {HERE} and left_out = '' group by 1, 2 limit 1""",
}
"""Page of one letter → which ones to open, each as the numbers of its address."""

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
    "diverted": ("", "?year=2022-23"),
    "history": ("", "?show=all"),
    "jobs": ("", "?state=waiting", "?state=running", "?state=failed", "?state=done"),
}
"""Lists that may be narrowed → how."""


OF_ROWS = {
    **OF_A_LETTER,
    "redact": "select complaint_id, id from record_document where id in (select min(id) from record_document "
    "union select max(id) from record_document)",
    "party": "select complaint_id, id from record_party where id in (select min(id) from record_party "
    "union select max(id) from record_party)",
    "drop-job": "select max(id) from record_job where given_up_at is not null",
}
"""Page → the numbers in its address, as the database has them."""


def addresses(site, name, key):
    """Return the addresses to open a page at, for somebody: real records of that home."""
    if name in CASES:
        person = site.first("select id from access_person where email like ?", f"{key}@%")
        table = CASES[name]
        some = f"select min(id) from record_{table} union select max(id) from record_{table}"
        found = site.rows(COMPLAINTS, person) if table == "complaint" else site.rows(some)
        return [reverse(name, args=[pk]) for (pk,) in found if pk]
    if name == "point-procedure":
        numbered = "select complaint_id, number from record_element where id in (select {}(id) from record_element)"
        return [reverse(name, args=pair) for which in ("min", "max") for pair in site.rows(numbered.format(which))]
    if name == "letter-text":
        texts = (
            ("statutory", "stage_1_response", "child"),
            ("blocks", "help", "easy-read"),
            ("any", "update", "adult"),
        )
        return [reverse(name, args=one) for one in texts]
    if name in OF_ROWS:
        return [reverse(name, args=row) for row in site.rows(OF_ROWS[name]) if row[0]]
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


def opened(walk, name, roles=tuple(KEYS)):
    """Yield (role, address, page) of every page of this name that each role may open."""
    for role in roles:
        key = KEYS[role]
        if relations_allowing(role, *PAGES[name]):
            for address in addresses(walk.site, name, key):
                answer = walk.tab(key).request.get(address, max_retries=2)
                assert answer.status in (200, 404), (role, address, answer.status)
                if answer.status == 200:  # else a record that this one may not meet
                    yield role, address, Shape(answer.text())


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
    for role, address, page in opened(walk, name, SOME if home == "long" else tuple(KEYS)):
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
    "demonstration": {"rename-district", "dry-run", "drop-job", "clear-paper"},
    "empty": {*CASES, *OF_A_LETTER, "party", "redact", "point-procedure", "report", "figure", "dry-run", "drop-job"},
    "long": {"rename-district", "dry-run", "drop-job", "clear-paper"},
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


def test_every_page_has_a_title_of_its_own(walks):
    titles = {}
    for name in PAGES:
        manager = relations_allowing("complaints-manager", *PAGES[name])
        for _, address, page in opened(
            walks("demonstration"), name, ("complaints-manager" if manager else "administrator",)
        ):
            titles.setdefault(page.title, set()).add(address.partition("?")[0])
    assert len(titles) > 50
    assert [found for found in titles.items() if len(found[1]) > 1] == []
