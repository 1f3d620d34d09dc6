"""Faults that dates alone cannot show: a person says what happened, and the table says which fault that is.

A fact that is not given, or is null or “unknown”, shows nothing. What triage knows of a complaint may be given as well:
then it says which procedure the complaint belonged in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.law.selfcheck.checks import CORPORATE, FAMILIES, STATUTORY
from heard.law.triage import FACTS as TRIAGE_FACTS
from heard.law.triage import triage


@dataclass(frozen=True)
class FactRow:
    """A fact that is a fault where it is `bad`. `events` are those from whose day it is counted, the first that happened."""

    fault: str
    bad: bool
    events: tuple[str, ...]
    rule: str
    why: str
    remedy: str


_REFUSED = ("refusal_sent", "not_accepted", "stage_2_refused", "stage_3_refused", "stopped_for_proceedings")
_ANSWERED = ("stage_3_response", "stage_2_response", "stage_1_response", "final_response", "complaint_response")

FACTS: dict[str, FactRow] = {
    "child_consent_demanded": FactRow(
        "consent_wrongly_required", True, ("received",), "Consent, WHO-2",
        "The child's consent was asked for before the complaint was taken. A person who complains in their own right needs none.",
        "Take the complaint without it, say sorry, and ask only about what may be told to whom."),
    "late_reasons_weighed": FactRow(
        "out_of_time_rigid", False, _REFUSED, "R9, S2-1, CH-4",
        "It was refused as late, and nobody weighed why it came late and whether it can still be looked at fairly.",
        "Weigh both questions now, write down the answers, and take the complaint if both allow it."),
    "refusal_reasons_given": FactRow(
        "refusal_reasons_wrong", False, _REFUSED, "R8, R9, CH-4",
        "It was refused without reasons that hold.",
        "Decide again, and write to them with the reasons, the next step and the Ombudsman's details."),
    "standing_considered": FactRow(
        "standing_not_considered", False, _REFUSED, "WHO-5, WHO-8, WHO-10",
        "Nobody weighed whether this person has sufficient interest in the child.",
        "Decide it now, with the child's views where that is right, and tell them the decision."),
    "findings_reasons_given": FactRow(
        "findings_rejected_without_reasons", False, ("stage_3_response", "stage_2_response"), "S3-8",
        "Findings or recommendations were not followed, and no reasons were given.",
        "Write again with the reason for each, or accept it and say by when it will be done."),
    "next_step_told": FactRow(
        "unclear_information", False, _ANSWERED, "S1-8, R18, R20",
        "The answer did not say what they can do next, and by when.",
        "Write again with the next step and its time, and let the time begin on that day."),
    "resubmission_offered": FactRow(
        "stages_suspended", False, ("stopped_for_proceedings",), "R8, R8R",
        "It was stopped for other proceedings, and they were not told that they can make it again.",
        "Tell them that they can make it again within a year of the end of the proceedings."),
    "prejudice_tested": FactRow(
        "stages_suspended", False, ("stopped_for_proceedings",), "R8",
        "It was stopped because there are proceedings. Nobody asked whether going on would harm them.",
        "Ask that question for each point now, and go on with every point that would do no harm."),
    "early_referral_criteria_met": FactRow(
        "early_referral_without_criteria", False, ("early_referral",), "GB-1",
        "It was sent to the Ombudsman early although it did not meet the conditions for that.",
        "Offer them the review panel now, and say sorry."),
    "adjustments_made": FactRow(
        "accessibility_not_met", False, ("received",), "CH-6",
        "What they need in order to take part was not provided.",
        "Ask what they need, provide it, and go through the last step again with them."),
    "points_answered": FactRow(
        "poor_complaint_handling", False, _ANSWERED, "CH-11, S1-8",
        "The answer left out some of what they complained about.",
        "Answer what was left out, point by point, with reasons."),
    "investigation_sound": FactRow(
        "stage_2_investigation_flawed", False, ("stage_2_report", "stage_2_response"), "S2-3",
        "The investigation did not look at what it had to.",
        "Have the gaps looked at by somebody who was not part of it, and adjudicate again."),
    "recommendations_done": FactRow(
        "recommendations_not_done", False, _ANSWERED, "GB-13",
        "Recommendations that were accepted have not been carried out.",
        "Carry them out now, tell them what was done, and say sorry for the wait."),
    "remedy_enough": FactRow(
        "remedy_inadequate", False, ("remedy_offered", *_ANSWERED), "GB-12, LG-7",
        "The remedy does not make up for what the fault did to them.",
        "Compare it with the Ombudsman's guidance on remedies, and offer what is missing."),
    "remedy_paid": FactRow(
        "remedy_not_paid", False, ("remedy_offered", *_ANSWERED), "GB-12, LG-7",
        "The money that was offered has not been paid.",
        "Pay it now, and say sorry for the wait."),
    "ehc_provision_made": FactRow(
        "ehc_provision_missing", False, ("ehc_plan_issued",), "SE-11",
        "The plan says what the child must get, and they do not get it.",
        "Start the provision now, and make up for what was missed."),
}  # fmt: skip

RIGHT_PROCEDURE = "right_procedure"
"""The fact that says which procedure the complaint belonged in."""

_WRONG = {
    (CORPORATE, STATUTORY): (
        "wrong_procedure", "section 8, LG-9",
        "It belongs in the statutory procedure, and another one was used.",
        "Move it to the statutory procedure now, at the stage that it has reached, and say sorry."),
    (STATUTORY, CORPORATE): (
        "statutory_wrongly_used", "section 8",
        "It was taken through the statutory procedure, and does not seem to belong there. The Ombudsman seldom minds that.",
        "Tell them which procedure it belongs in, and answer it there without starting anew."),
}  # fmt: skip
"""(the family that was used, the one it belonged in) → fault, rule, why, remedy."""


@dataclass(frozen=True)
class Shown:
    """A fault that the facts show; `events` are those from whose day it is counted.

    Over-use of the statutory procedure was found in one published decision of 155 (24 006 068): not likely by itself.
    """

    fault: str
    rule: str
    why: str
    remedy: str
    events: tuple[str, ...]

    @property
    def likely(self) -> bool:
        return self.fault != "statutory_wrongly_used"


def shown(procedure: str, facts: Mapping[str, Any], received: date | None) -> tuple[Shown, ...]:
    """Return the faults that the facts show. Raises ValueError, as a sentence, for a fact that is not known or not valid."""
    known = [FACTS[name] for name, value in _own(facts).items() if value is FACTS[name].bad]
    found = [Shown(row.fault, row.rule, row.why, row.remedy, row.events) for row in known]
    belongs = FAMILIES.get(_right(facts, received) or "unknown")
    wrong = _WRONG.get((FAMILIES.get(procedure, ""), belongs or ""))
    return (*found, Shown(*wrong, ("received",))) if wrong else tuple(found)


def _own(facts: Mapping[str, Any]) -> dict[str, bool]:
    """Return the facts of this table that are known, each true or false."""
    if not isinstance(facts, Mapping):
        raise ValueError("The facts must be an object, such as {“next_step_told”: false}.")
    found = {}
    for name, value in facts.items():
        if name not in FACTS and name not in TRIAGE_FACTS and name != RIGHT_PROCEDURE:
            raise ValueError(f"“{str(name)[:40]}” is not a fact that is known here. Use one of: {', '.join(FACTS)}.")
        if name in FACTS and value not in (None, "unknown"):
            if not isinstance(value, bool):
                raise ValueError(f"The fact “{name}” must be true, false or “unknown”.")
            found[name] = value
    return found


def _right(facts: Mapping[str, Any], received: date | None) -> str:
    """Return the procedure that the complaint belongs in: as it was given, or as triage says without a doubt."""
    given = facts.get(RIGHT_PROCEDURE)
    if given is not None:
        if not isinstance(given, str) or given not in FAMILIES:
            raise ValueError(f"The fact “{RIGHT_PROCEDURE}” must be one of: {', '.join(FAMILIES)}.")
        return given
    known = {name: value for name, value in facts.items() if name in TRIAGE_FACTS}
    if not known:
        return ""
    advice = triage(received, [known])
    return "" if any(point.doubtful for point in advice.elements) else advice.lead
