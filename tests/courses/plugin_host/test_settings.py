"""Settings of a plugin, as people read them and as they are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

import tests.courses.plugin_host as this_package
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import plugin_settings

pytestmark = pytest.mark.django_db


class Choices(forms.Form):
    """A question of each kind; what stands there at first is found when somebody asks."""

    greet = forms.BooleanField(label="Groeten", required=False, initial=lambda: True)
    day = forms.ChoiceField(
        label="Dag",
        choices=[
            ("", "—"),
            ("Werkdagen", [("mo", "Maandag"), ("tu", "Dinsdag")]),
            ("su", "Zondag"),
        ],
        initial="tu",
    )
    hours = forms.MultipleChoiceField(
        label="Uren", choices=[(9, "Negen"), (10, "Tien")], initial=lambda: (9, 10), required=False
    )


class Bare(CoursePlugin):
    label = slug = "test_settings"
    title = "Testplugin"


class WithForm(Bare):
    def settings_form(self) -> Any:
        return Choices


def made(kind: type[Bare]) -> Bare:
    return kind("tests.courses.plugin_host", this_package)


def test_settings_are_read_in_words_also_those_that_nobody_filled_in(install_plugin: Any) -> None:
    plugin = install_plugin(made(WithForm))

    assert plugin_settings.defaults("test_settings") == {
        "greet": True,
        "day": "tu",
        "hours": [9, 10],
    }
    assert plugin_settings.readable(plugin, {"greet": False, "hours": []}) == {
        "Groeten": "Nee",
        "Dag": "Dinsdag",
        "Uren": "",
    }
    assert plugin_settings.readable(plugin, {"day": "su"})["Dag"] == "Zondag"
    assert plugin_settings.readable(plugin, {"hours": [10]})["Uren"] == "Tien"


def test_a_plugin_without_a_form_has_nothing_to_read(install_plugin: Any) -> None:
    plugin = install_plugin(made(Bare))
    assert plugin_settings.readable(plugin, {"left": "over"}) == {}
    assert plugin_settings.defaults("test_settings") == {}
