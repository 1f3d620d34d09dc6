"""What makes a link to set a password work once, and only the last one that was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.tokens import PasswordResetTokenGenerator

if TYPE_CHECKING:  # allauth loads this before there are models
    from heard.access.models import Person


class LinkKeys(PasswordResetTokenGenerator):
    """Django's keys, which end with the password that they were made for, and with the person's round as well."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.sign_in_round}"
