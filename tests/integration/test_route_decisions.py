"""Which procedure a point falls under: what triage advises, what a named person decides, and how that is defended."""

import json
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.casework import AT, answer, events, last_event, receive
from tests.pages import problems, refused, text, typed
from tests.people import person, sign_in, wall_off

from heard.access.policy import Actor, NotAllowedError
from heard.casework.fact_forms import as_typed, facts_of
from heard.casework.fact_words import FIRST, GROUPS, SEEN, SUBJECTS, VALUES
from heard.law.triage import FACTS, FAILED_TESTS, triage
from heard.law.triage.facts import SUBJECTS as LABELS
from heard.law.years import FinancialYear
from heard.record.actions import complaints, routes
from heard.record.models import Complaint, Element, RouteDecision
from heard.record.queries.routes import diverted

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("home", "today")]

STATUTORY = {"complainant": "parent", "child_status": "looked_after", "subject": ["contact"]}
CORPORATE = {"complainant": "parent", "child_status": "early_help", "subject": ["communication"]}
KNOWN = {"proceedings": "none", "months_since_events": 2}
WHY = "Robin is looked after, so the family's own words decide it."


@pytest.fixture
def today(monkeypatch):
    """Every page is opened on Wednesday 30 September 2026."""
    monkeypatch.setattr("heard.access.door.timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def manager(client, world):
    return sign_in(client, world.people["complaints-manager"])


def decide(element, world, route="statutory", facts=STATUTORY, **more):
    values = {"reason": WHY, "by": world.manager, "at": AT, "failed_test": "" if route == "statutory" else "subject"}
    return routes.decide(element, route=route, facts=facts, **(values | more))


def address(complaint, number=1):
    return reverse("point-procedure", args=[complaint.pk, number])


def advised(complaint, facts):
    return triage(complaint.received_on, [facts]).elements[0]


def sent(facts, advice=None, **decision):
    """Return the form as somebody sends it; with an advice, pressing “Decide”."""
    typed = {name: value for name, value in as_typed(facts).items() if value not in ("", [])}
    mark = f"{advice.rule} {advice.route}" if advice else ""
    return {**typed, "step": "decide" if advice else "advise", "advised": mark, **decision}


# The facts, in words


def test_every_fact_is_asked_once_and_every_value_has_words():
    asked = [*FIRST, *(name for names in GROUPS.values() for name in names), "whose", *SEEN]
    assert sorted(asked) == sorted(FACTS)
    assert {name: set(FACTS[name].values) for name in VALUES} == {name: set(words) for name, words in VALUES.items()}
    assert set(SUBJECTS) == set(LABELS)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        STATUTORY | KNOWN,
        {"prejudice": False, "authority_given": True, "acts_for": "child"},
        {"wish_to_complain": False, "praise_only": True, "our_authority": False, "whose": "school"},
    ],
)
def test_facts_that_the_form_shows_are_read_back_as_they_were(facts):
    assert facts_of(as_typed(facts)) == facts


# Deciding


def test_a_decision_keeps_what_was_advised_who_decided_and_why(complaint, world):
    found = decide(complaint.elements.get(), world, facts=STATUTORY | KNOWN).decision
    advice = advised(complaint, STATUTORY | KNOWN)
    assert (found.route, found.advised, found.rule, found.follows) == ("statutory", advice.route, advice.rule, True)
    assert (found.decided_by, found.decided_at, found.reason) == (world.people["complaints-manager"], AT, WHY)
    assert found.facts == STATUTORY | KNOWN | {"subject": ("contact",)}
    assert Element.objects.get().route == "statutory"


def test_the_words_and_the_facts_are_in_the_erasable_part_of_the_history_alone(complaint, world):
    decide(complaint.elements.get(), world, "corporate")
    [told] = [details for action, details in events(complaint.reference) if action == "complaint.route-decided"]
    assert told == {
        "point": 1, "was": "statutory", "route": "corporate", "send": False, "advised": "statutory",
        "rule": advised(complaint, STATUTORY).rule, "failed_test": "subject",
        "doubtful": advised(complaint, STATUTORY).doubtful, "follows": False,
    }  # fmt: skip
    complaints.acknowledge(complaint, on=date(2026, 6, 2), by=world.officer, at=AT)
    payloads = [e.payload.body for e in type(last_event()).objects.filter(action="complaint.route-decided")]
    assert json.loads(payloads[0])["reason"] == WHY


def test_a_later_decision_counts_and_the_earlier_one_is_kept(complaint, world):
    element = complaint.elements.get()
    decide(element, world, "corporate")
    decide(element, world)
    assert list(RouteDecision.objects.order_by("pk").values_list("route", flat=True)) == ["corporate", "statutory"]
    assert Element.objects.get().route == "statutory"


WRONG = {
    "no test for what is not statutory": ({"route": "corporate", "failed_test": ""}, "Say which test"),
    "an unknown way": ({"route": "chancery"}, "There is no way “chancery”"),
    "no reason": ({"reason": "  "}, "Enter the reason"),
    "a fact that is none": ({"facts": {"moon": True}}, "There is no fact called “moon”"),
    "a reason too long": ({"reason": "x" * 2001}, "2,000 characters or fewer"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_decision_is_refused_with(complaint, world, name):
    changes, sentence = WRONG[name]
    with pytest.raises(ValueError, match=sentence):
        decide(complaint.elements.get(), world, **({"route": "corporate", "failed_test": "subject"} | changes))
    assert RouteDecision.objects.count() == 0


def test_a_person_decides_and_no_command(complaint, world):
    for by in (Actor("operator", "complaints-manager"), world.reader):
        with pytest.raises(NotAllowedError):
            decide(complaint.elements.get(), world, by=by)


# The complaint follows its points


def test_a_corporate_complaint_whose_point_is_statutory_becomes_so_from_the_same_day(world):
    complaint = receive(world, procedure="corporate")
    said = decide(complaint.elements.get(), world).said
    complaint.refresh_from_db()
    assert (complaint.procedure, complaint.received_on) == ("statutory", date(2026, 6, 1))
    assert (
        said == "The complaint is run by the statutory procedure from now on. The day it was received stays the same."
    )
    assert events(complaint.reference)[-1] == (
        "complaint.procedure-changed",
        {"procedure": "statutory", "was": "corporate"},
    )


def test_one_point_that_is_not_decided_keeps_a_complaint_statutory(world):
    complaint = receive(world, points=[(world.category, "One."), (world.category, "Two.")])
    first, second = complaint.elements.order_by("number")
    assert decide(first, world, "corporate").said == ""
    assert Complaint.objects.get().procedure == "statutory"
    assert "run by the corporate procedure" in decide(second, world, "corporate").said
    assert Complaint.objects.get().procedure == "corporate"


def test_once_stage_2_was_reached_the_procedure_stays_and_a_sentence_says_what_to_do(world):
    complaint = receive(world, procedure="corporate")
    answer(complaint, world)
    complaints.request_stage(complaint, 2, on=date(2026, 6, 8), by=world.officer, at=AT)
    said = decide(complaint.elements.get(), world).said
    assert Complaint.objects.get().procedure == "corporate"
    assert "Take it in again as statutory, with the day on which it was first received" in said


def test_a_point_that_goes_to_another_body_moves_no_procedure(complaint, world):
    assert decide(complaint.elements.get(), world, "court").said == ""
    assert Complaint.objects.get().procedure == "statutory"


# The page


def test_the_facts_give_an_advice_on_the_same_page_and_decide_nothing(manager, complaint):
    page = text(manager.post(address(complaint), sent(STATUTORY | KNOWN)))
    advice = advised(complaint, STATUTORY | KNOWN)
    assert advice.reason in page
    assert f"(rule {advice.rule})" in page
    assert re.search(r'value="statutory"[^>]*checked', page)
    assert RouteDecision.objects.count() == 0


def test_what_is_in_doubt_is_asked_for_and_says_to_prefer_the_statutory_procedure(manager, complaint):
    facts = {"complainant": "grandparent_or_relative", "child_status": "looked_after", "subject": ["contact"]}
    page = text(manager.post(address(complaint), sent(facts)))
    assert advised(complaint, facts).doubtful
    assert "While it is in doubt, choose the statutory procedure" in page
    assert "This is in doubt. Please ask:" in page
    assert page.index('name="sufficient_interest"') < page.index("Something unusual about this point")


LATE = {
    "complainant": "parent",
    "child_status": "in_need",
    "subject": ["section_17_support"],
    "months_since_events": 13,
}
WORRY = {"complainant": "grandparent_or_relative", "subject": ["safeguarding_response"]}


@pytest.mark.parametrize("facts", [STATUTORY | {"proceedings": "criminal"}, LATE, WORRY])
def test_while_the_advice_is_in_doubt_no_way_is_chosen_for_anybody(manager, complaint, world, facts):
    assert advised(complaint, facts).doubtful
    for page in (
        text(manager.post(address(complaint), sent(facts))),
        _later(manager, complaint, world, facts),
    ):
        assert not re.search(r'name="(route|send)"[^>]*checked', page)
        assert not re.search(r'value="(time|person|proceedings)"[^>]*selected', page)
        assert "nothing is chosen for you" in page


def _later(manager, complaint, world, facts):
    """Return the page as somebody finds it who comes back after a decision with these facts."""
    decide(complaint.elements.get(), world, facts=facts)
    return text(manager.get(address(complaint)))


@pytest.mark.parametrize("facts", [LATE, WORRY])
def test_what_leans_to_a_refusal_says_that_nobody_may_refuse_yet(manager, complaint, facts):
    page = text(manager.post(address(complaint), sent(facts)))
    assert "While this is open, nobody may refuse it." in page
    assert "choose the statutory procedure" not in page


def test_somebody_who_chose_no_way_while_it_is_in_doubt_is_asked_for_one(manager, complaint):
    answer = manager.post(address(complaint), sent(LATE, advised(complaint, LATE), reason=WHY))
    assert ("id_route", "Choose which way it goes.") in refused(answer)
    assert RouteDecision.objects.count() == 0


def test_a_decision_by_the_page_is_shown_on_the_complaint_with_who_decided(manager, complaint, world):
    page = text(manager.get(reverse("complaint", args=[complaint.pk])))
    assert "Statutory procedure. Not decided yet." in page
    advice = advised(complaint, STATUTORY | KNOWN)
    sending = sent(STATUTORY | KNOWN, advice, route="corporate", failed_test="subject", reason=WHY)
    answer = manager.post(address(complaint), sending, follow=True)
    page = text(answer)
    assert "The procedure of point 1 is decided." in page
    assert "The complaint is run by the corporate procedure from now on." in page
    assert (
        "Corporate procedure. Decided by Complaints-Manager on 30 September 2026 at 11:00, against the advice." in page
    )
    again = text(manager.get(address(complaint)))
    assert WHY in again
    assert re.search(r'value="looked_after"[^>]*selected', again)


def test_nobody_decides_without_having_read_the_advice_that_holds(manager, complaint):
    advice = advised(complaint, CORPORATE | KNOWN)
    sending = sent(STATUTORY | KNOWN, advice, route="corporate", failed_test="subject", reason=WHY)
    answer = manager.post(address(complaint), sending)
    assert "Read the advice below first" in refused(answer)[0][1]
    assert typed(answer, "reason") == WHY
    assert typed(answer, "advised").startswith(advised(complaint, STATUTORY | KNOWN).rule)
    assert RouteDecision.objects.count() == 0


def test_what_is_missing_in_a_decision_is_said_beside_its_field(manager, complaint):
    advice = advised(complaint, STATUTORY)
    answer = manager.post(address(complaint), sent(STATUTORY, advice, route="corporate"))
    assert refused(answer) == [
        ("id_failed_test", "Choose the test that it failed."),
        ("id_reason", "Say why, in a sentence."),
    ]


@pytest.mark.parametrize(
    ("typed_in", "wanted"),
    [
        ({"months_since_events": "soon"}, [("id_months_since_events", "Enter a whole number of months, such as 3.")]),
        ({"complainant": "the moon"}, [("id_complainant", "Choose one from the list.")]),
        ({"subject": ["the moon"]}, [("id_subject", "Choose one from the list.")]),
    ],
)
def test_a_fact_that_cannot_be_is_refused_and_what_was_typed_is_kept(manager, complaint, typed_in, wanted):
    answer = manager.post(address(complaint), {"step": "advise", "reason": WHY, "child_status": "in_need", **typed_in})
    assert problems(answer) == wanted
    assert (answer.status_code, typed(answer, "reason"), typed(answer, "child_status")) == (400, WHY, "in_need")


def test_there_is_no_page_for_a_point_that_is_not_there(manager, complaint):
    assert manager.get(address(complaint, 7)).status_code == 404


# Why not statutory


def rows(page):
    body = re.search(r"<tbody.*?</tbody>", page, re.DOTALL)
    found = re.findall(r"<tr.*?</tr>", body[0], re.DOTALL) if body else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", one)).strip() for one in found]


def test_every_point_that_is_not_statutory_is_listed_with_its_test_who_decided_and_why(manager, world):
    kept, gone, unsaid = receive(world), receive(world), receive(world, procedure="corporate")
    decide(kept.elements.get(), world)
    decide(gone.elements.get(), world, "corporate", failed_test="person")
    found = rows(text(manager.get(reverse("diverted"))))
    assert len(found) == 2
    assert unsaid.reference in found[0]
    assert "Nobody has decided yet." in found[0]
    assert gone.reference in found[1]
    assert FAILED_TESTS["person"] in found[1]
    assert "Complaints-Manager, 30 September 2026 at 11:00" in found[1]
    assert WHY in found[1]


def test_the_list_is_narrowed_to_a_financial_year_and_passes_over_what_is_none(manager, world):
    old = receive(world, procedure="corporate", received_on=date(2026, 3, 31))
    new = receive(world, procedure="corporate")

    def listed(**narrowed):
        page = text(manager.get(reverse("diverted"), narrowed))
        return {one.reference for one in (old, new) if one.reference in page}

    assert listed(year="2025-26") == {old.reference}
    assert listed(year="2026-27") == {new.reference}
    assert listed(year="the moon") == {old.reference, new.reference}


def test_the_list_comes_in_pages_that_hold_every_point_once(world):
    for _ in range(3):
        points = [(world.category, f"{n}") for n in range(25)]
        receive(world, procedure="corporate", points=points)
    first = diverted(None, by=world.manager)
    second = diverted(FinancialYear(2026), by=world.manager, after=first.after)
    assert (len(first.rows), len(second.rows), first.total) == (50, 25, 75)
    assert {one.pk for one in first.rows}.isdisjoint({one.pk for one in second.rows})
    assert [one.pk for one in diverted(None, by=world.manager, before=second.before).rows] == [
        one.pk for one in first.rows
    ]


def test_whoever_is_kept_away_from_a_complaint_meets_none_of_its_points(manager, world):
    complaint = receive(world, procedure="corporate")
    wall_off(world.people["complaints-manager"], complaint.reference)
    assert rows(text(manager.get(reverse("diverted")))) == []


def test_a_role_that_reads_no_words_is_shown_no_reason(client, world):
    complaint = receive(world)
    decide(complaint.elements.get(), world, "corporate")
    [found] = rows(text(sign_in(client, person("auditor")).get(reverse("diverted"))))
    assert "Complaints-Manager" in found
    assert WHY not in found
