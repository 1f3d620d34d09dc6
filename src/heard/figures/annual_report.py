"""The annual report: its sections in order, and the list of cases behind each figure."""

from __future__ import annotations

from heard.figures.compute import Lists
from heard.figures.facts import Facts, day
from heard.figures.report import CaseList, Report
from heard.figures.sections import all_complaints, closing, complaints, headlines, introduction, representations


def annual_report(facts: Facts, lists: Lists) -> Report:
    """Return the whole report as a value. `lists` holds what each figure counted."""
    sections = (
        introduction.purpose(facts),
        introduction.how_to(facts),
        introduction.procedures(facts),
        headlines.headlines(facts),
        representations.compliments(facts),
        complaints.activity(facts, "statutory"),
        complaints.outcomes(facts, "statutory"),
        complaints.timescales(facts, "statutory"),
        complaints.activity(facts, "corporate"),
        complaints.outcomes(facts, "corporate"),
        complaints.timescales(facts, "corporate"),
        all_complaints.later_stages(facts),
        all_complaints.delays(facts),
        all_complaints.people(facts),
        representations.comments(facts),
        representations.send(facts),
        representations.ombudsman(facts),
        closing.learning(facts),
        closing.about_figures(facts),
        closing.abbreviations(facts),
        closing.completed_by(facts),
    )
    cases = {
        id: CaseList(facts.figures[id].label, facts.figures[id].definition, references)
        for id, references in lists.items()
    }
    return Report(
        council=facts.settings["council_name"] or "[not yet set: council name]",
        title="Annual report on complaints, comments and compliments",
        period=f"{facts.settings['directorate']}, {day(facts.year.first_day)} to {day(facts.year.last_day)}",
        year=str(facts.year),
        cut_off=day(facts.cut_off),
        draft=facts.draft,
        sections=sections,
        cases=cases,
    )
