"""Where the annual reports are. A year is written 2022-23, and a figure goes by its id."""

from __future__ import annotations

from django.urls import path

from heard.casework.views import reports

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:year>/", reports.report, name="report"),
    path("reports/<str:year>/count/", reports.count_report, name="count-report"),
    path("reports/<str:year>/report.docx", reports.report_word, name="report-word"),
    path("reports/<str:year>/figures/<path:figure>/", reports.figure, name="figure"),
]
