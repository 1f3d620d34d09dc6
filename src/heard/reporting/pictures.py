"""Turns our SVG charts into PNG pictures, for documents that cannot hold SVG."""

from __future__ import annotations

import font_source_sans_pro
import typst

# The drawing comes in as data and never becomes part of the source, so nothing in a chart can act as Typst.
_SOURCE = b"""
#set document(date: none)
#set page(width: auto, height: auto, margin: (top: 9pt, rest: 0pt))
#image(bytes(sys.inputs.svg), format: "svg")
"""
_DOTS_PER_INCH = 192


def png(svg: str) -> bytes:
    """Return the drawing as a PNG with two dots to each of its pixels, in an open font that ships with Heard."""
    picture = typst.compile(
        _SOURCE,
        font_paths=[font_source_sans_pro.font_directory],
        ignore_system_fonts=True,
        format="png",
        ppi=_DOTS_PER_INCH,
        sys_inputs={"svg": svg},
    )
    if not isinstance(picture, bytes):
        raise TypeError("A chart is one picture, but Typst made several pages of it.")
    return picture
