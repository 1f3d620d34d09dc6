"""Take the README's picture from the demonstration report: run `python3 run.py`, then this with the tests' Python."""

from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "var" / "demonstration" / "reports" / "2022-23" / "report.html"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
    page = browser.new_page(viewport={"width": 1280, "height": 1420})
    page.goto(REPORT.as_uri())
    page.locator("h2#headlines").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('h2#headlines').scrollIntoView()")
    page.screenshot(path=ROOT / "docs" / "images" / "report.png")
    browser.close()
