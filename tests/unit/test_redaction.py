"""What may point to somebody is proposed, and nothing of what is removed is left, not even its length."""

import random
import time
from datetime import date

import pytest
from tests.made_papers import everything, words_of

from heard.letters.files.pack import Item, pack, text_pages
from heard.letters.redaction import Found, blacked, find, folded

JORDAN, ZOE, LI = "Jordan O’Neill-Sample", "Mrs Zoë Łukasz", "Jo Li"
HOME, HIDDEN = "12 Acacia Road, Dudley, DY1 1AA", "The Willows, High Lane"
NAMES = {
    JORDAN: "Child",
    ZOE: "Mother",
    LI: "Sister",
    "Will May": "Social worker",
    HOME: "Where they live",
    HIDDEN: "Protected address",
}


def found(text, what=None):
    return [text[one.start : one.end] for one in find(text, NAMES) if what in (None, one.what)]


NAMED = [
    ("Jordan came.", "Jordan"),
    ("JORDAN came.", "JORDAN"),
    ("We saw Jordan O'Neill-Sample there", "Jordan O'Neill-Sample"),
    ("jordan\noneill sample", "jordan\noneill sample"),
    ("J. Sample signed", "J. Sample"),
    ("J.O. Sample signed", "J.O. Sample"),
    ("J Sample signed", "J Sample"),
    ("Sample, J. signed", "Sample, J."),
    ("Sample I said", "Sample"),
    ("Jordan’s room", "Jordan’s"),
    ("the Samples’ house", "Samples’"),
    ("the Samples", "Samples"),
    ("Neill’s", "Neill’s"),
    ("jordan_sample.docx", "jordan"),
    ("JordanONeillSample", "JordanONeillSample"),
    ("Sam-\nple went", "Sam-\nple"),
    ("Sam\u200bple went", "Sam\u200bple"),
    ("Sa\u00admple went", "Sa\u00admple"),
    ("She saw Jordan. Sample was out.", "Jordan"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_name_is_found_however_it_is_written(text, name):
    assert name in found(text, JORDAN)


@pytest.mark.parametrize("text", ["Zoe", "zoë", "ZOE\u0308", "Lukasz", "Zoë Łukasz", "ŁUKASZ", "Ｚｏｅ"])
def test_a_name_is_found_with_and_without_its_accents(text):
    assert found(f"saw {text} today", ZOE) == [text]


@pytest.mark.parametrize("text", ["Samplers came", "a resample", "Jordanian", "Mrs Brown", "jo and li", "the sampled"])
def test_other_words_are_not_names(text):
    assert found(text) == []


def test_a_short_part_of_a_name_is_found_as_a_name_is_written():
    assert found("Jo came and Li went. Joli.", LI) == ["Jo", "Li", "Joli"]


def test_an_everyday_word_is_proposed_without_being_sure():
    assert find("it will be", NAMES) == [Found(3, 7, "Will May", False)]
    assert find("Then Will did", NAMES) == [Found(5, 9, "Will May", True)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("at 12 Acacia Road now", "12 Acacia Road"),
        ("at 12, ACACIA RD. now", "12, ACACIA RD"),
        ("12\nAcacia\nRoad", "12\nAcacia\nRoad"),
        ("in Acacia Road", "Acacia Road"),
        ("DY1 1AA", "DY1 1AA"),
        ("dy11aa", "dy11aa"),
        ("DY1\n1AA", "DY1\n1AA"),
    ],
)
def test_an_address_is_found_by_its_lines(text, place):
    assert place in found(text, HOME) or place in found(text, "postcode")


def test_an_address_without_a_number_is_known_by_what_it_is():
    assert found("She is at the Willows.", HIDDEN) == ["the Willows"]


@pytest.mark.parametrize("text", ["Dudley Council", "112 Acacia Roadside", "DY1 1AAB", "12 Elm Road", "the willows2"])
def test_other_places_are_not_found(text):
    assert found(text) == []


OTHERS = [
    ("write to a.b-c+d@x-y.co.uk, or", "a.b-c+d@x-y.co.uk", "e-mail address"),
    ("SAM@EXAMPLE.ORG", "SAM@EXAMPLE.ORG", "e-mail address"),
    ("call 01384 123 456.", "01384 123 456", "telephone number"),
    ("(01384) 123456", "(01384) 123456", "telephone number"),
    ("07700900123", "07700900123", "telephone number"),
    ("+44 7700 900123", "+44 7700 900123", "telephone number"),
    ("+44 (0)20 7946 0018", "+44 (0)20 7946 0018", "telephone number"),
    ("0044 7700-900-123", "0044 7700-900-123", "telephone number"),
    ("SW1A 2AA", "SW1A 2AA", "postcode"),
    ("m11ae", "m11ae", "postcode"),
    ("AB 12 34 56 C", "AB 12 34 56 C", "National Insurance number"),
    ("ab123456c", "ab123456c", "National Insurance number"),
    ("NHS 943 476 5919", "943 476 5919", "NHS number"),
    ("9434765919", "9434765919", "NHS number"),
    ("BD51 SMR", "BD51 SMR", "car registration number"),
    ("DOB: 3/4/2012", "3/4/2012", "date of birth"),
    ("born on the 3rd of May 2012", "3rd of May 2012", "date of birth"),
    ("2012-05-03 (date of birth)", "2012-05-03", "date of birth"),
    ("d.o.b. 03.05.12", "03.05.12", "date of birth"),
    ("was born in 2012", "2012", "date of birth"),
]


@pytest.mark.parametrize(("text", "part", "what"), OTHERS)
def test_what_has_a_shape_of_its_own_is_found(text, part, what):
    assert part in found(text, what)


@pytest.mark.parametrize(
    "text", ["943 476 5918", "CMP-2026-0012", "3/4/2012", "£1,250.00", "a @ b", "AB12", "020 7946"]
)
def test_other_numbers_are_not_found(text):
    assert found(text) == []


def test_a_text_is_folded_to_what_is_compared():
    assert folded("Zoë’s ŁÓDŹ–Straße\u200b ﬁ") == "zoe's lodz-strasse fi"


HOSTILE = [
    "a",
    "a@",
    "0 ",
    ".",
    "sample ",
    "Sample I ",
    "J Sample ",
    "dob 1/1/2012 ",
    "12 acacia ",
    "aa 11 ",
    "a-\n",
    "+44 ",
]
HOSTILE += ["1may,", "a.a-", "(", "'", "x@a.", "sample\u0301", "\u200b", "\ufdfa", "é", "Jo ", "1/", "- \n", "DY1 "]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_takes_long(text):
    """In processor time, thirty times what it takes, and a hundredth of what a pattern that runs away would."""
    started = time.process_time()
    find((text * 100_000)[:100_000], NAMES)
    assert time.process_time() - started < 3


# Removing


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([(0, 3)], "[removed] two three"),
        ([(0, 3), (0, 3)], "[removed] two three"),
        ([(1, 6), (0, 2)], "[removed]o three"),
        ([(0, 3), (3, 7)], "[removed] three"),
        ([(0, 3), (4, 7)], "[removed] three"),
        ([(0, 13)], "[removed]"),
        ([(5, 5)], "one two three"),
        ([], "one two three"),
    ],
)
def test_a_span_is_removed_without_telling_its_length(spans, text):
    assert blacked("one two three", spans) == text


def test_lines_stay_lines():
    assert blacked("Sam\nKim", [(0, 3), (4, 7)]) == "[removed]\n[removed]"


@pytest.mark.parametrize("span", [(-1, 2), (0, 14), (5, 4)])
def test_a_span_outside_the_text_is_refused(span):
    with pytest.raises(ValueError, match="is not in this text"):
        blacked("one two three", [span])


def secret(dice):
    letters = "bcdfghjklmnpqrstvwxz"  # no vowels: no word of ours can be in it
    return "".join(dice.choice(letters) for _ in range(dice.randint(5, 12)))


def removed_text(dice):
    """Return (secrets, the text without them): words of ours and secrets in any order."""
    parts, spans, secrets, length = [], [], [], 0
    for _ in range(dice.randint(1, 30)):
        hidden = dice.random() < 0.4
        word = secret(dice) if hidden else dice.choice(["the", "visit", "was", "late", "é", "Łódź", "12", "\n", "-"])
        if hidden:
            spans.append((length, length + len(word)))
            secrets.append(word)
        parts.append(word + dice.choice([" ", "", "\n", "\n\n", ", "]))
        length += len(parts[-1])
    return secrets, blacked("".join(parts), spans)


def test_nothing_of_what_was_removed_is_in_the_file_that_is_made():
    dice = random.Random(20260504)
    made = [removed_text(dice) for _ in range(500)]
    assert sum(len(secrets) for secrets, _ in made) > 2000
    items = [Item(f"Paper {place}", None, "text", text) for place, (_, text) in enumerate(made)]
    packed = pack("Papers", reference="R-1", recipient="A", made_on=date(2026, 5, 4), items=items)
    said = words_of(packed.content)
    assert [one for secrets, _ in made for one in secrets if one in said] == []


def test_a_paper_of_its_own_holds_no_byte_of_what_was_removed():
    text = "Kimberley Vale wrote this."
    content = text_pages("Note", blacked(text, [(0, 14)]), reference="R-1", recipient="A")
    assert "[removed] wrote this." in words_of(content)
    assert [part for part in everything(content) if b"Kimberley" in part or b"Vale" in part] == []
