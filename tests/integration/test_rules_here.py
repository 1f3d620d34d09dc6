"""The rules of one council: its own definitions on top of Heard's, its holidays, and what was finished by then."""

from datetime import UTC, date, datetime

import pytest
from tests.casework import AT, MON_1, answer, make_world, receive

from heard.access.policy import Actor
from heard.law.procedures import DefinitionError
from heard.record.actions import complaints, council_settings
from heard.record.models import Complaint, Event
from heard.record.queries import one_complaint
from heard.record.queries.complaints import due_soon, late, stages_of
from heard.record.queries.rules import council_rules, here
from heard.record.queries.self_check import self_check
from heard.record.queries.settings import all_settings, remembered

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

OPERATOR = Actor("a test", "operator")
TEN_DAYS = """extends = "corporate-two-stage"
procedure = "corporate"
title = "Our own corporate procedure"
since = 2026-01-01
source = "Policy agreed by our cabinet"

[clocks.DUD1]
target = 10
source = "Policy agreed by our cabinet"
"""
FRI_12, TUE_16 = date(2026, 6, 12), date(2026, 6, 16)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def folder(home):
    found = home / "procedures"
    found.mkdir()
    return found


def due(complaint, on=MON_1, number=1):
    return next(row.due for row in stages_of([complaint], on)[complaint.pk] if row.number == number)


def change(**typed):
    return council_settings.change(typed, by=OPERATOR, at=AT)


# A council's own definitions


def test_a_councils_number_holds_from_its_date_and_old_complaints_keep_theirs(world, folder):
    (folder / "ours.toml").write_text(TEN_DAYS, "utf-8")
    old = receive(world, procedure="corporate", received_on=date(2025, 12, 1))
    new = receive(world, procedure="corporate", received_on=MON_1)
    assert (due(old).target, due(new).target) == (date(2025, 12, 31), date(2026, 6, 15))


def test_the_database_counts_by_the_councils_number_too(world, folder):
    (folder / "ours.toml").write_text(TEN_DAYS, "utf-8")
    receive(world, procedure="corporate", received_on=MON_1)
    assert [Complaint.objects.filter(late(on)).count() for on in (date(2026, 6, 15), TUE_16)] == [0, 1]
    assert Complaint.objects.filter(due_soon(date(2026, 6, 10))).count() == 1


def test_a_file_that_turns_bad_leaves_the_rules_as_they_were(world, folder):
    (folder / "ours.toml").write_text(TEN_DAYS, "utf-8")
    complaint = receive(world, procedure="corporate", received_on=MON_1)
    due(complaint)
    (folder / "ours.toml").write_text("title = ", "utf-8")
    assert due(complaint).target == date(2026, 6, 15)


def test_what_is_no_file_and_what_an_editor_left_there_break_nothing(world, folder):
    (folder / "ours.toml").write_text(TEN_DAYS, "utf-8")
    complaint = receive(world, procedure="corporate", received_on=MON_1)
    due(complaint)
    (folder / ".#ours.toml").symlink_to(folder / "nowhere")
    (folder / "folder.toml").mkdir()
    assert due(complaint).target == date(2026, 6, 15)


def test_a_file_in_another_encoding_is_named(folder):
    (folder / "ours.toml").write_bytes("title = 'Beschwerde für alle'".encode("cp1252"))
    with pytest.raises(DefinitionError, match=r"^ours\.toml: this is not text in UTF-8"):
        council_rules()


@pytest.mark.parametrize(
    "text",
    [
        "without = 5\nextends = 'statutory'",
        "x = " + "[" * 5000,
        "title = ",
        "extends = 'moon'",
        TEN_DAYS + "\n[clocks.NEW]\ndoes = 'Smile'\n",
    ],
)
def test_a_file_that_is_bad_from_the_start_says_where(folder, text):
    (folder / "ours.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=r"^ours\.toml"):
        council_rules()


# Holidays


def test_a_holiday_proclaimed_in_a_running_year_moves_what_is_open_and_nothing_that_is_closed(world):
    running, done = receive(world), receive(world)
    answer(done, world, on=date(2026, 6, 15))
    change(holidays="2026-06-12: A day of thanks")
    assert (due(running).target, due(running).limit) == (TUE_16, date(2026, 6, 30))
    moved = Event.objects.filter(action="complaint.dates-moved")
    assert [(event.reference, event.details) for event in moved] == [
        (
            running.reference,
            {
                "stage": 1,
                "target_was": "2026-06-15",
                "limit_was": "2026-06-29",
                "target": "2026-06-16",
                "limit": "2026-06-30",
            },
        )
    ]


def test_what_was_finished_before_a_holiday_was_entered_keeps_its_days():
    change(holidays="2026-06-12: A day of thanks")
    known = here()
    days = [
        known.calendar(known=day).elapsed(MON_1, date(2026, 6, 15)) for day in (date(2026, 9, 30), date(2026, 10, 1))
    ]
    assert days == [10, 9]


def test_entering_the_same_holiday_again_keeps_the_day_on_which_it_was_entered():
    change(holidays="2026-06-12: A day of thanks")
    later = datetime(2026, 10, 5, 9, tzinfo=UTC)
    council_settings.change({"holidays": "2026-06-12: A day of thanks; 2026-12-29: Another"}, by=OPERATOR, at=later)
    assert here().holidays == ((FRI_12, date(2026, 9, 30)), (date(2026, 12, 29), date(2026, 10, 5)))


def test_a_day_on_which_the_council_is_shut_moves_corporate_dates_only(world):
    statutory = receive(world)
    corporate = receive(world, procedure="corporate")
    complaints.acknowledge(corporate, on=MON_1, by=world.officer, at=AT)
    change(closure_days="2026-06-12: Staff day")
    assert (due(statutory).target, due(corporate).target) == (date(2026, 6, 15), TUE_16)


def test_a_holiday_taken_back_moves_the_dates_back(world):
    complaint = receive(world)
    change(holidays="2026-06-12: A day of thanks")
    change(holidays="")
    assert due(complaint).target == date(2026, 6, 15)
    assert Event.objects.filter(action="complaint.dates-moved").count() == 2


@pytest.mark.parametrize(
    "typed", ["12 June: thanks", "2026-06-12", "1999-01-01: Too long ago", "2026-02-30: No such day"]
)
def test_a_holiday_that_cannot_be_read_says_how_to_write_it(typed):
    with pytest.raises(ValueError, match=r"Write each|Say what|outside the years"):
        change(holidays=typed)


# What the rulebook leaves open


def test_the_start_of_stage_2_is_the_councils_answer_to_a_disputed_question(world):
    complaint = receive(world)
    answer(complaint, world)
    complaints.request_stage(complaint, 2, on=date(2026, 6, 15), by=world.officer, at=AT)
    complaints.happen(complaint, "statement_agreed", on=date(2026, 6, 22), by=world.officer, at=AT)
    assert due(complaint, number=2).target == date(2026, 7, 20)
    change(st2_clock_start="statement_agreed")
    assert due(complaint, number=2).target == date(2026, 7, 27)
    found = [Complaint.objects.filter(late(on)).count() for on in (date(2026, 9, 22), date(2026, 9, 23))]
    assert found == [0, 1]
    with pytest.raises(ValueError, match="request, statement_agreed"):
        change(st2_clock_start="whenever")


def test_the_settings_are_read_once_for_a_page(django_assert_num_queries):
    with django_assert_num_queries(1), remembered():
        here()
        all_settings(by=OPERATOR)
        here()


# Everything that answers a question of dates


def test_the_self_check_counts_the_councils_days_as_the_dates_page_does(world):
    complaint = receive(world, procedure="corporate", received_on=MON_1)
    complaints.acknowledge(complaint, on=MON_1, by=world.officer, at=AT)
    change(closure_days="2026-06-12: Staff day")
    head = one_complaint.head(complaint.pk, by=world.officer)
    law = one_complaint.law_timeline(head, TUE_16)
    assert [one.clock.id for one in law.missed] == []
    assert [breach.fault for breach in self_check(head, TUE_16).breaches] == []
    assert due(complaint, on=TUE_16).said == "Due today"
