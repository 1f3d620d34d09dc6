"""The pages of letters: one is begun, written, looked over and approved as it was shown; and what waits."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.casework import AT, add, make_world
from tests.letters import TEXT, approve, family, live_at, written
from tests.people import sign_in

from heard.access.models import Person
from heard.record.actions import letters
from heard.record.models import Document, Enclosure, Event, Letter, Message
from heard.record.queries import one_complaint

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

SHOWN = re.compile(r'name="digest" value="([0-9a-f]{64})"')
TICKS = re.compile(r'name="ticked" type="checkbox" value="([^"]*)"')


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def of(world):
    return family(world)


@pytest.fixture
def officer(world):
    return sign_in(Client(), world.people["complaints-officer"])


def at(name, letter, *more):
    return reverse(name, args=[letter.complaint_id, letter.pk, *more])


def body(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def unescaped(text):
    import html

    return html.unescape(text)


def looked_at(browser, letter):
    """Return what somebody sends who read the page and ticked every warning."""
    shown = body(browser, at("approve-letter", letter))
    return {"digest": SHOWN.search(shown)[1], "ticked": [unescaped(one) for one in TICKS.findall(shown)]}


def test_a_letter_that_is_owed_is_offered_and_begun_as_its_recipient_reads_best(of, officer):
    address = reverse("complaint-letters", args=[of.complaint.pk])
    assert "?rule=acknowledgement" in body(officer, address)
    shown = body(officer, reverse("write-letter", args=[of.complaint.pk]) + "?rule=acknowledgement")
    assert 'value="acknowledgement" selected' in shown and "(owed)" in shown
    sent = {"rule": "acknowledgement", "recipient": of.mother.pk, "reader": "", "way": ""}
    answer = officer.post(reverse("write-letter", args=[of.complaint.pk]), sent)
    made = Letter.objects.get()
    assert answer.url == at("letter", made)
    assert (made.rule, made.reader, made.way, made.large_print) == ("acknowledgement", "adult", "email", False)
    assert "Ada Invented" in made.text


def test_a_child_gets_the_words_for_a_child_and_somebody_without_an_address_gets_it_by_hand(of, officer):
    sent = {"rule": "stage_1_response", "recipient": of.child.pk}
    officer.post(reverse("write-letter", args=[of.complaint.pk]), sent)
    assert Letter.objects.values_list("reader", "way").get() == ("child", "hand")


def test_papers_are_put_together_with_a_letter_of_their_own(of, officer):
    sent = {"rule": "bundle-panel", "recipient": of.mother.pk}
    officer.post(reverse("write-letter", args=[of.complaint.pk]), sent)
    made = Letter.objects.get()
    assert (made.rule, made.bundle) == ("blank", "panel")
    assert "Papers for the review panel" in body(officer, at("letter", made))


def test_the_page_of_a_letter_says_what_is_missing(of, world, officer):
    made = written(of, world, text="# Our answer\n\nDear [the name],\n\nWe looked.")
    shown = body(officer, at("letter", made))
    assert (
        "<li>The name</li>" in shown
        and "✗ Not found: an answer to each point" in shown
        and "An answer to point 1" in shown
        and "✗ Not found:" in shown
    )
    assert "Flesch-Kincaid" in shown


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(of, world, officer):
    made = written(of, world)
    sent = {"text": "# Mine", "reader": "adult", "way": "email", "version": made.version}
    assert officer.post(at("change-letter", made), sent).status_code == 302
    answer = officer.post(at("change-letter", made), {**sent, "text": "# Theirs and new"})
    assert answer.status_code == 400
    assert (
        "Theirs and new" in answer.content.decode() and "Somebody else changed this letter" in answer.content.decode()
    )
    made.refresh_from_db()
    assert made.text == "# Mine"


def test_a_letter_is_approved_as_it_was_shown_and_leaves(of, world, officer):
    made = written(of, world)
    shown = body(officer, at("approve-letter", made))
    for words in ("ada@post.example", "Read back on the telephone", "No postal address is printed", "Approve and send"):
        assert words in shown
    sent = {**looked_at(officer, made), "records": "stage_1_response", "outcome": "upheld"}
    answer = officer.post(at("approve-letter", made), sent)
    assert (answer.status_code, answer.url) == (302, at("letter", made))
    made.refresh_from_db()
    assert made.released_at and made.records == "stage_1_response"
    left = body(officer, at("letter", made))
    assert "Left on" in left and "waiting to be sent" in left
    file = officer.get(at("letter-file", made, "left"))
    assert file["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert (file["Content-Security-Policy"], file.content[:5]) == ("sandbox; default-src 'none'", b"%PDF-")
    assert Event.objects.filter(action="letter.opened", details__letter=made.pk).count() == 1


def test_what_is_recorded_with_an_answer_needs_its_outcome_and_nothing_typed_is_lost(of, world, officer):
    made = written(of, world)
    sent = {
        **looked_at(officer, made),
        "records": "stage_1_response",
        "outcome": "",
        "why": "We waited for the kettle.",
    }
    answer = officer.post(at("approve-letter", made), sent)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_outcome">Choose what this stage came to.' in shown and "We waited for the kettle." in shown
    made.refresh_from_db()
    assert made.approved_at is None


def test_a_warning_must_be_ticked(of, world, officer):
    made = written(of, world, text=TEXT.replace("Dear Ada Invented", "Dear Ada Invented, Bertram Makebelieve knows"))
    given = looked_at(officer, made)
    assert len(given["ticked"]) > 0
    answer = officer.post(at("approve-letter", made), {"digest": given["digest"], "records": ""})
    assert answer.status_code == 400
    assert "Look at each warning" in answer.content.decode()
    made.refresh_from_db()
    assert made.approved_at is None


def test_a_letter_that_was_changed_meanwhile_is_not_approved_and_the_new_one_is_shown(of, world, officer):
    made = written(of, world)
    given = looked_at(officer, made)
    new = {"text": TEXT.replace("kettle", "toaster"), "reader": "adult", "way": "email", "large_print": False}
    letters.change(made, version=made.version, **new, by=world.officer, at=AT)
    answer = officer.post(at("approve-letter", made), {**given, "records": ""})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "was changed since you looked at it" in shown and "toaster" in shown
    assert SHOWN.search(shown)[1] != given["digest"]


def test_a_sensitive_case_needs_a_second_person_who_is_another(of, world, officer):
    live_at(of.father, world, "post", "3 Secret Lane\nHidden\nHD1 1AA", protected=True)
    made = written(of, world)
    assert "a second person will look" in body(officer, at("approve-letter", made))
    officer.post(at("approve-letter", made), {**looked_at(officer, made), "records": ""})
    made.refresh_from_db()
    assert made.approved_at and not made.released_at
    assert "Somebody else must look at it too" in body(officer, at("approve-letter", made))
    manager = sign_in(Client(), world.people["complaints-manager"])
    assert f"letter {made.pk}: look at it" in body(manager, reverse("letters"))
    assert "send it" in body(manager, at("approve-letter", made))
    manager.post(at("approve-letter", made), looked_at(manager, made))
    made.refresh_from_db()
    assert made.released_at and made.seconded_by == Person.objects.get(role="complaints-manager")


def test_a_paper_of_somebody_else_stops_a_letter_until_it_is_cleared(of, world, officer):
    made, paper = written(of, world), add(of.complaint, world, file_name="a.txt", content=b"A note.")
    Document.objects.filter(pk=paper.pk).update(third_party=True)
    assert officer.post(at("letter-papers", made), {"paper": f"document-{paper.pk}"}).status_code == 302
    one = Enclosure.objects.get()
    assert "Not cleared" in body(officer, at("letter-papers", made))
    shown = body(officer, at("approve-letter", made))
    assert "holds facts of somebody else" in shown and 'name="digest"' not in shown
    officer.post(at("clear-paper", made, one.pk), {"why": "She wrote it herself."})
    assert "Cleared" in body(officer, at("letter-papers", made))
    officer.post(at("take-out", made), {"enclosure": one.pk})
    assert not Enclosure.objects.exists()


def test_a_child_s_letter_waits_to_be_talked_through_and_one_by_post_to_be_posted(of, world, officer):
    made = written(
        of, world, rule="update", way="hand", reader="child", recipient=of.child, text="# Hello\n\nWe are at it."
    )
    officer.post(at("approve-letter", made), looked_at(officer, made))
    waiting = body(officer, reverse("letters"))
    assert "Say when it went" in waiting and "Say when it was talked through" in waiting
    later = {"handed_on": "1/1/2000", "talked_on": "1/1/2000"}
    for name, field in (("hand-letter", "handed_on"), ("talk-letter", "talked_on")):
        assert officer.post(at(name, made), {field: later[field]}).status_code == 400
    made.refresh_from_db()
    day = f"{made.released_at:%d/%m/%Y}"
    officer.post(at("hand-letter", made), {"handed_on": day})
    officer.post(at("talk-letter", made), {"talked_on": day})
    made.refresh_from_db()
    assert made.handed_on and made.talked_on
    assert "No letter waits to be posted" in body(officer, reverse("letters"))


def test_a_message_that_came_back_is_dealt_with_by_somebody(of, world, officer):
    made = written(of, world)
    officer.post(at("approve-letter", made), {**looked_at(officer, made), "records": ""})
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(bounced_at=AT, failure="No such mailbox.")
    assert "No such mailbox." in body(officer, reverse("letters"))
    assert "it came back" in body(officer, reverse("complaint-letters", args=[of.complaint.pk]))
    officer.post(reverse("settle-message"), {"message": message.pk})
    assert Message.objects.get().settled_at
    assert officer.post(reverse("settle-message"), {"message": message.pk + 9}).status_code == 404


def test_a_letter_that_was_thrown_away_stays_to_be_read(of, world, officer):
    made = written(of, world)
    officer.post(at("discard-letter", made), {"discard": "yes"})
    assert "Thrown away on" in body(officer, at("letter", made))
    assert one_complaint.head(of.complaint.pk, by=world.officer).complaint.letters.count() == 1


def test_a_letter_is_not_opened_through_another_complaint(of, world, officer):
    made, other = written(of, world), family(world)
    address = reverse("letter", args=[other.complaint.pk, made.pk])
    assert officer.get(address).status_code == 404
    assert Event.objects.filter(action="letter.refused").count() == 1


@pytest.mark.parametrize("kind", ["pdf", "large", "docx", "txt"])
def test_a_draft_can_be_looked_at_in_every_form(of, world, officer, kind):
    answer = officer.get(at("letter-file", written(of, world), kind))
    assert answer.status_code == 200
    assert answer.content[:4] == {"docx": b"PK\x03\x04", "txt": b"Our "}.get(kind, b"%PDF")


def test_what_was_typed_into_a_letter_that_left_meanwhile_is_not_lost(of, world, officer):
    made = written(of, world)
    approve(made, world)
    sent = {"text": "# Mine, typed for an hour", "reader": "adult", "way": "email", "version": made.version}
    answer = officer.post(at("change-letter", made), sent)
    assert answer.status_code == 400
    assert "This letter has left" in answer.content.decode() and "typed for an hour" in answer.content.decode()
