"""The plugin keeps to the academy's contract."""

from courses.plugin_kit.testing import PluginConformance


class TestConformance(PluginConformance):
    """All that the academy asks of a plugin; it says what to do about what is not right."""

    slug = "$slug"
