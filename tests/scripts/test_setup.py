"""Setting a machine up: which program installs the Python packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

INSTALLS = """
import runpy, sys
from pathlib import Path
setup = runpy.run_path("scripts/setup.py")
setup["LOG"].parent.mkdir()
setup["LOG"].write_text("")
setup["install_locked"](Path("requirements.txt"))
"""


def program(path: Path, *, ends: int) -> None:
    """A program that writes down how it was called."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "${{0##*/}} $@" >> called\nexit {ends}\n')
    path.chmod(0o755)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the script, with a stand-in for the virtual environment's Python."""
    script = tmp_path / "scripts" / "setup.py"
    script.parent.mkdir()
    script.write_text((Path(settings.BASE_DIR) / "scripts" / "setup.py").read_text())
    program(tmp_path / ".venv" / "bin" / "python", ends=0)
    return tmp_path


def installs(place: Path) -> list[list[str]]:
    """The calls that installing a locked list makes: program and first arguments."""
    subprocess.run(
        [sys.executable, "-c", INSTALLS],
        cwd=place,
        env={"PATH": str(place / "bin")},
        check=True,
    )
    return [line.split() for line in (place / "called").read_text().splitlines()]


def test_uv_installs_where_the_machine_has_it(place: Path) -> None:
    program(place / "bin" / "uv", ends=0)
    [call] = installs(place)
    assert call[:4] == ["uv", "pip", "install", "--require-hashes"]
    assert call[call.index("--python") + 1] == str(place / ".venv" / "bin" / "python")
    assert call[-2:] == ["--requirement", "requirements.txt"]


@pytest.mark.parametrize("uv", ["fails", "is not there"])
def test_pip_installs_what_uv_does_not(place: Path, uv: str) -> None:
    if uv == "fails":
        program(place / "bin" / "uv", ends=2)
    *_before, call = installs(place)
    assert call[:5] == ["python", "-m", "pip", "install", "--require-hashes"]
    assert call[-2:] == ["--requirement", "requirements.txt"]


MISSING = """
import runpy
from pathlib import Path
setup = runpy.run_path("scripts/setup.py")
setup["LOG"].parent.mkdir(exist_ok=True)
setup["LOG"].write_text("")
setup["os"].geteuid = lambda: 0
print("chromium-headless-shell" in setup["missing_for_browser"](), end=" ")
setup["mark_done"]("chromium-headless-shell", "tried")
print("chromium-headless-shell" in setup["missing_for_browser"]())
"""


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        ({"chromium": 0, "apt-cache": 0}, "True False"),
        ({"chromium": 0, "apt-cache": 100}, "False False"),
        ({"chromium": 0}, "False False"),
        ({"chromium": 0, "apt-cache": 0, "chromium-headless-shell": 0}, "False False"),
    ],
    ids=["apt has it", "apt does not know it", "no apt", "is there"],
)
def test_the_browser_without_windows_is_asked_for_once_where_it_can_be_had(
    place: Path, programs: dict[str, int], said: str
) -> None:
    for name, status in programs.items():
        program(place / "bin" / name, ends=status)
    done = subprocess.run(
        [sys.executable, "-c", MISSING],
        cwd=place,
        env={"PATH": str(place / "bin")},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split("\n")[0] == said


MAKES = """
import runpy
setup = runpy.run_path("scripts/setup.py")
setup["LOG"].parent.mkdir()
setup["LOG"].write_text("")
setup["make_virtual_environment"]()
"""


@pytest.mark.parametrize("ends", [0, 1])
def test_an_environment_of_another_folder_is_never_emptied(place: Path, ends: int) -> None:
    theirs = place / "theirs"
    (place / ".venv").rename(theirs)
    program(theirs / "bin" / "python", ends=ends)
    program(theirs / "bin" / "pip", ends=0)
    (place / ".venv").symlink_to(theirs)
    made = subprocess.run([sys.executable, "-c", MAKES], cwd=place, check=False)
    assert (made.returncode, (theirs / "bin" / "pip").exists()) == (ends, True)


CHOOSES = """
import runpy
setup = runpy.run_path("scripts/setup.py")
setup["LOG"].parent.mkdir()
setup["LOG"].write_text("")
print(setup["quickest_python"](setup["Path"]("bin")))
"""
MINOR = sys.version_info.minor


@pytest.mark.parametrize(
    ("name", "ends", "is_chosen"),
    [
        (f"python3.{MINOR}", 0, True),
        (f"python3.{MINOR}", 1, False),
        (f"python3.{MINOR + 1}", 0, False),
    ],
    ids=["the same", "makes no environments", "another version"],
)
def test_the_systems_own_python_is_taken_where_it_is_of_the_same_version(
    place: Path, name: str, ends: int, is_chosen: bool
) -> None:
    program(place / "bin" / name, ends=ends)
    said = subprocess.run(
        [sys.executable, "-c", CHOOSES], cwd=place, check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == (f"bin/{name}" if is_chosen else sys.executable)
