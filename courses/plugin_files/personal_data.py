"""What is kept of people: the files that plugins keep for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common.text import plain_text
from courses.people.queries import moment
from courses.plugin_api.contributions.files import Files
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_files import services
from courses.plugin_files.models import PluginFile
from courses.plugin_host import guard, registry

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class OwnFiles(PersonalData):
    """Somebody's files, with the address where the owner gets each, if the plugin lets the owner.

    What is in them goes along with the rows, after the commit.
    """

    name = "files"
    label = _("Je bestanden bij uitbreidingen")

    def export(self, person_id: int) -> Json:
        rows = PluginFile.objects.filter(person=person_id).select_related("training")
        labels = _labels()
        return [
            {
                "training": one.training.title,
                "soort": labels.get((one.plugin, one.kind), one.plugin),
                "naam": one.name,
                "grootte van het bestand in bytes": one.size,
                "sinds": moment(one.kept_at),
            }
            for one in rows
        ] or None

    def erase(self, person_id: int) -> None:
        services.forget_person(person_id=person_id)


def _labels() -> dict[tuple[str, str], str]:
    """What plugins call their files."""
    found: dict[tuple[str, str], str] = {}
    for entry in registry.every(Files):
        label = guard.call_plugin(entry, lambda one: plain_text(one.label), default="")
        found[entry.plugin.slug, entry.contribution.name] = label or entry.plugin.slug
    return found
