"""The markup of letters: what a line is, what is still to be written, and a letter as the text of an e-mail."""

import pytest
from tests.letter_sheets import ATTACKS, TEXT

from heard.letters.markup import Block, clean, gaps, parse, plain, title


def test_each_mark_makes_its_block():
    assert parse(TEXT) == (
        Block("title", "We have your complaint"),
        Block("paragraph", "Dear Amara"),
        Block("paragraph", "Thank you for telling us. This letter says what happens next."),
        Block("heading", "Your complaint"),
        Block("number", "Three visits were cancelled.", 3),
        Block("number", "Nobody told you why.", 4),
        Block("heading", "What happens next"),
        Block("bullet", "Jo Whitfield deals with your complaint."),
        Block("bullet", "You can have somebody to help you."),
    )


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        ("\r\n \t\r\n", ()),
        ("# A\n# B", (Block("title", "A"), Block("heading", "B"))),
        ("## A\n# B", (Block("heading", "A"), Block("heading", "B"))),
        ("### A", (Block("paragraph", "### A"),)),
        ("#A", (Block("paragraph", "#A"),)),
        (
            "We will:\n- ring\n  you\n- write",
            (Block("paragraph", "We will:"), Block("bullet", "ring you"), Block("bullet", "write")),
        ),
        ("We met on the\n12. Then", (Block("paragraph", "We met on the 12. Then"),)),
        ("Two:\n1. a\n2. b", (Block("paragraph", "Two:"), Block("number", "a", 1), Block("number", "b", 2))),
        ("2026. A year", (Block("paragraph", "2026. A year"),)),
        ("-5 degrees", (Block("paragraph", "-5 degrees"),)),
        ("# A\ntext", (Block("title", "A"), Block("paragraph", "text"))),
        ("**a** [b](c) <b>d</b> | e |", (Block("paragraph", "**a** [b](c) <b>d</b> | e |"),)),
    ],
)
def test_what_a_line_is(text, blocks):
    assert parse(text) == blocks


def test_what_cannot_be_seen_is_dropped_and_accents_are_put_together():
    assert clean("a\u202eb\x07c\u200b \ufeff\x00e\u0301\r\nf\u2011g\th") == "abc\u200b é\nf-g h"


def test_the_title_is_the_first_heading_or_letter():
    assert (title(TEXT), title("Dear Amara"), title("## Only a heading")) == (
        "We have your complaint",
        "Letter",
        "Letter",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dear Amara", []),
        ("We will [what, and by when]. [Who]", ["[what, and by when]", "[Who]"]),
        ("# [Title]\n\n- [a\nb]", ["[Title]", "[a b]"]),
        ("Half [deleted", ["[deleted"]),
        ("Half deleted]", ["]"]),
        ("[]", ["[]"]),
    ],
)
def test_a_gap_is_what_stands_in_square_brackets(text, found):
    assert gaps(text) == found


def test_the_text_of_an_email():
    words = "Thank you for telling us about the visits that were cancelled in the week before the hearing. " * 2
    assert plain(f"# We have it\n\n{words}\n\nWe will:\n- ring\n- {words}\n\n3. a\n4. b") == (
        "We have it\n"
        "\n"
        "Thank you for telling us about the visits that were cancelled in the week\n"
        "before the hearing. Thank you for telling us about the visits that were\n"
        "cancelled in the week before the hearing.\n"
        "\n"
        "We will:\n"
        "\n"
        "- ring\n"
        "- Thank you for telling us about the visits that were cancelled in the week\n"
        "  before the hearing. Thank you for telling us about the visits that were\n"
        "  cancelled in the week before the hearing.\n"
        "\n"
        "3. a\n"
        "4. b\n"
    )


@pytest.mark.parametrize("attack", [*ATTACKS, "x" * 300, "well-known " * 30, "a\u00a0b " * 40])
def test_an_email_loses_no_word_and_adds_none(attack):
    text = f"Dear {attack}\n\n- {attack}"
    assert plain(text).split() == ["Dear", *attack.split(), "-", *attack.split()]
