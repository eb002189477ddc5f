"""The plugin keeps to the contract of the academy."""

from courses.plugin_kit.testing import PluginConformance


class TestConformance(PluginConformance):
    """All checks, with nothing that they could not make up."""

    slug = "buurtgroet"
