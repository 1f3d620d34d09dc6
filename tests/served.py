"""The web application served over a real socket, on the test's own database connection, so that all of it rolls back."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from tests.people import sign_in

from heard.access.models import Person

CSRF = "a" * 32
SIGNALS = (request_started, request_finished)


class _Server(LiveServerThread):
    """Django's test server without its handlers for files: ours come from the application itself."""

    server_class = WSGIServer

    def run(self) -> None:
        for alias, shared in self.connections_override.items():
            connections[alias] = shared
        try:
            self.httpd = WSGIServer((self.host, self.port), QuietWSGIRequestHandler, allow_reuse_address=False)
            self.port = self.httpd.server_address[1]
            self.httpd.set_app(WSGIHandler())
            self.is_ready.set()
            self.httpd.serve_forever()
        except Exception as error:
            self.error = error
            self.is_ready.set()


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Serve until the block ends; give the host and the port."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    for signal in SIGNALS:  # at the end of a request Django would close the connection that the test goes on with
        signal.disconnect(close_old_connections)
    server = _Server("127.0.0.1", None, connections_override={connection.alias: connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        if server.error:
            raise server.error
        yield "127.0.0.1", server.port
    finally:
        server.httpd.shutdown()
        server.httpd.server_close()
        server.join()
        for signal in SIGNALS:
            signal.connect(close_old_connections)
        connection.dec_thread_sharing()


@dataclass
class Browser:
    """Somebody signed in, who asks over HTTP. Redirects are not followed."""

    where: tuple[str, int]
    cookies: str

    @classmethod
    def of(cls, where: tuple[str, int], person: Person) -> Browser:
        jar = sign_in(Client(), person).cookies
        kept = {name: morsel.value for name, morsel in jar.items()} | {"heard-form": CSRF}
        return cls(where, "; ".join(f"{name}={value}" for name, value in kept.items()))

    def ask(self, method: str, path: str, **data: str) -> tuple[int, str]:
        """Return the status and the body."""
        caller = http.client.HTTPConnection(*self.where, timeout=30)
        headers = {"Cookie": self.cookies, "X-CSRFToken": CSRF}
        body = None
        if method == "POST":
            body = urlencode({"csrfmiddlewaretoken": CSRF, **data})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            caller.request(method, path, body, headers)
            answer = caller.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            caller.close()
