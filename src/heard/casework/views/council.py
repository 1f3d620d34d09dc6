"""The council's settings, its colour and its logo."""

from __future__ import annotations

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.access.policy import relations_allowing
from heard.casework.forms import SHOWN_SETTINGS, CaseworkForm, LogoForm, RemoveLogoForm, SettingsForm
from heard.casework.rendering import done, page
from heard.record.actions.council_settings import change, set_logo
from heard.record.council import as_typed
from heard.record.queries.settings import all_settings


@door("settings", "view")
def settings(request: StaffRequest) -> HttpResponse:
    """Show the council's settings, and let who may change them do so."""
    return _settings(request)


def _settings(
    request: StaffRequest, form: SettingsForm | None = None, logo: CaseworkForm | None = None
) -> HttpResponse:
    values = all_settings(by=request.actor)
    may_change = bool(relations_allowing(request.actor.role, "settings", "change"))
    shown = {
        "rows": [(one.label, as_typed(one, values[one.key])) for one in SHOWN_SETTINGS],
        "form": (form or SettingsForm(values=values)) if may_change else None,
        "logo": (logo if isinstance(logo, LogoForm) else LogoForm()) if may_change else None,
        "has_logo": bool(values["logo"]),
    }
    return page(request, "settings.html", shown, form, logo)


@door("settings", "change", methods=("POST",))
def change_settings(request: StaffRequest) -> HttpResponse:
    """Change those settings that were typed differently."""
    form = SettingsForm(request.POST)
    if form.carry_out(lambda data: change(data, by=request.actor, at=request.at)):
        return done(request, "The settings were saved.", "settings")
    return _settings(request, form=form)


@door("settings", "change", methods=("POST",))
def change_logo(request: StaffRequest) -> HttpResponse:
    """Set the council's logo."""
    form = LogoForm(request.POST, request.FILES)
    if form.carry_out(lambda data: set_logo(data["logo"].read(), by=request.actor, at=request.at)):
        return done(request, "The logo was saved.", "settings")
    return _settings(request, logo=form)


@door("settings", "change", methods=("POST",))
def remove_logo(request: StaffRequest) -> HttpResponse:
    """Take the council's logo off every page."""
    form = RemoveLogoForm(request.POST)
    if form.carry_out(lambda data: set_logo(b"", by=request.actor, at=request.at)):
        return done(request, "The logo was removed.", "settings")
    return _settings(request, logo=form)
