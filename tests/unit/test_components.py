"""The components' templates against the fixtures of the very GOV.UK Frontend whose styles are compiled."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "assets" / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
USED = (
    "button",
    "checkboxes",
    "error-summary",
    "file-upload",
    "input",
    "notification-banner",
    "password-input",
    "radios",
    "select",
    "service-navigation",
    "summary-list",
    "textarea",
)


LATER = {
    "button: start link with html",
    "service-navigation: with right-aligned language navigation",
    "service-navigation: with `inline` end slot",
}
"""What GOV.UK Frontend has and these templates have not yet. No page of ours uses it."""


class Outline(HTMLParser):
    """The tags, attributes and words of a piece of HTML, without the white space that no browser shows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        tidy = {name: " ".join((value or "").split()) for name, value in attrs}
        self.seen.append((tag, tidy))

    def handle_endtag(self, tag):
        self.seen.append(f"/{tag}")

    def handle_data(self, data):
        if data.strip():
            self.seen.append(" ".join(data.split()))


def macro(component: str) -> str:
    return "govuk" + "".join(part.capitalize() for part in component.split("-"))


def rendered(component: str, options: dict) -> str:
    source = (
        f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro(component)} %}}'
        f"{{{{ {macro(component)}(options) }}}}"
    )
    return engines["jinja2"].env.from_string(source).render(options=options)


def fixtures() -> list:
    found = []
    for component in USED:
        file = FIXTURES / component / "fixtures.json"
        cases = json.loads(file.read_text("utf-8"))["fixtures"] if file.exists() else [{"name": "python3 run.py setup"}]
        found += [pytest.param(component, case, id=f"{component}: {case['name']}") for case in cases]
    return found


@pytest.mark.parametrize(("component", "case"), fixtures())
def test_a_component_renders_what_its_fixture_says(component, case):
    assert "html" in case, "The styles are not compiled: run “python3 run.py setup” first."
    same = Outline(rendered(component, case["options"])).seen == Outline(case["html"]).seen
    assert same == (f"{component}: {case['name']}" not in LATER)
