"""Heard itself, served to a real browser: homes loaded once for all workers, a server for each, and people signed in."""

import fcntl
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from heard.access.demonstration import CODE_SECONDS, PASSWORD
from heard.access.roles import SIGNS_IN
from heard.demonstration.people import PEOPLE, address, secret_of
from heard.demonstration.settings import WEXBRIDGE
from heard.web.settings import STATIC_ROOT

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
WIDTHS = (320, 1280)
KEYS = {role: next(one.key for one in PEOPLE if one.role == role) for role in SIGNS_IN}
"""Role → the first of the demonstration's people who has it."""

LEFT = 5
"""Seconds that a code is good for when it is typed: a busy machine takes some of them."""

PATIENCE = 60
"""Seconds to wait for a server to answer on a busy machine."""

NOBODY_YET = """
import datetime, django
django.setup()
from django.contrib.auth.hashers import make_password
from heard.demonstration.load import OPERATOR
from heard.demonstration.people import PASSWORD, PEOPLE, _set_up_codes
from heard.demonstration.settings import WEXBRIDGE
from heard.record.actions import council_settings, people
from heard.web.home import make_ready
make_ready()
at = datetime.datetime.now(datetime.UTC)
council_settings.change(WEXBRIDGE.settings, by=OPERATOR, at=at)
password = make_password(PASSWORD)
for one in PEOPLE:
    person = people.add(f"{one.key}@{WEXBRIDGE.domain}", one.name, one.role, by=OPERATOR, at=at, demonstration=True)
    person.password = password
    person.save(update_fields=["password"])
    _set_up_codes(person, at)
"""
"""A council that has its settings and its people, and not one case, team or list."""

LONG = {
    ("access_person", "name"): 200,
    ("record_team", "name"): 200,
    ("record_category", "name"): 200,
    ("record_complaint", "reference"): 64,
    ("record_complaint", "delay_reason"): 200,
    ("record_document", "title"): 200,
    ("record_party", "name"): 200,
}
"""(Table, column) → how many letters it holds at the most."""


def stop_or_skip(reason):
    """In CI what is missing is a failure; on somebody's own machine these tests are left out."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser():
    """Chromium, for one file: while its driver runs, this thread has an event loop, which other tests must not meet."""
    if not CHROMIUM.exists():
        stop_or_skip(f"There is no Chromium at {CHROMIUM}.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


# Homes


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "DATABASE_URL"))}
    return {**kept, "HEARD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "heard.web.settings", "PYTHONWARNINGS": "error"}


def run(home, *words):
    """Run Python with these words in a home; what it says is shown where it fails."""
    done = subprocess.run([sys.executable, *words], env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Make a home once, whichever worker is first; the others wait for it. Each then copies it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent

    def make(name, *words):
        made = shared / f"home-{name}"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                half = shared / f"half-{name}"
                shutil.rmtree(half, ignore_errors=True)
                run(half, *words)
                half.rename(made)
        return made

    return make


def lengthen(home):
    """Give everything in a home the longest name that it can have, without a space to break it at."""
    with closing(sqlite3.connect(home / "heard.sqlite3")) as database, database:
        for (table, column), most in LONG.items():
            longest = f"substr(printf('%03d', id) || replace(hex(zeroblob({most})), '0', 'W'), 1, {most})"
            database.execute(f"update {table} set {column} = {longest}")
        for key in ("council_name", "complaints_team"):
            database.execute("update record_councilsetting set value = ? where key = ?", (json.dumps("W" * 200), key))


RECIPES = {"demonstration": ("-m", "heard", "demo"), "empty": ("-c", NOBODY_YET)}


# Servers and people


@dataclass
class Site:
    """One served home. `states` holds the cookies of whoever has signed in, so that each does so once."""

    address: str
    home: Path
    states: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)

    def rows(self, question, *values):
        """Return what this home's database answers. Nothing is written."""
        with closing(sqlite3.connect(f"file:{self.home / 'heard.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchall()

    def first(self, question, *values):
        """Return the first value of an answer; 0, which is no record's number, where there is none."""
        found = self.rows(question, *values)
        return found[0][0] if found else 0

    def code(self, email):
        """Return a sign-in code that this person has not used yet and that is good for some seconds more."""
        while True:
            counter, gone = divmod(time.time(), CODE_SECONDS)
            if counter != self.codes.get(email) and gone < CODE_SECONDS - LEFT:
                break
            time.sleep(0.5)
        self.codes[email] = counter
        return format_hotp_value(hotp_value(secret_of(email), int(counter)))

    def state(self, browser, key):
        """Return the cookies of somebody who is signed in here. Their forms are sent without showing the pages."""
        if key not in self.states:
            context = browser.new_context(base_url=self.address)
            email = address(WEXBRIDGE, key)
            send(context.request, "/sign-in/", login=email, password=PASSWORD)
            send(context.request, "/sign-in/code/", code=self.code(email))
            self.states[key] = context.storage_state()
            context.close()
        return self.states[key]


def send(request, path, **form):
    """Fetch a page that has a form, and send it filled in."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', request.get(path).text())[1]
    answer = request.post(path, form={"csrfmiddlewaretoken": token, **form})
    assert answer.ok and not answer.url.endswith(path), (answer.url, answer.status)


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(home):
    """Serve a home by the real command until the block ends."""
    port, log = free_port(), home / "server.log"
    with log.open("w") as said:
        words = [sys.executable, "-m", "heard", "serve", "--port", str(port)]
        server = subprocess.Popen(words, env=environment(home), stdout=said, stderr=said)
    try:
        until = time.monotonic() + PATIENCE
        while "Heard is at" not in log.read_text():
            assert server.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield Site(f"http://127.0.0.1:{port}", home)
    finally:
        server.terminate()
        server.wait(PATIENCE)
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="module")
def served(browser, once, tmp_path_factory):
    """Serve a copy of a home by its name: `demonstration`, `empty`, or `long`, where every name is as long as can be."""
    if not (STATIC_ROOT / "heard" / "stamp").exists():
        stop_or_skip("The pages' styles are not compiled. Run: python3 run.py setup")
    with ExitStack() as running:
        sites = {}

        def site(name="demonstration"):
            if name not in sites:
                home = tmp_path_factory.mktemp(name) / "home"
                recipe = "demonstration" if name == "long" else name
                shutil.copytree(once(recipe, *RECIPES[recipe]), home)
                if name == "long":
                    lengthen(home)
                sites[name] = running.enter_context(serving(home))
            return sites[name]

        yield site


@pytest.fixture
def visit(browser, served):
    """Open a page in a browser of its own. At the end: nothing was asked of another host, and nothing went wrong."""
    contexts, pages = [], []

    def open_page(path="/", key=None, width=1280, home="demonstration", **options):
        site = served(home)
        state = site.state(browser, key) if key else None
        size = {"width": width, "height": 800}
        context = browser.new_context(viewport=size, base_url=site.address, storage_state=state, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.site, page.troubles = site, []
        pages.append(page)
        watch(page, site.address)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [trouble for page in pages for trouble in page.troubles] == []


def watch(page, origin):
    """Note what no page of Heard may do: fail in a script, break the policy, or ask another host for anything."""
    note = page.troubles.append

    def console(message):
        answered = (
            "the server responded with a status of 4" in message.text and "/static/" not in message.location["url"]
        )
        if message.type in ("error", "warning") and not answered:  # a page that says 400, 403 or 404 is a page too
            note(message.text)

    page.on("console", console)
    page.on("pageerror", lambda error: note(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(origin + "/") else note(asked.url))
    page.on("requestfailed", lambda asked: note(asked.url) if asked.failure != "net::ERR_ABORTED" else None)


# What holds of every page


def broken_rules(page):
    """Return the rules of axe that a page breaks, of any weight, each with where; and those that axe leaves to a person.

    It cannot judge the contrast of a number of one digit, or over a shadow: both were looked at, and are as their neighbours.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):  # it is half a megabyte: once for each page, not for each width
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations', 'incomplete']})")
    left = [rule for rule in found["incomplete"] if rule["id"] != "color-contrast"]
    return [
        (rule["id"], rule["impact"], node["html"]) for rule in found["violations"] + left for node in rule["nodes"][:3]
    ]


def faults(page):
    """Return what is wrong with a page as it stands in the browser: by axe's rules, and where it would scroll sideways."""
    width = page.viewport_size["width"]
    wrong = [(width, *rule) for rule in broken_rules(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        wrong.append((width, "scrolls sideways", wide, page.evaluate(WIDEST, width)))
    return wrong


WIDEST = """width => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.heard-scroll, .scroll'))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 160))"""


class Walk:
    """The tabs of everybody at one home: each signs in once, and keeps one tab for all the pages of a file."""

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
