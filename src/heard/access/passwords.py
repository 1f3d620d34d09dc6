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
