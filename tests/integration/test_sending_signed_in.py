"""Sending to a mail server that is trusted, and that wants to know who we are."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from tests.mail_servers import certificate, mail_server, talking, web_server
from tests.messages import NOW, SENDER, post, send

from heard.letters.mail_settings import Mail
from heard.letters.sending import tokens

pytestmark = [pytest.mark.django_db]


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("certificates"), "localhost")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_message_travels_encrypted_to_a_server_that_is_trusted(settings, home, inbox, trusted, security):
    file, context = trusted
    more = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    with mail_server(inbox, **more) as port:
        mail = settings.HEARD_MAIL = Mail("smtp", True, SENDER, "localhost", port, security, certificates=file)
        assert send(post()) == ""
        settings.HEARD_MAIL = replace(mail, certificates=None)
        assert send(post()) == "The mail server's certificate or encryption cannot be trusted."
        settings.HEARD_MAIL = replace(mail, host="127.0.0.1")
        assert send(post()) == "The mail server's certificate or encryption cannot be trusted."
    assert len(inbox.taken) == 1


def test_a_server_without_encryption_gets_nothing(server, inbox, settings):
    settings.HEARD_MAIL = replace(settings.HEARD_MAIL, security="starttls", user="heard", password="secret")
    assert send(post()) == "The mail server does not offer the encryption or the sign-in that is set."
    assert (inbox.taken, inbox.signed_in) == ([], [])


def test_we_sign_in_with_a_password(settings, home, inbox, trusted):
    file, context = trusted
    inbox.passwords = {"heard": "right"}
    with mail_server(inbox, tls_context=context, authenticator=inbox.check, auth_required=True) as port:
        mail = Mail("smtp", True, SENDER, "localhost", port, "starttls", "heard", "wrong", file)
        settings.HEARD_MAIL = mail
        assert send(post()) == "The mail server did not let us sign in (535)."
        settings.HEARD_MAIL = replace(mail, password="right")
        assert send(post()) == ""
    assert len(inbox.taken) == 1


class TokenServer:
    """Gives out tokens, each with a number; `inbox` takes those that are good."""

    def __init__(self, inbox, good=True):
        self.inbox, self.good, self.asked = inbox, good, []

    def __call__(self, method, path, headers, body):
        self.asked.append(parse_qs(body.decode()))
        token = f"token-{len(self.asked)}"
        if self.good:
            self.inbox.tokens = {token}
        return 200, {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}


@pytest.fixture
def application(settings, home, inbox, trusted):
    """Heard set to sign in as an application of Microsoft 365, with a server of tokens on this machine."""
    tokens._KEPT.clear()
    file, context = trusted
    giving = TokenServer(inbox)
    with web_server(giving) as url, mail_server(inbox, tls_context=context, auth_required=True) as port:
        settings.HEARD_MAIL = Mail(
            "smtp", True, SENDER, "localhost", port, "starttls", SENDER, certificates=file,
            token_url=f"{url}/one/oauth2/v2.0/token", client="two", secret="three",
        )  # fmt: skip
        yield giving
    tokens._KEPT.clear()


def test_an_application_signs_in_with_a_token_and_keeps_it_until_shortly_before_it_ends(application, inbox):
    assert send(post(), NOW) == ""
    assert send(post(), NOW + timedelta(minutes=54)) == ""
    assert len(application.asked) == 1
    assert send(post(), NOW + timedelta(minutes=55)) == ""
    assert (
        application.asked
        == [
            {
                "grant_type": ["client_credentials"],
                "client_id": ["two"],
                "client_secret": ["three"],
                "scope": ["https://outlook.office365.com/.default"],
            }
        ]
        * 2
    )
    assert inbox.signed_in == [(SENDER, b"token-1"), (SENDER, b"token-1"), (SENDER, b"token-2")]


def test_a_token_that_was_withdrawn_is_asked_for_once_more(application, inbox):
    send(post())
    inbox.tokens = set()
    assert send(post()) == ""
    assert len(application.asked) == 2
    application.good, inbox.tokens = False, set()
    assert send(post()) == "The mail server did not let us sign in (535)."
    assert len(application.asked) == 3


@pytest.mark.parametrize("seconds", [-(10**15), 10**15, "soon", None])
def test_a_token_that_says_nonsense_of_its_time_is_used(settings, application, inbox, seconds):
    tokens._KEPT.clear()
    inbox.tokens = {"good"}
    with web_server(lambda *words: (200, {"access_token": "good", "expires_in": seconds})) as url:
        settings.HEARD_MAIL = replace(settings.HEARD_MAIL, token_url=url)
        assert send(post()) == ""


def test_what_a_sign_in_cannot_carry_or_read_is_said(settings, home):
    def talk(one):
        one.sendall(b"220 here\r\n250-here\r\n250 AUTH LOGIN\r\n334 A\r\n")
        one.makefile("rb").read()

    with talking(talk) as port:
        mail = Mail("smtp", True, SENDER, "127.0.0.1", port, "none", "heard", "p\u00e4ss")
        settings.HEARD_MAIL = mail
        assert send(post()) == "The name or password for the mail server has letters that its sign-in cannot carry."
        settings.HEARD_MAIL = replace(mail, password="pass")
        assert send(post()) == "What the mail server said to our sign-in could not be read."


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (401, {"error": "invalid_client"}),
        (200, {}),
        (200, b"<html>"),
        (200, {"access_token": "a\r\nb"}),
        (200, {"access_token": "", "expires_in": 60}),
    ],
)
def test_no_token_is_no_sending(settings, application, status, answer):
    tokens._KEPT.clear()
    with web_server(lambda *words: (status, answer)) as url:
        settings.HEARD_MAIL = replace(settings.HEARD_MAIL, token_url=url)
        assert send(post()) == f"The service that gives out tokens gave none ({status})."
