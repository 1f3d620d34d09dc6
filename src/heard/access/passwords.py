"""What a password may not be. `heard.access.invitations` has the link with which a person sets one."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

WORDS = (
    "heard",
    "council",
    "borough",
    "county",
    "complaint",
    "complaints",
    "compliment",
    "comment",
    "children",
    "childrens",
    "services",
    "social",
    "care",
    "safeguarding",
    "family",
    "families",
    "education",
    "ombudsman",
    "password",
    "passw0rd",
    "welcome",
    "letmein",
    "monday",
    "spring",
    "summer",
    "autumn",
    "winter",
)
LEAST_OF_ITS_OWN = 6
_GUESSED = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


class CouncilWordsValidator:
    """Refuses a password that is little more than words which anybody would try against a council."""

    def validate(self, password: str, user: object = None) -> None:
        left = re.sub(r"[\W\d_]+", "", _GUESSED.sub("", password.lower()))
        if _GUESSED.search(password.lower()) and len(left) < LEAST_OF_ITS_OWN:
            raise ValidationError(
                "This password is made of words that people would guess of a council. Add words of your own.",
                code="password_council_words",
            )

    def get_help_text(self) -> str:
        return "It may not be made of words that people would guess of a council."


MOST = 200
"""Characters. Nobody types more, and hashing is slow on purpose: it is not fed with whatever somebody sends."""
TOO_LONG = f"A password has {MOST} characters at most. Use a shorter one."
LEAST_DIFFERENT = 5


class LengthValidator:
    """Refuses a password that is too long to be typed."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MOST:
            raise ValidationError(TOO_LONG, code="password_too_long")

    def get_help_text(self) -> str:
        return f"It has {MOST} characters at most."


class RepetitionValidator:
    """Refuses a password of a few characters, or of one word again and again: its length makes it no harder to guess."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MOST:
            return  # which is said already
        together = _plain(password)
        letters = re.sub(r"\d+", "", together)
        again = _repeats(together) or (2 * len(letters) > len(together) and _repeats(letters))
        if again or len(set(password.casefold())) < LEAST_DIFFERENT:
            raise ValidationError(
                "This password says the same thing again and again. Use three or four different words.",
                code="password_repeats",
            )

    def get_help_text(self) -> str:
        return "It may not be one word, or a few characters, again and again."


def _repeats(text: str) -> bool:
    """Answer whether the text is some beginning of it, said twice or more."""
    return len(text) > 1 and text in (text + text)[1:-1]


class DemonstrationValidator:
    """Refuses the demonstration's password, which a page shows to everybody, for whoever is not of the demonstration."""

    def validate(self, password: str, user: object = None) -> None:
        from heard.access.demonstration import PASSWORD  # the tables of people are ready only after Django's set-up

        if not getattr(user, "demonstration", False) and _plain(password) == _plain(PASSWORD):
            raise ValidationError(
                "This is the password of the demonstration, which everybody can read. Use one of your own.",
                code="password_demonstration",
            )

    def get_help_text(self) -> str:
        return "It may not be the password of the demonstration."


def _plain(password: str) -> str:
    return re.sub(r"[\W_]+", "", password.casefold())
