"""What the staff's pages call the facts that triage asks about a point of complaint (law.triage.FACTS), and their values."""

from __future__ import annotations

from heard.law.triage import FACTS

COMPLAINANTS = {
    "child": "The child or young person",
    "care_leaver": "A care leaver",
    "parent": "A parent",
    "person_with_parental_responsibility": "Somebody else with parental responsibility",
    "foster_carer": "A foster carer",
    "special_guardian": "A special guardian",
    "adopter": "An adopter, or somebody who wants to adopt",
    "adopted_person": "An adopted person",
    "grandparent_or_relative": "A grandparent or another relative",
    "advocate": "An advocate",
    "other": "Somebody else",
}
CHILD_STATUSES = {
    "in_need": "A child in need",
    "looked_after": "Looked after by the council",
    "care_leaver": "A care leaver",
    "adoption": "Adopted, or to be adopted",
    "special_guardianship": "With a special guardian",
    "child_protection": "In child protection",
    "ehc_plan": "Has an education, health and care plan",
    "early_help": "Early help only",
    "none": "The council is not involved",
}
PROCEEDINGS = {
    "none": "None",
    "family_court": "A family court case",
    "criminal": "A police inquiry or a criminal case",
    "tribunal": "A tribunal",
    "judicial_review": "A judicial review",
}
BODIES = {
    "school": "A school",
    "nhs": "A health service",
    "other_authority": "Another council",
    "police": "The police",
    "court": "A court",
    "councillor": "A councillor",
    "other": "Somebody else",
}
SUBJECTS = {
    "section_17_assessment": "An assessment of a child in need",
    "section_17_support": "Help for a child in need",
    "section_20_accommodation": "A child who stays in care by agreement",
    "section_47_enquiry": "A child protection enquiry",
    "child_protection_conference": "A child protection meeting",
    "child_protection_plan": "A child protection plan",
    "pre_proceedings": "Steps before a court case",
    "safeguarding_response": "What was done about a worry",
    "placement": "Where a child lives",
    "contact": "Seeing family",
    "looked_after_care": "The care of a looked after child",
    "looked_after_review": "A review of a looked after child",
    "education_of_looked_after_child": "The schooling of a looked after child",
    "foster_carer_payment": "Payment of a foster carer",
    "foster_carer_support": "Support for a foster carer",
    "foster_carer_approval": "Approval of a foster carer",
    "allegation_against_carer": "An allegation against a carer",
    "kinship_status_payment": "Payment or status of a relative who cares",
    "special_guardianship_support": "Support for special guardians",
    "adoption_process": "How an adoption was done",
    "adoption_support": "Support after adoption",
    "leaving_care_support": "Support on leaving care",
    "transition_to_adult": "The move to adult services",
    "carer_assessment": "An assessment of a carer",
    "short_breaks_direct_payments": "Short breaks or direct payments",
    "adaptation_or_equipment": "A change to the home, or equipment",
    "ehc_plan_delay": "A late education, health and care plan",
    "ehc_plan_content": "What an education, health and care plan says",
    "ehc_provision": "What a plan promised and was not given",
    "court_matter": "What a court decided or is deciding",
    "court_report": "A report to a court",
    "police_matter": "What the police did",
    "data_accuracy": "Records that are wrong",
    "data_breach": "Information that was lost or shared",
    "subject_access": "Getting one's own records",
    "domestic_abuse": "Domestic abuse",
    "social_work_unspecified": "Social work, and nothing more is said",
    "staff_conduct": "How staff behaved",
    "communication": "How the council told people things",
    "complaint_handling": "How a complaint was dealt with",
}
VALUES = {
    "complainant": COMPLAINANTS,
    "child_status": CHILD_STATUSES,
    "proceedings": PROCEEDINGS,
    "acts_for": COMPLAINANTS,
    "whose": BODIES,
}
"""Fact → its values, as people read them."""

FIRST = ("complainant", "child_status", "subject", "proceedings", "months_since_events")
"""What is asked of every point."""

GROUPS = {
    "Who speaks": ("acts_for", "authority_given", "sufficient_interest", "formerly_in_care"),
    "When it happened": ("reasonable_to_be_late", "can_still_be_considered"),
    "Courts and tribunals": ("prejudice", "court_decided", "apart_from_court", "appealable_decision", "appeal_lodged"),
    "What it touches": ("protection_only", "affects_child", "irm_reviewable", "social_care_element"),
}
"""Heading → the facts that are asked where they matter. Each is yes, no or not known, but for `acts_for`."""

SEEN = {
    "praise_only": ("It is praise and nothing else", True),
    "wish_to_complain": ("It is a remark or an idea: they do not want to complain", False),
    "first_request": ("They ask for a service for the first time", True),
    "information_only": ("They ask for information and nothing else", True),
    "own_information": ("What they ask for is not about them or their child", False),
    "personal_data_misuse": ("The council misused personal data", True),
    "our_authority": ("It is not about this council, nor about anybody who acts for it", False),
    "finished_all_stages": ("The same complaint has been through every stage", True),
    "open_at_stage": ("The same complaint is open now", True),
    "from_staff": ("It comes from staff or another professional, about practice", True),
    "anonymous": ("Nobody knows who complains", True),
    "school_appeal": ("A school admission or exclusion that can be appealed", True),
    "member_enquiry": ("An MP or a councillor sent it", True),
    "damages_only": ("They ask for damages and nothing else", True),
    "adult_only": ("It is only about how an adult was treated, not a service to the child", True),
    "provider_care": ("It is about everyday care in a children's home", True),
    "stated_intention": ("They wrote that they will go to a court or tribunal", True),
    "disciplinary": ("Staff discipline about it is going on or planned", True),
    "harm_now": ("A child may be at risk now", True),
    "allegation_against_worker": ("It says that somebody who works with children harmed a child, or may", True),
    "needs_adjustment": ("They need an adjustment, or another language", True),
    "pending_change": ("They ask to stop a change that is coming", True),
    "legal_claim": ("The media, a claim or a lawyer's letter is in it", True),
}
"""Fact that whoever reads the complaint would see → (what a box to tick says, what the fact is where it is ticked)."""


def question(name: str) -> str:
    """Return how a fact is asked for."""
    return {"whose": "Whom is it about, if not this council?"}.get(name) or FACTS[name].question
