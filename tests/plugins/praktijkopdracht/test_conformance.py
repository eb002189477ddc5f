"""The plugin keeps to the contract."""

from courses.plugin_api.testing import PluginConformance
from tests.plugins.praktijkopdracht.written import assignment_block


class TestConformance(PluginConformance):
    slug = "praktijkopdracht"
    block_values = {"assignment": assignment_block("gesprek")["value"]}
