"""Numbers or words of several rows as one, so that a list within a record needs no query of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, CharField
from django.db.models.functions import Cast


class Joined(Aggregate):
    """The values of a column as one text, with a comma between two. In which order they come is not said."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def __init__(self, column: Any, **extra: Any) -> None:
        super().__init__(Cast(column, CharField()), **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **extra
        )
