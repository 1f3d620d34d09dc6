"""Pictures made by hand: a PNG of any size that it says, and as much of a JPEG as is looked at."""

import struct
import zlib

JPEG = b"\xff\xd8\xff" + b"\0" * 100 + b"\xff\xd9"


def chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))


def png(width: int = 1, height: int = 1, comment: bytes = b"") -> bytes:
    """Return a grey PNG that says it is so wide and high, with a comment where one is given."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    words = chunk(b"tEXt", b"Comment\0" + comment) if comment else b""
    return b"\x89PNG\r\n\x1a\n" + head + words + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
