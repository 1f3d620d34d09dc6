"""A letter from what is owed to what left: on a telephone without scripts, and on a desk with them."""

import re

import pytest
from tests.browser.conftest import faults
from tests.browser.test_forms_sent_wrong import TIED

pytestmark = pytest.mark.browser

SOMEBODY = "select complaint_id from record_letter where rule = 'acknowledgement' and released_at is null"
"""The complaint of somebody who can be reached by e-mail, and whose acknowledgement is begun."""


def check(page, scripts):
    """Hold what stands in the browser against axe's rules and its width. axe is a script, and runs where scripts do."""
    if scripts:
        assert faults(page) == []
    else:
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def press(page, name):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("width", "scripts", "rule"), [(320, False, "update"), (1280, True, "stage_1_response")], ids=["telephone", "desk"]
)
def test_a_letter_is_written_looked_over_and_leaves(visit, width, scripts, rule):
    page = visit("/", "officer", width, java_script_enabled=scripts)
    number = page.site.first(SOMEBODY)
    page.goto(f"/complaints/{number}/letters/write/?rule={rule}")
    check(page, scripts)
    press(page, "Begin the letter")
    assert "The letter is begun" in page.locator("main").inner_text()
    words = page.get_by_label("The letter", exact=True)
    assert "[" in words.input_value()
    check(page, scripts)

    words.fill(re.sub(r"\[[^\]]*\]", "We found what went wrong and have put it right", words.input_value()))
    words.fill(words.input_value() + "\n\nUnfortunately this took us too long.")
    press(page, "Save")
    assert "Every gap is filled" in page.locator("main").inner_text()
    page.locator("main").get_by_role("button", name="Look it over and approve").click()
    page.wait_for_load_state()
    check(page, scripts)

    press(page, "Approve and send")
    assert page.title().startswith("Error: Approve letter")
    wanted = ["Look at each warning, and tick it once you have."]
    if page.get_by_label("What did this stage come to?").count():
        wanted.append("Choose what this stage came to.")
    assert page.locator(".govuk-error-summary li").all_inner_texts() == wanted
    if scripts:
        assert page.evaluate(TIED) == [[one, "tied"] for one in wanted]
    check(page, scripts)
    for box in page.locator("main").get_by_role("checkbox").all():
        box.check()
    if page.get_by_label("What did this stage come to?").count():
        page.get_by_label("What did this stage come to?").select_option("upheld")
    press(page, "Approve and send")
    shown = page.locator("main").inner_text()
    assert "Approved. The letter left." in shown and "by e-mail" in shown
    check(page, scripts)
    page.goto("/letters/")
    check(page, scripts)
