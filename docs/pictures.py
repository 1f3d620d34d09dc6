"""Take the README's pictures from a demonstration of its own: `python3 run.py test --collect-only -q` once, then
`.venv/bin/python docs/pictures.py`. It loads the demonstration, serves it, signs in, and stops it again.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
HEARD = [sys.executable, "-m", "heard"]
MOST_BYTES = 200_000
WIDTH = 1280


def sign_in(page: Page) -> None:
    """Sign in as the complaints manager. The demonstration's own pages say the password and the code."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill("manager@wexbridge.example")
    page.get_by_label("Password", exact=True).fill(page.locator(".heard-code").first.inner_text())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code", exact=True).fill(page.locator(".heard-code").inner_text())
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("heading", name="What waits for you").wait_for()


def take(page: Page, name: str, height: int) -> None:
    """Save what stands at the top of the window. Raises ValueError where the picture is too heavy for a README."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.evaluate("document.fonts.ready")
    picture = page.screenshot(path=IMAGES / f"{name}.png")
    if len(picture) > MOST_BYTES:
        raise ValueError(f"{name}.png has {len(picture):,} bytes. Make it lower than {height} pixels.")


def take_all(page: Page) -> None:
    sign_in(page)
    take(page, "home", 1200)
    page.locator(".heard-scroll tbody a").first.click()
    take(page, "complaint", 1000)
    page.goto("/reports/2022-23/")
    page.locator(".report .chart").first.evaluate("chart => window.scrollTo(0, chart.offsetTop - 40)")
    take(page, "report", 900)
    page.goto("/reports/2022-23/figures/all.stage_1.within_10/")
    take(page, "figure", 900)


def main() -> None:
    with tempfile.TemporaryDirectory() as home, closing(socket.socket()) as probe:
        environment = {**os.environ, "HEARD_HOME": home, "DATABASE_URL": "", "HEARD_ADDRESS": ""}
        subprocess.run([*HEARD, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        words = [*HEARD, "serve", "--port", str(port)]
        with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as server:
            try:
                assert server.stderr is not None
                next(line for line in server.stderr if "Heard is at" in line)
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
                    page = browser.new_page(
                        viewport={"width": WIDTH, "height": 900}, base_url=f"http://127.0.0.1:{port}"
                    )
                    take_all(page)
                    browser.close()
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
