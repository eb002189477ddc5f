"""A plugin that takes a name of another is not loaded, and none of its files is used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.management import find_commands, get_commands
from django.template.backends.django import get_installed_libraries

from courses.plugin_api import loading
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_desk import health, overview
from courses.plugin_host.enums import PluginStatus

Make = Callable[..., CoursePlugin]

TAGS = "from django import template\nregister = template.Library()\n"


@pytest.fixture
def make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, install_plugin: Callable[[Any], Any]
) -> Iterator[Make]:
    """`make("greedy", files…)` installs a plugin whose package has these files."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def plugin(package: str, **files: str) -> CoursePlugin:
        for place, content in {"__init__": "", **files}.items():
            path = tmp_path / package / (place.replace("__in__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
            (path.parent / "__init__.py").touch()
        made.append(package)
        values = {"name": package, "label": package, "slug": package, "title": package.title()}
        kind = type(package.title(), (CoursePlugin,), values)
        one: CoursePlugin = install_plugin(kind(package, import_module(package)))
        loading.load_all([one])
        _forget_commands()
        return one

    yield plugin
    for name in [one for one in sys.modules if one.partition(".")[0] in made]:
        del sys.modules[name]
    _forget_commands()


def _forget_commands() -> None:
    # Django keeps them with `lru_cache`, which its types do not say.
    cast("Any", get_commands).cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("files", "why"),
    [
        (
            {"management__in__commands__in__migrate": "raise SystemExit"},
            "its command “migrate” has the name of one of Django",
        ),
        (
            {"management__in__commands__in__tick": "raise SystemExit"},
            "its command “tick” has the name of one of academy.website",
        ),
        (
            {"templatetags__in__components": TAGS},
            "its library of template tags “components” has the name of one of courses.common",
        ),
        (
            {"templatetags__in__i18n": TAGS},
            "its library of template tags “i18n” has the name of one of Django",
        ),
    ],
)
def test_a_plugin_with_a_name_of_the_core_is_refused_and_the_operator_reads_why(
    make: Make, files: dict[str, str], why: str
) -> None:
    libraries, commands = get_installed_libraries(), dict(get_commands())
    plugin = make("greedy", **files)
    row = overview.plugin_row("greedy")
    assert row is not None
    assert (row.status, row.detail.strip().splitlines()[-1]) == (
        PluginStatus.FAILED,
        f"courses.plugin_api.loading.NameTakenError: {why}",
    )
    assert [one.code for one in health.problems_of(plugin)] == ["cannot_load"]
    assert (get_installed_libraries(), dict(get_commands())) == (libraries, commands)


def test_a_plugin_with_a_name_of_another_plugin_is_refused(make: Make) -> None:
    first = make("first_one", templatetags__in__stars=TAGS, management__in__commands__in__star="")
    second = make("second_one", templatetags__in__stars=TAGS)
    third = make("third_one", management__in__commands__in__star="")
    assert [bool(one.failure) for one in (first, second, third)] == [False, True, True]
    assert get_installed_libraries()["stars"] == "first_one.templatetags.stars"
    assert get_commands()["star"] == "first_one"


def test_names_of_its_own_are_fine_and_a_helper_is_no_library(make: Make) -> None:
    plugin = make(
        "modest",
        templatetags__in__modest_tags=TAGS,
        templatetags__in__components="",
        management__in__commands__in__modest="",
    )
    assert plugin.failure == ""
    assert find_commands(str(Path(plugin.path) / "management")) == ["modest"]
