"""What the staff's pages call how far a letter came, read from its moments, and how a message stands."""

from __future__ import annotations

from collections.abc import Sequence

from heard.law.calendars import local_day
from heard.law.due import day_said
from heard.record.models import Letter, Message

BY_MAIL = (Letter.EMAIL, Letter.EMAIL_TEXT)
WAYS = dict(Letter.WAYS)
READERS = dict(Letter.READERS)


def message(one: Message) -> str:
    """Return how a message stands, in a few words."""
    if one.bounced_at:
        return "it came back"
    if one.delivered_at:
        return "delivered"
    if one.sent_at:
        return "sent"
    return "it could not be sent" if one.given_up_at else "waiting to be sent"


def failed(one: Message) -> bool:
    """Answer whether a message did not arrive, and nobody has dealt with it."""
    return bool((one.bounced_at or one.given_up_at) and not one.settled_at)


def state(letter: Letter, messages: Sequence[Message] = ()) -> str:
    """Return how far a letter came. `messages` are those that it left with, the latest first."""
    if letter.discarded_at:
        return f"Thrown away on {day_said(local_day(letter.discarded_at))}"
    if letter.released_at is None:
        if letter.approved_at is None:
            return "Being written"
        by = letter.approved_by.name if letter.approved_by else "somebody"
        return f"Approved by {by}, waits for a second person"
    left = day_said(local_day(letter.released_at))
    if letter.way in BY_MAIL:
        return f"Left on {left}, by e-mail: {message(messages[0]) if messages else 'waiting to be sent'}"
    done, to_do = ("Posted", "to be posted") if letter.way == Letter.POST else ("Handed over", "to be handed over")
    return f"{done} on {day_said(letter.handed_on)}" if letter.handed_on else f"Released on {left}, {to_do}"


def to_talk(letter: Letter) -> bool:
    """Answer whether somebody must still talk a letter through with the child."""
    return bool(letter.reader == Letter.CHILD and letter.released_at and letter.talked_on is None)


def to_hand(letter: Letter) -> bool:
    """Answer whether a letter that left must still be posted or handed over."""
    return bool(letter.released_at and letter.way not in BY_MAIL and letter.handed_on is None)


def colour(letter: Letter, messages: Sequence[Message] = ()) -> str:
    """Return the colour of the words of `state`; they say the same without it."""
    if letter.released_at is None:
        return "yellow" if letter.approved_at else "grey"
    if any(failed(one) for one in messages[:1]):
        return "red"
    return "orange" if to_hand(letter) else "green"
