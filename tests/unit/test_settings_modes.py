"""The two ways of starting: for this machine only, or at a council's address, where nothing unsafe may start."""

import json
import os
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
from heard.record.models import CouncilSetting
from heard.web import refusals as module
from heard.web.address import Address, read_address, secret_key
from heard.web.refusals import refusals
from heard.web.serve import CannotServeError, check

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


def test_the_key_of_this_machine_is_made_once_and_for_its_owner_only(tmp_path):
    first = secret_key("", tmp_path / "home", production=False)
    file = tmp_path / "home" / "secret.key"
    assert secret_key("", tmp_path / "home", production=False) == first == file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first) >= 50
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


# At a council's address

AT = {"HEARD_ADDRESS": "https://complaints.example.gov.uk", "HEARD_SECRET_KEY": GOOD}


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
