"""The template environment: our templates, GOV.UK's components, and the few functions that every page may call."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localtime
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing

from heard.web import fields


class Careful(StrictUndefined):
    """A name that is not there is an error in our templates. GOV.UK's components ask for options that were not given."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        # Only a component's options are plain dictionaries, and only components have a caller that need not be there.
        if isinstance(obj, dict) or name in ("caller", "undefined"):
            return Undefined(hint, obj, name, *rest)
        return super().__new__(cls)


@cache
def _version() -> str:
    stamp = settings.STATIC_ROOT / "heard" / "stamp"
    return stamp.read_text()[:10] if stamp.exists() else "0"


def static(path: str) -> str:
    """Return the address of a compiled file. It changes with the file, so that no browser shows an old one."""
    return f"{settings.STATIC_URL}{path}?{_version()}"


def url(name: str, *words: Any, **named: Any) -> str:
    """Return the address of the page that is called `name`."""
    return reverse(name, args=words, kwargs=named)


@pass_context
def page_forms(context: Context) -> list[Any]:
    """Return the forms of this page: what its view passed as `forms` and as `form`."""
    return [form for form in [*(context.get("forms") or []), context.get("form")] if form is not None]


def environment(**options: Any) -> Environment:
    """Make the environment that Django renders our pages with."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], components])
    options["undefined"] = Careful
    made = Environment(**options)  # Django passes autoescape=True
    made.globals.update(static=static, url=url, get_messages=get_messages, page_forms=page_forms)
    made.globals.update(component=fields.component, faults=fields.faults, has_faults=fields.has_faults)
    made.filters["day"] = _day
    made.filters["moment"] = _moment
    return made


def _day(value: Any) -> str:
    """Write a date as “31 August 2023”, or nothing where there is none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def _moment(value: Any) -> str:
    """Write a moment as “31 August 2023 at 14:05”, in London's time."""
    return f"{_day(localtime(value))} at {localtime(value):%H:%M}" if value else ""
