"""The two demonstration councils: an invented name over totals that were published, or shaped so; every case invented."""

from __future__ import annotations

from dataclasses import dataclass, field

from heard.record.council import BY_KEY, as_typed

DUDLEY, COUNTY = "dudley", "county"

_SEND = {
    "EHC": "Education, health and care",
    "EHCP": "Education, health and care plan",
    "SEN": "Special educational needs",
    "SEND": "Special educational needs and disabilities",
}


def _typed(abbreviations: dict[str, str]) -> str:
    return as_typed(BY_KEY["abbreviations"], abbreviations)


SETTINGS: dict[str, str] = {
    "council_name": "Wexbridge Borough Council",
    "directorate": "Children’s Services",
    "complaints_team": "The Complaints Team",
    "telephone": "01632 960 110",
    "email": "complaints@wexbridge.example",
    "address": "The Town Hall, Wexbridge",
    "website": "www.wexbridge.example/complaints",
    "advocacy_provider": "an independent advocacy charity",
    "advocacy_contact": "01632 960 111",
    "learning_shared_with": "the Centre for Professional Practice",
    "completed_by": "The Complaints Team",
    "colour": "#1f4e5f",
    "abbreviations": _typed(
        {
            "ART": "Adolescent Response Team",
            "CART": "Children Adolescent Resource Team",
            "CIC": "Children in care",
            "CM Pod": "Care management team",
            "EDT": "Emergency Duty Team",
            **_SEND,
            "FAST": "Intervention and prevention team",
            "LCS": "The children’s social care case system",
            "MASH": "Multi-Agency Safeguarding Hub",
        }
    ),
    "demonstration": (
        "This is a demonstration. The council’s name is invented and so is every case. The totals are those that an "
        "English council, Dudley, published for 2022/23."
    ),
}
"""Wexbridge's settings."""

COUNTY_SETTINGS: dict[str, str] = {
    "council_name": "Fernshire County Council",
    "directorate": "Children’s Services",
    "complaints_team": "The Customer Relations Team",
    "telephone": "01632 960 210",
    "email": "complaints@fernshire.example",
    "address": "County Hall, Fernshire",
    "website": "www.fernshire.example/complaints",
    "advocacy_provider": "an independent advocacy charity",
    "advocacy_contact": "01632 960 211",
    "learning_shared_with": "the Principal Social Worker",
    "completed_by": "The Customer Relations Team",
    "colour": "#4a3470",
    "abbreviations": _typed(_SEND),
    "demonstration": (
        "This is a demonstration. The council’s name is invented and so is every case. The totals are invented too, in "
        "the shape of those that an English county published for 2022/23."
    ),
}
"""Fernshire's settings."""


@dataclass(frozen=True)
class Council:
    """One demonstration council. `teams` and `categories` say what this council calls what a case is about."""

    key: str
    domain: str
    settings: dict[str, str]
    teams: dict[str, str]
    categories: dict[str, str]
    districts: tuple[str, ...] = ()
    workbook: str = field(default="", kw_only=True)


WEXBRIDGE = Council(
    key=DUDLEY,
    domain="wexbridge.example",
    settings=SETTINGS,
    teams={
        "care": "CIC Team 1",
        "leaving care": "Care Leavers Team",
        "send": "SEN Team",
        "plans": "EHCP Team",
        "assessment": "Assessment Team 1",
        "fostering": "Fostering Team",
        "disability": "Disability Team",
        "front door": "MASH",
        "early help": "Early Help Hub",
        "adoption": "Adoption Team",
    },
    categories={
        "communication": "Communication-lack",
        "conduct": "Staff behaviour",
        "contact": "Contact arrangements",
        "decision": "Decision",
        "delay": "Delay/Service",
        "money": "Financial",
        "placement": "Placement",
        "plan content": "EHCP content",
        "plan delay": "EHCP delay",
        "privacy": "Confidentiality",
        "record": "Inaccurate report",
        "support": "Quality of service-support",
    },
    workbook="dudley-2022-23.xlsx",
)

FERNSHIRE = Council(
    key=COUNTY,
    domain="fernshire.example",
    settings=COUNTY_SETTINGS,
    teams={
        "care": "Looked After Children",
        "leaving care": "Care Leavers",
        "send": "SEND North",
        "plans": "SEND South",
        "assessment": "Eastmoor Children's Team",
        "fostering": "Fostering",
        "disability": "Disability",
        "front door": "First Response",
        "early help": "Lichbury Children's Team",
        "adoption": "Family Finding",
    },
    categories={
        "communication": "Communication",
        "conduct": "Staff attitude",
        "contact": "Contact arrangements",
        "decision": "Decision",
        "delay": "Delay",
        "money": "Decision",
        "placement": "Placement",
        "plan content": "EHC plan content",
        "plan delay": "EHC assessment delay",
        "privacy": "Data protection",
        "record": "Communication",
        "support": "Delay",
    },
    districts=(
        "Cannfield", "Eastmoor", "Lichbury", "Moorlands", "Newbrook", "South Vale", "Staffield", "Tameford",
    ),
    workbook="county-2022-23.xlsx",
)  # fmt: skip

COUNCILS = {council.key: council for council in (WEXBRIDGE, FERNSHIRE)}
