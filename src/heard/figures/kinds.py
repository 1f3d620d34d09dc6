"""Which kind of thing a figure counts, so that the cases behind it can be found in the register and shown."""

from __future__ import annotations

from heard.figures.measure import Measure
from heard.figures.measures import MEASURES

COMPLAINT, POINT, SERVICE_AREA = "complaint", "point", "service-area"

KINDS = {
    "complaints": COMPLAINT,
    "stages": COMPLAINT,
    "elements": POINT,
    "compliments": "compliment",
    "comments": "comment",
    "ombudsman": "ombudsman-case",
    "learning": "learning-action",
}
"""Table of the extract → what a row of it is, in the words of the access table; a point belongs to its complaint."""

OF_CONTACTS = ".of_contacts"


def kind_behind(figure: str) -> str:
    """Return what the list behind a figure holds: a key of the access table, `point`, or `service-area` for names.

    Nothing for a number that was not counted from the register, such as contacts.
    """
    id = figure.removesuffix(OF_CONTACTS)
    return _WHOLE.get(id) or _BY_SLUG.get(id.rpartition(".")[0], "")


def _kind(measure: Measure) -> str:
    return measure.distinct.replace("_", "-") if measure.distinct else KINDS[measure.table]


def _ids(slugs: bool) -> dict[str, str]:
    """Return the id of each figure → what it counts; with `slugs`, of those that have a slug at the end, without it."""
    return {
        measure.id.format(group=group): _kind(measure)
        for measure in MEASURES
        if bool(measure.by) is slugs
        for group in measure.groups()
    }


_WHOLE, _BY_SLUG = _ids(slugs=False), _ids(slugs=True)
