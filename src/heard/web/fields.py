"""Turns a Django form's fields into the options that GOV.UK's components take. Markup is the templates' work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input

REFUSED = ("required", "rows", "cols", "class", "placeholder", "maxlength", "minlength")
"""What a widget may say and no page shows: a placeholder goes when one types, the browser's own messages help nobody, and
its limit of length cuts what was pasted without a word."""
OPTIONAL = ("autocomplete", "inputmode", "autocapitalize", "pattern", "spellcheck")


@dataclass(frozen=True)
class Component:
    """Which component shows a field, and the options that it takes."""

    kind: str
    options: dict[str, Any]


def component(bound: BoundField, *, hint: str | None = None, classes: str = "", rows: int = 5) -> Component:
    """Describe a bound field. `hint` says something else than the field's own help, `classes` how wide it is, `rows` how
    high a box for many lines."""
    kind, words = _kind(bound.field.widget), str(bound.label)
    options = _common(bound, hint) | {"classes": classes}
    if kind in ("radios", "checkboxes"):
        options["fieldset"] = {"legend": {"text": words, "classes": "govuk-fieldset__legend--s"}}
        options["idPrefix"] = bound.auto_id
        options["items"] = list(_items(bound))
        return Component(kind, options)
    if kind == "checkbox":
        return Component("checkboxes", _single(bound, options, words))
    options |= {"id": bound.auto_id, "label": {"text": words, "classes": "govuk-label--s"}}
    return Component(kind, options | _own(kind, bound, rows))


def _kind(widget: forms.Widget) -> str:
    """Name the component for a widget. A subclass comes before what it is made from."""
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.PasswordInput, "password"),
        (forms.FileInput, "file"),
        (forms.Textarea, "textarea"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (Input, "input"),
    )
    for made_from, kind in kinds:
        if isinstance(widget, made_from):
            return kind
    raise TypeError(f"No component shows a {type(widget).__name__}.")


def _common(bound: BoundField, hint: str | None) -> dict[str, Any]:
    options: dict[str, Any] = {"name": bound.html_name}
    hint = str(bound.help_text) if hint is None else hint
    if hint:
        options["hint"] = {"text": hint}
    if bound.errors:
        options["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors)}
    attributes = {**bound.field.widget.attrs}
    for option in OPTIONAL:
        if option in attributes:
            options[option] = attributes.pop(option)
    if bound.field.disabled:
        options["disabled"] = True
    attributes = {name: value for name, value in attributes.items() if name not in REFUSED}
    options["attributes"] = {
        name: "" if value is True else value for name, value in attributes.items() if value is not False
    }
    return options


def _own(kind: str, bound: BoundField, rows: int) -> dict[str, Any]:
    """Return what only this kind of component takes."""
    widget = bound.field.widget
    if kind == "select":
        return {"items": list(_items(bound))}
    if kind == "file":
        return {"multiple": bool(getattr(widget, "allow_multiple_selected", False))}
    if kind == "password":
        return {}
    value = widget.format_value(bound.value())
    options: dict[str, Any] = {"value": "" if value is None else value}
    if kind == "textarea":
        return {**options, "rows": rows}
    dates = isinstance(widget, forms.DateInput | forms.NumberInput)
    options["type"] = "text" if dates else getattr(widget, "input_type", "text")
    if isinstance(widget, forms.NumberInput) and "inputmode" not in widget.attrs:
        options["inputmode"] = "numeric"
    return options


def _single(bound: BoundField, options: dict[str, Any], words: str) -> dict[str, Any]:
    """Describe one box to tick: its label stands beside it, and its hint belongs to the box."""
    item: dict[str, Any] = {"value": "on", "text": words, "id": bound.auto_id, "checked": bool(bound.value())}
    if "hint" in options:
        item["hint"] = options.pop("hint")
    return {**options, "idPrefix": bound.auto_id, "items": [item]}


def _items(bound: BoundField) -> Iterator[dict[str, Any]]:
    value = bound.value()
    held = value if isinstance(value, list | tuple | set) else [value]
    chosen = {"" if one is None else str(one) for one in held}
    for key, words in _flat(getattr(bound.field, "choices", ())):
        item: dict[str, Any] = {"value": key, "text": words}
        item["checked"] = item["selected"] = key in chosen
        yield item


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for key, words in choices:
        if isinstance(words, list | tuple):
            yield from _flat(words)
        else:
            yield "" if key is None else str(key), str(words)


def faults(*found: Any) -> list[dict[str, str]]:
    """List what is wrong in these forms, each with the address of its field, of a group its first choice, in order."""
    listed: list[dict[str, str]] = []
    for form in found:
        if form is None or not form.is_bound:
            continue
        listed += [{"text": str(error)} for error in form.non_field_errors()]
        for bound in form:
            listed += [{"text": str(error), "href": f"#{bound.auto_id}"} for error in bound.errors]
    return listed


def has_faults(*found: Any) -> bool:
    return bool(faults(*found))
