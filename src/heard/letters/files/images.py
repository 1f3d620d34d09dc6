"""What pictures carry beside what they show: when and where they were taken, who made them, with which program."""

from __future__ import annotations

import struct

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"

# What a picture needs to be shown right (W3C PNG, 11; ITU T.81, B.1.1.3). Everything else is dropped.
_PNG_NEEDED = frozenset(
    (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"IDAT", b"IEND")
)
_JPEG_SCAN, _JPEG_END = 0xDA, 0xD9
_JPEG_COLOUR = (b"JFIF\0", b"Adobe")


def kind(content: bytes) -> str:
    """Return "png" or "jpeg", or nothing where it is neither."""
    return "png" if content.startswith(PNG) else "jpeg" if content.startswith(JPEG) else ""


def bare(content: bytes) -> bytes:
    """Return the same picture without what it carries beside. Raises ValueError where it is damaged, or no PNG or JPEG."""
    if kind(content) == "png":
        return PNG + b"".join(whole for name, whole in _chunks(content) if name in _PNG_NEEDED)
    if kind(content) == "jpeg":
        return JPEG + b"".join(whole for marker, whole in _segments(content) if _needed(marker, whole))
    raise ValueError("A picture must be a PNG or a JPEG.")


def carries(content: bytes) -> bool:
    """Say whether a picture carries anything beside what it shows. What is no PNG or JPEG, or is damaged, may."""
    try:
        return bare(content) != content
    except ValueError:
        return True


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """Return the name and the whole of each chunk of a PNG up to its end."""
    place, found = len(PNG), []
    while place + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content):
            break
        found.append((name, content[place:end]))
        place = end
        if name == b"IEND":
            return found
    raise ValueError("A picture is damaged. Save it again.")


def _segments(content: bytes) -> list[tuple[int, bytes]]:
    """Return the marker and the whole of each segment of a JPEG up to its end. What is drawn comes as one piece."""
    place, found = len(JPEG), []
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        if marker == _JPEG_SCAN:
            end = _after_scan(content, end)
        if end > len(content):
            break
        found.append((marker, content[place:end]))
        place = end
        if content[place : place + 2] == bytes((0xFF, _JPEG_END)):
            return [*found, (_JPEG_END, content[place : place + 2])]
    raise ValueError("A picture is damaged. Save it again.")


def _after_scan(content: bytes, place: int) -> int:
    """Return where the drawn lines end: at the first marker that is no restart and no stuffed byte."""
    while (place := content.find(b"\xff", place)) >= 0:
        if place + 1 < len(content) and content[place + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return place
        place += 1
    return len(content) + 1


def _needed(marker: int, whole: bytes) -> bool:
    """Keep what draws, and of what programs add (APP0 to APP15, COM) only how colours are meant."""
    added = 0xE0 <= marker <= 0xEF or marker == 0xFE
    return not added or whole[4:].startswith(_JPEG_COLOUR)
