"""Every measure: those of complaints by group, and here the others. `figures.measure` says how to read a row."""

from __future__ import annotations

from heard.figures.complaint_measures import CLOSED, COMPLAINT_MEASURES
from heard.figures.measure import Measure

OVERDUE = f"{CLOSED} AND working_days > limit_working_days"

OTHER_MEASURES = (
    Measure(
        "overdue",
        "Complaints answered or closed after the limit",
        "Stage 1 answered or closed after the limit of the complaint's procedure (20 working days), not after its target, "
        "as a share of all complaints received.",
        "stages",
        OVERDUE,
        of="all.received",
    ),
    Measure(
        "open_past_limit",
        "Complaints still open past the limit",
        "Stage 1 still open on the cut-off date, and past the limit of the complaint's procedure by then, as a share of all "
        "complaints received.",
        "stages",
        "stage = 1 AND working_days_open > limit_working_days",
        of="all.received",
    ),
    Measure(
        "overdue.reason",
        "Overdue because of: {name}",
        "Overdue complaints by the reason that the manager gave, as a share of those overdue.",
        "stages",
        OVERDUE,
        by="delay_reason",
        of="overdue",
    ),
    Measure(
        "overdue.no_reason",
        "Overdue, no reason recorded",
        "Overdue complaints without a recorded reason, as a share of those overdue.",
        "stages",
        f"{OVERDUE} AND delay_reason_slug IS NULL",
        of="overdue",
    ),
    Measure(
        "from_children",
        "Complaints made by children and young people",
        "Complaints whose complainant is a child, a young person or a care leaver (the words are a setting), as a share of "
        "all complaints received.",
        "complaints",
        "from_child = 1",
        of="all.received",
    ),
    Measure(
        "from_children.advocate_offered",
        "Children and young people who were offered an advocate",
        "Complaints made by children and young people in which an offer of an advocate is recorded.",
        "complaints",
        "from_child = 1 AND advocate_offered = 1",
        of="from_children",
    ),
    Measure("compliments", "Compliments received", "Compliments received in the financial year.", "compliments"),
    Measure(
        "compliments.service_areas",
        "Service areas that received compliments",
        "Different service areas that compliments were about.",
        "compliments",
        distinct="service_area",
    ),
    Measure(
        "compliments.service_area",
        "Compliments for: {name}",
        "Compliments for this service area, as a share of all compliments.",
        "compliments",
        by="service_area",
        of="compliments",
    ),
    Measure(
        "compliments.from",
        "Compliments from: {name}",
        "Compliments by who gave them, as a share of all compliments.",
        "compliments",
        by="source",
        of="compliments",
    ),
    Measure("comments", "Comments received", "Comments received in the financial year.", "comments"),
    Measure(
        "comments.service_area",
        "Comments about: {name}",
        "Comments about this service area, as a share of all comments.",
        "comments",
        by="service_area",
        of="comments",
    ),
    Measure(
        "comments.acknowledged",
        "Comments acknowledged",
        "Comments acknowledged by the cut-off date, as a share of all comments.",
        "comments",
        "acknowledged_on IS NOT NULL",
        of="comments",
    ),
    Measure(
        "comments.sent_to_manager",
        "Comments sent to the team manager",
        "Comments sent to the team manager by the cut-off date, as a share of all comments.",
        "comments",
        "sent_to_manager_on IS NOT NULL",
        of="comments",
    ),
    Measure(
        "comments.replied",
        "Comments replied to",
        "Comments replied to by the cut-off date, as a share of all comments.",
        "comments",
        "replied_on IS NOT NULL",
        of="comments",
    ),
    Measure(
        "ombudsman",
        "Cases that went to the Ombudsman",
        "Cases that the Ombudsman raised with the council in the financial year.",
        "ombudsman",
    ),
    Measure(
        "ombudsman.decision",
        "Ombudsman cases: {name}",
        "Ombudsman cases by decision as it stands in the register, as a share of all cases.",
        "ombudsman",
        by="decision",
        of="ombudsman",
    ),
    Measure(
        "ombudsman.service_area",
        "Ombudsman cases about: {name}",
        "Ombudsman cases about this service area, as a share of all cases.",
        "ombudsman",
        by="service_area",
        of="ombudsman",
    ),
    Measure(
        "ombudsman.public_reports",
        "Public reports issued by the Ombudsman",
        "Ombudsman cases that ended in a public report.",
        "ombudsman",
        "public_report = 1",
        of="ombudsman",
    ),
    Measure(
        "send.compliments",
        "Compliments about SEND",
        "Compliments marked SEND.",
        "compliments",
        "send = 1",
        of="compliments",
    ),
    Measure("send.comments", "Comments about SEND", "Comments marked SEND.", "comments", "send = 1", of="comments"),
    Measure(
        "send.ombudsman",
        "Ombudsman cases about SEND",
        "Ombudsman cases marked SEND.",
        "ombudsman",
        "send = 1",
        of="ombudsman",
    ),
    Measure(
        "send.ombudsman.decision",
        "Ombudsman cases about SEND: {name}",
        "Ombudsman cases marked SEND, by decision, as a share of those.",
        "ombudsman",
        "send = 1",
        by="decision",
        of="send.ombudsman",
    ),
    Measure("learning", "Learning actions recorded", "Learning actions recorded for the year's report.", "learning"),
    Measure(
        "learning.completed",
        "Learning actions completed: {name}",
        "Learning actions by whether they were completed, as a share of all.",
        "learning",
        by="completed",
        of="learning",
    ),
)

MEASURES = COMPLAINT_MEASURES + OTHER_MEASURES
