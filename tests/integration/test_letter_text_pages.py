"""The words that letters begin with: shown for each reader, changed version by version, and put into the council's own file."""

import io
import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as WordFile
from tests.casework import AT, last_event
from tests.letter_sheets import edited, house
from tests.pages import refused, text, typed
from tests.people import person, sign_in

from heard.law.calendars import local_day
from heard.letters import catalogue, fields, markup, merging, samples, texts
from heard.record.models import LetterText
from heard.record.queries import one_complaint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "today")]

ON = local_day(AT)
WHICH = ("statutory", "acknowledgement", "adult")
OWN = "# We have your complaint\n\nDear {{ recipient_name }}\n\n{{ advocate }}\n\n[Say what happens next]"


@pytest.fixture
def today(monkeypatch):
    """Every page is opened on Wednesday 30 September 2026."""
    monkeypatch.setattr("heard.access.door.timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def manager(client, world):
    return sign_in(client, world.people["complaints-manager"])


def show(browser, which=WHICH):
    return browser.get(reverse("letter-text", args=which))


def save(browser, words=OWN, why="Plainer.", version=0, step="save", which=WHICH):
    sent = {"words": words, "why": why, "version": version, "step": step}
    return browser.post(reverse("change-letter-text", args=which), sent)


def test_the_list_has_every_text_once_for_each_reader_with_its_grade(manager):
    page = text(manager.get(reverse("letter-texts")))
    linked = re.findall(r'href="/letters/texts/([\w-]+)/([\w-]+)/([\w-]+)/"', page)
    assert len(linked) == len(set(linked))
    assert set(linked) >= {
        ("statutory", "adjudication", "child"),
        ("blocks", "help", "easy-read"),
        ("any", "update", "adult"),
    }
    assert page.count("Grade ") == len(linked)
    assert "The council’s own<" not in page


def test_every_text_that_ships_is_on_the_list():
    listed = {(one.folder, one.rule) for group in catalogue.groups(ON) for one in group.entries}
    assert {which[:2] for which in catalogue.shipped()} == listed


def test_a_text_is_shown_with_what_it_must_say_its_fields_and_a_sample(manager):
    page = text(show(manager))
    assert typed(show(manager), "words") == texts.shipped(*WHICH)
    assert "Reading grade" in page and "Found</strong> What we understood the complaint to be" in page
    assert all(f"{{{{ {name} }}}}" in page for name in fields.FIELDS)
    assert "Dear Sam Sample" in page and "Every name, number and date in it is made up." in page


def test_a_sample_has_a_value_for_every_field_and_leaves_only_the_texts_own_gaps():
    for which in sorted(catalogue.shipped()):
        folder, rule, reader = which
        looked = catalogue.look(catalogue.find(folder, rule, reader, ON), texts.shipped(*which), reader)
        shared = () if folder == texts.BLOCKS else texts.blocks(reader).values()
        known = "\n".join([texts.shipped(*which), *shared, *samples.VALUES.values()])
        assert "{{" not in looked.preview, which
        assert set(markup.gaps(looked.preview)) <= set(markup.gaps(known)), which


def test_the_councils_words_are_a_version_that_letters_begin_with(manager, world, complaint):
    assert save(manager).status_code == 302
    made = LetterText.objects.get()
    assert (made.version, made.text, made.why, made.made_by) == (1, OWN, "Plainer.", world.people["complaints-manager"])
    head = one_complaint.head(complaint.pk, by=world.manager)
    begun = merging.begin(head, complaint.parties.get(name="Sam Sample"), "acknowledgement", "adult", stage=1, on=ON)
    assert begun.startswith("# We have your complaint\n\nDear Sam Sample")
    page = text(show(manager))
    assert "Not found</strong> What we understood the complaint to be" in page
    assert "Version 1, 30 September 2026 at 11:00, by Complaints-Manager" in page and "Why: Plainer." in page
    assert "<br>The council’s own" in text(manager.get(reverse("letter-texts")))
    assert (last_event().action, last_event().reference) == ("letter-text.changed", "statutory/acknowledgement")


def test_one_goes_back_to_heards_own_words_and_the_versions_stay(manager):
    save(manager)
    assert "Go back to Heard’s own words" in text(show(manager))
    assert save(manager, version=1, step="back", why="Theirs are better.").status_code == 302
    assert typed(show(manager), "words") == texts.shipped(*WHICH)
    assert [one.text for one in LetterText.objects.order_by("version")] == [OWN, ""]
    assert "Back to Heard’s own words." in text(show(manager))


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"words": OWN + "{{ address }}"}, ("id_words", "There is no field “address”. Use one of the list on this page.")),
        ({"words": OWN + "{% load x %}"}, ("id_words", "Write a field as two braces, its name and two braces, such as "
                                           "{{ reference }}. Nothing else.")),
        ({"words": " "}, ("id_words", "Enter the words, or go back to Heard’s own.")),
        ({"why": ""}, ("id_why", "Say why, in a sentence.")),
        ({"version": 4}, ("id_words", "Somebody else changed these words meanwhile. Copy yours, load the page again, "
                          "and look.")),
        ({"step": "back"}, ("id_words", "These are the words that are used now. Nothing was saved.")),
    ],
)  # fmt: skip
def test_words_that_cannot_be_kept_say_why_and_are_not_lost(manager, sent, problem):
    answer = save(manager, **sent)
    assert refused(answer) == [problem]
    assert typed(answer, "words") == sent.get("words", OWN)
    assert not LetterText.objects.exists()


def test_a_part_that_letters_share_is_changed_for_all_of_them(manager, world, complaint):
    assert save(manager, "Ring {{ telephone }}.", which=("blocks", "help", "adult")).status_code == 302
    head = one_complaint.head(complaint.pk, by=world.manager)
    begun = merging.begin(head, complaint.parties.get(name="Sam Sample"), "acknowledgement", "adult", stage=1, on=ON)
    assert "Ring [the team's telephone number]." in begun
    [(where, _)] = refused(save(manager, "{{ points }}", version=1, which=("blocks", "help", "adult")))
    assert where == "id_words"


@pytest.mark.parametrize(
    "which",
    [("statutory", "nothing", "adult"), ("statutory", "acknowledgement", "dog"), ("nowhere", "help", "adult"),
     ("statutory", "stage_1_response-adult", "child")],
)  # fmt: skip
def test_there_is_no_page_for_a_text_that_there_is_not(manager, which):
    assert show(manager, which).status_code == 404
    assert save(manager, which=which).status_code == 404


def test_an_address_leads_to_no_other_file(manager):
    for path in (
        "/letters/texts/../acknowledgement/adult/",
        "/letters/texts/%2e%2e/x/adult/",
        "/letters/texts/a.b/x/adult/",
    ):
        assert manager.get(path).status_code == 404


def test_an_officer_reads_the_words_and_changes_none(client, world):
    officer = sign_in(client, world.people["complaints-officer"])
    page = text(show(officer))
    assert 'name="words"' not in page and "Dear {{ recipient_name }}" in page
    assert "change/" not in page
    assert save(officer).status_code == 403
    assert sign_in(client, person("director")).get(reverse("letter-texts")).status_code == 403


# The council's own Word file


def upload(browser, content):
    return browser.post(reverse("change-house-style"), {"house_style": SimpleUploadedFile("style.docx", content)})


def sample(browser):
    answer = browser.get(reverse("sample-letter"))
    assert answer["Content-Disposition"] == 'attachment; filename="sample-letter.docx"'
    return "\n".join(one.text for one in WordFile(io.BytesIO(b"".join(answer.streaming_content))).paragraphs)


def test_a_sample_letter_is_put_into_the_councils_file_until_that_is_removed(manager):
    ours = sample(manager)
    assert "Dear Sam Sample" in ours and "SAMPLE-2026-0001" in ours
    assert upload(manager, house()).status_code == 302
    theirs = sample(manager)
    assert "Dear Sam Sample" in theirs and theirs != ours
    assert "Remove the council’s file" in text(manager.get(reverse("letter-texts")))
    manager.post(reverse("remove-house-style"), {"remove": "yes"})
    assert sample(manager) == ours


@pytest.mark.parametrize("content", [b"no Word file", edited(house(), "{{ letter }}", "{{ 7*7 }}")])
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(manager, content):
    [(where, sentence)] = refused(upload(manager, content))
    assert where == "id_house_style" and len(sentence) > 20
    assert "Remove the council’s file" not in text(manager.get(reverse("letter-texts")))
