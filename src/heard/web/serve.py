"""`heard serve`: the web server, in this process and its workers."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from heard.web import logs
from heard.web.background import Background

WORKERS, THREADS = 2, 4


class CannotServeError(ValueError):
    """The server may not start; the message says why, a sentence for each reason."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with our application and the few options that we choose."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from heard.web.wsgi import application

        return application

    def run(self) -> None:
        Master(self).run()


class Master(Arbiter):  # type: ignore[misc]
    """Gunicorn's master, which looks after the processes for the work in the background as it does after its own."""

    def __init__(self, server: Server) -> None:
        self.background = Background(settings.HEARD_WORKERS)
        super().__init__(server)

    def manage_workers(self) -> None:
        super().manage_workers()
        self.background.watch()

    def stop(self, graceful: bool = True) -> None:
        self.background.ask_to_stop()
        super().stop(graceful)
        self.background.stop()


class Log(Logger):  # type: ignore[misc]
    """Gunicorn's own log, which would write the address and a part of a request that it could not read or answer."""

    def _say(self, level: str, message: str, *values: Any, **more: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None and os.environ.get("HEARD_DEBUG") != "1":
            kind, place = logs.where(error)
            message, values, more = "%s %s", (kind, place or "-"), {}
        getattr(self.error_log, level)(message, *values, **more)

    def warning(self, message: str, *values: Any, **more: Any) -> None:
        self._say("warning", message, *values, **more)

    def error(self, message: str, *values: Any, **more: Any) -> None:
        self._say("error", message, *values, **more)

    def exception(self, message: str, *values: Any, **more: Any) -> None:
        self._say("exception" if os.environ.get("HEARD_DEBUG") == "1" else "error", message, *values, **more)


def serve(host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until stopped; call `announce` with the address once it answers. Raises CannotServeError.

    Without HEARD_ADDRESS this machine alone is served, over plain http: nothing else may be bound.
    """
    check(host)
    _check_port(host, port)
    address = settings.ADDRESS.origins[0] if settings.HEARD_PRODUCTION else f"http://{_bracketed(host)}:{port}"
    Server(
        {
            "bind": f"{_bracketed(host)}:{port}",
            "workers": WORKERS,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "limit_request_line": 4094,
            "loglevel": "warning",
            "logger_class": Log,
            "accesslog": None,  # a line for each request would say who looked at which case, outside the history
            "control_socket_disable": True,
            "secure_scheme_headers": {},  # HEARD_PROXY alone says whether a proxy's word on https counts
            "when_ready": lambda _: announce(address),
        }
    ).run()


def check(host: str) -> None:
    """Raise CannotServeError where Heard may not start on this host."""
    if not settings.HEARD_PRODUCTION:
        if not _loopback(host):
            raise CannotServeError("Without HEARD_ADDRESS, Heard serves this machine only. Use --host 127.0.0.1.")
        return
    from heard.web.refusals import refusals

    found = refusals()
    if not settings.HEARD_PROXY:
        found.append("HEARD_PROXY must be 1, with a proxy in front that ends https: this server speaks plain http.")
    connections.close_all()
    if found:
        raise CannotServeError("\n".join(["Heard was not started.", *found]))


def _check_port(host: str, port: int) -> None:
    """Raise CannotServeError where something listens there already. Gunicorn may have been given its socket ready-made."""
    if "GUNICORN_FD" in os.environ or "LISTEN_FDS" in os.environ:
        return
    bare = host.strip("[]")
    try:
        with socket.socket(socket.AF_INET6 if ":" in bare else socket.AF_INET) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((bare, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = f"Port {port} is in use already, perhaps by Heard itself. Stop what uses it, or use another --port."
            raise CannotServeError(f"Heard was not started.\n{said}") from None


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
