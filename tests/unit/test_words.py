"""The vocabulary, and how a label becomes the part of a figure's id."""

import pytest

from heard.law import words


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("CIC (16plus) Team", "cic-16plus-team"),
        ("Children's", "children-s"),
        ("Children’s", "children-s"),
        ("Delay/Service", "delay-service"),
        ("Youth & Community", "youth-community"),
        ("  Fostering  ", "fostering"),
        ("(Duty) Team.", "duty-team"),
        ("--SEND – North--", "send-north"),
        ("Family  Finding", "family-finding"),
        ("0-25 Disability", "0-25-disability"),
        ("Not Upheld", "not-upheld"),
        ("", ""),
        ("–", ""),
    ],
)
def test_slug(label, slug):
    assert words.slug(label) == slug


@pytest.mark.parametrize(
    ("spellings", "vocabulary"),
    [
        (words.OUTCOME_SPELLINGS, words.OUTCOMES),
        (words.PROCEDURE_SPELLINGS, words.PROCEDURES),
        (words.CHANNEL_SPELLINGS, words.CHANNELS),
    ],
)
def test_every_spelling_leads_into_its_vocabulary(spellings, vocabulary):
    assert set(spellings.values()) <= set(vocabulary)


@pytest.mark.parametrize("spellings", [words.OUTCOME_SPELLINGS, words.PROCEDURE_SPELLINGS, words.CHANNEL_SPELLINGS])
def test_every_spelling_is_written_as_a_slug(spellings):
    assert [spelling for spelling in spellings if words.slug(spelling) != spelling] == []


@pytest.mark.parametrize(
    ("spellings", "vocabulary"),
    [(words.OUTCOME_SPELLINGS, words.OUTCOMES), (words.PROCEDURE_SPELLINGS, words.PROCEDURES)],
)
def test_no_spelling_hides_a_word_of_the_vocabulary(spellings, vocabulary):
    assert set(spellings) & set(vocabulary) == set()


@pytest.mark.parametrize("vocabulary", [words.OUTCOMES, words.PROCEDURES])
def test_a_closed_word_is_stored_as_the_slug_of_what_people_read(vocabulary):
    assert [stored for stored, label in vocabulary.items() if words.slug(label) != stored] == []


@pytest.mark.parametrize("few", [words.REPORTED_OUTCOMES, words.NOT_ANSWERED])
def test_a_selection_of_outcomes_names_outcomes_only(few):
    assert set(few) <= set(words.OUTCOMES)


def test_who_counts_as_a_child_is_written_as_slugs():
    assert [who for who in words.CHILD_COMPLAINANTS if words.slug(who) != who] == []


def test_an_outcome_fits_its_column():
    assert max(map(len, words.OUTCOMES)) <= 20
