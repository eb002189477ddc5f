"""The plugin keeps to the contract."""

from courses.plugin_api.testing import PluginConformance


class TestConformance(PluginConformance):
    slug = "herinneringen"
    settings = {"days": 2, "bring": "Een pen\nEen schrift"}
