"""A council's colour on every page, as long as people can read what is in it."""

import pytest

from heard.web.colours import contrast, style_sheet


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#1d70b8", "#1d70b8", 1.0)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_a_dark_colour_is_for_links_too():
    assert style_sheet("#12436d") == (
        ":root{--govuk-brand-colour:#12436d;--heard-on-brand:#ffffff;--govuk-link-colour:#12436d}\n"
    )


def test_a_pale_colour_gets_dark_words_and_leaves_links_alone():
    assert style_sheet("#ffdd00") == ":root{--govuk-brand-colour:#ffdd00;--heard-on-brand:#0b0c0c}\n"


def test_without_a_colour_nothing_changes():
    assert style_sheet("") == ""
