"""The council's own colour as a style sheet. The register keeps only colours that can be read on white, and white on them."""

from __future__ import annotations


def style_sheet(colour: str) -> str:
    """Return the rules that put a council's colour on every page; nothing for a council that set none."""
    return f":root{{--govuk-brand-colour:{colour};--govuk-link-colour:{colour}}}\n" if colour else ""
