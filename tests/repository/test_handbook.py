"""The handbook says what the procedures and the tables of the tests say: it is written from them, and not by hand."""

import re

from docs.handbook import COMMAND, PAGES, pages


def test_the_handbook_is_what_would_be_written_today():
    written = {file.name: file.read_text("utf-8") for file in PAGES.glob("*.md")}
    now = pages()
    old = sorted(name for name in now.keys() | written.keys() if now.get(name) != written.get(name))
    assert old == [], f"These pages of docs/handbook are not what would be written today. Run: {COMMAND}"


def test_every_procedure_and_every_module_of_tables_has_a_page():
    named = re.findall(r"\]\(([^)]+)\)", pages()["README.md"])
    assert {"README.md", *named} == pages().keys()
    assert {"procedure-statutory.md", "procedure-corporate.md", "procedure-comment.md"} <= set(named)
    assert {"working-days.md", "timeline.md", "who-may-do-what.md"} <= set(named)


def test_every_row_of_a_table_is_as_wide_as_its_head():
    for name, text in pages().items():
        for lines in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in lines.splitlines()}
            assert len(widths) == 1, (name, lines[:80])


def test_the_tables_are_in_the_pages():
    """One row of each kind: of a test, of the clocks, of the events and of an explained disagreement."""
    found = pages()
    assert "| 1 | Thu 22 Dec 2022 | 10 | Tue 10 Jan 2023 |" in found["working-days.md"]
    assert (
        "| ST1 | Send the stage 1 response | Received | 10 working days | 20 working days |"
        in (found["procedure-statutory.md"])
    )
    assert (
        "| Director's response sent | Stage 3: review panel | director | Stage 3 answered |"
        in (found["procedure-statutory.md"])
    )
    assert "| 19 011 568 | It mixes a late EHC plan" in found["triage-against-decisions.md"]
