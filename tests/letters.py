"""A complaint with people who are written to, for the tests of letters."""

from datetime import date
from types import SimpleNamespace

import pypdfium2
from tests.casework import AT, receive

from heard.law.calendars import local_day
from heard.letters import release
from heard.record.actions import council_settings, letters, parties
from heard.record.models import Address, Letter
from heard.record.queries import one_complaint
from heard.record.queries.documents import place
from heard.record.queries.letters import address_for, digest_of

ON = local_day(AT)
LONG_AGO = date(2026, 6, 1)
SETTINGS = {
    "council_name": "Sampleshire Council",
    "complaints_team": "The Listening Team",
    "telephone": "01632 960000",
    "email": "listening@sampleshire.example",
    "advocacy_provider": "Sample Voices",
    "advocacy_contact": "01632 960111",
}


def set_up(world):
    """Make the council's settings, as its administrator did."""
    from heard.access.policy import Actor

    council_settings.change(SETTINGS, by=Actor("setup", "operator"), at=AT)


def family(world, **more):
    """Return a complaint of a mother, with the father and an Ombudsman in it, each with an address."""
    set_up(world)
    complaint = receive(world, complainant_name="Ada Invented", child_name="Wren Invented", **more)
    mother = complaint.parties.get(capacity="complainant")
    father = add(complaint, world, capacity="other", name="Bertram Makebelieve", description="Father")
    live_at(mother, world, "email", "ada@post.example")
    live_at(mother, world, "post", "1 Mother Row\nSampletown\nSM1 1AA")
    live_at(father, world, "post", "2 Father Close\nOtherton\nOT2 2BB")
    return SimpleNamespace(
        complaint=complaint, mother=mother, father=father, child=complaint.parties.get(capacity="child")
    )


def add(complaint, world, **fields):
    return parties.add(complaint, **fields, by=world.officer, at=AT)


def live_at(party, world, kind, value, *, protected=False, on=LONG_AGO, how="Read back on the telephone"):
    given = {"kind": kind, "value": value, "protected": protected, "confirmed_how": how}
    return parties.record_address(party, **given, on=on, by=world.officer, at=AT)


def head(complaint, by):
    return one_complaint.head(complaint.pk, by=by)


TEXT = """# Our answer

Dear Ada Invented,

## Point 1

You said: It boiled over.

What we found: Upheld.

The kettle was old and it should have been replaced. We have agreed that it will be.

If you are not happy, you can ask for stage 2 within 20 working days of this letter. Telephone or write to us.

Yours sincerely,

The Listening Team
"""


def written(of, world, *, text=TEXT, rule="stage_1_response", way=Letter.EMAIL, recipient=None, reader="adult", **more):
    given = {"recipient": recipient or of.mother, "rule": rule, "stage": 1, "reader": reader, "way": way, "text": text}
    return letters.write(of.complaint, **(given | more), by=world.officer, at=AT)


def shown(letter):
    """Return the digest of a letter as somebody sees it now."""
    letter.refresh_from_db()
    return digest_of(letter, address_for(letter))


def addresses(party):
    return list(Address.objects.filter(party=party).order_by("pk"))


def looked(letter, world, by=None):
    letter.refresh_from_db()
    return release.looked_over(letter, head(letter.complaint, by or world.officer), on=ON)


def approve(letter, world, by=None, *, digest="", ticked=None, **more):
    found = looked(letter, world, by)
    given = {"digest": digest or shown(letter), "ticked": found.warnings if ticked is None else ticked, "at": AT}
    return release.approve(letter, head(letter.complaint, by or world.officer), **(given | more))


def text_of(content):
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return "\n".join(pages).replace("\r\n", "\n")


def left(letter):
    return text_of(place(letter.file).read_bytes())
