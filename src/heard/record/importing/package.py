"""The package that an xlsx or ods is: how large it unpacks to is known, and bounded, before anything unpacks it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from heard.record.importing.problems import CannotImportError

LARGEST_UNPACKED = 250_000_000
"""Bytes. A year of 50,000 complaints unpacks to 43 million as xlsx and to 90 million as ods."""

SMALL_UNPACKED, MOST_TIMES_PACKED = 20_000_000, 200
"""Above the first, a package may unpack to so many times its size: a register unpacks to 11 times as xlsx, 36 as ods."""

TORN = (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error, struct.error)
STEP = 16_384  # deflate unpacks a byte to 1,032 at most: what is held at once stays small


def damaged(name: str) -> str:
    return f"“{name}” is damaged or incomplete. Open it in a spreadsheet program, save it again and import that."


def open_package(name: str, content: bytes) -> zipfile.ZipFile | None:
    """Return the package of an xlsx or ods, None for another file. Raises CannotImportError for one that is not safe."""
    if not content.startswith(b"PK"):
        return None
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except TORN:
        raise CannotImportError(damaged(name)) from None
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        most = LARGEST_UNPACKED // 1_000_000
        raise CannotImportError(f"“{name}” unpacks to more than {most} MB. Split the workbook and import the parts.")
    if unpacked > SMALL_UNPACKED and unpacked > MOST_TIMES_PACKED * len(content):
        raise CannotImportError(
            f"“{name}” is packed in a way that no spreadsheet program does. "
            "Open it in a spreadsheet program, save it again and import that."
        )
    try:
        honest = all(_unpacks_as_said(content, entry) for entry in entries)
    except TORN:
        honest = False
    if not honest:
        raise CannotImportError(damaged(name))
    return package


def _unpacks_as_said(content: bytes, entry: zipfile.ZipInfo) -> bool:
    """Answer whether an entry is as large as the directory says. The reader of the sheets does not stop where it is not."""
    name, extra = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    data = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        return len(data) == entry.file_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return False
    unpacking, size = zlib.decompressobj(-15), 0
    for place in range(0, len(data), STEP):
        size += len(unpacking.decompress(data[place : place + STEP]))
        if size > entry.file_size:
            return False
    return size == entry.file_size
