"""Asking a service over HTTPS: one question, one answer, no redirects, and nothing written down."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from heard.letters.mail_settings import LOCAL
from heard.letters.sending.errors import NotNowError

TIMEOUT = 30
LARGEST_ANSWER = 1_000_000


def ask(method: str, url: str, headers: Mapping[str, str], body: bytes | None, who: str) -> tuple[int, dict[str, Any]]:
    """Return the status and the JSON of the answer, {} where it is no JSON object. Raises NotNowError, which names `who`."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    caller: http.client.HTTPConnection
    if parts.scheme == "https":
        caller = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())
    elif host in LOCAL:
        caller = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
    else:
        raise NotNowError(f"{who} is asked over https only.")
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        caller.request(method, path, body, dict(headers))
        answer = caller.getresponse()
        return answer.status, _object(answer.read(LARGEST_ANSWER))
    except (OSError, http.client.HTTPException):
        raise NotNowError(f"{who} could not be reached.") from None
    finally:
        caller.close()


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
