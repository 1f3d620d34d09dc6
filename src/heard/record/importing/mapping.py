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
    except (ValueError, RecursionError) as error:
        raise CannotImportError(f"The mapping file “{path.name}” cannot be read: {error}.") from None
    unknown = sorted(set(table) - {"sheets", "headers", "values"}) if isinstance(table, dict) else ["a list"]
    if unknown:
        raise CannotImportError(f"“{path.name}” may have the tables sheets, headers and values only, not {unknown[0]}.")
    return Mapping(_sheets(path, table), _headers(path, table), _values(path, table))


def _table(path: Path, name: str, found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise CannotImportError(f"“{path.name}” [{name}]: this must be a table of “old name” = “new name”.")
    return found


def _titles() -> str:
    return ", ".join(shape.title for shape in SHAPES)


def _sheets(path: Path, table: dict[str, Any]) -> dict[str, str]:
    kinds = {slug(shape.title): shape.kind for shape in SHAPES}
    sheets = {}
    for name, target in _table(path, "sheets", table.get("sheets", {})).items():
        if slug(str(target)) not in kinds:
            raise CannotImportError(f"“{path.name}” [sheets] “{name}”: use one of {_titles()}.")
        sheets[slug(name)] = kinds[slug(str(target))]
    return sheets


def _headers(path: Path, table: dict[str, Any]) -> dict[tuple[str, str], str]:
    headers: dict[tuple[str, str], str] = {}
    for name, target in _table(path, "headers", table.get("headers", {})).items():
        of_one_sheet = isinstance(target, dict)
        where = f"headers.{name}" if of_one_sheet else "headers"
        chosen = [shape for shape in SHAPES if not of_one_sheet or slug(shape.title) == slug(name)]
        if not chosen:
            raise CannotImportError(f"“{path.name}” [{where}]: use one of {_titles()}.")
        for old, new in target.items() if of_one_sheet else [(name, target)]:
            fitting = [shape for shape in chosen if slug(str(new)) in shape.by_header]
            if not fitting:
                which = "that sheet has no" if of_one_sheet else "no sheet has a"
                raise CannotImportError(f"“{path.name}” [{where}] “{old}”: {which} column “{new}”.")
            headers |= {(shape.kind, slug(old)): slug(str(new)) for shape in fitting}
    return headers


def _values(path: Path, table: dict[str, Any]) -> dict[tuple[str, str], str]:
    keys: dict[str, set[str]] = {}
    for shape in SHAPES:
        for header, column in shape.by_header.items():
            keys.setdefault(header, set()).add(column.key)
    renamed: dict[tuple[str, str], str] = {}
    for header, words in _table(path, "values", table.get("values", {})).items():
        where = f"values.{header}"
        if slug(header) not in keys:
            raise CannotImportError(f"“{path.name}” [{where}]: no sheet has a column of that name.")
        for old, new in _table(path, where, words).items():
            if isinstance(new, list | dict):
                raise CannotImportError(f"“{path.name}” [{where}] “{old}”: give one word in its place.")
            renamed |= {(key, str(old).strip().casefold()): str(new) for key in keys[slug(header)]}
    return renamed
