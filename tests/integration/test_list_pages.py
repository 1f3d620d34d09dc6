"""The page of the list of complaints: whatever an address holds it answers with sense; words are found; filters are kept."""

import json
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.made_reports import AT
from tests.people import actor, person, sign_in

from heard.record.actions import saved_filters
from heard.record.models import Category, Complaint, Element, Event, Party, SavedFilter
from heard.record.queries import listing
from heard.record.queries.listing import Choices

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

LIST, SAVE, REMOVE = "/complaints/", "/complaints/filters/", "/complaints/filters/remove/"
MONDAY = date(2026, 6, 1)
COUNT = re.compile(r'role="status">\s*([\d,]+) complaint')
ROW = re.compile(
    r'<th scope="row" class="govuk-table__header heard-nowrap"><a class="govuk-link" href="[^"]*">([^<]*)<'
)


@pytest.fixture
def manager():
    return person("complaints-manager")


@pytest.fixture
def browser(manager):
    return sign_in(Client(), manager)


def add(reference, account="", child="", point=""):
    made = Complaint.objects.create(
        reference=reference, received_on=MONDAY, procedure="statutory", send=False, account=account
    )
    made.stages.create(number=1)
    Party.objects.create(complaint=made, capacity="child", name=child)
    category, _ = Category.objects.get_or_create(name="Delay", slug="delay")
    Element.objects.create(complaint=made, number=1, category=category, route="statutory", text=point)
    return made


def rows(answer):
    return [unescape(reference) for reference in ROW.findall(answer.content.decode())]


def total(answer):
    return int(COUNT.search(answer.content.decode())[1])


# Hostile addresses

LONG = "9" * 10_000
SQL = "1' OR '1'='1'; DROP TABLE record_complaint; --"
HOSTILE = (
    "-1",
    "0",
    "1e9",
    "９",
    "²",
    LONG,
    "x" * 10_000,
    "\0",
    "a\0b",
    SQL,
    "%",
    "<script>",
    "null",
    "[]",
    "\ud7ff\uffff",
)
KEYS = (
    "~", "~1", "1~", "2026-06-01~", "2026-06-01~x", "2026-06-01~-1", f"2026-06-01~{LONG}", "2026-13-45~1", "a\0~1",
    f"{SQL}~1", "2026-W23-1~1", f"{'x' * 10_000}~1", "0", "9999-12-31~" + "9" * 18, "0001-01-01~1", "~²", "99~1",
)  # fmt: skip


@pytest.mark.parametrize("name", [*Choices.__dataclass_fields__, "search"])
def test_what_is_no_choice_never_breaks_the_list(browser, name):
    add("C-1")
    for value in HOSTILE:
        answer = browser.get(LIST, {name: value})
        assert (answer.status_code, total(answer) in (0, 1)) == (200, True), value[:40]


@pytest.mark.parametrize("name", ["state", "procedure", "stage", "outcome", "year", "send", "held", "sort"])
def test_what_is_not_on_a_closed_list_is_passed_over(browser, name):
    add("C-1")
    answer = browser.get(LIST, {name: "nonsense"})
    assert (total(answer), "nonsense" in answer.content.decode()) == (1, False)


def test_a_team_that_is_not_there_finds_nothing_and_says_so(browser):
    add("C-1")
    answer = browser.get(LIST, {"team": "12345"})
    assert (total(answer), "Team: something that is not there" in answer.content.decode()) == (0, True)


def test_an_older_year_is_called_by_its_name(browser):
    assert "Received in: 2009/10" in browser.get(LIST, {"year": "2009/10"}).content.decode()


@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("sort", listing.ORDER_TITLES)
def test_a_key_that_leads_nowhere_shows_the_first_page(browser, sort, way):
    for number in range(51):
        add(f"C-{number:02d}")
    first = rows(browser.get(LIST, {"sort": sort}))
    for key in (*HOSTILE, *KEYS):
        answer = browser.get(LIST, {"sort": sort, way: key})
        assert (answer.status_code, total(answer)) == (200, 51), key[:40]
        assert rows(answer), key[:40]
        if "~" not in key:
            assert rows(answer) == first, key[:40]


OTHER_LISTS = ("compliments", "comments", "ombudsman-cases", "learning-actions", "history", "people", "teams",
               "districts", "categories")  # fmt: skip


@pytest.mark.parametrize("name", OTHER_LISTS)
def test_no_other_list_breaks_either(browser, name):
    for value in (*HOSTILE, *KEYS):
        for typed in ("after", "before", "team", "year", "state", "person", "show"):
            assert browser.get(reverse(name), {typed: value}).status_code == 200, (typed, value[:40])


@pytest.mark.parametrize("number", ["0", "99", "9" * 18, "9" * 30, "9" * 200])
@pytest.mark.parametrize("place", ["complaints", "compliments", "comments", "ombudsman", "learning", "teams", "people"])
def test_a_number_of_no_record_is_not_found(browser, place, number):
    assert browser.get(f"/{place}/{number}/").status_code == 404


# Searching

FOUND = {
    "the whole reference": ("CS/2026~7", "CS/2026~7"),
    "a part of it": ("2026~", "CS/2026~7"),
    "in capitals or not": ("cs/2026", "CS/2026~7"),
    "a per cent sign": ("100%", "PER-CENT"),
    "a low line": ("_under", "LOW-LINE"),
    "a straight quotation mark": ('"quoted"', "QUOTED"),
    "an apostrophe": ("O'Brien", "NAME"),
    "a name with an accent": ("Zoë", "UNICODE"),
    "another alphabet": ("你好", "UNICODE"),
    "words of a point": ("kettle boiled", "POINT"),
    "a backslash": ("back\\slash", "BACKSLASH"),
    "words on two lines": ("on Monday", "LINES"),
}


@pytest.fixture
def searched(browser):
    add("CS/2026~7")
    add("PER-CENT", "It was 100% late.")
    add("PER-NOTHING", "It was 1000 days late.")
    add("LOW-LINE", "a_under_score")
    add("NO-LINE", "aXunderXscore")
    add("QUOTED", 'She said “no” and "quoted" it.')
    add("NAME", child="Pat O'Brien")
    add("UNICODE", "你好", child="Zoë Łódź")
    add("POINT", point="The kettle boiled over.")
    add("BACKSLASH", "back\\slash")
    add("LINES", "Nobody came\r\non Monday")
    return browser


@pytest.mark.parametrize("case", FOUND)
def test_a_search_finds_the_words_as_they_were_typed(searched, case):
    text, reference = FOUND[case]
    assert rows(searched.post("/complaints/search/", {"text": text}, follow=True)) == [reference]


@pytest.mark.parametrize("text", [SQL, "' OR 1=1 --", "%%%", "<b>", "x" * 200, "🎈"])
def test_words_that_are_nowhere_find_nothing(searched, text):
    answer = searched.post("/complaints/search/", {"text": text}, follow=True)
    assert (answer.status_code, rows(answer)) == (200, [])


def test_nothing_typed_shows_them_all(searched):
    assert total(searched.post("/complaints/search/", {"text": "  "}, follow=True)) == 11


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("x" * 201, "Search for 200 characters or fewer."), ("a\0b", "Null characters are not allowed.")],
)
def test_words_that_cannot_be_searched_for_are_kept_and_the_page_says_why(searched, text, sentence):
    answer = searched.post("/complaints/search/", {"text": text})
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "There is a problem" in page) == (400, True, True)
    assert f'value="{text}"' in page


def test_the_words_of_a_search_are_in_no_address_and_not_in_the_history(searched):
    answer = searched.post("/complaints/search/", {"text": "O'Brien"}, follow=True)
    assert "Brien" not in answer.redirect_chain[-1][0]
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.reference, event.details) == ("complaints.searched", "", {})


def test_a_search_is_narrowed_by_filters_and_keeps_its_words(searched):
    where = searched.post("/complaints/search/", {"text": "late"})["Location"]
    assert rows(searched.get(f"{where}&procedure=corporate")) == []
    assert len(rows(searched.get(f"{where}&procedure=statutory"))) == 2


def test_anothers_search_is_not_there(searched):
    where = searched.post("/complaints/search/", {"text": "O'Brien"})["Location"]
    other = sign_in(Client(), person("complaints-officer")).get(where)
    assert (total(other), "O&#39;Brien" in other.content.decode()) == (11, False)


# Saved filters


def save(browser, name, **choices):
    return browser.post(SAVE, {"name": name, "choices": json.dumps(choices)})


def kept(one):
    return {saved.name: saved.choices for saved in SavedFilter.objects.filter(person=one)}


def test_a_filter_is_kept_and_the_same_name_again_replaces_it(browser, manager):
    assert save(browser, "  My   own ", state="open")["Location"] == f"{LIST}?state=open"
    save(browser, "My own", state="closed", send="yes")
    assert kept(manager) == {"My own": {"state": "closed", "send": "yes"}}


def test_a_saved_filter_is_a_link_on_its_owners_list_alone(browser):
    save(browser, "Mine & yours", state="open")
    assert "Mine &amp; yours" in browser.get(LIST).content.decode()
    assert "Mine" not in sign_in(Client(), person("complaints-officer")).get(LIST).content.decode()


def test_twenty_filters_are_kept_and_no_more(browser, manager):
    for number in range(saved_filters.MOST):
        save(browser, f"Filter {number}", state="open")
    answer = save(browser, "One more", state="open")
    assert (answer.status_code, len(kept(manager))) == (400, 20)
    assert "You have 20 saved filters. Remove one first." in answer.content.decode()
    assert save(browser, "Filter 3", state="closed").status_code == 302


WRONG_FILTERS = {
    "no name": ({"name": "", "choices": '{"state": "open"}'}, "Enter a name for this filter."),
    "a long name": ({"name": "x" * 61, "choices": '{"state": "open"}'}, "Use 60 characters or fewer."),
    "nothing chosen": ({"name": "A", "choices": "{}"}, "Choose at least one filter first."),
    "no table of choices": ({"name": "A", "choices": "[1, 2"}, "Choose at least one filter first."),
    "another kind of table": ({"name": "A", "choices": "[[]]"}, "Choose at least one filter first."),
    "choices that are none": ({"name": "A", "choices": '{"state": "\\u0000", "team": "\\ud800", "x": 1}'}, "Choose at"),
    "a nest of tables": ({"name": "A", "choices": "[" * 100_000}, "Choose at least one filter first."),
}


@pytest.mark.parametrize("case", WRONG_FILTERS)
def test_a_filter_is_not_kept_with(browser, manager, case):
    typed, sentence = WRONG_FILTERS[case]
    answer = browser.post(SAVE, typed)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, kept(manager)) == (400, True, {})
    assert f'value="{typed["name"]}"' in page or not typed["name"]


def test_what_was_chosen_is_still_there_after_a_mistake(browser):
    answer = browser.post(SAVE, {"name": "", "choices": '{"state": "open"}'})
    assert "{&#34;state&#34;: &#34;open&#34;}" in answer.content.decode()


def test_ones_own_filter_can_be_removed(browser, manager):
    save(browser, "Mine", state="open")
    assert browser.post(REMOVE, {"filter": SavedFilter.objects.get().pk}).status_code == 302
    assert kept(manager) == {}


def test_anothers_filter_is_not_there_to_be_removed(browser):
    other = person("complaints-officer")
    theirs = saved_filters.save("Theirs", {"state": "open"}, by=actor(other), at=AT)
    assert browser.post(REMOVE, {"filter": theirs.pk}).status_code == 404
    assert kept(other) == {"Theirs": {"state": "open"}}


@pytest.mark.parametrize(("number", "status"), [("0", 404), ("9" * 30, 404), ("x", 400), ("", 400)])
def test_a_filter_that_is_not_there_cannot_be_removed(browser, number, status):
    assert browser.post(REMOVE, {"filter": number}).status_code == status


def test_the_history_knows_of_a_filter_and_not_its_name(browser):
    save(browser, "About Robin", state="open")
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.details, event.reference[:7]) == ("filter.saved", {}, "filter ")
    assert "Robin" not in str(vars(event))
