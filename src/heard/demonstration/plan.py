"""What the demonstration's cases are to show, and the steps that bring each there, in working days before today.

Everything is counted back from today, so that a case that is due today is due today whenever the demonstration is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heard.demonstration.corporate_words import CORPORATE_STORIES
from heard.demonstration.words import STATUTORY_STORIES, Story
from heard.law.words import CORPORATE, STATUTORY
from heard.record.models import Assignment

IN_TARGET, DUE_TODAY, PAST_TARGET, OVERDUE = "in-target", "due-today", "past-target", "overdue"
NOT_ACKNOWLEDGED, MAY_ASK, ANSWERED, CLOSED, PANEL_HELD = (
    "not-acknowledged",
    "may-ask",
    "answered",
    "closed",
    "panel-held",
)


@dataclass(frozen=True)
class Step:
    """Something that happened so many working days ago. `do` is a verb of `cases.VERBS`, `by` who did it, if not the holder."""

    back: int
    do: str
    args: tuple[Any, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Case:
    """One case: when it came in, what happened since, and how its last stage stands today (`shows`)."""

    key: str
    received: int
    shows: str
    steps: tuple[Step, ...] = ()
    advocate: bool | None = None
    send: bool = False

    @property
    def procedure(self) -> str:
        return STATUTORY if self.key in STATUTORY_STORIES else CORPORATE

    @property
    def story(self) -> Story:
        return (STATUTORY_STORIES if self.procedure == STATUTORY else CORPORATE_STORIES)[self.key]


def _acknowledged(back: int) -> Step:
    return Step(back, "acknowledge")


def _answered(back: int, outcome: str, stage: int = 1, reason: str = "") -> Step:
    return Step(back, "respond", (stage, outcome, reason))


def _asked(back: int, stage: int) -> Step:
    return Step(back, "request", (stage,))


def _closed(back: int, outcome: str, stage: int = 1) -> Step:
    return Step(back, "close", (stage, outcome))


def _panel(back: int) -> Step:
    return Step(back, "panel")


def _given(back: int, part: str, person: str) -> Step:
    return Step(back, "assign", (part, person))


def _happened(back: int, event: str, note: str = "", by: str = "") -> Step:
    return Step(back, "happen", (event, note), by)


def _investigated(back: int) -> tuple[Step, ...]:
    """Both people of a stage 2 investigation are found on one day."""
    return (
        _happened(back, "io_appointed", by="manager"),
        _happened(back, "ip_appointed", by="manager"),
        _given(back, Assignment.INVESTIGATING, "investigator"),
        _given(back, Assignment.INDEPENDENT, "independent"),
    )


def _named(back: int, person: str, by: str = "") -> Step:
    return Step(back, "name", (person,), by)


def _confirmed(back: int, by: str, reason: str) -> Step:
    return Step(back, "confirm", (reason,), by)


def _ombudsman(back: int, subject: str) -> Step:
    return Step(back, "ombudsman", (subject,))


def _promised(back: int, kind: str, action: str, completed: str = "Planned") -> Step:
    return Step(back, "promise", (kind, action, completed))


_THE_TEAM_MANAGER = "The complaint is about what she decided herself."
_THE_OFFICER = "The reply that is complained about is hers."

STAGE_1 = (
    Case("visits", 1, IN_TARGET),
    Case("bedroom", 4, IN_TARGET, (_acknowledged(3),), advocate=True),
    Case("savings", 10, DUE_TODAY, (_acknowledged(9),), advocate=True),
    Case("contact-centre", 9, IN_TARGET, (_acknowledged(7),)),
    Case(
        "wheelchair", 13, PAST_TARGET,
        (_acknowledged(12), _named(12, "fostering"), _confirmed(11, "manager", _THE_TEAM_MANAGER),
         _happened(5, "stage_1_extended", "The wheelchair service has not answered yet.", "manager")),
    ),
    Case("short-breaks", 19, PAST_TARGET, (_acknowledged(18),)),
    Case("foster-pay", 24, OVERDUE, (_acknowledged(22),)),
    Case("life-story", 41, OVERDUE),
    Case("moved", 20, MAY_ASK, (_acknowledged(19), _answered(10, "upheld")), advocate=True),
    Case("report-wrong", 33, MAY_ASK, (_acknowledged(31), _answered(20, "partially-upheld"))),
    Case("grandchild", 58, ANSWERED, (_acknowledged(56), _answered(40, "not-upheld", reason="Staff absence"))),
    Case("pocket-money", 12, CLOSED, (_acknowledged(11), _closed(8, "withdrawn")), advocate=True),
    Case("tone", 30, CLOSED, (_acknowledged(28), _closed(24, "not-pursued"))),
    Case("special-guardian", 15, MAY_ASK, (_acknowledged(13), _answered(6, "not-upheld"))),
)  # fmt: skip
"""The statutory procedure at stage 1."""

STAGE_2 = (
    Case("flat", 30, IN_TARGET, (_acknowledged(29), _answered(20, "partially-upheld"), _asked(2, 2)), advocate=True),
    Case(
        "passport", 42, IN_TARGET,
        (_acknowledged(41), _answered(30, "not-upheld"), _asked(12, 2), *_investigated(9)),
        advocate=True,
    ),
    Case("school-move", 41, IN_TARGET, (_acknowledged(40), _answered(30, "not-upheld"), _asked(23, 2), *_investigated(20),
          _happened(16, "statement_agreed"), _happened(4, "stage_2_report"))),
    Case("letters", 64, PAST_TARGET, (_acknowledged(62), _answered(52, "upheld"), _asked(40, 2), *_investigated(35),
          _happened(30, "statement_agreed"), _happened(18, "stage_2_extended", "Two schools must be asked.", "manager"))),
    Case(
        "equipment", 95, OVERDUE,
        (_acknowledged(93), _answered(80, "partially-upheld", reason="Complex case"), _asked(70, 2), *_investigated(66)),
    ),
    Case(
        "sisters", 78, MAY_ASK,
        (
            _acknowledged(77), _answered(66, "not-upheld"), _asked(56, 2), *_investigated(52),
            _answered(6, "partially-upheld", 2),
            _promised(5, "Practice", "Plans for brothers and sisters to meet are checked at every review"),
        ),
        advocate=True,
    ),
    Case(
        "overnight", 110, ANSWERED,
        (_acknowledged(108), _answered(95, "not-upheld"), _asked(88, 2), *_investigated(84), _answered(40, "upheld", 2)),
    ),
    Case("ended", 47, CLOSED, (_acknowledged(46), _answered(35, "not-upheld"), _asked(25, 2), _closed(12, "withdrawn", 2))),
)  # fmt: skip
"""The statutory procedure at stage 2."""


def _to_stage_3(first: int, second: int, third: int, fourth: int, *after: Step) -> tuple[Step, ...]:
    """Steps of a case that went through stages 1 and 2: answered, asked, answered, asked."""
    return (
        _answered(first, "not-upheld"),
        _asked(second, 2),
        *_investigated(second - 3),
        _answered(third, "partially-upheld", 2),
        _asked(fourth, 3),
        *after,
    )


_SITS = (Assignment.PANEL, "panel")


def _panel_found(back: int) -> tuple[Step, ...]:
    return (
        _happened(back, "chair_appointed", by="manager"),
        _happened(back, "panel_appointed", by="manager"),
        _given(back, *_SITS),
    )


STAGE_3 = (
    Case("pathway", 92, IN_TARGET, _to_stage_3(80, 70, 20, 8, *_panel_found(5)), advocate=True),
    Case("review", 108, IN_TARGET, _to_stage_3(95, 85, 40, 27, *_panel_found(22))),
    Case("respite", 115, OVERDUE, _to_stage_3(103, 95, 45, 33, _given(29, *_SITS))),
    Case("adoption-file", 112, PANEL_HELD, _to_stage_3(100, 88, 40, 28, *_panel_found(24), _panel(3))),
    Case(
        "half-brother", 130, ANSWERED,
        _to_stage_3(
            118, 112, 72, 60, *_panel_found(55), _panel(34),
            _happened(30, "panel_report"), _happened(26, "ip_consulted"), _answered(24, "upheld", 3),
            _promised(22, "Policy", "Children are told in writing which relatives they may see", "In progress"),
            _ombudsman(6, "Contact between brothers in care"),
        ),
        advocate=True,
    ),
)  # fmt: skip
"""The statutory procedure at stage 3."""

CODE_1 = (
    Case("no-reply", 2, NOT_ACKNOWLEDGED),
    Case("conference", 8, NOT_ACKNOWLEDGED),
    Case("overheard", 6, IN_TARGET, (_acknowledged(4), _named(3, "assessment"))),
    Case("foster-panel", 12, DUE_TODAY, (_acknowledged(10),)),
    Case("rude", 17, PAST_TARGET, (_acknowledged(14),)),
    Case("closed", 27, OVERDUE, (_acknowledged(23),)),
    Case("old-address", 14, ANSWERED, (_acknowledged(12), _answered(5, "upheld"))),
    Case(
        "waiting-room", 40, ANSWERED,
        (
            _acknowledged(37), _answered(30, "upheld"),
            _promised(28, "Procedure", "Whoever refers a family hears within five days what was decided"),
            Step(9, "complete"),
        ),
    ),
    Case("parking", 9, CLOSED, (_acknowledged(8), _closed(5, "withdrawn"))),
    Case("neighbour", 11, CLOSED, (_acknowledged(9), _closed(7, "out-of-scope"))),
    Case(
        "referral", 7, IN_TARGET,
        (_acknowledged(5), Step(4, "declare"), Step(3, "assign", (Assignment.HOLDER, "officer"), "manager")),
    ),
)  # fmt: skip
"""The Complaint Handling Code at stage 1."""

CODE_2 = (
    Case("stairs", 25, NOT_ACKNOWLEDGED, (_acknowledged(23), _answered(14, "not-upheld"), _asked(3, 2))),
    Case(
        "two-workers", 40, IN_TARGET,
        (_acknowledged(37), _answered(27, "partially-upheld"), _asked(9, 2), _acknowledged(6)),
    ),
    Case(
        "apology", 60, PAST_TARGET,
        (
            _acknowledged(57), _answered(47, "not-upheld"), _asked(29, 2), _acknowledged(25),
            _named(20, "officer", "manager"), _confirmed(18, "director", _THE_OFFICER),
        ),
    ),
    Case("minutes", 85, OVERDUE, (_acknowledged(82), _answered(70, "not-upheld"), _asked(48, 2), _acknowledged(44))),
    Case(
        "helpline", 100, ANSWERED,
        (
            _acknowledged(97), _answered(87, "partially-upheld"), _asked(75, 2), _acknowledged(72),
            _answered(50, "not-upheld", 2), _ombudsman(12, "Calls that were not answered at night"),
        ),
    ),
)  # fmt: skip
"""The Complaint Handling Code at stage 2."""

SEND = (
    Case("late-plan", 9, IN_TARGET, (_acknowledged(7),), send=True),
    Case("section-f", 18, PAST_TARGET, (_acknowledged(15),), send=True),
    Case("no-caseworker", 30, OVERDUE, (_acknowledged(26),), send=True),
    Case("taxi", 1, NOT_ACKNOWLEDGED, send=True),
    Case(
        "tuition", 45, ANSWERED,
        (
            _acknowledged(42), _answered(33, "upheld"),
            _promised(30, "Training", "Caseworkers learn how to arrange a tutor within a week"),
            Step(4, "complete"),
        ),
        send=True,
    ),
    Case(
        "draft", 38, IN_TARGET,
        (_acknowledged(35), _answered(25, "partially-upheld"), _asked(12, 2), _acknowledged(8)),
        send=True,
    ),
)  # fmt: skip
"""Special educational needs and disabilities, under the Code."""

CASES = (*STAGE_1, *STAGE_2, *STAGE_3, *CODE_1, *CODE_2, *SEND)

COMMENT_STEPS: dict[str, tuple[int, ...]] = {
    "evening": (1,),
    "photo": (16,),
    "letters-plain": (6, 5),
    "toys": (9, 8, 7),
    "text": (28, 26, 25),
    "map": (30, 29, 28, 21),
}
"""Key of a comment → working days since it was received, acknowledged, sent to the manager, replied to."""

COMPLIMENT_STEPS = {"listened": 2, "calm": 7, "plan": 15, "court": 26, "birthday": 38, "job": 52, "home": 71}
"""Key of a compliment → working days since it was received."""

BEGINS = 140
"""Working days since the council began with Heard: before its first case."""
