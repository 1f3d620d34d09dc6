"""The current year of cases, told in the order in which it happened: each step is one of the register's own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from heard.access.door import actor_of
from heard.access.models import Person
from heard.access.policy import Actor
from heard.demonstration import papers
from heard.demonstration.corporate_words import COMMENTS, COMPLIMENTS
from heard.demonstration.plan import CASES, COMMENT_STEPS, COMPLIMENT_STEPS, DUE_TODAY, Case, Step
from heard.demonstration.settings import Council
from heard.law.calendars import LONDON, england
from heard.law.words import STATUTORY
from heard.record.actions import (
    assignments,
    comments,
    complaints,
    compliments,
    documents,
    learning_actions,
    ombudsman_cases,
    walls,
)
from heard.record.models import Category, Comment, Complaint, District, LearningAction, Team, Wall

Happening = tuple[datetime, int, Callable[[], None]]
"""When, in which order among those of one moment, and what to do."""

PAPERS_EVERY = 3
"""One case in so many has papers."""


class Days:
    """Working days counted back from today: 0 is today, or the last working day where today is none."""

    def __init__(self, today: date, most: int) -> None:
        calendar = england()
        self.today, self.working = today, calendar.is_working_day(today)
        self._days: list[date] = []
        day = today
        while len(self._days) <= most:
            if calendar.is_working_day(day):
                self._days.append(day)
            day -= timedelta(days=1)

    def back(self, working_days: int) -> date:
        return self._days[working_days]

    def due_day(self, case: Case, working_days: int) -> date:
        """Return the day of a step. Nothing can be due on a Sunday: such a case is due on the next working day."""
        return self.back(working_days - (0 if self.working or case.shows != DUE_TODAY else 1))


def moment(day: date, minutes: int) -> datetime:
    """Return so many minutes after nine o'clock on that day in England."""
    return (datetime.combine(day, time(9), LONDON) + timedelta(minutes=minutes)).astimezone(UTC)


@dataclass
class Teller:
    """What is needed to tell the year: the council's lists and people, and what has been made so far."""

    council: Council
    people: dict[str, Person]
    days: Days
    complaints: dict[str, Complaint] = field(default_factory=dict)
    _order: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        named = {team.name: team for team in Team.objects.filter(ends_on=None)}
        self.teams = {key: named[name] for key, name in self.council.teams.items()}
        listed = {category.name: category for category in Category.objects.all()}
        self.categories = {key: listed[name] for key, name in self.council.categories.items()}
        self.districts = [District.objects.get(name=name) for name in self.council.districts]

    def actor(self, key: str, at: datetime) -> Actor:
        return actor_of(self.people[key], at)

    def happening(self, at: datetime, do: Callable[[], None]) -> Happening:
        return at, next(self._order), do


def tell(teller: Teller) -> None:
    """Make every case, comment and compliment, in the order of time."""
    happenings: list[Happening] = []
    for place, case in enumerate(CASES):
        happenings += _case(teller, place, case)
    happenings += _comments(teller) + _compliments(teller)
    for _, _, do in sorted(happenings, key=lambda happening: happening[:2]):
        do()


def _case(teller: Teller, place: int, case: Case) -> list[Happening]:
    """Return what happened in one case. Every other case is run by the second officer."""
    holder = ("officer", "officer2")[place % 2]
    has_papers = place % PAPERS_EVERY == 0
    day = teller.days.due_day(case, case.received)
    at = moment(day, place)
    found = [teller.happening(at, lambda: _receive(teller, place, case, holder, has_papers, day, at))]
    for number, step in enumerate(case.steps, 1):
        on = teller.days.due_day(case, step.back)
        when = moment(on, place + 50 * number)
        found.append(teller.happening(when, _step(teller, case, step, holder, has_papers, on, when)))
    return found


def _receive(teller: Teller, place: int, case: Case, holder: str, has_papers: bool, on: date, at: datetime) -> None:
    story, by = case.story, teller.actor(holder, at)
    complaint = complaints.receive(
        received_on=on,
        procedure=case.procedure,
        account=story.account,
        points=[(teller.categories[category], text) for category, text in story.points],
        complainant=story.who,
        complainant_name=story.name,
        child_name=story.child,
        send=case.send,
        channel=story.channel,
        district=teller.districts[place % len(teller.districts)] if teller.districts else None,
        team=teller.teams[story.team],
        advocate_offered=case.advocate,
        by=by,
        at=at,
    )
    teller.complaints[case.key] = complaint
    if has_papers:
        title, name, content = papers.incoming(story, on, teller.council.settings["council_name"])
        documents.add(complaint, title=title, file_name=name, content=content, dated=on, by=by, at=at)


@dataclass(frozen=True)
class Doing:
    """A step at the moment when it is taken."""

    teller: Teller
    case: Case
    complaint: Complaint
    has_papers: bool
    on: date
    by: Actor
    at: datetime


def _step(
    teller: Teller, case: Case, step: Step, holder: str, has_papers: bool, on: date, at: datetime
) -> Callable[[], None]:
    def do() -> None:
        by = teller.actor(step.by or holder, at)
        VERBS[step.do](Doing(teller, case, teller.complaints[case.key], has_papers, on, by, at), *step.args)

    return do


def _acknowledge(doing: Doing) -> None:
    complaints.acknowledge(doing.complaint, on=doing.on, by=doing.by, at=doing.at)


def _request(doing: Doing, number: int) -> None:
    complaints.request_stage(doing.complaint, number, on=doing.on, by=doing.by, at=doing.at)
    if doing.case.procedure == STATUTORY:
        complaints.acknowledge(doing.complaint, on=doing.on, number=number, by=doing.by, at=doing.at)


def _respond(doing: Doing, number: int, outcome: str, reason: str) -> None:
    """Answer a stage, find on its points, and keep the letter. Of a complaint upheld in part, the first point is upheld."""
    story = doing.case.story
    if doing.has_papers:
        title, name, content = papers.reply(
            story, number, outcome, doing.on, doing.teller.council.settings["council_name"]
        )
        documents.add(
            doing.complaint, title=title, file_name=name, content=content, dated=doing.on, by=doing.by, at=doing.at
        )
    points = list(doing.complaint.elements.order_by("number"))
    for element in points:
        in_part = outcome == "partially-upheld" and len(points) > 1
        finding = ("upheld" if element.number == 1 else "not-upheld") if in_part else outcome
        complaints.record_finding(element, finding, by=doing.by, at=doing.at)
    complaints.respond(doing.complaint, number, outcome, on=doing.on, delay_reason=reason, by=doing.by, at=doing.at)


def _close(doing: Doing, number: int, outcome: str) -> None:
    complaints.close(doing.complaint, number, outcome, on=doing.on, by=doing.by, at=doing.at)


def _panel(doing: Doing) -> None:
    complaints.hold_panel(doing.complaint, on=doing.on, by=doing.by, at=doing.at)


def _happen(doing: Doing, event: str, note: str) -> None:
    complaints.happen(doing.complaint, event, on=doing.on, note=note, by=doing.by, at=doing.at)


def _assign(doing: Doing, part: str, person: str) -> None:
    given = doing.teller.people[person]
    assignments.assign(doing.complaint, given, part=part, on=doing.on, by=doing.by, at=doing.at)


def _name(doing: Doing, person: str) -> None:
    walls.propose(doing.complaint, doing.teller.people[person], by=doing.by, at=doing.at)


def _confirm(doing: Doing, reason: str) -> None:
    wall = Wall.objects.get(complaint=doing.complaint, state=Wall.PROPOSED)
    walls.settle(wall, state=Wall.CONFIRMED, reason=reason, by=doing.by, at=doing.at)


def _declare(doing: Doing) -> None:
    walls.declare(doing.complaint, by=doing.by, at=doing.at)


def _ombudsman(doing: Doing, subject: str) -> None:
    ombudsman_cases.receive(doing.complaint, received_on=doing.on, subject=subject, by=doing.by, at=doing.at)


def _promise(doing: Doing, kind: str, action: str, completed: str) -> None:
    subject = doing.complaint.elements.order_by("number")[0].category.name
    learning_actions.promise(
        doing.complaint, action, on=doing.on, kind=kind, subject=subject, completed=completed, by=doing.by, at=doing.at
    )


def _complete(doing: Doing) -> None:
    learning = LearningAction.objects.get(complaint=doing.complaint)
    learning_actions.complete(learning, on=doing.on, by=doing.by, at=doing.at)


VERBS: dict[str, Callable[..., None]] = {
    "acknowledge": _acknowledge,
    "assign": _assign,
    "close": _close,
    "complete": _complete,
    "confirm": _confirm,
    "declare": _declare,
    "happen": _happen,
    "name": _name,
    "ombudsman": _ombudsman,
    "panel": _panel,
    "promise": _promise,
    "request": _request,
    "respond": _respond,
}
"""What a step of the plan does."""


def _comments(teller: Teller) -> list[Happening]:
    found = []
    for place, (key, steps) in enumerate(COMMENT_STEPS.items()):
        made: list[Comment] = []
        for number, back in enumerate(steps):
            day = teller.days.back(back)
            at = moment(day, 200 + place + 50 * number)
            found.append(teller.happening(at, _comment_step(teller, key, made, number, day, at)))
    return found


def _comment_step(
    teller: Teller, key: str, made: list[Comment], number: int, on: date, at: datetime
) -> Callable[[], None]:
    """Return how to take one step: the first receives the comment, the others are about what it made."""
    team, text = COMMENTS[key]

    def do() -> None:
        by = teller.actor("officer", at)
        if number == 0:
            send = team == "send"
            made.append(comments.receive(received_on=on, text=text, team=teller.teams[team], send=send, by=by, at=at))
        else:
            (comments.acknowledge, comments.send_to_manager, comments.reply)[number - 1](made[0], on=on, by=by, at=at)

    return do


def _compliments(teller: Teller) -> list[Happening]:
    found = []
    for place, (key, back) in enumerate(COMPLIMENT_STEPS.items()):
        day = teller.days.back(back)
        at = moment(day, 300 + place)
        found.append(teller.happening(at, _compliment(teller, key, day, at)))
    return found


def _compliment(teller: Teller, key: str, on: date, at: datetime) -> Callable[[], None]:
    team, source, text = COMPLIMENTS[key]

    def do() -> None:
        by = teller.actor("officer2", at)
        compliments.receive(
            received_on=on,
            text=text,
            source=source,
            team=teller.teams[team],
            send=team in ("send", "plans"),
            by=by,
            at=at,
        )

    return do
