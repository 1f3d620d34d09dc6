"""Where triage leans to a refusal and nobody has decided yet.

Some rows lean to “not to be taken on” while a question of law is open: whether a late complaint must be taken all the same,
whether an answer would harm a court case, whether a relative has an interest that counts. Nobody may refuse by them.
"""

import pytest
from tests.spec.test_triage import advised

from heard.law.triage.facts import FACTS
from heard.law.triage.table import table

UNDECIDED = [
    # who, child, subject, others, rule, a question of law that is open, what makes it hard
    ("other", "looked_after", "looked_after_care", "formerly_in_care yes; sufficient_interest yes; months_since_events 60",
     "T27", "reasonable_to_be_late", "an adult, of a childhood in care"),
    ("parent", "in_need", "section_17_support", "months_since_events 13", "T32", "reasonable_to_be_late", "too late, perhaps"),
    ("parent", "in_need", "section_17_support", "months_since_events 13; proceedings family_court; prejudice yes", "T32",
     "can_still_be_considered", "it would wait for the court all the same"),
    ("parent", "ehc_plan", "ehc_plan_delay", "months_since_events 13", "T44", "reasonable_to_be_late", "the Code's year"),
    ("parent", "looked_after", "placement", "proceedings family_court", "T33", "prejudice", "what the court weighs"),
    ("grandparent_or_relative", "", "safeguarding_response", "", "T30", "sufficient_interest", "a worry that was told"),
    ("grandparent_or_relative", "", "safeguarding_response", "months_since_events 13", "T30", "sufficient_interest",
     "and that came late, so that the answer moves another row"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "child", "subject", "others", "rule", "asks", "hard"), UNDECIDED)
def test_a_lean_to_refuse_is_in_doubt_and_asks_what_must_be_decided(who, child, subject, others, rule, asks, hard):
    """Such an advice is always in doubt, asks the question, and begins with what must be decided."""
    found = advised(who, child, subject, others)
    assert (found.rule, found.route, found.doubtful) == (rule, "not_acceptable", True), hard
    assert FACTS[asks].question in found.questions, hard
    assert found.reason.startswith("Decide first ")


def test_every_row_that_leans_on_what_is_undecided_says_so():
    leaning = [row for row in table().rows if row.undecided]
    assert [row.id for row in leaning] == ["T33", "T30", "T27", "T32", "T44"]
    assert all(row.route == "not_acceptable" and row.reason.startswith("Decide first ") for row in leaning)
