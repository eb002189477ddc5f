"""What the plugin brings to the site."""

from typing import TYPE_CHECKING, cast

from django.apps import apps

if TYPE_CHECKING:
    from courses.plugin_api.api import CoursePlugin


def test_the_plugin_brings_a_training_and_an_exercise() -> None:
    plugin = cast("CoursePlugin", apps.get_app_config("signaleren"))
    found = [(type(one).__name__, one.name) for one in plugin.contributions()]
    assert found == [("NoticingLoneliness", "signaleren"), ("Visit", "visit")]
    assert (plugin.slug, plugin.version, plugin.core) == ("signaleren", "1.0.0", False)
