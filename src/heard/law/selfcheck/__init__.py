"""The self-check: would the Ombudsman find fault today? What has gone wrong, since when, and what is about to.

A breach is a rule that was not kept; `finding_likely` says apart whether the Ombudsman would probably find fault. It is a
reading of dates and of what a person said, not a judgment. The tables are in checks.py and facts.py.
"""

from heard.law.selfcheck.checking import SelfCheck, known_events, selfcheck
from heard.law.selfcheck.checks import FAMILIES
from heard.law.selfcheck.entries import read_entries
from heard.law.selfcheck.facts import FACTS
from heard.law.selfcheck.finding import Breach, Coming

__all__ = ["FACTS", "FAMILIES", "Breach", "Coming", "SelfCheck", "known_events", "read_entries", "selfcheck"]
