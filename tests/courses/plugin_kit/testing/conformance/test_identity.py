"""What the kit says of a plugin's attributes, names, texts and imports."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.utils.functional import lazystr

import tests.courses.plugin_kit.testing as this_package
from tests.courses.plugin_kit.testing.faulty import (
    Criterion,
    Make,
    Panel,
    ProefPlugin,
    Rule,
    failed_checks,
    failing,
    like,
    says,
    wrong,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courses.plugin_api.api import (
        Contribution,
    )

pytestmark = pytest.mark.django_db


@wrong(
    {"it_says_what_it_is": {"description": ""}},
    {"it_says_what_it_is": {"version": "nieuw"}},
    {
        "it_says_what_it_is": {"requires_api": "1.99"},
        "its_names_are_its_own": like(Rule, name="Rule"),
        "everything_has_a_docstring": like(Panel, __doc__=None),
        "every_text_is_there_in_english": like(
            Criterion, label=lazystr("Zomaar iets in het Nederlands")
        ),
    },
    {
        # Two with one name.
        "its_names_are_its_own": {"kinds": [Rule, like(Rule)]},
        "every_text_is_there_in_english": {"title": lazystr("Zomaar iets in het Nederlands")},
    },
)
def test_what_is_wrong_fails_its_check_and_no_other(make: Make, parts: dict[str, Any]) -> None:
    assert failed_checks(make, parts) == set(parts)


def test_contributions_that_change_are_noticed(make: Make) -> None:
    class Fickle(ProefPlugin):
        """Contributes something else each time."""

        turn = 0

        def contributions(self) -> Sequence[Contribution]:
            self.turn += 1
            return (Rule(),) if self.turn % 2 else (Rule(), Panel())

    plugin = Fickle("tests.courses.plugin_kit.testing", this_package)
    plugin.apps, plugin.path, plugin.models, plugin.form = apps, make().path, {}, None
    assert "test_it_contributes_the_same_each_time" in failing(plugin)


IMPORT = "its_app_config_can_be_imported_before_django_starts"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", ""),
        ("from django.conf import settings; settings.DEBUG", "ImproperlyConfigured"),
        ("import courses.people.models", "ImproperlyConfigured"),
        (
            "from django.conf import settings; settings.configure(); import django.db.models",
            "reads the settings",
        ),
    ],
)
def test_an_app_config_that_needs_django_is_noticed(
    package: Callable[..., Any], line: str, told: str
) -> None:
    plugin = package({})
    (Path(plugin.path) / "__init__.py").write_text(line)
    found = says(IMPORT, plugin)
    assert bool(found) == bool(told)
    assert told in found


@pytest.mark.parametrize(
    ("line", "is_fine"),
    [
        ("from courses.plugin_api.api import Score", True),
        ("from courses.people.models import User", True),
        ("from courses.enrolment import services", True),
        ("from courses.common import clock", True),
        ("import json", True),
        ("from courses.plugin_api import guard", False),
        ("from courses.plugin_api.contributions import Score", False),
        ("from courses.plugin_kit.testing import PluginConformance", False),
        ("from courses.learning.views import answer", False),
        ("from courses.catalogue import forms", False),
        ("from courses.people.services import _hidden", False),
        ("from courses.common import mail", True),
        ("from courses.common import kept_until", False),
        ("import academy.settings.base", False),
        ("from plugins.bellen.exercises import PhoneCall", False),
    ],
)
def test_private_imports_are_noticed(package: Callable[..., Any], line: str, is_fine: bool) -> None:
    plugin = package({"inside.py": f"def late():\n    {line}\n"})
    assert (says("it_uses_only_what_is_public", plugin) == "") is is_fine


def test_tests_of_a_plugin_may_use_the_kit(package: Callable[..., Any]) -> None:
    text = "from courses.plugin_kit.testing import PluginConformance\n"
    plugin = package({"tests/test_it.py": text})
    assert says("it_uses_only_what_is_public", plugin) == ""


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_texts_in_code_and_templates_are_noticed(package: Callable[..., Any]) -> None:
    plugin = package(
        {
            "inside.py": "from django.utils.translation import gettext as _\n"
            "def text():\n    return _('Zomaar één zin uit de code')\n",
            "templates/a.html": '{% load i18n %}{% translate "Zomaar een zin uit het scherm" %}'
            '{% translate "Schrijf je in" %}',
        }
    )
    lines = says("every_text_is_there_in_english", plugin).splitlines()[1:]
    assert lines == [
        "  - Zomaar een zin uit het scherm",
        "  - Zomaar één zin uit de code",
    ]
