"""Where this installation is reached: on this machine only, or at the council's address. Read by the settings."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_KEY = 50


@dataclass(frozen=True)
class Address:
    """Where people reach Heard. `host` is empty where it is for this machine only."""

    scheme: str = "http"
    host: str = ""
    port: int | None = None

    @property
    def production(self) -> bool:
        return bool(self.host)

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def allowed_hosts(self) -> list[str]:
        return [self.host] if self.host else list(LOCAL_HOSTS)

    @property
    def origins(self) -> list[str]:
        return [f"{self.scheme}://{self.host}{f':{self.port}' if self.port else ''}"] if self.host else []


def read_address(typed: str) -> Address:
    """Read HEARD_ADDRESS. Raises ImproperlyConfigured with a sentence where it is no address."""
    if not typed:
        return Address()
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    whole = host and parts.scheme in ("http", "https") and not parts.username and parts.path in ("", "/")
    if not whole or parts.query or parts.fragment or "*" in host or "_" in host:
        raise ImproperlyConfigured("HEARD_ADDRESS must look like https://complaints.example.gov.uk.")
    return Address(parts.scheme, f"[{host}]" if ":" in host else host, port)


def secret_key(given: str, home: Path, production: bool) -> str:
    """Return the key that signs sessions and keeps the secrets of two-step codes.

    On one machine it is made once and kept in HEARD_HOME. A production start wants it to be there already: a key that
    a lost folder or a second machine makes anew would lock everybody out. Raises ImproperlyConfigured.
    """
    file = home / "secret.key"
    if given:
        return given
    try:
        return _kept(file) or _make(file, production)
    except OSError:
        if production:
            raise ImproperlyConfigured(
                f"The file {file} cannot be read. Let the person who runs Heard read it."
            ) from None
        return secrets.token_urlsafe(64)  # the folder cannot be used: whatever starts next says so in a sentence


def _kept(file: Path) -> str:
    return file.read_text("utf-8").strip() if file.exists() else ""


def _make(file: Path, production: bool) -> str:
    if production:
        raise ImproperlyConfigured(
            f"A production start needs a secret key: set HEARD_SECRET_KEY to {SHORTEST_KEY} random characters or more, "
            f"or put them in the file {file}."
        )
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = file.with_name(f"secret.key.{os.getpid()}.{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    made.write_text(secrets.token_urlsafe(64) + "\n", "utf-8")
    try:
        os.link(made, file)  # whole or not at all, and the first of two that start at once wins
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return _kept(file)
