"""What the server says of an error or a refusal, on its standard error: where in our code, and nothing of a case.

One line each: when (UTC), level, status, method, the route's name, who (`person 7` or nobody), the kind of exception, and the
innermost line of ours that it passed. No address, no query, nothing that was sent, no message: all of these may name a child.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

OURS = Path(__file__).resolve().parents[1]
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
REFUSED = frozenset({403, 411, 413})


class WorthALine(logging.Filter):
    """Lets through errors and refusals; not a page that is not there, nor a form that must be corrected."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", 500)
        return record.name.startswith("django.security") or status >= 500 or status in REFUSED


class OneLine(logging.Formatter):
    """Writes the line. The trace of an error, with its words, is added where HEARD_DEBUG is 1 only."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        meta = getattr(request, "META", {})
        method = meta.get("REQUEST_METHOD", "")
        route = getattr(getattr(request, "resolver_match", None), "view_name", "")
        error = record.exc_info[1] if record.exc_info else None
        kind, place = where(error)
        line = " ".join(
            (
                datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                record.levelname,
                str(getattr(record, "status_code", "-")),
                method if method in METHODS else "-",
                route or "-",
                _person(request),
                kind or record.name,
                place or "-",
            )
        )
        if os.environ.get("HEARD_DEBUG") == "1" and record.exc_info and error is not None:
            line += "\n" + self.formatException(record.exc_info)
        return line


def where(error: BaseException | None) -> tuple[str, str]:
    """Return the kind of the exception and the innermost file and line of ours: of its first cause that passed any."""
    found = [(type(one).__name__, place) for one in _causes(error) if (place := _innermost(one))]
    return found[-1] if found else (type(error).__name__ if error else "", "")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__


def _innermost(error: BaseException) -> str:
    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(OURS):
            place = f"{file.relative_to(OURS).as_posix()}:{line}"
    return place


def _person(request: object) -> str:
    """Return who is signed in where that is known already: an error's line may not ask a database that is at fault."""
    known = getattr(request, "_cached_user", None)  # where Django's request.user keeps whom it has found
    return f"person {known.pk}" if known is not None and known.is_authenticated else "nobody"


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"worth-a-line": {"()": WorthALine}},
    "formatters": {"one-line": {"()": OneLine}},
    "handlers": {
        "errors": {
            "class": "logging.StreamHandler",
            "level": "WARNING",
            "filters": ["worth-a-line"],
            "formatter": "one-line",
        }
    },
    "loggers": {
        "django": {"handlers": ["errors"], "level": "WARNING", "propagate": False},
        "heard": {"handlers": ["errors"], "level": "WARNING", "propagate": False},
        "allauth": {"handlers": ["errors"], "level": "WARNING", "propagate": False},
    },
}
