"""Letters of the demonstration's cases, in every state in which a letter can be: each step is one of the register's own actions.

They are told last, as of the end of the day before: an acknowledgement that is being written, one that left by e-mail, one
that came back, one to be posted, one that waits for a second person, and a child's, to be talked through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.access.policy import Actor
from heard.demonstration.cases import Teller, moment
from heard.law.calendars import local_day
from heard.law.due import day_said
from heard.letters import fields, merging, release
from heard.record.actions import letters, messages, parties
from heard.record.models import Address, Letter, Message, Party
from heard.record.queries import one_complaint
from heard.record.queries.letters import address_for, digest_of

EVENING = 600
"""Minutes after the morning begins: after everything else that happened."""

WRITTEN, APPROVED, LEFT, BOUNCED = "written", "approved", "left", "bounced"


@dataclass(frozen=True)
class Told:
    """A letter: to the complainant of the case `key`, how it goes, how far it came."""

    key: str
    rule: str
    way: str
    came: str = LEFT
    reader: str = ""
    stage: int = 1
    sensitive: bool = False
    protected: bool = False


LETTERS = (
    Told("visits", "acknowledgement", Letter.EMAIL, WRITTEN),
    Told("contact-centre", "update", Letter.EMAIL),
    Told("short-breaks", "update", Letter.EMAIL_TEXT, BOUNCED),
    Told("foster-pay", "update", Letter.POST),
    Told("wheelchair", "update", Letter.EMAIL, APPROVED, sensitive=True),
    Told("savings", "update", Letter.HAND, reader=Letter.CHILD),
    Told("life-story", "update", Letter.HAND, WRITTEN, protected=True),
)

SAID = (
    "We have read the records and talked to the people who were there. One answer is still missing.",
    "We had to ask for it twice. We are sorry that you have had to wait.",
    "We will write our answer as soon as we have it. The officer named below will do that.",
)
"""What fills the gaps of an update, in order. The last one is a day."""

NOT_KNOWN = "The server of that address does not know it."


def tell(teller: Teller) -> None:
    """Record where people can be reached, and write the letters of LETTERS."""
    for place, told in enumerate(LETTERS):
        at = moment(teller.days.back(1), EVENING + place)
        holder = teller.actor("officer", at)
        party = teller.complaints[told.key].parties.filter(capacity="complainant").get()
        _live(party, told, place, holder, at)
        _write(teller, party, told, holder, at)


def _live(party: Party, told: Told, place: int, by: Actor, at: datetime) -> None:
    """Give somebody an e-mail address and a postal one, neither of which can exist."""
    on = local_day(at)
    name = "".join(letter for letter in party.name.lower() if letter.isalpha())
    how = "Read back on the telephone"
    shared = {"protected": told.protected, "confirmed_how": how, "on": on, "by": by, "at": at}
    parties.record_address(party, kind=Address.EMAIL, value=f"{name}@post.example", **shared)  # type: ignore[arg-type]
    post = f"{10 + place} Invented Road\nWexbridge\nZZ{place + 1} {place + 1}ZZ"
    parties.record_address(party, kind=Address.POST, value=post, **shared)  # type: ignore[arg-type]
    if told.sensitive:
        parties.mark_sensitive(party.complaint, True, by=by, at=at)


def _write(teller: Teller, party: Party, told: Told, by: Actor, at: datetime) -> None:
    head, on = one_complaint.head(party.complaint_id, by=by), local_day(at)
    reader = told.reader or merging.reads_best(party)
    text = merging.begin(head, party, told.rule, reader, stage=told.stage, on=on)
    if told.came != WRITTEN:
        said = iter((*SAID, day_said(on + timedelta(days=14))))
        text = fields.GAP.sub(lambda _: next(said), text)
    given = {"recipient": party, "rule": told.rule, "stage": told.stage, "reader": reader, "way": told.way}
    letter = letters.write(party.complaint, **given, text=text, by=by, at=at)  # type: ignore[arg-type]
    if told.came == WRITTEN:
        return
    warnings = release.looked_over(letter, head, on=on).warnings
    release.approve(letter, head, digest=digest_of(letter, address_for(letter)), ticked=warnings, at=at)
    if told.came == BOUNCED:
        message = Message.objects.get(letter=letter)
        messages.sent(message, by=by, at=at)
        messages.bounced(message, NOT_KNOWN, by=by, at=at)
