"""The list of complaints says of each what the law says of it, narrows as one would by hand, and turns its pages fairly."""

from datetime import date
from itertools import combinations

import pytest
from tests.made_complaints import Made, make_register, put
from tests.people import actor, person

from heard.record.models import Assignment, Complaint, Element
from heard.record.queries import listing
from heard.record.queries.home import waiting
from heard.record.queries.listing import Choices, listed

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

MON_29_JUN = date(2026, 6, 29)
DAYS = (
    date(2025, 12, 24),  # a Wednesday, before Christmas
    date(2026, 1, 9),  # a Friday, at the target of what came on 19 December
    date(2026, 4, 2),  # a Thursday, before Good Friday
    date(2026, 4, 30),  # a Thursday
    date(2026, 5, 2),  # a Saturday, on which some were received
    date(2026, 6, 29),  # a Monday, the limit of what came on 1 June
    date(2026, 6, 30),  # a Tuesday, the day after
    date(2026, 7, 11),  # a Saturday
    date(2026, 7, 12),  # a Sunday
    date(2026, 8, 31),  # a bank holiday
    date(2026, 10, 14),  # a Wednesday
    date(2027, 3, 26),  # Good Friday
)


@pytest.fixture
def people():
    return person("complaints-manager"), person("complaints-officer")


@pytest.fixture
def register(people):
    return make_register(people)


@pytest.fixture
def by(people):
    return actor(people[0])


def references(page):
    return [row.reference for row in page.rows]


# What the law says


@pytest.mark.parametrize("on", DAYS, ids=lambda on: f"{on:%a-%d-%b-%Y}")
@pytest.mark.parametrize("state", listing.STATES)
def test_the_database_finds_exactly_those_of_which_the_law_says_so(register, by, state, on):
    wanted = sorted(one.reference for one in register.complaints if state in one.state(on))
    assert sorted(references(listed(Choices(state=state), by=by, on=on, size=1000))) == wanted


def test_there_are_complaints_in_every_state(register):
    found = {state: sum(state in one.state(MON_29_JUN) for one in register.complaints) for state in listing.STATES}
    assert found == {"open": 117, "overdue": 40, "due-soon": 14, "not-acknowledged": 12, "closed": 45}


@pytest.mark.parametrize("on", DAYS[5:8], ids=lambda on: f"{on:%a-%d-%b-%Y}")
def test_each_row_says_how_it_stands(register, by, on):
    said = {row.reference: row.said for row in listed(Choices(), by=by, on=on, size=1000).rows}
    assert said == {one.reference: one.due(on).said for one in register.complaints}


@pytest.mark.parametrize("on", [date(2035, 12, 31), date(2036, 1, 2)])
def test_beyond_the_bank_holidays_that_are_known_nothing_is_late_and_nothing_breaks(register, by, on):
    found = {state: listed(Choices(state=state), by=by, on=on).total for state in ("open", "due-soon", "closed")}
    assert found == {"open": 117, "due-soon": 0, "closed": 45}


@pytest.mark.parametrize("on", [MON_29_JUN, date(2036, 1, 2)], ids=["known days", "beyond them"])
def test_the_numbers_on_the_home_page_are_those_of_the_lists(register, by, on):
    counts = waiting(by=by, on=on).counts
    open_ones = [one for one in register.complaints if "open" in one.state(MON_29_JUN)]
    assert counts == {
        "open": listed(Choices(state="open"), by=by, on=on).total,
        "overdue": listed(Choices(state="overdue"), by=by, on=on).total,
        "due_soon": listed(Choices(state="due-soon"), by=by, on=on).total,
        "not_acknowledged": listed(Choices(state="not-acknowledged"), by=by, on=on).total,
        "mine": sum(one.holder == by.person for one in open_ones),
        "nobody": sum(one.holder is None for one in open_ones),
    }


# Narrowing


def fits(one: Made, name: str, value: str, on: date, me: int) -> bool:
    """Answer in plain Python whether a complaint fits a choice."""
    return {
        "state": lambda: value in one.state(on),
        "procedure": lambda: one.procedure == value,
        "stage": lambda: int(value) in [number for number, _, _ in one.stages],
        "outcome": lambda: value in [outcome for _, outcome, _ in one.stages],
        "team": lambda: one.team == int(value),
        "district": lambda: one.district == int(value),
        "category": lambda: one.category == int(value),
        "year": lambda: (one.received >= date(2026, 4, 1)) == (value == "2026-27"),
        "send": lambda: one.send == (value == "yes"),
        "held": lambda: one.holder == (me if value == "me" else None),
    }[name]()


def fit_both(one: Made, first, second, on, me) -> bool:
    if {first[0], second[0]} == {"stage", "outcome"}:  # of one and the same stage
        number, outcome = (dict((first, second))[name] for name in ("stage", "outcome"))
        return (int(number), outcome) in [(n, o) for n, o, _ in one.stages]
    return fits(one, *first, on, me) and fits(one, *second, on, me)


def every_choice(register):
    """Return every (filter, value) that there is, and one for each list that is on no row."""
    return [
        *(("state", state) for state in listing.STATES),
        *(("procedure", one) for one in ("statutory", "corporate")),
        *(("stage", number) for number in "123"),
        *(("outcome", one) for one in ("upheld", "partially-upheld", "not-upheld", "withdrawn", "resolved")),
        *(("team", str(pk)) for pk in (*register.teams, 10**15)),
        *(("district", str(pk)) for pk in (*register.districts, 10**15)),
        *(("category", str(pk)) for pk in (*register.categories, 10**15)),
        *(("year", year) for year in ("2025-26", "2026-27")),
        *(("send", one) for one in ("yes", "no")),
        *(("held", one) for one in ("me", "nobody")),
    ]


def test_every_filter_finds_what_a_count_by_hand_finds(register, by):
    for name, value in every_choice(register):
        wanted = {one.reference for one in register.complaints if fits(one, name, value, MON_29_JUN, by.person)}
        found = references(listed(Choices.read({name: value}), by=by, on=MON_29_JUN, size=1000))
        assert (set(found), len(found)) == (wanted, len(wanted)), (name, value)


def test_every_pair_of_filters_finds_what_a_count_by_hand_finds(register, by):
    pairs = [pair for pair in combinations(every_choice(register), 2) if pair[0][0] != pair[1][0]]
    for pair in pairs:
        wanted = sum(fit_both(one, *pair, MON_29_JUN, by.person) for one in register.complaints)
        assert listed(Choices.read(dict(pair)), by=by, on=MON_29_JUN, size=1).total == wanted, pair
    assert len(pairs) > 400


def test_a_complaint_of_many_points_is_one_row(register, by):
    one = Complaint.objects.get(pk=register.complaints[0].pk)
    for number in (2, 3):
        Element.objects.create(complaint=one, number=number, category_id=register.categories[0], route="statutory")
    found = references(listed(Choices(category=str(register.categories[0])), by=by, on=MON_29_JUN, size=1000))
    assert found.count(one.reference) == 1


# Orders and pages


def in_order(register, sort, on):
    """Return the references in the order that one would put them in by hand."""
    ways = {
        "newest": lambda one: (-one.received.toordinal(), -one.pk),
        "oldest": lambda one: (one.received, one.pk),
        "due": lambda one: (one.due(on).next_date or date.max, one.pk),
    }
    if sort == "reference":  # by the database's own alphabet
        return list(Complaint.objects.order_by("reference").values_list("reference", flat=True))
    shown = [one for one in register.complaints if sort != "due" or "open" in one.state(on)]
    return [one.reference for one in sorted(shown, key=ways[sort])]


@pytest.mark.parametrize("on", [MON_29_JUN, date(2026, 10, 14)])
@pytest.mark.parametrize("sort", listing.ORDER_TITLES)
def test_every_order_is_the_order_that_it_says(register, by, sort, on):
    assert references(listed(Choices(sort=sort), by=by, on=on, size=1000)) == in_order(register, sort, on)


def test_the_newest_come_first_where_nothing_is_said(register, by):
    assert references(listed(Choices(), by=by, on=MON_29_JUN, size=1000)) == in_order(register, "newest", MON_29_JUN)


def walk(by, sort, size, *, forwards=True, meanwhile=None, start=None):
    """Turn the pages to the end, or from `start` back to the beginning; return the references of each page."""
    page = start or listed(Choices(sort=sort), by=by, on=MON_29_JUN, size=size)
    pages = [] if start else [references(page)]
    while key := (page.after if forwards else page.before):
        if meanwhile:
            meanwhile(len(pages), pages)
        page = listed(Choices(sort=sort), by=by, on=MON_29_JUN, size=size, **{"after" if forwards else "before": key})
        pages.append(references(page))
        assert len(pages) < 200, "the pages have no end"
    return pages, page


@pytest.mark.parametrize("size", [1, 7, 50])
@pytest.mark.parametrize("sort", listing.ORDER_TITLES)
def test_the_pages_hold_each_row_once_forwards_and_backwards(register, by, sort, size):
    whole = in_order(register, sort, MON_29_JUN)
    forwards, last = walk(by, sort, size)
    assert [row for page in forwards for row in page] == whole
    back, first = walk(by, sort, size, forwards=False, start=last)
    assert [row for page in reversed(back) for row in page] + forwards[-1] == whole
    assert (first.before, first.total) == ("", len(whole))


def level(reference: str, like: Made) -> None:
    """Add a complaint that is like another in all but its reference."""
    put(Made(**{**vars(like), "reference": reference, "holder": None}))


def take_out(reference: str) -> None:
    complaint = Complaint.objects.get(reference=reference)
    Assignment.objects.filter(complaint=complaint).delete()
    complaint.delete()


@pytest.mark.parametrize("forwards", [True, False], ids=["forwards", "backwards"])
@pytest.mark.parametrize("sort", listing.ORDER_TITLES)
def test_what_comes_or_goes_meanwhile_moves_no_other_row_to_another_page(register, by, sort, forwards):
    whole = in_order(register, sort, MON_29_JUN)
    _, last = walk(by, sort, 7)
    gone, unseen = [], whole[-3] if forwards else whole[2]

    def meanwhile(turned, pages):
        if turned == 2:
            gone.append(pages[-1][-1])  # the very row that the next page is counted from
            take_out(gone[0])
            level("A NEW ONE", register.complaints[-1])
        if turned == 3:
            take_out(unseen)
            level("ANOTHER NEW ONE", register.complaints[0])

    pages, _ = walk(by, sort, 7, forwards=forwards, meanwhile=meanwhile, start=None if forwards else last)
    visited = [row for page in (pages if forwards else [*reversed(pages), references(last)]) for row in page]
    old = [row for row in visited if "NEW ONE" not in row]
    assert len(visited) == len(set(visited))
    assert old == [row for row in whole if row != unseen]


def test_where_everything_beyond_has_gone_the_first_page_is_shown(register, by):
    page = listed(Choices(sort="oldest"), by=by, on=MON_29_JUN, size=60)
    Assignment.objects.all().delete()
    Complaint.objects.exclude(reference__in=references(page)).delete()
    again = listed(Choices(sort="oldest"), by=by, on=MON_29_JUN, size=60, after=page.after)
    assert (references(again), again.before, again.after) == (references(page), "", "")
