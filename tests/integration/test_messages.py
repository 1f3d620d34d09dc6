"""Messages as rows: to whom one may go, under which subject, and what becomes of it."""

import pytest
from tests.bad_addresses import WRONG_ADDRESSES
from tests.casework import AT, events, last_event
from tests.messages import NOW, SUBJECT, TO, actions_of, post
from tests.people import actor, person, wall_off

from heard.access.policy import NotAllowedError
from heard.jobs.tasks import SYSTEM
from heard.record.actions import messages as actions
from heard.record.models import CouncilSetting, Job, Message
from heard.record.queries import letters as queries

pytestmark = [pytest.mark.database, pytest.mark.django_db]


# What is written


def test_a_message_is_written_with_the_job_that_sends_it(home, letter, complaint):
    message = post(letter)
    assert Job.objects.get().arguments == {"message": message.pk}
    assert (message.to, message.subject, message.created_at) == (TO, SUBJECT, AT)
    assert events(complaint.reference)[-1] == (
        "complaint.message-posted",
        {"message": message.pk, "letter": letter.pk},
    )


def test_the_subject_may_name_the_council_and_tell_nothing(home):
    CouncilSetting.objects.create(key="council_name", value="Wexbridge Council")
    assert post(subject="An update from Wexbridge Council").subject == "An update from Wexbridge Council"
    CouncilSetting.objects.update(value="Wex\u00adbridge " + "C" * 200)
    assert len(actions.subjects()[0]) == 200
    assert post(subject=actions.subjects()[0]).subject.startswith("An update from Wexbridge CCC")


@pytest.mark.parametrize("typed", WRONG_ADDRESSES.values(), ids=WRONG_ADDRESSES)
def test_what_is_not_one_bare_address_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\w+ .*\.$") as refused:
        post(to=typed)
    assert "example.org" not in str(refused.value).replace("name@example.org", "")
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("o'brien+heard@example.org", "o'brien+heard@example.org"),
        ("sam@EXAMPLE.org", "sam@example.org"),
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
        (" sam@example.org ", "sam@example.org"),
    ],
)
def test_an_odd_address_that_mail_servers_take_is_kept_as_they_write_it(home, typed, kept):
    assert post(to=typed).to == kept


WRONG_SUBJECTS = {
    "CR LF": f"{SUBJECT}\r\nBcc: other@example.org",
    "%0a": f"{SUBJECT}%0aBcc: other@example.org",
    "U+2028": f"{SUBJECT}\u2028Bcc: other@example.org",
    "a child's name": "About Robin",
    "empty": "",
}


@pytest.mark.parametrize("subject", WRONG_SUBJECTS.values(), ids=WRONG_SUBJECTS)
def test_no_other_subject_is_taken(subject):
    with pytest.raises(ValueError, match="a subject that tells nothing"):
        post(subject=subject)
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.parametrize("changes", [{"attached": "../../etc/passwd"}, {"body": " "}])
def test_no_other_file_and_no_empty_text_is_taken(changes):
    with pytest.raises(ValueError, match=r"\.$"):
        post(**changes)


# What did not arrive


def test_whoever_looks_after_a_message_says_so_once(home, letter, complaint, world):
    message = post(letter)
    with pytest.raises(ValueError, match="Nothing says"):
        actions.settled(message, by=world.officer, at=NOW)
    actions.bounced(message, "It came back.", by=SYSTEM, at=NOW)
    assert [one.pk for one in queries.messages_to_look_at(by=world.officer)] == [message.pk]
    actions.settled(message, by=world.officer, at=NOW)
    assert last_event().action == "complaint.message-settled"
    assert queries.messages_to_look_at(by=world.officer) == []
    with pytest.raises(ValueError, match="already"):
        actions.settled(message, by=world.officer, at=NOW)


def test_somebody_behind_a_wall_meets_no_message_of_that_complaint(home, letter, complaint):
    message = post(letter)
    actions.bounced(message, "It came back.", by=SYSTEM, at=NOW)
    officer = person("complaints-officer")
    assert queries.message_to_settle(message.pk, by=actor(officer)) == message
    wall_off(officer, complaint.reference)
    assert queries.messages_to_look_at(by=actor(officer)) == []
    with pytest.raises(Message.DoesNotExist):
        queries.message_to_settle(message.pk, by=actor(officer))
    with pytest.raises(NotAllowedError):
        actions.settled(message, by=actor(officer), at=NOW)


def test_who_sees_no_letter_sees_no_message(home, letter, world):
    message = post(letter)
    for refused in (
        lambda: queries.messages_to_look_at(by=world.reader),
        lambda: actions.settled(message, by=world.reader, at=NOW),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_what_became_of_a_message_is_recorded_once_and_in_any_order(home, letter, complaint):
    message = post(letter)
    assert actions.bounced(message, "It came back.", by=SYSTEM, at=NOW)
    assert not actions.bounced(message, "It came back.", by=SYSTEM, at=NOW)
    assert actions.sent(message, by=SYSTEM, at=NOW)
    assert not actions.sent(message, by=SYSTEM, at=NOW)
    assert not actions.given_up(message, "No.", by=SYSTEM, at=NOW)
    assert actions_of(complaint)[1:] == ["complaint.message-bounced", "complaint.message-sent"]
