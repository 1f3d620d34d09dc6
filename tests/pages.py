"""What the tests of the staff's pages ask of an answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from heard.record.models import Event

SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</ul>', re.DOTALL)


def text(answer: Any) -> str:
    """Return the page as a person would read its source: no entities."""
    return unescape(answer.content.decode())


def problems(answer: Any) -> list[tuple[str, str]]:
    """Return what the summary of errors says, each as (the id of the field that it leads to, or "", the sentence)."""
    found = SUMMARY.search(answer.content.decode())
    listed = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    return [(link(one), unescape(re.sub(r"<[^>]*>", "", one)).strip()) for one in listed]


def link(markup: str) -> str:
    found = re.search(r'href="#([^"]*)"', markup)
    return found[1] if found else ""


def refused(answer: Any) -> list[tuple[str, str]]:
    """Return what the summary says of a form that was refused: the page has status 400 and says so in its title."""
    assert answer.status_code == 400
    assert "<title>Error: " in re.sub(r">\s+", ">", text(answer))
    return problems(answer)


def typed(answer: Any, name: str) -> str:
    """Return what a field of the page holds: of a list, what is chosen in it."""
    page = answer.content.decode()
    field = re.search(rf'<(?:input|textarea|select)[^>]*\bname="{name}"[^>]*>', page)
    assert field, f"There is no field “{name}”."
    if field[0].startswith("<input"):
        value = re.search(r'\bvalue="([^"]*)"', field[0])
        return unescape(value[1]) if value else ""
    inside = page[field.end() :]
    if field[0].startswith("<textarea"):
        return unescape(inside.partition("</textarea>")[0]).removeprefix("\n")
    chosen = re.search(r'<option value="([^"]*)"[^>]*selected', inside.partition("</select>")[0])
    return unescape(chosen[1]) if chosen else ""


def actions_since(sequence: int) -> list[str]:
    return list(Event.objects.filter(sequence__gt=sequence).order_by("sequence").values_list("action", flat=True))


def last_sequence() -> int:
    last = Event.objects.order_by("-sequence").first()
    return last.sequence if last else 0
