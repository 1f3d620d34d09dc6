"""Triage: which procedure each point of a complaint falls under, and why. It advises; a named person decides.

The table is rules.toml, the facts are in facts.py, and how a point is cut into parts is in parts.py.
"""

from heard.law.triage.advising import Advice, ElementAdvice, Flag, PartAdvice, triage
from heard.law.triage.facts import FACTS, read_facts
from heard.law.triage.table import FAILED_TESTS, OTHER_ROUTES, ROUTES

__all__ = [
    "FACTS", "FAILED_TESTS", "OTHER_ROUTES", "ROUTES", "Advice", "ElementAdvice", "Flag", "PartAdvice", "read_facts",
    "triage",
]  # fmt: skip
