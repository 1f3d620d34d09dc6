"""Who may sign in, for whoever adds the first people at the council's own machine."""

from __future__ import annotations

from heard.access.models import Person
from heard.access.policy import Actor, require


def sign_ins(*, by: Actor) -> list[Person]:
    """Return everybody who may or could sign in, by role and name. Raises NotAllowedError.

    Whoever may add people may see whether they are there already.
    """
    require(by, "person", "add")
    return list(Person.objects.order_by("role", "name", "pk"))
