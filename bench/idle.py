"""Idle plugins: packages with an entry point, made from `bench/idle_plugin/` in a folder."""

from __future__ import annotations

import compileall
import sys
from pathlib import Path

from courses.plugin_api import version

PATTERN = Path(__file__).parent / "idle_plugin"
NUMBERS = (0, 10, 50)
"""How many idle plugins the compared sites have, beside the bundled ones."""


def folder_for(folder: Path, number: int) -> Path:
    """Where the idle plugins of the site with `number` of them are; made when it is not there."""
    path = folder / f"idle-{number}"
    if not path.exists():
        write(path, number)
    return path


def put_on_path(folder: Path) -> None:
    """Install in this process as many idle plugins as the largest site has."""
    sys.path.insert(0, str(folder_for(folder, max(NUMBERS))))


def write(path: Path, number: int) -> None:
    """Make `number` installed packages in the new folder `path`, each with another name.

    They are compiled at once, as an installer does, so that the first start is like the others.
    """
    path.mkdir()
    for one in range(1, number + 1):
        _write_package(path, f"idle_{one:02}")
    compileall.compile_dir(path, quiet=2)


def _write_package(path: Path, name: str) -> None:
    for source in PATTERN.rglob("*"):
        if source.suffix in (".py", ".html"):
            place = str(source.relative_to(PATTERN)).replace("idle_plugin", name)
            target = path / name / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_named(source.read_text(), name))
    info = path / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    point = f"[{version.ENTRY_POINT_GROUP}]\n{name} = {name}.apps:IdlePlugin\n"
    (info / "entry_points.txt").write_text(point)


def _named(text: str, name: str) -> str:
    """The pattern's text in the package with this name; outside it there is no `bench`."""
    return text.replace("bench.idle_plugin", name).replace("idle_plugin", name)
