"""Which compliments a report may quote: none in which somebody could be named, found or rung up."""

import pytest

from heard.reporting.quotations import LONGEST, choose, is_anonymous

QUOTED = {
    "plain thanks": "Thank you for everything you have done for our family.",
    "no full stop": "Thank you so much",
    "two sentences": "The support was wonderful. We felt listened to at last!",
    "the names struck out": "XX kept us informed, and XX always rang back.",
    "I in the middle": "Thank you, I could not have done it without you; I'm so grateful.",
    "a typographic apostrophe": "I’d like to thank you. I’ve never felt so heard.",
    "an abbreviation of the field": "Thank you to everyone in SEND for the EHCP.",
    "a small letter within": "Thank you for your help with my son",
    "one digit": "We waited 3 days and it was worth it.",
    "two numbers apart": "We came 2 times in 3 weeks.",
    "accents": "Thank you for the naïve but kind café visit.",
    "a new line begins a sentence": "Thank you\nThe team was great",
    "of the longest length": "Thank you " + "thank you " * 29,
}

REFUSED = {
    "no capital at all": "thank you jane for helping",
    "nothing": "",
    "blanks": " \n ",
    "a name in the middle": "Thank you to Quillon for all the help.",
    "a name at the start": "Quillon was a great help.",
    "a name at the start of the second sentence": "Thank you so much. Quillon was a great help.",
    "a name after a colon": "Thank you: Quillon was a great help.",
    "a name on a line of its own": "Thank you for the help\nQuillon",
    "a name in brackets": "Our worker (Quillon) was great.",
    "a name after a dash": "Thank you so much – Quillon",
    "a name in quotation marks": "Thank you “Quillon”, we will miss you.",
    "a name with its owner's s": "Thank you for Quillon's help.",
    "a name after the words that stand for one": "XX Quillon was great.",
    "a first name and an initial": "Thank you to Miss Q for the help.",
    "initials": "Thank you to Q.V. for the help.",
    "a name in capitals": "THANK YOU QUILLON",
    "a name that begins small": "Thank you to d'Quillon for the help.",
    "a name that begins small, at the start": "deQuillon was a great help.",
    "a name with an accent": "Thank you to Ëlloric for the help.",
    "a name in a script without capitals": "Thank you to 你好 for the help.",
    "a name in another script without capitals": "مرحبا was a great help.",
    "a name that runs on from a number": "Thank you 3Quillon",
    "a name that runs on from a line": "Thank you _Quillon_",
    "a place": "Thank you to the people in Fernmere.",
    "a school": "Thank you to everyone at Teapot Primary School.",
    "a month": "Thank you for your visit in June.",
    "an e-mail address": "Thank you, write to me at quillon@heard.example if you like.",
    "a web address": "Thank you, see www.heard.example for more.",
    "a web address with its scheme": "Thank you, see https://heard.example for more.",
    "a telephone number": "Thank you, ring me on 01632960999.",
    "a telephone number in groups": "Thank you, ring me on 01632 960 999.",
    "a telephone number digit by digit": "Thank you, ring me on 0 1 6 3 2 9 6 0 9 9 9.",
    "a telephone number with hyphens": "Thank you, ring me on 0-1-6-3-2-9.",
    "a date": "Thank you for 3/4, we will not forget it.",
    "an age": "Thank you from my son, he is 12.",
    "a house number": "Thank you for coming to number 47.",
    "a postcode": "Thank you for coming to ZZ1 1ZZ.",
    "a postcode without its blank": "Thank you for coming to ZZ11ZZ.",
    "a postcode in small letters": "thank you for coming to z1 1zz",
    "a postcode whose digits stand apart, in small letters": "thank you for coming to z1z 1zz",
    "too long": "thank you " * 30 + ".",
}


@pytest.mark.parametrize("name", QUOTED)
def test_words_that_name_nobody_may_be_quoted(name):
    assert is_anonymous(QUOTED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_words_that_could_name_somebody_are_left_out(name):
    assert not is_anonymous(REFUSED[name])


def test_the_longest_words_are_as_long_as_they_may_be():
    assert len(QUOTED["of the longest length"]) == LONGEST < len(REFUSED["too long"])


def test_an_unusual_word_at_the_start_could_be_a_name_and_is_left_out():
    assert not is_anonymous("Grace and hope.")


def test_each_team_is_quoted_once_in_the_order_given():
    given = [("Owls", "Thank you."), ("Owls", "Thank you again."), ("Teapots", "So kind.")]
    assert choose(given) == (("Owls", "Thank you."), ("Teapots", "So kind."))


def test_the_first_words_of_a_team_that_name_nobody_are_chosen():
    assert choose([("Owls", "Quillon was great."), ("Owls", "Thank you.")]) == (("Owls", "Thank you."),)


def test_the_same_words_are_never_quoted_twice():
    assert choose([("Owls", "Thank you."), ("Teapots", "Thank  you.\n")]) == (("Owls", "Thank you."),)


def test_blanks_and_new_lines_are_tidied():
    assert choose([("Owls", "  Thank\tyou\n so much. ")]) == (("Owls", "Thank you so much."),)


def test_at_most_ten_are_chosen():
    given = [(f"Team {n}", f"Thank you {'very ' * n}much.") for n in range(1, 15)]
    assert [team for team, _ in choose(given)] == [f"Team {n}" for n in range(1, 11)]


def test_from_nothing_nothing_is_chosen():
    assert choose([]) == ()
