"""The limits on tries: nothing that somebody sends makes room for more tries, and what has expired goes."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.signing_in import CODE, password, somebody, with_app, words

from heard.access.models import CachedValue
from heard.jobs.clear_expired import clear_expired

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _quick_and_no_tries_yet(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
    cache.clear()


def test_an_account_stays_locked_whatever_else_is_tried(client):
    with_app(somebody())
    for _ in range(5):
        password(client, "not this one")
    for number in range(500):
        there = Client(REMOTE_ADDR=f"192.0.2.{number % 25}")
        password(there, "not this one", email=f"invented{number}@example.gov.uk")
    assert CachedValue.objects.count() > 500
    assert "Wait five minutes" in words(password(Client(REMOTE_ADDR="198.51.100.7")))


def test_without_all_that_the_password_opens_it(client):
    with_app(somebody())
    assert password(client)["Location"] == CODE


def expiring(hours: int) -> None:
    moment = timezone.now() + timedelta(hours=hours)
    CachedValue.objects.create(cache_key=f"tries {hours}", value="", expires=moment)
    Session.objects.create(session_key=f"session {hours}", session_data="", expire_date=moment)


def test_what_has_expired_is_cleared_in_one_statement_each(django_assert_num_queries):
    for hours in (-2, -1, 1):
        expiring(hours)
    with django_assert_num_queries(2):
        clear_expired.run(at=timezone.now())
    assert [one.cache_key for one in CachedValue.objects.all()] == ["tries 1"]
    assert [one.session_key for one in Session.objects.all()] == ["session 1"]
