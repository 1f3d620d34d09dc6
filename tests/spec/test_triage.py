"""Triage: which procedure a point of complaint falls under, and why. It advises; a named person decides.

Each point of a complaint is looked at by itself. Five things are asked first: who complains, how the council is involved with
the child, what the point is about, whether a court case or an inquiry is going on, and how long ago it happened. The first
row of the table that fits gives the answer. Where a fact is missing, the advice says what to ask.
"""

from datetime import date

import pytest

from heard.law.triage import ElementAdvice, triage
from heard.law.triage.facts import FACTS

WORDS = {"yes": True, "no": False}


def point(who, child, subject, others="") -> dict:
    """Return the facts of a point. `subject` and `others` are written “contact, placement” and “prejudice no; acts_for child”;
    “” stands for what nobody knows."""
    facts = {"complainant": who, "child_status": child, "subject": subject.split(", ")}
    facts = {name: value for name, value in facts.items() if value and value != [""]}
    for one in filter(None, others.split("; ")):
        name, _, value = one.partition(" ")
        facts[name] = int(value) if value.isdigit() else WORDS.get(value, value)
    return facts


def advised(*facts) -> ElementAdvice:
    return triage(None, [point(*facts)]).elements[0]


GATES = [
    # what is known, rule, route, other route, what makes it so
    ("praise_only yes", "T1", "other", "compliment", "praise is not a complaint"),
    ("wish_to_complain no", "T2", "other", "comment", "an idea, from somebody who does not want to complain"),
    ("first_request yes", "T3", "other", "service-request", "nobody has answered it yet, so there is nothing to dislike"),
    ("information_only yes", "T4", "other", "subject-access", "a person asks for their own records"),
    ("information_only yes; own_information no", "T4", "other", "foi", "what is asked for is about nobody"),
    ("our_authority no; whose school", "T6", "other", "school", "a school has its own procedure"),
    ("our_authority no; whose nhs", "T6", "other", "nhs", "and so has the NHS"),
    ("our_authority no; whose other_authority", "T6", "other", "other-authority", "another council answers for itself"),
    ("our_authority no; whose police", "T6", "other", "police", "so do the police"),
    ("our_authority no; whose court", "T6", "court", "", "a court is not the council"),
    ("our_authority no; whose councillor", "T6", "other", "monitoring-officer", "nor is a councillor's conduct"),
    ("our_authority no", "T6", "other", "signpost", "nobody said whose it is"),
    ("finished_all_stages yes", "T7", "not_acceptable", "", "only the Ombudsman is left"),
    ("open_at_stage yes", "T8", "other", "attach", "one complaint has one clock"),
    ("from_staff yes", "T9", "other", "whistleblowing", "a professional's worry about practice"),
    ("anonymous yes", "T10", "other", "anonymous", "there is nobody to answer"),
    ("school_appeal yes", "T11", "other", "school-appeal", "a panel hears about school places and exclusions"),
    ("member_enquiry yes", "T40", "other", "member-enquiry", "a councillor asks for somebody"),
    ("member_enquiry yes; wish_to_complain yes; authority_given no", "T40", "other", "member-enquiry", "who did not agree"),
    ("damages_only yes", "T42", "other", "insurance", "money and nothing else"),
    ("praise_only yes; anonymous yes", "T1", "other", "compliment", "the first row that fits"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "rule", "route", "other_route", "why"), GATES)
def test_is_there_anything_to_route(known, rule, route, other_route, why):
    """First, is it a complaint for this council at all? If it is not, it is still answered: it goes another way."""
    found = advised("parent", "in_need", "section_17_support", known)
    assert (found.rule, found.route, found.other_route) == (rule, route, other_route), why
    assert found.failed_test, "the annual report says which test kept it out"


def test_an_mp_may_bring_a_complaint_for_somebody_who_agrees():
    """Where an MP's constituent means it as a complaint and agrees, it goes where the constituent's own would."""
    known = "member_enquiry yes; wish_to_complain yes; acts_for parent; authority_given yes"
    found = advised("other", "in_need", "section_17_support", known)
    assert (found.rule, found.route) == ("T31", "statutory")


PLACES_OF_THEIR_OWN = [
    # who, child, subject, others, rule, route, other route, what makes it so
    ("parent", "in_need", "data_breach", "", "T5", "other", "data-protection", "personal data that got out"),
    ("parent", "in_need", "subject_access", "", "T5", "other", "data-protection", "a request for records that went wrong"),
    ("parent", "", "police_matter", "", "T6", "other", "police", "what the police did"),
    ("parent", "ehc_plan", "ehc_plan_content", "", "T11", "tribunal", "", "what a plan says can be appealed"),
    ("parent", "ehc_plan", "ehc_plan_content", "appealable_decision yes", "T11", "tribunal", "", "and somebody checked"),
    ("parent", "ehc_plan", "ehc_provision", "appeal_lodged yes", "T11", "tribunal", "", "it is part of the appeal"),
    ("parent", "in_need", "court_report", "", "T12", "court", "", "what a report to the court says"),
    ("parent", "looked_after", "contact", "court_decided yes", "T12", "court", "", "the court ordered that contact"),
    ("foster_carer", "", "foster_carer_approval", "", "T13", "other", "irm", "the independent review hears that"),
    ("adopter", "adoption", "adoption_process", "irm_reviewable yes", "T13", "other", "irm", "and whether one may adopt"),
    ("parent", "child_protection", "child_protection_conference", "", "T20", "other", "conference", "the meeting itself"),
    ("parent", "child_protection", "child_protection_plan", "protection_only yes", "T20", "other", "conference",
     "the plan that the meeting made"),
    ("child", "looked_after", "looked_after_care", "provider_care yes", "T41", "other", "childrens-home",
     "the food and the bedtimes of a home"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "child", "subject", "others", "rule", "route", "other_route", "why"), PLACES_OF_THEIR_OWN
)
def test_some_matters_have_a_place_of_their_own(who, child, subject, others, rule, route, other_route, why):
    """Some things are decided elsewhere: by a tribunal, a court, an independent review, or a meeting's own procedure."""
    found = advised(who, child, subject, others)
    assert (found.rule, found.route, found.other_route) == (rule, route, other_route), why


STATUTORY = [
    # who, child, subject, others, rule, what makes it so
    ("child", "looked_after", "looked_after_care", "", "T22", "a child in care, about that care"),
    ("parent", "in_need", "section_17_support", "", "T23", "a parent, about help for a child in need"),
    ("person_with_parental_responsibility", "looked_after", "contact", "", "T23", "parental responsibility is enough"),
    ("foster_carer", "looked_after", "foster_carer_support", "", "T24", "a carer, about the child's services"),
    ("foster_carer", "looked_after", "foster_carer_payment", "affects_child yes", "T24", "pay, which the child feels"),
    ("care_leaver", "care_leaver", "leaving_care_support", "", "T26", "a care leaver"),
    ("other", "looked_after", "looked_after_care", "formerly_in_care yes; sufficient_interest yes; months_since_events 60; "
     "reasonable_to_be_late yes; can_still_be_considered yes", "T27", "an adult, about a childhood in care"),
    ("adopter", "adoption", "adoption_support", "", "T28", "an adopter, about support"),
    ("adopted_person", "adoption", "adoption_support", "", "T28", "and somebody who was adopted"),
    ("special_guardian", "special_guardianship", "special_guardianship_support", "", "T29", "a special guardian"),
    ("grandparent_or_relative", "looked_after", "contact", "sufficient_interest yes", "T30", "a relative who counts"),
    ("advocate", "looked_after", "placement", "authority_given yes", "T31", "an advocate, for the child"),
    ("other", "in_need", "section_17_support", "acts_for parent; authority_given yes", "T31", "a friend, for a parent"),
    ("parent", "looked_after", "contact", "proceedings family_court; prejudice no", "T34", "a court case, and no harm to it"),
    ("parent", "ehc_plan", "short_breaks_direct_payments", "", "T36", "social care inside an EHC plan"),
    ("parent", "none", "section_17_assessment", "", "T37", "asking to be assessed is enough"),
    ("parent", "early_help", "section_17_assessment", "", "T37", "also from early help"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "subject", "others", "rule", "why"), STATUTORY)
def test_what_is_statutory(who, child, subject, others, rule, why):
    """It is statutory where three things are right: the person is on the list, the child is one whom the council helps or looks
    after, and the matter is part of that help or care."""
    found = advised(who, child, subject, others)
    assert (found.rule, found.route, found.failed_test, found.send) == (rule, "statutory", "", False), why


NOT_STATUTORY = [
    # who, child, subject, others, rule, the test it failed, what makes it so
    ("parent", "child_protection", "section_47_enquiry", "", "T21", "subject", "a child protection enquiry alone"),
    ("parent", "in_need", "court_report", "court_decided no", "T21", "subject", "a report to the court that came late"),
    ("foster_carer", "looked_after", "foster_carer_payment", "affects_child no", "T25", "subject", "the carer's own pay"),
    ("foster_carer", "", "foster_carer_approval", "irm_reviewable no", "T25", "subject", "not for the review"),
    ("foster_carer", "looked_after", "allegation_against_carer", "", "T25", "subject", "how an accused carer was treated"),
    ("parent", "ehc_plan", "ehc_plan_delay", "", "T35", "subject", "a late EHC plan: marked SEND"),
    ("parent", "ehc_plan", "communication", "", "T35", "subject", "nobody answered about the plan: SEND too"),
    ("parent", "early_help", "communication", "", "T38", "child", "early help and no more"),
    ("parent", "in_need", "staff_conduct", "adult_only yes", "T39", "subject", "rudeness to an adult, as an adult"),
    ("parent", "none", "communication", "", "T43", "child", "no service to the child"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "subject", "others", "rule", "failed", "why"), NOT_STATUTORY)
def test_what_is_corporate(who, child, subject, others, rule, failed, why):
    """Other complaints are corporate. The table of the annual report says which statutory test each one failed. SEND is a mark on
    a corporate point, and no procedure of its own."""
    found = advised(who, child, subject, others)
    assert (found.rule, found.route, found.failed_test) == (rule, "corporate", failed), why
    assert found.send == (rule == "T35")


LATE = "reasonable_to_be_late yes; can_still_be_considered yes"
TIME = [
    # who, child, subject, others, rule, route, in doubt, what makes it so
    ("parent", "in_need", "section_17_support", "months_since_events 12", "T23", "statutory", False, "twelve is in time"),
    ("parent", "in_need", "section_17_support", "months_since_events 13", "T32", "not_acceptable", True, "thirteen is not"),
    ("parent", "in_need", "section_17_support", f"months_since_events 13; {LATE}", "T23", "statutory", False,
     "unless there was a reason, and it can still be looked at"),
    ("parent", "in_need", "section_17_support", "months_since_events 13; reasonable_to_be_late no", "T32",
     "not_acceptable", False, "without a reason the other test does not matter"),
    ("parent", "in_need", "section_17_support", "months_since_events 13; reasonable_to_be_late yes", "T32",
     "not_acceptable", True, "a reason is one test of two"),
    ("other", "looked_after", "looked_after_care", "formerly_in_care yes; months_since_events 60", "T27",
     "not_acceptable", True, "nobody may refuse an adult who was in care before both tests are asked"),
    ("parent", "ehc_plan", "ehc_plan_delay", "months_since_events 12", "T35", "corporate", False, "twelve here as well"),
    ("parent", "ehc_plan", "ehc_plan_delay", "months_since_events 13", "T44", "not_acceptable", True, "the Code's limit"),
    ("parent", "ehc_plan", "ehc_plan_delay", f"months_since_events 13; {LATE}", "T35", "corporate", False, "is not rigid"),
    ("parent", "none", "communication", "months_since_events 13; reasonable_to_be_late no", "T44", "not_acceptable", False,
     "a corporate complaint that came too late"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "subject", "others", "rule", "route", "doubtful", "why"), TIME)
def test_how_long_ago(who, child, subject, others, rule, route, doubtful, why):
    """A complaint has to come within a year. A later one must still be taken if there was a good reason and it can still be
    looked at fairly. Until both are answered, nobody may refuse it."""
    found = advised(who, child, subject, others)
    assert (found.rule, found.route, found.doubtful) == (rule, route, doubtful), why


PROCEEDINGS = [
    # who, child, subject, others, rule, route, in doubt, what makes it so
    ("parent", "looked_after", "contact", "proceedings none", "T23", "statutory", False, "no case at all"),
    ("parent", "looked_after", "contact", "proceedings family_court", "T34", "statutory", True, "a case is no bar by itself"),
    ("parent", "looked_after", "contact", "proceedings family_court; prejudice yes", "T33", "not_acceptable", False,
     "somebody found that it would harm the case"),
    ("parent", "looked_after", "placement", "proceedings family_court", "T33", "not_acceptable", True,
     "where the child lives is what the court decides, so ask before anyone refuses"),
    ("parent", "looked_after", "placement", "proceedings family_court; prejudice no", "T34", "statutory", False,
     "but it is not refused where it does no harm"),
    ("parent", "in_need", "safeguarding_response, police_matter", "proceedings criminal", "T33", "not_acceptable", True,
     "the police look into the same thing"),
    ("parent", "in_need", "section_17_assessment", "proceedings tribunal; prejudice no", "T34", "statutory", False,
     "a tribunal about school does not stop it"),
    ("parent", "in_need", "section_17_support", "stated_intention yes; prejudice yes", "T33", "not_acceptable", False,
     "a written wish to go to court counts"),
    ("parent", "in_need", "section_17_support", "disciplinary yes; prejudice yes", "T33", "not_acceptable", False,
     "and so does staff discipline"),
    ("parent", "in_need", "court_report, section_17_support", "proceedings family_court", "T12", "court", True,
     "while the court weighs a report, ask what has nothing to do with it"),
    ("parent", "in_need", "court_report, section_17_support", "proceedings family_court; apart_from_court yes; prejudice no",
     "T34", "statutory", False, "and that goes on"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "subject", "others", "rule", "route", "doubtful", "why"), PROCEEDINGS)
def test_court_cases_and_inquiries(who, child, subject, others, rule, route, doubtful, why):
    """The council may wait while a court, the police or a disciplinary inquiry is at work, but only if an answer now would harm
    that. It must say so in writing, and the complaint can come back within a year of the end."""
    found = advised(who, child, subject, others)
    assert (found.rule, found.route, found.doubtful) == (rule, route, doubtful), why


CONSENT = [
    # who, child, others, rule, route, what makes it so
    ("parent", "looked_after", "authority_given no", "T23", "statutory", "a parent needs nobody's consent"),
    ("foster_carer", "looked_after", "authority_given no", "T24", "statutory", "nor does a foster carer"),
    ("advocate", "looked_after", "authority_given no", "T31", "not_acceptable", "an advocate needs the child's"),
    ("advocate", "care_leaver", "authority_given yes", "T31", "statutory", "or the care leaver's"),
    ("other", "in_need", "acts_for parent; authority_given no", "T31", "not_acceptable", "a friend needs the parent's"),
    ("grandparent_or_relative", "in_need", "sufficient_interest no", "T30", "not_acceptable", "an interest that is too thin"),
    ("grandparent_or_relative", "in_need", "", "T30", "statutory", "nobody decided: prefer statutory"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "others", "rule", "route", "why"), CONSENT)
def test_who_may_complain_and_whose_consent_is_needed(who, child, others, rule, route, why):
    """People on the list complain in their own right. Somebody who speaks for another needs that person to agree. Relatives and
    friends need an interest in the child's welfare, which the council decides."""
    found = advised(who, child, "section_17_support", others)
    assert (found.rule, found.route) == (rule, route), why


def test_a_relative_who_told_of_a_worry_has_shown_neither_test():
    """Where nothing shows a service to the child, nor an interest that counts, it is not taken on before that is decided."""
    found = advised("grandparent_or_relative", "", "safeguarding_response")
    assert (found.rule, found.route, found.doubtful) == ("T30", "not_acceptable", True)
    assert FACTS["sufficient_interest"].question in found.questions


MIXED = [
    # who, child, subject, others, route, what leads, what else is in it, what makes it so
    ("parent", "child_protection", "section_47_enquiry, section_17_assessment", "", "statutory", "T23", ["T21"],
     "the assessment is statutory, the enquiry is not"),
    ("parent", "in_need", "section_17_assessment, data_breach", "", "statutory", "T23", ["T5"],
     "personal data goes its own way"),
    ("parent", "ehc_plan", "ehc_plan_delay, short_breaks_direct_payments", "", "statutory", "T36", ["T35"],
     "social care in a plan is statutory"),
    ("parent", "ehc_plan", "ehc_provision", "social_care_element yes", "statutory", "T36", ["T35"],
     "also where only a fact says so"),
    ("parent", "ehc_plan", "ehc_plan_delay, ehc_plan_content", "", "corporate", "T35", ["T11"],
     "the delay is a complaint, the content is an appeal"),
    ("parent", "child_protection", "section_47_enquiry, child_protection_conference", "", "corporate", "T21", ["T20"],
     "two matters outside the statutory list"),
    ("parent", "looked_after", "contact, court_matter", "proceedings none", "statutory", "T23", ["T12"],
     "what the court decided is left out"),
    ("parent", "", "communication, data_accuracy", "", "statutory", "T23", ["T5"],
     "how people were told stands beside the records"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "subject", "others", "route", "leads", "also", "why"), MIXED)
def test_a_point_that_is_about_several_things(who, child, subject, others, route, leads, also, why):
    """A point can hold several matters. Statutory leads if any part is statutory, and the advice says where the rest would go."""
    found = advised(who, child, subject, others)
    assert (found.route, found.rule, [part.rule for part in found.also]) == (route, leads, also), why


LEADS = [
    # subjects of the points, what leads
    (["section_47_enquiry", "section_17_support"], "statutory"),
    (["section_47_enquiry", "court_report"], "corporate"),
    (["ehc_plan_content", "court_report"], "tribunal"),
    (["court_report"], "court"),
    (["data_breach"], "other"),
]


@pytest.mark.parametrize(("subjects", "lead"), LEADS)
def test_one_procedure_leads_a_complaint(subjects, lead):
    """A complaint has one lead procedure, one reply and one count. It is statutory if any point is."""
    assert triage(None, [point("parent", "in_need", subject) for subject in subjects]).lead == lead


FLAGS = [
    # who, subject, others, flag, what makes it so
    ("parent", "contact", "harm_now yes", ["P1"], "a child may be at risk now"),
    ("parent", "contact", "allegation_against_worker yes", ["P2"], "a worker is accused"),
    ("parent", "allegation_against_carer", "", ["P2"], "a foster carer works with children"),
    ("foster_carer", "allegation_against_carer", "", [], "an accused carer accuses nobody"),
    ("child", "contact", "", ["P3"], "a child has a right to an advocate"),
    ("advocate", "contact", "", ["P3"], "also where somebody speaks for the child"),
    ("parent", "contact", "needs_adjustment yes", ["P4"], "another language, or an adjustment"),
    ("parent", "placement", "pending_change yes", ["P5"], "a move that is coming"),
    ("parent", "contact", "legal_claim yes", ["P6"], "a letter before action"),
    ("parent", "contact", "proceedings judicial_review", ["P6"], "a judicial review"),
    ("care_leaver", "contact", "harm_now yes; anonymous yes", ["P1", "P3"], "flags never wait for the procedure"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "subject", "others", "flags", "why"), FLAGS)
def test_what_is_done_beside_the_procedure(who, subject, others, flags, why):
    """Some things are done at once, whatever the procedure. They do not change it."""
    assert [flag.id for flag in triage(None, [point(who, "looked_after", subject, others)]).flags] == flags, why


def test_a_data_protection_complaint_has_a_clock_since_june_2026():
    """From Friday 19 June 2026 a complaint about personal data must be acknowledged within 30 days."""
    facts = [point("parent", "in_need", "data_breach")]
    before, since = (triage(date(2026, 6, day), facts).elements[0] for day in (18, 19))
    assert (before.rule, since.rule) == ("T5", "T5")
    assert ("30 days" in before.reason, "30 days" in since.reason) == (False, True)


def test_a_flag_says_which_points_raise_it():
    quiet, loud = (point("parent", "in_need", "contact", others) for others in ("", "harm_now yes"))
    assert [(flag.id, flag.points) for flag in triage(None, [quiet, loud, loud]).flags] == [("P1", (2, 3))]


ASKED = [
    # who, child, subject, others, facts that are asked for, in doubt
    ("parent", "in_need", "section_17_support", "proceedings none; months_since_events 3", [], False),
    ("parent", "in_need", "section_17_support", "proceedings none", ["months_since_events"], False),
    ("parent", "in_need", "section_17_support", "months_since_events 3", ["proceedings"], False),
    ("parent", "in_need", "section_17_support", "proceedings unknown; months_since_events 3", ["proceedings"], False),
    ("parent", "", "communication", "proceedings none; months_since_events 3", ["child_status"], True),
    ("parent", "in_need", "", "proceedings none; months_since_events 3", ["subject"], True),
    ("parent", "looked_after", "contact", "proceedings criminal; months_since_events 3", ["prejudice"], True),
    ("parent", "in_need", "section_17_support", "proceedings none; months_since_events 13",
     ["reasonable_to_be_late", "can_still_be_considered"], True),
    ("grandparent_or_relative", "in_need", "section_17_support",
     "proceedings none; months_since_events 3; authority_given yes", ["sufficient_interest", "acts_for"], True),
    ("advocate", "in_need", "section_17_support", "proceedings none; months_since_events 3; acts_for child",
     ["authority_given"], True),
    ("parent", "child_protection", "safeguarding_response", "proceedings none; months_since_events 3",
     ["protection_only"], True),
    ("parent", "child_protection", "section_47_enquiry", "proceedings none; months_since_events 3",
     ["protection_only"], True),
    ("parent", "ehc_plan", "ehc_plan_delay", "months_since_events 3; social_care_element no; proceedings none", [], False),
    ("parent", "ehc_plan", "ehc_plan_delay", "months_since_events 3; social_care_element no; proceedings tribunal",
     ["appeal_lodged"], True),
    ("parent", "in_need", "section_17_support", "anonymous yes", [], False),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "subject", "others", "asked", "doubtful"), ASKED)
def test_what_is_not_known_is_asked(who, child, subject, others, asked, doubtful):
    """A missing fact becomes a question if its answer could change the advice. No court case, and within a year, are taken as
    usual. Anything else that is missing puts the advice in doubt. What cannot matter is not asked."""
    found = advised(who, child, subject, others)
    assert set(found.questions) == {FACTS[name].question for name in asked}
    assert found.doubtful == doubtful


WRONG = [
    # facts, what the sentence says
    ({"colour": "red"}, "There is no fact called “colour”."),
    ({"prejudise": True}, "Did you mean “prejudice”?"),
    ({"complainant": "mother"}, "“complainant” cannot be “mother”. It can be: child, care_leaver, parent"),
    ({"complainant": 3}, "“complainant” cannot be “3”."),
    ({"child_status": ["in_need"]}, "“child_status” cannot be"),
    ({"subject": "contact"}, "“subject” must be a list of labels, such as [“contact”]."),
    ({"subject": ["contact", "weather"]}, "“subject” cannot hold “weather”. It can hold: section_17_assessment"),
    ({"subject": [1]}, "“subject” cannot hold “1”."),
    ({"proceedings": "war"}, "“proceedings” cannot be “war”. It can be: none, family_court"),
    ({"months_since_events": -1}, "“months_since_events” must be a whole number of months from 0 to 1,200."),
    ({"months_since_events": 1.5}, "“months_since_events” must be a whole number"),
    ({"months_since_events": True}, "“months_since_events” must be a whole number"),
    ({"months_since_events": 99_999}, "“months_since_events” must be a whole number"),
    ({"prejudice": "maybe"}, "“prejudice” must be true or false, or be left out where nobody knows."),
    (["parent"], "A point of complaint must be an object of facts"),
]


@pytest.mark.parametrize(("facts", "sentence"), WRONG)
def test_a_fact_that_is_wrong_is_named_and_what_is_allowed_is_said(facts, sentence):
    with pytest.raises(ValueError) as refused:
        triage(None, [facts])
    assert sentence in str(refused.value)


def test_a_complaint_without_points_is_refused():
    with pytest.raises(ValueError, match="There is no point of complaint"):
        triage(None, [])
