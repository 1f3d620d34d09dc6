"""A link with which somebody sets their own password: it works once, for a day, and only the last one works."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from heard.access.link_keys import LinkKeys
from heard.access.models import Person


def link(person: Person) -> str:
    """Return the path of the link. It stops working once the password is set, once another is made, or after a day."""
    key = LinkKeys().make_token(person)
    path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return path
