"""What Django REST framework loads, in a process that has loaded nothing yet."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("database", "loads"),
    [("sqlite:///{folder}/none.sqlite3", False), ("postgres://nobody@127.0.0.1:1/none", True)],
)
def test_only_an_academy_on_postgresql_loads_what_speaks_to_it(
    tmp_path: Path, database: str, loads: bool
) -> None:
    program = (
        "import django, sys; django.setup(); print('psycopg' in sys.modules); "
        # Who needs the fields all the same finds them.
        "import django.contrib.postgres.fields"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.test",
        "DATABASE_URL": database.format(folder=tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=environment,
        timeout=240,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [str(loads)]
