"""Complaints of one group: how many and about what, what came of them, how long they took."""

from __future__ import annotations

from heard.figures.facts import Facts, bars, breakdown, row, trend_chart
from heard.figures.measure import GROUP_NAMES, in_sentence
from heard.figures.report import Block, Chart, Inline, Line, Paragraph, Section, Series, Table
from heard.figures.sentences import (
    change,
    counted,
    listed,
    lower_first,
    number,
    plural,
    quoted,
    sentence,
    share,
    share_change,
    show,
)


def none_received(group: str) -> Paragraph:
    """Say that there was nothing to report on."""
    kind = "" if group == "all" else f"{in_sentence(group)} "
    return Paragraph((f"No {kind}complaints were received this year.",))


def activity(facts: Facts, group: str) -> Section:
    """Say how many complaints there were, about which services and what."""
    name = GROUP_NAMES[group]
    blocks: list[Block] = []
    if facts.value(f"{group}.received"):
        blocks += activity_blocks(facts, group)
    else:
        blocks.append(none_received(group))
    return Section(f"{group}-activity", f"{name} complaints: how many and about what", tuple(blocks))


def activity_blocks(facts: Facts, group: str) -> list[Block]:
    """Return the trend, the service areas and the points raised of one group."""
    name, received = GROUP_NAMES[group], facts.get(f"{group}.received")
    issues, areas = facts.get(f"{group}.issues"), facts.get(f"{group}.service_areas")
    drawn = [
        bars(
            facts,
            f"{group}.service_area",
            f"{name} complaints by service area",
            "Service area",
            total=f"{group}.received",
        ),
        bars(
            facts,
            f"{group}.issue",
            f"{name} complaints: points raised",
            "Point about",
            total=f"{group}.issues",
            unit="points",
        ),
    ]
    they = plural(received.value, "It was", "They were")
    about: Line = (f" {they} about ", *counted(areas, "service area"), ".") if areas.value else ()
    return [
        Paragraph((
            "The council received ", *counted(received, f"{in_sentence(group)} complaint"), change(received, facts.last_year),
            ".", *about,
        )),
        trend_chart(facts, [(received.id, f"{name} complaints")], f"{name} complaints received by year"),
        *([drawn[0]] if drawn[0] else []),
        *([_issues_line(facts, group, issues.value)] if issues.value else []),
        *([drawn[1]] if drawn[1] else []),
    ]  # fmt: skip


def _issues_line(facts: Facts, group: str, issues: int) -> Paragraph:
    top: list[Line] = [(f"{quoted(f.name)} (", show(f), ")") for f in facts.family(f"{group}.issue")[:3]]
    return Paragraph((
        *counted(facts.get(f"{group}.issues"), "point"), " of complaint ", plural(issues, "was", "were"), " raised. A complaint "
        "can have several points, so this is not a number of complaints. Most often: ", *listed(top), ".",
    ))  # fmt: skip


def outcomes(facts: Facts, group: str) -> Section:
    """Say what came of the complaints at stage 1."""
    blocks = outcome_blocks(facts, group) if facts.value(f"{group}.received") else [none_received(group)]
    return Section(f"{group}-outcomes", f"{GROUP_NAMES[group]} complaints: outcomes", tuple(blocks))


def outcome_blocks(facts: Facts, group: str) -> list[Block]:
    """Return the sentence, the reason why parts do not make the whole, and the chart with its table."""
    both = facts.get(f"{group}.stage_1.upheld_or_partially_upheld")
    upheld, partly = (
        facts.get(f"{group}.stage_1.outcome.upheld"),
        facts.get(f"{group}.stage_1.outcome.partially-upheld"),
    )
    refused = facts.get(f"{group}.stage_1.outcome.not-upheld")
    return [
        Paragraph((
            "Upheld means that the council agreed with the complaint, partially upheld that it agreed with some of it. ",
            *sentence(share(both)), " were one or the other", share_change(both, facts.last_year), ": ", show(upheld),
            " upheld and ", show(partly), " partially upheld. ", *sentence(share(refused)), " ",
            plural(refused.value, "was", "were"), " not upheld", share_change(refused, facts.last_year), ".",
        )),
        *_rest(facts, group),
        _outcome_chart(facts, group),
    ]  # fmt: skip


def _rest(facts: Facts, group: str) -> list[Block]:
    """Explain the complaints that are neither upheld, partially upheld nor not upheld, so that the parts make the whole."""
    said = {f"{group}.stage_1.outcome.{slug}" for slug in ("upheld", "partially-upheld", "not-upheld")}
    others = [f for f in facts.family(f"{group}.stage_1.outcome") if f.id not in said and f.value]
    parts: list[Line] = [(show(f), f" {lower_first(f.name)}") for f in others]
    for id, words in (("no_outcome", "closed with no outcome recorded"), ("open", "still open")):
        figure = facts.get(f"{group}.stage_1.{id}")
        if figure.value:
            parts.append((show(figure), f" {words}"))
    if not parts:
        return []
    total = facts.get(f"{group}.received")
    counts = (
        sum(f.value for f in others) + facts.value(f"{group}.stage_1.no_outcome") + facts.value(f"{group}.stage_1.open")
    )
    verb = plural(counts, "complaint makes", "complaints make")
    return [Paragraph((f"The other {number(counts)} {verb} up the total of ", show(total), ": ", *listed(parts), "."))]


def _outcome_chart(facts: Facts, group: str) -> Chart:
    family = facts.family(f"{group}.stage_1.outcome")
    extra = [facts.get(f"{group}.stage_1.{id}") for id in ("no_outcome", "open")]
    names = {f"{group}.stage_1.no_outcome": "No outcome recorded", f"{group}.stage_1.open": "Still open"}
    shown = [(f.name or names[f.id], f) for f in (*family, *(f for f in extra if f.value))]
    title = f"{GROUP_NAMES[group]} complaints: outcome at stage 1"
    drawn = tuple(Series(label, (float(f.value),)) for label, f in shown if f.value)
    message = "; ".join(f"{label}: {number(f.value)}" for label, f in shown if f.value) or "No outcome is recorded."
    table = breakdown(
        facts, f"{group}.stage_1.outcome", title, "Outcome", total=f"{group}.received",
        extra=tuple((names[f.id], f) for f in extra if f.value),
        note=("The share is of all complaints received, withdrawn ones included.",),
    )  # fmt: skip
    return Chart("parts", title, f"{message}.", (str(facts.year),), drawn, table)


def timescales(facts: Facts, group: str) -> Section:
    """Say how quickly complaints were answered at stage 1."""
    blocks = timescale_blocks(facts, group) if facts.value(f"{group}.received") else [none_received(group)]
    return Section(f"{group}-timescales", f"{GROUP_NAMES[group]} complaints: how long they took", tuple(blocks))


def timescale_blocks(facts: Facts, group: str) -> list[Block]:
    """Return the sentences on days taken, of all received and of those answered, and the chart with its table."""
    ten, twenty, over = (facts.get(f"{group}.stage_1.{band}") for band in ("within_10", "within_20", "over_20"))
    answered = facts.get(f"{group}.stage_1.answered.within_20")
    of_answered: Line = (
        (" Of those that were sent an answer, ", *share(answered), " had it within 20 working days.")
        if answered.denominator
        else (" The register holds no answer that was sent.",)
    )
    return [
        Paragraph((
            *sentence(share(ten)), " were answered or closed within 10 working days", share_change(ten, facts.last_year), ". ",
            *sentence(share(twenty)), " were answered or closed within 20 working days, those within 10 included",
            share_change(twenty, facts.last_year), ". ", *sentence(share(over)), " took longer",
            share_change(over, facts.last_year), ".", *_in_no_band(facts, group),
        )),
        Paragraph((
            "These shares are of all complaints received, and a withdrawn complaint is counted by the day on which it was "
            "closed.", *of_answered,
        )),
        _timescale_chart(facts, group),
    ]  # fmt: skip


def _in_no_band(facts: Facts, group: str) -> Line:
    """Explain the complaints that are in no band of working days, so that the bands make the whole."""
    opened, undated = facts.get(f"{group}.stage_1.open"), facts.get(f"{group}.stage_1.no_date")
    said: list[Inline] = []
    if opened.value:
        said += [" ", *counted(opened, "complaint"), plural(opened.value, " was", " were"), " still open."]
    if undated.value:
        said += [" No date of response is recorded for ", *counted(undated, "complaint"), " with an outcome."]
    return tuple(said)


BANDS = (
    ("within_10", "Within 10 working days"),
    ("within_20", "Within 20 working days (those within 10 included)"),
    ("over_20", "After more than 20 working days"),
    ("no_date", "Date not recorded"),
    ("open", "Still open"),
)


ALWAYS = ("within_10", "within_20", "over_20")


def _timescale_chart(facts: Facts, group: str) -> Chart:
    title = f"{GROUP_NAMES[group]} complaints: working days to the answer at stage 1"
    figures = {band: facts.get(f"{group}.stage_1.{band}") for band, _ in BANDS}
    middle = figures["within_20"].value - figures["within_10"].value
    parts = [
        ("10 working days or fewer", figures["within_10"].value),
        ("11 to 20 working days", middle),
        ("More than 20 working days", figures["over_20"].value),
        ("Date not recorded", figures["no_date"].value),
        ("Still open", figures["open"].value),
    ]
    shown = [(label, count) for label, count in parts if count]
    message = "; ".join(f"{label}: {number(count)}" for label, count in shown)
    wanted = [(label, figures[band]) for band, label in BANDS if figures[band].value or band in ALWAYS]
    known = any(figure.previous is not None for _, figure in wanted)
    rows = tuple(row(label, figure, known) for label, figure in wanted)
    columns = ("Time taken", str(facts.year), "Share of received", *((facts.last_year,) if known else ()))
    note = ("“Within 20” includes “within 10”: add “within 20” and “more than 20” (and any below them) for the total.",)
    table = Table(title, columns, rows, note=note)
    drawn = tuple(Series(label, (float(count),)) for label, count in shown)
    return Chart("parts", title, f"{message}." if message else "Nothing to show.", (str(facts.year),), drawn, table)
