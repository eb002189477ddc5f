"""Plugins are found by folder and by entry point, and what cannot be used stops nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from courses.plugin_api import version
from courses.plugin_host.discovery import Reason, candidate_names, discover

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
from courses.plugin_api.api import CoursePlugin

class {cls}(CoursePlugin):
    name = "{package}"
    label = "{package}"
    slug = "{slug}"
    title = "x"
"""

Make = Callable[..., None]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """`make("pakket", apps=source)` puts a distribution with an entry point on the path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def write(
        package: str,
        apps: str = "",
        *,
        slug: str = "",
        group: str = version.ENTRY_POINT_GROUP,
        value: str = "",
    ) -> None:
        made.append(package)
        folder = tmp_path / package
        folder.mkdir()
        (folder / "__init__.py").touch()
        source = apps or GOOD.format(cls="Plugin", package=package, slug=slug or package)
        (folder / "apps.py").write_text(source)
        info = tmp_path / f"{package}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
        point = f"{package} = {value or package + '.apps:Plugin'}"
        (info / "entry_points.txt").write_text(f"[{group}]\n{point}\n")

    yield write
    for name in [one for one in sys.modules if one.split(".")[0] in made]:
        del sys.modules[name]


def test_a_package_is_found_by_its_entry_point(make: Make) -> None:
    make("pakket")
    found = discover([], others=["django.contrib.auth"])
    assert (found.apps, found.left_out) == (("pakket.apps.Plugin",), ())


@pytest.mark.parametrize("value", ["pakket.apps:Plugin", "pakket.apps.Plugin", "pakket.apps"])
def test_an_entry_point_names_the_app_config_or_its_module(make: Make, value: str) -> None:
    make("pakket", value=value)
    assert discover([], others=[]).apps == ("pakket.apps.Plugin",)


def test_bundled_plugins_come_first_and_keep_their_names(make: Make) -> None:
    make("pakket", slug="bellen")
    found = discover(["plugins.bellen"], others=[])
    assert found.apps == ("plugins.bellen.apps.BellenPlugin",)
    (left,) = found.left_out
    assert (left.name, left.source, left.reason) == ("pakket", "pakket 1.2", Reason.DUPLICATE)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise RuntimeError('kapot')", Reason.IMPORT),
        ("import there_is_no_such_module", Reason.IMPORT),
        ("import sys; sys.exit(3)", Reason.IMPORT),
        ("this is no python", Reason.IMPORT),
        ("Plugin = 42", Reason.NO_PLUGIN),
        ("class Plugin: slug = 'x'", Reason.NO_PLUGIN),
        ("from django.apps import AppConfig as Plugin", Reason.NO_PLUGIN),
        (GOOD.format(cls="Plugin", package="pakket", slug="Niet Goed"), Reason.NO_PLUGIN),
        (GOOD.format(cls="Plugin", package="nergens", slug="pakket"), Reason.IMPORT),
        (
            GOOD.format(cls="Plugin", package="pakket", slug="x1") + "    core = True",
            Reason.NO_PLUGIN,
        ),
        (
            GOOD.format(cls="Plugin", package="pakket", slug="x1") + "    requires_api = '1.99'",
            Reason.OTHER_API,
        ),
        (
            GOOD.format(cls="Plugin", package="pakket", slug="x1") + "    requires_api = '2.0'",
            Reason.OTHER_API,
        ),
        (GOOD.format(cls="Plugin", package="pakket", slug="auth"), Reason.DUPLICATE),
        (
            GOOD.format(cls="Plugin", package="pakket", slug="x1") + "    requires_api = 1.0",
            Reason.NO_PLUGIN,
        ),
        (
            GOOD.format(cls="Plugin", package="pakket", slug="x1") + "    label = 'my-label'",
            Reason.NO_PLUGIN,
        ),
        (
            GOOD.format(cls="Plugin", package="pakket", slug="x1") + "    version = 2",
            Reason.NO_PLUGIN,
        ),
        (
            GOOD.format(cls="Plugin", package="pakket", slug="x1")
            + "    def __init__(self, *args): raise RuntimeError",
            Reason.NO_PLUGIN,
        ),
    ],
)
def test_what_cannot_be_used_is_left_out_with_the_reason(
    make: Make, source: str, reason: Reason
) -> None:
    make("pakket", source)
    make("goed")
    found = discover([], others=["django.contrib.auth"])
    assert found.apps == ("goed.apps.Plugin",)
    (left,) = found.left_out
    assert (left.name, left.reason, bool(left.detail)) == ("pakket", reason, True)


def test_a_plugin_for_another_version_is_never_imported(make: Make) -> None:
    make("later", "raise AssertionError", group=f"{version.GROUP_PREFIX}2")
    found = discover([], others=[])
    (left,) = found.left_out
    assert (found.apps, left.reason, "later" in sys.modules) == ((), Reason.OTHER_API, False)
    assert "version 2" in left.detail


@pytest.mark.parametrize("disabled", [["all"], ["pakket"]])
def test_the_safe_mode_imports_nothing(make: Make, disabled: list[str]) -> None:
    make("pakket", "raise AssertionError")
    found = discover([], others=[], disabled=disabled)
    (left,) = found.left_out
    assert (found.apps, left.reason, "pakket" in sys.modules) == ((), Reason.SAFE_MODE, False)


def test_one_plugin_can_be_looked_at_alone(make: Make) -> None:
    make("een")
    make("twee", "raise AssertionError")
    found = discover(["plugins.bellen"], others=[], only="een")
    assert (found.apps, found.left_out) == (("een.apps.Plugin",), ())
    assert candidate_names(["plugins.bellen"]) == ("bellen", "een", "twee")


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [("1.0", True), ("1", True), ("0.9", False), ("2.0", False), ("1.99", False), ("x", False)],
)
def test_a_version_of_the_contract_is_offered_or_not(wanted: str, offered: bool) -> None:
    assert version.offers(wanted) is offered


# --- What Django and Wagtail load later -------------------------------------------------------

SITE = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
call_command("migrate", verbosity=0)
call_command("tick")
print("home", Client().get("/").status_code)
from courses.plugin_host import registry
for plugin in registry.plugins():
    if plugin.slug.startswith("kwaad"):
        print(plugin.slug, plugin.failure.strip().splitlines()[-1][:60])
"""

LATE = {
    "kwaad_hooks": ("wagtail_hooks.py", "raise ValueError('hooks')"),
    "kwaad_tags": ("templatetags/tags.py", "raise ValueError('tags')"),
    "kwaad_migration": ("migrations/0001_initial.py", "raise ValueError('migration')"),
    "kwaad_models": ("models.py", "import sys; sys.exit(3)"),
    "kwaad_field": (
        "models.py",
        "from django.db import models\n"
        "class Thing(models.Model):\n    other = models.ForeignKey('nowhere.Nothing', 1)\n",
    ),
}
MIXIN = """
from courses.plugin_api.api import CoursePlugin

class Mixin:
    def ready(self):
        raise ValueError("mixin")

class Plugin(Mixin, CoursePlugin):
    name = label = slug = "kwaad_mixin"
    title = "x"
"""


def test_the_site_starts_and_works_whatever_a_plugin_does_later(
    make: Make, tmp_path: Path, migrated_database: Path
) -> None:
    for package, (file, source) in LATE.items():
        make(package)
        path = tmp_path / package / file
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(source)
    make("kwaad_mixin", MIXIN)
    shutil.copyfile(migrated_database, tmp_path / "site.sqlite3")
    run = subprocess.run(
        [sys.executable, "-c", SITE],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "PYTHONPATH": f"{settings.BASE_DIR}{os.pathsep}{tmp_path}",
            "ACADEMY_DATA_DIR": str(tmp_path / "data"),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "academy.settings.test",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    told = [line for line in run.stdout.splitlines() if line.startswith(("home", "kwaad"))]
    assert "home 200" in told
    assert sorted(line.split()[0] for line in told if line.startswith("kwaad")) == sorted(
        [*LATE, "kwaad_mixin"]
    )


NEEDS = GOOD + "    requires_plugins = {needs}\n    version = '{version}'\n"


def _needing(make: Make, package: str, needs: object, version: str = "1.0") -> None:
    fields = {"cls": "Plugin", "package": package, "slug": package}
    make(package, NEEDS.format(**fields, needs=needs, version=version))


def test_a_plugin_without_another_that_it_needs_is_left_out_and_so_is_who_needs_it(
    make: Make,
) -> None:
    _needing(make, "gast_a", {"gast_weg": "1.0"})
    _needing(make, "gast_b", {"gast_a": "1.0"})
    _needing(make, "gast_c", {"gast_d": "1.2"})
    _needing(make, "gast_d", {}, version="1.10")
    _needing(make, "gast_e", {"gast_d": "2"})
    found = discover([], others=[])
    assert [one.split(".")[0] for one in found.apps] == ["gast_c", "gast_d"]
    assert {one.name: (one.reason, one.detail) for one in found.left_out} == {
        "gast_a": (Reason.NEEDS_OTHER, "needs gast_weg 1.0"),
        "gast_b": (Reason.NEEDS_OTHER, "needs gast_a 1.0"),
        "gast_e": (Reason.NEEDS_OTHER, "needs gast_d 2 (here is 1.10)"),
    }


def test_a_plugin_that_is_looked_at_alone_needs_no_other(make: Make) -> None:
    _needing(make, "gast_a", {"gast_weg": "1.0"})
    found = discover([], others=[], only="gast_a")
    assert (len(found.apps), found.left_out) == (1, ())


@pytest.mark.parametrize("needs", ["gast_d", {"Gast": "1"}, {"gast_d": "nieuw"}, {"gast_d": 1}])
def test_what_says_badly_what_it_needs_is_no_plugin(make: Make, needs: object) -> None:
    _needing(make, "gast_a", repr(needs))
    found = discover([], others=[])
    assert [one.reason for one in found.left_out] == [Reason.NO_PLUGIN]


@pytest.mark.parametrize(
    ("highest", "reason"),
    [
        ("", None),
        (version.API_VERSION, None),
        (str(version.API_MAJOR), None),
        (f"{version.API_MAJOR}.99", None),
        (f"{version.API_MAJOR}.0", Reason.TOO_NEW),
        ("nieuw", Reason.NO_PLUGIN),
    ],
)
def test_a_plugin_that_was_not_tried_with_this_contract_is_left_out(
    make: Make, highest: str, reason: Reason | None
) -> None:
    source = GOOD.format(cls="Plugin", package="gast_a", slug="gast_a")
    make("gast_a", f"{source}    highest_api = {highest!r}\n")
    found = discover([], others=[])
    assert [one.reason for one in found.left_out] == ([reason] if reason else [])
