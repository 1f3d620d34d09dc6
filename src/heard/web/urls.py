"""Every address of the web application."""

from __future__ import annotations

from django.urls import include, path

from heard.web import views

handler400 = "heard.web.errors.bad_request"
handler403 = "heard.web.errors.permission_denied"
handler404 = "heard.web.errors.not_found"
handler500 = "heard.web.errors.server_error"
handler429 = "heard.web.errors.too_many"  # allauth looks for it here

urlpatterns = [
    path("council.css", views.council_css, name="council_css"),
    path("council-logo/<str:digest>", views.council_logo, name="council_logo"),
    path("", include("heard.access.urls")),
    path("", include("heard.casework.urls")),
]
