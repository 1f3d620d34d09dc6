"""The vocabulary: the field's own words, as they are stored and as people read them. docs/GLOSSARY.md explains each.

Outcomes, procedures and findings are closed lists: a word outside them is a mistake to be shown. How a complaint came
in, who made it and why a reply was late are the council's own lists: a new word is shown before it is taken in.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

STATUTORY, CORPORATE = "statutory", "corporate"

PROCEDURES = {STATUTORY: "Statutory", CORPORATE: "Corporate"}

OUTCOMES = {
    "upheld": "Upheld",
    "partially-upheld": "Partially upheld",
    "not-upheld": "Not upheld",
    "withdrawn": "Withdrawn",
    "inconclusive": "Inconclusive",
    "resolved": "Resolved",
    "not-pursued": "Not pursued",
    "out-of-scope": "Out of scope",
}
"""What a stage can come to. The first four are what councils report: a report has them even where they are nil."""

REPORTED_OUTCOMES = ("upheld", "partially-upheld", "not-upheld", "withdrawn")

NOT_ANSWERED = ("withdrawn", "not-pursued", "out-of-scope")
"""Outcomes that close a stage without an answer on its merits: left out of every figure that is “of answered”."""

OUTCOME_SPELLINGS = {
    "partly-upheld": "partially-upheld",
    "part-upheld": "partially-upheld",
    "upheld-in-part": "partially-upheld",
    "partial-upheld": "partially-upheld",
    "partially": "partially-upheld",
    "fully-upheld": "upheld",
    "not-upheld-no-fault": "not-upheld",
    "no-finding": "inconclusive",
    "no-finding-made": "inconclusive",
    "complaint-withdrawn": "withdrawn",
}

PROCEDURE_SPELLINGS = {
    "statutory-complaint": STATUTORY,
    "children-act": STATUTORY,
    "children-act-1989": STATUTORY,
    "statutory-children-s": STATUTORY,
    "corporate-complaint": CORPORATE,
    "council": CORPORATE,
}

CHANNELS = ("Email", "Web form", "Telephone", "Letter", "In person")

CHANNEL_SPELLINGS = {"e-mail": "Email", "phone": "Telephone", "website": "Web form", "post": "Letter"}

COMPLAINANTS = (
    "Young person",
    "Child",
    "Care leaver",
    "Parent",
    "Grandparent",
    "Relative",
    "Foster carer",
    "Special guardian",
    "Adopter",
    "Advocate",
    "Professional",
)

CHILD_COMPLAINANTS = ("young-person", "young-people", "child", "children", "child-or-young-person", "care-leaver")
"""Who counts as a child or young person complaining, unless the council's settings say otherwise."""

COMPLIMENT_SOURCES = (
    *COMPLAINANTS,
    "Colleague",
    "Court",
    "School",
    "Health",
    "Police",
    "Family member",
    "Member of the public",
)
"""Who compliments come from. An extract names these only: people also write a person's name in that column."""

COMPLETED = ("Yes", "No", "Ongoing", "Planned", "In progress")
"""Whether a learning action was done. An extract names these only."""

DELAY_REASONS = ("Staff absence", "Complex case", "Court hearings", "Safeguarding work", "Child protection work")

FINDING_NOT_RECORDED = "not-recorded"

CAPACITIES = {
    "complainant": "Complainant",
    "child": "Child concerned",
    "representative": "Representative",
    "advocate": "Advocate",
    "other": "Somebody else in it",
    "investigating-officer": "Investigating officer",
    "independent-person": "Independent person",
    "panel-member": "Panel member",
    "ombudsman": "Ombudsman",
}
"""The part a person plays in a complaint. The last four are written to because of their office."""

OFFICES = ("investigating-officer", "independent-person", "panel-member", "ombudsman")
"""Capacities of those who are sent a complaint's papers because of their office, and are not in it."""


JOINERS = "\u200c\u200d"
"""Characters that cannot be seen but without which some languages cannot be written."""


def visible(text: str) -> str:
    """Return the text without control characters and those that cannot be seen, which can turn what is read around.

    >>> visible("Owls\\u202e Team")
    'Owls Team'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(one for one in text if one in JOINERS or unicodedata.category(one) not in ("Cc", "Cf"))


def check_visible(name: str) -> str:
    """Return a name, or another line, as it is. Raises ValueError where part of it cannot be seen."""
    if visible(name) != name:
        raise ValueError("This holds characters that cannot be seen. Type it rather than pasting it.")
    return name


@lru_cache(maxsize=4096)
def slug(label: str) -> str:
    """Return the label in lower case with every run of other characters as one “-”, for use in a figure's id.

    >>> slug("CIC (16plus) Team")
    'cic-16plus-team'
    """
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
