"""Papers are added on a page, and copied with words taken out: looked at before it is kept, with nothing left underneath."""

import json
import re
from types import SimpleNamespace

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.casework import AT, MON_1, add, receive
from tests.pages import refused, text, typed
from tests.people import person, sign_in, wall_off

from heard.letters import redacting
from heard.record.actions import parties
from heard.record.models import Document, Event
from heard.record.queries.documents import place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "today")]

WORDS = """Robin said that Mrs Sample would ring 01632 960 999.
Ms Otterbourne, of Kettle Road, said no. ROBIN was there; so was the neighbour with the red door."""


@pytest.fixture
def today(monkeypatch):
    """Every page is opened on Wednesday 30 September 2026."""
    monkeypatch.setattr("heard.access.door.timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def officer(client, world):
    return sign_in(client, world.people["complaints-officer"])


@pytest.fixture
def paper(complaint, world):
    return add(complaint, world, file_name="notes-of-robin.txt", content=WORDS.encode(), title="What Robin said")


def at(name, complaint, *more):
    return reverse(name, args=[complaint.pk, *(one.pk for one in more)])


def printed(document):
    made = pypdfium2.PdfDocument(place(document.digest).read_bytes())
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in made).split())


# Adding a paper


def sent(**changes):
    file = SimpleUploadedFile("notes.txt", b"Robin said no.")
    return {"paper": file, "title": "Notes", "dated": "1/6/2026", **changes}


def test_a_paper_is_added_and_says_whose_facts_it_holds(officer, complaint):
    answer = officer.post(at("add-paper", complaint), sent(third_party="on"))
    assert answer.headers["Location"] == at("papers", complaint)
    made = Document.objects.get()
    assert (made.title, made.file_name, made.dated, made.third_party) == ("Notes", "notes.txt", MON_1, True)
    page = text(officer.get(at("papers", complaint)))
    assert "must be cleared" in page and at("redact", complaint, made) in page and at("add-paper", complaint) in page


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"paper": ""}, "id_paper", "Choose a paper to add."),
        ({"paper": SimpleUploadedFile("a.exe", b"MZ")}, "id_paper", "“a.exe” cannot be kept."),
        ({"title": " "}, "id_title", "Say what it is called."),
        ({"dated": "1/10/2026"}, "id_dated", "1 October 2026 has not come yet."),
    ],
)
def test_a_paper_that_cannot_be_taken_says_why_at_its_field(officer, complaint, changes, field, says):
    answer = officer.post(at("add-paper", complaint), sent(**changes))
    [(found, sentence)] = refused(answer)
    assert found == field and sentence.startswith(says)
    assert typed(answer, "dated") == changes.get("dated", "1/6/2026")
    assert not Document.objects.exists()


# Taking words out


def proposals(answer):
    """Return each proposal → whether it is ticked."""
    boxes = re.findall(r'<input class="govuk-checkboxes__input"[^>]*name="words"[^>]*>', text(answer))
    return {re.search(r'value="([^"]*)"', one)[1]: "checked" in one for one in boxes}


def test_what_was_found_is_proposed_each_wording_once_with_how_often(officer, complaint, world):
    parties.record_address(
        complaint.parties.get(name="Sam Sample"), kind="post", value="12 Kettle Road\nMA1 2DE", protected=True, on=MON_1,
        by=world.officer, at=AT,
    )  # fmt: skip
    paper = add(complaint, world, file_name="a.txt", content=(WORDS + " Robin. Robin. MA1 2DE").encode())
    answer = officer.get(at("redact", complaint, paper))
    found = proposals(answer)
    assert found == dict.fromkeys(["Robin", "Sample", "01632 960 999", "Kettle Road", "ROBIN", "MA1 2DE"], True)
    assert "“Robin” (child concerned, 3 times)" in text(answer)
    assert "“MA1 2DE” (an address in this complaint)" in text(answer)
    assert "<mark>ROBIN</mark>" in text(answer)
    assert "Pictures, tables and layout do not come along" in text(answer)


def look(
    officer,
    complaint,
    paper,
    words=("Robin", "ROBIN"),
    more="ms otterbourne\nthe neighbour with\nthe red door",
    **changes,
):
    return officer.post(at("redact", complaint, paper), {"words": words, "more": more, "step": "look", **changes})


def keep(officer, complaint, paper, answer, **changes):
    typed_in = {
        "words": re.findall(r'<input type="hidden" name="words" value="([^"]*)"', text(answer)),
        **{name: typed(answer, name) for name in ("more", "seen", "title")},
    }
    return officer.post(at("redact", complaint, paper), {**typed_in, "step": "keep", **changes})


def test_what_is_left_is_shown_first_and_kept_as_a_paper_that_holds_nothing_else(officer, complaint, paper):
    answer = look(officer, complaint, paper)
    assert "Look at it before you keep it" in text(answer)
    assert typed(answer, "title") == "What [removed] said (words taken out)"
    assert Document.objects.count() == 1
    assert keep(officer, complaint, paper, answer).status_code == 302
    copy = Document.objects.get(redacted_from=paper)
    assert (copy.file_name, copy.dated, copy.third_party) == (redacting.FILE_NAME, paper.dated, True)
    words = printed(copy)
    assert "[removed] said that" in words and "01632 960 999" in words
    held = place(copy.digest).read_bytes()
    assert [
        gone
        for gone in ("Robin", "ROBIN", "Otterbourne", "red door", "notes-of")
        if gone in words or gone.encode() in held
    ] == []
    assert place(paper.digest).read_bytes() == WORDS.encode()


def test_a_copy_goes_to_nobody_uncleared_unless_somebody_says_that_it_is_clean(officer, complaint, paper):
    keep(officer, complaint, paper, look(officer, complaint, paper), clean_copy="on")
    assert Document.objects.get(redacted_from=paper).third_party is False


def test_words_that_are_not_there_and_nothing_chosen_are_said_at_their_field(officer, complaint, paper):
    missing = look(officer, complaint, paper, more="Mr Nobody")
    assert refused(missing) == [("id_more", "“Mr Nobody” is not in this paper. Write it as it stands there.")]
    assert typed(missing, "more") == "Mr Nobody" and proposals(missing)["ROBIN"] is True
    assert refused(look(officer, complaint, paper, (), "")) == [("id_words", "Choose what to take out, or write it.")]


def test_one_may_go_back_and_nothing_chosen_is_lost(officer, complaint, paper):
    answer = look(officer, complaint, paper, ("ROBIN",), "red door", step="choose")
    assert answer.status_code == 200 and typed(answer, "more") == "red door"
    assert [words for words, ticked in proposals(answer).items() if ticked] == ["ROBIN"]


def test_a_title_that_names_whoever_was_taken_out_is_refused(officer, complaint, paper):
    answer = keep(officer, complaint, paper, look(officer, complaint, paper), title="About robin")
    assert refused(answer) == [
        ("id_title", "The title holds words that were taken out of the paper. Write another title.")
    ]
    assert Document.objects.count() == 1


def test_a_copy_is_kept_only_as_it_was_looked_at(officer, complaint, paper):
    answer = keep(officer, complaint, paper, look(officer, complaint, paper), words=["Robin"])
    assert [sentence for _, sentence in refused(answer)] == [
        "What is left of the paper is not what you looked at. Look at it again, below."
    ]
    assert "ROBIN was there" in text(answer)
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n...", "This paper is a picture or a scan"),
        ("a.pdf", b"%PDF-1.7 a short one", "is damaged or is not what its name says"),
    ],
)
def test_a_paper_without_words_offers_nothing(officer, complaint, world, name, content, says):
    paper = add(complaint, world, file_name=name, content=content)
    for answer in (officer.get(at("redact", complaint, paper)), look(officer, complaint, paper)):
        page = text(answer)
        assert says in page and 'name="step"' not in page
    assert Document.objects.count() == 1


def test_the_history_says_who_looked_and_what_was_made_and_no_word_of_it(officer, complaint, paper):
    keep(officer, complaint, paper, look(officer, complaint, paper))
    copy = Document.objects.get(redacted_from=paper)
    events = list(Event.objects.filter(sequence__gt=2).values("action", "reference", "details"))
    assert [one["action"] for one in events][-3:] == ["document.opened", "document.opened", "complaint.document-added"]
    assert events[-1]["details"]["redacted_from"] == paper.pk and events[-1]["details"]["document"] == copy.pk
    assert [word for word in ("Robin", "Otterbourne", "said") if word in json.dumps(events)] == []


def test_nobody_reaches_a_paper_through_another_complaint_or_from_behind_a_wall(officer, world, complaint, paper):
    assert officer.get(at("redact", receive(world), paper)).status_code == 404
    wall_off(world.people["complaints-officer"], complaint.reference)
    assert officer.get(at("redact", complaint, paper)).status_code == 404
    assert officer.get(at("add-paper", complaint)).status_code == 404


@pytest.mark.parametrize("role", ["director", "auditor", "team-manager"])
def test_a_role_that_only_reads_may_not_take_out_words_or_add(client, complaint, paper, role):
    browser = sign_in(client, person(role))
    assert browser.get(at("redact", complaint, paper)).status_code == 403
    assert browser.get(at("add-paper", complaint)).status_code == 403


def test_the_pieces_of_a_text_are_the_text_and_mark_what_is_in_a_span():
    assert redacting.pieces("abcdef", [(1, 3), (2, 4), (2, 3)]) == [
        ("a", False), ("b", True), ("c", True), ("d", True), ("ef", False),
    ]  # fmt: skip
    assert redacting.pieces("", []) == []
    assert "".join(words for words, _ in redacting.pieces(WORDS, [(0, 5)])) == WORDS
