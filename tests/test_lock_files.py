"""What set-up installs is locked, the same everywhere, and bound to no address."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTS = [
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-node.txt",
    "requirements-scale.txt",
    "requirements-audit.txt",
]


def pins(name: str) -> dict[str, str]:
    """Package (with its marker) → version."""
    found = re.findall(
        r"^([a-z0-9.-]+)(?:\[.*?\])?==(\S+)([^\\\n]*)", (ROOT / name).read_text(), re.M
    )
    return {package + marker.strip(): version for package, version, marker in found}


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_locked_with_a_hash(name: str) -> None:
    requirements = re.split(r"\n(?=\w)", (ROOT / name).read_text().split("make lock\n")[1])
    assert [line for line in requirements if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", [*LISTS, "package-lock.json"])
def test_a_lock_file_names_no_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.findall(r"index-url|find-links|trusted-host|\"resolved\"", text) == []


def test_the_tests_run_with_the_versions_that_the_site_runs_with() -> None:
    development = pins("requirements-dev.txt")
    # What the site needs somewhere, the tests may need everywhere.
    differing = {
        package: version
        for package, version in pins("requirements.txt").items()
        if development.get(package, development.get(package.partition(";")[0])) != version
    }
    assert differing == {}


def test_every_package_of_the_front_end_is_locked_with_a_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [path for path, entry in packages.items() if path and "integrity" not in entry] == []
