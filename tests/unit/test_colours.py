"""A council's colour on every page, as long as people can read what is in it."""

import pytest

from heard.record.council import contrast, read_value
from heard.web.colours import style_sheet


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#1d70b8", "#1d70b8", 1.0)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(("colour", "kept"), [("#767676", True), ("#777777", False), ("#FFDD00", False)])
def test_a_colour_is_kept_if_words_in_it_can_be_read_on_white(colour, kept):
    if kept:
        assert read_value("colour", colour) == colour
    else:
        with pytest.raises(ValueError, match="too pale"):
            read_value("colour", colour)


def test_the_colour_is_that_of_the_brand_and_of_links():
    assert style_sheet("#12436d") == ":root{--govuk-brand-colour:#12436d;--govuk-link-colour:#12436d}\n"


def test_without_a_colour_nothing_changes():
    assert style_sheet("") == ""
