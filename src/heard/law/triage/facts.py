"""The facts that triage asks about a point of complaint: their names, what each may hold, and how it is asked for.

The first five use the labels of the published Ombudsman decisions that the rules are measured against. Every other fact
is True, False or left out, except `acts_for` and `whose`. A fact that is left out, None or “unknown” is not known, which is not
the same as “no”. Three kinds of fact differ in what is done when they are not known:

- open: nothing is assumed. Where the answer could change the route, the advice is doubtful and asks. (Whether a decision
  was a court's or can be appealed is asked of points about a court or a plan only; of others it counts where it is said.)
- asked: the usual answer is assumed (no court case, within the year), and the advice asks where it would matter.
- seen: whoever reads the complaint would see it, so “no” is assumed and nothing is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

Kind = Literal["open", "asked", "seen"]

COMPLAINANTS = (
    "child",
    "care_leaver",
    "parent",
    "person_with_parental_responsibility",
    "foster_carer",
    "special_guardian",
    "adopter",
    "adopted_person",
    "grandparent_or_relative",
    "advocate",
    "other",
)
CHILD_STATUSES = (
    "in_need",
    "looked_after",
    "care_leaver",
    "adoption",
    "special_guardianship",
    "child_protection",
    "ehc_plan",
    "early_help",
    "none",
)
PROCEEDINGS = ("none", "family_court", "criminal", "tribunal", "judicial_review")
BODIES = ("school", "nhs", "other_authority", "police", "court", "councillor", "other")
MANNER = ("staff_conduct", "communication", "complaint_handling")
"""Subjects that say how something was done, not what: alone, they take the procedure of the service they are about."""

SUBJECTS = (
    "section_17_assessment",
    "section_17_support",
    "section_20_accommodation",
    "section_47_enquiry",
    "child_protection_conference",
    "child_protection_plan",
    "pre_proceedings",
    "safeguarding_response",
    "placement",
    "contact",
    "looked_after_care",
    "looked_after_review",
    "education_of_looked_after_child",
    "foster_carer_payment",
    "foster_carer_support",
    "foster_carer_approval",
    "allegation_against_carer",
    "kinship_status_payment",
    "special_guardianship_support",
    "adoption_process",
    "adoption_support",
    "leaving_care_support",
    "transition_to_adult",
    "carer_assessment",
    "short_breaks_direct_payments",
    "adaptation_or_equipment",
    "ehc_plan_delay",
    "ehc_plan_content",
    "ehc_provision",
    "court_matter",
    "court_report",
    "police_matter",
    "data_accuracy",
    "data_breach",
    "subject_access",
    "domestic_abuse",
    "social_work_unspecified",
    *MANNER,
)

MOST_MONTHS = 1_200
"""A hundred years: a larger number is a slip of the keyboard."""


@dataclass(frozen=True)
class Fact:
    """What a fact may hold (empty: True or False), what is done when it is not known, and how a person is asked."""

    kind: Kind
    means: str
    question: str = ""
    values: tuple[str, ...] = ()
    beside: tuple[str, bool] | None = None
    """Another fact without which this one may change nothing: supposed, where it is not known, while this one is tried."""

    def tried(self, name: str) -> tuple[Any, ...]:
        """Return one value of each sort that could change an answer."""
        if name == "months_since_events":
            return (0, 13)
        if name == "subject":
            return tuple((label,) for label in self.values)
        return self.values or (True, False)


FACTS: Mapping[str, Fact] = {
    # the labels of the published decisions
    "complainant": Fact("open", "who complains", "Who is complaining, and what are they to the child?", COMPLAINANTS),
    "child_status": Fact(
        "open",
        "how the council is involved with the child",
        "How is the council involved with the child: in need, looked after, leaving care, or another way?",
        CHILD_STATUSES,
    ),
    "subject": Fact("open", "a list of what it is about", "What is this point about?", SUBJECTS),
    "proceedings": Fact(
        "asked",
        "a court case, police inquiry or tribunal that is going on",
        "Is there a court case, a police inquiry or a tribunal about this?",
        PROCEEDINGS,
        beside=("prejudice", True),
    ),
    "months_since_events": Fact(
        "asked",
        "whole months from the last event to the complaint",
        "When did the last of these things happen, or when did the person find out?",
    ),
    # open: a person must decide
    "prejudice": Fact(
        "open",
        "considering it now would prejudice the proceedings (regulation 8)",
        "Would looking at this point now harm the court case or the inquiry? Say how.",
    ),
    "sufficient_interest": Fact(
        "open",
        "the council decided that they have a sufficient interest in the child's welfare",
        "Does this person have a real enough interest in the child's welfare? Ask for the child's views if you can.",
    ),
    "reasonable_to_be_late": Fact(
        "open",
        "it would not be reasonable to expect them to have complained within the year (regulation 9)",
        "Was there a good reason why they could not complain within a year?",
        beside=("can_still_be_considered", True),
    ),
    "can_still_be_considered": Fact(
        "open",
        "it can still be considered effectively and fairly (regulation 9)",
        "Can it still be looked at properly and fairly, with the records and people there are?",
        beside=("reasonable_to_be_late", True),
    ),
    "authority_given": Fact(
        "open",
        "the person they speak for agrees",
        "Does the person they speak for agree, and does the complaint say what that person thinks?",
    ),
    "irm_reviewable": Fact(
        "open",
        "it is about a decision on approval that the Independent Review Mechanism can look at",
        "Is it about a decision on approval as a carer or adopter that the independent review can look at?",
    ),
    "appealable_decision": Fact(
        "open",
        "it challenges a decision about an EHC plan that can be appealed",
        "Is it about a decision on the EHC plan that can be appealed to the tribunal?",
    ),
    "appeal_lodged": Fact(
        "open",
        "an appeal on the same matter is with the tribunal",
        "Is this point part of what was appealed to the tribunal?",
    ),
    "court_decided": Fact(
        "open",
        "it is about what a court decided or is deciding, or about evidence before it",
        "Is it about what the court decides or what a report to the court says, rather than how people acted?",
    ),
    "apart_from_court": Fact(
        "open",
        "part of it has nothing to do with the report to the court",
        "Is part of it about something other than the report to the court? That part can be a point of its own.",
    ),
    "protection_only": Fact(
        "open",
        "it is only about a child protection enquiry or conference, not the help and work around it",
        "Is it only about the child protection enquiry or meeting, and not about the help the family had?",
    ),
    "affects_child": Fact(
        "open",
        "what happened to the carer touches the child's care",
        "Does what happened to the carer touch the child's own care?",
    ),
    # asked: the usual answer is assumed
    "acts_for": Fact(
        "asked",
        "whom they speak for, as in complainant",
        "Does this person speak for somebody else?",
        COMPLAINANTS,
        beside=("authority_given", False),
    ),
    "formerly_in_care": Fact("asked", "an adult who was in care", "Is this an adult who was in care as a child?"),
    "social_care_element": Fact(
        "asked",
        "it is about social care in an EHC plan",
        "Is it about social care, such as short breaks, rather than education in the plan?",
    ),
    # seen: whoever reads the complaint would see it
    "praise_only": Fact("seen", "nothing but praise"),
    "wish_to_complain": Fact("seen", "False: a remark or an idea; True: meant as a complaint"),
    "first_request": Fact("seen", "a first ask for a service, with no earlier answer to be unhappy about"),
    "information_only": Fact("seen", "a request for information and nothing else"),
    "own_information": Fact("seen", "False: what is asked for is not about them or their child"),
    "personal_data_misuse": Fact("seen", "the council misused personal data"),
    "our_authority": Fact("seen", "False: not about this council or anyone who acts for it"),
    "whose": Fact("seen", "whom it is about, where not this council", values=BODIES),
    "finished_all_stages": Fact("seen", "the same complaint has been through every stage"),
    "open_at_stage": Fact("seen", "the same complaint is open now"),
    "from_staff": Fact("seen", "from a member of staff or a professional, about practice"),
    "anonymous": Fact("seen", "nobody can say who complains"),
    "school_appeal": Fact("seen", "about a school admission or exclusion that can be appealed"),
    "member_enquiry": Fact("seen", "sent by an MP or a councillor"),
    "damages_only": Fact("seen", "asks for damages and nothing else"),
    "adult_only": Fact("seen", "only about how an adult was treated as an adult, not a service to the child"),
    "provider_care": Fact("seen", "about day-to-day care by a children's home"),
    "stated_intention": Fact("seen", "they wrote that they will go to a court or tribunal"),
    "disciplinary": Fact("seen", "staff discipline about it is going on or proposed"),
    "harm_now": Fact("seen", "a hint that a child may be at risk now"),
    "allegation_against_worker": Fact("seen", "says that a person who works with children harmed a child or may"),
    "needs_adjustment": Fact("seen", "needs an adjustment, or another language"),
    "pending_change": Fact("seen", "asks to stop a change that is coming"),
    "legal_claim": Fact("seen", "the media, a claim or a letter before action"),
}


def read_facts(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that are known, `subject` as a sorted tuple. Raises ValueError, naming the fact and what is allowed."""
    if not isinstance(given, Mapping):
        raise ValueError("A point of complaint must be an object of facts, such as {“complainant”: “parent”}.")
    known = {}
    for name, value in given.items():
        if name not in FACTS:
            raise ValueError(_no_such_fact(name))
        checked = _subject(value) if name == "subject" else _value(name, value)
        if checked is not None:
            known[name] = checked
    return known


def _no_such_fact(name: object) -> str:
    close = get_close_matches(str(name)[:60], FACTS, n=1)
    meant = f" Did you mean “{close[0]}”?" if close else f" The facts are: {', '.join(FACTS)}."
    return f"There is no fact called “{str(name)[:60]}”.{meant}"


def _value(name: str, value: object) -> Any:
    """Return the value, or None where it is not known."""
    if value is None or value == "unknown":
        return None
    if name == "months_since_events":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_MONTHS:
            raise ValueError(f"“{name}” must be a whole number of months from 0 to {MOST_MONTHS:,}.")
        return value
    allowed = FACTS[name].values
    if not allowed and not isinstance(value, bool):
        raise ValueError(f"“{name}” must be true or false, or be left out where nobody knows.")
    if allowed and (not isinstance(value, str) or value not in allowed):
        raise ValueError(f"“{name}” cannot be “{str(value)[:60]}”. It can be: {', '.join(allowed)} or unknown.")
    return value


def _subject(value: object) -> tuple[str, ...] | None:
    if value is None or value == "unknown":
        return None
    if not isinstance(value, list | tuple):
        raise ValueError("“subject” must be a list of labels, such as [“contact”].")
    labels = {label for label in value if isinstance(label, str) and label != "unknown"}
    wrong = [label for label in value if not isinstance(label, str)] + sorted(labels - set(SUBJECTS))
    if wrong:
        raise ValueError(f"“subject” cannot hold “{str(wrong[0])[:60]}”. It can hold: {', '.join(SUBJECTS)}.")
    return tuple(sorted(labels)) or None
