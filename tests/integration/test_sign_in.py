"""Signing in: a password and then a code, and everything that must not open the door."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from django.test import Client
from django.utils import timezone
from tests.signing_in import (
    CODE,
    PASSWORD,
    SECRET,
    SET_UP,
    SIGN_IN,
    START,
    code,
    is_in,
    password,
    sign_in,
    somebody,
    words,
)

from heard.access.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("quick_sign_in")]

WRONG = "Together they open no account here."


# The way in


def test_a_password_and_a_code_open_the_door(client, olive):
    assert password(client)["Location"] == CODE
    assert client.post(CODE, {"code": code()})["Location"] == "/"
    assert is_in(client)


def test_capitals_in_an_address_do_not_matter(client, olive):
    assert password(client, email="Olive@Example.gov.uk")["Location"] == CODE


def test_a_password_without_a_code_opens_nothing(client, olive):
    password(client)
    assert client.get(START)["Location"].startswith(SIGN_IN)


def test_a_wrong_password_says_what_an_unknown_address_says(client, olive):
    wrong, unknown = password(client, "not this one"), password(client, email="nobody@example.gov.uk")
    assert wrong.status_code == unknown.status_code == 200
    assert WRONG in words(wrong) and WRONG in words(unknown)


def test_an_unknown_address_costs_one_hash_as_a_known_one_does(client, olive, monkeypatch):
    made = []
    monkeypatch.setattr(Person, "set_password", lambda person, raw: made.append(raw))
    password(client, "not this one", email="nobody@example.gov.uk")
    assert made == ["not this one"]


def test_what_is_missing_is_named_with_a_link_to_its_field(client, olive):
    page = words(client.post(SIGN_IN, {"login": "", "password": ""}))
    assert "<title>Error: Sign in – Heard" in page
    assert '<a href="#id_login">Enter your e-mail address.</a>' in page
    assert '<a href="#id_password">Enter your password.</a>' in page


def test_an_address_that_is_none_keeps_what_was_typed(client, olive):
    page = words(client.post(SIGN_IN, {"login": "olive", "password": "x"}))
    assert "Enter an e-mail address in the form name@example.gov.uk." in page
    assert 'value="olive"' in page


# Codes


def test_a_wrong_code_says_what_to_do(client, olive):
    password(client)
    page = client.post(CODE, {"code": "000000" if code() != "000000" else "111111"})
    assert "Wait for your app to show the next one" in words(page)
    assert not is_in(client)


def test_a_code_works_once(client, olive):
    used = code()
    password(client)
    client.post(CODE, {"code": used})
    other = Client()
    password(other)
    assert "This code does not work" in words(other.post(CODE, {"code": used}))


def test_a_recovery_code_works_once(client, olive):
    spare = RecoveryCodes.activate(olive).get_unused_codes()[0]
    password(client)
    assert client.post(CODE, {"code": spare})["Location"] == "/"
    other = Client()
    password(other)
    assert "This code does not work" in words(other.post(CODE, {"code": spare}))


def test_secrets_are_not_kept_in_the_open(olive):
    kept = [one.data for one in Authenticator.objects.filter(user=olive)]
    assert SECRET not in str(kept)
    assert decrypt(next(data["secret"] for data in kept if "secret" in data)) == SECRET


# Who has no second step yet


def test_without_an_app_nothing_but_its_set_up_is_open(client):
    somebody()
    assert password(client)["Location"] == "/"
    assert client.get(START)["Location"] == SET_UP
    assert client.get("/account/password/")["Location"] == SET_UP
    assert client.get("/account/two-step/codes/new/")["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_setting_up_an_app_opens_the_door_and_shows_codes_to_print(client):
    somebody()
    password(client)
    page = words(client.get(SET_UP))
    secret = client.session["mfa.totp.secret"]
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in page
    assert '<svg class="heard-qr"' in page
    done = client.post(SET_UP, {"code": code(secret)})
    assert done["Location"] == "/account/two-step/codes/"
    shown = words(client.get(done["Location"]))
    assert all(spare in shown for spare in RecoveryCodes.activate(Person.objects.get()).get_unused_codes())
    assert is_in(client)


def test_a_wrong_code_sets_nothing_up(client):
    somebody()
    password(client)
    client.get(SET_UP)
    assert "This code does not work" in words(client.post(SET_UP, {"code": "12345"}))
    assert not Authenticator.objects.exists()


def test_an_app_set_up_in_another_browser_must_be_proved_here(client):
    person = somebody()
    password(client)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    assert client.get(SET_UP)["Location"] == "/account/confirm/code/?next=/"
    assert client.get(START)["Location"] == SET_UP
    client.post("/account/confirm/code/", {"code": code(), "next": "/"})
    assert is_in(client)


def test_changing_the_telephone_shuts_the_door_until_the_new_one_is_set_up(client, olive):
    sign_in(client)
    assert client.post("/account/two-step/app/remove/")["Location"] == SET_UP
    assert client.get(START)["Location"] == SET_UP


def test_later_changing_how_one_signs_in_asks_for_the_password_again(client, olive):
    sign_in(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 6 * 60
    session.save()
    answer = client.post("/account/two-step/app/remove/")
    assert answer["Location"].startswith("/account/confirm/?next=")
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_password_again_is_checked(client, olive):
    sign_in(client)
    assert "This is not your password." in words(client.post("/account/confirm/", {"password": "not this one"}))
    assert client.post("/account/confirm/", {"password": PASSWORD})["Location"] == "/"


# Who may not sign in


def test_somebody_stopped_meets_the_words_of_a_wrong_password(client, olive):
    Person.objects.update(is_active=False)
    assert WRONG in words(password(client))


def test_somebody_whose_time_is_over_meets_them_too(client, olive):
    Person.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert WRONG in words(password(client))


def test_the_last_day_still_counts(client, olive):
    Person.objects.update(until=timezone.localdate())
    sign_in(client)
    assert is_in(client)


@pytest.mark.parametrize("stopped", [{"is_active": False}, {"until": timezone.localdate() - timedelta(days=1)}])
def test_whoever_is_stopped_is_out_at_the_next_click(client, olive, stopped):
    sign_in(client)
    Person.objects.update(**stopped)
    assert client.get(START)["Location"].startswith(SIGN_IN)


def test_whoever_is_stopped_between_password_and_code_stays_out(client, olive):
    password(client)
    Person.objects.update(is_active=False)
    assert client.post(CODE, {"code": code()})["Location"] == "/sign-in/closed/"
    assert not is_in(client)


def test_nobody_can_sign_up(client):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


# Tries


def test_five_wrong_passwords_shut_the_account_for_five_minutes(client, olive):
    for _ in range(5):
        password(client, "not this one")
    assert "Wait five minutes" in words(password(client))


def test_five_wrong_codes_shut_the_second_step(client, olive):
    password(client)
    for _ in range(5):
        client.post(CODE, {"code": "12"})
    assert "Wait five minutes" in words(client.post(CODE, {"code": code()}))


def test_too_many_from_one_address_meet_a_page_of_ours(client, olive, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    password(client, "not this one")
    answer = password(client)
    assert (answer.status_code, "<h1" in words(answer)) == (429, True)


# Where it leads


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_an_address_elsewhere_is_not_followed(client, olive, next):
    password(client, next=next)
    assert client.post(CODE, {"code": code()})["Location"] == "/"


def test_an_address_of_ours_is_followed(client, olive):
    page = words(client.get(f"{SIGN_IN}?next=/account/password/"))
    assert '<input type="hidden" name="next" value="/account/password/">' in page
    password(client, next="/account/password/")
    assert client.post(CODE, {"code": code()})["Location"] == "/account/password/"


# The demonstration


@pytest.fixture
def demonstration(olive):
    from heard.record.models import CouncilSetting

    Person.objects.update(demonstration=True)
    CouncilSetting.objects.create(key="demonstration", value="Every case is invented.")
    return olive


def test_the_demonstration_says_who_can_sign_in(client, demonstration):
    page = words(client.get(SIGN_IN))
    assert "olive@example.gov.uk" in page and "only a demonstration" in page
    password(client)
    assert code() in words(client.get(CODE))


def test_at_a_councils_address_it_says_nothing(client, demonstration, settings):
    settings.HEARD_PRODUCTION = True
    assert "olive@example.gov.uk" not in words(client.get(SIGN_IN))
    password(client)
    assert code() not in words(client.get(CODE))


def test_a_council_that_is_no_demonstration_says_nothing(client, olive):
    Person.objects.update(demonstration=True)
    assert "olive@example.gov.uk" not in words(client.get(SIGN_IN))
    password(client)
    assert code() not in words(client.get(CODE))


def test_somebody_real_has_no_code_shown_even_in_the_demonstration(client, demonstration):
    Person.objects.update(demonstration=False)
    password(client)
    assert code() not in words(client.get(CODE))
