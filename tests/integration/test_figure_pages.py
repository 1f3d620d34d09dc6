"""Behind every figure of the report is exactly what it counts, and nobody is shown a case that is not theirs."""

import html
import re
from datetime import date
from urllib.parse import urljoin

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from tests.figure_pages import (
    ADDRESS,
    FIGURE,
    HIDDEN,
    figure_address,
    figures,
    listed,
    named,
    opened,
    posted_to,
)
from tests.made_extracts import MONDAY
from tests.made_reports import WORKBOOKS, YEAR, import_file, set_up_demonstration, thrown_away
from tests.people import actor, person, sign_in

from heard.record.models import Assignment, Complaint, Element, Event
from heard.reporting import editions

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# All of the two demonstration registers


@pytest.fixture(scope="module", params=WORKBOOKS)
def walked(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The report on a demonstration workbook, every figure in it opened by somebody who may see every case."""
    home = tmp_path_factory.mktemp("home")
    with thrown_away(django_db_blocker), override_settings(HEARD_HOME=home):
        set_up_demonstration()
        import_file(WORKBOOKS[request.param])
        manager = person("complaints-manager")
        client = sign_in(Client(), manager)
        assert client.post(f"{ADDRESS}count/").status_code == 302
        edition = editions.checked(YEAR, by=actor(manager))
        page = client.get(ADDRESS).content.decode()
        counted = figures(edition)
        behind = {id: opened(client, figure_address(id)) for id in counted}
        return page, counted, behind, {id: edition.figure(id).references for id in counted}


def test_behind_every_figure_is_exactly_what_it_counts(walked):
    _, counted, behind, _ = walked
    lengths = {id: len(behind[id].references) for id in counted if counted[id]["kind"]}
    assert lengths == {id: figure["value"] for id, figure in counted.items() if figure["kind"]}
    assert len(lengths) > 300


def test_every_list_names_the_cases_that_were_counted(walked):
    _, counted, behind, references = walked
    assert {id: tuple(behind[id].references) for id in counted} == references


def test_every_figure_in_the_report_is_a_link_to_its_own_list(walked):
    page, counted, behind, _ = walked
    links = FIGURE.findall(page)
    assert len(links) > 250
    by_address = {figure_address(id): id for id in counted}
    for href, label, text in links:
        id = by_address[urljoin(ADDRESS, html.unescape(href))]
        assert (text, int(text.replace(",", ""))) == (f"{counted[id]['value']:,}", len(behind[id].references))
        assert html.unescape(label) == f"{text}, see the cases: {counted[id]['label']}"


def test_every_case_that_is_listed_can_be_opened(walked):
    _, counted, behind, _ = walked
    for id, figure in counted.items():
        links = [href for href, _ in listed(behind[id].text)]
        assert [bool(href) for href in links] == [figure["kind"] != "service-area"] * len(links)


def test_nothing_is_said_to_be_hidden_from_who_may_see_everything(walked):
    _, _, behind, _ = walked
    assert {found.not_shown for found in behind.values()} == {0}


def test_a_number_that_was_not_counted_from_the_register_says_so(walked):
    _, counted, behind, _ = walked
    without = [id for id in counted if not counted[id]["kind"]]
    assert without == (["contacts"] if "contacts" in counted else [])
    assert all("The council entered this number" in behind[id].text for id in without)


# What is hidden


READERS = {
    "a complaints manager": (lambda: person("complaints-manager"), set()),
    "an officer named in a complaint": (named, {HIDDEN}),
    "a manager of another team": (lambda: posted_to("Owls"), {HIDDEN, "C-4", "COMMENT", "OMBUDSMAN"}),
    "a manager of no team": (lambda: person("team-manager"), {"C-", HIDDEN, "COMPLIMENT", "COMMENT", "OMBUDSMAN"}),
    "a report reader": (
        lambda: person("report-reader"),
        {"C-", HIDDEN, "COMPLIMENT", "COMMENT", "OMBUDSMAN", "LEARNING"},
    ),
    "an auditor": (lambda: person("auditor"), {"COMPLIMENT", "COMMENT", "OMBUDSMAN", "LEARNING"}),
    "the monitoring officer": (lambda: person("monitoring-officer"), {"COMPLIMENT", "COMMENT", "LEARNING"}),
}
"""Reader → the beginnings of the references that they must not meet."""


def of_different_cases(edition):
    """Return a figure of each list of cases: two pages that list the same differ in the words of their figure only."""
    counted = figures(edition)
    chosen = {(figure["kind"], edition.figure(id).references): id for id, figure in counted.items()}
    assert len(chosen) > 20
    return {id: counted[id] for id in chosen.values()}


@pytest.mark.parametrize("name", READERS)
def test_what_is_shown_and_what_is_not_make_the_figure_and_nothing_hidden_is_on_any_page(edition, client, name):
    made, hidden = READERS[name]
    sign_in(client, made())
    pages = client.get(ADDRESS).content.decode()
    for id, figure in of_different_cases(edition).items():
        found = opened(client, figure_address(id))
        pages += found.text
        expected = [r for r in edition.figure(id).references if not r.startswith(tuple(hidden))]
        if figure["kind"] == "service-area":
            expected = list(edition.figure(id).references)
        assert (id, found.references) == (id, expected)
        assert len(found.references) + found.not_shown == figure["value"]
    assert [start for start in hidden if re.search(rf"\b{start}[\w-]*\d", pages)] == []


def test_an_investigator_reads_the_report_and_opens_no_figure(edition, client):
    investigator = person("investigating-officer")
    mine = Complaint.objects.get(reference="C-1")
    Assignment.objects.create(complaint=mine, person=investigator, part="investigating-officer", since=MONDAY)
    page = sign_in(client, investigator).get(ADDRESS)
    assert FIGURE.findall(page.content.decode()) == []
    assert "underlined" not in page.content.decode()
    assert client.get(figure_address("all.received")).status_code == 403


def test_the_sentence_does_not_say_whether_a_case_names_the_reader(edition, client):
    said = opened(sign_in(client, named()), figure_address("all.received")).text
    assert "1 of these 4 complaints is not shown to you." in " ".join(said.split())
    assert "Some are closed to particular people, and some have been corrected since the year was counted." in said
    assert "named" not in said.lower().replace("name=", "")


def test_a_case_that_left_the_register_is_not_shown(edition, client):
    Complaint.objects.filter(reference="C-3").update(received_on=date(2023, 5, 1))
    found = opened(sign_in(client, person("complaints-manager")), figure_address("all.received"))
    assert (found.references, found.not_shown) == (["C-1", "C-4", HIDDEN], 1)


def test_a_reader_of_reports_alone_is_given_no_link_to_a_case(edition, client):
    text = opened(sign_in(client, person("report-reader")), figure_address("all.received")).text
    assert "The 4 complaints behind this figure are not shown to you." in " ".join(text.split())
    assert "<table" not in text


def test_the_list_of_points_opens_the_complaint_that_they_belong_to(edition, client):
    found = opened(sign_in(client, person("complaints-manager")), figure_address("all.issue.delay"))
    assert found.references == ["C-1 point 1", f"{HIDDEN} point 2"]
    for reference, (href, _) in zip(("C-1", HIDDEN), listed(found.text), strict=True):
        assert href == reverse("complaint", args=[Complaint.objects.get(reference=reference).pk])


def test_a_point_that_left_its_complaint_is_still_listed_with_it(edition, client):
    Element.objects.filter(complaint__reference="C-1").delete()
    found = opened(sign_in(client, person("complaints-manager")), figure_address("all.issue.delay"))
    assert found.references == ["C-1 point 1", f"{HIDDEN} point 2"]
    assert found.not_shown == 0


# The look in the history


def test_opening_a_figure_is_a_look(edition, client):
    sign_in(client, posted_to("Owls")).get(figure_address("all.received"))
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.kind, event.reference) == ("figure.opened", "report", "2022/23")
    assert event.details == {"figure": "all.received", "shown": 2}


@pytest.mark.parametrize("address", ["", "figures/all.recieved/", "report.docx"])
def test_nothing_else_is_a_look(edition, client, address):
    before = Event.objects.count()
    sign_in(client, person("complaints-manager")).get(ADDRESS + address)
    assert Event.objects.count() == before
