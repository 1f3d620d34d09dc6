"""Who may sign in, and what the history calls them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from heard.access.models import Person
from heard.access.policy import Actor, require
from heard.record.models import Post
from heard.record.queries.pages import Order, Page, page

BY_NAME = Order("Name", "name")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the actors of the history → the names of those who signed in, with one query.

    Those of the command line are not here: they are named as they stand.
    """
    keys = {actor: int(actor[7:]) for actor in set(actors) if actor.startswith("person ") and actor[7:].isdigit()}
    names = dict(Person.objects.filter(pk__in=keys.values()).values_list("pk", "name"))
    return {actor: names.get(key, actor) for actor, key in keys.items()}


def listed(*, by: Actor, after: str = "", before: str = "") -> Page[Person]:
    """Return one page of everybody who may or could sign in, with the teams that they are in. Raises NotAllowedError."""
    require(by, "person", "list")
    posts = Post.objects.filter(until=None).select_related("team").order_by("team__name")
    return page(
        Person.objects.prefetch_related(Prefetch("posts", posts, "open_posts")), BY_NAME, after=after, before=before
    )


def find(pk: int, *, by: Actor) -> Person:
    """Return one person. Raises NotAllowedError, Person.DoesNotExist."""
    require(by, "person", "list")
    return Person.objects.get(pk=pk)


def posts_of(person: Person, *, by: Actor) -> list[Post]:
    """Return the posts of a person, the open ones first. Raises NotAllowedError."""
    require(by, "person", "list")
    found = Post.objects.filter(person=person).select_related("team")
    return sorted(found, key=lambda post: (post.until is not None, post.team.name, post.since))


def who_can_be_posted(*, by: Actor) -> list[Person]:
    """Return who can be posted to a team, by name. Raises NotAllowedError."""
    require(by, "team", "post")
    return list(Person.objects.filter(is_active=True, role="team-manager").order_by("name", "pk"))


def everybody(*, by: Actor) -> list[tuple[str, str]]:
    """Return everybody who could be in the history, as (number, name). Raises NotAllowedError."""
    require(by, "event", "list")
    return [(str(pk), name) for pk, name in Person.objects.order_by("name", "pk").values_list("pk", "name")]
