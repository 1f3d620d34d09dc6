"""A link with which somebody sets their own password: it works once, for a day, and is given out by an administrator."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from heard.access.models import Person


def link(person: Person) -> str:
    """Return the path of the link. It stops working once the password is set, or after PASSWORD_RESET_TIMEOUT."""
    key = default_token_generator.make_token(person)
    path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return path
