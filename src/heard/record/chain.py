"""The arithmetic of the history's chain, apart from the database.

Each entry's hash is keyed (HMAC-SHA256) over the hash before it and the entry's own fields in one canonical form. What
is personal enters only as a commitment: a hash of a random salt and the payload. With the salt and the payload gone the
text cannot be guessed back from the commitment, and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEY_BYTES = 32
START = "0" * 64
"""What the first entry follows."""


class KeyMissingError(RuntimeError):
    """The key that made the hashes of the history is not where it should be, or is another one."""


def canonical(fields: dict[str, Any]) -> bytes:
    """Return the one form in which fields are hashed: JSON with sorted keys and nothing between."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(at: datetime) -> str:
    """Return a timestamp as it is hashed: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def commitment(salt: str, body: str) -> str:
    """Return the salted hash that stands for a personal payload."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


def link(key: bytes, previous: str, fields: dict[str, Any]) -> str:
    """Return the hash of an entry that follows `previous`."""
    return hmac.new(key, previous.encode() + b"\n" + canonical(fields), hashlib.sha256).hexdigest()


def _key(typed: str) -> bytes:
    try:
        key = bytes.fromhex(typed.strip())
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise KeyMissingError(
            f"The key of the history must be at least {KEY_BYTES} bytes in hexadecimal. Nothing was changed."
        )
    return key


def anchor_path(home: Path) -> Path:
    """Return where the head of the chain is noted outside the database, so that a cut-off tail is noticed."""
    return home / "chain.head"


def load_key(home: Path, from_environment: str, history_exists: bool) -> bytes:
    """Return the chain's key: from the environment, or from chain.key in HEARD_HOME, which is made once.

    Raises KeyMissingError rather than making a second key for a history that has begun.
    """
    path = home / "chain.key"
    if from_environment or path.exists():
        return _key(from_environment or path.read_text(encoding="ascii"))
    if history_exists:
        raise KeyMissingError(
            "The key of the history, chain.key, is missing from HEARD_HOME. Put it back from your backup, "
            "or set HEARD_CHAIN_KEY. Nothing was changed."
        )
    home.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(KEY_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    return key
