"""Every bundled plugin keeps to the contract, by the kit that authors of other plugins use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courses.plugin_host import registry
from courses.plugin_kit.testing import PluginConformance
from plugins.scorm.services import add_package
from tests.plugins.lti import kit
from tests.plugins.scorm.made import simple, upload
from tests.plugins.vragenbank import kit as vragenbank
from tests.plugins.xapi import kit as xapi

if TYPE_CHECKING:
    from django.core.files.uploadedfile import SimpleUploadedFile


def scorm() -> SimpleUploadedFile:
    """A package to choose in a lesson."""
    return upload(simple())


EXTRAS: dict[str, dict[str, Any]] = {
    "herinneringen": {
        "settings": {"days": 2, "bring": "Een pen\nEen schrift"},
        "task_data": {"remind_at_once": [{"days": 1}, {"days": 20}]},
    },
    "lti": {"documents": ("keys.json",), "prepare": kit.prepare, "keep": kit.keep},
    "maatwerkvragen": {"settings": {"text_1": "Hoe vond je de koffie?", "kind_1": "open"}},
    "scorm": {
        "prepare": lambda _self, training: add_package(training_id=training.pk, upload=scorm()),
        "arguments": {"exercise_id": "e1", "part_id": "i1", "sender": "een-venster"},
        "sent": {
            "package": (
                {
                    "part": "i1",
                    "sender": "een-venster",
                    "number": 1,
                    "since": 0,
                    "cmi": {"core": {"lesson_status": "completed"}, "suspend_data": "4"},
                    "seconds": 12,
                    "refused": [],
                },
            )
        },
    },
    "openbadges": {"documents": ("did.json", "issuer.json", "keys.json", "badge.svg")},
    "vragenbank": {
        "block_values": {"questions": vragenbank.DRAWN},
        "prepare": vragenbank.prepare,
        "keep": vragenbank.keep,
        "arguments": {"name": "0.png"},
    },
    "xapi": {
        "prepare": xapi.prepare,
        "keep": xapi.keep,
        "arguments": {
            "block": "e1",
            "number": 0,
            "session_id": "00000000-0000-4000-8000-000000000000",
        },
        "sent": {"course": (xapi.sent(),)},
    },
}
"""What the kit cannot make up, by plugin: attributes of `PluginConformance`."""


def _class_for(slug: str) -> type[PluginConformance]:
    name = f"Test{slug.title().replace('_', '')}"
    return type(name, (PluginConformance,), {"slug": slug, **EXTRAS.get(slug, {})})


for _plugin in registry.plugins():
    _class = _class_for(_plugin.slug)
    globals()[_class.__name__] = _class
del _class
