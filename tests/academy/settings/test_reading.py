"""Reading the settings writes nothing; what the academy needs is made when it is needed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")


def begin(code: str, folder: Path, **variables: str) -> subprocess.Popen[str]:
    """Python in a process of its own, with nothing in its environment that says where data goes."""
    known = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={
            **known,
            "ACADEMY_DATA_DIR": str(folder / "data"),
            "TMPDIR": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        },
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    return out.strip()


READS = """
import importlib, os
importlib.import_module(f"academy.settings.{os.environ['WHICH']}")
"""


@pytest.mark.parametrize("data_dir", ["given", "unknown"])
@pytest.mark.parametrize("which", ["base", "production", "test"])
def test_reading_the_settings_writes_nothing(which: str, data_dir: str, tmp_path: Path) -> None:
    code = READS if data_dir == "given" else "import os; del os.environ['ACADEMY_DATA_DIR']" + READS
    if (which, data_dir) != ("test", "unknown"):
        code += "from academy.settings.base import DATA_DIR; print(DATA_DIR)"
    variables = {"WHICH": which}
    if which == "production":
        variables |= {"ACADEMY_SECRET_KEY": "x", "ACADEMY_ALLOWED_HOSTS": "academie.example"}

    ended(begin(code, tmp_path, **variables))

    assert list(tmp_path.iterdir()) == []


STARTS = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "academy.settings.base"
import django
django.setup()
from django.conf import settings
from django.core import signing
from django.db import connection
from courses.common.public_version import version
connection.ensure_connection()
version.bump()
print(signing.dumps("x", key=settings.SECRET_KEY)[:0] + settings.SECRET_KEY)
"""


def test_first_starts_at_the_same_moment_make_one_secret(tmp_path: Path) -> None:
    begun = [begin(STARTS, tmp_path) for _ in range(3)]
    secrets = {ended(process) for process in begun}

    kept = tmp_path / "data" / "secret_key"
    assert secrets == {kept.read_text()}
    assert len(kept.read_text()) == 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (tmp_path / "data" / "academy.sqlite3").exists()


def test_a_secret_that_is_there_stays_also_where_nothing_can_be_written(tmp_path: Path) -> None:
    from academy.settings import secret

    path = tmp_path / "secret_key"
    path.write_text("van vroeger\n")
    path.chmod(0o400)
    assert str(secret.local(tmp_path)) == "van vroeger"


def test_a_file_that_was_left_empty_gets_a_secret(tmp_path: Path) -> None:
    from academy.settings import secret

    (tmp_path / "secret_key").touch()
    made = str(secret.local(tmp_path))
    assert len(made) == 50
    assert (tmp_path / "secret_key").read_text() == made
