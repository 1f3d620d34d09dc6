"""The template environment: our templates, GOV.UK's components, and the few functions that every page may call."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localtime
from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined, Template, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing

from heard.web import fields

COMPONENTS = "govuk_frontend_jinja"


class Careful(StrictUndefined):
    """In our templates a name that is not there is an error; only a plain dictionary may lack a key."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        return Undefined(hint, obj, name, *rest) if isinstance(obj, dict) else super().__new__(cls)


class Pages(Environment):
    """Our pages. The components have an environment of their own: they ask for options that nobody gave."""

    def __init__(self, **options: Any) -> None:
        super().__init__(undefined=Careful, **options)
        self.components = Environment(
            autoescape=True, loader=PrefixLoader({COMPONENTS: PackageLoader(COMPONENTS)}), auto_reload=False
        )

    def get_template(self, name: Any, *words: Any, **named: Any) -> Template:
        """Return a template of ours, or a component's."""
        ours = not str(name).startswith(f"{COMPONENTS}/")
        return super().get_template(name, *words, **named) if ours else self.components.get_template(name)


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
    options.pop("undefined", None)
    made = Pages(**options)  # Django passes autoescape=True
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
