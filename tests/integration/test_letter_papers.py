"""What goes with a letter: cleared for its recipient or not at all, read like the letter itself, and in the same file."""

import io

import pypdfium2
import pytest
from tests.casework import AT, answer
from tests.casework import add as add_paper
from tests.letters import ON, TEXT, approve, family, left, live_at, looked, written

from heard.letters.checks import check_words
from heard.letters.files.pack import text_pages
from heard.record.actions import documents, letters, walls
from heard.record.models import Enclosure, Letter, StageEvent
from heard.record.queries.documents import place
from heard.record.queries.letters import needs_second

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def of(world):
    return family(world)


def test_facts_of_somebody_else_are_cleared_for_this_recipient_or_do_not_go(of, world):
    paper = add_paper(of.complaint, world, title="Police statement", file_name="s.txt", content=b"Seen at noon.")
    paper.third_party = True
    paper.save()
    letter = written(of, world)
    one = letters.enclose(letter, "document", paper.pk, by=world.officer, at=AT)
    assert any("Police statement" in stop for stop in looked(letter, world).stops)
    letters.clear(letter, one.pk, "She was there and gave it herself", by=world.officer, at=AT)
    assert looked(letter, world).stops == []
    assert needs_second(letter) == "A paper goes with it that holds facts of somebody else, or was made from one."
    other = written(of, world, recipient=of.father, way=Letter.POST)
    letters.enclose(other, "document", paper.pk, by=world.officer, at=AT)
    assert any("Police statement" in stop for stop in looked(other, world).stops), "cleared for one is not for another"


def test_a_letter_that_went_to_somebody_else_is_somebody_elses(of, world):
    first = written(of, world, recipient=of.father, way=Letter.HAND)
    approve(first, world)
    letter = written(of, world)
    letters.enclose(letter, "letter", first.pk, by=world.officer, at=AT)
    assert any("holds facts of somebody else" in stop for stop in looked(letter, world).stops)


def test_the_papers_go_in_the_same_file_under_the_same_foot(of, world):
    """Powys and Plymouth: pages of two reports were mixed at a printer, and nothing on them said whose they were."""
    paper = add_paper(of.complaint, world, title="Report", file_name="r.txt", content=b"What was found.")
    letter = written(of, world)
    letters.enclose(letter, "document", paper.pk, by=world.officer, at=AT)
    approve(letter, world)
    content = pypdfium2.PdfDocument(place(letter.file).read_bytes())
    for number, page in enumerate(content, 1):
        words = page.get_textpage().get_text_range()
        assert of.complaint.reference in words and "Ada Invented" in words, number
        assert f"{number} of {len(content)}" in words, number
    assert len(content) > 1 and "What was found." in left(letter)


def test_a_paper_of_another_complaint_cannot_be_put_with_a_letter(of, world):
    from tests.casework import receive

    other = add_paper(receive(world), world)
    letter = written(of, world)
    with pytest.raises(ValueError, match="Choose a paper of this complaint"):
        letters.enclose(letter, "document", other.pk, by=world.officer, at=AT)
    assert Enclosure.objects.count() == 0


def test_two_papers_of_one_title_are_both_read_and_so_are_titles(of, world):
    live_at(of.father, world, "post", "9 Refuge Way\nHiddenham\nHD9 9ZZ", protected=True, on=ON)
    letter = written(of, world)
    for title, content in (("Note", b"He is at 9 Refuge Way."), ("Note", b"Nothing."), ("9 Refuge Way", b"Nothing.")):
        paper = add_paper(of.complaint, world, title=title, file_name="n.txt", content=content)
        letters.enclose(letter, "document", paper.pk, by=world.officer, at=AT)
    said = [stop for stop in looked(letter, world).stops if "protected address" in stop]
    assert [stop.partition("Take")[0].strip() for stop in said] == [
        "A protected address is in “Note”.", "A protected address is in “9 Refuge Way”.",
    ]  # fmt: skip


def test_what_a_page_shows_and_cannot_be_searched_is_said(of, world):
    form = pypdfium2.PdfDocument.new()
    form.new_page(200, 200)
    blank = io.BytesIO()
    form.save(blank)
    form.close()
    paper = add_paper(of.complaint, world, title="Scan", content=blank.getvalue())
    letter = written(of, world)
    letters.enclose(letter, "document", paper.pk, by=world.officer, at=AT)
    assert looked(letter, world).warnings == [
        "Not all of “Scan” could be searched: it has no words that can be searched. I have looked at each page of it."
    ]


def test_a_copy_with_words_taken_out_of_somebody_elses_paper_needs_a_second_look(of, world):
    paper = add_paper(of.complaint, world, title="Statement", file_name="s.txt", content=b"Seen.", third_party=True)
    content = text_pages("Copy", "Seen.", reference="x", recipient="y")
    named = {"title": "Copy", "file_name": "c.pdf", "content": content, "third_party": False}
    copy = documents.redacted(paper, **named, by=world.officer, at=AT)
    letter = written(of, world)
    letters.enclose(letter, "document", copy.pk, by=world.officer, at=AT)
    assert any("was made from a paper" in one for one in looked(letter, world).warnings)
    assert "made from one" in needs_second(letter)


def test_papers_do_not_go_in_the_text_of_an_e_mail(of, world):
    paper = add_paper(of.complaint, world, title="Report", file_name="r.txt", content=b"What was found.")
    letter = written(of, world, way=Letter.EMAIL_TEXT)
    letters.enclose(letter, "document", paper.pk, by=world.officer, at=AT)
    assert any("in the text of an e-mail" in stop for stop in looked(letter, world).stops)


def test_a_letter_is_posted_though_its_approver_is_kept_away_since(of, world):
    letter = written(of, world, way=Letter.POST)
    approve(letter, world, records="stage_1_response", outcome="upheld")
    walls.propose(of.complaint, world.people["complaints-officer"], by=world.manager, at=AT)
    letters.handed(letter, on=ON, by=world.manager, at=AT)
    assert StageEvent.objects.get(kind="response_sent").on == ON


def test_an_answer_recorded_meanwhile_is_not_recorded_again_when_the_letter_is_posted(of, world):
    letter = written(of, world, way=Letter.POST)
    approve(letter, world, records="stage_1_response", outcome="upheld")
    answer(of.complaint, world, outcome="not-upheld")
    letters.handed(letter, on=ON, by=world.officer, at=AT)
    assert (letter.handed_on, StageEvent.objects.filter(kind="response_sent").count()) == (ON, 1)


def test_a_point_without_an_answer_is_not_said_to_be_answered(of, world):
    letter = written(of, world, text=TEXT + "\n\n## Point 2\n\nYes.")
    said = dict(check_words(letter, [1, 2]).said)
    assert said["an answer to each point, with reasons"] is False
    assert dict(check_words(letter, [1]).said)["an answer to each point, with reasons"] is True
