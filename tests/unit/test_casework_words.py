"""Every event that an action writes has words that people can read."""

import re
from pathlib import Path

import heard.record.actions
from heard.casework.words import EVENTS, PARTS, say
from heard.record.models import Event
from heard.record.models.event import LOOKS

ACTIONS = Path(heard.record.actions.__file__).parent
WRITTEN = re.compile(r'"([a-z-]+\.[a-z-]+)"')
IMPORTED = ("complaint", "compliment", "comment", "ombudsman_case", "learning_action", "context_figure")


def written():
    """Return every action of the history that the source names."""
    found = {one for path in ACTIONS.rglob("*.py") for one in WRITTEN.findall(path.read_text("utf-8"))}
    return (found | set(LOOKS)) - {"content.xml"}  # a file inside a document, which the check of its kind looks for


def test_every_action_of_the_history_has_words():
    assert len(written()) > 40
    assert written() - set(EVENTS) == set()


def test_no_words_are_for_an_action_that_nothing_writes():
    made = {f"{kind}.{done}" for kind in IMPORTED for done in ("imported", "corrected", "removed")}
    made |= {f"wall.{state}" for state in ("confirmed", "dismissed", "lifted")} | {
        "register.imported",
        "payload.erased",
    }
    made |= {f"comment.{done}" for done in ("acknowledged", "sent-to-manager", "replied")}
    made |= {f"{kind}.refused" for kind in ("complaint", "document", "compliment", "comment")}
    assert set(EVENTS) - written() - made == set()


def test_an_action_without_words_is_still_read_as_words():
    assert say(Event(action="ombudsman_case.imported", details={})) == "Ombudsman case: imported"


def test_which_part_of_a_complaint_was_opened_is_said():
    for part, words in PARTS.items():
        assert say(Event(action="complaint.viewed", details={"part": part})) == f"Opened {words}"
