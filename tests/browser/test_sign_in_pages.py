"""Signing in as a person meets it: on a telephone and on a desk, with scripts and without, and by axe's rules."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from tests.signing_in import PASSWORD, code, somebody, with_app

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
LEFT = "net::ERR_ABORTED"
"""How a browser says that it left a page before the page's last picture had come: nothing is wrong with either."""

WIDTHS = pytest.mark.parametrize("width", [320, 1280])


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        reason = f"There is no Chromium at {CHROMIUM}."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver holds the event loop of this thread
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, live_server):
    """Open Heard in a browser of its own, and remember what it asked for and what troubled it."""
    cache.clear()
    contexts = []

    def open_page(path="/sign-in/", width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda asked: page.troubles.append(asked.url) if asked.failure != LEFT else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def enter_password(page):
    page.get_by_label("E-mail address").fill("olive@example.gov.uk")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def check(page, width):
    """No rule of axe is broken, nothing scrolls sideways, and nothing was stopped by the policy."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.troubles == []


@WIDTHS
def test_the_way_in(visit, width):
    with_app(somebody())
    page = visit(width=width)
    check(page, width)
    press(page, "Sign in")
    assert page.title().startswith("Error: Sign in")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    check(page, width)
    enter_password(page)
    assert page.title().startswith("Enter your code")
    check(page, width)
    page.get_by_label("Code", exact=True).fill(code())
    press(page, "Continue")
    for path in (
        "/account/two-step/",
        "/account/two-step/codes/",
        "/account/password/",
        "/account/two-step/app/remove/",
    ):
        page.goto(path)
        check(page, width)


@WIDTHS
def test_setting_up_an_app(visit, width):
    somebody()
    page = visit(width=width)
    enter_password(page)
    assert page.title().startswith("Set up your authenticator app")
    check(page, width)
    secret = page.locator(".heard-code").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(code(secret))
    press(page, "Continue")
    assert page.title().startswith("Your recovery codes")
    assert page.get_by_role("button", name="Print this page").is_visible()
    check(page, width)


def test_all_of_it_without_scripts(visit):
    with_app(somebody())
    page = visit(java_script_enabled=False)
    enter_password(page)
    page.get_by_label("Code", exact=True).fill(code())
    press(page, "Continue")
    page.goto("/account/two-step/codes/")
    assert page.get_by_role("heading", name="Your recovery codes").is_visible()
    assert not page.get_by_role("button", name="Print this page").is_visible()
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    assert page.title().startswith("Sign in")


def test_the_keyboard_alone_is_enough(visit):
    with_app(somebody())
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("olive@example.gov.uk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")


def test_the_councils_font_and_none_of_gov_uk(visit):
    page = visit()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Source Sans 3"')
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Source Sans 3\"'))")
    sheets = page.evaluate("fetch('/static/heard/heard.css').then(a => a.text())")
    assert (
        "GDS Transport" not in sheets and "crest" not in sheets and "crown" not in sheets.replace("Crown copyright", "")
    )
