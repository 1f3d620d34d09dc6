"""What is known of earlier years, where it came from, and what is not known."""

import duckdb
import pytest

from heard.figures.earlier import Earlier, earlier_years
from heard.law.years import FinancialYear

LAST = FinancialYear.parse("2021/22")
WHOLE = [("statutory.received", 27, "register"), ("corporate.received", 244, "register")]
"""A register that holds the year before as a whole."""


def context(*rows, year="2021/22"):
    """Return what a frozen table `context` of these (figure, value, source) knows."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE context (figure VARCHAR, year VARCHAR, measure VARCHAR, value DECIMAL(14,2), source VARCHAR)"
        )
        for figure, value, source in rows:
            connection.execute("INSERT INTO context VALUES (?, ?, NULL, ?, ?)", [figure, year, value, source])
        return earlier_years(connection)


TRUSTED = {
    "frozen before all": ((3, "frozen"), (4, "published"), (5, "register"), 3),
    "published before the register": ((5, "register"), (4, "published"), 4),
    "frozen before the register": ((5, "register"), (3, "frozen"), 3),
    "the register where nothing else is": ((5, "register"), 5),
    "published alone": ((4, "published"), 4),
}


@pytest.mark.parametrize("name", TRUSTED)
def test_the_most_trusted_source_is_used(name):
    *sources, used = TRUSTED[name]
    known = context(*WHOLE, *(("compliments", value, source) for value, source in sources))
    assert known.value("compliments", LAST) == used


def test_a_source_that_disagrees_is_kept():
    known = context(("comments", 13, "frozen"), ("comments", 15, "published"), ("comments", 13, "register"))
    assert known.known["comments", "2021/22"] == Earlier(13, "frozen", (15, "published"))


def test_sources_that_agree_are_no_disagreement():
    known = context(*WHOLE, ("comments", 13, "published"), ("comments", 13, "register"))
    assert known.known["comments", "2021/22"] == Earlier(13, "published", None)


def test_all_complaints_are_the_sum_of_both_procedures():
    known = context(("statutory.received", 27, "published"), ("corporate.received", 244, "published"))
    assert known.value("all.received", LAST) == 271


def test_a_number_given_for_all_comes_before_the_sum():
    known = context(
        ("all.received", 272, "published"),
        ("statutory.received", 27, "published"),
        ("corporate.received", 244, "published"),
    )
    assert known.value("all.received", LAST) == 272


def test_a_sum_with_a_part_missing_is_not_known():
    assert context(("statutory.received", 27, "published")).value("all.received", LAST) is None


def test_service_areas_are_never_added_up_because_one_may_be_in_both_procedures():
    known = context(("statutory.service_areas", 6, "published"), ("corporate.service_areas", 44, "published"))
    assert known.value("all.service_areas", LAST) is None


def test_upheld_or_partially_upheld_is_the_sum_of_the_two():
    known = context(
        ("corporate.stage_1.outcome.upheld", 40, "published"),
        ("corporate.stage_1.outcome.partially-upheld", 50, "published"),
    )
    assert known.value("corporate.stage_1.upheld_or_partially_upheld", LAST) == 90


def test_upheld_or_partially_upheld_of_all_is_the_sum_of_four():
    known = context(
        ("statutory.stage_1.outcome.upheld", 4, "published"),
        ("statutory.stage_1.outcome.partially-upheld", 6, "published"),
        ("corporate.stage_1.outcome.upheld", 40, "published"),
        ("corporate.stage_1.outcome.partially-upheld", 50, "published"),
    )
    assert known.value("all.stage_1.upheld_or_partially_upheld", LAST) == 100


NOT_COUNTED = (
    "statutory.issue.transport",
    "all.district.north",
    "send.stage_2.requested",
    "corporate.stage_1.upheld_or_partially_upheld",
    "all.stage_1.upheld_or_partially_upheld",
)


@pytest.mark.parametrize("id", NOT_COUNTED)
def test_in_a_year_that_the_register_holds_what_was_not_counted_was_nothing(id):
    assert context(*WHOLE).value(id, LAST) == 0


@pytest.mark.parametrize("id", NOT_COUNTED)
def test_in_a_year_that_nobody_holds_what_was_not_published_is_not_known(id):
    published = [(figure, value, "published") for figure, value, _ in WHOLE]
    assert context(*published).value(id, LAST) is None


@pytest.mark.parametrize("id", ["contacts", "all.received.of_contacts"])
def test_contacts_are_never_nothing_because_the_register_does_not_count_them(id):
    assert context(*WHOLE).value(id, LAST) is None


PART = [
    ("statutory.received", 27, "published"),
    ("statutory.received", 2, "register"),
    ("corporate.received", 5, "register"),
    ("compliments", 4, "register"),
    ("statutory.stage_1.outcome.upheld", 1, "register"),
    ("statutory.stage_1.outcome.partially-upheld", 6, "published"),
]
"""The register holds two of the year's twenty-seven statutory complaints."""

IN_PART = {
    "statutory.received": 27,
    "statutory.stage_1.outcome.partially-upheld": 6,
    "statutory.stage_1.outcome.upheld": None,
    "corporate.received": None,
    "all.received": None,
    "compliments": None,
    "comments": None,
}


@pytest.mark.parametrize("id", IN_PART)
def test_of_a_year_that_the_register_holds_in_part_only_published_numbers_are_known(id):
    assert context(*PART).value(id, LAST) == IN_PART[id]


def test_that_the_register_holds_less_than_was_published_is_kept_as_a_disagreement():
    assert context(*PART).known["statutory.received", "2021/22"] == Earlier(27, "published", (2, "register"))


def test_a_total_that_was_published_shows_that_the_register_holds_only_a_part():
    rows = [("all.received", 271, "published"), ("all.received", 3, "register"), ("corporate.received", 3, "register")]
    assert context(*rows).value("corporate.received", LAST) is None


def test_a_frozen_year_is_whole_whatever_was_published():
    rows = [("statutory.received", 27, "published"), ("statutory.received", 26, "frozen")]
    assert context(*rows).value("statutory.district.north", LAST) == 0


@pytest.mark.parametrize("id", ["comments", "compliments.service_area.owls", "send.ombudsman"])
def test_a_sheet_that_last_year_did_not_have_is_not_known_rather_than_none(id):
    assert context(*WHOLE).value(id, LAST) is None


@pytest.mark.parametrize("id", ["comments.replied", "send.comments"])
def test_a_sheet_that_last_year_had_gives_none_for_what_was_not_counted(id):
    assert context(*WHOLE, ("comments", 4, "register")).value(id, LAST) == 0


def test_a_part_of_a_year_is_known_to_be_one_and_not_compared_with():
    rows = [("statutory.received", 1, "part"), ("corporate.received", 0, "part")]
    known = context(*rows)
    assert (known.value("statutory.received", LAST), known.in_part) == (None, {"2021/22"})


def test_a_figure_of_another_year_is_not_known():
    assert context(*WHOLE).value("statutory.received", LAST.previous) is None
