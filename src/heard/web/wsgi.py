"""What a web server runs: `gunicorn heard.web.wsgi`. A production start that is not safe is refused here."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections


def make_application() -> WSGIHandler:
    """Return the application. Raises ImproperlyConfigured with every reason not to start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.web.settings")
    made = get_wsgi_application()
    if settings.HEARD_PRODUCTION:
        from heard.web.refusals import refusals

        found = refusals()
        if found:
            raise ImproperlyConfigured("Heard was not started. " + " ".join(found))
    connections.close_all()  # a connection that a worker inherits at its birth would be shared
    return made


application = make_application()
