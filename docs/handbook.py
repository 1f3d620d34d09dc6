"""Write the handbook from the procedures and the tables of `tests/spec`: `.venv/bin/python docs/handbook.py`.

Nothing in `docs/handbook/` is written by hand. The tables are read and not run, so this needs no database and no tests.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from heard.access.roles import ROLES
from heard.law.due import day_said
from heard.law.procedures import CONFIDENCE, Clock, Definition, EventRule, shipped
from heard.law.procedures.model import CONVENTIONS, KINDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "handbook"
COMMAND = ".venv/bin/python docs/handbook.py"
WRITTEN = f"*Written by `{COMMAND}`. Do not edit it here.*"


# Words and tables


def said(value: Any) -> str:
    """Return a value as a cell of a table. An identifier is shown as the words that it is made of."""
    if value is None or value == "" or value == [] or value == {} or value == set():
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%a} {value.day} {value:%b %Y}"
    if isinstance(value, Mapping):
        return "; ".join(f"{said(key)}: {said(one)}" for key, one in value.items())
    if isinstance(value, set | frozenset):
        return ", ".join(sorted(map(said, value)))
    if isinstance(value, list | tuple):
        return "; ".join(map(said, value))
    text = re.sub(r"(?<=\w)_(?=\w)", " ", re.sub(r"\s+", " ", str(value)).strip())
    return re.sub(r"([|<*\[\]_])", r"\\\1", text)


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a table in Markdown, without the columns that no row fills."""
    columns, cells = list(columns), [[said(one) for one in row] for row in rows]
    kept = [place for place in range(len(columns)) if any(row[place] != "–" for row in cells)]
    lines = [
        [columns[place] for place in kept],
        ["---"] * len(kept),
        *([row[place] for place in kept] for row in cells),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def sentence(name: str) -> str:
    """Return the name of a test as the sentence that it is."""
    words = re.sub(r"_s_", "'s ", name.removeprefix("test_").replace("_", " "))
    return words[:1].upper() + words[1:]


def plain(docstring: str | None) -> str:
    return (docstring or "").strip()


def first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!])\s", re.sub(r"\s+", " ", text), maxsplit=1)[0].rstrip(".")


# The procedures


def roles(names: Iterable[str]) -> str:
    return ", ".join(ROLES[name].title.lower() if name in ROLES else name for name in names)


@cache
def bases() -> dict[str, str]:
    """Return definition → the definition that its file extends, or itself."""
    folder = files("heard.law.procedures")
    texts = {one.name: folder.joinpath(f"{one.name}.toml").read_text("utf-8") for one in shipped().all}
    found = {name: tomllib.loads(text).get("extends", name) for name, text in texts.items()}
    return {name: found[base] for name, base in found.items()}


def procedure_pages() -> dict[str, tuple[str, str]]:
    """Return file → (title, text): a page for each definition that extends no other, with those that extend it."""
    found = {}
    for root in shipped().all:
        if bases()[root.name] == root.name:
            after = [one for one in shipped().all if bases()[one.name] == root.name and one is not root]
            parts = [f"# {root.title}", WRITTEN, *head(root), *rules(root, None)]
            for one in after:
                parts += [f"## {one.title}", *head(one), *rules(one, root, "###")]
            found[f"procedure-{root.procedure}.md"] = (root.title, "\n\n".join(parts) + "\n")
    return found


def head(one: Definition) -> list[str]:
    until = f" to {day_said(one.until)}" if one.until else ", and it is in force today"
    force = (
        f"For what is received from {day_said(one.since)}{until}. Source: {one.source} ({CONFIDENCE[one.confidence]})."
    )
    return [said(force), *([said(one.note)] if one.note else [])]


OF_EVENTS = ("what happens", "in which stages", "who does it", "leads to", "only after", "and", "source")
OF_CLOCKS = ["clock", "what must happen", "counted from", "target", "limit", "who owes it", "and", "rule", "source"]


def rules(one: Definition, base: Definition | None, level: str = "##") -> list[str]:
    """Return the tables of a definition; of one that extends another, only what is not the same."""

    def own(kind: str) -> list[Any]:
        others = getattr(base, kind) if base else {}
        return [rule for key, rule in getattr(one, kind).items() if others.get(key) != rule]

    parts, changed = [], "" if base is None else " that are not the same"
    below = [key for kind in ("events", "clocks") for key in (getattr(base, kind) if base else ())]
    gone = [key for key in below if key not in {*one.events, *one.clocks}]
    if stages := own("stage_rules"):
        rows = [(rule.title, [one.events[event].says for event in rule.owes], rule.ends or "") for rule in stages]
        parts += [f"{level} Stages{changed}", table(("stage", "owed in it, in this order", "ends"), rows)]
    if events := own("events"):
        rows = [event_row(one, rule) for rule in events]
        parts += [f"{level} What may be done, and by whom{changed}", table(OF_EVENTS, rows)]
    if clocks := own("clocks"):
        parts += [f"{level} Clocks{changed}", table(OF_CLOCKS, [clock_row(one, clock) for clock in clocks])]
        doubts = [(clock.id, CONFIDENCE[clock.confidence], clock.doubt) for clock in clocks]
        parts += [f"{level} How sure we are of these days", table(("clock", "how sure", "what is doubtful"), doubts)]
    if letters := own("letters"):
        rows = [(rule.title, rule.contains, rule.source, CONFIDENCE[rule.confidence]) for rule in letters]
        parts += [f"{level} Letters{changed}", table(("letter", "what it must contain", "source", "how sure"), rows)]
    if gone:
        parts += [f"Not taken over from above: {said(gone)}."]
    return parts or ["All of it is as above."]


def event_row(law: Definition, rule: EventRule) -> tuple[Any, ...]:
    stages = [law.stage_rules[stage].title for stage in rule.stages] or "no stage: there is no power to do it"
    remarks = ["May happen more than once."] if rule.again else []
    if rule.another_than:
        others = ", ".join(f"“{law.events[other].says}”" for other in rule.another_than)
        remarks.append(f"Not by the person of {others}.")
    remarks += [f"Letter: {law.letters[letter].title}." for letter in rule.letters]
    remarks += [f"Sending it is “{law.events[rule.sent].says}”."] if rule.sent not in ("", rule.id) else []
    remarks += [rule.guard] if rule.guard else []
    to = law.stage_rules[rule.to].title if rule.to else ""
    needs = [law.events[needed].says for needed in rule.needs]
    return rule.says, stages, roles(rule.by), to, needs, " ".join(remarks), rule.source


def counted(count: int | None, unit: str) -> str:
    return "" if count is None else f"{count} {unit.removesuffix('s') if count == 1 else unit}"


def clock_row(law: Definition, clock: Clock) -> tuple[Any, ...]:
    unit, says = clock.unit.replace("-", " "), {"": "", **{key: f"“{rule.says}”" for key, rule in law.events.items()}}
    target, limit = (counted(count, unit) for count in (clock.target, clock.limit))
    most = f" Then the limit is {clock.limit_extended} {unit}." if clock.limit_extended else ""
    holidays = clock.calendar.replace("-", " ").title()
    remarks = (
        (clock.kind != "deadline", KINDS[clock.kind]),
        (clock.convention != "A", CONVENTIONS[clock.convention]),
        (clock.backwards, "Counted back from that day."),
        (clock.rolls, "An end that is no working day is moved to the next one."),
        (clock.calendar != "england", f"The bank holidays are those of the {holidays}."),
        (clock.excludes_closures, "Days on which the council is closed do not count."),
        (clock.extended_by, f"Extended by {says[clock.extended_by]}, on or before the target.{most}"),
        (clock.pauses, f"Stops at {says[clock.pauses]}, until {says[clock.resumes]}."),
        (clock.starts_on_instead, f"Or counted from {says[clock.starts_on_instead]}: a setting."),
        (clock.capped_by, f"Starts on the last day of {clock.capped_by} at the latest."),
    )
    also, owes = " ".join(text for holds, text in remarks if holds), roles([clock.owed_by] if clock.owed_by else [])
    starts = law.events[clock.starts_on].says
    return clock.id, clock.does, starts, target, limit, owes, also, clock.rule, clock.source


# The tables of the tests


@dataclass
class Table:
    """A table of a test module: its rows, the comment that names its columns, and the text below it."""

    value: Any
    comment: str = ""
    below: str = ""
    columns: tuple[str, ...] = ()


@dataclass
class Spec:
    """One module of `tests/spec` as it is written: what its names hold where that can be known without running it."""

    name: str
    tree: ast.Module
    lines: list[str]
    names: dict[str, Any]
    tables: dict[str, Table]


SAFE = (
    "range",
    "len",
    "str",
    "int",
    "dict",
    "list",
    "set",
    "frozenset",
    "tuple",
    "sorted",
    "min",
    "max",
    "zip",
    "enumerate",
)


PYTEST = SimpleNamespace(param=lambda *values, **_: values if len(values) != 1 else values[0])


@cache
def spec(path: Path) -> Spec:
    """Read a module of tables. A name whose value needs our own code, or a file, is left out."""
    text = path.read_text("utf-8")
    tree, known = ast.parse(text), {name: getattr(builtins, name) for name in SAFE}
    names: dict[str, Any] = {"date": date, "timedelta": timedelta, "pytest": PYTEST}
    found = Spec(path.stem, tree, text.splitlines(), {"__builtins__": known, **names}, {})
    for place, node in enumerate(tree.body):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests.spec."):
            other = spec(path.with_name(f"{(node.module or '').rpartition('.')[2]}.py"))
            for alias in node.names:
                if alias.name in other.names:
                    found.names[alias.asname or alias.name] = other.names[alias.name]
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            keep(found, node.targets[0].id, node, tree.body[place + 1 : place + 2])
    return found


def keep(found: Spec, name: str, node: ast.Assign, following: list[ast.stmt]) -> None:
    value = known_value(node.value, found.names)
    if value is None:
        return
    found.names[name] = value
    if is_table(value):
        below = ""
        if following and isinstance(following[0], ast.Expr) and isinstance(following[0].value, ast.Constant):
            below = plain(str(following[0].value.value))
        found.tables[name] = Table(value, comment(found.lines, node.lineno), below)


def is_table(value: Any) -> bool:
    """Answer whether a value is rows. A dictionary is where each entry is of one kind, and not one thing with its parts."""
    return bool(value) and (
        isinstance(value, list) or (isinstance(value, dict) and len(set(map(type, value.values()))) == 1)
    )


def known_value(node: ast.expr, names: dict[str, Any]) -> Any:
    """Return what an expression is, and None where that cannot be known from this module alone."""
    try:
        return eval(compile(ast.Expression(node), "a table", "eval"), dict(names))
    except Exception:  # whatever it needs, it is not here
        return None


def comment(lines: list[str], start: int) -> str:
    """Return the comment on the first lines inside a table."""
    found = []
    for line in lines[start:]:
        if not line.strip().startswith("# "):
            break
        found.append(line.strip()[2:])
    return " ".join(found)


def shown(one: Table) -> str:
    """Return a table in Markdown: a row for each entry, with the columns that its comment names, or else its arguments."""
    entries = list(one.value.items()) if isinstance(one.value, dict) else list(one.value)
    rows = [list(row) if isinstance(row, tuple) else [row] for row in entries]
    if isinstance(one.value, dict) and all(isinstance(row[1], tuple) for row in rows):
        rows = [[row[0], *row[1]] for row in rows]
    width = max(len(row) for row in rows)
    named, _, more = one.comment.partition(". ")
    columns = tuple(re.split(r", (?![^(]*\))", named)) if one.comment else ()
    arrow = re.match(r"(.+?) → ([^.:]+)", one.below)
    if len(columns) != width:
        columns = arrow.groups() if arrow and width == 2 else one.columns
    columns = columns if len(columns) == width else ("",) * width
    rows = [row + [""] * (width - len(row)) for row in rows]
    parts = [
        table([said(name) if name else " " for name in columns], rows),
        *([said(more)] if more else []),
        *([said(one.below)] if one.below else []),
    ]
    return "\n\n".join(parts)


def used(test: ast.FunctionDef, found: Spec) -> list[str]:
    """Return the tables that a test is run over or speaks of, in that order."""
    nodes = [*test.decorator_list, *test.body]
    names = [node.id for part in nodes for node in ast.walk(part) if isinstance(node, ast.Name)]
    return [name for name in dict.fromkeys(names) if name in found.tables]


def written_in(test: ast.FunctionDef, found: Spec) -> list[Table]:
    """Return the tables that stand in the decorators of a test itself."""
    tables = []
    for call in test.decorator_list:
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("parametrize") and len(call.args) > 1:
            arguments, value = known_value(call.args[0], found.names), known_value(call.args[1], found.names)
            columns = (arguments,) if isinstance(arguments, str) else tuple(arguments or ())
            for name in {
                node.id for node in ast.walk(call.args[1]) if isinstance(node, ast.Name)
            } & found.tables.keys():
                found.tables[name].columns = columns
            if isinstance(call.args[1], ast.List) and isinstance(value, list) and value:
                tables.append(Table(value, columns=tuple(one.replace("_", " ") for one in columns)))
    return tables


def spec_page(path: Path) -> tuple[str, str]:
    """Return (title, text) of the page of one module."""
    found = spec(path)
    docstring = plain(ast.get_docstring(found.tree))
    title, parts, seen = first_sentence(docstring), [], set[str]()
    rest = docstring[len(title) :].lstrip(".?! ").strip() if docstring.startswith(title) else docstring
    tests = [node for node in found.tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    if path.stem.endswith("_against_decisions"):
        explained = {name: one for name, one in found.tables.items() if explains(one.value)}
        parts += [part for name, one in explained.items() for part in (f"## {sentence(name.lower())}", shown(one))]
        tests = []
    for test in tests:
        own = written_in(test, found)
        own = [*(found.tables[name] for name in used(test, found) if name not in seen), *own]
        seen |= set(used(test, found))
        says = said(plain(ast.get_docstring(test)).replace("\n", " ")) if ast.get_docstring(test) else ""
        if own:
            parts += [f"## {sentence(test.name)}", *([says] if says else []), *map(shown, own)]
        else:
            line = f"- **{sentence(test.name)}.** {says}".rstrip()
            joins = parts and parts[-1].startswith("- **")
            parts[-1:] = [f"{parts[-1]}\n{line}"] if joins else [*parts[-1:], line]
    source = f"The tests: [tests/spec/{path.name}](../../tests/spec/{path.name})."
    return title, "\n\n".join(filter(None, [f"# {title}", WRITTEN, rest, source, *parts])) + "\n"


def explains(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) and isinstance(one, str) for key, one in value.items())


# All of it


def pages() -> dict[str, str]:
    """Return file name → text of every page."""
    laws = procedure_pages()
    tests = {
        f"{path.stem.removeprefix('test_').replace('_', '-')}.md": spec_page(path)
        for path in sorted((ROOT / "tests" / "spec").glob("test_*.py"))
    }
    lists = [
        "\n".join(f"- [{said(title)}]({name})" for name, (title, _) in sorted(found.items(), key=lambda one: one[1][0]))
        for found in (laws, tests)
    ]
    index = [
        "# Handbook",
        WRITTEN,
        "What Heard takes the rules to be: every procedure with who may do what and by when, and the hard cases that are "
        "tried each time Heard is tested. A page changes only when a rule or a test does.",
        "## Procedures", lists[0], "## Hard cases, as they are tested", lists[1],
    ]  # fmt: skip
    return {"README.md": "\n\n".join(index) + "\n", **{name: text for name, (_, text) in {**laws, **tests}.items()}}


def main() -> None:
    PAGES.mkdir(exist_ok=True)
    written = pages()
    for gone in {file.name for file in PAGES.glob("*.md")} - written.keys():
        (PAGES / gone).unlink()
    for name, text in written.items():
        (PAGES / name).write_text(text, "utf-8")
    sys.stdout.write(f"{len(written)} pages in docs/handbook.\n")


if __name__ == "__main__":
    main()
