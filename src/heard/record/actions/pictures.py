"""Whether a logo is the picture that it says it is, whole and with nothing behind it: it is served to everybody."""

from __future__ import annotations

import struct
import zlib

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
JPEG_END = b"\xff\xd9"
LARGEST_SIDE = 4000
"""Pixels, each way. A small file can unpack to a picture that fills a browser's memory."""


def check(content: bytes) -> None:
    """Raise ValueError, with a sentence, unless this is a whole PNG or JPEG."""
    if content.startswith(JPEG):
        whole = content.endswith(JPEG_END)
    elif content.startswith(PNG):
        whole = _whole_png(content)
    else:
        raise ValueError("The logo must be a PNG or JPEG picture.")
    if not whole:
        raise ValueError("The picture is damaged or has something else in its file. Save it again, and upload that.")


def _whole_png(content: bytes) -> bool:
    """Read every chunk of a PNG to its end (W3C PNG, 5.3). Raises ValueError where it is larger than a logo can be."""
    place, kinds = len(PNG), []
    while place + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content) or zlib.crc32(content[place + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            return False
        kinds.append(kind)
        if len(kinds) == 1:
            if (kind, length) != (b"IHDR", 13):
                return False
            _check_size(*struct.unpack_from(">II", content, place + 8))
        place = end
        if kind == b"IEND":
            return length == 0 and b"IDAT" in kinds and place == len(content)
    return False


def _check_size(width: int, height: int) -> None:
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        raise ValueError(f"The picture must be {LARGEST_SIDE:,} pixels wide and high at most.")
