"""The council's settings, its colour and its logo."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework.forms import SHOWN_SETTINGS, LogoForm, SettingsForm, typed
from heard.casework.rendering import done, page
from heard.record.actions.council_settings import change, set_logo
from heard.record.council import read_value
from heard.record.queries.settings import all_settings


@door("settings", "view")
def settings(request: StaffRequest) -> HttpResponse:
    """Show the council's settings, and let who may change them do so."""
    return _settings(request)


def _settings(request: StaffRequest, form: SettingsForm | None = None, logo: LogoForm | None = None) -> HttpResponse:
    values = all_settings(by=request.actor)
    may_change = bool(relations_allowing(request.actor.role, "settings", "change"))
    shown = {
        "rows": [(one.label, typed(one, values[one.key])) for one in SHOWN_SETTINGS],
        "form": (form or SettingsForm(values=values)) if may_change else None,
        "logo": (logo or LogoForm()) if may_change else None,
        "has_logo": bool(values["logo"]),
    }
    return page(request, "settings.html", shown, form, logo)


@door("settings", "change", methods=("POST",))
def change_settings(request: StaffRequest) -> HttpResponse:
    """Change those settings that were typed differently."""
    values = all_settings(by=request.actor)
    form = SettingsForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        changes = {}
        for one in SHOWN_SETTINGS:
            try:
                value = read_value(one.key, data[one.key])
            except ValueError as error:
                form.add_error(one.key, str(error))
                continue
            if value != values[one.key]:
                changes[one.key] = value
        if changes and form.is_valid():
            change(changes, by=request.actor, at=request.at)

    if form.carry_out(act) and form.is_valid():
        return done(request, "The settings were saved.", "settings")
    return _settings(request, form=form)


@door("settings", "change", methods=("POST",))
def change_logo(request: StaffRequest) -> HttpResponse:
    """Set the council's logo."""
    form = LogoForm(request.POST, request.FILES)
    if form.carry_out(lambda data: set_logo(data["logo"].read(), by=request.actor, at=request.at)):
        return done(request, "The logo was saved.", "settings")
    return _settings(request, logo=form)
