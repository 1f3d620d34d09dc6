"""Taking out the old copy of a row that was corrected in the spreadsheet."""

import pytest
from tests.made_reports import AT, OPERATOR, import_rows

from heard.access.policy import Actor, NotAllowedError
from heard.record.actions.removals import remove
from heard.record.models import Comment, Event, ImportedRow
from heard.record.queries.history import verify

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

FIRST, SECOND = "COMMENT-2022-0001", "COMMENT-2022-0002"


@pytest.fixture
def twice(tmp_path):
    """A comment that was imported, and again with the day on which it was acknowledged."""
    row = {"Date received": "6/6/2022", "Comment": "Asks for a ramp"}
    import_rows(tmp_path, Comments=[row])
    return import_rows(tmp_path, Comments=[row | {"Acknowledged": "7/6/2022"}])


def test_a_corrected_row_is_pointed_at_with_the_reference_of_the_old_one(twice):
    assert [FIRST in problem.problem for problem in twice.problems] == [True]


def test_the_old_copy_can_be_taken_out(twice):
    remove(FIRST, by=OPERATOR, at=AT)
    assert list(Comment.objects.values_list("reference", flat=True)) == [SECOND]


def test_the_history_keeps_what_was_taken_out_and_stays_whole(twice):
    remove(FIRST, by=OPERATOR, at=AT)
    event = Event.objects.get(action="comment.removed")
    assert "Asks for a ramp" in event.payload.body
    assert "Asks for a ramp" not in str(event.details) + event.reference
    assert [fault for fault in verify(by=OPERATOR).faults if "chain.head" not in fault] == []  # noted on commit only


def test_what_was_taken_out_can_come_in_again(twice, tmp_path):
    remove(FIRST, by=OPERATOR, at=AT)
    assert ImportedRow.objects.filter(record=FIRST).count() == 0


REFUSED = {
    "a complaint": ("DMBC-22-0001", "cannot be removed"),
    "one that is not there": ("COMMENT-2022-0099", "There is no"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused_with_a_sentence(twice, name):
    reference, said = REFUSED[name]
    with pytest.raises(ValueError, match=said):
        remove(reference, by=OPERATOR, at=AT)


def test_a_role_that_may_not_is_refused(twice):
    with pytest.raises(NotAllowedError):
        remove(FIRST, by=Actor("somebody", "caseworker"), at=AT)
    assert Comment.objects.count() == 2
