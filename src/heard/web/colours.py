"""The council's own colour as a style sheet, kept readable: a colour too pale for text is used for surfaces only."""

from __future__ import annotations

WHITE, BLACK = "#ffffff", "#0b0c0c"
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours like “#1d70b8”, from 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def style_sheet(colour: str) -> str:
    """Return the rules that put a council's colour on every page; nothing for a council that set none."""
    if not colour:
        return ""
    text = WHITE if contrast(colour, WHITE) >= contrast(colour, BLACK) else BLACK
    rules = {"--govuk-brand-colour": colour, "--heard-on-brand": text}
    if contrast(colour, WHITE) >= READABLE:
        rules["--govuk-link-colour"] = colour
    return ":root{" + ";".join(f"{name}:{value}" for name, value in rules.items()) + "}\n"
