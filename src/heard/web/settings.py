"""Every setting of the installation, read from the environment once.

HEARD_HOME        the folder that holds the database, the frozen extracts and the reports (default: var/ in the repository)
DATABASE_URL      postgresql://user:password@host:port/name moves the database there (default: SQLite in HEARD_HOME)
HEARD_CHAIN_KEY   the key of the history's hash chain, as hexadecimal (default: chain.key in HEARD_HOME, made once)
HEARD_IMPORT_MAX_ROWS  the most rows of one sheet that one import takes (default: 100000)
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parents[3]
HEARD_HOME = Path(os.environ.get("HEARD_HOME") or REPOSITORY / "var").resolve()
HEARD_CHAIN_KEY = os.environ.get("HEARD_CHAIN_KEY", "")


def _whole_number(name: str, default: int) -> int:
    typed = os.environ.get(name) or str(default)
    if not typed.isascii() or not typed.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(typed)


HEARD_IMPORT_MAX_ROWS = _whole_number("HEARD_IMPORT_MAX_ROWS", 100_000)


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

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "heard.access",
    "heard.record",
]
AUTH_USER_MODEL = "access.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
