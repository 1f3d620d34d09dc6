"""Sending through GOV.UK Notify."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import transaction
from tests.mail_servers import web_server
from tests.messages import BODY, NOW, PDF, SENDER, SUBJECT, TO, actions_of, attach, post, send

from heard.jobs.ask_what_came import ask_what_came
from heard.jobs.tasks import SYSTEM
from heard.jobs.worker import Worker
from heard.letters import sending
from heard.letters.mail_settings import Mail
from heard.record.models import Job, Message

pytestmark = [pytest.mark.django_db]


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


def test_notify_is_asked_with_a_signed_token_of_the_moment_of_each_question(notify, monkeypatch):
    moments = iter((1_800_000_000.5, 1_800_000_060.5))
    monkeypatch.setattr("heard.letters.sending.notify.time", SimpleNamespace(time=lambda: next(moments)))
    send(post())
    assert [(method, path.partition("?")[0]) for method, path, _ in notify.asked] == [
        ("GET", "/v2/notifications"),
        ("POST", "/v2/notifications/email"),
    ]
    second = notify.asked[1][2].split(".")[1]
    head, claims, signature = notify.asked[0][2].removeprefix("Bearer ").split(".")
    unpack = lambda part: base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))  # noqa: E731
    assert json.loads(unpack(head)) == {"typ": "JWT", "alg": "HS256"}
    assert json.loads(unpack(claims)) == {"iss": "service", "iat": 1_800_000_000}
    assert json.loads(unpack(second))["iat"] == 1_800_000_060
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


# What became of it


def asked(now=NOW):
    return sending.ask_what_came(by=SYSTEM, now=now)


def test_notify_is_asked_what_became_of_a_message_until_it_says(notify, letter, complaint):
    message = post(letter)
    send(message)
    assert (asked(), asked()) == (1, 1)
    notify.kept[0]["status"] = "delivered"
    assert (asked(), asked()) == (1, 0)
    message.refresh_from_db()
    assert (message.delivered_at, message.bounced_at) == (NOW, None)
    assert actions_of(complaint)[-2:] == ["complaint.message-sent", "complaint.message-delivered"]


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        ("permanent-failure", "GOV.UK Notify says that the address does not exist."),
        ("temporary-failure", "GOV.UK Notify could not deliver it: a full mailbox, or a server that was away."),
    ],
)
def test_what_notify_could_not_deliver_is_somebodys_to_look_at(notify, status, failure):
    message = post()
    send(message)
    notify.kept[0]["status"] = status
    asked()
    message.refresh_from_db()
    assert (message.bounced_at, message.failure) == (NOW, failure)


def test_one_message_that_notify_does_not_speak_of_keeps_none_of_the_others(notify, settings):
    sick, lost = post(), post()
    send(sick), send(lost)
    notify.kept[1]["status"] = "permanent-failure"
    healthy = lambda *words: (500, {}) if sick.message_id in unquote(words[1]) else notify(*words)  # noqa: E731
    with web_server(healthy) as url:
        settings.HEARD_MAIL = replace(settings.HEARD_MAIL, notify_url=url)
        with pytest.raises(sending.NotNowError, match="500"):
            asked()
    lost.refresh_from_db()
    assert lost.bounced_at == NOW


def test_no_question_is_begun_after_a_while(notify, monkeypatch):
    send(post())
    monkeypatch.setattr(sending, "ASKING", -1)
    before = len(notify.asked)
    asked()
    assert len(notify.asked) == before


def test_after_a_week_nobody_asks_and_of_other_ways_nobody_can(notify, settings):
    send(post())
    assert asked(NOW + timedelta(days=7)) == 0
    settings.HEARD_MAIL = replace(settings.HEARD_MAIL, way="smtp")
    assert asked() == 0


def test_a_notify_that_does_not_answer_is_asked_later(notify, settings):
    send(post())
    Job.objects.all().delete()
    settings.HEARD_MAIL = replace(settings.HEARD_MAIL, notify_url="http://127.0.0.1:1")
    with transaction.atomic():
        job = ask_what_came.enqueue(at=NOW)
    Worker(lambda: NOW, lambda seconds: None, periodic=()).step()
    job.refresh_from_db()
    assert (job.failure, job.done_at) == ("GOV.UK Notify could not be reached.", None)
