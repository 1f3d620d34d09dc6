"""Making files in a process of its own: Typst keeps in memory what it has printed, and that can be gigabytes of papers.

Run as a program, it reads what to print from its input and writes the file to its output.
"""

from __future__ import annotations

import json
import subprocess  # nosec B404: it runs this same module, and no word of a paper is in its command
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from heard.letters.files.pdf import compiled

_CANNOT_PRINT = 3
_LONGEST = 300
"""Seconds that one file may take."""


def compiled_apart(source: bytes, data: Mapping[str, Any], *, root: Path) -> bytes:
    """Return what `pdf.compiled` returns. Raises ValueError as it does, and RuntimeError where no file could be made."""
    return _made("pdf", source, data, root)


def picture_apart(source: bytes, data: Mapping[str, Any], *, root: Path) -> bytes:
    """Return the one page of a source as a PNG with a dot to each point. Raises ValueError where Typst cannot make it."""
    return _made("png", source, data, root)


def _made(kind: str, source: bytes, data: Mapping[str, Any], root: Path) -> bytes:
    asked = json.dumps({"source": source.decode(), "data": data}).encode()
    command = [sys.executable, "-m", __name__, kind, str(root)]
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=_LONGEST)  # nosec B603
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"The file was not made within {_LONGEST} seconds.") from None
    if done.returncode == _CANNOT_PRINT:
        raise ValueError(done.stderr.decode())
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"The file could not be made: {last[:200]}")
    return done.stdout


def _main(kind: str, root: str) -> int:
    asked = json.loads(sys.stdin.buffer.read())
    source, data = asked["source"].encode(), asked["data"]
    try:
        made = compiled(source, data, root=root) if kind == "pdf" else _picture(source, data, root)
    except ValueError as problem:
        sys.stderr.buffer.write(str(problem).encode())
        return _CANNOT_PRINT
    sys.stdout.buffer.write(made)
    return 0


def _picture(source: bytes, data: Mapping[str, Any], root: str) -> bytes:
    # Typst's types ask for a folder given as bytes where the source is bytes, which it does not take.
    options: dict[str, Any] = {"root": root, "ignore_system_fonts": True, "format": "png", "ppi": 72}
    try:
        made = typst.compile(source, sys_inputs={"data": json.dumps(data)}, **options)
    except typst.TypstError as problem:
        raise ValueError(problem.message) from None
    if not isinstance(made, bytes):
        raise TypeError("A picture is one page, but Typst made several of it.")
    return made


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2]))
