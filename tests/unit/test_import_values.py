"""From a cell to a value: dates however they were typed, yes and no, the field's words, labels and numbers."""

from datetime import date, datetime

import pytest

from heard.record.importing import values
from heard.record.importing.values import UnreadableError

APRIL = date(2022, 4, 1)  # a Friday

DATES = [
    date(2022, 4, 1),
    datetime(2022, 4, 1, 23, 59),  # noqa: DTZ001 (a cell has no time zone)
    "1/4/2022",
    "01/04/2022",
    "1/4/22",
    "01.04.2022",
    "01-04-2022",
    "1 4 2022",
    "01/04/2022 09:30",
    "01/04/2022 9.30am",
    "01/04/2022 09:30:15",
    "  01/04/2022  ",
    "2022-04-01",
    "2022/04/01",
    "2022-04-01T00:00:00",
    "2022-04-01T00:00:00.000Z",
    "2022-04-01 00:00:00",
    "1 April 2022",
    "1 Apr 2022",
    "1-Apr-22",
    "1st April 2022",
    "1st of April 2022",
    "Friday 1 April 2022",
    "Fri, 1 April, 2022",
    "1 APRIL 2022",
    "1\u00a0April\u00a02022",
    44652,
    44652.0,
    44652.75,
    "44652",
]


@pytest.mark.parametrize("cell", DATES, ids=repr)
def test_a_date_however_it_was_typed(cell):
    assert values.day(cell) == APRIL


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("29/02/2024", date(2024, 2, 29)),
        ("1 Sept 2022", date(2022, 9, 1)),
        ("22nd Aug 2022", date(2022, 8, 22)),
        ("3rd May 2022", date(2022, 5, 3)),
        ("31 December 2022", date(2022, 12, 31)),
    ],
)
def test_other_days(typed, day):
    assert values.day(typed) == day


@pytest.mark.parametrize("cell", [43190, "43190"])
def test_days_counted_from_1904(cell):
    assert values.day(cell, from_1904=True) == APRIL


NO_DATES = [
    ("31/02/2022", "There is no 31 February 2022."),
    ("29/02/2022", "There is no 29 February 2022."),
    ("31 April 2022", "There is no 31 April 2022."),
    ("2022-02-30", "There is no 30 February 2022."),
    ("0/4/2022", "There is no 0 April 2022."),
    ("04/25/2022", "25 is not a month."),
    ("2022-13-01", "13 is not a month."),
    ("1/0/2022", "0 is not a month."),
    ("n/a", "This is not a date."),
    ("1 Smarch 2022", "This is not a date."),
    ("1 Maybe 2022", "This is not a date."),
    ("April 2022", "This is not a date."),
    ("1/4/022", "This is not a date."),
    ("1/4/2022 and 3/4/2022", "This is not a date."),
    ("2022", "This is not a date."),
    ("-", "This is not a date."),
    (True, "This is not a date."),
    (12, "This number is not a date."),
    (20220401, "This number is not a date."),
    (-44652, "This number is not a date."),
]


@pytest.mark.parametrize(("cell", "problem"), NO_DATES)
def test_what_is_no_date_is_refused(cell, problem):
    with pytest.raises(UnreadableError) as refused:
        values.day(cell)
    assert refused.value.problem == problem


@pytest.mark.parametrize("cell", ["Yes", "yes", "Y", "TRUE", " yes ", True, 1, 1.0])
def test_yes(cell):
    assert values.yes_or_no(cell) is True


@pytest.mark.parametrize("cell", ["No", "no", "N", "False", False, 0, 0.0])
def test_no(cell):
    assert values.yes_or_no(cell) is False


@pytest.mark.parametrize("cell", ["maybe", "?", "yes and no", 2, "Yess"])
def test_neither_yes_nor_no(cell):
    with pytest.raises(UnreadableError, match="neither Yes nor No"):
        values.yes_or_no(cell)


OUTCOMES = [
    ("Upheld", "upheld"),
    ("UPHELD", "upheld"),
    (" upheld. ", "upheld"),
    ("Fully upheld", "upheld"),
    ("Partially upheld", "partially-upheld"),
    ("Partially-Upheld", "partially-upheld"),
    ("Partly upheld", "partially-upheld"),
    ("part upheld", "partially-upheld"),
    ("Upheld in part", "partially-upheld"),
    ("Not upheld", "not-upheld"),
    ("Not  Upheld", "not-upheld"),
    ("Withdrawn", "withdrawn"),
    ("Complaint withdrawn", "withdrawn"),
    ("No finding", "inconclusive"),
    ("Resolved", "resolved"),
    ("Out of scope", "out-of-scope"),
]


@pytest.mark.parametrize(("typed", "outcome"), OUTCOMES)
def test_an_outcome(typed, outcome):
    assert values.outcome(typed) == outcome


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Uphled", "Upheld"),
        ("Not uphedl", "Not upheld"),
        ("Withdrwan", "Withdrawn"),
        ("Partially uphelp", "Partially upheld"),
    ],
)
def test_a_slip_in_an_outcome_is_refused_with_the_word_that_was_meant(typed, meant):
    with pytest.raises(UnreadableError) as refused:
        values.outcome(typed)
    assert f"Did you mean “{meant}”?" in refused.value.fix


def test_an_outcome_like_no_other_is_refused_without_a_guess():
    with pytest.raises(UnreadableError) as refused:
        values.outcome("Purple")
    assert refused.value.fix.startswith("Use one of: Upheld, Partially upheld, Not upheld, Withdrawn")


@pytest.mark.parametrize("typed", ["Yes", "1", "?", "Upheld and not upheld"])
def test_a_word_that_is_no_outcome_is_refused(typed):
    with pytest.raises(UnreadableError, match="not known here"):
        values.outcome(typed)


@pytest.mark.parametrize(
    ("typed", "procedure"),
    [
        ("Statutory", "statutory"),
        ("STATUTORY", "statutory"),
        ("Children Act 1989", "statutory"),
        ("Corporate", "corporate"),
        ("Corporate complaint", "corporate"),
    ],
)
def test_a_procedure(typed, procedure):
    assert values.procedure(typed) == procedure


LABELS = [
    ("SEN Team", "SEN Team"),
    ("  SEN \u00a0 Team\n", "SEN Team"),
    ("Cafe\u0301 Team", "Caf\u00e9 Team"),
    ("Owls \U0001f989", "Owls \U0001f989"),
    ("=1+1", "=1+1"),
    ("'Quoted", "'Quoted"),
    (101.0, "101"),
    ("T" * 200, "T" * 200),
]


@pytest.mark.parametrize(("cell", "label"), LABELS)
def test_a_label_keeps_its_letters_and_loses_its_spare_spaces(cell, label):
    assert values.label(cell) == label


@pytest.mark.parametrize("cell", ["???", "–", "'", "\U0001f989", "مرحبا"])
def test_a_label_needs_a_letter_or_digit_that_an_id_can_have(cell):
    with pytest.raises(UnreadableError, match="no letter or digit"):
        values.label(cell)


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", " #VALUE! "])
def test_an_error_that_was_pasted_as_text_is_no_label(cell):
    with pytest.raises(UnreadableError, match="gone wrong"):
        values.label(cell)


TOO_LONG = [
    (values.label, "T" * 201),
    (values.label, "İ" * 200),  # its small letter is two, so its id would be too long
    (values.short_label, "T" * 101),
    (values.reference, "R" * 65),
]


@pytest.mark.parametrize(("read", "cell"), TOO_LONG)
def test_what_would_not_fit_is_refused(read, cell):
    with pytest.raises(UnreadableError, match="longer than"):
        read(cell)


@pytest.mark.parametrize(
    ("cell", "reference"),
    [(1001.0, "1001"), (1001, "1001"), (" FBL-22-0001 ", "FBL-22-0001"), ("0042", "0042"), ("R" * 64, "R" * 64)],
)
def test_a_reference(cell, reference):
    assert values.reference(cell) == reference


@pytest.mark.parametrize("cell", ["FBL\x00-1", "FBL\x07-1"])
def test_a_letter_that_no_database_keeps_is_left_out(cell):
    assert values.reference(cell) == "FBL-1"


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("Delay", ["Delay"]),
        ("Delay; Tone of a letter", ["Delay", "Tone of a letter"]),
        (" Delay ;; Tone ; ", ["Delay", "Tone"]),
        ("Delay, and tone", ["Delay, and tone"]),
        (";", []),
    ],
)
def test_issues_are_split_at_semicolons(cell, labels):
    assert values.labels(cell) == labels


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (19448.0, "19448.00"),
        (0, "0.00"),
        ("19,448", "19448.00"),
        ("1,234,567", "1234567.00"),
        (" 7 ", "7.00"),
    ],
)
def test_a_number(cell, number):
    assert values.number(cell) == number


@pytest.mark.parametrize(
    "cell",
    ["about 300", "£5", "12 (est.)", -5, "-5", "1,5", "12,34", "nan", "inf", "1e3", "1_000", 10**12, "", "1 000"],
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(UnreadableError):
        values.number(cell)


@pytest.mark.parametrize("cell", ["2022/23", "2022-23", "2022/2023", " 2022 / 23 "])
def test_a_financial_year(cell):
    assert values.financial_year(cell) == "2022/23"


@pytest.mark.parametrize("cell", ["2022/24", "last year", 2022, 2022.0])
def test_what_is_no_financial_year_is_refused(cell):
    with pytest.raises(UnreadableError, match="not a financial year"):
        values.financial_year(cell)


@pytest.mark.parametrize(
    ("cell", "id"),
    [
        ("contacts", "contacts"),
        ("Statutory.Received", "statutory.received"),
        ("all.stage_1.outcome.not-upheld", "all.stage_1.outcome.not-upheld"),
    ],
)
def test_the_id_of_a_figure(cell, id):
    assert values.figure_id(cell) == id


@pytest.mark.parametrize("cell", ["statutory received", "..", "a..b", ".a", "=A1", "a" * 201])
def test_what_is_no_id_of_a_figure_is_refused(cell):
    with pytest.raises(UnreadableError, match="not the id of a figure"):
        values.figure_id(cell)


def test_free_text_keeps_its_lines():
    assert values.free_text("  Thank you.\nIt helped.  ") == "Thank you.\nIt helped."


REFUSED = [
    (values.day, "n/a"),
    (values.day, "31/02/2022"),
    (values.day, "04/25/2022"),
    (values.day, 12),
    (values.yes_or_no, "?"),
    (values.outcome, "Uphled"),
    (values.outcome, "Purple"),
    (values.label, "–"),
    (values.label, "T" * 201),
    (values.short_label, "T" * 101),
    (values.reference, "R" * 65),
    (values.number, "about 300"),
    (values.number, -5),
    (values.financial_year, "2022/24"),
    (values.figure_id, "a b"),
]


@pytest.mark.parametrize(("read", "cell"), REFUSED)
def test_every_refusal_says_what_is_wrong_and_what_to_do_in_whole_sentences(read, cell):
    with pytest.raises(UnreadableError) as refused:
        read(cell)
    assert refused.value.problem.endswith(".")
    assert refused.value.fix.endswith(".")
