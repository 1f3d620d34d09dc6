#!/usr/bin/env python3
"""Start Heard on a machine that has only Python 3.11 and pip. Standard library only.

    python3 run.py            set up, then load the demonstration council and write its annual report
    python3 run.py setup      set up and start nothing
    python3 run.py test       everything that CI runs
    python3 run.py WORD …     any other word is passed to the `heard` command
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HEARD = VENV / "bin" / "heard"
LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def setup(lock: Path) -> None:
    """Make the environment and install exactly what the lock names; do nothing where that is already done."""
    stamp = VENV / f"{lock.stem}.stamp"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode() + str(ROOT).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and HEARD.exists():
        return
    if not PYTHON.exists() or (VENV / "python.stamp").read_text() != sys.version + str(ROOT):
        say("Making the Python environment in .venv")
        venv.EnvBuilder(with_pip=False, clear=True, symlinks=True).create(VENV)
        (VENV / "python.stamp").write_text(sys.version + str(ROOT))
    say(f"Installing what {lock.name} names (once; this takes a minute)")
    install(lock)
    add_heard()
    stamp.write_text(wanted)


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


def stop(message: str) -> int:
    say(message)
    return 2


def demonstration() -> int:
    """Load the demonstration council into a home of its own, write its report and say where it is."""
    os.environ.setdefault("HEARD_HOME", str(ROOT / "var" / "demonstration"))
    return subprocess.run([HEARD, "demo", str(ROOT / "demonstration" / "dudley-2022-23.xlsx")], check=False).returncode


def apt_install(package: str, program: str) -> bool:
    """Install a Debian package where this machine may; answer whether the program is there afterwards."""
    if not shutil.which(program) and shutil.which("apt-get") and os.geteuid() == 0:
        say(f"Installing {package} for the browser tests")
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], **quiet)  # type: ignore[call-overload]
    return shutil.which(program) is not None


def checks(browser: bool) -> list[tuple[str, list[str]]]:
    """Every check that CI makes, in order, as (what it is, command)."""
    tool = lambda name: str(VENV / "bin" / name)  # noqa: E731
    pytest = [str(PYTHON), "-m", "pytest", "-q", "-n", "2"]
    return [
        ("lint", [tool("ruff"), "check", "."]),
        ("format", [tool("ruff"), "format", "--check", "."]),
        ("types", [tool("mypy")]),
        ("import arrows", [tool("lint-imports")]),
        ("security slips", [tool("bandit"), "-q", "-r", "src", "-c", "pyproject.toml"]),
        ("tests on SQLite", pytest + ([] if browser else ["-m", "not browser"])),
        ("tests on PostgreSQL", [str(PYTHON), "tests/with_postgresql.py", *pytest, "-m", "database"]),
    ]


def test(words: list[str]) -> int:
    """Run every check and name at the end what failed and what could not run."""
    setup(DEV_LOCK)
    if words:
        return subprocess.run([str(PYTHON), "-m", "pytest", *words], cwd=ROOT, check=False).returncode
    browser = apt_install("chromium", "chromium")
    results = []
    for name, command in checks(browser):
        say(f"\n== {name}")
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        results.append((name, code, time.monotonic() - began))
    say("")
    for name, code, seconds in results:
        say(f"{'passed' if code == 0 else 'FAILED':7} {seconds:6.1f} s  {name}")
    if not browser:
        say("SKIPPED           browser tests: there is no Chromium here and it could not be installed")
    in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return int(any(code for _, code, _ in results) or (in_ci and not browser))


def main(words: list[str]) -> int:
    if sys.version_info < (3, 11):
        return stop("Heard needs Python 3.11 or newer.")
    if words[:1] == ["test"]:
        return test(words[1:])
    setup(LOCK)
    if words[:1] == ["setup"]:
        return 0
    return subprocess.run([HEARD, *words], check=False).returncode if words else demonstration()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
