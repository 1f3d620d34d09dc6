"""Take out one permission check at a time and see that a test notices.

    python tests/access/mutations.py            # every check; hours on a small machine
    python tests/access/mutations.py --sample 5 --seed 7

Prints each mutant and whether it was caught, and ends with 1 if one was not. A survivor that changes nothing, since
another check stands behind it, is listed with its reason in EQUAL.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("access", "record", "casework", "reporting")
TESTS = ("tests/access/test_map.py", "tests/access/test_over_http.py", "tests/integration/test_walls.py")
BARE = {"require", "require_some", "require_for", "need"}
EVERYTHING = '__import__("heard.record.relations", fromlist=["KINDS"]).KINDS[{}]._default_manager.all()'

EQUAL: dict[str, str] = {
    "record/queries/listing.py:containing:seen": "the list itself is taken from `seen`, by the same relations",
    "record/queries/one_complaint.py:waiting_walls:seen": "",
}
"""Mutant → why taking the check out changes nothing that anybody can see."""


@dataclass(frozen=True)
class Mutant:
    """One check, where it stands, and the text that takes it out."""

    path: str
    line: int
    name: str
    start: tuple[int, int]
    end: tuple[int, int]
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name}"


def mutants() -> Iterator[Mutant]:
    """Yield every permission check of the source with what would be there without it."""
    for room in ROOMS:
        for path in sorted((ROOT / "src" / "heard" / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _in_file(path)


def _in_file(path: Path) -> Iterator[Mutant]:
    name = str(path.relative_to(ROOT / "src" / "heard"))
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called(node.value) in BARE:
            yield _mutant(name, node, called(node.value), "pass")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and called(node.value) == "require_some":
            yield _mutant(name, node.value, "require_some", 'frozenset({"any"})')
        elif isinstance(node, ast.Call) and called(node) == "seen":
            yield _mutant(name, node, "seen", EVERYTHING.format(ast.unparse(node.args[0])))
        elif isinstance(node, ast.Call) and called(node) == "exclude" and "behind_walls" in ast.unparse(node):
            yield _mutant(name, node, "walls", ast.unparse(node.func.value))  # type: ignore[attr-defined]
        elif isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and called(decorator) == "door":
                    words = ", ".join(
                        ['"home"', '"view"', *(f"{k.arg}={ast.unparse(k.value)}" for k in decorator.keywords)]
                    )
                    yield _mutant(name, decorator, "door", f"door({words})")


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _mutant(path: str, node: ast.AST, name: str, instead: str) -> Mutant:
    start = (node.lineno, node.col_offset)  # type: ignore[attr-defined]
    end = (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    return Mutant(path, start[0], name, start, end, instead)


def without(text: str, mutant: Mutant) -> str:
    """Return the source without the check."""
    lines = text.splitlines(keepends=True)
    (first, left), (last, right) = mutant.start, mutant.end
    before = lines[first - 1].encode()[:left].decode()
    after = lines[last - 1].encode()[right:].decode()
    return "".join([*lines[: first - 1], before + mutant.instead + after, *lines[last:]])


def caught(mutant: Mutant, folder: Path) -> bool:
    """Answer whether the tests fail without the check."""
    shutil.copytree(ROOT / "src", folder / "src", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "src" / "heard" / mutant.path
    path.write_text(without((ROOT / "src" / "heard" / mutant.path).read_text("utf-8"), mutant), "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-o",
        f"pythonpath={folder / 'src'} .",
    ]
    done = subprocess.run([*command, *TESTS], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2):
        sys.stderr.write(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode != 0


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("--sample", type=int, default=0)
    words.add_argument("--seed", type=int, default=1)
    options = words.parse_args()
    chosen = list(mutants())
    total = len(chosen)
    if options.sample:
        chosen = random.Random(options.seed).sample(chosen, min(options.sample, total))
    survivors = []
    for mutant in chosen:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="heard-mutant-") as folder:
            was_caught = caught(mutant, Path(folder))
        if not was_caught:
            survivors.append(mutant)
        sys.stdout.write(f"{'caught' if was_caught else 'SURVIVED':8} {time.monotonic() - began:5.1f} s  {mutant}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} of {total} checks taken out, {len(chosen) - len(survivors)} noticed\n")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main())
