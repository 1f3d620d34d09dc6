"""The two ways of starting: for this machine only, or at a council's address, where nothing unsafe may start."""

import json
import os
import socket
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from heard.access.models import Person
from heard.letters.mail_settings import Mail, read_mail
from heard.record.models import CouncilSetting
from heard.web import refusals as module
from heard.web.address import Address, read_address, secret_key
from heard.web.refusals import refusals
from heard.web.serve import CannotServeError, check, serve

SRC = Path(__file__).resolve().parents[2] / "src"
GOOD = "kTq7vXw2Lr9mZp4sYd6fHb8nJc3gRa5eUt1oIiWqEsDx0VzNMy"
READ = """
import json
from heard.web import settings as s
names = [n for n in dir(s) if n.isupper() and n not in ("ADDRESS", "REPOSITORY", "DATABASES", "TEMPLATES")]
print(json.dumps({n: getattr(s, n) for n in names}, default=str))
"""


def start(tmp_path: Path, program: str = READ, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start Python with these settings and no other of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "DJANGO_", "DATABASE_"))
    }
    kept |= {"HEARD_HOME": str(tmp_path / "home"), "PYTHONPATH": str(SRC), **environment}
    return subprocess.run([sys.executable, "-c", program], env=kept, capture_output=True, text=True, check=False)


def settings_of(tmp_path: Path, **environment: str) -> dict:
    done = start(tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# For this machine only


def test_without_an_address_only_this_machine_is_served(tmp_path):
    found = settings_of(tmp_path)
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["DEBUG"] is False
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == ("heard", False)
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_SECONDS"]) == (False, 0)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "council.example"])
def test_without_an_address_no_other_host_is_bound(host):
    with pytest.raises(CannotServeError, match="this machine only"):
        check(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_may_be_bound(host):
    check(host)


def test_a_port_that_is_in_use_is_said_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CannotServeError, match="is in use already"):
        serve("127.0.0.1", taken.getsockname()[1], print)


def test_the_key_of_this_machine_is_made_once_and_for_its_owner_only(tmp_path):
    first = secret_key("", tmp_path / "home", production=False)
    file = tmp_path / "home" / "secret.key"
    assert secret_key("", tmp_path / "home", production=False) == first == file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first) >= 50
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


# At a council's address

AT = {"HEARD_ADDRESS": "https://complaints.example.gov.uk", "HEARD_SECRET_KEY": GOOD, "HEARD_MAIL": "folder"}


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    return settings_of(tmp_path_factory.mktemp("production"), **AT)


def test_only_its_own_name_is_answered(production):
    assert production["ALLOWED_HOSTS"] == ["complaints.example.gov.uk"]
    assert production["CSRF_TRUSTED_ORIGINS"] == ["https://complaints.example.gov.uk"]


def test_cookies_are_for_this_host_over_https_and_out_of_reach_of_scripts(production):
    for cookie, name in (("SESSION", "__Host-heard"), ("CSRF", "__Host-heard-form")):
        assert production[f"{cookie}_COOKIE_NAME"] == name
        assert production[f"{cookie}_COOKIE_SECURE"] is True
        assert production[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert production[f"{cookie}_COOKIE_SAMESITE"] == "Lax"


def test_everything_is_https_for_a_year(production):
    assert production["SECURE_SSL_REDIRECT"] is True
    assert (production["SECURE_HSTS_SECONDS"], production["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (365 * 86400, True)


def test_a_proxys_word_counts_only_where_the_council_says_so(production, tmp_path):
    assert production["SECURE_PROXY_SSL_HEADER"] is None
    assert production["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    behind = settings_of(tmp_path, HEARD_PROXY="1", **AT)
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_passwords_are_kept_as_argon2_and_nothing_else(production):
    assert production["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_key_must_be_there_already(tmp_path):
    done = start(tmp_path, HEARD_ADDRESS="https://complaints.example.gov.uk")
    assert "A production start needs a secret key" in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_key_file_will_do(tmp_path):
    (tmp_path / "secret.key").write_text(GOOD + "\n")
    assert secret_key("", tmp_path, production=True) == GOOD


def test_the_server_refuses_what_is_not_safe(tmp_path):
    prepare = (
        "import django; django.setup(); from heard.web.home import make_ready; make_ready(); import heard.web.wsgi"
    )
    done = start(tmp_path, prepare, DJANGO_SETTINGS_MODULE="heard.web.settings", **AT)
    assert done.returncode == 1
    assert "ImproperlyConfigured: Heard was not started. There is no active monitoring officer." in done.stderr


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", Address()),
        ("https://heard.example.gov.uk", Address("https", "heard.example.gov.uk")),
        ("https://heard.example.gov.uk/", Address("https", "heard.example.gov.uk")),
        ("https://heard.example.gov.uk:8443", Address("https", "heard.example.gov.uk", 8443)),
        ("https://[2001:db8::1]", Address("https", "[2001:db8::1]")),
    ],
)
def test_an_address_is_read(typed, read):
    assert read_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "heard.example",
        "ftp://heard.example",
        "https://",
        "https://*.example",
        "https://a@b",
        "https://a/b",
        "https://a:x",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ImproperlyConfigured, match="HEARD_ADDRESS must look like"):
        read_address(typed)


# Why a production start is refused


@pytest.fixture
def ready(db, settings):
    """A council that may start: its key, its keepers and its address are in order."""
    settings.ADDRESS = Address("https", "complaints.example.gov.uk")
    settings.SECRET_KEY = GOOD
    settings.HEARD_MAIL = Mail(said=True)
    for role in ("monitoring-officer", "administrator"):
        Person.objects.create_user(f"{role}@example.gov.uk", role.title(), role)


@pytest.mark.database
def test_a_council_that_is_ready_may_start(ready):
    assert refusals() == []


@pytest.mark.database
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ADDRESS", Address("http", "complaints.example.gov.uk"), "must begin with https://"),
        ("DEBUG", True, "DEBUG must be off"),
        ("SECRET_KEY", GOOD[:49], "50 random characters or more"),
        ("SECRET_KEY", "ab" * 40, "50 random characters or more"),
        ("HEARD_MAIL", Mail(), "must say how letters leave"),
        ("SECRET_KEY", "django-insecure-" + GOOD, "an example that anybody could know"),
    ],
)
def test_a_setting_that_is_not_safe_is_refused(ready, settings, name, value, words):
    setattr(settings, name, value)
    assert [words in found for found in refusals()] == [True]


@pytest.mark.database
def test_the_demonstration_is_refused(ready):
    CouncilSetting.objects.create(key="demonstration", value="Every case is invented.")
    Person.objects.create_user("officer@example.org", "Olive Example", "complaints-officer", demonstration=True)
    assert [found[:30] for found in refusals()] == ["This is the demonstration coun", "People of the demonstration, w"]


@pytest.mark.database
@pytest.mark.parametrize("role", ["monitoring-officer", "administrator"])
@pytest.mark.parametrize("gone", [{"is_active": False}, {"until": timezone.localdate() - timedelta(days=1)}])
def test_without_a_keeper_it_is_refused(ready, role, gone):
    Person.objects.filter(role=role).update(**gone)
    assert [f"There is no active {role.replace('-', ' ')}" in found for found in refusals()] == [True]


@pytest.mark.database
def test_a_database_that_forgets_in_a_power_cut_is_refused(ready, monkeypatch):
    if connection.vendor == "sqlite":
        monkeypatch.setattr(module, "_synchronous", lambda: 1)
        assert ["synchronous=FULL" in found for found in refusals()] == [True]
    else:
        assert refusals() == []


@pytest.mark.database
def test_a_refused_start_says_every_reason(ready, settings):
    settings.HEARD_PRODUCTION, settings.HEARD_PROXY = True, False
    Person.objects.all().delete()
    with pytest.raises(CannotServeError) as refused:
        check("0.0.0.0")
    heads = [line[:21] for line in str(refused.value).splitlines()]
    assert heads == ["Heard was not started", "There is no active mo", "There is no active ad", "HEARD_PROXY must be 1"]


# How letters leave

SERVER = {
    "HEARD_MAIL": "smtp",
    "HEARD_MAIL_FROM": "complaints@example.gov.uk",
    "HEARD_SMTP_HOST": "mail.example.gov.uk",
}
MICROSOFT = {"HEARD_SMTP_TENANT": "one", "HEARD_SMTP_CLIENT": "two", "HEARD_SMTP_SECRET": "three"}
NOTIFY = {
    "HEARD_MAIL": "notify",
    "HEARD_NOTIFY_KEY": "heard-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0",
    "HEARD_NOTIFY_TEMPLATE": "f33517ff-2a88-4f6e-b855-c550268ce08a",
}


def test_unless_told_letters_stay_in_a_folder():
    assert read_mail({}) == Mail("folder", said=False, sender="heard@heard.invalid")
    assert read_mail({"HEARD_MAIL": "folder"}).said


def test_a_mail_server_is_reached_encrypted_unless_it_is_this_machine():
    found = read_mail(SERVER)
    assert (found.way, found.host, found.port, found.security) == ("smtp", "mail.example.gov.uk", 587, "starttls")
    assert read_mail(SERVER | {"HEARD_SMTP_SECURITY": "tls"}).port == 465
    here = {"HEARD_SMTP_SECURITY": "none", "HEARD_SMTP_HOST": "127.0.0.1"}
    assert read_mail(SERVER | here).port == 25


def test_an_application_of_microsoft_365_signs_in_as_the_sender():
    found = read_mail(SERVER | MICROSOFT)
    assert (found.user, found.client) == ("complaints@example.gov.uk", "two")
    assert found.token_url == "https://login.microsoftonline.com/one/oauth2/v2.0/token"


def test_a_key_of_notify_is_taken_apart():
    found = read_mail(NOTIFY)
    assert found.notify_service == "26785a09-ab16-4eb0-8407-a37497a57506"
    assert found.notify_secret == "3d844edf-8d35-48ac-975b-e847b4f122b0"


def test_what_is_secret_does_not_show():
    password = {"HEARD_SMTP_USER": "heard", "HEARD_SMTP_PASSWORD": "canary"}
    shown = [repr(read_mail(one)) for one in (SERVER | password, SERVER | MICROSOFT, NOTIFY)]
    assert [word for word in ("canary", "three", "3d844edf") for text in shown if word in text] == []


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"HEARD_MAIL": "pigeon"}, "HEARD_MAIL must be folder, smtp or notify"),
        ({"HEARD_MAIL_FROM": "Complaints <a@b.example>"}, "HEARD_MAIL_FROM"),
        ({"HEARD_MAIL": "smtp", "HEARD_SMTP_HOST": "mail.example"}, "HEARD_MAIL_FROM must be"),
        (SERVER | {"HEARD_SMTP_HOST": ""}, "HEARD_SMTP_HOST"),
        (SERVER | {"HEARD_SMTP_HOST": "two words"}, "HEARD_SMTP_HOST"),
        (SERVER | {"HEARD_SMTP_PORT": "70000"}, "HEARD_SMTP_PORT"),
        (SERVER | {"HEARD_SMTP_SECURITY": "some"}, "HEARD_SMTP_SECURITY"),
        (SERVER | {"HEARD_SMTP_SECURITY": "none"}, "only for a mail server on this machine"),
        (SERVER | {"HEARD_SMTP_CERTIFICATES": "nowhere.pem"}, "HEARD_SMTP_CERTIFICATES"),
        (SERVER | {"HEARD_SMTP_USER": "heard"}, "belong together"),
        (SERVER | {"HEARD_SMTP_PASSWORD": "secret"}, "belong together"),
        (SERVER | MICROSOFT | {"HEARD_SMTP_SECRET": ""}, "belong together"),
        (SERVER | MICROSOFT | {"HEARD_SMTP_PASSWORD": "secret"}, "not both"),
        (SERVER | MICROSOFT | {"HEARD_SMTP_TOKEN_URL": "http://tokens.example/"}, "must begin with https"),
        (NOTIFY | {"HEARD_NOTIFY_KEY": "short"}, "HEARD_NOTIFY_KEY"),
        (NOTIFY | {"HEARD_NOTIFY_TEMPLATE": ""}, "HEARD_NOTIFY_TEMPLATE"),
        (NOTIFY | {"HEARD_NOTIFY_URL": "http://notify.example"}, "must begin with https"),
    ],
)
def test_settings_of_mail_that_cannot_be_are_named(environment, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        read_mail(environment)
