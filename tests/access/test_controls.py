"""Every control of every form that a page shows is in access/fields.csv, under the right of the page that it is sent to."""

import csv
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from django.urls import resolve
from django.utils import timezone
from tests.access.test_map import ROUTES, is_sign_in
from tests.access.test_over_http import addresses, make_world
from tests.people import sign_in

from heard.access.roles import SIGNS_IN

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

LISTED = {
    tuple(row) for row in csv.reader(files("heard.access").joinpath("fields.csv").read_text("utf-8").splitlines())
}
NEVER_A_FIELD = {"csrfmiddlewaretoken"}


class Controls(HTMLParser):
    """Gathers (where its form goes, name) of every control."""

    def __init__(self, path):
        super().__init__()
        self.path, self.target, self.found = path, None, set()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.target = (given.get("action") or self.path).split("?")[0]
        elif tag in ("input", "select", "textarea", "button") and given.get("name") and self.target:
            self.found.add((self.target, given["name"]))

    def handle_endtag(self, tag):
        if tag == "form":
            self.target = None


def controls(client, world, role):
    sign_in(client, world.people[role])
    for route in (route for route in ROUTES if hasattr(route.callback, "door") and "GET" in route.callback.methods):
        for _, _, address in addresses(route, world, role):
            answer = client.get(address)
            if answer.status_code == 200 and not answer.streaming:
                reader = Controls(address)
                reader.feed(answer.content.decode())
                yield from reader.found


@pytest.mark.parametrize("role", SIGNS_IN)
def test_every_control_on_every_page_is_listed_under_the_right_of_where_it_goes(client, role):
    world = make_world(timezone.now())
    unlisted, seen = set(), 0
    for target, name in controls(client, world, role):
        view = resolve(target)
        if name in NEVER_A_FIELD or is_sign_in(_Route(view.func)):
            continue
        seen += 1
        if (*view.func.door, name) not in LISTED:
            unlisted.add((*view.func.door, name))
    assert unlisted == set()
    assert seen or role in ("report-reader",)


class _Route:
    """A view as a route has it."""

    def __init__(self, callback):
        self.callback = callback
