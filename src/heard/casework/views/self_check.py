"""The self-check of one complaint: would the Ombudsman find fault today, and what is about to go wrong."""

from __future__ import annotations

from django.http import HttpResponse

from heard.access.door import StaffRequest, door
from heard.casework.rendering import page
from heard.casework.views.complaint import opened, shown_with
from heard.record.queries.self_check import self_check as checked


@door("complaint", "view")
def self_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the faults that the complaint's dates show, what would put each right, and what is coming."""
    head = opened(request, pk, "self-check")
    shown = shown_with(request, head, "self-check", check=checked(head, request.on))
    return page(request, "complaints/self_check.html", shown)
