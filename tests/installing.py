"""An environment beside this one, in which packages of plugins are really installed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
QUICKLY = ("--reuse-db", "-p", "no:cacheprovider", "-p", "no:unraisableexception")
"""How pytest is run there: the database is made once for all packages of a place, and at the end
nobody looks five times through all that was imported for what went wrong as it was thrown away."""


@dataclass(frozen=True)
class Place:
    """A folder with an environment of its own, which also sees the packages of ours.

    What runs there has the settings of the tests and a data folder of its own.
    """

    folder: Path

    @property
    def python(self) -> str:
        return str(self.folder / "env" / "bin" / "python")

    def install(self, *packages: Path) -> None:
        """Install packages with pip, without a network."""
        offline = ("--no-index", "--no-build-isolation", "--no-deps", "--quiet")
        command = (sys.executable, "-m", "pip", "--python", self.python, "install", *offline)
        told(*command, *map(str, packages))

    def uninstall(self, *names: str) -> None:
        """Take packages away again, by their names."""
        told(
            *(sys.executable, "-m", "pip", "--python", self.python),
            *("uninstall", "--yes", "--quiet", *names),
        )

    def run(self, *command: str, cwd: Path | None = None) -> str:
        """What Python prints there, with the status 0."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "academy.settings.test",
            "ACADEMY_DATA_DIR": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
            "MYPYPATH": str(ROOT),
        }
        environment.pop("DATABASE_URL", None)
        return told(self.python, *command, cwd=cwd or self.folder, environment=environment)

    def check_types(self, package: Path) -> None:
        """Let mypy look at a package and its tests, strictly."""
        # What mypy knows of the academy it need not find out for each package, nor in each process;
        # two never write in one folder at the same time.
        kept = ROOT / "var" / "types-of-packages"
        kept.mkdir(parents=True, exist_ok=True)
        cache = ("--cache-dir", str(kept / "mypy"))
        # Wagtail has no types of its own.
        options = ("--strict", "--allow-subclassing-any", "--no-warn-unused-ignores")
        config = ("--config-file", str(ROOT / "pyproject.toml"), "--follow-imports", "silent")
        with (kept / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.run("-m", "mypy", *options, *config, *cache, package.name, "tests", cwd=package)

    def own_tests(self, package: Path) -> str:
        """What pytest says of the tests that a package brings, by its own settings."""
        return self.run("-m", "pytest", "-q", *QUICKLY, cwd=package)


def make_place(folder: Path, database: Path) -> Place:
    """A new place in an empty folder, whose academy and tests begin with this database."""
    data = folder / "data"
    data.mkdir()
    for name in ("academy.sqlite3", "test.sqlite3"):
        shutil.copyfile(database, data / name)
    venv.create(folder / "env", with_pip=False, symlinks=True)
    own = next((folder / "env" / "lib").glob("python*/site-packages"))
    (own / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Place(folder)


def told(*command: str, cwd: Path | None = None, environment: dict[str, str] | None = None) -> str:
    """What a command prints; it must end well."""
    run = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert run.returncode == 0, f"{' '.join(command)}\n{run.stdout[-6000:]}{run.stderr[-4000:]}"
    return run.stdout
