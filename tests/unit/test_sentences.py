"""How figures are put into words: every rule of a number, a share, a change and a list, as a table."""

import pytest

from heard.figures.compute import Figure
from heard.figures.report import Shown
from heard.figures.sentences import (
    change,
    counted,
    listed,
    lower_first,
    number,
    percent,
    plural,
    quoted,
    sentence,
    share,
    share_change,
    show,
)


def table(text):
    """Return the rows of a table drawn with “|”, without its header."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]
    return rows[1:]


def figure(value, denominator=None, previous=None, previous_denominator=None):
    return Figure("all.received", "Received", "Received.", value, denominator, previous, previous_denominator)


def whole(cell):
    return None if cell == "-" else int(cell.replace(",", ""))


NUMBERS = """
| value     | reads     |
| 0         | 0         |
| 999       | 999       |
| 1000      | 1,000     |
| 19448     | 19,448    |
| 1234567   | 1,234,567 |
"""


@pytest.mark.parametrize(("value", "reads"), table(NUMBERS))
def test_a_number_has_commas_between_thousands(value, reads):
    assert number(int(value)) == reads


PERCENTS = """
| part    | whole   | reads          | why                                                      |
| 4       | 8       | 50%            | a half                                                   |
| 2       | 8       | 25%            | a quarter                                                |
| 1       | 8       | 13%            | 12.5 goes up                                             |
| 7       | 8       | 88%            | 87.5 goes up, so 13% and 88% make 101%                   |
| 5       | 200     | 3%             | 2.5 goes up, where rounding to even would say 2%         |
| 9       | 200     | 5%             | 4.5 goes up, where rounding to even would say 4%         |
| 1       | 3       | 33%            | goes down                                                |
| 2       | 3       | 67%            | goes up                                                  |
| 117     | 226     | 52%            | corporate complaints upheld or partially upheld          |
| 90      | 244     | 37%            | the same of the year before                              |
| 0       | 8       | 0%             | nothing is 0%                                            |
| 8       | 8       | 100%           | all is 100%                                              |
| 1       | 200     | 1%             | exactly a half of one goes up to 1%                      |
| 1       | 201     | less than 1%   | something is never 0%                                    |
| 1       | 999     | less than 1%   | still in whole percents                                  |
| 199     | 200     | more than 99%  | 99.5 would go up to 100%, and it is not all              |
| 998     | 999     | more than 99%  | not all is never 100%                                    |
| 234     | 19448   | 1.2%           | one decimal from a thousand on                           |
| 123     | 19448   | 0.6%           | one decimal below one                                    |
| 500     | 1000    | 50.0%          | one decimal even where it is nought                      |
| 499     | 999     | 50%            | 999 is below a thousand                                  |
| 1       | 1000    | 0.1%           | the least that one decimal can show                      |
| 1       | 2000    | 0.1%           | 0.05 goes up                                             |
| 1       | 2001    | less than 0.1% | something is never 0.0%                                  |
| 0       | 2001    | 0.0%           | nothing of many                                          |
| 1999    | 2000    | more than 99.9% | 99.95 would go up to 100.0%                             |
| 2000    | 2000    | 100.0%         | all of many                                              |
| 12      | 8       | 150%           | more than last year's whole: a change can pass 100%      |
| 0       | 0       | not applicable | a share of nothing                                       |
| 3       | 0       | not applicable | whatever stands above it                                 |
| 3       | -       | not applicable | no whole is known                                        |
"""


@pytest.mark.parametrize(("part", "of", "reads", "why"), table(PERCENTS))
def test_a_percentage(part, of, reads, why):
    assert percent(int(part), whole(of)) == reads


@pytest.mark.parametrize("of", [*range(1, 60), *range(195, 206), *range(990, 1010), 1999, 2000, 2001, 19448])
def test_no_percentage_says_nothing_of_something_or_all_of_less(of):
    assert [part for part in range(1, of) if percent(part, of) in ("0%", "0.0%", "100%", "100.0%")] == []


PLURALS = """
| count | one         | many     | reads        |
| 1     | complaint   |          | complaint    |
| 0     | complaint   |          | complaints   |
| 2     | complaint   |          | complaints   |
| 1     | was         | were     | was          |
| 0     | was         | were     | were         |
| 21    | was         | were     | were         |
"""


@pytest.mark.parametrize(("count", "one", "many", "reads"), table(PLURALS))
def test_the_word_for_so_many(count, one, many, reads):
    assert plural(int(count), one, many) == reads


CHANGES = """
| now   | before | reads                                                      |
| 226   | 244    | , 18 fewer than the 244 in 2021/22 (down 7%)               |
| 244   | 226    | , 18 more than the 226 in 2021/22 (up 8%)                  |
| 40    | 44     | , 4 fewer than the 44 in 2021/22 (down 9%)                 |
| 8     | 27     | , 19 fewer than the 27 in 2021/22 (down 70%)               |
| 9     | 6      | , 3 more than the 6 in 2021/22 (up 50%)                    |
| 30    | 10     | , 20 more than the 10 in 2021/22 (up 200%)                 |
| 0     | 5      | , 5 fewer than the 5 in 2021/22 (down 100%)                |
| 1     | 5000   | , 4,999 fewer than the 5,000 in 2021/22 (down more than 99.9%) |
| 201   | 200    | , 1 more than the 200 in 2021/22 (up 1%)                   |
| 301   | 300    | , 1 more than the 300 in 2021/22 (up less than 1%)         |
| 5     | 0      | , 5 more than the 0 in 2021/22                             |
| 5     | 5      | , the same as in 2021/22                                   |
| 0     | 0      | , the same as in 2021/22                                   |
| 5     | -      |                                                            |
"""


@pytest.mark.parametrize(("now", "before", "reads"), table(CHANGES))
def test_a_change_of_a_number(now, before, reads):
    said = change(figure(int(now), previous=whole(before)), "2021/22")
    assert said == (f", {reads.lstrip(', ')}" if reads else "")


SHARE_CHANGES = """
| now | of   | before | of then | reads                                                        |
| 6   | 8    | 10     | 27      | up from 37% (10 of 27) in 2021/22                            |
| 2   | 8    | 10     | 27      | down from 37% (10 of 27) in 2021/22                          |
| 4   | 8    | 10     | 20      | the same as the 50% (10 of 20) in 2021/22                    |
| 1   | 3    | 33     | 100     | much the same as the 33% (33 of 100) in 2021/22              |
| 33  | 100  | 1      | 3       | much the same as the 33% (1 of 3) in 2021/22                 |
| 5   | 10   | 9      | 100     | up from 9% (9 of 100) in 2021/22                             |
| 10  | 40   | 5      | 10      | down from 50% (5 of 10) in 2021/22                           |
| 0   | 8    | 1      | 8       | down from 13% (1 of 8) in 2021/22                            |
| 3   | 8    | 0      | 8       | up from 0% (0 of 8) in 2021/22                               |
| 500 | 1000 | 1      | 2       | the same as the 50% (1 of 2) in 2021/22                      |
| 3   | 8    | -      | 8       |                                                              |
| 3   | 8    | 2      | -       |                                                              |
| 3   | 8    | 0      | 0       |                                                              |
| 0   | 0    | 2      | 8       |                                                              |
| 3   | -    | 2      | 8       |                                                              |
"""


@pytest.mark.parametrize(("now", "of", "before", "then", "reads"), table(SHARE_CHANGES))
def test_a_change_of_a_share(now, of, before, then, reads):
    said = share_change(figure(int(now), whole(of), whole(before), whole(then)), "2021/22")
    assert said == (f", {reads}" if reads else "")


def test_a_share_that_falls_while_its_number_rises_is_down():
    assert share_change(figure(11, 30, 10, 20), "2021/22").startswith(", down from 50%")


def test_a_shown_figure_is_its_own_number_under_its_own_id():
    assert show(figure(1234)) == Shown("all.received", "1,234")


def test_a_share_shows_its_counts_and_only_the_figure_opens():
    assert share(figure(69, 1226)) == ("5.6% (", Shown("all.received", "69"), " of 1,226)")


@pytest.mark.parametrize(("value", "words"), [(1, " complaint"), (0, " complaints"), (2, " complaints")])
def test_a_counted_figure_has_the_word_that_goes_with_it(value, words):
    assert counted(figure(value), "complaint") == (Shown("all.received", str(value)), words)


LISTS = {
    "nothing": ([], ()),
    "one": ([("a",)], ("a",)),
    "two": ([("a",), ("b",)], ("a", " and ", "b")),
    "three": ([("a",), ("b", "c"), ("d",)], ("a", ", ", "b", "c", " and ", "d")),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_commas_and_one_and(name):
    parts, joined = LISTS[name]
    assert listed(parts) == joined


SENTENCES = {
    "a word": (("less than 1% (", Shown("a", "1")), ("Less than 1% (", Shown("a", "1"))),
    "a number": (("31% (",), ("31% (",)),
    "a figure first": ((Shown("a", "1"), " case"), (Shown("a", "1"), " case")),
    "a capital further on": (("of EHCP delay",), ("Of EHCP delay",)),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_begins_with_a_capital(name):
    line, expected = SENTENCES[name]
    assert sentence(line) == expected


LABELS = """
| label            | in a sentence    |
| Not upheld       | not upheld       |
| EHCP delay       | EHCP delay       |
| SEND             | SEND             |
| A                | a                |
| already small    | already small    |
| 16plus           | 16plus           |
"""


@pytest.mark.parametrize(("label", "reads"), table(LABELS))
def test_a_label_within_a_sentence_keeps_its_abbreviations(label, reads):
    assert lower_first(label) == reads


def test_an_empty_label_stays_empty():
    assert lower_first("") == ""


def test_a_name_from_the_councils_lists_stands_in_quotation_marks():
    assert quoted("Delay/Service") == "“Delay/Service”"
