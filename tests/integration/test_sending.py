"""Sending: one message to one recipient, the same each time, over each way; and nothing that is not exactly that."""

import base64
import email
import hashlib
import hmac
import json
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.policy import default
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.casework import AT, events, last_event
from tests.mail_servers import Inbox, certificate, mail_server, talking, web_server
from tests.people import actor, person, wall_off

from heard.access.policy import NotAllowedError
from heard.jobs.tasks import SYSTEM
from heard.jobs.worker import MOST, WAITS, Worker
from heard.letters import sending
from heard.letters.mail import Mail
from heard.letters.sending import smtp, tokens
from heard.record.actions import messages as actions
from heard.record.files import write_whole
from heard.record.models import CouncilSetting, Job, Letter, Message
from heard.record.queries import jobs as queries
from heard.record.queries.documents import place

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SUBJECT = "An update from the council"
TO = "sam@example.org"
PDF = b"%PDF-1.7 the letter"
BODY = "Dear Sam\n\nWe are sorry about the kettle – it boiled over.\n"
SENDER = "complaints@council.example"


@pytest.fixture
def letter(complaint):
    return Letter.objects.create(
        complaint=complaint,
        recipient=complaint.parties.first(),
        rule=Letter.UPDATE,
        reader=Letter.ADULT,
        way=Letter.EMAIL,
        text="# A letter",
        written_at=AT,
    )


def post(letter=None, **changes):
    values = {"to": TO, "subject": SUBJECT, "body": BODY, "letter": letter}
    return actions.post(**(values | changes), by=SYSTEM, at=AT)


def attach(content=PDF):
    digest = hashlib.sha256(content).hexdigest()
    write_whole(place(digest), [content])
    return digest


def send(message, now=NOW):
    """Send a message; return the sentence where it must be tried again."""
    try:
        sending.send(message.pk, by=SYSTEM, now=now)
    except sending.NotNowError as error:
        return str(error)
    finally:
        message.refresh_from_db()
    return ""


def read(content):
    return email.message_from_bytes(content, policy=default)


def said(part):
    """Return a part's text, with the ends of lines that we use rather than those of mail."""
    return part.get_content().replace("\r\n", "\n")


def actions_of(complaint):
    return [action for action, _ in events(complaint.reference) if action.startswith("complaint.message")]


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
    assert len(actions.subjects()[0]) <= 200


WRONG_ADDRESSES = {
    "CR LF": "sam@example.org\r\nBcc: other@example.org",
    "LF": "sam@example.org\nBcc: other@example.org",
    "CR": "sam\r@example.org",
    "%0a": "sam%0aBcc:other@example.org",
    "%0a alone": "sam%0a@example.org",
    "U+2028": "sam@example.org\u2028Bcc: other@example.org",
    "U+0085": "sam@example.org\u0085",
    "null": "sam@example.org\0",
    "2,000 characters": "s" * 1988 + "@example.org",
    "two": "sam@example.org, other@example.org",
    "two with a semicolon": "sam@example.org;other@example.org",
    "a name": "Sam <sam@example.org>",
    "a comment": "sam(other@example.org)@example.org",
    "quoted": '"sam other"@example.org',
    "two ats": "sam@other@example.org",
    "no domain": "sam@",
    "no dot": "sam@localhost",
    "a number": "sam@[127.0.0.1]",
    "digits": "sam@127.0.0.1",
    "other letters before the @": "sám@example.org",
    "an unseen letter": "sam@exam\u200bple.org",
    "turned round": "sam@\u202eexample.org",
    "empty": "",
}


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


# What leaves


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def server(settings, home, inbox):
    """A mail server on this machine, and Heard set to use it."""
    with mail_server(inbox) as port:
        settings.HEARD_MAIL = Mail("smtp", True, SENDER, "127.0.0.1", port, "none")
        yield port


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


def test_a_refused_message_is_a_bounce(server, inbox):
    inbox.answers["data"] = ["554 5.7.1 this looks like spam"]
    message = post()
    send(message)
    assert (message.bounced_at, message.failure) == (NOW, "The mail server refused the message (554 5.7.1).")


@pytest.mark.parametrize(
    ("step", "answer", "sentence"),
    [
        ("rcpt", "451 4.7.1 greylisted", "The recipient's address was refused (451 4.7.1)."),
        ("data", "452 4.3.1 full", "The mail server refused the message (452 4.3.1)."),
        ("mail", "451 later", "The mail server did not take anything (451)."),
        ("mail", "550 not from you", "The mail server did not take anything (550)."),
        ("data", "cut", "The mail server could not be reached, did not answer in time, or ended the connection."),
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
    monkeypatch.setattr(smtp, "TIMEOUT", 0.3)

    def sentence(talk):
        with talking(talk) as port:
            settings.HEARD_MAIL = Mail("smtp", True, SENDER, "127.0.0.1", port, "none")
            return send(post())

    said = "The mail server could not be reached, did not answer in time, or ended the connection."
    assert sentence(lambda one: one.recv(1)) == said
    assert sentence(lambda one: one.close()) == said
    assert sentence(lambda one: one.sendall(b"\xff\xfe\r\n" * 3)).startswith("The mail server did not take anything")
    assert sentence(lambda one: one.sendall(b"2" * 9000)) == "The mail server did not take anything (500)."
    assert send(post()) == said  # nobody listens there any more


def test_a_server_that_took_the_message_and_is_gone_before_the_goodbye_has_it(settings, home):
    taken = []

    def talk(one):
        lines = one.makefile("rb")
        one.sendall(b"220 here\r\n")
        for answer in (b"250 here", b"250 ok", b"250 ok", b"354 go on"):
            lines.readline()
            one.sendall(answer + b"\r\n")
        while (line := lines.readline()) != b".\r\n":
            taken.append(line)
        one.sendall(b"250 ok\r\n")
        one.shutdown(socket.SHUT_RDWR)

    with talking(talk) as port:
        settings.HEARD_MAIL = Mail("smtp", True, SENDER, "127.0.0.1", port, "none")
        message = post()
        assert send(message) == ""
    assert (message.sent_at, bool(taken)) == (NOW, True)


# Encryption and signing in


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("certificates"), "localhost")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_message_travels_encrypted_to_a_server_that_is_trusted(settings, home, inbox, trusted, security):
    file, context = trusted
    more = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    with mail_server(inbox, **more) as port:
        mail = settings.HEARD_MAIL = Mail("smtp", True, SENDER, "localhost", port, security, certificates=file)
        assert send(post()) == ""
        settings.HEARD_MAIL = replace(mail, certificates=None)
        assert send(post()) == "The mail server's certificate or encryption cannot be trusted."
        settings.HEARD_MAIL = replace(mail, host="127.0.0.1")
        assert send(post()) == "The mail server's certificate or encryption cannot be trusted."
    assert len(inbox.taken) == 1


def test_a_server_without_encryption_gets_nothing(server, inbox, settings):
    settings.HEARD_MAIL = replace(settings.HEARD_MAIL, security="starttls", user="heard", password="secret")
    assert send(post()) == "The mail server does not offer the encryption or the sign-in that is set."
    assert (inbox.taken, inbox.signed_in) == ([], [])


def test_we_sign_in_with_a_password(settings, home, inbox, trusted):
    file, context = trusted
    inbox.passwords = {"heard": "right"}
    with mail_server(inbox, tls_context=context, authenticator=inbox.check, auth_required=True) as port:
        mail = Mail("smtp", True, SENDER, "localhost", port, "starttls", "heard", "wrong", file)
        settings.HEARD_MAIL = mail
        assert send(post()) == "The mail server did not let us sign in (535)."
        settings.HEARD_MAIL = replace(mail, password="right")
        assert send(post()) == ""
    assert len(inbox.taken) == 1


class TokenServer:
    """Gives out tokens, each with a number; `inbox` takes those that are good."""

    def __init__(self, inbox, good=True):
        self.inbox, self.good, self.asked = inbox, good, []

    def __call__(self, method, path, headers, body):
        self.asked.append(parse_qs(body.decode()))
        token = f"token-{len(self.asked)}"
        if self.good:
            self.inbox.tokens = {token}
        return 200, {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}


@pytest.fixture
def application(settings, home, inbox, trusted):
    """Heard set to sign in as an application of Microsoft 365, with a server of tokens on this machine."""
    tokens._KEPT.clear()
    file, context = trusted
    giving = TokenServer(inbox)
    with web_server(giving) as url, mail_server(inbox, tls_context=context, auth_required=True) as port:
        settings.HEARD_MAIL = Mail(
            "smtp", True, SENDER, "localhost", port, "starttls", SENDER, certificates=file,
            token_url=f"{url}/one/oauth2/v2.0/token", client="two", secret="three",
        )  # fmt: skip
        yield giving
    tokens._KEPT.clear()


def test_an_application_signs_in_with_a_token_and_keeps_it_until_shortly_before_it_ends(application, inbox):
    assert send(post(), NOW) == ""
    assert send(post(), NOW + timedelta(minutes=54)) == ""
    assert len(application.asked) == 1
    assert send(post(), NOW + timedelta(minutes=55)) == ""
    assert (
        application.asked
        == [
            {
                "grant_type": ["client_credentials"],
                "client_id": ["two"],
                "client_secret": ["three"],
                "scope": ["https://outlook.office365.com/.default"],
            }
        ]
        * 2
    )
    assert inbox.signed_in == [(SENDER, b"token-1"), (SENDER, b"token-1"), (SENDER, b"token-2")]


def test_a_token_that_was_withdrawn_is_asked_for_once_more(application, inbox):
    send(post())
    inbox.tokens = set()
    assert send(post()) == ""
    assert len(application.asked) == 2
    application.good, inbox.tokens = False, set()
    assert send(post()) == "The mail server did not let us sign in (535)."
    assert len(application.asked) == 3


@pytest.mark.parametrize(
    ("status", "answer"),
    [(401, {"error": "invalid_client"}), (200, {}), (200, b"<html>"), (200, {"access_token": "a\r\nb"})],
)
def test_no_token_is_no_sending(settings, application, status, answer):
    tokens._KEPT.clear()
    with web_server(lambda *words: (status, answer)) as url:
        settings.HEARD_MAIL = replace(settings.HEARD_MAIL, token_url=url)
        assert send(post()) == f"The service that gives out tokens gave none ({status})."


# GOV.UK Notify


class Notify:
    """GOV.UK Notify: keeps what it was given, and answers by a reference."""

    def __init__(self):
        self.asked, self.kept, self.answer = [], [], (201, {"id": "1"})

    def __call__(self, method, path, headers, body):
        self.asked.append((method, path, headers["Authorization"]))
        if method == "GET":
            wanted = parse_qs(urlsplit(path).query)["reference"][0]
            return 200, {"notifications": [one for one in self.kept if one["reference"] == wanted]}
        if self.answer[0] == 201:
            self.kept.append({**json.loads(body), "status": "created"})
        return self.answer


@pytest.fixture
def notify(settings, home):
    service = Notify()
    with web_server(service) as url:
        settings.HEARD_MAIL = Mail(
            "notify", True, SENDER, notify_service="service", notify_secret="secret", notify_template="template",
            notify_url=url,
        )  # fmt: skip
        yield service


def test_notify_is_given_the_words_and_a_link_to_the_letter(notify):
    message = post(attached=attach())
    assert send(message) == ""
    [given] = notify.kept
    link = given["personalisation"].pop("link_to_file")
    assert given == {
        "email_address": TO,
        "template_id": "template",
        "personalisation": {"subject": SUBJECT, "body": BODY},
        "reference": message.message_id,
        "status": "created",
    }
    assert (base64.b64decode(link["file"]), link["filename"]) == (PDF, "letter.pdf")
    assert link["confirm_email_before_download"] is True
    assert message.sent_at == NOW


def test_notify_is_asked_with_a_signed_token_of_this_moment(notify):
    send(post())
    assert [(method, path.partition("?")[0]) for method, path, _ in notify.asked] == [
        ("GET", "/v2/notifications"),
        ("POST", "/v2/notifications/email"),
    ]
    head, claims, signature = notify.asked[0][2].removeprefix("Bearer ").split(".")
    unpack = lambda part: base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))  # noqa: E731
    assert json.loads(unpack(head)) == {"typ": "JWT", "alg": "HS256"}
    assert json.loads(unpack(claims)) == {"iss": "service", "iat": int(NOW.timestamp())}
    assert unpack(signature) == hmac.new(b"secret", f"{head}.{claims}".encode(), hashlib.sha256).digest()


def test_what_notify_has_already_is_not_given_again(notify):
    message = post()
    send(message)
    Message.objects.update(sent_at=None)
    assert send(message) == ""
    assert (len(notify.kept), message.sent_at) == (1, NOW)
    notify.kept[0]["status"] = "temporary-failure"
    Message.objects.update(sent_at=None)
    send(message)
    assert len(notify.kept) == 2
    notify.kept[0]["status"] = "permanent-failure"
    Message.objects.update(sent_at=None)
    send(message)
    assert message.bounced_at == NOW


def test_a_letter_that_is_too_large_for_notify_is_somebodys_to_look_at(notify):
    message = post(attached=attach(b"%PDF-" + b"x" * 2_000_000))
    send(message)
    assert (message.given_up_at, notify.asked) == (NOW, [])


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_what_notify_does_not_take_is_tried_again(notify, status):
    notify.answer = status, {"errors": [{"error": "AuthError", "message": "Robin"}]}
    assert send(post()) == f"GOV.UK Notify did not take it ({status})."


def test_an_address_that_notify_does_not_take_is_a_bounce(notify):
    notify.answer = (
        400,
        {"errors": [{"error": "ValidationError", "message": "email_address Not a valid email address"}]},
    )
    message = post()
    send(message)
    assert message.failure == "GOV.UK Notify does not take the recipient's address (400)."
    assert message.bounced_at == NOW


def test_a_notify_that_is_gone_or_says_nonsense_is_asked_again(settings, notify):
    with web_server(lambda *words: (200, b"[" * 100_000)) as url:
        settings.HEARD_MAIL = replace(settings.HEARD_MAIL, notify_url=url)
        assert send(post()) == "GOV.UK Notify did not say whether it has it already (200)."
    assert send(post()) == "GOV.UK Notify could not be reached."
    settings.HEARD_MAIL = replace(settings.HEARD_MAIL, notify_url="http://notify.example")
    assert send(post()) == "GOV.UK Notify is asked over https only."


# What did not arrive


def test_whoever_looks_after_a_message_says_so_once(home, letter, complaint, world):
    message = post(letter)
    with pytest.raises(ValueError, match="Nothing says"):
        actions.settled(message, by=world.officer, at=NOW)
    actions.bounced(message, "It came back.", by=SYSTEM, at=NOW)
    assert [one.pk for one in queries.messages(by=world.officer).rows] == [message.pk]
    actions.settled(message, by=world.officer, at=NOW)
    assert last_event().action == "complaint.message-settled"
    assert queries.messages(by=world.officer).rows == []
    with pytest.raises(ValueError, match="already"):
        actions.settled(message, by=world.officer, at=NOW)


def test_somebody_behind_a_wall_meets_no_message_of_that_complaint(home, letter, complaint):
    message = post(letter)
    actions.bounced(message, "It came back.", by=SYSTEM, at=NOW)
    officer = person("complaints-officer")
    assert queries.message(message.pk, by=actor(officer)) == message
    wall_off(officer, complaint.reference)
    assert queries.messages(by=actor(officer)).rows == []
    with pytest.raises(Message.DoesNotExist):
        queries.message(message.pk, by=actor(officer))
    with pytest.raises(NotAllowedError):
        actions.settled(message, by=actor(officer), at=NOW)


def test_who_sees_no_letter_sees_no_message(home, letter, world):
    message = post(letter)
    for refused in (
        lambda: queries.messages(by=world.reader),
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
