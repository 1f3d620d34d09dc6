"""A mapping file: a council's own sheet names, headers and words, said once and used at every import.

[sheets]
"Register 22-23" = "Complaints"

[headers]                      # or [headers.Complaints] for one sheet
"Case no" = "Reference"

[values."Stage 1 outcome"]
"U/H" = "Upheld"
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heard.law.words import slug
from heard.record.importing.problems import CannotImportError
from heard.record.importing.shapes import SHAPES


@dataclass(frozen=True)
class Mapping:
    """Renamings, everything keyed by slug. `headers` is keyed by (sheet kind, header), `values` by (header, word)."""

    sheets: dict[str, str] = field(default_factory=dict)
    headers: dict[tuple[str, str], str] = field(default_factory=dict)
    values: dict[tuple[str, str], str] = field(default_factory=dict)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping from TOML or JSON. Raises CannotImportError that names the table and key that is wrong."""
    try:
        content = path.read_text(encoding="utf-8")
        table = json.loads(content) if path.suffix.lower() == ".json" else tomllib.loads(content)
    except OSError:
        raise CannotImportError(f"The mapping file “{path.name}” could not be opened.") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise CannotImportError(f"The mapping file “{path.name}” cannot be read: {error}") from None
    if not isinstance(table, dict) or set(table) - {"sheets", "headers", "values"}:
        raise CannotImportError(f"“{path.name}” may have the tables sheets, headers and values only.")
    return Mapping(_sheets(path, table), _headers(path, table), _values(path, table))


def _table(path: Path, table: dict[str, Any], name: str) -> dict[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise CannotImportError(f"“{path.name}” [{name}]: this must be a table of “old name” = “new name”.")
    return found


def _sheets(path: Path, table: dict[str, Any]) -> dict[str, str]:
    kinds = {slug(shape.title): shape.kind for shape in SHAPES}
    sheets = {}
    for name, target in _table(path, table, "sheets").items():
        if slug(str(target)) not in kinds:
            titles = ", ".join(shape.title for shape in SHAPES)
            raise CannotImportError(f"“{path.name}” [sheets] “{name}”: use one of {titles}.")
        sheets[slug(name)] = kinds[slug(str(target))]
    return sheets


def _headers(path: Path, table: dict[str, Any]) -> dict[tuple[str, str], str]:
    headers: dict[tuple[str, str], str] = {}
    for name, target in _table(path, table, "headers").items():
        chosen = [s for s in SHAPES if slug(s.title) == slug(name)] if isinstance(target, dict) else list(SHAPES)
        pairs = target.items() if isinstance(target, dict) else [(name, target)]
        for old, new in pairs:
            fitting = [shape for shape in chosen if slug(str(new)) in shape.by_header]
            if not fitting:
                raise CannotImportError(f"“{path.name}” [headers] “{old}”: no sheet has a column “{new}”.")
            headers |= {(shape.kind, slug(old)): slug(str(new)) for shape in fitting}
    return headers


def _values(path: Path, table: dict[str, Any]) -> dict[tuple[str, str], str]:
    known = {header: column.key for shape in SHAPES for header, column in shape.by_header.items()}
    renamed: dict[tuple[str, str], str] = {}
    for header, words in _table(path, table, "values").items():
        if slug(header) not in known or not isinstance(words, dict):
            raise CannotImportError(f"“{path.name}” [values] “{header}”: no sheet has a column of that name.")
        renamed |= {(known[slug(header)], str(old).strip().casefold()): str(new) for old, new in words.items()}
    return renamed
