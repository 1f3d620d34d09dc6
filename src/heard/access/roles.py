"""The roles, each with a name that people read and what its holder is for. table.csv says what each may do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One role. `signs_in` is false for whoever works at the machine's command line only."""

    title: str
    what_for: str
    signs_in: bool = True


ROLES = {
    "operator": Role("Operator", "Runs Heard on the council's own machine.", signs_in=False),
    "complaints-officer": Role("Complaints officer", "Takes complaints, runs them and writes to families."),
    "complaints-manager": Role("Complaints manager", "Leads the complaints team and writes the annual report."),
    "team-manager": Role("Team manager", "Answers complaints about their own team."),
    "director": Role("Director", "Leads children's services and answers for every complaint."),
    "investigating-officer": Role("Investigating officer", "Investigates the stage 2 complaints given to them."),
    "independent-person": Role("Independent person", "Sees that a stage 2 investigation is fair."),
    "adjudicating-officer": Role(
        "Adjudicating officer", "Decides on each finding and recommendation of a stage 2, as a senior manager."
    ),
    "panel-member": Role("Panel member", "Sits on the review panel of a stage 3 complaint."),
    "report-reader": Role("Report reader", "Reads the annual report, such as a councillor or a committee clerk."),
    "monitoring-officer": Role(
        "Monitoring officer", "Guards the council's lawfulness, and holds a complaint that nobody else may hold."
    ),
    "auditor": Role("Information governance officer", "Checks who looked at what, and reads no complaint's words."),
    "administrator": Role("Administrator", "Looks after people, teams and settings, and sees no complaint."),
}

FALLBACK = ("monitoring-officer", "complaints-manager", "director")
"""The roles that take a complaint which nobody may hold, in this order. What nobody was given yet is the first one's."""

SIGNS_IN = {slug: role.title for slug, role in ROLES.items() if role.signs_in}
"""Slug → title of the roles that a person who signs in can have."""
