"""Whether somebody may read a file: the plugin says so, asked each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.editions.queries import gives
from courses.enrolment.queries import may_follow
from courses.plugin_api.contributions.files import FileAccess, Files
from courses.plugin_files.queries import told
from courses.plugin_host import asking

if TYPE_CHECKING:
    from courses.people.models import User
    from courses.plugin_files.models import PluginFile
    from courses.plugin_host.asking import Provider


def provider_of(row: PluginFile) -> Provider[Files] | None:
    """What speaks for a file in its training; None where the plugin is off there."""
    providers = asking.here(Files, row.training_id).of(row.plugin)
    return next((one for one in providers if one.contribution.name == row.kind), None)


def may_read(row: PluginFile, provider: Provider[Files], person: User | None) -> bool:
    """Whether this person (None: a visitor) may read a file. A plugin that fails says no."""
    access = FileAccess(
        file=told(row),
        person_id=person.pk if person else None,
        takes_part=person is not None and may_follow(person, row.training_id),
        is_staff=person is not None and gives(person, row.training_id),
        settings=provider.settings,
    )
    return provider.ask(lambda one: one.may_read(access) is True, default=False)
