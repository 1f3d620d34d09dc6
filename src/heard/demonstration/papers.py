"""The papers of the demonstration's cases: short, plain, and the same bytes at every load."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from heard.demonstration.words import Story
from heard.law.due import day_said
from heard.law.words import OUTCOMES

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The date of every part of a packed file, so that two loads give the same bytes."""

_WRITTEN = ("Email", "Web form")


def incoming(story: Story, on: date, council: str) -> tuple[str, str, bytes]:
    """Return (title, file name, content) of the paper with which a case came in."""
    if story.channel == "Letter":
        lines = [day_said(on), "Dear Sir or Madam,", story.account, *_points(story), "Yours faithfully,", story.name]
        return "Letter from the complainant", "letter.docx", _letter(lines)
    if story.channel in _WRITTEN:
        head = [
            f"From: {story.name}",
            f"To: {council}, complaints",
            f"Date: {day_said(on)}",
            "Subject: A complaint",
            "",
        ]
        return (
            "E-mail from the complainant",
            "e-mail.txt",
            _text([*head, story.account, *_points(story), "", story.name]),
        )
    head = [f"Note of what {story.name} said on {day_said(on)} ({story.channel.lower()})", ""]
    return "Note of what was said", "note.txt", _text([*head, story.account, *_points(story)])


def reply(story: Story, stage: int, outcome: str, on: date, council: str) -> tuple[str, str, bytes]:
    """Return (title, file name, content) of the response to a stage."""
    lines = [
        council,
        day_said(on),
        f"Dear {story.name},",
        "Thank you for telling us what went wrong. You complained about this:",
        *_points(story),
        f"We have looked into it. What we found: {OUTCOMES[outcome].lower()}.",
        "We are sorry for what you and your family went through."
        if outcome != "not-upheld"
        else "We know that this is not the answer that you hoped for.",
        "If you do not agree, tell us within 20 working days, and we will say what can happen next.",
        "Yours sincerely,",
        "The complaints team",
    ]
    return f"Response to stage {stage}", f"response-stage-{stage}.docx", _letter(lines)


def _points(story: Story) -> list[str]:
    return [f"{number}. {text}" for number, (_, text) in enumerate(story.points, 1)]


def _text(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode()


def _letter(lines: list[str]) -> bytes:
    from docx import Document

    document = Document()
    for line in lines:
        document.add_paragraph(line)
    packed, fixed = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as made, zipfile.ZipFile(fixed, "w") as again:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, _ALWAYS)
            part.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(part, made.read(name))
    return fixed.getvalue()
