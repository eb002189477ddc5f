"""Take `plugins/` away, and the academy still starts, with an empty catalogue."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.databases import environment_without_plugins, without_plugins

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

# Runs in a process of its own: whether an app is installed is decided when Django starts.
SCRIPT = """
import os, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

setup_test_environment()  # keeps the context of each answer
call_command("check", "--fail-level", "WARNING", stdout=open(os.devnull, "w"))
call_command("migrate", check_unapplied=True, verbosity=0)
client = Client()
for address in ("/", "/trainingen/", "/agenda/", "/leerlijnen/", "/lezingen/", "/account/login/"):
    answer = client.get(address)
    print(address, answer.status_code)
print("trainings:", client.get("/trainingen/").context["page_obj"].paginator.count)
from courses.plugin_host import asking
from courses.plugin_host import registry
from courses.plugin_api.contributions.content import Training
print("training plugins:", len(asking.everywhere(Training)))
print("plugins:", registry.plugins())
"""


def test_the_academy_starts_without_any_plugin(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    # Migrated where there were no plugins either.
    with django_db_blocker.unblock():
        shutil.copyfile(without_plugins(), tmp_path / "academy.sqlite3")
    environment = {**os.environ, **environment_without_plugins(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "/ 200",
        "/trainingen/ 200",
        "/agenda/ 200",
        "/leerlijnen/ 200",
        "/lezingen/ 200",
        "/account/login/ 200",
        "trainings: 0",
        "training plugins: 0",
        "plugins: ()",
    ]
