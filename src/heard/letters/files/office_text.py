"""The words of a Word or OpenDocument file as they would be printed, read from its XML without building its tree.

What is printed: headers, the body with its tables and text boxes, notes, footers. Not what is only kept in the file: comments,
words that were struck out with changes tracked, hidden words. A picture is said to be there and no more.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.etree import ElementTree  # nosec B405: what may unpack is bounded, and a DOCTYPE stops the reading

MOST_PARTS = 2_000
MOST_BYTES = 60_000_000
"""What one part may unpack to: a small file can unpack to more than the memory holds."""
_PICTURE = "[picture]"

LOCKED = "is locked with a password. Save it without one, and choose the new file."
DAMAGED = "is damaged or is not what its name says. Open it, save it again and choose the new file."
TOO_LARGE = "unpacks to more than Heard can read. Save it as a PDF, and choose that."


class UnreadableError(Exception):
    """A file that cannot be read; the words say why, and follow its name."""


def docx(content: bytes) -> str:
    """Return the words of a Word document. Raises UnreadableError."""
    with _opened(content) as packed:
        names = sorted(name for name in packed.namelist() if name.startswith("word/") and name.endswith(".xml"))

        def parts(*starts: str) -> list[str]:
            found = [
                _read(packed, name, _Word()) for name in names if name.startswith(tuple(f"word/{s}" for s in starts))
            ]
            return list(dict.fromkeys(text for text in found if text))

        body = _read(packed, "word/document.xml", _Word())
        return "\n\n".join([*parts("header"), body, *parts("footnotes", "endnotes"), *parts("footer")]).strip()


def odt(content: bytes) -> str:
    """Return the words of an OpenDocument text. Raises UnreadableError."""
    with _opened(content) as packed:
        names = packed.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in _bytes_of(packed, "META-INF/manifest.xml"):
            raise UnreadableError(LOCKED)
        edges = _read(packed, "styles.xml", _Open("master-styles")) if "styles.xml" in names else ""
        return "\n\n".join(text for text in (edges, _read(packed, "content.xml", _Open("body"))) if text)


def _opened(content: bytes) -> zipfile.ZipFile:
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # a Word file with a password is an old compound file around it
        raise UnreadableError(
            "is locked with a password or was saved by an old program. Save it again without a password."
        )
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, RuntimeError):
        raise UnreadableError(DAMAGED) from None
    if len(packed.infolist()) > MOST_PARTS:
        raise UnreadableError(TOO_LARGE)
    return packed


def _bytes_of(packed: zipfile.ZipFile, name: str) -> bytes:
    """Return one part, and never unpack more of it than is allowed, whatever size the file says it has."""
    try:
        if packed.getinfo(name).flag_bits & 1:
            raise UnreadableError(LOCKED)
        with packed.open(name) as part:
            content = part.read(MOST_BYTES + 1)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error):
        raise UnreadableError(DAMAGED) from None
    if len(content) > MOST_BYTES:
        raise UnreadableError(TOO_LARGE)
    return content


def _read(packed: zipfile.ZipFile, name: str, reader: _Reader) -> str:
    parser = ElementTree.XMLParser(target=reader)  # nosec B314: a DOCTYPE stops the reading
    try:
        parser.feed(_bytes_of(packed, name))
        parser.close()
    except (ElementTree.ParseError, ValueError, LookupError):
        raise UnreadableError(DAMAGED) from None
    return reader.text()


class _Reader:
    """Collects words while the XML goes by. `_left_out` names the elements of which nothing is printed."""

    _left_out: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._skipped = 0
        self._cells = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}

    def doctype(self, name: str, pubid: str, system: str) -> None:
        raise UnreadableError(DAMAGED)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self._skipped or name in self._left_out:
            self._skipped += 1
        elif name in self._starts:
            self._starts[name](attributes)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if self._skipped:
            self._skipped -= 1
        elif name in self._ends:
            self._ends[name]()

    def close(self) -> None:
        """Nothing is left to do: the parser asks for it."""

    def text(self) -> str:
        lines = ("".join(line).strip(" ") for line in self._lines)
        return "\n".join(line.removesuffix(" |") for line in lines).strip()

    def say(self, words: str) -> None:
        self._lines[-1].append(words)

    def end_line(self, *_: object) -> None:
        """Begin a new line. Within a table a row is one line."""
        if self._cells:
            self.say(" ")
        else:
            self._lines.append([])

    def break_in(self, *_: object) -> None:
        """Begin a new line where something is on this one."""
        if any(part.strip() for part in self._lines[-1]):
            self.end_line()

    def start_cell(self, *_: object) -> None:
        self._cells += 1

    def end_cell(self) -> None:
        self._cells -= 1
        self.say("| ")

    def bullet(self, *_: object) -> None:
        self.say("- ")

    def picture(self, *_: object) -> None:
        self.say(f" {_PICTURE} ")


class _Word(_Reader):
    """WordprocessingML (ECMA-376, part 1, 17)."""

    # Of two ways to draw the same text box, AlternateContent holds the second for old programs.
    _left_out = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText"))

    def __init__(self) -> None:
        super().__init__()
        self._in_words = False
        self._runs: list[bool] = []  # whether each run that is open is hidden
        self._starts = {
            "t": self._start_words,
            "r": lambda _: self._runs.append(False),
            "vanish": self._vanish,
            "webHidden": self._vanish,
            "tab": lambda _: self.say("\t") if self._runs else None,
            "br": self.end_line,
            "cr": self.end_line,
            "noBreakHyphen": lambda _: self.say("-"),
            "sym": lambda _: self.say("[symbol]"),
            "blip": self.picture,
            "imagedata": self.picture,
            "numPr": self.bullet,
            "txbxContent": self.break_in,
            "tc": self.start_cell,
        }
        self._ends = {
            "t": self._end_words,
            "r": self._end_run,
            "p": self.end_line,
            "tc": self.end_cell,
            "tr": self.break_in,
        }

    def _start_words(self, _: dict[str, str]) -> None:
        self._in_words = True

    def _end_words(self) -> None:
        self._in_words = False

    def _end_run(self) -> None:
        if self._runs:
            self._runs.pop()

    def _vanish(self, attributes: dict[str, str]) -> None:
        off = any(value in ("0", "false", "off") for value in attributes.values())
        if self._runs and not off:
            self._runs[-1] = True

    def data(self, words: str) -> None:
        if self._in_words and not self._skipped and not any(self._runs):
            self.say(words)


class _Open(_Reader):
    """OpenDocument text (OASIS OpenDocument 1.3, part 3), within one element of its file."""

    _left_out = frozenset(
        ("tracked-changes", "annotation", "hidden-text", "hidden-paragraph", "title", "desc", "forms")
    )

    def __init__(self, within: str) -> None:
        super().__init__()
        self._within = within
        self._inside = False
        self._lines_open = 0
        self._starts = {
            within: self._enter,
            "p": self._start_line,
            "h": self._start_line,
            "tab": lambda _: self.say("\t"),
            "line-break": self.end_line,
            "s": self._spaces,
            "image": self.picture,
            "list-item": self.bullet,
            "note": lambda _: self.say(" ["),
            "table-cell": self.start_cell,
        }
        self._ends = {
            within: self._leave,
            "p": self._end_line,
            "h": self._end_line,
            "note": lambda: self.say("] "),
            "table-cell": self.end_cell,
            "table-row": self.break_in,
        }

    def _enter(self, _: dict[str, str]) -> None:
        self._inside = True

    def _leave(self) -> None:
        self._inside = False

    def _start_line(self, _: dict[str, str]) -> None:
        self._lines_open += 1

    def _end_line(self) -> None:
        self._lines_open -= 1
        self.say(" ") if self._lines_open else self.end_line()

    def _spaces(self, attributes: dict[str, str]) -> None:
        count = next((value for name, value in attributes.items() if name.endswith("}c")), "1")
        self.say(" " * min(int(count) if count.isdecimal() else 1, 100))

    def data(self, words: str) -> None:
        """Within a line any white space is one space; between lines it is nothing."""
        if self._inside and self._lines_open and not self._skipped:
            ends = words[:1].isspace(), words[-1:].isspace()
            inner = " ".join(words.split())
            self.say(f"{' ' * ends[0]}{inner}{' ' * (ends[1] and bool(inner))}")
