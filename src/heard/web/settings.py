"""Every setting of the installation, read from the environment once.

HEARD_HOME        the folder that holds the database, the frozen extracts and the reports (default: var/ in the repository)
DATABASE_URL      postgresql://user:password@host:port/name moves the database there (default: SQLite in HEARD_HOME)
HEARD_CHAIN_KEY   the key of the history's hash chain, as hexadecimal (default: chain.key in HEARD_HOME, made once)
HEARD_IMPORT_MAX_ROWS  the most rows of one sheet that one import takes (default: 100000)
HEARD_ADDRESS     where people reach Heard, such as https://complaints.example.gov.uk. Unset, it serves this machine only.
                  Set, it is a production start, which `heard.web.refusals` refuses where something is not safe
HEARD_SECRET_KEY  signs sessions and keeps the secrets of two-step codes; 50 random characters or more
                  (default: secret.key in HEARD_HOME, which is made once where HEARD_ADDRESS is unset)
HEARD_DEBUG       1 shows where in Heard's own code a command failed, instead of one sentence (read in heard.cli)
HEARD_MAIL        how letters leave: folder (default: they stay in HEARD_HOME/outbox and none leaves), smtp or notify. A
                  production start wants it said. `heard.letters.mail_settings` reads it and what belongs to it
HEARD_MAIL_FROM   the address that letters are sent from, such as complaints@example.gov.uk; smtp needs it
HEARD_SMTP_HOST, HEARD_SMTP_PORT  the mail server (default port: 587, or 465 with tls)
HEARD_SMTP_SECURITY  starttls (default), tls, or none for a server on this machine
HEARD_SMTP_CERTIFICATES  a file with the certificates to trust instead of the machine's own (PEM)
HEARD_SMTP_USER, HEARD_SMTP_PASSWORD  for a server that asks for a password
HEARD_SMTP_TENANT, HEARD_SMTP_CLIENT, HEARD_SMTP_SECRET  for Microsoft 365, in place of a password: the directory's id, the
                  application's id and its secret. HEARD_SMTP_USER is the mailbox (default: HEARD_MAIL_FROM)
HEARD_SMTP_TOKEN_URL, HEARD_SMTP_SCOPE  where tokens are asked for, and for what, where it is not Microsoft 365
HEARD_NOTIFY_KEY, HEARD_NOTIFY_TEMPLATE  the key of the service at GOV.UK Notify and the ID of its e-mail template
HEARD_NOTIFY_URL  where GOV.UK Notify is (default: https://api.notifications.service.gov.uk)
HEARD_WORKERS     how many processes `heard serve` runs for the work in the background (default: 1; 0 where `heard work`
                  runs on its own)
HEARD_PROXY       1 where one proxy in front of Heard ends https, sets X-Forwarded-Proto and adds to X-Forwarded-For
HEARD_DEBUG       1 adds an error's whole trace to what the server and the commands say of it. A trace may hold a case's
                  words and a child's name: set it on a machine of your own, for as long as you look for a fault
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from heard.letters.mail_settings import read_mail
from heard.web import logs
from heard.web.address import read_address, secret_key

REPOSITORY = Path(__file__).resolve().parents[3]
HEARD_HOME = Path(os.environ.get("HEARD_HOME") or REPOSITORY / "var").resolve()
HEARD_CHAIN_KEY = os.environ.get("HEARD_CHAIN_KEY", "")


def _whole_number(name: str, default: int) -> int:
    typed = os.environ.get(name) or str(default)
    if not typed.isascii() or not typed.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(typed)


HEARD_IMPORT_MAX_ROWS = _whole_number("HEARD_IMPORT_MAX_ROWS", 100_000)
HEARD_MAIL = read_mail(os.environ)
HEARD_WORKERS = _whole_number("HEARD_WORKERS", 1)


def _sqlite() -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HEARD_HOME / "heard.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, not NORMAL: what was acknowledged must survive a power cut, not only a crash.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL cannot be read. Check its brackets.") from None
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": _port(parts),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _port(parts: SplitResult) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        raise ImproperlyConfigured("The port in DATABASE_URL must be a number up to 65535.") from None


DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": _postgresql(DATABASE_URL) if DATABASE_URL else _sqlite()}

# Where people reach Heard, and what follows from it

DEBUG = False
ADDRESS = read_address(os.environ.get("HEARD_ADDRESS", ""))
HEARD_PRODUCTION = ADDRESS.production
HEARD_PROXY = os.environ.get("HEARD_PROXY", "") == "1"
SECRET_KEY = secret_key(os.environ.get("HEARD_SECRET_KEY", ""), HEARD_HOME, HEARD_PRODUCTION)
ALLOWED_HOSTS = ADDRESS.allowed_hosts
CSRF_TRUSTED_ORIGINS = ADDRESS.origins
SECURE_SSL_REDIRECT = HEARD_PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HEARD_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HEARD_PRODUCTION
# Whoever can reach Heard past the proxy could write this header too, so it counts only where the council says so.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HEARD_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HEARD_PROXY else 0

# The parts, and the order in which a request walks through them

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "heard.access",
    "heard.record",
]
MIDDLEWARE = [
    # Everything that leaves gets its headers: files, errors and the redirect to https included.
    "csp.middleware.CSPMiddleware",
    "heard.web.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "heard.web.bodies.BodyLimit",
    # Styles need no session and no database.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "heard.web.once.SettingsOnce",
    "heard.access.sessions.SessionLimits",
    "heard.access.two_step.RequireTwoStep",
]
ROOT_URLCONF = "heard.web.urls"
WSGI_APPLICATION = "heard.web.wsgi.application"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would carry its words about

_PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [_PACKAGE / room / "templates" for room in ("web", "access", "casework", "reporting")],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "heard.web.jinja.environment",
            "context_processors": ["heard.web.layout.context"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
    # The few texts that allauth renders and no person reads. Its pages are ours, which a test checks.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "NAME": "django", "APP_DIRS": True},
]

# Files: compiled by run.py, served from here

STATIC_URL = "/static/"
STATIC_ROOT = _PACKAGE / "web" / "static"
WHITENOISE_MAX_AGE = 60 * 60
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"/fonts/"  # a font's file never changes under its name

# What a page may do in a browser. Nothing that is not said here.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # not “no-referrer”: the check of a form's origin over https needs it
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Sessions and cookies

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60  # and no longer, however busy; heard.access.sessions keeps both limits
_PREFIX = "__Host-" if ADDRESS.secure else ""
SESSION_COOKIE_NAME = f"{_PREFIX}heard"
SESSION_COOKIE_SECURE = ADDRESS.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_PREFIX}heard-form"
CSRF_COOKIE_SECURE = ADDRESS.secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "heard.web.errors.csrf_failure"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "heard_cache",
        # The limits on tries and the codes that were used are kept here. Beyond this number rows go whether or not they
        # expired: with Django's 300, whoever tries with enough invented addresses opens an account that is locked.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# People and how they sign in

AUTH_USER_MODEL = "access.Person"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["heard.access.adapters.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "heard.access.passwords.CouncilWordsValidator"},
    {"NAME": "heard.access.passwords.LengthValidator"},
    {"NAME": "heard.access.passwords.RepetitionValidator"},
    {"NAME": "heard.access.passwords.DemonstrationValidator"},
]
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "heard.access.link_keys.LinkKeys"  # nosec B105: a name of a class
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # how long the link works that an administrator makes
ACCOUNT_ADAPTER = "heard.access.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "heard.access.forms.SignInForm",
    "change_password": "heard.access.forms.ChangePasswordForm",  # nosec B105
    "reset_password_from_key": "heard.access.forms.SetPasswordForm",  # nosec B105
    "reauthenticate": "heard.access.forms.ConfirmForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
# A council's whole staff comes from one address on a Monday morning; what guards an account is the limit for its own.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/300s/key"}
MFA_ADAPTER = "heard.access.adapters.TwoStepAdapter"
MFA_FORMS = {
    "authenticate": "heard.access.forms.CodeForm",
    "reauthenticate": "heard.access.forms.ConfirmCodeForm",
    "activate_totp": "heard.access.forms.SetUpAppForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the administrator's to check, and no e-mail is sent
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Heard"

# What is said on standard error

LOGGING = logs.LOGGING

# Words, dates and times

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False  # one language; so the formats are said here
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d %m %Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # the words of a form; heard.web.bodies limits what is sent in whole
