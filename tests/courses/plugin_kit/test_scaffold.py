"""`manage.py plugins new` writes packages that keep to the contract as they are.

What these do, installed, is seen in `tests/plugins/test_scaffolded_packages.py`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from courses.common.errors import Refusal
from courses.plugin_kit import scaffold
from courses.plugin_kit.scaffold.kinds import DEFAULT, KINDS
from courses.plugin_kit.testing import source
from tests.installing import ROOT, told

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = str(ROOT / "pyproject.toml")
ALL, FIRST, LONG = "proef_alles", "proef_begin", "z" * 30


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Names of plugins that were here before are refused too."""


def made(folder: Path, name: str = "buurtpraat", kinds: str = "exercise") -> scaffold.Package:
    return scaffold.make(name, kinds=[kinds], folder=folder)


# --- What it refuses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Buurt", "kleine letters"),
        ("buurt-praat", "kleine letters"),
        ("2buurt", "kleine letters"),
        ("_buurt", "kleine letters"),
        ("buurt\n", "kleine letters"),
        ("", "kleine letters"),
        ("b", "2 tot 30 tekens"),
        ("b" * 31, "2 tot 30 tekens"),
        ("class", "Python zelf"),
        ("json", "Python zelf"),
        ("wagtail", "al geïnstalleerd"),
        ("catalogue", "al geïnstalleerd"),
        ("courses", "al geïnstalleerd"),
        ("signaleren", "al een uitbreiding"),
        ("core", "al een uitbreiding"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        made(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_name_of_a_plugin_that_is_gone_is_refused(tmp_path: Path) -> None:
    from courses.plugin_host.standing import switch

    switch(plugin="verdwenen", on=True)
    with pytest.raises(Refusal, match="al een uitbreiding"):
        made(tmp_path, "verdwenen")


@pytest.mark.parametrize("kinds", ["quiz", "exercise,quiz", "", ",", "all,exercise"])
def test_a_kind_that_does_not_exist_is_refused(tmp_path: Path, kinds: str) -> None:
    with pytest.raises(Refusal, match=r"Ik ken niet: .* Kies uit: training, block, exercise"):
        made(tmp_path, kinds=kinds)


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "kwijt").symlink_to(tmp_path / "nergens")
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    for name in ("buurtpraat", "kwijt"):
        with pytest.raises(Refusal, match="is er al"):
            made(tmp_path, name, kinds="all")
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="bestaat niet"):
        made(tmp_path / "nergens")


def test_what_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    long = tmp_path
    # So deep that the package itself still fits and its longest file does not.
    while len(str(long)) < 3900:
        long = long / ("x" * min(200, 3990 - len(str(long))))
    try:
        long.mkdir(parents=True)
    except OSError:
        pytest.skip("this file system has no such deep folders")
    with pytest.raises(Refusal, match="kan niet schrijven"):
        made(long, "b" * 30, "all")
    assert list(long.iterdir()) == []


# --- What it tells --------------------------------------------------------------------------


def test_the_command_tells_what_was_made_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("plugins", "new", "buurtpraat", "--folder", str(tmp_path))
    out = capsys.readouterr().out
    assert out.startswith(f"Gemaakt in {tmp_path / 'buurtpraat'}:\n  .gitignore\n")
    assert [name for name in DEFAULT if f"tests/test_{KINDS[name].contributions[0][0]}" in out] == [
        "exercise",
        "criterion",
    ]
    commands = out.partition("Typ nu:\n")[2].splitlines()
    assert [line.rpartition(" ")[2] for line in commands] == [
        str(tmp_path / "buurtpraat"),
        "buurtpraat",
        str(tmp_path / "buurtpraat"),
    ]


def test_the_command_says_why_not() -> None:
    with pytest.raises(CommandError, match="Python zelf"):
        call_command("plugins", "new", "json")


def test_without_gettext_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = made(tmp_path)
    assert not result.is_translated
    assert "installeer GNU gettext en typ daarna msgfmt -o" in result.message()
    assert not list(result.folder.rglob("*.mo"))


# --- What it writes -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Path:
    """A package for each kind alone, one for the default and two for all."""
    folder = tmp_path_factory.mktemp("packages")
    with django_db_blocker.unblock():
        for kind in KINDS:
            made(folder, f"proef_{kind}", kind)
        made(folder, FIRST, ",".join(DEFAULT))
        scaffold.make("proef_kaal", kinds=None, bare=True, folder=folder)
        made(folder, ALL, "all")
        made(folder, LONG, "all")
    return folder


def each(packages: Path) -> list[Path]:
    return sorted(packages.iterdir())


def test_each_is_written_in_our_style(packages: Path) -> None:
    for package in each(packages):
        # That imports for types stand apart (TC) is more than who begins has to know.
        ruff = (sys.executable, "-m", "ruff", "check", "--config", CONFIG, "--ignore", "TC")
        told(*ruff, ".", cwd=package)
        told(sys.executable, "-m", "ruff", "format", "--check", "--config", CONFIG, cwd=package)
    for action in ("--check", "--lint"):
        command = (sys.executable, "-m", "djlint", "--configuration", CONFIG, action, ".")
        told(*command, cwd=packages)


def test_each_says_everything_in_english(packages: Path) -> None:
    for package in each(packages):
        inside = package / package.name
        catalogue = inside / "locale" / "en" / "LC_MESSAGES" / "django.po"
        told("msgfmt", "--check", "-o", "/dev/null", str(catalogue))
        assert catalogue.with_suffix(".mo").exists()
        known = set(source._texts_in_po(catalogue.read_text()))
        used = set(source.texts_in_sources(Folder(str(inside))))  # type: ignore[arg-type]
        assert (package.name, used - known) == (package.name, set())
        assert "TODO" not in "".join(one.read_text() for one in package.rglob("*.py"))


def test_a_bare_one_has_nothing_to_delete(packages: Path) -> None:
    package = packages / "proef_kaal"
    files = {
        str(one.relative_to(package))
        for one in package.rglob("*")
        if one.is_file() and "__pycache__" not in str(one) and "_cache" not in str(one)
    }
    assert files == {
        ".gitignore",
        "README.md",
        "proef_kaal/__init__.py",
        "proef_kaal/apps.py",
        "proef_kaal/locale/en/LC_MESSAGES/django.mo",
        "proef_kaal/locale/en/LC_MESSAGES/django.po",
        "pyproject.toml",
        "tests/conftest.py",
        "tests/test_conformance.py",
    }
    apps = (package / "proef_kaal" / "apps.py").read_text()
    assert "        return ()\n" in apps
    assert '"static/**/*"' in (package / "pyproject.toml").read_text()


def test_bare_and_with_do_not_go_together(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="niet allebei"):
        scaffold.make("buurtpraat", kinds=["exercise"], bare=True, folder=tmp_path)
    call_command("plugins", "new", "buurtpraat", "--bare", "--folder", str(tmp_path))
    assert (tmp_path / "buurtpraat" / "buurtpraat" / "apps.py").exists()


class Folder:
    """What `source` must know of a plugin to read its code: where that is."""

    def __init__(self, path: str) -> None:
        self.path = path


def test_each_has_a_module_and_a_test_for_its_kind(packages: Path) -> None:
    for name, kind in KINDS.items():
        package = packages / f"proef_{name}"
        modules = {one.stem for one in (package / package.name).glob("*.py")}
        tests = {one.name for one in (package / "tests").glob("test_*.py")}
        assert {module for module, _class in kind.contributions} <= modules
        assert len(tests) == 2
        assert "test_conformance.py" in tests
        apps = (package / package.name / "apps.py").read_text()
        assert {"forms" in modules, "settings_form" in apps} == {kind.settings}
