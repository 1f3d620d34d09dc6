"""Teams, districts and categories as their pages show them.

No number of cases stands beside a name: a reader might not be allowed to meet each of them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from heard.access.policy import Actor, require
from heard.record.kinds import LISTS
from heard.record.models import Post, Team
from heard.record.queries.pages import Order, Page, page

BY_NAME = Order("Name", "name")


def teams(*, by: Actor, after: str = "", before: str = "") -> Page[Team]:
    """Return one page of the teams, those that ended included. Raises NotAllowedError."""
    require(by, "team", "list")
    posts = Post.objects.filter(until=None).select_related("person").order_by("person__name")
    found = Team.objects.select_related("service", "succeeded_by").prefetch_related(
        Prefetch("posts", posts, "open_posts")
    )
    return page(found, BY_NAME, after=after, before=before)


def team(pk: int, *, by: Actor) -> Team:
    """Return one team. Raises NotAllowedError, Team.DoesNotExist."""
    require(by, "team", "list")
    return Team.objects.select_related("service", "succeeded_by").get(pk=pk)


def posts_in(team: Team, *, by: Actor) -> list[Post]:
    """Return who is and was in a team, those who are first. Raises NotAllowedError."""
    require(by, "team", "list")
    found = Post.objects.filter(team=team).select_related("person")
    return sorted(found, key=lambda post: (post.until is not None, post.person.name, post.since))


def entries(kind: str, *, by: Actor, after: str = "", before: str = "") -> Page[Any]:
    """Return one page of the districts or categories. Raises NotAllowedError."""
    require(by, kind, "list")
    return page(LISTS[kind]._default_manager.all(), BY_NAME, after=after, before=before)


def entry(kind: str, pk: int, *, by: Actor) -> Any:
    """Return one district or category. Raises NotAllowedError and the table's DoesNotExist."""
    require(by, kind, "list")
    return LISTS[kind]._default_manager.get(pk=pk)
