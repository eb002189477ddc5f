"""Every bundled plugin keeps to the contract, by the kit that authors of other plugins use."""

from __future__ import annotations

from typing import Any

from courses.plugin_host import registry
from courses.plugin_kit.testing import PluginConformance

EXTRAS: dict[str, dict[str, Any]] = {
    "herinneringen": {"settings": {"days": 2, "bring": "Een pen\nEen schrift"}},
    "maatwerkvragen": {"settings": {"text_1": "Hoe vond je de koffie?", "kind_1": "open"}},
    "openbadges": {"documents": ("did.json", "issuer.json", "keys.json", "badge.svg")},
}
"""What the kit cannot make up, by plugin: attributes of `PluginConformance`."""


def _class_for(slug: str) -> type[PluginConformance]:
    name = f"Test{slug.title().replace('_', '')}"
    return type(name, (PluginConformance,), {"slug": slug, **EXTRAS.get(slug, {})})


for _plugin in registry.plugins():
    _class = _class_for(_plugin.slug)
    globals()[_class.__name__] = _class
del _class
