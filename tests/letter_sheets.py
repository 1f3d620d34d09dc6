"""Made-up sheets for the tests of letters, a real small picture, and words that try to be more than words."""

from datetime import date

from tests.made_pictures import chunk, png

from heard.letters.sheet import Sheet

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

# A JPEG of one grey dot, with a note of where and by whom it was taken.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffe1001445786966000053656372657420706c616365"
    "ffdb004300" + "01" * 64 + "ffc0000b080001000101011100"
    "ffc40014000100000000000000000000000000000000ffc40014100100000000000000000000000000000000"
    "ffda0008010100003f00d2cf20ffd9"
)

ATTACKS = (
    "{{ 7*7 }}",
    "{{ letter }}",
    "{{ ''.__class__.__mro__ }}",
    "{% load static %}",
    "{% for x in (1,2) %}x{% endfor %}",
    "{# note #}",
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


__all__ = ["ATTACKS", "JPEG", "LONG", "SHEET", "TEXT", "chunk"]
