"""Setting and changing a password, and the end of a session."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from tests.signing_in import CODE, PASSWORD, SIGN_IN, START, code, is_in, password, sign_in, words

from heard.access.invitations import link
from heard.access.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("quick_sign_in")]


# Passwords


def test_a_link_sets_a_password_once(client, olive):
    path = link(olive)
    form = client.get(path)["Location"]
    new = {"password1": "an otter in the rain", "password2": "an otter in the rain"}
    assert client.post(form, new)["Location"] == "/password/done/"
    assert "This link does not work" in words(Client().get(path))
    assert password(Client(), "an otter in the rain")["Location"] == CODE


def test_setting_a_password_by_link_signs_nobody_in(client, olive):
    new = {"password1": "an otter in the rain", "password2": "an otter in the rain"}
    client.post(client.get(link(olive))["Location"], new)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "too common"),
        ("Council2026!!", "words that people would guess of a council"),
        ("olive@example", "too similar"),
        ("aaaaaaaaaaaaaaaa", "the same thing again and again"),
        ("abababababab-ab", "the same thing again and again"),
        ("aaaabbbbccccdddd", "the same thing again and again"),
        ("Otter otter OTTER", "the same thing again and again"),
        ("otter1otter2otter3", "the same thing again and again"),
        ("Only a Demonstration!", "the password of the demonstration"),
        ("otter rain " * 20, "A password has 200 characters at most."),
        ("x" * 100_000, "A password has 200 characters at most."),
    ],
)
def test_a_password_that_is_guessed_is_refused(client, olive, typed, fault):
    form = client.get(link(olive))["Location"]
    assert fault in words(client.post(form, {"password1": typed, "password2": typed}))


@pytest.mark.parametrize("typed", ["x" * 201, "x" * 100_000])
def test_no_form_hashes_what_is_too_long(client, olive, typed, monkeypatch):
    sign_in(client)
    hashed = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, password, salt: hashed.append(password) or "")
    said = "A password has 200 characters at most."
    fresh = "an otter in the rain"
    assert said in words(password(Client(), typed))
    assert said in words(
        client.post("/account/password/", {"oldpassword": typed, "password1": fresh, "password2": fresh})
    )
    assert said in words(
        client.post("/account/password/", {"oldpassword": PASSWORD, "password1": typed, "password2": typed})
    )
    assert typed not in hashed


def test_the_demonstrations_own_people_may_have_its_password():
    assert validate_password("only a demonstration", Person(demonstration=True)) is None
    with pytest.raises(ValidationError):
        validate_password("only a demonstration", Person(demonstration=False))


def test_a_long_password_is_taken(client, olive):
    long = " ".join(f"otter{number}" for number in range(100, 130))[:200]
    client.post(client.get(link(olive))["Location"], {"password1": long, "password2": long})
    assert password(client, long)["Location"] == CODE


def test_changing_the_password_signs_out_everywhere_else(client, olive):
    other = Client()
    sign_in(other)
    cache.clear()  # the same half minute: the code was used
    sign_in(client)
    new = "an otter in the rain"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    page = client.post("/account/password/", typed, follow=True)
    assert "Your password is changed." in words(page)
    assert is_in(client) and not is_in(other)


# The end of a session


def test_signing_out_ends_the_session(client, olive):
    sign_in(client)
    kept = client.cookies["heard"].value
    assert client.post("/sign-out/")["Location"] == SIGN_IN
    client.cookies["heard"] = kept
    assert not is_in(client)
    assert not Session.objects.filter(session_key=kept).exists()


def test_signing_out_needs_a_button(client, olive):
    sign_in(client)
    assert "<form" in words(client.get("/sign-out/"))
    assert is_in(client)


def test_the_session_is_a_new_one_after_signing_in(client, olive):
    password(client)
    before = client.session.session_key
    client.post(CODE, {"code": code()})
    assert client.session.session_key != before


def set_clocks(client: Client, **minutes_ago: int) -> None:
    session = client.session
    session.update({name: int(time.time()) - minutes * 60 for name, minutes in minutes_ago.items()})
    session.save()


def test_half_an_hour_without_doing_anything_ends_it(client, olive):
    sign_in(client)
    set_clocks(client, began=40, seen=30)
    page = client.get(START, follow=True)
    assert page.redirect_chain == [(f"{SIGN_IN}?next={START}", 302)]
    assert "nothing was done for half an hour" in words(page)


def test_twelve_hours_end_it_however_busy(client, olive):
    sign_in(client)
    set_clocks(client, began=12 * 60, seen=1)
    assert "twelve hours" in words(client.get(START, follow=True))


def test_just_before_either_limit_it_goes_on(client, olive):
    sign_in(client)
    set_clocks(client, began=12 * 60 - 1, seen=29)
    assert is_in(client)


def test_what_was_sent_after_the_end_changes_nothing(client, olive):
    sign_in(client)
    set_clocks(client, began=40, seen=30)
    assert client.post("/account/two-step/app/remove/")["Location"] == f"{SIGN_IN}?next=/"
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_session_is_written_at_most_once_a_minute(client, olive, django_assert_num_queries):
    sign_in(client)
    client.get("/account/password/")
    with django_assert_num_queries(3):  # the session, the person, the council
        client.get("/account/password/")
