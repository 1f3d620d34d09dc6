"""Made-up sheets for the tests of letters, a real small picture, and words that try to be more than words."""

import struct
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from tests.made_pictures import png

from heard.letters.files.sheet import Sheet

TEXT = """# We have your complaint

Dear Amara

Thank you for telling us. This letter
says what happens next.

## Your complaint

3. Three visits were cancelled.
4. Nobody told you why.

## What happens next

- Jo Whitfield deals with your complaint.
- You can have somebody to help you.
"""
LONG = TEXT + "\n".join(f"\n## Point {n}\n\nWe looked at the record of visit {n} and we are sorry." for n in range(60))
SHEET = Sheet(
    text=TEXT,
    reference="CS-2026-0147",
    recipient="Amara Okafor-Łódź",
    address=("Amara Okafor-Łódź", "14 Larch Terrace", "Netherby", "AV3 7QT"),
    council="Netherby Council",
    team="Children’s complaints",
    contact=("Telephone: 01632 960 123", "complaints@netherby.example"),
    on=date(2026, 11, 24),
    logo=png(1, 1, b"made by Somebody Else"),
)

_NOTE = b"secret place\0"
_EXIF = b"Exif\0\0II*\0" + struct.pack("<IHHHIII", 8, 1, 0x010E, 2, len(_NOTE), 26, 0) + _NOTE
# A JPEG of one dot that says in its EXIF data where it was taken.
JPEG = (
    bytes.fromhex("ffd8ffe000104a46494600010100000100010000")
    + b"\xff\xe1"
    + struct.pack(">H", len(_EXIF) + 2)
    + _EXIF
    + bytes.fromhex("ffdb004300" + "01" * 64 + "ffc0000b080001000101011100")
    + bytes.fromhex("ffc40014" + "0001" + "00" * 16)
    + bytes.fromhex("ffc40014" + "1001" + "00" * 16)
    + bytes.fromhex("ffda0008010100003f003fffd9")
)

ATTACKS = (
    "{{ 7*7 }}",
    "{{ letter }}",
    "{{ ''.__class__.__mro__ }}",
    "{% load static %}",
    "{% for x in (1,2) %}x{% endfor %}",
    "{# note #}",
    "{_{ 7*7 }_} {_% x %_}",
    "${7*7}",
    "#{7*7}",
    '#eval("1")',
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    "$ sum_1^2 $",
    "*bold* _under_ `raw` <label> @ref // rest",
    r"\input{/etc/passwd}",
    r"\u{41}",
    "<script>alert(1)</script>",
    "<w:t>x</w:t></w:p>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&amp; &lt; &#65; ]]>",
    '{ INCLUDEPICTURE "http://example.test/x.png" }',
    "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
    "=cmd|' /C calc'!A0",
    "%s %(name)s {0} {name}",
    "'; DROP TABLE letters; --",
)


def house(*body: str, foot: str = "{{ reference }} · {{recipient}}") -> bytes:
    """Return a council's own paper: these paragraphs (or the usual ones) and a foot."""
    document = Document()
    for text in body or ("{{ address }}", "{{ today }}", "{{ letter }}", "{{ council }}, {{ team }}"):
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = "The paper of {{ council }}"
    document.sections[0].footer.paragraphs[0].text = foot
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """Return the file with these parts beside or instead of its own; `__` in a name is a slash, `_dot_` a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in named:
                target.writestr(name, source.read(name))
        for name, part in named.items():
            target.writestr(name, part)
    return made.getvalue()


def edited(content: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """Return the file with these characters of a part replaced; they must be there."""
    with ZipFile(BytesIO(content)) as source:
        before = source.read(part).decode()
    assert old in before, f"{old!r} is not in {part}"
    return with_parts(content, **{part: before.replace(old, new).encode()})


def parts(content: bytes) -> dict[str, bytes]:
    """Return every part of a Word file by name."""
    with ZipFile(BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}
