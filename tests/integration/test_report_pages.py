"""The annual report on the web: counted by a button, read by everybody, and refused where it was changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.figure_pages import ADDRESS, figure_address, listed, opened, posted_to
from tests.made_extracts import MONDAY, freeze
from tests.made_reports import AT, YEAR, complaint, import_rows
from tests.people import actor, person, sign_in, wall_off

from heard.access.roles import SIGNS_IN
from heard.record.models import Event
from heard.reporting import editions

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MOST_QUERIES = 12


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "/reports/2019-20/",
        "/reports/2022-2023/",
        "/reports/2022-24/",
        "/reports/last/",
        "/reports/2019-20/figures/all.received/",
        "/reports/2019-20/report.docx",
        f"{ADDRESS}figures/all.recieved/",
        f"{ADDRESS}figures/..%2F..%2Fmanifest.json/",
        f"{ADDRESS}figures/%00/",
        f"{ADDRESS}figures/all/received/",
    ],
)
def test_what_there_is_not_is_a_page_that_says_so(edition, client, address):
    answer = sign_in(client, person("complaints-manager")).get(address)
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_service_area_with_odd_characters_has_its_list(edition, client):
    sign_in(client, person("complaints-manager"))
    found = opened(client, figure_address("all.service_area.kites-sons-nder-5s-1"))
    assert found.references == ["C-4"]
    assert "Kites &amp; Sons / “Ünder 5s” #1" in found.text


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "99999999", "1" * 400, "٣", "", "4"])
def test_a_place_in_the_list_that_there_is_not_is_its_beginning(edition, client, after):
    page = sign_in(client, person("complaints-manager")).get(figure_address("all.received"), {"after": after})
    assert len(listed(page.content.decode())) == 4


# Counting


def test_a_year_that_was_not_counted_has_a_button_for_who_may_count_it(register, client):
    page = sign_in(client, person("complaints-officer")).get(ADDRESS).content.decode()
    assert "Count the year now" in page
    assert client.post(f"{ADDRESS}count/").status_code == 302
    page = client.get(ADDRESS).content.decode()
    assert "2022/23 was counted." in page
    assert "Draft: the year is not frozen yet" in page
    assert "Figures as they stood on 5 September 2022, counted on" in page


@pytest.mark.parametrize(
    "role", [role for role in SIGNS_IN if role not in ("complaints-officer", "complaints-manager")]
)
def test_who_may_not_count_is_told_who_can(register, client, role):
    page = sign_in(client, person(role)).get(ADDRESS).content.decode()
    assert "The complaints manager or a complaints officer can do that." in page
    assert "Count the year" not in page
    assert client.post(f"{ADDRESS}count/").status_code == 403
    assert not Event.objects.filter(action="report.counted").exists()


def test_counting_needs_the_forms_own_token(register):
    client = sign_in(Client(enforce_csrf_checks=True), person("complaints-manager"))
    assert client.post(f"{ADDRESS}count/").status_code == 403
    assert client.get(f"{ADDRESS}count/").status_code == 405


def test_a_year_of_nothing_is_not_counted_and_the_page_says_why(register, client):
    answer = sign_in(client, person("complaints-manager")).post("/reports/2019-20/count/")
    assert answer.status_code == 409
    assert "The register has nothing that was received in 2019/20" in answer.content.decode()


def test_the_report_says_when_the_register_has_changed(edition, client, tmp_path):
    sign_in(client, person("complaints-manager"))
    assert "The register has changed since then" not in client.get(ADDRESS).content.decode()
    import_rows(tmp_path, Complaints=[complaint("B1", MONDAY)])
    assert "The register has changed since then" in client.get(ADDRESS).content.decode()


def test_a_frozen_year_is_no_draft(register, client):
    freeze()
    sign_in(client, person("complaints-manager")).post(f"{ADDRESS}count/")
    page = client.get(ADDRESS).content.decode()
    assert "Draft" not in page
    assert "Figures as they stood on 31 March 2023" in page


def test_frozen_tables_that_were_changed_are_not_counted(register, client):
    freeze()
    table = next(register.joinpath("extracts").glob("*/complaints.csv"))
    table.write_text(table.read_text() + "\n")
    answer = sign_in(client, person("complaints-manager")).post(f"{ADDRESS}count/")
    assert answer.status_code == 409
    assert "were changed after they were frozen" in answer.content.decode()


@pytest.mark.parametrize("file", [editions.BODY, editions.FIGURES, editions.CASES, editions.WORD, editions.MANIFEST])
def test_a_changed_edition_is_shown_to_nobody(edition, client, file):
    path = edition.folder / file
    path.write_bytes(path.read_bytes().replace(b"C-1", b"C-9").replace(b"e", b"a") + b" ")
    address = {editions.BODY: ADDRESS, editions.WORD: f"{ADDRESS}report.docx", editions.MANIFEST: ADDRESS}
    answer = sign_in(client, person("complaints-manager")).get(address.get(file, figure_address("all.received")))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "is not the one that was counted" in page
    assert "C-9" not in page
    assert "Count the year" in page


# The Word document


def test_the_word_document_is_for_who_may_have_it(edition, client):
    answer = sign_in(client, person("director")).get(f"{ADDRESS}report.docx")
    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"] == 'attachment; filename="annual-report-2022-23.docx"'
    other = sign_in(Client(), person("team-manager"))
    assert "report.docx" not in other.get(ADDRESS).content.decode()
    assert other.get(f"{ADDRESS}report.docx").status_code == 403


# The years


def test_the_years_are_listed_with_how_they_stand(edition, client):
    page = sign_in(client, person("panel-member")).get("/reports/").content.decode()
    assert '<a class="govuk-link" href="/reports/2022-23/">2022/23</a>' in page
    assert "Draft, counted on" in page
    assert "Not frozen" in page


def test_an_empty_register_says_so(home, client):
    page = sign_in(client, person("report-reader")).get("/reports/").content.decode()
    assert "There is nothing to report on yet." in page


def test_nobody_reads_a_report_without_signing_in(edition, client):
    for address in ("/reports/", ADDRESS, figure_address("all.received"), f"{ADDRESS}report.docx"):
        assert client.get(address).status_code == 302


# The database


def asked(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


PAGES = {
    "the years": "/reports/",
    "the report": ADDRESS,
    "the Word document": f"{ADDRESS}report.docx",
    "complaints": f"{ADDRESS}figures/all.received/",
    "points": f"{ADDRESS}figures/all.issues/",
    "service areas": f"{ADDRESS}figures/all.service_areas/",
    "compliments": f"{ADDRESS}figures/compliments/",
    "comments": f"{ADDRESS}figures/comments/",
    "Ombudsman cases": f"{ADDRESS}figures/ombudsman/",
    "learning actions": f"{ADDRESS}figures/learning/",
}


def rows(start, count):
    numbers = range(start, start + count)
    return {
        "Complaints": [complaint(f"D-{n}", MONDAY, outcome="Upheld", team="Owls", issues="Delay") for n in numbers],
        "Compliments": [
            {"Date received": MONDAY, "Service area": "Owls", "Compliment": f"Thanks {n}"} for n in numbers
        ],
        "Comments": [{"Date received": MONDAY, "Service area": "Owls", "Comment": f"Question {n}"} for n in numbers],
        "Ombudsman": [{"Date received": MONDAY, "Service area": "Owls", "Subject": f"Case {n}"} for n in numbers],
        "Learning": [{"Action": f"Change {n}"} for n in numbers],
    }


@pytest.mark.parametrize("role", ["complaints-manager", "report-reader", "team-manager"])
def test_a_page_asks_as_often_for_200_rows_as_for_20_and_twelve_times_at_most(edition, tmp_path, client, role):
    manager = actor(person("complaints-manager"))
    reader = posted_to("Owls") if role == "team-manager" else person(role)
    wall_off(reader, "C-1")
    sign_in(client, reader)
    pages = PAGES if role != "team-manager" else {name: at for name, at in PAGES.items() if "docx" not in at}
    found = []
    for start, number in ((100, 20), (1000, 200)):
        import_rows(tmp_path, **rows(start, number))
        editions.count_edition(YEAR, by=manager, at=AT)
        found.append({name: asked(client, address) for name, address in pages.items()})
    assert found[0] == found[1]
    assert max(found[0].values()) <= MOST_QUERIES
