"""Take out one permission check at a time and see that a test notices.

    python tests/access/mutations.py                # every check; an hour on a small machine
    python tests/access/mutations.py --sample 4     # other ones for each commit, unless --seed says which

The tests must pass with everything in place, and fail with each check taken out; each core tries one at a time. Prints
each and whether it was noticed, and ends with 1 if one was not. One whose absence nobody can notice, since another
check stands behind it, is listed with its reason in EQUAL.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("access", "record", "casework", "reporting")
TESTS = (
    "tests/integration/test_failed_jobs.py",
    "tests/integration/test_messages.py",
    "tests/access/test_map.py",
    "tests/integration/test_casework_documents.py",
    "tests/integration/test_walls.py",
    "tests/integration/test_walls_elsewhere.py",
    "tests/access/test_over_http.py",
    "tests/integration/test_figure_pages.py::"
    "test_what_is_shown_and_what_is_not_make_the_figure_and_nothing_hidden_is_on_any_page",
)
BARE = {"require", "require_some", "require_for", "need"}
EVERYTHING = '__import__("heard.record.relations", fromlist=["KINDS"]).KINDS[{}]._default_manager.all()'

EQUAL: dict[str, str] = {
    "record/queries/listing.py containing seen": "the list itself begins with `seen`, by the same relations",
    "record/actions/documents.py add require_some": "the line below it asks the same for this complaint",
    "record/queries/one_complaint.py came_of_it seen": "what belongs to a complaint has its walls, and its head was `seen`",
    "record/queries/letters.py _met seen": "whoever may do something to a letter may open its complaint, by the same relation",
    "record/queries/letters.py listed seen": "its head was `seen`, and the door of its page asks for letters",
    "record/queries/letters.py released seen": "its head was `seen`, and the door of its page asks for letters",
    "record/queries/self_check.py self_check need": "a head is made only for whoever may view its complaint",
    "casework/views/complaint.py declare_conflict need": "every role that opens a complaint may declare, and the act asks",
    "casework/views/home.py home door": "what is put in its place is the same door",
    "reporting/editions.py count_edition require": "noting that it was counted asks the same, before it becomes the edition",
}
"""Check (file, function, name) → why taking it out changes nothing that anybody can see."""


@dataclass(frozen=True)
class Mutant:
    """One check, where it stands, and the text that takes it out."""

    path: str
    line: int
    function: str
    name: str
    start: tuple[int, int]
    end: tuple[int, int]
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function} {self.name}"

    @property
    def key(self) -> str:
        return f"{self.path} {self.function} {self.name}"


def mutants() -> Iterator[Mutant]:
    """Yield every permission check of the source with what would be there without it."""
    for room in ROOMS:
        for path in sorted((ROOT / "src" / "heard" / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _in_file(path)


def _in_file(path: Path) -> Iterator[Mutant]:
    name = str(path.relative_to(ROOT / "src" / "heard"))
    tree = ast.parse(path.read_text("utf-8"))
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        yield from _in_function(name, function)


def _in_function(path: str, function: ast.FunctionDef) -> Iterator[Mutant]:
    """Yield the checks of one function; those of a function within it are its own."""
    inner = {
        id(n)
        for one in ast.walk(function)
        if isinstance(one, ast.FunctionDef) and one is not function
        for n in ast.walk(one)
    }
    name = f"{path} {function.name}"
    for node in (node for node in ast.walk(function) if id(node) not in inner or node is function):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called(node.value) in BARE:
            yield _mutant(name, node, called(node.value), "pass")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and called(node.value) == "require_some":
            yield _mutant(name, node.value, "require_some", 'frozenset({"any"})')
        elif isinstance(node, ast.Call) and called(node) == "seen":
            yield _mutant(name, node, "seen", EVERYTHING.format(ast.unparse(node.args[0])))
        elif isinstance(node, ast.Call) and called(node) == "exclude" and "behind_walls" in ast.unparse(node):
            yield _mutant(name, node, "walls", ast.unparse(node.func.value))  # type: ignore[attr-defined]
        elif node is function:
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and called(decorator) == "door":
                    words = ", ".join(
                        ['"home"', '"view"', *(f"{k.arg}={ast.unparse(k.value)}" for k in decorator.keywords)]
                    )
                    yield _mutant(name, decorator, "door", f"door({words})")


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _mutant(place: str, node: ast.AST, name: str, instead: str) -> Mutant:
    path, _, function = place.partition(" ")
    start = (node.lineno, node.col_offset)  # type: ignore[attr-defined]
    end = (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    return Mutant(path, start[0], function, name, start, end, instead)


def without(text: str, mutant: Mutant) -> str:
    """Return the source without the check."""
    lines = text.splitlines(keepends=True)
    (first, left), (last, right) = mutant.start, mutant.end
    before = lines[first - 1].encode()[:left].decode()
    after = lines[last - 1].encode()[right:].decode()
    return "".join([*lines[: first - 1], before + mutant.instead + after, *lines[last:]])


def tests_pass(folder: Path) -> bool:
    """Run the tests on the source in a folder. Raises RuntimeError where they could not run at all."""
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
    if done.returncode not in (0, 1):
        raise RuntimeError(f"The tests could not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def passes(mutant: Mutant | None) -> bool:
    """Answer whether the tests pass with the check taken out, or with all of them in place."""
    with tempfile.TemporaryDirectory(prefix="heard-mutant-") as scratch:
        folder = Path(scratch)
        shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        if mutant:
            path = folder / "src" / "heard" / mutant.path
            path.write_text(without(path.read_text("utf-8"), mutant), "utf-8")
        return tests_pass(folder)


def survives(mutant: Mutant) -> bool:
    """Answer whether a check can be taken out unnoticed, and say so."""
    began = time.monotonic()
    survived = passes(mutant)
    sys.stdout.write(f"{'SURVIVED' if survived else 'noticed':8} {time.monotonic() - began:5.1f} s  {mutant}\n")
    sys.stdout.flush()
    return survived


def commit() -> str:
    """Return the commit that is checked out, so that each commit takes other checks out."""
    told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip()


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("--sample", type=int, default=0)
    words.add_argument("--seed", default="")
    options = words.parse_args()
    every = [mutant for mutant in mutants() if mutant.key not in EQUAL]
    number = min(options.sample or len(every), len(every))
    chosen = random.Random(options.seed or commit()).sample(every, number)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        sound = pool.submit(passes, None)
        tried = [pool.submit(survives, mutant) for mutant in chosen]
        if not sound.result():
            pool.shutdown(cancel_futures=True)
            sys.stdout.write("The tests fail with every check in place, so they can tell nothing.\n")
            return 1
        survivors = sum(one.result() for one in tried)
    sys.stdout.write(f"{number} of {len(every)} checks taken out, {number - survivors} noticed\n")
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main())
