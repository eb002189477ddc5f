"""What the plugin brings to the site."""

from typing import cast

import pytest
from django.apps import apps

from courses.plugin_api.api import CoursePlugin, Exercise
from courses.plugin_host import asking


def test_the_plugin_brings_a_training_and_an_exercise() -> None:
    plugin = cast("CoursePlugin", apps.get_app_config("bellen"))
    found = [(type(one).__name__, one.name) for one in plugin.contributions()]
    assert found == [("BellenTraining", "bellen"), ("PhoneCall", "phone_call")]
    assert (plugin.slug, plugin.version, plugin.core) == ("bellen", "1.0.0", False)


@pytest.mark.django_db
def test_the_site_finds_the_exercise_by_its_block_type() -> None:
    found = [
        type(entry.contribution).__name__
        for entry in asking.everywhere(Exercise)
        if entry.key == "bellen_phone_call"
    ]
    assert found == ["PhoneCall"]
