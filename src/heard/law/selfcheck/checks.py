"""The tables of the self-check: each fault that dates can show, what shows it, and what would put it right.

A breach is a rule that was not kept. A finding is what the Ombudsman would say of it, and not every breach leads to one:
`likely` is how many working days past the last permitted day a breach must be. The smallest overrun of a statutory stage
that could be counted, and for which fault was found, was about 35 working days (24 002 249); a late panel of unknown length
was left without a finding, for too little injustice (23 020 148). Where nothing else is said 20 working days, a month, stand
here. That number is a judgment, not law.
"""

from __future__ import annotations

from dataclasses import dataclass

from heard.law.procedures import Clock
from heard.law.procedures.model import Unit

SHORT = 20
"""Working days past the limit up to which an overrun is short: a breach, and no likely finding."""

LONG = 40
"""Working days past the limit from which it no longer matters from which of two disputed days they are counted."""

SILENCE = 20
"""Working days without a word to the complainant, while an answer is overdue, that are too many. No rule gives a number."""

REMEDY_MONTHS = 3
"""What an Ombudsman's remedy may take where no date is recorded: the longer of the usual periods (LG-7)."""

STATUTORY, CORPORATE, OTHER = "statutory", "corporate", "other"
FAMILIES = {
    "statutory": STATUTORY,
    "corporate": CORPORATE,
    "send": CORPORATE,
    **dict.fromkeys(("none", "other", "unknown", "ombudsman", "tribunal", "court", "not_acceptable"), OTHER),
}
"""A procedure, or route of a published decision → the family whose checks apply. EHC checks apply to all."""

STATUTORY_ONLY = frozenset((
    "statement_agreed", "io_appointed", "ip_appointed", "ip_report", "stage_3_requested", "stage_3_refused",
    "chair_appointed", "panel_appointed", "panel_held", "panel_report", "panel_due", "stage_3_response",
))  # fmt: skip
"""Events that only the statutory procedure has: they show it where nobody said which one was used."""

FINAL = ("complaint_response", "final_response")
STOPS = ("withdrawn", "not_accepted", "stopped_for_proceedings", "closed", "resubmitted")
"""Events after which nothing more is owed in the stages."""

STAGE_3_BEGUN = (
    "chair_appointed",
    "panel_appointed",
    "panel_papers_sent",
    "panel_held",
    "panel_report",
    "stage_3_response",
)
STAGE_2_DONE = ("stage_2_response", "early_referral", "stage_3_requested", *STAGE_3_BEGUN, *FINAL)
STAGE_2_BEGUN = (
    "stage_2_started", "stage_2_acknowledged", "statement_agreed", "io_appointed", "ip_appointed", "stage_2_extended",
    "stage_2_report", "ip_report", "findings_adjudicated", "recommendations_adjudicated",
)  # fmt: skip
STAGE_1_DONE = (
    "stage_1_response", "stage_1_skipped", "stage_2_requested", "stage_2_refused", *STAGE_2_BEGUN, *STAGE_2_DONE,
)  # fmt: skip
WORDS = (
    "acknowledged", "update_sent", "stage_1_extended", "stage_2_extended", "stage_2_acknowledged", "stage_2_started",
    "statement_agreed", "mediation_offered", "stage_3_acknowledged", "remedy_offered", "panel_papers_sent",
)  # fmt: skip
"""Events in which the complainant hears from the council, besides every answer."""

DECISIONS = ("earlier_ombudsman_decision", "ombudsman_decision", "decision_received")
ORDERED_DONE = (
    "action_done", "stage_2_started", "statement_agreed", "stage_2_response", "panel_held", "stage_3_response",
    "ehc_plan_issued", "final_plan", *FINAL,
)  # fmt: skip


def _own(id: str, does: str, starts_on: str, target: int, unit: Unit, rule: str, doubt: str) -> Clock:
    return Clock(
        id, does, starts_on, "Heard's own: no rule gives a number", "U", rule, unit=unit, target=target, doubt=doubt
    )


OWN = {
    one.id: one
    for one in (
        _own("ANY1", "Answer the complaint", "received", 25, "working-days", "Heard's own, DIS-8",
             "Nobody knows which procedure was used. 25 days is the longest first stage of any council that was read."),
        _own("ANY2", "Answer stage 2", "stage_2_requested", 65, "working-days", "Heard's own, DIS-8",
             "Nobody knows which procedure was used. 65 days is the longest second stage that was read."),
        _own("REFUSAL", "Send the refusal with its reasons", "not_accepted", 10, "working-days", "R8, R9, CH-4",
             "No rule gives a number of days. Ten is Heard's own."),
        _own("PAUSE", "Go on after the pause", "stage_1_paused", 20, "working-days", "S1-3, DIS-2",
             "No rule gives a number of days. A pause should not be longer than the whole of stage 1 may be."),
        _own("LGO-ACTION", "Do what the Ombudsman asked", "earlier_ombudsman_decision", REMEDY_MONTHS, "months", "LG-7",
             "No date is recorded. Three months is the longer of the usual periods."),
    )
}  # fmt: skip
"""Clocks that no definition of a complaints procedure has. Where a definition has one of the same name, that one counts."""


@dataclass(frozen=True)
class Timed:
    """A fault that begins when a clock has run out: on the earliest of `starts`, until the first of `ends`.

    `clock` is the number of a stage, or an id; empty where the start is itself the date on which it was due. `needs` are
    events of which one must have happened; `unless` those of which none may have, since another row then speaks. `later`
    is how many working days after the clock's end the fault begins. `likely` is as above, counted from the clock's limit,
    or from its target with `from_target`; None: never by itself. `stops` end it as well: a row with them looks at what
    happened since the complaint was made, or made again, and a row without them at the whole timeline. `each` judges every
    start by itself. `warn_only` is never a breach. While a row with `silence` is late, the complainant must hear of it.
    """

    fault: str
    families: tuple[str, ...]
    clock: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    remedy: str
    rule: str = ""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    later: int = 0
    likely: int | None = SHORT
    from_target: bool = False
    stops: tuple[str, ...] = STOPS
    each: bool = False
    warn_only: bool = False
    silence: bool = False


_ALL = (STATUTORY, CORPORATE, OTHER)
_FIRST = ("received", "acknowledged")
_PLAN = ("ehc_plan_issued", "final_plan")
_DECIDED = ("plan_refused", *_PLAN)
_EHC_ASKED = ("ehc_request", "ehc_requested")
_REVIEW = ("ehc_review_meeting", "review_meeting")
_SECOND = ("stage_2_requested", *STAGE_2_BEGUN)
_STAGE_1 = "Send the stage 1 answer now, say sorry for the delay, and tell them how to ask for stage 2."
_STAGE_2 = "Send the adjudication and both reports now, say sorry, and give a date for whatever is left to do."
_STAGE_3 = "Hold the panel on the first day that suits them, say sorry for the delay, and consider a payment for it."
_CORPORATE = "Send the answer now, say sorry for the delay, and tell them how to go to the next stage or the Ombudsman."
_EHC = "Send the decision or the plan now, say sorry, and put right what the child missed through the delay."
_ORDERED = "Do what was agreed with the Ombudsman now, send proof of it, and say sorry for the delay."
_BEGIN = "Appoint an investigating officer and an independent person now, say sorry, and give a date for the reports."

TIMED = (
    Timed("stage_1_delay", (STATUTORY,), "1", _FIRST, STAGE_1_DONE, _STAGE_1, silence=True),
    Timed("stage_2_not_done", (STATUTORY,), "2", _SECOND,
          (*STAGE_2_BEGUN, *STAGE_2_DONE, "stage_2_refused"), _BEGIN, "S2-2", from_target=True, silence=True),
    Timed("stage_2_delay", (STATUTORY,), "2", _SECOND, STAGE_2_DONE, _STAGE_2, needs=(*STAGE_2_BEGUN, *STAGE_2_DONE),
          silence=True),
    Timed("stage_2_delay", (STATUTORY,), "", ("stage_2_due",), STAGE_2_DONE, _STAGE_2, "S2-4"),
    Timed("stage_3_delay", (STATUTORY,), "3", ("stage_3_requested",),
          ("panel_held", "panel_report", "stage_3_response", "stage_3_refused", *FINAL), _STAGE_3, silence=True),
    Timed("stage_3_delay", (STATUTORY,), "", ("panel_due",), ("panel_held", "panel_report", "stage_3_response", *FINAL),
          _STAGE_3, "S3-4"),
    Timed("stage_3_refused", (STATUTORY,), "3", ("stage_3_requested",), (*STAGE_3_BEGUN, "stage_3_refused", *FINAL),
          _STAGE_3, "S3-4, DIS-5", later=30, likely=0),
    Timed("stage_3_delay", (STATUTORY,), "ST3-REPORT", ("panel_held",), ("panel_report", "stage_3_response", *FINAL),
          "Ask the chair for the panel's report today, and tell them when it will come."),
    Timed("stage_3_delay", (STATUTORY,), "ST3-RESP", ("panel_report",), ("stage_3_response", *FINAL),
          "Send the director's response now, say sorry for the delay, and give the Ombudsman's details.", silence=True),
    Timed("stages_suspended", (STATUTORY,), "PAUSE", ("stage_1_paused",), ("stage_1_resumed", *STAGE_1_DONE),
          "Go on with the complaint now, with another advocate if need be, and say when it will be answered."),
    Timed("corporate_delay", (CORPORATE,), "1", _FIRST, STAGE_1_DONE, _CORPORATE, silence=True),
    Timed("corporate_delay", (CORPORATE,), "2", _SECOND, (*STAGE_2_DONE, "stage_2_refused"), _CORPORATE, silence=True),
    Timed("corporate_delay", (CORPORATE,), "", ("stage_2_due",), STAGE_2_DONE, _CORPORATE, "CH-13"),
    Timed("complaint_delay", (OTHER,), "ANY1", _FIRST, STAGE_1_DONE, _CORPORATE, silence=True),
    Timed("complaint_delay", (OTHER,), "ANY2", _SECOND, (*STAGE_2_DONE, "stage_2_refused"), _CORPORATE, silence=True),
    Timed("complaint_delay", (OTHER,), "", ("stage_2_due",), STAGE_2_DONE, _CORPORATE, "S2-4"),
    Timed("refusal_reasons_wrong", _ALL, "REFUSAL", ("not_accepted",), ("refusal_sent", "closed", *FINAL),
          "Write to them with the decision, its reasons, what they can do next and how to reach the Ombudsman.",
          likely=None, stops=()),
    Timed("procedure_delay", (STATUTORY,), "", ("delay_started",), ("delay_ended",), _STAGE_2, "R10", stops=()),
    Timed("corporate_delay", (CORPORATE,), "", ("delay_started",), ("delay_ended",), _CORPORATE, "CH-8, CH-13", stops=()),
    Timed("complaint_delay", (OTHER,), "", ("delay_started",), ("delay_ended",), _CORPORATE, "LG-9", stops=()),
    Timed("ehc_delay", _ALL, "EHC-6", _EHC_ASKED, ("assessment_decided", *_DECIDED), _EHC, likely=None, stops=()),
    Timed("ehc_delay", _ALL, "EHC-16", _EHC_ASKED, _DECIDED, _EHC, stops=(), warn_only=True),
    Timed("ehc_delay", _ALL, "EHC-20", _EHC_ASKED, _DECIDED, _EHC, stops=()),
    Timed("ehc_delay", _ALL, "", ("ehc_decision_due",), _DECIDED, _EHC, "SE-3", stops=(), each=True),
    Timed("ehc_delay", _ALL, "", ("ehc_plan_due",), _DECIDED, _EHC, "SE-4", stops=(), each=True),
    Timed("ehc_delay", _ALL, "SE-7", _REVIEW, ("review_decided", *_PLAN), _EHC, likely=None, stops=(), each=True),
    Timed("ehc_delay", _ALL, "SE-7-PLAN", _REVIEW, ("review_decided", *_PLAN), _EHC, stops=(), each=True),
    Timed("ombudsman_remedy_not_done", _ALL, "LGO-ACTION", ("earlier_ombudsman_decision",), ORDERED_DONE, _ORDERED,
          unless=("action_due", "action_agreed"), stops=(), each=True),
)  # fmt: skip
"""A row for each clock. The last days and how they are counted are those of the definitions."""

STARTS = frozenset(event for row in TIMED for event in row.starts) | {"action_due"}
"""Every event from which a row counts."""

DELAYS = {STATUTORY: "procedure_delay", CORPORATE: "corporate_delay", OTHER: "complaint_delay"}
"""What a delay is called where the stage is not stated."""


@dataclass(frozen=True)
class Step:
    """A fault that an event is by itself: from its day until one of `ends`; none where that is the same day."""

    fault: str
    families: tuple[str, ...]
    event: str
    ends: tuple[str, ...]
    rule: str
    why: str
    remedy: str


STEPS = (
    Step("stage_2_refused", (STATUTORY, OTHER), "stage_2_refused", (*STAGE_2_BEGUN, *STAGE_2_DONE), "S2-2, DIS-5",
         "There is no general power to refuse stage 2 of a complaint that was taken.",
         "Accept stage 2 now, appoint the investigating officer and the independent person, and say sorry."),
    Step("stage_2_refused", (CORPORATE,), "stage_2_refused", ("refusal_sent", *STAGE_2_BEGUN, *STAGE_2_DONE), "CH-6, CH-13",
         "Stage 2 may be refused only for a valid reason, and no letter with one is recorded.",
         "Accept stage 2 now, or send the valid reason with the Ombudsman's details."),
    Step("stage_3_refused", (STATUTORY, OTHER), "stage_3_refused", (*STAGE_3_BEGUN, *FINAL), "S3-4, DIS-5",
         "There is no power to refuse a review panel that was asked for.",
         "Arrange the panel now, within 30 working days, and say sorry."),
)  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A warning before a fault: `done` is missing so many working `days` after `start`. `fault` is what it leads to."""

    fault: str
    number: str
    start: str
    days: int
    done: tuple[str, ...]
    rule: str
    prevents: str
    why: str


JOBS = (
    Job("stage_2_delay", "2", "stage_2_requested", 10, ("io_appointed", "stage_2_report"), "Heard's own, ST2-IO",
        "Appoint an investigating officer now.", "No investigating officer is appointed"),
    Job("stage_2_delay", "2", "stage_2_requested", 10, ("ip_appointed", "ip_report"), "Heard's own, ST2-IP",
        "Appoint an independent person now.", "No independent person is appointed"),
    Job("stage_2_delay", "2", "stage_2_requested", 10, ("statement_agreed", "stage_2_report"), "S2-6, ST2-STATEMENT",
        "Agree the statement of complaint now.", "The statement of complaint is not agreed"),
    Job("stage_3_delay", "3", "stage_3_requested", 10, STAGE_3_BEGUN, "Heard's own, ST3-CHAIR",
        "Appoint the chair and set the day of the panel now.", "No chair is appointed and no day is set"),
)  # fmt: skip

EXTENSION_FROM = {("stage_1_delay", "1"): 8, ("stage_2_delay", "2"): 20, ("stage_2_not_done", "2"): 20}
"""From which day of a statutory stage a letter about more time must be thought of. The days are Heard's own."""

DUE_SAYS = {
    "stage_2_due": "Send the stage 2 answer",
    "panel_due": "Hold the review panel",
    "action_due": "Do what was agreed",
    "ehc_decision_due": "Send the decision about the plan",
    "ehc_plan_due": "Send the final plan",
    "delay_started": "Go on with the complaint",
}
"""A recorded date on which something was due → what that was."""

STAGES = {
    STATUTORY: (
        ("received", STAGE_1_DONE), ("stage_2_requested", STAGE_2_DONE),
        ("stage_3_requested", ("stage_3_response", "panel_report", *FINAL)),
    ),
    CORPORATE: (("received", STAGE_1_DONE), ("stage_2_requested", STAGE_2_DONE)),
    OTHER: (("received", STAGE_1_DONE), ("stage_2_requested", STAGE_2_DONE)),
}  # fmt: skip
"""Family → the event that opens each stage, and those that answer it."""

WHOLE = ("ST1", "ST2-REQ", "ST2", "ST3-REQ", "ST3-MEET", "ST3-REPORT", "ST3-RESP")
"""The clocks of the statutory procedure from end to end: together the longest that it may take."""
