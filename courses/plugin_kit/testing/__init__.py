"""The conformance kit: tells the author of a plugin what is not right yet, and what to do.

In the plugin's own tests, with the plugin installed beside the academy:

    from courses.plugin_kit.testing import PluginConformance

    class TestConformance(PluginConformance):
        slug = "buurtpraat"

and run pytest with pytest-django and `DJANGO_SETTINGS_MODULE=academy.settings.test`.
`PluginConformance` says what else a plugin may give, and `World` what its own tests may use.
"""

from courses.plugin_kit.testing.conformance import PluginConformance
from courses.plugin_kit.testing.faults import watched
from courses.plugin_kit.testing.world import World

__all__ = ["PluginConformance", "World", "watched"]
