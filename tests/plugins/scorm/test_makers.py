"""Packages by somebody else's program: simple-scorm-packager, as authors run it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from plugins.scorm.manifest import MANIFEST, Part, Version, read
from tests.installing import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MAKE = """
const pack = require("simple-scorm-packager");
pack(JSON.parse(process.argv[1]), (said) => console.log(said));
"""
PAGE = "<!doctype html><title>x</title><p>x"


@pytest.mark.parametrize(
    ("version", "talks_to", "mastery"),
    [
        ("1.2", Version.SCORM_12, 80.0),
        ("2004 3rd Edition", Version.SCORM_2004, 0.8),
        ("2004 4th Edition", Version.SCORM_2004, 0.8),
    ],
)
def test_one_file_that_the_manifest_spells_in_two_ways(
    tmp_path: Path, version: str, talks_to: Version, mastery: float
) -> None:
    """Its resource says `begin één.html`, its list of files `begin%20één.html`."""
    source = tmp_path / "bron"
    (source / "bijlagen van ons").mkdir(parents=True)
    for name in ("begin één.html", "index.html", "bijlagen van ons/plaatje.html"):
        (source / name).write_text(PAGE)
    wanted = {
        "version": version,
        "organization": "Test",
        "title": "Proef & één",
        "masteryScore": 80,
        "startingPage": "begin één.html",
        "source": str(source),
        "package": {"version": "1.0.0", "zip": True, "outputFolder": str(tmp_path / "uit")},
    }
    done = subprocess.run(
        ["node", "-e", MAKE, json.dumps(wanted)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "uit").glob("*.zip")
    with ZipFile(made) as package:
        paths = [name for name in package.namelist() if not name.endswith("/")]
        content = package.read(MANIFEST)
    assert b"begin%20" in content
    assert b'href="begin ' in content
    found = read(content, paths)
    assert (found.version, found.title, found.remarks) == (talks_to, "Proef & één", ())
    (part,) = found.parts
    objectives = () if version == "1.2" else ("PRIMARYOBJ",)
    assert part == Part(
        part.id, "Proef & één", path="begin één.html", mastery=mastery, objectives=objectives
    )
