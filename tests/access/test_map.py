"""Every page, every action and every field of a form has its row in the access table, and every row is used."""

import ast
import csv
import dataclasses
import inspect
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules
from unittest.mock import MagicMock

import pytest
from django.urls import URLPattern, get_resolver

import heard.casework.views
import heard.record.actions
import heard.record.queries
import heard.reporting
from heard.access.policy import Actor, NotAllowedError, rows
from heard.access.roles import ROLES
from heard.casework.forms import SHOWN_SETTINGS, CaseworkForm
from heard.record.queries import listing, one_complaint
from heard.record.relations import OF_ANY_KIND, TO_COMPLAINT

SRC = Path(heard.record.actions.__file__).parents[2]
TABLE = {(kind, action) for _, kind, _, action in rows()}
PUBLIC = {
    "council_css": "the council's colours, which every page has",
    "council_logo": "the council's logo, which every page has",
}
"""Addresses that nobody need sign in for and that are not about signing in → why."""


def routes(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from routes(pattern.url_patterns)


ROUTES = list(routes())


def is_sign_in(pattern):
    """Answer whether an address belongs to signing in, whose pages answer for the person at them and for nobody else."""
    module = inspect.unwrap(pattern.callback).__module__
    made_from = getattr(pattern.callback, "view_class", None)
    return module.startswith(("heard.access.views", "allauth.")) or (
        made_from is not None and made_from.__module__.startswith(("heard.access.views", "allauth."))
    )


def test_there_are_routes():
    assert len([route for route in ROUTES if hasattr(route.callback, "door")]) > 40


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name or str(route.pattern))
def test_every_route_stands_behind_a_door_of_the_table(route):
    if route.name in PUBLIC or is_sign_in(route):
        return
    assert getattr(route.callback, "door", None) in TABLE


PAGES = list(csv.DictReader(files("heard.access").joinpath("routes.csv").read_text("utf-8").splitlines()))


def test_the_doors_are_those_of_the_reviewed_list():
    """routes.csv is read and signed like the table: a page that changed its door changed who may open it."""
    doors = {
        (route.name, *route.callback.door, "+".join(route.callback.methods))
        for route in ROUTES
        if hasattr(route.callback, "door")
    }
    assert doors == {(row["route"], row["kind"], row["action"], row["methods"]) for row in PAGES}


def test_a_relation_that_needs_a_complaint_is_given_for_kinds_that_have_one():
    wrong = {
        (kind, relation)
        for _, kind, relation, _ in rows()
        if relation not in ("any", *OF_ANY_KIND) and kind not in TO_COMPLAINT
    }
    assert wrong == set()


LATER = {
    ("complaint", "create"), ("comment", "create"), ("comment", "record"),
    ("compliment", "create"),
}  # fmt: skip
"""Rights of signed-in roles whose pages come later: today they are used by the demonstration and held by their actions."""

INSIDE = {("complaint", "view-people"), ("complaint", "view-words"), ("register", "report"), ("register", "remove"),
          ("person", "give-case-link"), ("message", "list")}  # fmt: skip
"""Rights to a part of a page, or to what a page or a command does."""


def test_every_right_of_a_role_that_signs_in_opens_a_page_or_is_known_to_open_none():
    opened = {route.callback.door for route in ROUTES if hasattr(route.callback, "door")}
    given = {(kind, action) for role, kind, _, action in rows() if ROLES[role].signs_in}
    assert given - opened == LATER | INSIDE


def test_every_view_is_routed():
    """A view that no address leads to is a door that nobody watches."""
    views = {
        f"{name}.{member}"
        for name in (module.name for module in iter_modules(heard.casework.views.__path__))
        for member, view in vars(import_module(f"heard.casework.views.{name}")).items()
        if callable(view) and hasattr(view, "door")
    }
    assert len(views) > 30
    routed = {route.callback for route in ROUTES}
    unrouted = {
        name
        for name in views
        if getattr(import_module(f"heard.casework.views.{name.split('.')[0]}"), name.split(".")[1]) not in routed
    }
    assert unrouted == set()


def every_form(root=CaseworkForm):
    for form in root.__subclasses__():
        yield form
        yield from every_form(form)


FORMS = [form for form in every_form() if hasattr(form, "access")]


def fields(form):
    return list(form.base_fields) or [setting.key for setting in SHOWN_SETTINGS]


LISTED = {
    tuple(r) for r in csv.reader(files("heard.access").joinpath("fields.csv").read_text("utf-8").splitlines()[1:])
}


def test_every_field_of_a_form_is_listed_with_its_right():
    assert {(*form.access, name) for form in FORMS for name in fields(form)} - LISTED == set()


FILTERS = {
    *(("complaint", "list", field.name) for field in dataclasses.fields(listing.Choices)),
    ("complaint", "list", "search"),
    ("comment", "list", "state"),
    ("event", "list", "person"),
    ("event", "list", "show"),
}
"""What narrows a list stands in its address and is in no form class; `test_controls` finds each on its page."""


def test_every_listed_field_is_in_a_form_or_narrows_a_list_and_its_right_is_in_the_table():
    assert LISTED - FILTERS - {(*form.access, name) for form in FORMS for name in fields(form)} == set()
    assert set() == FILTERS - LISTED
    assert {row[:2] for row in LISTED} - TABLE == set()


def test_a_form_without_a_right_is_only_there_to_be_built_upon():
    bare = [form.__name__ for form in every_form() if not hasattr(form, "access")]
    assert sorted(bare) == ["ChoosingForm", "EntryForm"]


def asked():
    """Return every (kind, action) that the source asks for, with the place, from the calls of its guards."""
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                pair = pair_of(node)
                if pair:
                    found.setdefault(pair, []).append(f"{path.relative_to(SRC)}:{node.lineno}")
    return found


GUARDS = {"require", "require_some", "relations_allowing", "seen", "door", "require_for", "may_list", "need"}


def pair_of(call):
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    if name in ("require_for", "need") and words:
        return ("complaint", words[0])
    return tuple(words[:2]) if name in GUARDS and len(words) >= 2 else None


def test_what_the_source_asks_for_is_in_the_table():
    """A right that no row gives is a page that nobody can open, or a misspelling."""
    assert {pair: places for pair, places in asked().items() if pair not in TABLE} == {}


# What each module is for: every public function that takes an actor asks before it does anything else.

EXEMPT = {
    "looks.looked": "notes what was asked for before it; it opens nothing",
    "assignments.take_away": "a part of building a wall, which asked",
    "history.append": "the last part of every action, each of which asked",
    "home.waiting": "asks for each thing that it counts, and leaves out what the role may not see",
    "complaints.held": "a condition, to be put to what `seen` gave",
    "assignments.give_back": "a part of dismissing a wall, which asked",
    "assignments.finish": "the last part of ending a part, for actions that asked for their own act",
    "walls.may_become": "what a page may offer; `settle` asks",
    "home.may_list": "is the question itself",
    "messages.post": "the last part of letting a letter leave, which asked",
    "messages.sent": "a note of the worker, whom nobody asked for anything",
    "messages.delivered": "a note of the worker",
    "messages.bounced": "a note of the worker",
    "messages.given_up": "a note of the worker",
    "listing.condition": "a condition, to be put to what `seen` gave",
    "listing.containing": "a condition, to be put to what `seen` gave",
}


def public_functions():
    for package in (heard.record.actions, heard.record.queries, heard.reporting):
        for module in iter_modules(package.__path__):
            loaded = import_module(f"{package.__name__}.{module.name}")
            for name, function in vars(loaded).items():
                if inspect.isfunction(function) and function.__module__ == loaded.__name__ and name[0] != "_":
                    signature = inspect.signature(function)
                    if "by" in signature.parameters:
                        yield pytest.param(function, signature, id=f"{module.name}.{name}")


ASKING = [case for case in public_functions() if case.id not in EXEMPT]


def test_what_need_not_ask_is_there_and_few():
    assert {case.id for case in public_functions()} >= set(EXEMPT)
    assert len(EXEMPT) < 20 < len(ASKING)


@pytest.mark.parametrize(("function", "signature"), ASKING)
@pytest.mark.django_db
def test_every_action_and_query_asks_before_anything_else(function, signature):
    arguments = {}
    for key, parameter in signature.parameters.items():
        if key == "by":
            arguments[key] = Actor("nobody", "nobody", 1)
        elif parameter.default is inspect.Parameter.empty:
            arguments[key] = kind_for(function) if key == "kind" else MagicMock(name=key)
    with pytest.raises(NotAllowedError):
        result = function(**arguments)
        if inspect.isgenerator(result) or hasattr(result, "__enter__"):
            with result:
                pass


def kind_for(function):
    return "district" if function.__module__.endswith("lists") else "compliment"


HEADED = [
    pytest.param(function, id=name)
    for name, function in vars(one_complaint).items()
    if inspect.isfunction(function) and "head" in inspect.signature(function).parameters
]


@pytest.mark.parametrize("function", HEADED)
def test_every_part_of_a_complaint_looks_at_what_its_head_allows(function):
    head = one_complaint.Head(MagicMock(name="complaint"), "", 0, frozenset(), Actor("nobody", "nobody", 1))
    with pytest.raises(NotAllowedError):
        function(head, *[MagicMock(name="argument")] * (len(inspect.signature(function).parameters) - 1))


def test_there_are_parts_of_a_complaint():
    assert len(HEADED) >= 9
