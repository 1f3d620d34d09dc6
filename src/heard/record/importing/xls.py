"""What calamine does not tell of an .xls, and what would stop it dead: read from the records of the old format itself.

calamine reads a cell that shows an error as blank, and a damaged file can end the whole process inside it. So the
records are walked through once before it may open the file ([MS-CFB] for the container, [MS-XLS] for the records).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

from heard.record.importing.faults import Faults, Place

END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here up are marks, not sectors."""

SECTORS_IN_HEADER = 109
BOF, EOF, BOUNDSHEET, DATEMODE, FILEPASS = 0x0809, 0x000A, 0x0085, 0x0022, 0x002F
FORMULA, BOOLERR = 0x0006, 0x0205
CELLS = {FORMULA, BOOLERR, 0x0201, 0x0203, 0x0204, 0x00FD, 0x027E, 0x00BD, 0x00BE, 0x00D6}
MOST_COLUMNS = 256


def look_through_xls(content: bytes) -> Faults:
    """Walk through an .xls. Raises ValueError where it is damaged. One with a password is left to calamine to refuse."""
    try:
        return _read(_workbook_stream(content))
    except (struct.error, LookupError) as error:
        raise ValueError("the file ends too early") from error


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)  # an odd length is an error here as it is in calamine


def _workbook_stream(content: bytes) -> bytes:
    """Take the stream with the workbook's records out of the container."""
    size, small = 1 << (content[30] & 15), 1 << (content[32] & 15)
    first_directory, _, cutoff, first_small, _, first_more, _ = struct.unpack_from("<7I", content, 48)

    def sector(number: int) -> bytes:
        found = content[(number + 1) * size : (number + 2) * size]
        if not found:
            raise ValueError("a sector is missing")
        return found

    tables = [n for n in struct.unpack_from(f"<{SECTORS_IN_HEADER}I", content, 76) if n < END_OF_CHAIN]
    while first_more < END_OF_CHAIN and len(tables) * size <= len(content):
        *more, first_more = _numbers(sector(first_more))
        tables += [n for n in more if n < END_OF_CHAIN]
    following = [n for table in tables for n in _numbers(sector(table))]

    def stream(first: int) -> bytes:
        return b"".join(sector(number) for number in _chain(following, first))

    entries = {name: (start, length) for name, start, length in _entries(stream(first_directory))}
    start, length = entries.get("workbook") or entries.get("book") or (END_OF_CHAIN, 0)
    if length >= cutoff:
        return stream(start)[:length]
    inside, following_small = stream(entries["root entry"][0]), _numbers(stream(first_small))
    return b"".join(inside[n * small : (n + 1) * small] for n in _chain(following_small, start))[:length]


def _chain(following: list[int] | tuple[int, ...], first: int) -> Iterator[int]:
    number, steps = first, 0
    while number < END_OF_CHAIN:
        yield number
        number, steps = following[number], steps + 1
        if steps > len(following):
            raise ValueError("the sectors go round in a circle")


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        if name:
            yield name.lower(), *struct.unpack_from("<2I", entry, 116)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Give each record of one part of the stream: its kind and content, charts inside the part left out."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<2H", stream, place)
        body = stream[place + 4 : place + 4 + length]
        if len(body) < length:
            raise ValueError("a record is cut off")
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body
        place += 4 + length


def _read(stream: bytes) -> Faults:
    faults, sheets, excel_95 = Faults(), {}, False
    for kind, body in _records(stream, 0):
        if kind == FILEPASS:
            return Faults()
        if kind == BOF:
            excel_95 = body[1] == 5
        elif kind == DATEMODE:
            faults.from_1904 = body[0] == 1
        elif kind == BOUNDSHEET and body[5] == 0:
            sheets[_sheet_name(body, excel_95)] = struct.unpack_from("<I", body)[0]
    for name, place in sheets.items():
        faults.broken[name] = frozenset(_broken(stream, place))
    return faults


def _sheet_name(body: bytes, excel_95: bool) -> str:
    letters = body[6]
    if excel_95:
        return body[7 : 7 + letters].decode("cp1252", "replace")
    return body[8 : 8 + letters * 2].decode("utf-16-le") if body[7] & 1 else body[8 : 8 + letters].decode("latin-1")


def _broken(stream: bytes, place: int) -> Iterator[Place]:
    for kind, body in islice(_records(stream, place), 1, None):
        if kind not in CELLS:
            continue
        row, column = struct.unpack_from("<2H", body)
        if column >= MOST_COLUMNS:
            raise ValueError("a cell lies beyond the last column")
        shows_error = kind == BOOLERR and body[7] == 1
        if shows_error or (kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2):
            yield row + 1, column + 1
