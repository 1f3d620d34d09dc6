"""Where the staff's pages are. Addresses hold numbers that mean nothing outside Heard: no name, no reference."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
