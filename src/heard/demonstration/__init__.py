"""The demonstration: two invented councils, their people, and a current year of cases in every state."""

from heard.demonstration.settings import COUNCILS, SETTINGS, Council

__all__ = ["COUNCILS", "SETTINGS", "Council"]
