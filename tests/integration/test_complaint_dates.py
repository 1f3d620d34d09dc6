"""The page of a complaint's dates: what is owed, every clock and its days, all as the timeline has them."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.casework import AT, answer, receive
from tests.pages import text
from tests.people import sign_in

from heard.casework import clock_words
from heard.demonstration.load import OPERATOR
from heard.record.actions import complaints, council_settings, happenings
from heard.record.models import Complaint, Event
from heard.record.queries import one_complaint
from heard.record.queries.rules import here

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("home", "today")]

TUE_1_SEP, FRI_4_SEP, MON_14_SEP, TUE_15_SEP, WED_16_SEP = (date(2026, 9, day) for day in (1, 4, 14, 15, 16))
HOLIDAY = "2026-09-07: A day of thanks"


@pytest.fixture
def today(monkeypatch):
    """Every page is opened on Wednesday 30 September 2026."""
    monkeypatch.setattr("heard.access.door.timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def manager(client, world):
    return sign_in(client, world.people["complaints-manager"])


def happen(complaint, world, event, on, **more):
    happenings.record(complaint, event, on=on, by=world.manager, at=AT, **more)


def dates(browser, complaint):
    answer = browser.get(reverse("dates", args=[complaint.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", text(answer))


def law_of(complaint, world):
    return one_complaint.law_timeline(one_complaint.head(complaint.pk, by=world.manager), AT.date())


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def rows(page, caption):
    """Return the cells of the table with this caption, as words."""
    table = re.search(rf"<caption[^>]*>{re.escape(caption)}</caption>(.*?)</table>", page)[1]
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)]
    return [[words(cell).strip() for cell in row] for row in found[1:]]


# What is owed


def test_what_is_owed_first_stands_first_with_its_day_and_by_whom(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    page = dates(manager, complaint)
    assert "Stage 1: local resolution." in words(page)
    assert "Acknowledge the complaint by 4 September 2026" in page
    assert "By: Complaints officer." in words(page)
    assert rows(page, "Then") == [
        ["Stage 1 response sent", "Team manager", "15 September 2026 Overdue"],
        ["Advocate offered to the child, young person or care leaver", "Complaints officer or complaints manager", "–"],
    ]


def test_the_complaint_itself_says_what_is_owed_first_and_links_to_the_dates(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    page = text(manager.get(reverse("complaint", args=[complaint.pk])))
    assert "Next: Acknowledge the complaint by 4 September 2026 Overdue" in words(page)
    assert reverse("dates", args=[complaint.pk]) in page


def test_nothing_is_owed_once_a_complaint_is_closed(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    complaints.close(complaint, 1, "withdrawn", on=FRI_4_SEP, by=world.officer, at=AT)
    page = dates(manager, complaint)
    assert "Nothing is owed now." in page
    assert "Closed." in words(page)


# Every clock


def test_each_clock_has_a_row_that_says_how_it_stands_and_how_many_days_it_took(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    happen(complaint, world, "acknowledged", FRI_4_SEP)
    answer(complaint, world, on=WED_16_SEP)
    found = rows(dates(manager, complaint), "What the council must do, and by when")
    assert found == [
        ["Acknowledge the complaint", "1 September 2026", "4 September 2026", "–", "Done in target 4 September 2026", "3"],
        [
            "Send the stage 1 response", "1 September 2026", "15 September 2026", "29 September 2026",
            "Done within the limit, without an extension 16 September 2026", "11",
        ],
    ]  # fmt: skip


STATES = {
    "received": [],
    "answered late": [("acknowledged", FRI_4_SEP), ("stage_1_response", date(2026, 9, 30))],
    "extended": [("stage_1_extended", MON_14_SEP)],
    "paused": [("stage_1_paused", FRI_4_SEP)],
    "at stage 2": [
        ("stage_1_response", FRI_4_SEP),
        ("stage_2_requested", MON_14_SEP),
        ("statement_agreed", WED_16_SEP),
    ],
}


@pytest.mark.parametrize("state", STATES)
def test_the_page_has_what_the_timeline_has_every_clock_with_every_day(manager, world, state):
    complaint = receive(world, received_on=TUE_1_SEP)
    for event, on in STATES[state]:
        happen(complaint, world, event, on, why="There is a reason.", outcome="upheld")
    page, law = dates(manager, complaint), law_of(complaint, world)
    assert law.readings
    for one in law.readings:
        table = rows(page, f"Every day of: {one.clock.does}")
        assert [row[0] for row in table] == [
            f"{line.date:%a} {line.date.day} {line.date:%B %Y}" for line in one.days(here().settings)
        ]
        assert [row[1] for row in table] == ["Yes" if line.counts else "No" for line in one.days(here().settings)]
        assert clock_words.state(one) in page
        assert f"({one.clock.id})" in page
    assert [one for one in law.owed[:1] if clock_words.to_do(one) not in page] == []
    assert [one.event.says for one in law.owed[1:] if one.event.says not in page] == []
    assert [one for one in law.warnings if one not in page] == []


def test_what_the_complaint_itself_says_of_an_advocate_is_among_what_happened(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP, advocate_offered=True)
    happen(complaint, world, "acknowledged", FRI_4_SEP)
    assert "Advocate offered" not in dates(manager, complaint)


def test_where_the_law_is_disputed_both_readings_are_shown(manager, world):
    complaint = receive(world, received_on=date(2026, 6, 1))
    answer(complaint, world)
    happen(complaint, world, "stage_2_requested", date(2026, 6, 15))
    happen(complaint, world, "statement_agreed", date(2026, 6, 22))
    page = dates(manager, complaint)
    assert "Counted from 22 June 2026 instead: target 27 July 2026 and limit 22 September 2026." in page
    assert "It is disputed whether the days are counted from the request" in page


def test_a_pause_shows_the_dates_of_both_ways_to_read_it(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    happen(complaint, world, "stage_1_paused", FRI_4_SEP, why="An advocate is sought.")
    happen(complaint, world, "stage_1_resumed", TUE_15_SEP)
    page = dates(manager, complaint)
    assert "Without the pause the target would be 15 September 2026." in page
    assert '<td class="govuk-table__cell">No</td><td class="govuk-table__cell">Paused</td>' in page


def test_an_extension_that_was_told_too_late_is_warned_about(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    happen(complaint, world, "stage_1_extended", WED_16_SEP, why="It is complex.")
    said = "The extension was told on 16 September 2026, after the target of 15 September 2026. It does not count."
    assert said in dates(manager, complaint)


def test_what_the_complainant_may_do_stands_apart(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    answer(complaint, world, on=FRI_4_SEP)
    found = rows(dates(manager, complaint), "What the complainant may do")
    assert found == [
        [
            "The complainant may ask for stage 2 without an answer to stage 1",
            "1 September 2026",
            "after 15 September 2026",
            "Did not begin",
        ],
        ["The complainant may ask for stage 2", "4 September 2026", "until 2 October 2026", "Open"],
    ]


def test_a_spreadsheet_that_has_an_outcome_and_no_day_is_said_to(manager, world):
    complaint = receive(world, received_on=TUE_1_SEP)
    complaint.stages.update(outcome="upheld")
    page = dates(manager, complaint)
    assert "The outcome of stage 1 is recorded, and the day is not." in page
    assert "What is owed next" not in page


def test_a_complaint_from_before_any_rules_says_so_and_offers_nothing(manager):
    old = Complaint.objects.create(reference="OLD", received_on=date(2001, 1, 8), procedure="statutory", send=False)
    for name in ("dates", "record"):
        page = text(manager.get(reverse(name, args=[old.pk])))
        assert "Heard knows no rules that were in force on 8 January 2001" in page
    assert "Reference" not in page


# A holiday proclaimed in a running year


@pytest.fixture
def proclaimed(world):
    """Two open complaints, and one that was answered before the holiday was entered."""
    found = [receive(world, received_on=TUE_1_SEP) for _ in range(3)]
    answer(found[2], world, on=WED_16_SEP)
    council_settings.change({"holidays": HOLIDAY}, by=OPERATOR, at=AT)
    return found


def test_a_holiday_moves_every_open_complaint_once_and_no_closed_one(proclaimed):
    moved = Event.objects.filter(action="complaint.dates-moved").order_by("reference")
    assert [event.reference for event in moved] == [one.reference for one in proclaimed[:2]]


def test_the_dates_of_an_open_complaint_do_not_count_the_holiday(manager, proclaimed):
    days = dict(
        (row[0], row[1:]) for row in rows(dates(manager, proclaimed[0]), "Every day of: Send the stage 1 response")
    )
    assert days["Mon 7 September 2026"] == ["No", "Bank holiday"]
    assert days["Wed 16 September 2026"] == ["Yes", "10 (target)"]


def test_the_dates_of_a_closed_complaint_are_those_that_were_known_then(manager, world, proclaimed):
    days = dict(
        (row[0], row[1:]) for row in rows(dates(manager, proclaimed[2]), "Every day of: Send the stage 1 response")
    )
    assert days["Mon 7 September 2026"] == ["Yes", "4"]
    assert days["Tue 15 September 2026"] == ["Yes", "10 (target)"]
    law = law_of(proclaimed[2], world)
    assert (law.reading("ST1").state, law.reading("ST1").taken) == ("late", 11)


def test_what_is_finished_after_the_holiday_was_entered_is_judged_with_it(world):
    complaint = receive(world, received_on=TUE_1_SEP)
    council_settings.change({"holidays": HOLIDAY}, by=OPERATOR, at=AT - timedelta(days=20))
    answer(complaint, world, on=WED_16_SEP)
    assert law_of(complaint, world).reading("ST1").state == "in-target"
