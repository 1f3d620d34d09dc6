"""The conditions that the rows of the table ask about one part of a point: each turns facts into a word.

A test that looks for a fact notes it (`Reader`), so a test looks only for what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from heard.law.triage.parts import Part, Reader

YEAR = 12
"""Months within which a complaint must come: one year (regulation 9), 12 months (CH-4). Twelve is not over."""

DATA_COMPLAINTS_SINCE = date(2026, 6, 19)
"""The Data (Use and Access) Act 2025 made a procedure for data protection complaints compulsory (OT-7)."""

PERSONS = {
    "parent": "parent",
    "person_with_parental_responsibility": "parent",
    "special_guardian": "guardian",
    "adopter": "adopter",
    "adopted_person": "adopter",
    "grandparent_or_relative": "relative",
}
"""Complainant → whom section 26 of the Children Act knows them as; any other label stands for itself."""

CHILDREN = {
    "in_need": "qualifies",
    "looked_after": "qualifies",
    "care_leaver": "qualifies",
    "adoption": "qualifies",
    "special_guardianship": "qualifies",
    "child_protection": "protection",
    "ehc_plan": "ehc",
}
"""Status → what it says of the child; early_help and none stand for themselves."""

SHOWS_A_NEED = (
    "section_17_assessment", "section_17_support", "carer_assessment", "short_breaks_direct_payments",
    "adaptation_or_equipment",
)  # fmt: skip
"""Asking for help under section 17 is statutory even where the child was never found to be in need (T37)."""

REPORTS_A_WORRY = {"safeguarding_response", "domestic_abuse", "staff_conduct", "communication", "complaint_handling"}
"""Subjects that need no service to any child: somebody told the council of a worry and dislikes the answer."""

AT_ISSUE = {
    "family_court": {
        "safeguarding_response", "section_47_enquiry", "child_protection_plan", "pre_proceedings", "placement",
        "looked_after_review", "domestic_abuse",
    },
    "criminal": {
        "safeguarding_response", "section_47_enquiry", "child_protection_plan", "allegation_against_carer",
        "domestic_abuse", "police_matter",
    },
}  # fmt: skip
"""What such proceedings weigh: whether the child was safe, what must become of them, who did what. An answer from the
council while they run may well prejudice them. Services that the family has are not in it, and neither is contact, which
regulation 3 names as something to complain about."""

Condition = Callable[[Reader, Part, date | None], str]


def represented(facts: Reader) -> str:
    """Return whom they speak for, as a label of `complainant`; empty where they speak for themselves."""
    who = facts.get("complainant")
    if who == "advocate":
        given = facts.get("acts_for")
        return str(given or ("care_leaver" if facts.get("child_status") == "care_leaver" else "child"))
    if who in (None, "other", "grandparent_or_relative") or facts.get("member_enquiry"):
        return str(facts.get("acts_for") or "")
    return ""


def person(facts: Reader, part: Part, received: date | None) -> str:
    """Return who complains, or for whom: child, parent, foster_carer, care_leaver, guardian, adopter, relative, former,
    other or unknown."""
    who = represented(facts) or facts.get("complainant")
    if who in ("other", "advocate"):
        return "former" if facts.get("formerly_in_care") else "other"
    return PERSONS.get(who, who) if who else "unknown"


def child(facts: Reader, part: Part, received: date | None) -> str:
    """Return what the child is to the council: qualifies, protection, ehc, early_help, none or unknown."""
    status = facts.get("child_status")
    return CHILDREN.get(status, status) if status else "unknown"


def standing(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether the person and the child are on the list: yes, or which of the two is not."""
    if child(facts, part, received) in ("early_help", "none") and not set(part.subject) & set(SHOWS_A_NEED):
        return "child"
    if person(facts, part, received) not in ("relative", "other"):
        return "yes"
    interest = facts.answer("sufficient_interest")
    if interest != "unknown":
        return "yes" if interest == "yes" else "person"
    # Neither the interest nor a child with a service is shown: what is left is a worry that a relative told.
    stranger = person(facts, part, received) == "relative" and child(facts, part, received) == "unknown"
    return "person" if stranger and set(part.subject) <= REPORTS_A_WORRY else "yes"


def age(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether it came in time: yes (also where nobody knows), accepted late, refused, or open."""
    months = facts.get("months_since_events")
    if months is None or months <= YEAR:
        return "yes"
    limbs = {facts.answer("reasonable_to_be_late"), facts.answer("can_still_be_considered")}
    return "refused" if "no" in limbs else "open" if "unknown" in limbs else "accepted"


def case(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether proceedings that regulation 8 lists are going on: yes or no."""
    proceedings = facts.get("proceedings")
    going_on = proceedings != "none" and (proceedings or facts.known.get("prejudice"))
    return "yes" if going_on or facts.get("stated_intention") or facts.get("disciplinary") else "no"


def prejudice(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether to consider it would prejudice the proceedings: yes, no; likely or unlikely where nobody decided."""
    if case(facts, part, received) == "no":
        return "no"
    decided = facts.answer("prejudice")
    if decided != "unknown":
        return decided
    weighed = AT_ISSUE.get(facts.get("proceedings"), set())
    # A child is “in child protection” where the enquiry, the meeting or the plan is itself what the complaint is about.
    at_issue = weighed & set(part.subject) or (weighed and facts.get("child_status") == "child_protection")
    return "likely" if at_issue else "unlikely"


def data_law(facts: Reader, part: Part, received: date | None) -> str:
    """Return which law of data protection complaints holds on the day of receipt: before or since 19 June 2026."""
    return "before" if received and received < DATA_COMPLAINTS_SINCE else "since"


def court_ruled(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether somebody said that the point is about what a court decides. Nobody is asked, but of a court's matters,
    and there the fact is about those and not about the other parts."""
    own = {"court_matter", "court_report"} & set(facts.known.get("subject", ()))
    return "yes" if not own and part.kind in ("social", "enquiry") and facts.known.get("court_decided") else "no"


def appealable(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether a decision can be appealed: asked of what a plan says; of delay or provision, only if somebody said so."""
    if part.kind == "appeal":
        return facts.answer("appealable_decision")
    return "yes" if facts.known.get("appealable_decision") else "no"


def same_appeal(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether an appeal on the same matter is with the tribunal: asked only where a tribunal has something."""
    if facts.get("proceedings") == "tribunal":
        return facts.answer("appeal_lodged")
    return "yes" if facts.known.get("appeal_lodged") else "no"


def accused_worker(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether it accuses a person who works with children. A carer who was accused does not."""
    accused = "allegation_against_carer" in part.subject and facts.get("complainant") != "foster_carer"
    return "yes" if accused or facts.get("allegation_against_worker") else "no"


def young(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether a child or a care leaver complains, or somebody for them."""
    who = represented(facts) or facts.get("complainant")
    return "yes" if who in ("child", "care_leaver") else "no"


def legal_matter(facts: Reader, part: Part, received: date | None) -> str:
    """Return whether the legal team should know: the media, a claim, a letter before action or a judicial review."""
    review = facts.get("proceedings") == "judicial_review"
    return "yes" if review or facts.get("legal_claim") or facts.get("damages_only") else "no"


CONDITIONS: Mapping[str, Condition] = {
    "part": lambda facts, part, received: part.kind,
    "represented": lambda facts, part, received: "yes" if represented(facts) else "no",
    "person": person,
    "child": child,
    "standing": standing,
    "age": age,
    "case": case,
    "prejudice_test": prejudice,
    "data_law": data_law,
    "court_ruled": court_ruled,
    "appealable": appealable,
    "same_appeal": same_appeal,
    "accused_worker": accused_worker,
    "young": young,
    "legal_matter": legal_matter,
}
