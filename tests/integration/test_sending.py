"""Sending: one message to one recipient, the same bytes each time, and nothing that is not exactly that."""

import json
import socket
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.bad_addresses import WRONG_ADDRESSES
from tests.casework import AT, events
from tests.mail_servers import talking
from tests.messages import (
    BODY,
    NOW,
    PDF,
    SENDER,
    SUBJECT,
    TO,
    actions_of,
    attach,
    post,
    read,
    said,
    send,
)

from heard.jobs.send_message import send_message
from heard.jobs.worker import MOST, WAITS, Worker
from heard.letters.mail_settings import Mail
from heard.letters.sending import client, smtp
from heard.record.chain import KeyMissingError
from heard.record.models import CouncilSetting, Job, Message
from heard.record.queries.documents import place

pytestmark = [pytest.mark.django_db]


# What leaves


def test_a_message_has_one_recipient_a_bare_address_and_a_fixed_sender(server, inbox):
    CouncilSetting.objects.create(key="email", value="children@council.example")
    message = post(attached=attach())
    assert send(message) == ""
    [(sender, recipients, content)] = inbox.taken
    found = read(content)
    assert (sender, recipients) == (SENDER, [TO])
    assert (found["From"], found["To"], found["Reply-To"]) == (SENDER, TO, "children@council.example")
    assert found["Subject"] == SUBJECT
    assert found["Message-ID"] == f"<{message.message_id}>"
    assert found["Date"].datetime == AT
    assert set(found.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
    }  # fmt: skip
    text, paper = found.iter_parts()
    assert (text.get_content_type(), said(text)) == ("text/plain", BODY)
    assert (paper.get_content_type(), paper.get_filename(), paper.get_content()) == (
        "application/pdf",
        "letter.pdf",
        PDF,
    )
    assert (message.sent_at, message.attempts, message.failure) == (NOW, 1, "")


def test_a_message_that_is_sent_is_not_sent_again(server, inbox, letter, complaint):
    message = post(letter)
    send(message), send(message)
    assert len(inbox.taken) == 1
    assert actions_of(complaint) == ["complaint.message-posted", "complaint.message-sent"]
    assert TO not in json.dumps([details for _, details in events(complaint.reference)])


def test_the_same_message_is_the_same_bytes_each_time(server, inbox):
    message = post(attached=attach())
    for _ in range(2):
        send(message)
        Message.objects.update(sent_at=None)
    assert inbox.taken[0] == inbox.taken[1]


def test_a_long_message_id_stays_on_one_line(server, inbox):
    message = post()
    Message.objects.update(message_id=f"{'a' * 32}@{'long.' * 20}example")
    send(message)
    assert f"\r\nMessage-ID: <{'a' * 32}@{'long.' * 20}example>\r\n".encode() in inbox.taken[0][2]


def test_lines_that_begin_with_a_dot_and_long_lines_arrive(server, inbox):
    body = ".\n..\n.one\n" + "word " * 400 + "\n"
    send(post(body=body))
    assert said(read(inbox.taken[0][2])) == body


@pytest.mark.parametrize("typed", [one for one in WRONG_ADDRESSES.values() if "\0" not in one and len(one) < 500])
@pytest.mark.parametrize("way", ["smtp", "folder", "notify"])
def test_a_row_that_was_tampered_with_leaves_nothing(server, inbox, settings, home, typed, way):
    """Whoever changed the address in the database, no byte leaves."""
    settings.HEARD_MAIL = replace(settings.HEARD_MAIL, way=way)
    message = post()
    Message.objects.update(to=typed)
    assert send(message) == ""
    assert (inbox.taken, (home / "outbox").exists()) == ([], False)
    assert (message.sent_at, message.given_up_at) == (None, NOW)
    assert message.failure == "It is not addressed to one bare e-mail address. Nothing was sent."


@pytest.mark.parametrize("changes", [{"subject": "One\r\nBcc: x@example.org"}, {"subject": "One\u2028"},
                                     {"message_id": "a@b>\r\nBcc: x@example.org"}])  # fmt: skip
def test_a_header_that_was_tampered_with_leaves_nothing(server, inbox, changes):
    message = post()
    Message.objects.update(**changes)
    send(message)
    assert (inbox.taken, message.given_up_at) == ([], NOW)


def test_a_file_that_is_not_the_one_that_was_released_does_not_leave(server, inbox):
    message = post(attached=attach())
    place(message.attached).write_bytes(b"%PDF-1.7 another")
    send(message)
    assert (inbox.taken, message.given_up_at) == ([], NOW)
    place(message.attached).unlink()
    assert send(post(attached=message.attached)) == "The file that goes with it is not in HEARD_HOME/documents."


def test_nothing_leaves_while_the_history_cannot_be_written(server, inbox, home):
    """Or it would be sent, not be marked as sent, and be sent again."""
    message = post()
    (home / "chain.key").rename(home / "elsewhere.key")
    with pytest.raises(KeyMissingError):
        send(message)
    assert (inbox.taken, message.sent_at) == ([], None)
    (home / "elsewhere.key").rename(home / "chain.key")
    send(message)
    assert len(inbox.taken) == 1


def test_in_a_folder_the_whole_message_lies_under_its_id(home, settings):
    settings.HEARD_MAIL = Mail()
    message = post(attached=attach())
    send(message)
    [file] = (home / "outbox").iterdir()
    assert file.name == f"{message.message_id.partition('@')[0]}.eml"
    assert read(file.read_bytes())["To"] == TO
    assert message.message_id.endswith("@heard.invalid")
    Message.objects.update(sent_at=None)
    before = file.read_bytes()
    send(message)
    assert [one.read_bytes() for one in (home / "outbox").iterdir()] == [before]


def test_a_folder_that_cannot_be_written_is_tried_again(home, settings):
    settings.HEARD_MAIL = Mail()
    (home / "outbox").write_text("a file where the folder should be")
    message = post()
    assert send(message) == "The folder HEARD_HOME/outbox cannot be written to."
    assert (message.tried_at, message.attempts, message.failure[:10]) == (NOW, 1, "The folder")


# What a mail server answers


def test_a_refused_recipient_is_a_bounce_and_not_tried_again(server, inbox, letter, complaint):
    inbox.answers["rcpt"] = ["550 5.1.1 <sam@example.org> is not here"]
    message = post(letter)
    assert send(message) == ""
    assert (message.bounced_at, message.sent_at) == (NOW, None)
    assert message.failure == "The recipient's address was refused (550 5.1.1)."
    assert actions_of(complaint) == ["complaint.message-posted", "complaint.message-bounced"]
    assert send(message) == ""
    assert inbox.taken == []


@pytest.mark.parametrize("step", ["rcpt", "data"])
@pytest.mark.parametrize("numbers", ["550", "551", "552 5.2.2", "553 5.1.3", "554 5.6.0"])
def test_a_refusal_of_the_recipient_or_the_message_is_a_bounce(server, inbox, step, numbers):
    inbox.answers[step] = [f"{numbers} no, and 5.7.1 stands here by chance"]
    message = post()
    assert send(message) == ""
    assert message.bounced_at == NOW
    assert message.failure.endswith(f"({numbers}).")


@pytest.mark.parametrize(
    ("step", "answer", "sentence"),
    [
        ("rcpt", "451 4.7.1 greylisted", "The recipient's address was refused (451 4.7.1)."),
        ("data", "452 4.3.1 full", "The mail server refused the message (452 4.3.1)."),
        ("mail", "451 later", "The mail server did not take anything (451)."),
        ("mail", "550 not from you", "The mail server did not take anything (550)."),
        ("rcpt", "554 5.7.1 relay access denied", "The recipient's address was refused (554 5.7.1)."),
        ("rcpt", "530 sign in first", "The recipient's address was refused (530)."),
        ("data", "550 5.7.60 not from you", "The mail server refused the message (550 5.7.60)."),
        ("data", "535 5.7.8 no", "The mail server refused the message (535 5.7.8)."),
        ("data", "cut", smtp.NOT_KNOWN),
    ],
)
def test_what_may_pass_is_tried_again_and_goes_then(server, inbox, step, answer, sentence):
    inbox.answers[step] = [answer]
    message = post()
    assert send(message) == sentence
    assert (message.sent_at, message.bounced_at, message.attempts, message.failure) == (None, None, 1, sentence)
    assert send(message) == ""
    assert (message.sent_at, message.attempts, message.failure) == (NOW, 2, "")
    assert len(inbox.taken) == 1


def test_a_server_that_greylists_has_the_message_after_a_minute(server, inbox):
    inbox.answers["rcpt"] = ["451 4.7.1 greylisted"]
    message = post()
    clock = [AT]
    worker = Worker(lambda: clock[0], lambda seconds: None, periodic=())
    assert worker.run_due() == 1
    clock[0] = AT + WAITS[0]
    assert worker.run_due() == 1
    message.refresh_from_db()
    assert message.sent_at == clock[0]


def test_a_message_that_goes_nowhere_for_a_day_is_somebodys_to_look_at(server, inbox, letter, complaint):
    inbox.answers["rcpt"] = ["451 no"] * MOST
    post(letter)
    clock = [AT]
    worker = Worker(lambda: clock[0], lambda seconds: None, periodic=())
    for wait in (*WAITS, timedelta()):
        assert worker.run_due() == 1
        clock[0] += wait
    message = Message.objects.get()
    assert (message.given_up_at, message.attempts) == (clock[0], MOST)
    assert message.failure == "The recipient's address was refused (451)."
    assert Job.objects.get().given_up_at == clock[0]
    assert actions_of(complaint) == ["complaint.message-posted", "complaint.message-given-up"]


def test_the_server_is_gone_or_says_nothing_or_nonsense(settings, home, monkeypatch):
    monkeypatch.setattr(client, "TIMEOUT", 0.3)

    def sentence(talk):
        with talking(talk) as port:
            settings.HEARD_MAIL = Mail("smtp", True, SENDER, "127.0.0.1", port, "none")
            return send(post())

    said = "The mail server could not be reached, did not answer in time, or ended the connection."
    assert sentence(lambda one: one.recv(1)) == said
    assert sentence(lambda one: one.close()) == said
    assert sentence(lambda one: one.sendall(b"\xff\xfe\r\n" * 3)).startswith("The mail server did not take anything")
    for long in (b"2" * 9000, b"220-more\r\n" * 101):
        assert sentence(lambda one, long=long: one.sendall(long)) == "The mail server did not take anything (500)."
    assert send(post()) == said  # nobody listens there any more


def answering(last, after=0.0):
    """Return what a mail server does that answers the whole message so, after so many seconds."""

    def talk(one):
        lines = one.makefile("rb")
        one.sendall(b"220 here\r\n")
        for answer in (b"250 here", b"250 ok", b"250 ok", b"354 go on"):
            lines.readline()
            one.sendall(answer + b"\r\n")
        while lines.readline() != b".\r\n":
            pass
        time.sleep(after)
        with suppress(OSError):
            one.sendall(last)
            one.shutdown(socket.SHUT_RDWR)

    return talk


@pytest.mark.parametrize(
    ("last", "after", "sentence"),
    [
        (b"250 ok\r\n", 0, ""),  # and it is gone before the goodbye
        (b"251 will forward\r\n", 0, ""),
        (b"252 will try\r\n", 0, ""),
        (b"250 ok\r\n", 0.5, ""),  # longer than another answer may take
        (b"250 ok\r\n", 1.5, smtp.NOT_KNOWN),
        (b"\xff\xfe\r\n", 0, smtp.NOT_KNOWN),
        (b"250-more\r\n" * 101, 0, smtp.NOT_KNOWN),
    ],
)
def test_the_answer_to_the_whole_message_is_waited_for(settings, home, monkeypatch, last, after, sentence):
    monkeypatch.setattr(client, "TIMEOUT", 0.3)
    monkeypatch.setattr(client, "LAST_TIMEOUT", 1)
    with talking(answering(last, after)) as port:
        settings.HEARD_MAIL = Mail("smtp", True, SENDER, "127.0.0.1", port, "none")
        message = post()
        assert send(message) == sentence
    assert message.sent_at == (None if sentence else NOW)


def test_a_job_has_longer_than_all_the_answers_together():
    """Twelve answers and steps of connecting, all of it twice where a token was withdrawn, and the message and its answer."""
    assert send_message.lease.total_seconds() > 2 * 12 * client.TIMEOUT + 2 * client.LAST_TIMEOUT
