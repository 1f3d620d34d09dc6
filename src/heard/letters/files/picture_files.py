"""Pictures as files: a PNG made of bare dots, how large a PNG or JPEG says it is, and any picture made anew.

A picture that came in is never passed on as it is: it carries the place and the day where it was taken.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from heard.letters.files.apart import picture_apart
from heard.letters.files.images import bare

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
LARGEST = 50_000_000
"""The most dots of one picture or page: a small file can unpack to more than the memory holds."""
LONGEST = 1684
"""The dots of the longer side of a picture made anew: those of an A4 page at 144 to the inch."""
_LIGHT = 150_000
"""Bytes up to which a PNG is left as it is: a page that was written by a program stays sharp."""
_QUALITY = 85

_ANEW = b"""
#let asked = json(bytes(sys.inputs.data))
#set document(date: none)
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#context {
  let size = measure(image("picture.bin", format: asked.format))
  image("picture.bin", format: asked.format, width: asked.longest * 1pt * (size.width / calc.max(size.width, size.height)))
}
"""


def of_dots(width: int, height: int, stride: int, dots: bytes) -> bytes:
    """Return a PNG of rows of red, green and blue. Where all is grey, it is written so, in a third of the size."""
    rows = [dots[row * stride : row * stride + width * 3] for row in range(height)]
    bare = b"".join(rows)
    reds = bare[0::3]
    grey = reds == bare[1::3] == bare[2::3]
    wide = width if grey else width * 3
    lines = reds if grey else bare
    packed = zlib.compress(b"".join(b"\0" + lines[row * wide : (row + 1) * wide] for row in range(height)), 6)
    head = struct.pack(">IIBBBBB", width, height, 8, 0 if grey else 2, 0, 0, 0)
    return PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def anew(content: bytes) -> bytes:
    """Return a PNG that shows what this PNG or JPEG shows, upright, and carries nothing else of it.

    Raises ValueError where it is damaged, or has more dots than LARGEST.
    """
    width, height = size(content)
    if width * height > LARGEST:
        raise ValueError(f"it has {width:,} by {height:,} dots, which is more than {LARGEST // 1_000_000} million")
    try:
        bare(content)
    except ValueError:
        raise ValueError("it is damaged") from None
    asked = {"longest": min(LONGEST, max(width, height)), "format": "png" if content.startswith(PNG) else "jpg"}
    with folder({"picture.bin": content}) as root:
        try:
            return picture_apart(_ANEW, asked, root=root)
        except ValueError:
            raise ValueError("it is damaged") from None


def light(content: bytes) -> bytes:
    """Return a JPEG of one of our own PNGs where that is smaller, as it is for scans and photographs; else the PNG.

    Only for what was made here: this is not how a picture that came in is read.
    """
    if len(content) < _LIGHT:
        return content
    with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
        packed = io.BytesIO()
        picture.convert("L" if picture.mode == "L" else "RGB").save(packed, "JPEG", quality=_QUALITY)
    return min(packed.getvalue(), content, key=len)


@contextmanager
def folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Keep files in a folder of this process's user alone for a while: Typst reads pictures from a folder only."""
    with TemporaryDirectory(prefix="heard-") as place:
        for name, content in files.items():
            (Path(place) / name).write_bytes(content)
        yield Path(place)


def size(content: bytes) -> tuple[int, int]:
    """Return the width and height in dots that a PNG or JPEG says it has. Raises ValueError where it says none."""
    found = _size_of_png(content) if content.startswith(PNG) else _size_of_jpeg(content)
    if found is None or 0 in found:
        raise ValueError("it is damaged")
    return found


def _size_of_png(content: bytes) -> tuple[int, int] | None:
    if len(content) < 33 or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    """Walk from marker to marker to the start of the frame (ITU-T T.81, B.2.2), which says how large it is."""
    place = 2
    while place + 9 <= len(content) and content.startswith(JPEG):
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if content[place] != 0xFF:
            return None
        if marker == 0xFF:  # filling
            place += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        else:
            place += 2 + max(length, 2)
    return None


def _chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
