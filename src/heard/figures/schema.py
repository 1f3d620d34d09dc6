"""The frozen tables: what an extract holds. No names of people, no free text, no quotations.

Each table carries the financial year and the marks that figures are grouped by, so that a figure is one pass over one
table. A label stands beside its slug: people read the one, ids are made of the other. Types are those that every
engine has; yes and no are 1 and 0.
"""

from __future__ import annotations

TEXT, WHOLE, DAY, NUMBER = "VARCHAR", "INTEGER", "DATE", "DECIMAL(14,2)"

_GROUP = {"financial_year": TEXT, "procedure": TEXT, "send": WHOLE}
_PLACE = {
    "service_area": TEXT,
    "service_area_slug": TEXT,
    "service_area_now": TEXT,
    "service": TEXT,
    "service_slug": TEXT,
}

TABLES: dict[str, dict[str, str]] = {
    "complaints": {
        "reference": TEXT,
        **_GROUP,
        "received_on": DAY,
        "channel": TEXT,
        "channel_slug": TEXT,
        "complainant": TEXT,
        "complainant_slug": TEXT,
        "from_child": WHOLE,
        "district": TEXT,
        "district_slug": TEXT,
        **_PLACE,
        "advocate_offered": WHOLE,
    },
    "stages": {
        "reference": TEXT,
        **_GROUP,
        "service_area": TEXT,
        "service_area_slug": TEXT,
        "stage": WHOLE,
        "started_on": DAY,
        "closed_on": DAY,
        "working_days": WHOLE,
        "working_days_open": WHOLE,
        "target_working_days": WHOLE,
        "limit_working_days": WHOLE,
        "outcome": TEXT,
        "outcome_slug": TEXT,
        "answered": WHOLE,
        "delay_reason": TEXT,
        "delay_reason_slug": TEXT,
    },
    "elements": {
        "reference": TEXT,
        "complaint": TEXT,
        **_GROUP,
        "category": TEXT,
        "category_slug": TEXT,
        "route": TEXT,
        "finding": TEXT,
    },
    "compliments": {
        "reference": TEXT,
        "financial_year": TEXT,
        "send": WHOLE,
        "received_on": DAY,
        **_PLACE,
        "source": TEXT,
        "source_slug": TEXT,
    },
    "comments": {
        "reference": TEXT,
        "financial_year": TEXT,
        "send": WHOLE,
        "received_on": DAY,
        **_PLACE,
        "acknowledged_on": DAY,
        "sent_to_manager_on": DAY,
        "replied_on": DAY,
    },
    "ombudsman": {
        "reference": TEXT,
        "financial_year": TEXT,
        "send": WHOLE,
        "received_on": DAY,
        **_PLACE,
        "decision": TEXT,
        "decision_slug": TEXT,
        "public_report": WHOLE,
    },
    "learning": {
        "reference": TEXT,
        "financial_year": TEXT,
        "completed": TEXT,
        "completed_slug": TEXT,
    },
    "context": {
        "figure": TEXT,
        "year": TEXT,
        "value": NUMBER,
        "source": TEXT,
    },
}
"""Table → {column: type}, in the order in which the columns stand."""
