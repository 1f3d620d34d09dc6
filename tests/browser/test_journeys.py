"""What people come to Heard to do, done in a browser: on a telephone and on a desk, with scripts and without."""

import re
from datetime import date

import pytest
from tests.browser.conftest import faults
from tests.workbooks import Line, Page, write

from heard.access.demonstration import PASSWORD

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize(
    ("width", "scripts"),
    [(320, True), (320, False), (1280, True), (1280, False)],
    ids=["telephone", "telephone-without-scripts", "desk", "desk-without-scripts"],
)
WIDTHS = pytest.mark.parametrize("width", [320, 1280])


@pytest.fixture
def at(visit, width, scripts):
    """Open a page in this test's way."""

    def open_page(path="/", key=None):
        page = visit(path, key, width, java_script_enabled=scripts)
        page.scripts = scripts
        return page

    return open_page


def check(page):
    """Hold what stands in the browser against axe's rules and its width. axe is a script, and runs where scripts do."""
    if getattr(page, "scripts", True):
        assert faults(page) == []
    else:
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def press(page, name, within="main"):
    with page.expect_navigation():
        page.locator(within).get_by_role("button", name=name, exact=True).click()


def follow(page, name, within="main"):
    with page.expect_navigation():
        page.locator(within).get_by_role("link", name=name).first.click()


def heading(page):
    return page.locator("h1").inner_text().splitlines()[-1]


def refused(page, title, message):
    """Hold a page that came back against what it must say of what is wrong."""
    assert page.title().startswith(f"Error: {title}")
    assert page.locator(".govuk-error-summary li").all_inner_texts() == [message]


# Signing in

WHO = {(320, True): "send", (320, False): "assessment", (1280, True): "fostering", (1280, False): "officer2"}
"""Way → who signs in so: a code opens once, and a wrong password counts against one person."""


@WAYS
def test_signing_in_after_a_wrong_password_and_a_wrong_code(at, width, scripts):
    key = WHO[width, scripts]
    email = f"{key}@wexbridge.example"
    page = at("/complaints/")
    assert page.url.endswith("/sign-in/?next=/complaints/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill("not the password")
    press(page, "Sign in")
    refused(page, "Sign in", "Check the e-mail address and the password. Together they open no account here.")
    assert page.get_by_label("E-mail address").input_value() == email
    assert page.get_by_label("Password", exact=True).input_value() == ""
    check(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    assert heading(page) == "Enter your code"
    check(page)
    page.get_by_label("Code", exact=True).fill("000000")
    press(page, "Continue")
    refused(page, "Enter your code", "This code does not work. Wait for your app to show the next one, and type that.")
    check(page)
    page.get_by_label("Code", exact=True).fill(page.site.code(email))
    press(page, "Continue")
    page.wait_for_url("**/complaints/")
    assert heading(page) == "Complaints"
    press(page, "Sign out", within="header")
    assert heading(page) == "Sign in"
    page.goto("/complaints/")
    assert heading(page) == "Sign in"


@WIDTHS
def test_the_keyboard_alone_leads_from_the_address_to_a_complaint(visit, width):
    page = visit("/", width=width)
    email = "director@wexbridge.example"
    page.keyboard.press("Tab")
    assert focus(page) == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    tab_to(page, "E-mail address")
    page.keyboard.type(email)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/*")
    tab_to(page, "Code")
    page.keyboard.type(page.site.code(email))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r":\d+/$"))
    tab_to(page, r"\d+ open in all")
    page.keyboard.press("Enter")
    page.wait_for_url("**/complaints/?state=open**")
    tab_to(page, re.compile(r"COMPLAINT-\d{4}-\d{4}"))
    reference = focus(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/complaints/\d+/$"))
    assert heading(page) == reference


def focus(page):
    """Return the words of what has focus, by which somebody would know it."""
    return page.evaluate(
        "(e => (e.labels && e.labels[0] ? e.labels[0] : e).textContent.trim().replace(/\\s+/g, ' '))"
        "(document.activeElement)"
    )


SEEN = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 221, 0)';
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return shown && within;
}"""
"""Whether what has focus shows it, and is in the window."""


def tab_to(page, words):
    """Press Tab until what has focus holds these words and no more; it shows at every stop that it has focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), focus(page)
        if re.fullmatch(words, focus(page)):
            return
    raise AssertionError(f"No tab stop says “{words}”.")


# Finding a complaint


@WAYS
def test_finding_a_complaint_by_a_name_and_reading_all_of_it(at):
    page = at("/", "manager")
    site = page.site
    reference, pk, name = site.rows(
        "select reference, record_complaint.id, name from record_complaint join record_party on complaint_id = "
        "record_complaint.id where name != '' and record_complaint.id in (select complaint_id from record_document) "
        "order by record_complaint.id desc limit 1"
    )[0]
    page.get_by_label("Search complaints").fill(name)
    press(page, "Search")
    assert f"These hold “{name}”." in page.locator("main").inner_text()
    assert name.replace(" ", "+") not in page.url and name not in page.url  # an address is kept in many places
    check(page)
    follow(page, reference)
    assert heading(page) == reference
    assert name in page.locator("main").inner_text()
    check(page)
    for tab, title in {
        "Timeline": "Timeline of",
        "Papers": "Papers of",
        "Kept away": "Who is kept away from",
        "Who looked": "Who looked at",
    }.items():
        follow(page, re.compile(rf"^{tab}"), within="nav[aria-label='This complaint']")
        assert page.title().startswith(f"{title} {reference}")
        assert page.locator("nav[aria-label='This complaint'] [aria-current=page]").inner_text().startswith(tab)
    assert page.locator("tbody tr").count() >= 4
    assert site.first(
        "select count(*) from record_event where reference = ? and action = 'complaint.viewed'", reference
    )
    assert pk == int(re.search(r"/complaints/(\d+)/", page.url)[1])


@WAYS
def test_narrowing_the_complaints_and_turning_their_pages(at):
    page = at("/complaints/", "officer")
    assert not page.get_by_label("Reached stage").is_visible()
    page.locator("summary", has_text="Filter and sort").click()
    page.get_by_label("Received in").select_option("2022/23")
    page.get_by_label("Procedure").select_option("Corporate")
    check(page)
    press(page, "Apply filters")
    count = page.site.first(
        "select count(*) from record_complaint where procedure = 'corporate' "
        "and received_on between '2022-04-01' and '2023-03-31'"
    )
    assert page.get_by_role("status").inner_text().startswith(f"{count} complaints")
    first = page.locator("tbody th").all_inner_texts()
    follow(page, "Next page")
    second = page.locator("tbody th").all_inner_texts()
    assert first and second and not set(first) & set(second)
    check(page)
    follow(page, "Previous page")
    assert page.locator("tbody th").all_inner_texts() == first
    follow(page, "Remove the filter Procedure: Corporate")
    assert "procedure" not in page.url and "year=2022-23" in page.url
    follow(page, "Clear all filters")
    assert page.url.endswith("/complaints/")


# The year's report


@WAYS
def test_a_figure_of_the_report_opens_to_as_many_cases_as_it_says(at):
    page = at("/reports/", "officer")
    follow(page, "2022/23")
    link = page.locator(".report a.behind[href$='figures/all.stage_1.within_20/']").first
    said = int(link.inner_text())
    with page.expect_navigation():
        link.click()
    assert heading(page) == "All complaints: answered or closed within 20 working days"
    number = int(page.locator(".govuk-summary-list__value").first.inner_text())
    rows = page.locator("tbody tr").count()
    while page.get_by_role("link", name="Next page").count():
        follow(page, "Next page")
        rows += page.locator("tbody tr").count()
    assert rows == number == said > 100
    check(page)
    follow(page, re.compile(r"^DMBC-22-"))
    assert heading(page).startswith("DMBC-22-")


# Taking in a register


def workbook(folder, mark):
    """Write a workbook of three complaints, one of which has no date."""
    head = Line(["Reference", "Date received", "Procedure", "Service area"])
    days = [date(2026, 5, 5), date(2026, 5, 6), "no day"]
    lines = [Line([f"{mark}-{n}", day, "Corporate", "SEN Team"]) for n, day in enumerate(days, 1)]
    return write([Page("Complaints", "complaint", [head, *lines])], folder / f"{mark}.xlsx")


@WAYS
def test_a_workbook_is_looked_at_and_only_then_taken_in(at, tmp_path, width, scripts):
    mark = f"NEW-{width}-{int(scripts)}"
    page = at("/import/", "officer")
    held = "select count(*) from record_complaint"
    before = page.site.first(held)
    page.get_by_label("Upload a spreadsheet").set_input_files(workbook(tmp_path, mark))
    press(page, "Upload and look")
    assert heading(page) == f"What importing “{mark}.xlsx” would do"
    assert "Nothing has been changed yet." in page.locator("main").inner_text()
    row = page.locator("tbody tr", has_text="Complaints").first
    assert row.locator("td").all_inner_texts() == ["3", "2", "0", "1"]
    assert page.locator("tbody tr", has_text="no day").count() == 1
    assert page.site.first(held) == before
    check(page)
    press(page, "Take the rows in")
    assert page.get_by_role("alert").or_(page.get_by_role("region", name="Success")).first.is_visible()
    assert "2 rows were taken in." in page.locator("main").inner_text()
    assert page.site.first(held) == before + 2
    check(page)
    page.get_by_label("Upload a spreadsheet").set_input_files(workbook(tmp_path, mark))
    press(page, "Upload and look")
    assert "There is nothing to take in." in page.locator("main").inner_text()
    press(page, "Delete this upload")
    assert "Nothing was changed." in page.locator("main").inner_text()
    assert page.site.first(held) == before + 2


def test_a_whole_county_is_shown_before_it_is_taken_in(visit):
    from heard.demonstration.load import WORKBOOKS

    page = visit("/import/", "manager")
    page.get_by_label("Upload a spreadsheet").set_input_files(WORKBOOKS / "county-2022-23.xlsx")
    press(page, "Upload and look")
    assert "would do" in heading(page)
    assert page.get_by_role("heading", name="New names").is_visible()
    check(page)
    press(page, "Delete this upload")


# Keeping somebody away


@WAYS
def test_whoever_is_named_is_kept_away_and_somebody_else_confirms_it(at, visit, width, scripts):
    page = at("/", "officer")
    site = page.site
    pk = site.rows(
        "select id from record_complaint where account != '' and id not in (select complaint_id from record_wall) "
        "and team_id in (select team_id from record_post) order by id desc limit 1 offset ?",
        WAYS.args[1].index((width, scripts)),
    )[0][0]
    reference = site.first("select reference from record_complaint where id = ?", pk)
    named = site.rows("select name, email from access_person where email like 'panel@%'")[0][0]
    page.goto(f"/complaints/{pk}/kept-away/")
    page.get_by_label("Who?").select_option(label=f"{named}, panel member")
    press(page, "Keep them away")
    card = page.locator(".govuk-summary-card", has_text=named)
    assert card.locator(".govuk-tag").inner_text() == "Proposed"
    assert "Confirm" not in card.inner_text()
    check(page)
    other = at("/", "director")
    follow(other, f"{named}, in {reference}")
    other.get_by_label("Why?").fill("They wrote the letter that it is about.")
    press(other, f"Confirm for {named}")
    card = other.locator(".govuk-summary-card", has_text=named)
    assert card.locator(".govuk-tag").inner_text() == "Confirmed"
    assert re.search(r"Confirmed by .* on ", card.inner_text())
    check(other)
    assert visit(f"/complaints/{pk}/", "panel").title().startswith("There is no such page")
