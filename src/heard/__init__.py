"""Heard: complaints, comments and compliments for an English council's children's services."""

__version__ = "0.1.0"
