"""What the repository itself must keep to: its locks, its sizes, its words, its decisions, its migrations."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
REQUIREMENT = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)")


def listed() -> list[Path]:
    """Return every file that git holds, or would take in, except binary ones."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        if os.environ.get("CI"):
            pytest.fail("in CI this must be a git checkout")
        pytest.skip("this is not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    files = [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]
    return [file for file in files if b"\0" not in file.read_bytes()]


def code() -> list[Path]:
    """Return our own Python: a migration is written by a program."""
    return [file for file in listed() if file.suffix == ".py" and "migrations" not in file.parts]


def place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


# Locks and dependencies


def locked(lock: str) -> dict[str, tuple[str, str]]:
    """Return package → (version, the whole of its entry)."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text("utf-8"))
    found = [(REQUIREMENT.match(entry), entry) for entry in entries]
    return {match[1]: (match[2], entry) for match, entry in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_hash(lock):
    assert [package for package, (_, entry) in locked(lock).items() if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_nothing_but_pinned_requirements_with_hashes_and_comments(lock):
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    known = re.compile(r"\s*#|\s+--hash=sha256:[0-9a-f]{64}( \\)?$|$")
    assert [line for line in lines if not known.match(line) and not REQUIREMENT.match(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert [word for word in ("http", "://", "--index-url", "--find-links", "file:") if word in text] == []


def test_both_locks_have_the_same_versions():
    everyday, development = (locked(lock) for lock in LOCKS)
    assert {p: v for p, (v, _) in everyday.items() if development.get(p, ("missing",))[0] != v} == {}


def test_every_dependency_is_in_its_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {LOCKS[0]: project["dependencies"], LOCKS[1]: project["optional-dependencies"]["dev"]}
    assert [
        (lock, r) for lock, requirements in wanted.items() for r in requirements if name(r) not in locked(lock)
    ] == []


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").split("[project.scripts]")[0].splitlines()
    requirements = [line for line in lines if re.match(r'    "[A-Za-z]', line)]
    assert len(requirements) > 20
    assert [line.strip() for line in requirements if not re.search(r'",\s+# \w', line)] == []


# Sizes


def test_no_file_of_code_has_400_lines():
    sizes = {place(file): len(file.read_text("utf-8").splitlines()) for file in code()}
    assert {file: lines for file, lines in sizes.items() if lines >= 400} == {}


def test_no_function_has_60_lines():
    long = {}
    for file in code():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60:
                long[f"{place(file)}:{node.name}"] = node.end_lineno - node.lineno + 1
    assert long == {}


# Words

FORBIDDEN = (
    r"(?<![\w.])/(root|work|farm|home)/",  # a folder of somebody's machine
    r"\b(TODO|FIXME|XXX)\b|NotImplementedError",  # work that was left
    r"pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org",  # a machine's setting, not the project's
)


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_file_holds_a_forbidden_word(pattern):
    files = [file for file in listed() if file != Path(__file__).resolve()]
    assert {place(file): found[0] for file in files if (found := re.search(pattern, file.read_text("utf-8")))} == {}


# Decisions and the glossary

DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
HEADINGS = ["Context", "Decision", "Consequences", "What must not change"]


def test_decisions_are_numbered_without_gaps():
    assert [int(file.name[:4]) for file in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_is_at_most_40_lines(file):
    assert len(file.read_text("utf-8").splitlines()) <= 40


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_has_its_number_and_its_four_parts(file):
    lines = file.read_text("utf-8").splitlines()
    assert lines[0].startswith(f"# {int(file.name[:4])}. ")
    assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS


def glossary() -> list[list[str]]:
    """Return the glossary's rows as (word, meaning, identifiers)."""
    lines = (ROOT / "docs" / "GLOSSARY.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "word" and set(row[0]) != {"-"}]


def identifiers() -> set[str]:
    """Return every name that the code under src defines: modules, classes, functions, arguments, variables."""
    found = set()
    for file in (ROOT / "src").rglob("*.py"):
        found.add(file.stem)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return found


def test_every_row_of_the_glossary_has_a_word_a_meaning_and_an_identifier():
    assert [row for row in glossary() if len(row) != 3 or not all(row)] == []


def test_every_identifier_in_the_glossary_exists():
    named = {word for row in glossary() for word in re.findall(r"`([^`]+)`", row[2])}
    assert named - identifiers() == set()


def test_an_identifier_is_in_code_style_or_a_dash():
    assert [row for row in glossary() if not re.fullmatch(r"–|`\w+`(, `\w+`)*", row[2])] == []


def test_no_word_is_explained_twice():
    assert [word for word, times in Counter(row[0] for row in glossary()).items() if times > 1] == []


def test_every_table_of_the_register_is_in_the_glossary():
    named = {word for row in glossary() for word in re.findall(r"`([^`]+)`", row[2])}
    assert {model.__name__ for model in apps.get_app_config("record").get_models()} - named == set()


# Migrations and CI


def test_migrations_have_one_head():
    loader = MigrationLoader(None)
    assert {
        app: loader.graph.leaf_nodes(app) for app in loader.migrated_apps if len(loader.graph.leaf_nodes(app)) != 1
    } == {}


@pytest.mark.database
@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_ci_runs_what_run_py_test_runs():
    commands = [line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert commands[-1] == "exec python3 run.py test"


def test_ci_can_be_run():
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_law_imports_the_standard_library_only():
    allowed = {*sys.stdlib_module_names, "heard"}
    found = {
        f"{path.name}: {name}"
        for path in (ROOT / "src/heard/law").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in imported(node)
        if name.partition(".")[0] not in allowed or (name.startswith("heard") and not name.startswith("heard.law"))
    }
    assert found == set()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


LINK = re.compile(r"\]\(([^)#:]+)\)")


def test_every_link_in_a_document_leads_somewhere():
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in LINK.findall(document.read_text())
        if not (document.parent / target).exists()
    ]
    assert broken == []
