"""The room of extracts and of the annual report's documents.

An extract is the register frozen for a year; the figures are counted from it; and the report made of them is written
here as a page, a Word document and the files beside them. Nothing in this room counts a case or decides a date.
"""
