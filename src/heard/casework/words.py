"""What the staff's pages call things: events of the history, findings, and the facts of a record as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.access.roles import ROLES
from heard.law import words
from heard.law.due import day_said
from heard.law.procedures import definitions
from heard.law.words import OUTCOMES
from heard.record.models import Event, StageEvent
from heard.record.queries.one_complaint import Happened


@dataclass(frozen=True)
class Kind:
    """What people call one record of a kind, and several."""

    one: str
    many: str

    @property
    def heading(self) -> str:
        return self.one[0].upper() + self.one[1:]

    @property
    def title(self) -> str:
        return self.many[0].upper() + self.many[1:]

    @property
    def place(self) -> str:
        """The name of the address of their list."""
        return self.many.lower().replace(" ", "-")


KINDS = {
    "complaint": Kind("complaint", "complaints"),
    "point": Kind("point", "points"),
    "compliment": Kind("compliment", "compliments"),
    "comment": Kind("comment", "comments"),
    "ombudsman-case": Kind("Ombudsman case", "Ombudsman cases"),
    "learning-action": Kind("learning action", "learning actions"),
    "service-area": Kind("service area", "service areas"),
    "district": Kind("district", "districts"),
    "category": Kind("category", "categories"),
}
"""Kind of record, or what a figure counts → what people call it."""

EVENTS = {
    "complaint.imported": "Came in from a spreadsheet",
    "complaint.corrected": "Corrected from a spreadsheet",
    "complaint.received": "Received",
    "complaint.acknowledged": "Acknowledged",
    "complaint.stage-requested": "Next stage asked for",
    "complaint.responded": "Answered",
    "complaint.closed": "Closed without an answer",
    "complaint.panel-held": "Review panel held",
    "complaint.happened": "Something else happened",
    "complaint.dates-moved": "Its dates moved, since the calendar or a setting changed",
    "complaint.point-found": "Finding recorded",
    "complaint.route-decided": "Decided which procedure a point falls under",
    "complaint.procedure-changed": "Its procedure changed, since its points lead to another",
    "complaint.document-added": "Paper added",
    "complaint.person-added": "Somebody was added to it",
    "complaint.person-changed": "What is known of somebody in it was changed",
    "complaint.address-recorded": "An address was recorded",
    "complaint.address-ended": "An address was ended",
    "complaint.sensitive": "How many people approve its letters was changed",
    "complaint.letter-written": "Letter begun",
    "complaint.letter-changed": "Letter changed",
    "complaint.letter-discarded": "Letter thrown away",
    "complaint.letter-approved": "Letter approved",
    "complaint.letter-seconded": "Letter approved by a second person",
    "complaint.letter-released": "Letter left",
    "complaint.letter-handed": "Letter posted or handed over",
    "complaint.letter-talked-through": "Letter talked through with the child",
    "complaint.enclosure-added": "Paper put with a letter, or left out of it",
    "complaint.enclosure-taken-out": "Paper taken out of a letter",
    "complaint.enclosure-cleared": "Paper cleared for whom a letter goes to",
    "complaint.message-posted": "E-mail written",
    "complaint.message-sent": "E-mail sent",
    "complaint.message-delivered": "E-mail arrived",
    "complaint.message-bounced": "E-mail came back",
    "complaint.message-given-up": "E-mail could not be sent",
    "complaint.message-settled": "Dealt with an e-mail that did not arrive",
    "job.retried": "Had work in the background tried again",
    "job.dropped": "Said that work in the background need not be done",
    "complaint.ombudsman-raised": "The Ombudsman raised it",
    "complaint.ombudsman-decided": "The Ombudsman decided",
    "complaint.learning-promised": "Something was promised",
    "complaint.learning-completed": "What was promised was done",
    "complaint.assigned": "Given to somebody",
    "complaint.part-ended": "Somebody's part ended",
    "complaint.viewed": "Opened",
    "complaint.refused": "Asked for a complaint in vain",
    "document.refused": "Asked for a paper in vain",
    "compliment.refused": "Asked for a compliment in vain",
    "comment.refused": "Asked for a comment in vain",
    "ombudsman-case.refused": "Asked for an Ombudsman case in vain",
    "learning-action.refused": "Asked for a learning action in vain",
    "compliment.received": "Compliment received",
    "comment.received": "Comment received",
    "comment.acknowledged": "Comment acknowledged",
    "comment.sent-to-manager": "Comment sent to the team manager",
    "comment.replied": "Comment replied to",
    "compliment.viewed": "Opened a compliment",
    "comment.viewed": "Opened a comment",
    "ombudsman-case.viewed": "Opened an Ombudsman case",
    "learning-action.viewed": "Opened a learning action",
    "complaints.searched": "Searched the complaints",
    "document.opened": "Opened a paper",
    "letter.opened": "Opened the file of a letter",
    "letter.refused": "Asked for a letter in vain",
    "figure.opened": "Opened the cases behind a figure",
    "wall.declared": "Somebody declared a conflict of interest, and is kept away",
    "wall.proposed": "Somebody was named, and is kept away",
    "wall.confirmed": "Keeping somebody away was confirmed",
    "wall.dismissed": "Keeping somebody away was dismissed",
    "wall.lifted": "Keeping somebody away was lifted",
    "register.imported": "Imported a spreadsheet",
    "report.counted": "Counted the year's report",
    "year.frozen": "Froze the year",
    "setting.changed": "Changed a setting",
    "letter-text.changed": "Changed the words that a letter begins with",
    "list.extended": "Added a name to a list",
    "list.renamed": "Renamed an entry of a list",
    "person.added": "Added somebody who may sign in",
    "person.changed": "Changed somebody's role or last day",
    "person.ended": "Ended somebody's time",
    "person.starts-again": "Took somebody's password and second step away",
    "person.link-given": "Made a link to set a password",
    "team.posted": "Added somebody to a team",
    "team.post-ended": "Ended somebody's place in a team",
    "team.reorganised": "Reorganised a team",
    "filter.saved": "Saved a filter",
    "filter.removed": "Removed a saved filter",
    "upload.kept": "Uploaded a spreadsheet",
    "upload.discarded": "An upload was finished with",
    "payload.erased": "Erased personal data",
}
"""Action of an event → what people read. An action that is not here is read from its own words."""

TASKS = {
    "send-message": "Send an e-mail",
    "ask-what-came": "Ask what became of e-mails",
    "take-bounces": "Look for e-mails that came back",
    "clear-expired": "Clear what has expired",
    "clear-old-jobs": "Clear the list of work that was done long ago",
}
"""Work in the background → what people call it."""

PARTS = {
    "complaint": "the complaint",
    "timeline": "its timeline",
    "dates": "its dates",
    "record": "the page to record what happened",
    "points": "the procedure of a point",
    "papers": "the list of its papers",
    "add-paper": "the page to add a paper",
    "kept-away": "who is kept away",
    "looks": "who looked",
    "self-check": "its self-check",
    "assign": "the page to give it to somebody",
    "conflict": "the page to declare a conflict",
    "letters": "its letters",
    "letter": "a letter",
    "letter-papers": "the papers with a letter",
    "approve-letter": "the page to approve a letter",
    "people": "who is in it, and their addresses",
}
FINDINGS = {**words.OUTCOMES, words.FINDING_NOT_RECORDED: "Not recorded"}
EVENT_WORDS = dict(StageEvent.KINDS)
ROLE_TITLES = {slug: role.title for slug, role in ROLES.items()}


def say(event: Event) -> str:
    """Return what happened in a few words. Nothing personal: it comes from the event's own fields."""
    said = EVENTS.get(event.action)
    if said is None:
        kind, _, done = event.action.partition(".")
        said = f"{kind.replace('_', ' ').replace('-', ' ')}: {done.replace('-', ' ')}".capitalize()
    part = PARTS.get(str(event.details.get("part", "")))
    if event.action == "complaint.viewed" and part:
        return f"Opened {part}"
    if event.action in ("complaint.assigned", "complaint.part-ended"):
        return f"{said}: {str(event.details.get('part', '')).replace('-', ' ')}"
    if event.action == "complaint.happened":
        said = say_event(int(event.details["stage"]), str(event.details["event"]))
    if event.action == "complaint.closed" and "outcome" not in event.details:
        said = "Closed after the answer"
    if "stage" in event.details:
        return f"{said}, stage {event.details['stage']}"
    return said


def say_event(number: int, kind: str) -> str:
    """Return what people call an event of a stage, by any definition that has it."""
    event = StageEvent.in_law(number, kind)
    found = next((one.events[event].says for one in definitions() if event in one.events), "")
    return found or EVENT_WORDS.get(kind) or kind.replace("_", " ").capitalize()


def say_line(line: Happened) -> str:
    """Return one line of a timeline, with whom it was about."""
    if line.event is None:
        number, kind = line.stage_event or (1, "received")
        said = {"received": "Received", **EVENT_WORDS}.get(kind) or say_event(number, kind)
        return said if kind == "received" else f"{said}, stage {number}"
    outcome = OUTCOMES.get(str(line.event.details.get("outcome", "")))
    return f"{say(line.event)}{f': {outcome.lower()}' if outcome else ''}{f' ({line.whom})' if line.whom else ''}"


def fact(name: str, value: Any) -> dict[str, Any]:
    """Return a row of a summary list. What is not recorded says so."""
    if isinstance(value, date):
        value = day_said(value)
    if isinstance(value, bool):
        value = "Yes" if value else "No"
    return {"key": {"text": name}, "value": {"text": "Not recorded" if value in (None, "") else str(value)}}
