"""What every template keeps to: our own pages only, nothing inline that the policy would stop, no markup on trust."""

import re
from pathlib import Path

import pytest
from allauth.account.urls import urlpatterns as account_urls
from allauth.mfa.urls import urlpatterns as two_step_urls
from django.template import engines
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver

from heard.access.urls import urlpatterns as ours

SRC = Path(__file__).resolve().parents[2] / "src" / "heard"
STAND_ALONE = {"report.html.jinja"}  # one file that is read without Heard: its style is inside it
TEMPLATES = sorted(
    file for file in SRC.glob("*/templates/**/*") if file.suffix in (".html", ".jinja", ".txt") and file.is_file()
)
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script's address": re.compile(r"javascript:", re.IGNORECASE),
    "an address elsewhere": re.compile(r"(?:src|action)\s*=\s*[\"']\s*(?:https?:)?//", re.IGNORECASE),
}


def place(file: Path) -> str:
    return file.relative_to(SRC).as_posix()


def named(patterns) -> dict[str, object]:
    found = {}
    for pattern in patterns:
        found |= named(pattern.url_patterns) if isinstance(pattern, URLResolver) else {pattern.name: pattern}
    return found


ROUTES = named(ours)
PAGES = {name: pattern.callback.view_class.template_name for name, pattern in ROUTES.items()}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_signing_in_is_ours(name):
    template = get_template(PAGES[name])
    assert template.backend.name == "jinja2"
    assert Path(template.origin.name).is_relative_to(SRC / "access" / "templates")


def test_no_other_page_of_allauth_can_be_reached():
    beyond = set(named([*account_urls, *two_step_urls])) - set(ROUTES)
    assert beyond == {
        "account_confirm_email",
        "account_confirm_login_code",
        "account_email",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_set_password",
        "account_signup",
    }
    assert {name for name in named(get_resolver().url_patterns) if name in beyond} == set()


@pytest.mark.parametrize("file", TEMPLATES, ids=place)
@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(file, what):
    if what == "a style" and file.name in STAND_ALONE:
        return
    assert not INLINE[what].search(file.read_text("utf-8"))


@pytest.mark.parametrize("file", TEMPLATES, ids=place)
def test_markup_is_taken_on_trust_only_with_a_reason_beside_it(file):
    lines = file.read_text("utf-8").splitlines()
    unexplained = [
        line.strip()
        for before, line in zip(["", *lines], lines, strict=False)
        if re.search(r"\|\s*safe\b|autoescape false", line) and "{#" not in line and "{#" not in before
    ]
    assert unexplained == []


@pytest.mark.parametrize("file", [file for file in TEMPLATES if file.suffix == ".html"], ids=place)
def test_every_template_compiles(file):
    name = file.relative_to(SRC / place(file).split("/")[0] / "templates").as_posix()
    assert engines["jinja2"].env.get_template(name).name == name


@pytest.mark.parametrize("file", [file for file in TEMPLATES if file.suffix == ".html"], ids=place)
def test_every_form_that_sends_carries_its_token(file):
    text = file.read_text("utf-8")
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE)
    assert [form[:80] for form in forms if "csrf_input" not in form] == []
