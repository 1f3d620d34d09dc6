"""The measures of complaints, each for all, for either procedure and for SEND. `figures.measure` says how to read a row."""

from __future__ import annotations

from heard.figures.measure import Measure
from heard.law import words

STAGE_1 = "stage = 1"
CLOSED = f"{STAGE_1} AND working_days IS NOT NULL"
ANSWERED = f"{STAGE_1} AND answered = 1"
OUTCOMES = {slug: words.OUTCOMES[slug] for slug in words.REPORTED_OUTCOMES}
ANSWERS = {slug: name for slug, name in OUTCOMES.items() if slug not in words.NOT_ANSWERED}
COUNTED_FROM = "The day after receipt is day 1."

COMPLAINT_MEASURES = (
    Measure(
        "{group}.received",
        "{Group} complaints received",
        "Complaints received in the financial year, followed to the cut-off date.",
        "complaints",
    ),
    Measure(
        "{group}.stage_1.outcome",
        "{Group} complaints: {name} at stage 1",
        "Complaints whose stage 1 had this outcome by the cut-off date, as a share of those received.",
        "stages",
        STAGE_1,
        by="outcome",
        of="{group}.received",
        always=OUTCOMES,
    ),
    Measure(
        "{group}.stage_1.upheld_or_partially_upheld",
        "{Group} complaints: upheld or partially upheld at stage 1",
        "Complaints upheld or partially upheld at stage 1, as a share of those received.",
        "stages",
        f"{STAGE_1} AND outcome_slug IN ('upheld', 'partially-upheld')",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.within_10",
        "{Group} complaints: answered or closed within 10 working days",
        "Stage 1 answered or closed within 10 working days of receipt, withdrawn complaints by the day they were closed, "
        f"as a share of those received. {COUNTED_FROM}",
        "stages",
        f"{CLOSED} AND working_days <= 10",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.within_20",
        "{Group} complaints: answered or closed within 20 working days",
        "Stage 1 answered or closed within 20 working days of receipt, those within 10 included, withdrawn complaints by "
        f"the day they were closed, as a share of those received. {COUNTED_FROM}",
        "stages",
        f"{CLOSED} AND working_days <= 20",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.over_20",
        "{Group} complaints: answered or closed after more than 20 working days",
        "Stage 1 answered or closed after more than 20 working days, withdrawn complaints by the day they were closed, as "
        f"a share of those received. {COUNTED_FROM} Complaints still open are not in it.",
        "stages",
        f"{CLOSED} AND working_days > 20",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.open",
        "{Group} complaints: stage 1 still open",
        "Complaints with neither an outcome nor a date of response at stage 1 by the cut-off date.",
        "stages",
        f"{STAGE_1} AND closed_on IS NULL AND outcome_slug IS NULL",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.no_outcome",
        "{Group} complaints: stage 1 closed, outcome not recorded",
        "Complaints with a date of response at stage 1 but no outcome.",
        "stages",
        f"{STAGE_1} AND closed_on IS NOT NULL AND outcome_slug IS NULL",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.no_date",
        "{Group} complaints: stage 1 outcome, date not recorded",
        "Complaints with an outcome at stage 1 but no date of response; they are in no band of working days.",
        "stages",
        f"{STAGE_1} AND closed_on IS NULL AND outcome_slug IS NOT NULL",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.answered",
        "{Group} complaints answered at stage 1",
        "Complaints with a dated response at stage 1. Those that were withdrawn or closed without an answer are left out, and so "
        "are those whose date of response is not recorded.",
        "stages",
        ANSWERED,
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_1.answered.outcome",
        "{Group} complaints answered: {name} at stage 1",
        "Complaints answered at stage 1 with this outcome, as a share of those answered.",
        "stages",
        ANSWERED,
        by="outcome",
        of="{group}.stage_1.answered",
        always=ANSWERS,
    ),
    Measure(
        "{group}.stage_1.answered.within_10",
        "{Group} complaints answered within 10 working days",
        f"Complaints answered at stage 1 within 10 working days of receipt, as a share of those answered. {COUNTED_FROM}",
        "stages",
        f"{ANSWERED} AND working_days <= 10",
        of="{group}.stage_1.answered",
    ),
    Measure(
        "{group}.stage_1.answered.within_20",
        "{Group} complaints answered within 20 working days",
        f"Complaints answered at stage 1 within 20 working days of receipt, as a share of those answered. {COUNTED_FROM}",
        "stages",
        f"{ANSWERED} AND working_days <= 20",
        of="{group}.stage_1.answered",
    ),
    Measure(
        "{group}.stage_1.answered.over_20",
        "{Group} complaints answered after more than 20 working days",
        f"Complaints answered at stage 1 after more than 20 working days, as a share of those answered. {COUNTED_FROM}",
        "stages",
        f"{ANSWERED} AND working_days > 20",
        of="{group}.stage_1.answered",
    ),
    Measure(
        "{group}.issues",
        "Points raised in {group_lower} complaints",
        "Points of complaint; one complaint can have several, so this is not a number of complaints.",
        "elements",
    ),
    Measure(
        "{group}.issue",
        "{Group} complaints, points about: {name}",
        "Points of complaint in this category, as a share of all points.",
        "elements",
        by="category",
        of="{group}.issues",
    ),
    Measure(
        "{group}.service_areas",
        "Service areas with {group_lower} complaints",
        "Different service areas that complaints were about.",
        "complaints",
        distinct="service_area",
    ),
    Measure(
        "{group}.service_area",
        "{Group} complaints about: {name}",
        "Complaints about this service area, as a share of those received.",
        "complaints",
        by="service_area",
        of="{group}.received",
    ),
    Measure(
        "{group}.service",
        "{Group} complaints about the service: {name}",
        "Complaints about teams of this service when they were received, as a share of those received.",
        "complaints",
        by="service",
        of="{group}.received",
    ),
    Measure(
        "{group}.district",
        "{Group} complaints from: {name}",
        "Complaints from this district, as a share of those received.",
        "complaints",
        by="district",
        of="{group}.received",
    ),
    Measure(
        "{group}.complainant",
        "{Group} complaints made by: {name}",
        "Complaints by who made them, as a share of those received.",
        "complaints",
        by="complainant",
        of="{group}.received",
    ),
    Measure(
        "{group}.channel",
        "{Group} complaints received by: {name}",
        "Complaints by the way they came in, as a share of those received.",
        "complaints",
        by="channel",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_2.requested",
        "{Group} complaints that went to stage 2",
        "Complaints received in the year whose stage 2 was asked for by the cut-off date, or on a day that is not recorded, as a "
        "share of those received.",
        "stages",
        "stage = 2",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_2.service_area",
        "{Group} complaints that went to stage 2, about: {name}",
        "Complaints that went to stage 2 about this service area, as a share of those that went to stage 2.",
        "stages",
        "stage = 2",
        by="service_area",
        of="{group}.stage_2.requested",
    ),
    Measure(
        "{group}.stage_2.outcome",
        "{Group} complaints: {name} at stage 2",
        "Complaints whose stage 2 had this outcome by the cut-off date, as a share of those that went to stage 2.",
        "stages",
        "stage = 2",
        by="outcome",
        of="{group}.stage_2.requested",
    ),
    Measure(
        "{group}.stage_3.requested",
        "{Group} complaints that went to a stage 3 review panel",
        "Complaints received in the year whose review panel was asked for by the cut-off date, or on a day that is not recorded, "
        "as a share of those received.",
        "stages",
        "stage = 3",
        of="{group}.received",
    ),
    Measure(
        "{group}.stage_3.outcome",
        "{Group} complaints: {name} at stage 3",
        "Complaints whose review panel had this outcome by the cut-off date, as a share of those that went to a panel.",
        "stages",
        "stage = 3",
        by="outcome",
        of="{group}.stage_3.requested",
    ),
)
