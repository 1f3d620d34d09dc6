"""The demonstration council: an invented name over totals that a council published, every case invented."""

from __future__ import annotations

SETTINGS = {
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
    "abbreviations": {
        "ART": "Adolescent Response Team",
        "CART": "Children Adolescent Resource Team",
        "CIC": "Children in care",
        "CM Pod": "Care management team",
        "EDT": "Emergency Duty Team",
        "EHC": "Education, health and care",
        "EHCP": "Education, health and care plan",
        "FAST": "Intervention and prevention team",
        "LCS": "The children’s social care case system",
        "MASH": "Multi-Agency Safeguarding Hub",
        "SEN": "Special educational needs",
        "SEND": "Special educational needs and disabilities",
    },
    "demonstration": (
        "This is a demonstration. The council’s name is invented and so is every case. The totals are those that an "
        "English council, Dudley, published for 2022/23."
    ),
}
